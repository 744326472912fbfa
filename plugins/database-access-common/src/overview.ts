/*
 * Copyright 2026 The Towpath Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { Pattern } from './plans';
import { Health, ShareLifecycle, ShareSync } from './shares';

/**
 * What a list of shares may be narrowed by, beside whose they are. What follows from readings or the hour is asked only of
 * those that are not revoked.
 *
 * @public
 */
export interface ShareFilter {
  databaseRef?: string;
  mine?: boolean;
  lifecycle?: ShareLifecycle;
  living?: boolean;
  health?: Health;
  sync?: ShareSync;
  pattern?: Pattern;
  /** What the database's environment tag says; `untagged` for those without. */
  environment?: string;
  /** The account of the database. */
  accountId?: string;
  /** Who owns the database. */
  ownerRef?: string;
  /** Who owns the network. */
  networkOwnerRef?: string;
  /** It ends within so many days. */
  expiresWithinDays?: number;
  toCertify?: boolean;
}

/**
 * Stands for the environment of a database that has no tag for it.
 *
 * @public
 */
export const UNTAGGED = 'untagged';

/**
 * What a number of the overview counts.
 *
 * - `pending-…`: requests that wait for a decision, by their age.
 * - `stuck`, `broken`, `drifted`, `unknown-health`, `expiring`: shares.
 * - `orphans`: AWS objects with the portal's name or tag that no access claims and nobody has agreed to keep, for those who may see them; `unread-lanes`: lanes that were not completely read, or not lately.
 * - `tight-lanes`: lanes in which a quota of AWS is used by 80 % or more; `throttled-lanes`: lanes in which AWS asked to slow down within the last hour.
 *
 * @public
 */
export type OverviewTileId =
  | 'pending-new'
  | 'pending-days'
  | 'pending-old'
  | 'stuck'
  | 'broken'
  | 'drifted'
  | 'unknown-health'
  | 'expiring'
  | 'orphans'
  | 'unread-lanes'
  | 'tight-lanes'
  | 'throttled-lanes';

/**
 * One number, and the list that it counts.
 *
 * @public
 */
export interface OverviewTile {
  id: OverviewTileId;
  count: number;
  /** Which list: `GET /shares`, `GET /requests`, `GET /lanes`, `GET /orphans`. */
  list: 'shares' | 'requests' | 'lanes' | 'orphans';
  /** The parameters of that list by which it has as many items; of lanes and orphans, which of them count. */
  filter: Record<string, string>;
}

/**
 * Living shares of one kind.
 *
 * @public
 */
export interface OverviewGroup {
  by: 'health' | 'environment' | 'accountId' | 'pattern';
  value: string;
  count: number;
  /** The parameters of `GET /shares` by which it has as many items. */
  filter: Record<string, string>;
}

/**
 * What the databases of one owner cost a month, as far as their living shares do: each by its own estimate, so that what
 * several share is counted for each.
 *
 * @public
 */
export interface OverviewCost {
  ownerRef: string;
  shares: number;
  /** USD a month without any use. */
  fixedMonthly: number;
  /** Shares whose cost is unknown. */
  unknown: number;
  filter: Record<string, string>;
}

/**
 * How all of it is, as far as the reader may see it.
 *
 * @public
 */
export interface Overview {
  /** ISO 8601, UTC: when it was counted. */
  at: string;
  /** Shares that are not revoked. */
  living: number;
  tiles: OverviewTile[];
  groups: OverviewGroup[];
  /** The most expensive first. */
  costs: OverviewCost[];
}

/**
 * One AWS account in one Region, and how its last sweep went.
 *
 * @public
 */
export interface LaneState {
  accountId: string;
  accountName: string;
  region: string;
  /**
   * `partly`: something could not be read; `unreadable`: nothing could; `stale`: the next sweep has been due for long; `never`: no
   * sweep has ended yet.
   */
  state: 'read' | 'partly' | 'unreadable' | 'stale' | 'never';
  /** ISO 8601, UTC: when the last sweep began. */
  sweptAt?: string;
  /** How long it took. */
  seconds?: number;
  /** Pages that were read, and what AWS tells of one thing at a time. */
  calls?: number;
  /** ISO 8601, UTC. */
  nextAt?: string;
  /** AWS asked the last sweep to slow down. */
  throttled: boolean;
  /** How many attempts of calls AWS throttled within the last hour. */
  throttles: number;
  problems: LaneTrouble[];
  /** How many objects the portal keeps there; only for those who may see the overview. */
  objects?: number;
  /** AWS objects with the portal's name or tag that no access claims and nobody has agreed to keep; only for those who may see the overview. */
  orphans?: number;
  /** Only for those who may see the overview; absent also until they were counted. */
  quotas?: LaneQuotaState;
}

/**
 * Whether something of a lane is not known as it is now.
 *
 * @public
 */
export function isUnreadLane({ state }: Pick<LaneState, 'state'>): boolean {
  return state !== 'read';
}

/**
 * How much room a lane has within AWS's quotas, as far as accesses take from them. Counted every few hours.
 *
 * @public
 */
export interface LaneQuotaState {
  /** ISO 8601, UTC. */
  readAt: string;
  /** How many quotas could be counted. */
  counted: number;
  /** Those that are used by 80 % or more. */
  tight: TightQuota[];
  /** What could not be counted, and why. */
  unread: LaneTrouble[];
}

/**
 * A quota of AWS that is nearly used up.
 *
 * @public
 */
export interface TightQuota {
  /** As AWS calls it. */
  name: string;
  /** For example `L-E79EC296`. */
  code: string;
  /** What it counts, e.g. `security groups`. */
  what: string;
  /** For example a VPC, where each has its own. */
  place?: string;
  used: number;
  limit: number;
  remedy: string;
}

/**
 * What could not be read in a lane.
 *
 * @public
 */
export interface LaneTrouble {
  /** A type of objects; absent: nothing could be read. */
  of?: string;
  /** One sentence. */
  message: string;
  remedy?: string;
}

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

import { Page } from './shares';
import { Finding } from './types';

/**
 * An RDS DB instance or cluster of the portal's accounts, whether the catalog knows it or not. A member of a cluster is
 * part of its cluster and none of these.
 *
 * @public
 */
export interface InventoryDatabase {
  arn: string;
  kind: 'instance' | 'cluster';
  identifier: string;
  accountId: string;
  /** The account's name in config. */
  accountName: string;
  region: string;
  /** For example `postgres`, `mysql`, `aurora-postgresql`. */
  engine: string;
  engineVersion: string;
  /** RDS's own status word. */
  status: string;
  /** For example `db.r6g.large`; of a cluster, that of its writer. */
  instanceClass?: string;
  multiAz: boolean;
  publiclyAccessible: boolean;
  /** The DB instance identifiers of a cluster, its writer first. */
  members: string[];
  /** The tag `database-access:shareable` says `true`. */
  shareable: boolean;
  /** Entity ref of who owns it, by config or, where config allows it, by the tag `database-access:owner`. */
  owner?: string;
  /** Why it has that owner or, as a clause, none. */
  ownerBecause: string;
  /** The tag `database-access:system`, as it stands there. */
  system?: string;
  /** The tag `database-access:description`: what it holds, for people. */
  description?: string;
  /** The words of the tag `database-access:tags`, by which people find it in the catalog. */
  catalogTags: string[];
  /** The value of the tag that config calls `databaseAccess.patterns.environmentTag`. */
  environment?: string;
  /** The AWS tags by which config tells databases apart; no others. */
  tags: Record<string, string>;
  /** ISO 8601, UTC: when AWS said so. */
  readAt: string;
  /** The last look at its account failed, so this is older than it should be. */
  stale: boolean;
}

/**
 * One account in one Region, and whether what is shown of it is new.
 *
 * @public
 */
export interface InventoryLane {
  accountId: string;
  accountName: string;
  region: string;
  /** ISO 8601, UTC: when all its databases were read the last time. Absent: never. */
  readAt?: string;
  /** Why it could not be read at the last look. */
  finding?: Finding;
}

/**
 * A page of all databases of the portal's accounts, in the order of their ARNs.
 *
 * @public
 */
export interface DatabaseInventory extends Page<InventoryDatabase> {
  /** All of them, on each page. */
  lanes: InventoryLane[];
}

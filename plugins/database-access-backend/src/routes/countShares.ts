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
import {
  Overview,
  OverviewCost,
  OverviewGroup,
  OverviewTile,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { accountOf, environmentOf, fits, StateFilter } from './shareFilter';

/** Shares that end within so many days are looked at. */
const EXPIRES_WITHIN_DAYS = 7;

/** Numbers of shares, each with the parameters of the list that it counts. */
const SHARE_TILES: ReadonlyArray<{
  id: OverviewTile['id'];
  lifecycle?: 'stuck';
  state: StateFilter;
}> = [
  { id: 'stuck', lifecycle: 'stuck', state: {} },
  { id: 'broken', state: { health: 'broken' } },
  { id: 'drifted', state: { sync: 'drifted' } },
  { id: 'unknown-health', state: { health: 'unknown' } },
  { id: 'expiring', state: { expiresWithinDays: EXPIRES_WITHIN_DAYS } },
];

/** Requests that wait, by their age. */
export const REQUEST_TILES: ReadonlyArray<{
  id: OverviewTile['id'];
  ages: { olderThanDays?: number; notOlderThanDays?: number };
}> = [
  { id: 'pending-new', ages: { notOlderThanDays: 1 } },
  { id: 'pending-days', ages: { olderThanDays: 1, notOlderThanDays: 7 } },
  { id: 'pending-old', ages: { olderThanDays: 7 } },
];

const GROUPS: ReadonlyArray<{
  by: OverviewGroup['by'];
  valueOf: (share: Share) => string;
}> = [
  { by: 'health', valueOf: ({ health }) => health },
  { by: 'environment', valueOf: environmentOf },
  { by: 'accountId', valueOf: accountOf },
  { by: 'pattern', valueOf: ({ pattern }) => pattern },
];

/** What is counted of living shares: each number by the very filter of the list that it opens. */
export function countShares(
  shares: readonly Share[],
  now: Date,
): Pick<Overview, 'living' | 'groups' | 'costs'> & { tiles: OverviewTile[] } {
  return {
    living: shares.length,
    tiles: SHARE_TILES.map(({ id, lifecycle, state }) => ({
      id,
      count: shares.filter(
        share =>
          (lifecycle ?? share.lifecycle) === share.lifecycle &&
          fits(share, state, now),
      ).length,
      list: 'shares' as const,
      filter: parameters({ living: true, lifecycle, ...state }),
    })),
    groups: GROUPS.flatMap(({ by, valueOf }) =>
      countBy(shares, valueOf).map(([value, of]) => ({
        by,
        value,
        count: of.length,
        filter: parameters({ living: true, [by]: value }),
      })),
    ),
    costs: countBy(shares, ({ ownerRef }) => ownerRef)
      .map(([ownerRef, of]) => costOf(ownerRef, of))
      .sort((a, b) => b.fixedMonthly - a.fixedMonthly),
  };
}

/** As an address takes them. */
export function parameters(
  filter: Record<string, string | number | boolean | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

function costOf(ownerRef: string, shares: readonly Share[]): OverviewCost {
  const costs = shares.map(({ plan }) => plan.cost?.fixedMonthly);
  return {
    ownerRef,
    shares: shares.length,
    fixedMonthly:
      Math.round(
        costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0) * 100,
      ) / 100,
    unknown: costs.filter(cost => cost === undefined).length,
    filter: parameters({ living: true, ownerRef }),
  };
}

/** The most frequent first. */
function countBy(
  shares: readonly Share[],
  valueOf: (share: Share) => string,
): Array<[string, Share[]]> {
  const found = new Map<string, Share[]>();
  for (const share of shares) {
    const value = valueOf(share);
    found.set(value, [...(found.get(value) ?? []), share]);
  }
  return [...found].sort(
    ([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1),
  );
}

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
import { PermissionsService } from '@backstage/backend-plugin-api';
import {
  databaseAccessOrphanReadPermission,
  databaseAccessOverviewReadPermission,
  isKeptOrphan,
  isUnreadLane,
  LaneState,
  Overview,
  OverviewTile,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Person } from '../requests';
import { authorize, isAllowed } from './authorize';
import { AuthorizedLanes } from './AuthorizedLanes';
import { AuthorizedOrphans } from './AuthorizedOrphans';
import { AuthorizedRequests } from './AuthorizedRequests';
import { AuthorizedShares } from './AuthorizedShares';
import { countShares, parameters, REQUEST_TILES } from './countShares';

/** Whoever looks again within this time sees the same numbers. */
const REMEMBERED_MS = 5_000;

/** People whose numbers are remembered at once. */
const MOST_REMEMBERED = 100;

/** Numbers of lanes, each with the word by which the page of lanes shows those that count. */
const LANE_TILES: ReadonlyArray<{
  id: OverviewTile['id'];
  only: string;
  counts: (lane: LaneState) => boolean;
}> = [
  {
    id: 'unread-lanes',
    only: 'unread',
    counts: isUnreadLane,
  },
  {
    id: 'tight-lanes',
    only: 'tight',
    counts: ({ quotas }) => (quotas?.tight.length ?? 0) > 0,
  },
  {
    id: 'throttled-lanes',
    only: 'throttled',
    counts: ({ throttles }) => throttles > 0,
  },
];

/** How all of it is. It counts what its reader may see, from what was read before: AWS is asked nothing. */
export class AuthorizedOverview {
  readonly #permissions: PermissionsService;
  readonly #shares: AuthorizedShares;
  readonly #requests: AuthorizedRequests;
  readonly #lanes: AuthorizedLanes;
  readonly #orphans: AuthorizedOrphans;
  readonly #clock: Clock;
  readonly #remembered = new Map<
    string,
    { at: number; overview: Promise<Overview> }
  >();

  constructor(options: {
    permissions: PermissionsService;
    shares: AuthorizedShares;
    requests: AuthorizedRequests;
    lanes: AuthorizedLanes;
    orphans: AuthorizedOrphans;
    clock: Clock;
  }) {
    this.#permissions = options.permissions;
    this.#shares = options.shares;
    this.#requests = options.requests;
    this.#lanes = options.lanes;
    this.#orphans = options.orphans;
    this.#clock = options.clock;
  }

  /** @throws NotAllowedError without `database-access.overview.read` */
  async get(person: Person): Promise<Overview> {
    await authorize(
      this.#permissions,
      databaseAccessOverviewReadPermission,
      person.credentials,
    );
    const now = this.#clock.now().getTime();
    const known = this.#remembered.get(person.ref);
    if (known && now - known.at < REMEMBERED_MS) {
      return known.overview;
    }
    if (this.#remembered.size >= MOST_REMEMBERED) {
      this.#remembered.clear();
    }
    const overview = this.#count(person);
    this.#remembered.set(person.ref, { at: now, overview });
    // A failure is nothing to remember.
    overview.catch(() => this.#remembered.delete(person.ref));
    return overview;
  }

  async #count(person: Person): Promise<Overview> {
    const now = this.#clock.now();
    const { tiles, ...counted } = countShares(
      await this.#shares.living(person),
      now,
    );
    return {
      at: now.toISOString(),
      ...counted,
      tiles: [
        ...(await this.#countRequests(person)),
        ...tiles,
        ...(await this.#countOrphans(person)),
        ...(await this.#countLanes(person)),
      ],
    };
  }

  async #countRequests(person: Person): Promise<OverviewTile[]> {
    const tiles: OverviewTile[] = [];
    for (const { id, ages } of REQUEST_TILES) {
      const filter = { status: 'pending' as const, ...ages };
      tiles.push({
        id,
        count: await this.#requests.count(person, filter),
        list: 'requests',
        filter: parameters(filter),
      });
    }
    return tiles;
  }

  async #countLanes(person: Person): Promise<OverviewTile[]> {
    const { items } = await this.#lanes.list(person);
    return LANE_TILES.map(({ id, only, counts }) => ({
      id,
      count: items.filter(counts).length,
      list: 'lanes',
      filter: { only },
    }));
  }

  /** Whoever may not list them learns of no number either. */
  async #countOrphans(person: Person): Promise<OverviewTile[]> {
    const isSeen = await isAllowed(
      this.#permissions,
      databaseAccessOrphanReadPermission,
      person.credentials,
    );
    if (!isSeen) {
      return [];
    }
    const { items } = await this.#orphans.list(person);
    return [
      {
        id: 'orphans',
        count: items.filter(item => !isKeptOrphan(item)).length,
        list: 'orphans',
        filter: { only: 'unkept' },
      },
    ];
  }
}

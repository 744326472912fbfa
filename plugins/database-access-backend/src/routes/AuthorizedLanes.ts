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
  databaseAccessOverviewReadPermission,
  LaneQuotaState,
  LaneState,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Lane } from '../config';
import { USUAL_READING_SECONDS } from '../health';
import { maskAccountIds } from '../planning';
import { Person } from '../requests';
import { laneKey, Store, StoredQuotas, StoredSweep } from '../store';
import { AuthorizedShares } from './AuthorizedShares';
import { isAllowed } from './authorize';

/** AWS's ids and ARNs: who sees an access sees its lane's account and Region, and nothing else of what is there. */
const IDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\barn:aws[\w-]*:[^\s,;"')]+/g, 'arn:…'],
  [/\b([a-z]{1,12})-[0-9a-f]{8,17}\b/g, '$1-…'],
];

/** How the lanes are: all of them for those who see the overview, else those of the shares that somebody sees. */
export class AuthorizedLanes {
  readonly #store: Store;
  readonly #shares: AuthorizedShares;
  readonly #permissions: PermissionsService;
  readonly #lanes: readonly Lane[];
  readonly #clock: Clock;
  readonly #accountName: (accountId: string) => string;

  constructor(options: {
    store: Store;
    shares: AuthorizedShares;
    permissions: PermissionsService;
    /** All that config lets the portal enter. */
    lanes: readonly Lane[];
    clock: Clock;
    accountName: (accountId: string) => string;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#permissions = options.permissions;
    this.#lanes = options.lanes;
    this.#clock = options.clock;
    this.#accountName = options.accountName;
  }

  async list(person: Person): Promise<{ items: LaneState[] }> {
    const seesAll = await isAllowed(
      this.#permissions,
      databaseAccessOverviewReadPermission,
      person.credentials,
    );
    return {
      items: seesAll ? await this.#all() : await this.#seenBy(person),
    };
  }

  async #all(): Promise<LaneState[]> {
    const { sweeps, objects, orphans, quotas } = await this.#store.read(
      async tx => ({
        sweeps: await this.#store.sweeps.list(tx),
        objects: await this.#store.knownObjects.countByLane(tx),
        orphans: await this.#store.strays.countByLane(tx),
        quotas: await this.#store.laneQuotas.all(tx),
      }),
    );
    const throttles = await this.#throttles();
    const known = new Map(sweeps.map(sweep => [laneKey(sweep.lane), sweep]));
    for (const lane of this.#lanes) {
      const key = laneKey(lane);
      known.set(key, known.get(key) ?? neverSwept(lane));
    }
    return [...known]
      .map(([key, sweep]) => ({
        ...this.#view(sweep, throttles),
        objects: objects.get(key) ?? 0,
        orphans: orphans.get(key) ?? 0,
        ...(quotas.has(key) && { quotas: viewOfQuotas(quotas.get(key)!) }),
      }))
      .sort(byPlace);
  }

  async #seenBy(person: Person): Promise<LaneState[]> {
    const sweeps = await this.#shares.sweepsSeenBy(person);
    const throttles = await this.#throttles();
    return sweeps
      .map(({ sweep, seesAccount }) => {
        const state = withoutIdsIn(this.#view(sweep, throttles));
        return seesAccount
          ? state
          : maskAccountIds(state, [sweep.lane.accountId]);
      })
      .sort(byPlace);
  }

  #throttles(): Promise<Map<string, number>> {
    const now = this.#clock.now().getTime();
    return this.#store.read(tx =>
      this.#store.laneThrottles.inTheHourBefore(tx, now),
    );
  }

  #view(sweep: StoredSweep, throttles: Map<string, number>): LaneState {
    const { lane, beganAt, endedAt, nextAt, calls, oneByOne } = sweep;
    const { problems } = sweep;
    return {
      ...lane,
      accountName: this.#accountName(lane.accountId),
      state: stateOf(sweep, this.#clock.now().getTime()),
      ...(beganAt !== undefined &&
        endedAt !== undefined && {
          sweptAt: new Date(beganAt).toISOString(),
          seconds: (endedAt - beganAt) / 1000,
          calls: calls + oneByOne,
        }),
      nextAt: nextAt ? new Date(nextAt).toISOString() : undefined,
      throttled: problems.some(({ isThrottled }) => isThrottled),
      throttles: throttles.get(laneKey(lane)) ?? 0,
      problems: problems.map(({ of, message, remedy }) => ({
        of,
        message,
        remedy,
      })),
    };
  }
}

function viewOfQuotas({ readAt, ...counted }: StoredQuotas): LaneQuotaState {
  return { readAt: new Date(readAt).toISOString(), ...counted };
}

function neverSwept(lane: Lane): StoredSweep {
  return { lane, nextAt: 0, calls: 0, oneByOne: 0, problems: [] };
}

function stateOf(sweep: StoredSweep, now: number): LaneState['state'] {
  const { endedAt, problems } = sweep;
  if (endedAt === undefined) {
    return 'never';
  }
  // What a sweep said is no news any more once others should have followed.
  if (now > endedAt + 2 * intervalOf(sweep)) {
    return 'stale';
  }
  if (problems.some(({ of }) => !of)) {
    return 'unreadable';
  }
  return problems.length ? 'partly' : 'read';
}

/** Milliseconds from one sweep to the next, or that one takes, if that is more. */
function intervalOf({ beganAt = 0, endedAt = 0, nextAt }: StoredSweep): number {
  return Math.max(
    nextAt - beganAt,
    endedAt - beganAt,
    USUAL_READING_SECONDS * 1_000,
  );
}

function byPlace(a: LaneState, b: LaneState): number {
  const place = ({ accountId, region }: LaneState) => `${accountId} ${region}`;
  return place(a) < place(b) ? -1 : 1;
}

function withoutIdsIn(state: LaneState): LaneState {
  return {
    ...state,
    problems: state.problems.map(({ of, message, remedy }) => ({
      of,
      message: withoutIds(message),
      remedy: remedy && withoutIds(remedy),
    })),
  };
}

function withoutIds(text: string): string {
  return IDS.reduce((said, [id, instead]) => said.replace(id, instead), text);
}

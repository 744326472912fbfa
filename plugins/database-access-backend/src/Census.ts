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

import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { LivingShares, stateOf } from './requests';
import { Store, StoredSweep } from './store';
import type { Count, Counts } from './telemetry';

const HOUR_MS = 3_600_000;

/** Nobody has to know to the second how many there are. */
const MAX_AGE_MS = 60_000;

/** How long something waits, the longest first. */
const AGES = [
  { atLeastMs: 7 * 24 * HOUR_MS, age: 'a week or more' },
  { atLeastMs: 24 * HOUR_MS, age: 'a day or more' },
  { atLeastMs: HOUR_MS, age: 'an hour or more' },
  { atLeastMs: -Infinity, age: 'less than an hour' },
] as const;

/** Counts by attributes. */
class Tally {
  readonly #counts = new Map<string, Required<Count>>();

  /** @param expected - what there is also if there is none of it */
  constructor(expected: Array<Record<string, string>> = []) {
    expected.forEach(attributes => this.add(attributes, 0));
  }

  add(attributes: Record<string, string>, number = 1): void {
    const key = JSON.stringify(attributes);
    const { value } = this.#counts.get(key) ?? { value: 0 };
    this.#counts.set(key, { value: value + number, attributes });
  }

  counts(): Count[] {
    return [...this.#counts.values()];
  }
}

/** Counts what operators watch, once a minute however many ask. */
export class Census {
  readonly #store: Store;
  readonly #shares: Pick<LivingShares, 'everyLiving'>;
  readonly #clock: Clock;
  readonly #accountName: (accountId: string) => string;
  #last?: { at: number; counts: Promise<Counts> };

  constructor(options: {
    store: Store;
    shares: Pick<LivingShares, 'everyLiving'>;
    clock: Clock;
    accountName: (accountId: string) => string;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#clock = options.clock;
    this.#accountName = options.accountName;
  }

  take(): Promise<Counts> {
    const now = this.#clock.now();
    if (!this.#last || now.getTime() - this.#last.at >= MAX_AGE_MS) {
      const counts = this.#count(now);
      this.#last = { at: now.getTime(), counts };
      counts.catch(() => {
        this.#last = undefined;
      });
    }
    return this.#last.counts;
  }

  async #count(now: Date): Promise<Counts> {
    const shares = new Tally();
    for await (const found of this.#shares.everyLiving()) {
      const { lifecycle, pattern } = found.share;
      shares.add({
        lifecycle,
        health: stateOf(found, { now, accountName: this.#accountName }).health,
        pattern,
      });
    }
    const { pending, stuck, outbox, sweeps } = await this.#store.read(
      async tx => ({
        pending: await this.#store.counts.pendingSince(tx),
        stuck: await this.#store.counts.stuckObjects(tx),
        outbox: await this.#store.counts.outbox(tx),
        sweeps: await this.#store.sweeps.list(tx),
      }),
    );
    const requests = new Tally(AGES.map(({ age }) => ({ age })));
    for (const since of pending) {
      requests.add({ age: ageOf(now.getTime() - Date.parse(since)) });
    }
    return {
      shares: shares.counts(),
      requests: requests.counts(),
      stuckObjects: [...stuck].map(([type, value]) => ({
        value,
        attributes: { type },
      })),
      outbox: [{ value: outbox.waiting }],
      outboxAge: [
        {
          value: outbox.oldestAt
            ? Math.max(0, now.getTime() - Date.parse(outbox.oldestAt)) / 1000
            : 0,
        },
      ],
      outboxGivenUp: [{ value: outbox.givenUp }],
      ...this.#sweeps(sweeps, now),
    };
  }

  #sweeps(
    sweeps: readonly StoredSweep[],
    now: Date,
  ): Pick<Counts, 'laneSweepAge' | 'laneSweepDuration' | 'laneSweepProblems'> {
    const ended = sweeps.flatMap(({ lane, beganAt, endedAt, problems }) =>
      beganAt !== undefined && endedAt !== undefined
        ? [
            {
              attributes: {
                account: this.#accountName(lane.accountId),
                region: lane.region,
              },
              age: (now.getTime() - beganAt) / 1000,
              duration: (endedAt - beganAt) / 1000,
              problems: problems.length,
            },
          ]
        : [],
    );
    const told = (key: 'age' | 'duration' | 'problems') =>
      ended.map(each => ({ value: each[key], attributes: each.attributes }));
    return {
      laneSweepAge: told('age'),
      laneSweepDuration: told('duration'),
      laneSweepProblems: told('problems'),
    };
  }
}

function ageOf(milliseconds: number): string {
  return AGES.find(({ atLeastMs }) => milliseconds >= atLeastMs)!.age;
}

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

import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { isUnreadLane } from '@towpath/backstage-plugin-database-access-common';
import { requester } from '../__testUtils__/requestBench';
import { Store, StoredSweep } from '../store';
import { AuthorizedLanes } from './AuthorizedLanes';
import { AuthorizedShares } from './AuthorizedShares';

const LANE = { accountId: '333333333333', region: 'us-east-1' };
const MINUTE = 60_000;

/** What is said of a lane at a minute, if its sweep is known so. */
async function laneAt(minute: number, sweep?: Partial<StoredSweep>) {
  const lanes = new AuthorizedLanes({
    store: {
      read: async (work: (tx: unknown) => unknown) => work({}),
      sweeps: {
        list: async () =>
          sweep
            ? [
                {
                  lane: LANE,
                  calls: 1,
                  oneByOne: 0,
                  problems: [],
                  nextAt: 0,
                  ...sweep,
                },
              ]
            : [],
      },
      knownObjects: { countByLane: async () => new Map() },
      strays: { countByLane: async () => new Map() },
      laneQuotas: { all: async () => new Map() },
      laneThrottles: { inTheHourBefore: async () => new Map() },
    } as unknown as Store,
    shares: {} as AuthorizedShares,
    permissions: {
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
      authorizeConditional: async () => [],
    } as any,
    lanes: [LANE],
    clock: { now: () => new Date(minute * MINUTE) },
    accountName: id => id,
  });
  const { items } = await lanes.list(requester);
  return items[0];
}

describe('A lane', () => {
  const usual = { beganAt: 0, endedAt: 5_000, nextAt: MINUTE };
  const idle = { beganAt: 0, endedAt: 5_000, nextAt: 10 * MINUTE };
  const slow = { beganAt: 0, endedAt: 3 * MINUTE, nextAt: MINUTE };

  it.each([
    ['within two intervals', 2, usual, 'read'],
    ['within two intervals, if nothing of a share is there', 20, idle, 'read'],
    ['within two sweeps, if each takes long', 9, slow, 'read'],
    ['not since two intervals', 3, usual, 'stale'],
    ['not since two long intervals', 21, idle, 'stale'],
    [
      'not since two intervals, whatever was said before',
      3,
      { ...usual, problems: [{ of: 'ec2/subnet', message: 'Refused.' }] },
      'stale',
    ],
    ['never', 3, undefined, 'never'],
  ] as const)('that was swept %s', async (_when, minute, sweep, state) => {
    const lane = await laneAt(minute, sweep as Partial<StoredSweep>);
    expect(lane.state).toBe(state);
    expect(isUnreadLane(lane)).toBe(state !== 'read');
  });
});

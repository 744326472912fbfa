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

import { Lane } from '../config';
import { laneKey } from './laneKey';
import { Tx } from './Tx';

interface ThrottleRow {
  lane: string;
  since: string | number;
  count: number;
}

/** What is counted together. */
const SLOT_MS = 5 * 60_000;

/** How far back anybody asks. */
const KEPT_MS = 60 * 60_000;

/** How often AWS asked a lane's callers to slow down, whichever replica they are of. */
export class LaneThrottles {
  /** Counts so many more at this moment, and forgets what nobody asks for any more. */
  async add(
    tx: Tx,
    of: { lane: Lane; count: number; at: number },
  ): Promise<void> {
    const lane = laneKey(of.lane);
    const since = Math.floor(of.at / SLOT_MS) * SLOT_MS;
    await tx<ThrottleRow>('lane_throttles')
      .insert({ lane, since, count: of.count })
      .onConflict(['lane', 'since'])
      .merge({ count: tx.raw('lane_throttles.count + ?', [of.count]) });
    await tx<ThrottleRow>('lane_throttles')
      .where({ lane })
      .where('since', '<', of.at - 2 * KEPT_MS)
      .delete();
  }

  /** How many there were in the hour before, by the lane's key; lanes without any are missing. */
  async inTheHourBefore(tx: Tx, at: number): Promise<Map<string, number>> {
    const rows = await tx<ThrottleRow>('lane_throttles')
      .where('since', '>', at - KEPT_MS)
      .where('since', '<=', at)
      .groupBy('lane')
      .select('lane')
      .sum({ count: 'count' });
    return new Map(
      rows.map(({ lane, count }) => [String(lane), Number(count)]),
    );
  }
}

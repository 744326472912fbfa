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
import { holding } from './holding';
import { laneKey, laneOfKey } from './laneKey';
import { LaneLease } from './Leases';
import { StrayRow } from './rows';
import { Tx } from './Tx';

/** An object of AWS with our name or tag that no row claims. Times are milliseconds. */
export interface StoredStray {
  lane: Lane;
  /** An object type's name. */
  type: string;
  awsId: string;
  state: unknown;
  firstSeenAt: number;
  lastSeenAt: number;
}

/** Objects that look like ours and that nobody wants. */
export class Strays {
  /** Writes which there are of a type in a lane now; those that are there no more are forgotten. */
  async learn(
    tx: Tx,
    lease: LaneLease,
    options: {
      type: string;
      strays: ReadonlyArray<{ awsId: string; state: unknown }>;
      at: number;
    },
  ): Promise<void> {
    const { type, strays, at } = options;
    const lane = laneKey(lease.lane);
    await tx<StrayRow>('strays')
      .where({ lane, type })
      .whereNotIn(
        'aws_id',
        strays.map(({ awsId }) => awsId),
      )
      .whereExists(holding(tx, lease))
      .delete();
    for (const { awsId, state } of strays) {
      await tx<StrayRow>('strays')
        .insert({
          lane,
          type,
          aws_id: awsId,
          state: JSON.stringify(state),
          first_seen_at: at,
          last_seen_at: at,
        })
        .onConflict(['lane', 'type', 'aws_id'])
        .merge(['state', 'last_seen_at']);
    }
  }

  /** Those that were seen first come first. */
  async list(tx: Tx): Promise<StoredStray[]> {
    const rows = await tx<StrayRow>('strays').orderBy([
      { column: 'first_seen_at' },
      { column: 'lane' },
      { column: 'type' },
      { column: 'aws_id' },
    ]);
    return rows.map(row => ({
      lane: laneOfKey(row.lane),
      type: row.type,
      awsId: row.aws_id,
      state: JSON.parse(row.state),
      firstSeenAt: Number(row.first_seen_at),
      lastSeenAt: Number(row.last_seen_at),
    }));
  }
}

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
  LaneTrouble,
  TightQuota,
} from '@towpath/backstage-plugin-database-access-common';
import { Lane } from '../config';
import { laneKey } from './laneKey';
import { Tx } from './Tx';

/** The quotas of a lane, as they were counted last. */
export interface StoredQuotas {
  /** Milliseconds. */
  readAt: number;
  /** How many quotas could be counted. */
  counted: number;
  /** Those of them that are nearly used up. */
  tight: TightQuota[];
  /** What could not be counted, and why. */
  unread: LaneTrouble[];
}

interface QuotasRow {
  lane: string;
  read_at: string | number;
  counted: number;
  tight: string;
  unread: string;
}

/** The last counting of each lane's quotas. */
export class LaneQuotas {
  async save(tx: Tx, lane: Lane, quotas: StoredQuotas): Promise<void> {
    await tx<QuotasRow>('lane_quotas')
      .insert({
        lane: laneKey(lane),
        read_at: quotas.readAt,
        counted: quotas.counted,
        tight: JSON.stringify(quotas.tight),
        unread: JSON.stringify(quotas.unread),
      })
      .onConflict('lane')
      .merge();
  }

  /** By the lane's key. */
  async all(tx: Tx): Promise<Map<string, StoredQuotas>> {
    const rows = await tx<QuotasRow>('lane_quotas');
    return new Map(
      rows.map(row => [
        row.lane,
        {
          readAt: Number(row.read_at),
          counted: row.counted,
          tight: JSON.parse(row.tight),
          unread: JSON.parse(row.unread),
        },
      ]),
    );
  }
}

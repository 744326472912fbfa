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

import { Knex } from 'knex';
import { Lane } from '../config';
import { laneKey, laneOfKey } from './laneKey';
import { databaseNow, Tx } from './Tx';

/** The right to work a lane. Its epoch stands in the WHERE of everything that its holder writes. */
export interface LaneLease {
  lane: Lane;
  owner: string;
  epoch: number;
}

/** A lane that nobody works. */
export interface FreeLane {
  lane: Lane;
  epoch: number;
  /** Its holder did not let go: what he began may still take effect. */
  abandoned: boolean;
}

interface Row {
  lane: string;
  owner: string | null;
  epoch: number;
  expires_at: string | number;
}

/** Who works which lane, by the database's own clock. */
export class Leases {
  /** Makes lanes known; those that are known stay as they are. */
  async add(tx: Tx, lanes: Lane[]): Promise<void> {
    for (const lane of [...new Set(lanes.map(laneKey))].sort()) {
      await tx<Row>('lanes').insert({ lane }).onConflict('lane').ignore();
    }
  }

  /** Those of these lanes that may be claimed. */
  async free(tx: Tx, lanes: Lane[]): Promise<FreeLane[]> {
    const rows = await tx<Row>('lanes')
      .whereIn('lane', lanes.map(laneKey))
      .where(free => isFree(free, tx))
      .orderBy('lane');
    return rows.map(row => ({
      lane: laneOfKey(row.lane),
      epoch: row.epoch,
      abandoned: row.owner !== null,
    }));
  }

  /** @returns undefined if another was faster */
  async claim(
    tx: Tx,
    free: FreeLane,
    options: { owner: string; leaseMs: number },
  ): Promise<LaneLease | undefined> {
    const { owner, leaseMs } = options;
    const claimed = await tx<Row>('lanes')
      .where({ lane: laneKey(free.lane), epoch: free.epoch })
      .where(lane => isFree(lane, tx))
      .update({
        owner,
        epoch: tx.raw('epoch + 1'),
        expires_at: tx.raw('? + ?', [databaseNow(tx), leaseMs]),
      });
    return claimed === 1
      ? { lane: free.lane, owner, epoch: free.epoch + 1 }
      : undefined;
  }

  /** Renews all leases of this owner that are not over. @returns what he holds */
  async renew(
    tx: Tx,
    options: { owner: string; leaseMs: number },
  ): Promise<LaneLease[]> {
    const { owner, leaseMs } = options;
    await tx<Row>('lanes')
      .where({ owner })
      .where('expires_at', '>', databaseNow(tx))
      .update({ expires_at: tx.raw('? + ?', [databaseNow(tx), leaseMs]) });
    const rows = await tx<Row>('lanes')
      .where({ owner })
      .where('expires_at', '>', databaseNow(tx));
    return rows.map(row => ({
      lane: laneOfKey(row.lane),
      owner,
      epoch: row.epoch,
    }));
  }

  /** Lets go of a lane in which no call is under way. */
  async release(tx: Tx, lease: LaneLease): Promise<void> {
    await tx<Row>('lanes')
      .where({
        lane: laneKey(lease.lane),
        owner: lease.owner,
        epoch: lease.epoch,
      })
      .update({ owner: null, expires_at: 0 });
  }
}

function isFree(query: Knex.QueryBuilder, tx: Tx): void {
  query.whereNull('owner').orWhere('expires_at', '<=', databaseNow(tx));
}

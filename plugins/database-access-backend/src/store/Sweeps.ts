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
import { laneKey, laneOfKey } from './laneKey';
import { LaneLease } from './Leases';
import { SweepRow } from './rows';
import { toNumber, Tx } from './Tx';
import { holding } from './holding';

/** What could not be read in a sweep, and why. */
export interface SweepProblem {
  /** The object type or the kind of surrounding; absent: nothing could be read in the lane. */
  of?: string;
  /** Only of this one, which could be read in part. */
  awsId?: string;
  /** One sentence: the account, the operation and the fix. */
  message: string;
  remedy?: string;
  /** AWS asked to slow down. */
  isThrottled?: true;
  /** It will not be readable before somebody mends it. */
  needsPerson?: true;
}

/** How the last sweep of a lane went. Times are milliseconds. */
export interface StoredSweep {
  lane: Lane;
  /** Absent: none has ended yet. */
  beganAt?: number;
  endedAt?: number;
  nextAt: number;
  /** Calls to AWS that read pages. */
  calls: number;
  /** Calls for what AWS tells of one thing at a time only. */
  oneByOne: number;
  problems: SweepProblem[];
}

/** A sweep whose time has come. */
export interface DueSweep {
  lane: Lane;
  /** All types of objects, for what nobody claims. */
  isFull: boolean;
  /** How many were asked for until now. */
  asked: number;
}

/** What a lane writes of a sweep. */
export interface SweepResult
  extends Required<Omit<StoredSweep, 'lane' | 'beganAt' | 'endedAt'>> {
  beganAt: number;
  endedAt: number;
  /** Absent: as before. */
  nextFullAt?: number;
}

const IS_DUE = '(next_at <= ? or asked > heeded)';

/** When lanes are swept, and how it went. */
export class Sweeps {
  /** Makes lanes known as such that are swept; those that are known stay as they are. */
  async add(
    tx: Tx,
    lanes: readonly Lane[],
    /** Milliseconds: when the first one is. Default: now. */
    firstAt: (lane: Lane) => number = () => 0,
  ): Promise<void> {
    const known = new Map(lanes.map(lane => [laneKey(lane), lane]));
    for (const key of [...known.keys()].sort()) {
      const at = firstAt(known.get(key)!);
      await tx<SweepRow>('sweeps')
        .insert({ lane: key, next_at: at, next_full_at: at })
        .onConflict('lane')
        .ignore();
    }
  }

  /**
   * Wants lanes to be swept now.
   *
   * @returns by the lane's key: how often it was asked for until now, so that a sweep can be told to have begun since
   */
  async ask(tx: Tx, lanes: readonly Lane[]): Promise<Map<string, number>> {
    const keys = [...new Set(lanes.map(laneKey))].sort();
    // One after the other, in one order, so that two shares never wait for each other.
    for (const lane of keys) {
      await tx<SweepRow>('sweeps')
        .where({ lane })
        .update({ asked: tx.raw('asked + 1') });
    }
    const rows = await tx<SweepRow>('sweeps').whereIn('lane', keys);
    return new Map(rows.map(({ lane, asked }) => [lane, asked]));
  }

  /** Lanes that are to be swept by then, each with the time from which they are. */
  async busyLanes(
    tx: Tx,
    until: number,
  ): Promise<Array<{ lane: Lane; since: number }>> {
    const rows = await tx<SweepRow>('sweeps').whereRaw(IS_DUE, [until]);
    return rows.map(row => ({
      lane: laneOfKey(row.lane),
      since: row.asked > row.heeded ? 0 : Number(row.next_at),
    }));
  }

  async due(
    tx: Tx,
    query: { lane: Lane; now: number },
  ): Promise<DueSweep | undefined> {
    const row = await tx<SweepRow>('sweeps')
      .where({ lane: laneKey(query.lane) })
      .whereRaw(IS_DUE, [query.now])
      .first();
    return row
      ? {
          lane: query.lane,
          isFull: Number(row.next_full_at) <= query.now,
          asked: row.asked,
        }
      : undefined;
  }

  /** @returns false if the lease went to another: nothing was written */
  async record(
    tx: Tx,
    lease: LaneLease,
    sweep: { due: DueSweep; result: SweepResult },
  ): Promise<boolean> {
    const { due, result } = sweep;
    const written = await tx<SweepRow>('sweeps')
      .where({ lane: laneKey(lease.lane) })
      .where('epoch', '<=', lease.epoch)
      .whereExists(holding(tx, lease))
      .update({
        epoch: lease.epoch,
        heeded: due.asked,
        began_at: result.beganAt,
        ended_at: result.endedAt,
        next_at: result.nextAt,
        calls: result.calls,
        one_by_one: result.oneByOne,
        problems: JSON.stringify(result.problems),
        ...(result.nextFullAt !== undefined && {
          next_full_at: result.nextFullAt,
        }),
      });
    return written === 1;
  }

  /** By their lanes' keys; absent: all that are known. */
  async list(tx: Tx, lanes?: readonly Lane[]): Promise<StoredSweep[]> {
    const rows = await tx<SweepRow>('sweeps')
      .where(query => {
        if (lanes) {
          query.whereIn('lane', lanes.map(laneKey));
        }
      })
      .orderBy('lane');
    return rows.map(row => ({
      lane: laneOfKey(row.lane),
      beganAt: toNumber(row.began_at),
      endedAt: toNumber(row.ended_at),
      nextAt: Number(row.next_at),
      calls: row.calls,
      oneByOne: row.one_by_one,
      problems: JSON.parse(row.problems),
    }));
  }
}

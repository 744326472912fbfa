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
import { ShareSurroundingRow, SurroundingRow } from './rows';
import { Tx } from './Tx';

/** Something of AWS that packets meet and that is not ours: never made, changed or removed. */
export interface Surrounding {
  lane: Lane;
  /** For example `ec2/subnet`. */
  kind: string;
  awsId: string;
}

/** What AWS said of it last. Times are milliseconds. */
export interface StoredSurrounding extends Surrounding {
  /** Absent: AWS has no such thing. */
  state?: unknown;
  readAt: number;
  /** It was said to be otherwise before. */
  changedAt: number;
}

/** Ids in one statement. */
const MOST_IDS = 500;

/** What is around the paths of shares. */
export class Surroundings {
  /** Writes what is to be read for a share. */
  async want(
    tx: Tx,
    shareId: string,
    surroundings: readonly Surrounding[],
  ): Promise<void> {
    if (surroundings.length > 0) {
      await tx<ShareSurroundingRow>('share_surroundings')
        .insert(
          surroundings.map(({ lane, kind, awsId }) => ({
            share_id: shareId,
            lane: laneKey(lane),
            kind,
            aws_id: awsId,
          })),
        )
        .onConflict(['share_id', 'lane', 'kind', 'aws_id'])
        .ignore();
    }
  }

  /** The ids that shares which are not over want to be read in a lane, by kind. */
  async wanted(tx: Tx, lane: Lane): Promise<Map<string, string[]>> {
    const rows = await tx('share_surroundings as w')
      .join('shares as s', 's.id', 'w.share_id')
      .where('w.lane', laneKey(lane))
      .whereNot('s.lifecycle', 'revoked')
      .distinct<Array<{ kind: string; aws_id: string }>>('w.kind', 'w.aws_id')
      .orderBy(['w.kind', 'w.aws_id']);
    const wanted = new Map<string, string[]>();
    for (const { kind, aws_id } of rows) {
      wanted.set(kind, [...(wanted.get(kind) ?? []), aws_id]);
    }
    return wanted;
  }

  /** What is known in a lane of a kind, by id. */
  async known(
    tx: Tx,
    query: { lane: Lane; kind: string },
  ): Promise<Map<string, StoredSurrounding>> {
    const rows = await tx<SurroundingRow>('surroundings').where({
      lane: laneKey(query.lane),
      kind: query.kind,
    });
    return new Map(rows.map(row => [row.aws_id, toSurrounding(row)]));
  }

  /**
   * Writes what AWS says of some things of one kind.
   *
   * @param said - by id; undefined: AWS has no such thing
   * @returns whether any of it is otherwise than was known
   */
  async learn(
    tx: Tx,
    lease: LaneLease,
    options: {
      kind: string;
      said: ReadonlyMap<string, unknown>;
      at: number;
      /** How many sweeps of the lane were asked for when it was begun to be read. */
      sweep: number;
      /** Those that could be read in part only, which does not count as such a sweep. */
      inPart?: ReadonlySet<string>;
    },
  ): Promise<boolean> {
    const { kind, said, at, sweep, inPart } = options;
    const lane = laneKey(lease.lane);
    const held = await tx('lanes')
      .whereExists(holding(tx, lease))
      .where({ lane })
      .first();
    if (!held) {
      return false;
    }
    const rows = await tx<SurroundingRow>('surroundings').where({ lane, kind });
    const known = new Map(rows.map(row => [row.aws_id, row.state]));
    const same: string[] = [];
    let hasChanged = false;
    for (const [awsId, value] of said) {
      const state = value === undefined ? null : JSON.stringify(value);
      if (known.get(awsId) === state) {
        same.push(awsId);
        continue;
      }
      hasChanged = true;
      await tx<SurroundingRow>('surroundings')
        .insert({
          lane,
          kind,
          aws_id: awsId,
          state,
          read_at: at,
          changed_at: at,
          sweep: inPart?.has(awsId) ? 0 : sweep,
        })
        .onConflict(['lane', 'kind', 'aws_id'])
        .merge([
          'state',
          'read_at',
          'changed_at',
          ...(inPart?.has(awsId) ? [] : (['sweep'] as const)),
        ]);
    }
    const wholly = same.filter(id => !inPart?.has(id));
    const partly = same.filter(id => inPart?.has(id));
    for (const [ids, read] of [
      [wholly, { read_at: at, sweep }],
      [partly, { read_at: at }],
    ] as const) {
      for (let i = 0; i < ids.length; i += MOST_IDS) {
        await tx<SurroundingRow>('surroundings')
          .where({ lane, kind })
          .whereIn('aws_id', ids.slice(i, i + MOST_IDS))
          .update(read);
      }
    }
    return hasChanged;
  }

  /** What is known around these shares, by share. */
  async ofEach(
    tx: Tx,
    shareIds: readonly string[],
  ): Promise<Map<string, StoredSurrounding[]>> {
    const rows = await tx('share_surroundings as w')
      .join('surroundings as s', join =>
        join
          .on('s.lane', 'w.lane')
          .andOn('s.kind', 'w.kind')
          .andOn('s.aws_id', 'w.aws_id'),
      )
      .whereIn('w.share_id', [...shareIds])
      .select<Array<SurroundingRow & { share_id: string }>>(
        'w.share_id',
        's.*',
      );
    const found = new Map<string, StoredSurrounding[]>();
    for (const row of rows) {
      found.set(row.share_id, [
        ...(found.get(row.share_id) ?? []),
        toSurrounding(row),
      ]);
    }
    return found;
  }
}

function toSurrounding(row: SurroundingRow): StoredSurrounding {
  return {
    lane: laneOfKey(row.lane),
    kind: row.kind,
    awsId: row.aws_id,
    state: row.state === null ? undefined : JSON.parse(row.state),
    readAt: Number(row.read_at),
    changedAt: Number(row.changed_at),
  };
}

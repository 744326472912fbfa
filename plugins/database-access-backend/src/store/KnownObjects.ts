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
  ObjectCondition,
  ObjectDifference,
} from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { conceal, Lane } from '../config';
import { holding } from './holding';
import { laneKey, laneOfKey } from './laneKey';
import { LaneLease } from './Leases';
import { Intent, ObjectRow, ReferenceRow, Removal, ShareRow } from './rows';
import { StoredShare, toStoredShare } from './Shares';
import { StoredObject, toStoredObject } from './StoredObject';
import { Tx } from './Tx';

/** A look that nobody needs: until what is wanted changes. */
export const NEVER_AGAIN = Date.UTC(9999, 11, 31);

/** Ids in one statement. */
const MOST_IDS = 500;

/** Something else is wanted than was looked at, or somebody asked for a look. */
const IS_DUE_AT_ONCE = `(o.generation > o.known_generation or o.looks_asked > o.looks_heeded)`;

/** Its removal is a cut whose turn has come: it waits for nothing. */
const IS_CUT_NOW = `exists (
  select 1 from object_references r join shares s on s.id = r.share_id
  where r.object_id = o.id and r.released_at is not null and r.outcome is null
    and r.cut_rank <= s.cut_index)`;

/** Its removal cuts a path, and is to. */
const IS_CUT = `(o.wanted = 'absent' or o.removal is not null) and ${IS_CUT_NOW}`;

/** An object that AWS has, or that a call under way may yet make. */
const MAY_EXIST = `not (q.condition in ('absent', 'gone') and q.intent is null and q.unsettled_until is null)`;

/** What a lane has learned. Absent: as before. */
export interface Learned {
  intent?: Intent | null;
  unsettledUntil?: number | null;
  madeGeneration?: number;
  stuckGeneration?: number;
  removal?: Removal | null;
  awsId?: string | null;
  tag?: string;
  state?: unknown;
  outputs?: Record<string, string>;
  condition?: ObjectCondition;
  awsStatus?: string | null;
  reason?: string | null;
  /** What AWS has otherwise than it shall be. */
  differences?: readonly ObjectDifference[];
  /** Since when its condition is what it is. */
  conditionSince?: number;
  attempts?: number;
  firstIntentAt?: number | null;
  readAt?: number;
  nextLookAt: number;
}

/** Made once, gone since, and nothing is under way. */
export const LOST = {
  wanted: 'present',
  condition: 'gone',
  aws_id: null,
  intent: null,
  removal: null,
} as const;

/** A row that was made to take an object of nobody's away: no share has ever used it. */
export const IS_HANDED_OVER = `(objects.wanted = 'absent' and not exists (
  select 1 from object_references r where r.object_id = objects.id))`;

/** A share that an object's work is done for. */
export interface Subject {
  shareId: string;
  requestId: string;
  /** The node's key in that share's graph. */
  objectKey: string;
  /** Whose wish it is. */
  actor: string;
}

/** A lane in which there is something to do. */
export interface BusyLane {
  lane: Lane;
  /** Milliseconds. */
  since: number;
  /** Whether a path is to be cut there. */
  cuts: boolean;
}

/**
 * What is known of objects. Only the holder of a lane's lease writes it, and each write says so: one whose lease went
 * to another changes nothing.
 */
export class KnownObjects {
  /**
   * The rows of a lane whose time has come and whose neighbours let them: what an object needs is ready; what needs it is
   * gone before it goes; the path is cut before anything else goes.
   */
  async due(
    tx: Tx,
    query: {
      lane: Lane;
      now: number;
      limit: number;
      /** Those only whose removal cuts a path. */
      cuts?: boolean;
    },
  ): Promise<StoredObject[]> {
    const rows = await dueRows(tx, query.now)
      .where('o.lane', laneKey(query.lane))
      .modify(builder => query.cuts && builder.whereRaw(IS_CUT))
      .orderBy([{ column: 'o.next_look_at' }, { column: 'o.id' }])
      .limit(query.limit)
      .select<ObjectRow[]>('o.*');
    return rows.map(toStoredObject);
  }

  /** Cuts that a lane has to make by a call of their own. */
  async dueCuts(
    tx: Tx,
    query: { lane: Lane; now: number },
  ): Promise<StoredShare[]> {
    const rows = await dueCutRows(tx, query.now).where(
      'cut_lane',
      laneKey(query.lane),
    );
    return rows.map(row => toStoredShare(row));
  }

  /** Lanes in which something is due by then, each with the time from which it is. */
  async busyLanes(tx: Tx, until: number): Promise<BusyLane[]> {
    const objects = await dueRows(tx, until)
      .groupBy('o.lane')
      .select<Array<{ lane: string; since: string | number; cuts: number }>>(
        'o.lane',
        tx.raw(
          `min(case when ${IS_DUE_AT_ONCE} then 0 else o.next_look_at end) as since`,
        ),
        tx.raw(`max(case when ${IS_CUT} then 1 else 0 end) as cuts`),
      );
    const cuts = await dueCutRows(tx, until);
    const cutLanes = new Set([
      ...objects.flatMap(row => (Number(row.cuts) ? [row.lane] : [])),
      ...cuts.map(row => row.cut_lane!),
    ]);
    const since = new Map<string, number>();
    for (const [key, at] of [
      ...objects.map(row => [row.lane, Number(row.since)] as const),
      ...cuts.map(row => [row.cut_lane!, Number(row.cut_look_at)] as const),
    ]) {
      since.set(key, Math.min(at, since.get(key) ?? Infinity));
    }
    return [...since]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, at]) => ({
        lane: laneOfKey(key),
        since: at,
        cuts: cutLanes.has(key),
      }));
  }

  /**
   * Writes what is going to be done, if what was read of the object is still so.
   *
   * @returns false if another generation is wanted by now, or the lease went to another: nothing may be done
   */
  async intend(
    tx: Tx,
    lease: LaneLease,
    options: { object: StoredObject; intent: Intent; now: number },
  ): Promise<boolean> {
    const { object, intent, now } = options;
    const written = await this.#heldRow(tx, lease, object.id)
      .where({ generation: object.generation, wanted: object.wanted })
      .update({
        epoch: lease.epoch,
        known_generation: object.generation,
        intent,
        intent_generation: object.generation,
        first_intent_at: object.firstIntentAt ?? now,
        // Who takes over waits for this call anew, and does not count from an older one.
        unsettled_until: null,
        // What is corrected stays what it is meanwhile.
        ...(intent !== 'correct' && { condition: 'pending' as const }),
        ...(intent === 'remove' && { removal: object.removal ?? 'begun' }),
      });
    return written === 1;
  }

  /** @returns false if the lease went to another: nothing was written */
  async learn(
    tx: Tx,
    lease: LaneLease,
    options: { object: StoredObject; learned: Learned },
  ): Promise<boolean> {
    const { object, learned } = options;
    const written = await this.#heldRow(tx, lease, object.id).update({
      epoch: lease.epoch,
      known_generation: object.generation,
      looks_heeded: object.looksAsked,
      ...(learned.readAt !== undefined && { looks_read: object.looksAsked }),
      ...columnsOf(learned),
    });
    return written === 1;
  }

  /** What a sweep of a lane compares with AWS: made, wanted, and nothing under way. */
  async settled(tx: Tx, lane: Lane): Promise<StoredObject[]> {
    const rows = await tx<ObjectRow>('objects')
      .where({ lane: laneKey(lane), wanted: 'present' })
      .whereNull('removal')
      .whereNull('intent')
      .whereNull('unsettled_until')
      .whereNotNull('aws_id')
      .where('made_generation', '>', 0)
      .orderBy('id');
    return rows.map(toStoredObject);
  }

  /** How many objects are kept, by the lane's key. */
  async countByLane(tx: Tx): Promise<Map<string, number>> {
    const rows = await tx<ObjectRow>('objects')
      .where({ wanted: 'present' })
      .whereNotNull('aws_id')
      .groupBy('lane')
      .select('lane')
      .count({ count: '*' });
    return new Map(
      rows.map(({ lane, count }) => [String(lane), Number(count)]),
    );
  }

  /** The AWS ids that rows of a lane claim, by type. What is nobody's stays nobody's until it is gone. */
  async claimed(tx: Tx, lane: Lane): Promise<Map<string, Set<string>>> {
    const rows = await tx<ObjectRow>('objects')
      .where({ lane: laneKey(lane) })
      .whereNotNull('aws_id')
      .whereRaw(`not ${IS_HANDED_OVER}`)
      .select('type', 'aws_id');
    const claimed = new Map<string, Set<string>>();
    for (const { type, aws_id } of rows) {
      claimed.set(type, (claimed.get(type) ?? new Set()).add(aws_id!));
    }
    return claimed;
  }

  /** Whether another row of the same type has this object in AWS. */
  async isHeldByAnother(
    tx: Tx,
    object: Pick<StoredObject, 'id' | 'type' | 'lane'>,
    awsId: string,
  ): Promise<boolean> {
    const holder = await tx<ObjectRow>('objects')
      .where({
        lane: laneKey(object.lane),
        type: object.type,
        aws_id: awsId,
      })
      .whereNot({ id: object.id })
      .first('id');
    return holder !== undefined;
  }

  /** Rows of a lane that are about to find what AWS calls theirs: one is wanted, or an answer may have been lost. */
  async unnamed(tx: Tx, lane: Lane): Promise<Set<string>> {
    const rows = await tx('objects as q')
      .where({ lane: laneKey(lane) })
      .whereNull('aws_id')
      .whereRaw(`(q.wanted = 'present' or ${MAY_EXIST})`)
      .select<Array<Pick<ObjectRow, 'id'>>>('id');
    return new Set(rows.map(({ id }) => id));
  }

  /** Rows of a lane whose objects somebody took away, and of which nobody has said yet that they are made again. */
  async lost(tx: Tx, lane: Lane): Promise<StoredObject[]> {
    const rows = await tx<ObjectRow>('objects')
      .where(LOST)
      .where({ lane: laneKey(lane) })
      .where('made_generation', tx.ref('generation'))
      .orderBy('id');
    return rows.map(toStoredObject);
  }

  /** Writes that objects were read and are as they were known, if the lease did not go to another. */
  async touch(
    tx: Tx,
    lease: LaneLease,
    options: { ids: readonly string[]; readAt: number; nextLookAt: number },
  ): Promise<void> {
    const { ids, readAt, nextLookAt } = options;
    for (let i = 0; i < ids.length; i += MOST_IDS) {
      await tx<ObjectRow>('objects')
        .where({ lane: laneKey(lease.lane) })
        .whereIn('id', ids.slice(i, i + MOST_IDS))
        .where('epoch', '<=', lease.epoch)
        .whereExists(holding(tx, lease))
        .update({
          epoch: lease.epoch,
          read_at: readAt,
          // All of those had been heeded when they were read.
          looks_read: tx.raw('looks_heeded'),
          next_look_at: nextLookAt,
        });
    }
  }

  /** Wants these to be looked at by themselves, now. */
  async lookNow(
    tx: Tx,
    lease: LaneLease,
    ids: readonly string[],
  ): Promise<void> {
    await tx<ObjectRow>('objects')
      .where({ lane: laneKey(lease.lane) })
      .whereIn('id', [...ids])
      .where('epoch', '<=', lease.epoch)
      .whereExists(holding(tx, lease))
      .update({ epoch: lease.epoch, next_look_at: 0 });
  }

  /** Tells the shares that let go of this object that it is gone. */
  async recordRemoved(tx: Tx, objectId: string): Promise<void> {
    await tx<ReferenceRow>('object_references')
      .where({ object_id: objectId })
      .whereNotNull('released_at')
      .whereNull('outcome')
      .update({ outcome: 'removed' });
  }

  /** The outputs of objects, by their ids. */
  async outputsOf(
    tx: Tx,
    ids: string[],
  ): Promise<Map<string, Record<string, string>>> {
    const rows = await tx<ObjectRow>('objects').whereIn('id', ids);
    return new Map(rows.map(row => [row.id, JSON.parse(row.outputs)]));
  }

  /** The shares that an object is built for, or removed for; the oldest first. */
  async subjectsOf(
    tx: Tx,
    options: { objectId: string; purpose: 'build' | 'remove' },
  ): Promise<Subject[]> {
    const { objectId, purpose } = options;
    const rows = await tx('object_references as r')
      .join('shares as s', 's.id', 'r.share_id')
      .where('r.object_id', objectId)
      .whereNull('r.outcome')
      .where(builder =>
        purpose === 'build'
          ? builder.whereNull('r.released_at')
          : builder.whereNotNull('r.released_at'),
      )
      .orderBy([{ column: 's.started_at' }, { column: 's.id' }])
      .select<Array<ShareRow & ReferenceRow>>('s.*', 'r.node_key');
    return rows.map(row => ({
      shareId: row.id,
      requestId: row.request_id,
      objectKey: row.node_key,
      actor:
        purpose === 'build' ? row.requester_ref : row.revoked_by ?? 'system',
    }));
  }

  /**
   * Writes that a share's cut is about to be tried.
   *
   * @returns false if it was made meanwhile, or the lease went to another
   */
  async intendCut(
    tx: Tx,
    lease: LaneLease,
    options: { share: StoredShare; nextLookAt: number },
  ): Promise<boolean> {
    const { share, nextLookAt } = options;
    const written = await tx<ShareRow>('shares')
      .where({
        id: share.id,
        lifecycle: 'revoking',
        cut_index: share.cutIndex,
        cut_lane: laneKey(lease.lane),
      })
      .whereNull('cut_at')
      .whereExists(holding(tx, lease))
      .update({
        cut_attempts: share.cutAttempts + 1,
        cut_look_at: nextLookAt,
      });
    return written === 1;
  }

  #heldRow(tx: Tx, lease: LaneLease, id: string) {
    return tx<ObjectRow>('objects')
      .where({ id, lane: laneKey(lease.lane) })
      .where('epoch', '<=', lease.epoch)
      .whereExists(holding(tx, lease));
  }
}

function dueCutRows(
  tx: Tx,
  now: number,
): Knex.QueryBuilder<ShareRow, ShareRow[]> {
  return tx<ShareRow>('shares')
    .where('lifecycle', 'revoking')
    .whereNull('cut_at')
    .whereNotNull('cut_lane')
    .where('cut_look_at', '<=', now)
    .orderBy('id');
}

const NEEDS_SOMETHING_NOT_READY = `exists (
  select 1 from object_dependencies d join objects p on p.id = d.depends_on_id
  where d.object_id = o.id and (p.condition <> 'ready' or p.removal is not null))`;

const IS_STILL_NEEDED = `exists (
  select 1 from object_dependencies d join objects q on q.id = d.object_id
  where d.depends_on_id = o.id and ${MAY_EXIST})`;

/** It is being taken away to be made anew, while what needs it stays: had that to go first, nothing would come back. */
const IS_REMADE = `(o.wanted = 'present' and o.removal is not null)`;

/** A share whose path is not cut yet lets nothing go but by its cuts. */
const WAITS_FOR_CUT = `exists (
  select 1 from object_references r join shares s on s.id = r.share_id
  where r.object_id = o.id and r.released_at is not null and r.outcome is null
    and s.cut_at is null)`;

function dueRows(tx: Tx, now: number): Knex.QueryBuilder {
  return tx('objects as o')
    .whereRaw(`(o.next_look_at <= ? or ${IS_DUE_AT_ONCE})`, [now])
    .where(builder =>
      builder
        .whereRaw(
          `(o.wanted = 'present' and o.removal is null
            and (o.condition not in ('absent', 'gone') or not ${NEEDS_SOMETHING_NOT_READY}))`,
        )
        .orWhereRaw(
          `((o.wanted = 'absent' or o.removal is not null)
            and (${IS_CUT_NOW} or ${IS_REMADE} or (not ${WAITS_FOR_CUT} and not ${IS_STILL_NEEDED})))`,
        ),
    );
}

function columnsOf(learned: Learned): Partial<ObjectRow> {
  const columns: Partial<ObjectRow> = {
    intent: learned.intent,
    unsettled_until: learned.unsettledUntil,
    made_generation: learned.madeGeneration,
    stuck_generation: learned.stuckGeneration,
    removal: learned.removal,
    aws_id: learned.awsId,
    tag: learned.tag,
    state: jsonColumn(learned.state),
    outputs: jsonColumn(learned.outputs) ?? undefined,
    condition: learned.condition,
    aws_status: learned.awsStatus,
    reason: learned.reason && conceal(learned.reason),
    differences: learned.differences && differencesColumn(learned.differences),
    condition_since: learned.conditionSince,
    attempts: learned.attempts,
    first_intent_at: learned.firstIntentAt,
    read_at: learned.readAt,
    next_look_at: learned.nextLookAt,
  };
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  );
}

function differencesColumn(
  differences: readonly ObjectDifference[],
): string | null {
  return differences.length ? JSON.stringify(differences) : null;
}

function jsonColumn(value: unknown): string | null | undefined {
  return value === undefined || value === null
    ? (value as null | undefined)
    : JSON.stringify(value);
}

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
  ObjectDifference,
  OrphanDecision,
} from '@towpath/backstage-plugin-database-access-common';
import { randomUUID } from 'crypto';
import { isDeepStrictEqual } from 'util';
import { Lane } from '../config';
import { holding } from './holding';
import { laneKey, laneOfKey } from './laneKey';
import { LaneLease } from './Leases';
import { IS_HANDED_OVER, LOST } from './KnownObjects';
import { ObjectRow, ReferenceRow, ShareRow, StrayRow } from './rows';
import { StoredObject, toStoredObject } from './StoredObject';
import { Tx } from './Tx';

/** An object of AWS with our name or tag that no row claims, as a sweep sees it. */
export interface Stray {
  awsId: string;
  state: unknown;
  /** The row that lost one like this. */
  objectId?: string;
  /** What AWS has otherwise than that row wants it. */
  differences?: ObjectDifference[];
}

/** The same, as it is known. Times are milliseconds. */
export interface StoredStray extends Stray {
  lane: Lane;
  /** An object type's name. */
  type: string;
  firstSeenAt: number;
  lastSeenAt: number;
}

/** An access that lost an object. */
export interface BereftShare {
  objectId: string;
  shareId: string;
  requestId: string;
  databaseRef: string;
  network: string;
}

/** What people want done with one: said by one, confirmed by another. */
export interface StrayDecision
  extends Pick<StoredStray, 'lane' | 'type' | 'awsId'> {
  action: OrphanDecision['action'];
  reason: string;
  proposedBy: string;
  /** ISO 8601, UTC. */
  proposedAt: string;
  confirmedBy?: string;
  /** ISO 8601, UTC. */
  confirmedAt?: string;
}

interface DecisionRow {
  lane: string;
  type: string;
  aws_id: string;
  action: OrphanDecision['action'];
  reason: string;
  proposed_by: string;
  proposed_at: string;
  confirmed_by: string | null;
  confirmed_at: string | null;
}

/** What was decided (d) is being done: a row takes the object away, or is about to take it. */
const IS_UNDER_WAY = `exists (
  select 1 from objects where objects.lane = d.lane and objects.type = d.type
    and ((objects.aws_id = d.aws_id and ${IS_HANDED_OVER})
      or (objects.adopts = d.aws_id and objects.aws_id is null and objects.wanted = 'present')))`;

/** Objects that look like ours and that nobody wants. */
export class Strays {
  /** Writes which there are of a type in a lane now; those that are there no more are forgotten. */
  async learn(
    tx: Tx,
    lease: LaneLease,
    options: {
      type: string;
      strays: readonly Stray[];
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
    for (const { awsId, state, objectId, differences } of strays) {
      await tx<StrayRow>('strays')
        .insert({
          lane,
          type,
          aws_id: awsId,
          state: JSON.stringify(state),
          first_seen_at: at,
          last_seen_at: at,
          object_id: objectId ?? null,
          differences: differences ? JSON.stringify(differences) : null,
        })
        .onConflict(['lane', 'type', 'aws_id'])
        .merge(['state', 'last_seen_at', 'object_id', 'differences']);
    }
  }

  /** How many there are that nobody has agreed to keep, by the lane's key. */
  async countByLane(tx: Tx): Promise<Map<string, number>> {
    const rows = await unclaimed(tx)
      .whereNotExists(
        tx<DecisionRow>('stray_decisions')
          .where({
            action: 'keep',
            lane: tx.ref('strays.lane'),
            type: tx.ref('strays.type'),
            aws_id: tx.ref('strays.aws_id'),
          })
          .whereNotNull('confirmed_at')
          .select('aws_id'),
      )
      .groupBy('lane')
      .select('lane')
      .count({ count: '*' });
    return new Map(
      rows.map(({ lane, count }) => [String(lane), Number(count)]),
    );
  }

  /** Those that were seen first come first. */
  async list(tx: Tx): Promise<StoredStray[]> {
    const rows = await unclaimed(tx).orderBy([
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
      objectId: row.object_id ?? undefined,
      differences: row.differences ? JSON.parse(row.differences) : undefined,
    }));
  }

  /** The living accesses that lost these objects and have none in their place yet; the oldest first. */
  async bereft(tx: Tx, objectIds: readonly string[]): Promise<BereftShare[]> {
    const rows = await tx('object_references as r')
      .join('objects as o', 'o.id', 'r.object_id')
      .join('shares as s', 's.id', 'r.share_id')
      .whereIn('o.id', [...objectIds])
      .where(
        Object.fromEntries(
          Object.entries(LOST).map(([column, value]) => [`o.${column}`, value]),
        ),
      )
      .where('o.made_generation', tx.ref('o.generation'))
      .whereNull('r.released_at')
      .orderBy([{ column: 's.started_at' }, { column: 's.id' }])
      .select<Array<ReferenceRow & ShareRow>>(
        'r.object_id',
        's.id',
        's.request_id',
        's.database_ref',
        's.network',
      );
    return rows.map(row => ({
      objectId: row.object_id,
      shareId: row.id,
      requestId: row.request_id,
      databaseRef: row.database_ref,
      network: row.network,
    }));
  }

  /** What was decided and has not been done to its end: what comes back after that is nobody's anew. */
  async decisions(tx: Tx): Promise<StrayDecision[]> {
    const rows = await tx('stray_decisions as d')
      .leftJoin('strays as s', join =>
        join
          .on('s.lane', 'd.lane')
          .on('s.type', 'd.type')
          .on('s.aws_id', 'd.aws_id'),
      )
      .select<
        Array<
          DecisionRow & {
            last_seen_at: string | number | null;
            under_way: unknown;
          }
        >
      >(
        'd.*',
        's.last_seen_at',
        tx.raw(`(case when ${IS_UNDER_WAY} then 1 else 0 end) as under_way`),
      );
    return rows
      .filter(
        row =>
          !row.confirmed_at ||
          row.action === 'keep' ||
          Number(row.under_way) === 1 ||
          Number(row.last_seen_at ?? 0) <= Date.parse(row.confirmed_at),
      )
      .map(row => ({
        lane: laneOfKey(row.lane),
        type: row.type,
        awsId: row.aws_id,
        action: row.action,
        reason: row.reason,
        proposedBy: row.proposed_by,
        proposedAt: row.proposed_at,
        confirmedBy: row.confirmed_by ?? undefined,
        confirmedAt: row.confirmed_at ?? undefined,
      }));
  }

  /** The rows that take such objects away, while AWS has them. */
  async removals(tx: Tx): Promise<StoredObject[]> {
    const rows = await tx<ObjectRow>('objects')
      .whereRaw(IS_HANDED_OVER)
      .whereNotNull('aws_id');
    return rows.map(toStoredObject);
  }

  /** Who agreed that this row's object is taken away; undefined if it is a share's. */
  async confirmerOf(
    tx: Tx,
    { lane, type, awsId = '' }: Pick<StoredObject, 'lane' | 'type' | 'awsId'>,
  ): Promise<string | undefined> {
    const row = await tx<DecisionRow>('stray_decisions')
      .where({ lane: laneKey(lane), type, aws_id: awsId, action: 'remove' })
      .whereNotNull('confirmed_at')
      .first('confirmed_by');
    return row?.confirmed_by ?? undefined;
  }

  /**
   * Takes the place of another proposal, and of a decision to keep it.
   *
   * @returns false if it was decided already: nothing was written
   */
  async propose(
    tx: Tx,
    stray: StoredStray,
    proposal: {
      action: OrphanDecision['action'];
      reason: string;
      by: string;
      at: Date;
    },
  ): Promise<boolean> {
    const { action, reason, by, at } = proposal;
    const proposed = {
      action,
      reason,
      proposed_by: by,
      proposed_at: at.toISOString(),
      confirmed_by: null,
      confirmed_at: null,
    };
    const decisions = await this.decisions(tx);
    const known = decisions.find(each => isOf(each, stray));
    if (known?.confirmedAt && known.action !== 'keep') {
      return false;
    }
    const row = await tx<DecisionRow>('stray_decisions')
      .where(keyOf(stray))
      .first();
    if (row) {
      const { proposed_at, confirmed_at } = row;
      const changed = await tx<DecisionRow>('stray_decisions')
        .where({ ...keyOf(stray), proposed_at, confirmed_at })
        .update(proposed);
      return changed === 1;
    }
    const added = await tx<DecisionRow>('stray_decisions')
      .insert({ ...keyOf(stray), ...proposed })
      .onConflict(['lane', 'type', 'aws_id'])
      .ignore()
      .returning('aws_id');
    return added.length === 1;
  }

  /** @returns false if it was confirmed already, or is another proposal by now: nothing was written */
  async confirm(
    tx: Tx,
    proposal: StrayDecision,
    by: { by: string; at: Date },
  ): Promise<boolean> {
    const { proposedBy, proposedAt } = proposal;
    const confirmed = await tx<DecisionRow>('stray_decisions')
      .where(keyOf(proposal))
      .where({ proposed_by: proposedBy, proposed_at: proposedAt })
      .whereNull('confirmed_at')
      .update({ confirmed_by: by.by, confirmed_at: by.at.toISOString() });
    return confirmed === 1;
  }

  /**
   * Makes it an object of the portal that is wanted no more: its lane takes it away as it does any other.
   *
   * @returns false if nobody can tell which object it was made for: nothing was written
   */
  async handOver(
    tx: Tx,
    stray: StoredStray,
    as: { title: string; name: string },
  ): Promise<boolean> {
    const objectTag = tagOf(stray);
    if (!isRowId(objectTag)) {
      return false;
    }
    const key = {
      lane: laneKey(stray.lane),
      type: stray.type,
      // Another one of this name may be wanted.
      name: `${as.name} ${stray.awsId}`,
    };
    // It went once before, and something of its name is back.
    await tx<ObjectRow>('objects')
      .where({ ...key, condition: 'gone' })
      .whereRaw(IS_HANDED_OVER)
      .delete();
    const added = await tx<ObjectRow>('objects')
      .insert({
        ...key,
        // The row that it was made for may be there, with an object of its own.
        id: randomUUID(),
        // The session that removes it may touch only what carries this tag.
        tag: objectTag,
        title: as.title,
        spec: '{}',
        wanted: 'absent',
        first_request_id: '',
        made_generation: 1,
        condition: 'ready',
        aws_id: stray.awsId,
        state: JSON.stringify(stray.state),
      })
      .onConflict(['lane', 'type', 'name'])
      .ignore()
      .returning('id');
    return added.length === 1;
  }
}

/** The row that it was made for, as far as it says so. */
export function tagOf({ state }: Pick<Stray, 'state'>): string | undefined {
  const { objectTag } = (state ?? {}) as { objectTag?: unknown };
  return typeof objectTag === 'string' ? objectTag : undefined;
}

/** Whether a tag is one that the portal gives. Anybody may write tags, and this one stands in policies of sessions. */
export function isRowId(tag: string | undefined): tag is string {
  return (
    tag !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(tag)
  );
}

/** What a row has taken since a sweep saw it is nobody's no more. */
function unclaimed(tx: Tx) {
  return tx<StrayRow>('strays').whereNotExists(
    tx<ObjectRow>('objects')
      .whereRaw(`not ${IS_HANDED_OVER}`)
      .where({
        lane: tx.ref('strays.lane'),
        type: tx.ref('strays.type'),
        aws_id: tx.ref('strays.aws_id'),
      })
      .select('id'),
  );
}

function isOf(decision: StrayDecision, stray: StoredStray): boolean {
  return isDeepStrictEqual(keyOf(decision), keyOf(stray));
}

function keyOf({
  lane,
  type,
  awsId,
}: Pick<StoredStray, 'lane' | 'type' | 'awsId'>) {
  return { lane: laneKey(lane), type, aws_id: awsId };
}

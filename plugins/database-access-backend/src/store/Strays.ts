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
import { Lane } from '../config';
import { holding } from './holding';
import { laneKey, laneOfKey } from './laneKey';
import { LaneLease } from './Leases';
import { LOST } from './KnownObjects';
import { ObjectRow, ReferenceRow, ShareRow, StrayRow } from './rows';
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

  /** How many there are, by the lane's key. */
  async countByLane(tx: Tx): Promise<Map<string, number>> {
    const rows = await unclaimed(tx)
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

  async decisions(tx: Tx): Promise<StrayDecision[]> {
    const rows = await tx<DecisionRow>('stray_decisions');
    return rows.map(row => ({
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

  /** @returns false if it was decided already: nothing was written */
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
    };
    const changed = await tx<DecisionRow>('stray_decisions')
      .where(keyOf(stray))
      .whereNull('confirmed_at')
      .update(proposed);
    if (changed === 1) {
      return true;
    }
    const added = await tx<DecisionRow>('stray_decisions')
      .insert({ ...keyOf(stray), ...proposed })
      .onConflict(['lane', 'type', 'aws_id'])
      .ignore()
      .returning('aws_id');
    return added.length === 1;
  }

  /** @returns false if it was confirmed already: nothing was written */
  async confirm(
    tx: Tx,
    stray: StoredStray,
    by: { by: string; at: Date },
  ): Promise<boolean> {
    const confirmed = await tx<DecisionRow>('stray_decisions')
      .where(keyOf(stray))
      .whereNull('confirmed_at')
      .update({ confirmed_by: by.by, confirmed_at: by.at.toISOString() });
    return confirmed === 1;
  }

  /**
   * Makes it an object of the portal that is wanted no more: its lane takes it away as it does any other.
   *
   * @returns false if nobody can tell which object it was made for, or that object is there: nothing was written
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
    const added = await tx<ObjectRow>('objects')
      .insert({
        // The session that removes it may touch only what carries this tag.
        id: objectTag,
        lane: laneKey(stray.lane),
        type: stray.type,
        title: as.title,
        // Another one of this name may be wanted.
        name: `${as.name} ${stray.awsId}`,
        spec: '{}',
        wanted: 'absent',
        first_request_id: '',
        made_generation: 1,
        condition: 'ready',
        aws_id: stray.awsId,
        state: JSON.stringify(stray.state),
      })
      .onConflict('id')
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
      .where({
        wanted: 'present',
        lane: tx.ref('strays.lane'),
        type: tx.ref('strays.type'),
        aws_id: tx.ref('strays.aws_id'),
      })
      .select('id'),
  );
}

function keyOf({ lane, type, awsId }: StoredStray) {
  return { lane: laneKey(lane), type, aws_id: awsId };
}

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
  ExtensionDecision,
  ExtensionStatus,
} from '@towpath/backstage-plugin-database-access-common';
import { Criteria, narrow } from './Criteria';
import {
  GroupMembers,
  NotedMembers,
  noteMembers,
  notedMembersOf,
} from './notedMembers';
import { SHARE_COLUMNS, ShareField } from './shareColumns';
import { Tx } from './Tx';

/** A wish that nobody has written down yet. */
export interface NewExtension {
  id: string;
  shareId: string;
  /** All that lasts longer with it, itself counted. */
  shareIds: string[];
  askedBy: string;
  durationSeconds: number;
  reason: string;
  deciderRefs: string[];
  /** ISO 8601, UTC. */
  expiresBefore: string;
  expiresAfter: string;
  idempotencyKey: string;
  bodyDigest: string;
  /** One that waits for each of them. */
  openKey: string;
  /** Who belongs to the groups that decide. */
  members: readonly GroupMembers[];
  createdAt: Date;
}

/** An extension's row. Times are ISO 8601 in UTC. */
export interface StoredExtension
  extends Omit<NewExtension, 'openKey' | 'members' | 'createdAt'> {
  status: ExtensionStatus;
  /** Absent of those of before this was noted. */
  noted?: NotedMembers;
  decisions: ExtensionDecision[];
  createdAt: string;
  updatedAt: string;
}

interface Row {
  id: string;
  share_id: string;
  status: ExtensionStatus;
  asked_by: string;
  duration_seconds: string | number;
  reason: string;
  decider_refs: string;
  share_ids: string;
  expires_before: string;
  expires_after: string;
  idempotency_key: string;
  body_digest: string;
  open_key: string | null;
  created_at: string;
  updated_at: string;
}

interface DecisionRow {
  id: string;
  extension_id: string;
  decider_ref: string;
  decision: 'approve' | 'deny';
  comment: string | null;
  decided_at: string;
}

/** Wishes that an access lasts longer, and the words that were said on them. */
export class ShareExtensions {
  /** @returns false if its key is taken, or one waits already for what it would extend */
  async insert(tx: Tx, extension: NewExtension): Promise<boolean> {
    const at = extension.createdAt.toISOString();
    const inserted = await tx<Row>('share_extensions')
      .insert({
        id: extension.id,
        share_id: extension.shareId,
        status: 'pending',
        asked_by: extension.askedBy,
        duration_seconds: extension.durationSeconds,
        reason: extension.reason,
        decider_refs: JSON.stringify(extension.deciderRefs),
        share_ids: JSON.stringify(extension.shareIds),
        expires_before: extension.expiresBefore,
        expires_after: extension.expiresAfter,
        idempotency_key: extension.idempotencyKey,
        body_digest: extension.bodyDigest,
        open_key: extension.openKey,
        created_at: at,
        updated_at: at,
      })
      // A violated key would end a transaction of Postgres.
      .onConflict()
      .ignore()
      .returning('id');
    if (inserted.length === 0) {
      return false;
    }
    await noteMembers(tx, extension.id, extension.members, extension.createdAt);
    return true;
  }

  async find(tx: Tx, id: string): Promise<StoredExtension | undefined> {
    const rows = await tx<Row>('share_extensions').where({ id });
    return (await withDecisions(tx, rows))[0];
  }

  async findByKey(
    tx: Tx,
    idempotencyKey: string,
  ): Promise<StoredExtension | undefined> {
    const rows = await tx<Row>('share_extensions').where({
      idempotency_key: idempotencyKey,
    });
    return (await withDecisions(tx, rows))[0];
  }

  async findOpen(
    tx: Tx,
    openKey: string,
  ): Promise<StoredExtension | undefined> {
    const rows = await tx<Row>('share_extensions').where({ open_key: openKey });
    return (await withDecisions(tx, rows))[0];
  }

  /** How often any of these was extended, also together with others. */
  async approvedOf(tx: Tx, shareIds: readonly string[]): Promise<number> {
    const rows = await tx<Row>('share_extensions')
      .where({ status: 'approved' })
      .where(any => {
        for (const shareId of shareIds) {
          any.orWhereLike('share_ids', `%"${shareId}"%`);
        }
      })
      .count({ count: 'id' });
    return Number(rows[0].count);
  }

  /** The newest first. `before` is the last one of the page that was seen. */
  async list(
    tx: Tx,
    query: {
      /** Also those that extend it together with others. */
      shareId?: string;
      statuses?: ExtensionStatus[];
      askedBy?: string;
      notAskedBy?: string;
      /** One of these has to decide. */
      deciderRefs?: readonly string[];
      /** What a policy says of who may see which share. */
      criteria?: Criteria<ShareField>;
      before?: { at: string; id: string };
      limit: number;
    },
  ): Promise<StoredExtension[]> {
    const { before, criteria, deciderRefs } = query;
    const rows = await tx<Row>('share_extensions')
      .where(builder => {
        if (query.shareId) {
          builder.whereLike('share_ids', `%"${query.shareId}"%`);
        }
        if (query.statuses) {
          builder.whereIn('status', query.statuses);
        }
        if (query.askedBy) {
          builder.where('asked_by', query.askedBy);
        }
        if (query.notAskedBy) {
          builder.whereNot('asked_by', query.notAskedBy);
        }
        if (deciderRefs) {
          builder.where(any => {
            // No condition at all would let everything pass.
            any.whereRaw('1 = 0');
            for (const ref of deciderRefs) {
              any.orWhereRaw(`decider_refs like ? escape '!'`, [
                `%${literal(JSON.stringify(ref))}%`,
              ]);
            }
          });
        }
        if (criteria) {
          builder.whereIn(
            'share_id',
            tx('shares')
              .where(visible => narrow(visible, criteria, SHARE_COLUMNS))
              .select('id'),
          );
        }
        if (before) {
          builder.where(older =>
            older
              .where('created_at', '<', before.at)
              .orWhere(same =>
                same.where('created_at', before.at).where('id', '<', before.id),
              ),
          );
        }
      })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(query.limit);
    return withDecisions(tx, rows);
  }

  /** Ends the wait of one, if it still waits. @returns false if somebody else was faster: nothing was written */
  async settle(
    tx: Tx,
    id: string,
    to: {
      status: Exclude<ExtensionStatus, 'pending'>;
      at: Date;
      /** What lasts longer, and until when, if that is another than was asked for. */
      shareIds?: string[];
      expiresBefore?: string;
      expiresAfter?: string;
    },
  ): Promise<boolean> {
    const { shareIds, expiresBefore, expiresAfter } = to;
    const settled = await tx<Row>('share_extensions')
      .where({ id, status: 'pending' })
      .update({
        status: to.status,
        open_key: null,
        updated_at: to.at.toISOString(),
        ...(shareIds && { share_ids: JSON.stringify(shareIds) }),
        ...(expiresBefore && { expires_before: expiresBefore }),
        ...(expiresAfter && { expires_after: expiresAfter }),
      });
    return settled === 1;
  }

  /**
   * Keeps others from one that waits until the transaction ends.
   *
   * @returns false if it does not wait any more
   */
  async hold(tx: Tx, id: string, at: Date): Promise<boolean> {
    const held = await tx<Row>('share_extensions')
      .where({ id, status: 'pending' })
      .update({ updated_at: at.toISOString() });
    return held === 1;
  }

  /**
   * Gives one that waits to those who decide it today.
   *
   * @param asked - who belongs to groups that were not asked before, and when they are
   */
  async hand(
    tx: Tx,
    id: string,
    deciderRefs: readonly string[],
    asked?: { members: readonly GroupMembers[]; at: Date },
  ) {
    await tx<Row>('share_extensions')
      .where({ id, status: 'pending' })
      .update({ decider_refs: JSON.stringify(deciderRefs) });
    if (asked) {
      await noteMembers(tx, id, asked.members, asked.at);
    }
  }

  /** Writes one person's word. @returns false if that person has said it already */
  async addDecision(
    tx: Tx,
    extensionId: string,
    decision: ExtensionDecision,
  ): Promise<boolean> {
    const inserted = await tx<DecisionRow>('share_extension_decisions')
      .insert({
        id: decision.id,
        extension_id: extensionId,
        decider_ref: decision.deciderRef,
        decision: decision.decision,
        comment: decision.comment ?? null,
        decided_at: decision.decidedAt,
      })
      .onConflict(['extension_id', 'decider_ref'])
      .ignore()
      .returning('id');
    return inserted.length === 1;
  }

  /** What waits for an access that ends is over with it. @returns those that waited */
  async endWith(
    tx: Tx,
    shareIds: readonly string[],
    at: Date,
  ): Promise<StoredExtension[]> {
    const rows = await tx<Row>('share_extensions')
      .where({ status: 'pending' })
      .whereIn('share_id', shareIds);
    const ended: StoredExtension[] = [];
    for (const extension of await withDecisions(tx, rows)) {
      if (await this.settle(tx, extension.id, { status: 'expired', at })) {
        ended.push(extension);
      }
    }
    return ended;
  }
}

/** What stands for itself in a pattern of LIKE. */
function literal(text: string): string {
  return text.replace(/[!%_]/g, each => `!${each}`);
}

async function withDecisions(tx: Tx, rows: Row[]): Promise<StoredExtension[]> {
  if (rows.length === 0) {
    return [];
  }
  const ids = rows.map(row => row.id);
  const decisions = await tx<DecisionRow>('share_extension_decisions')
    .whereIn('extension_id', ids)
    .orderBy([{ column: 'decided_at' }, { column: 'id' }]);
  const noted = await notedMembersOf(tx, ids);
  return rows.map(row => ({
    id: row.id,
    shareId: row.share_id,
    shareIds: JSON.parse(row.share_ids),
    status: row.status,
    askedBy: row.asked_by,
    durationSeconds: Number(row.duration_seconds),
    reason: row.reason,
    deciderRefs: JSON.parse(row.decider_refs),
    expiresBefore: row.expires_before,
    expiresAfter: row.expires_after,
    idempotencyKey: row.idempotency_key,
    bodyDigest: row.body_digest,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    noted: notedOf(row, noted),
    decisions: decisions
      .filter(decision => decision.extension_id === row.id)
      .map(decision => ({
        id: decision.id,
        deciderRef: decision.decider_ref,
        decision: decision.decision,
        comment: decision.comment ?? undefined,
        decidedAt: decision.decided_at,
      })),
  }));
}

function notedOf(
  { id, created_at }: Row,
  noted: ReadonlyMap<string, NotedMembers['groups']>,
): NotedMembers | undefined {
  const groups = noted.get(id);
  return groups && { at: created_at, groups };
}

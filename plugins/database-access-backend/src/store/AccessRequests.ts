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
  Decision,
  Plan,
  RequestStatus,
} from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { Column, Criteria, narrow } from './Criteria';
import { GraphToBuild } from './Shares';
import { Tx } from './Tx';

/** What a list of requests may be narrowed by. */
export type RequestField = 'requesterRef' | 'ownerRef' | 'networkOwnerRef';

const COLUMNS: Record<RequestField, Column> = {
  requesterRef: 'requester_ref',
  // Of all databases that a request would open.
  ownerRef: isDecidedBy,
  networkOwnerRef: 'network_owner_ref',
};

/** A wish that nobody has written down yet. */
export interface NewStoredRequest<G extends GraphToBuild = GraphToBuild> {
  id: string;
  requesterRef: string;
  databaseRef: string;
  databaseArn: string;
  ownerRef: string;
  /** The network's name, and whose it is. */
  network: string;
  networkOwnerRef: string;
  purpose: string;
  durationSeconds: number;
  start: 'automatic' | 'manual';
  plan: Plan;
  graph: G;
  planDigest: string;
  /** USD a month. */
  costCeiling?: number;
  deciderRefs: string[];
  idempotencyKey: string;
  bodyDigest: string;
  createdAt: Date;
}

/** A request's row. Times are ISO 8601 in UTC. */
export interface StoredRequest<G extends GraphToBuild = GraphToBuild>
  extends Omit<NewStoredRequest<G>, 'createdAt'> {
  status: RequestStatus;
  generation: number;
  decisions: Decision[];
  shareId?: string;
  approvedAt?: string;
  createdAt: string;
  updatedAt: string;
}

/** What was read of a request, and must still be so when something is written. */
export type AsSeen = Pick<
  StoredRequest,
  'id' | 'status' | 'generation' | 'planDigest'
>;

interface Row {
  id: string;
  status: RequestStatus;
  generation: number;
  requester_ref: string;
  database_ref: string;
  database_arn: string;
  owner_ref: string;
  network: string;
  network_owner_ref: string;
  purpose: string;
  duration_seconds: string | number;
  start: 'automatic' | 'manual';
  plan: string;
  graph: string;
  plan_digest: string;
  cost_ceiling: string | null;
  decider_refs: string;
  idempotency_key: string;
  body_digest: string;
  open_key: string | null;
  share_id: string | null;
  approved_at: string | null;
  created_at: string;
  updated_at: string;
}

interface DecisionRow {
  id: string;
  request_id: string;
  generation: number;
  decider_ref: string;
  decision: 'approve' | 'deny';
  comment: string | null;
  plan_digest: string;
  decided_at: string;
}

interface StartRow {
  request_id: string;
  plan_digest: string;
  generation: number;
  share_id: string;
  started_at: string;
}

/** Wishes, and the words that were said on them. */
export class AccessRequests {
  /**
   * Writes a new request.
   *
   * @returns false if its idempotency key is taken, or somebody has an open request for the same pair
   */
  async insert(tx: Tx, request: NewStoredRequest): Promise<boolean> {
    const at = request.createdAt.toISOString();
    const row: Row = {
      id: request.id,
      status: 'pending',
      generation: 1,
      requester_ref: request.requesterRef,
      database_ref: request.databaseRef,
      database_arn: request.databaseArn,
      owner_ref: request.ownerRef,
      network: request.network,
      network_owner_ref: request.networkOwnerRef,
      purpose: request.purpose,
      duration_seconds: request.durationSeconds,
      start: request.start,
      plan: JSON.stringify(request.plan),
      graph: JSON.stringify(request.graph),
      plan_digest: request.planDigest,
      cost_ceiling: ceilingColumn(request.costCeiling),
      decider_refs: JSON.stringify(request.deciderRefs),
      idempotency_key: request.idempotencyKey,
      body_digest: request.bodyDigest,
      open_key: openKey(request),
      share_id: null,
      approved_at: null,
      created_at: at,
      updated_at: at,
    };
    // A violated key would end a transaction of Postgres; this one goes on and sees that nothing was written.
    const inserted = await tx<Row>('access_requests')
      .insert(row)
      .onConflict()
      .ignore()
      .returning('id');
    return inserted.length === 1;
  }

  async find<G extends GraphToBuild = GraphToBuild>(
    tx: Tx,
    id: string,
  ): Promise<StoredRequest<G> | undefined> {
    const rows = await tx<Row>('access_requests').where({ id });
    const [request] = await withDecisions<G>(tx, rows);
    return request;
  }

  async findByKey(
    tx: Tx,
    idempotencyKey: string,
  ): Promise<StoredRequest | undefined> {
    const rows = await tx<Row>('access_requests').where({
      idempotency_key: idempotencyKey,
    });
    const [request] = await withDecisions(tx, rows);
    return request;
  }

  /** The pending or approved request for this network and database, whoever asked. */
  async findOpen(
    tx: Tx,
    pair: { network: string; databaseArn: string },
  ): Promise<StoredRequest | undefined> {
    const rows = await tx<Row>('access_requests').where({
      open_key: openKey(pair),
    });
    const [request] = await withDecisions(tx, rows);
    return request;
  }

  /** The newest first. `before` is the last one of the page that was seen. */
  async list<G extends GraphToBuild = GraphToBuild>(
    tx: Tx,
    query: {
      statuses?: RequestStatus[];
      requesterRef?: string;
      /** Not filed by this person. */
      notRequesterRef?: string;
      /** One of these has to decide. */
      deciderRefs?: readonly string[];
      databaseRef?: string;
      start?: 'automatic' | 'manual';
      updatedBefore?: Date;
      approvedBefore?: Date;
      criteria?: Criteria<RequestField>;
      before?: { at: string; id: string };
      limit: number;
    },
  ): Promise<StoredRequest<G>[]> {
    const { before, criteria } = query;
    const rows = await tx<Row>('access_requests')
      .where(builder => {
        if (query.statuses) {
          builder.whereIn('status', query.statuses);
        }
        if (query.requesterRef) {
          builder.where('requester_ref', query.requesterRef);
        }
        if (query.notRequesterRef) {
          builder.whereNot('requester_ref', query.notRequesterRef);
        }
        const { deciderRefs } = query;
        if (deciderRefs) {
          isDecidedBy(builder, deciderRefs);
        }
        if (query.databaseRef) {
          builder.where('database_ref', query.databaseRef);
        }
        if (query.start) {
          builder.where('start', query.start);
        }
        if (query.updatedBefore) {
          builder.where('updated_at', '<', query.updatedBefore.toISOString());
        }
        if (query.approvedBefore) {
          builder.where('approved_at', '<', query.approvedBefore.toISOString());
        }
        if (criteria) {
          narrow(builder, criteria, COLUMNS);
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
    return withDecisions<G>(tx, rows);
  }

  /**
   * Moves a request on, if it still stands where it was seen.
   *
   * @returns false if somebody else was faster: nothing was written
   */
  async move(
    tx: Tx,
    seen: AsSeen,
    to: { status: RequestStatus; at: Date; shareId?: string },
  ): Promise<boolean> {
    const at = to.at.toISOString();
    const isOpen = to.status === 'pending' || to.status === 'approved';
    const moved = await asSeen(tx, seen).update({
      status: to.status,
      updated_at: at,
      ...(to.status === 'approved' && { approved_at: at }),
      ...(!isOpen && { open_key: null }),
      ...(to.shareId && { share_id: to.shareId }),
    });
    return moved === 1;
  }

  /** Writes one person's word. @returns false if that person has said it already */
  async addDecision(
    tx: Tx,
    request: AsSeen,
    decision: Decision,
  ): Promise<boolean> {
    const inserted = await tx<DecisionRow>('decisions')
      .insert({
        id: decision.id,
        request_id: request.id,
        generation: decision.generation,
        decider_ref: decision.deciderRef,
        decision: decision.decision,
        comment: decision.comment ?? null,
        plan_digest: decision.planDigest,
        decided_at: decision.decidedAt,
      })
      .onConflict(['request_id', 'generation', 'decider_ref'])
      .ignore()
      .returning('id');
    return inserted.length === 1;
  }

  /**
   * Uses an approval up.
   *
   * @returns false if this plan of this generation was started before
   */
  async consumeApproval(
    tx: Tx,
    request: AsSeen,
    start: { shareId: string; at: Date },
  ): Promise<boolean> {
    const inserted = await tx<StartRow>('request_starts')
      .insert({
        request_id: request.id,
        plan_digest: request.planDigest,
        generation: request.generation,
        share_id: start.shareId,
        started_at: start.at.toISOString(),
      })
      .onConflict(['request_id', 'plan_digest', 'generation'])
      .ignore()
      .returning('share_id');
    return inserted.length === 1;
  }

  /**
   * Gives a request back to those who decide, with what would be built now.
   *
   * @returns false if somebody else was faster
   */
  async sendBack(
    tx: Tx,
    seen: AsSeen,
    now: {
      plan: Plan;
      graph: GraphToBuild;
      planDigest: string;
      costCeiling?: number;
      ownerRef: string;
      deciderRefs: string[];
      at: Date;
    },
  ): Promise<boolean> {
    const moved = await asSeen(tx, seen).update({
      status: 'pending',
      generation: seen.generation + 1,
      plan: JSON.stringify(now.plan),
      graph: JSON.stringify(now.graph),
      plan_digest: now.planDigest,
      cost_ceiling: ceilingColumn(now.costCeiling),
      owner_ref: now.ownerRef,
      decider_refs: JSON.stringify(now.deciderRefs),
      approved_at: null,
      updated_at: now.at.toISOString(),
    });
    return moved === 1;
  }
}

function asSeen(tx: Tx, seen: AsSeen) {
  return tx<Row>('access_requests').where({
    id: seen.id,
    status: seen.status,
    generation: seen.generation,
    plan_digest: seen.planDigest,
  });
}

/** One of these has to decide: they stand in a JSON list. */
function isDecidedBy(
  query: Knex.QueryBuilder,
  deciderRefs: readonly string[],
): void {
  query.where(any => {
    // No condition at all would let everything pass.
    any.whereRaw('1 = 0');
    for (const ref of deciderRefs) {
      any.orWhereRaw(`decider_refs like ? escape '!'`, [
        `%${literal(JSON.stringify(ref))}%`,
      ]);
    }
  });
}

/** What stands for itself in a pattern of LIKE. */
function literal(text: string): string {
  return text.replace(/[!%_]/g, each => `!${each}`);
}

function openKey(pair: { network: string; databaseArn: string }): string {
  return `${pair.network}|${pair.databaseArn}`;
}

function ceilingColumn(ceiling: number | undefined): string | null {
  return ceiling === undefined ? null : String(ceiling);
}

async function withDecisions<G extends GraphToBuild>(
  tx: Tx,
  rows: Row[],
): Promise<StoredRequest<G>[]> {
  if (rows.length === 0) {
    return [];
  }
  const decisions = await tx<DecisionRow>('decisions')
    .whereIn(
      'request_id',
      rows.map(row => row.id),
    )
    .orderBy([{ column: 'decided_at' }, { column: 'id' }]);
  return rows.map(row =>
    toStoredRequest<G>(
      row,
      decisions.filter(decision => decision.request_id === row.id),
    ),
  );
}

function toStoredRequest<G extends GraphToBuild>(
  row: Row,
  decisions: DecisionRow[],
): StoredRequest<G> {
  return {
    id: row.id,
    status: row.status,
    generation: row.generation,
    requesterRef: row.requester_ref,
    databaseRef: row.database_ref,
    databaseArn: row.database_arn,
    ownerRef: row.owner_ref,
    network: row.network,
    networkOwnerRef: row.network_owner_ref,
    purpose: row.purpose,
    durationSeconds: Number(row.duration_seconds),
    start: row.start,
    plan: JSON.parse(row.plan),
    graph: JSON.parse(row.graph),
    planDigest: row.plan_digest,
    costCeiling:
      row.cost_ceiling === null ? undefined : Number(row.cost_ceiling),
    deciderRefs: JSON.parse(row.decider_refs),
    idempotencyKey: row.idempotency_key,
    bodyDigest: row.body_digest,
    shareId: row.share_id ?? undefined,
    approvedAt: row.approved_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    decisions: decisions.map(decision => ({
      id: decision.id,
      deciderRef: decision.decider_ref,
      decision: decision.decision,
      comment: decision.comment ?? undefined,
      planDigest: decision.plan_digest,
      generation: decision.generation,
      decidedAt: decision.decided_at,
    })),
  };
}

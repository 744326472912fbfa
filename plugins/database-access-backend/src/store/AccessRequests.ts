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
  EmergencyReview,
  Plan,
  RequestMessage,
  RequestStatus,
} from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { Column, Criteria, narrow } from './Criteria';
import { databaseColumns, hasTag, isAnyIn } from './databaseColumns';
import {
  forgetMembers,
  GroupMembers,
  NotedMembers,
  notedMembersOf,
  noteMembers,
} from './notedMembers';
import { GraphToBuild } from './Shares';
import { Tx } from './Tx';

/** What a list of requests may be narrowed by. */
export type RequestField =
  | 'requesterRef'
  | 'ownerRef'
  | 'networkOwnerRef'
  | 'environment'
  | 'tag';

const COLUMNS: Record<RequestField, Column> = {
  requesterRef: 'requester_ref',
  // Of all databases that a request would open.
  ownerRef: isDecidedBy,
  networkOwnerRef: 'network_owner_ref',
  environment: 'environment',
  tag: hasTag,
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
  /** Whom it concerns: who owns what it opens, and who decides. */
  deciderRefs: string[];
  /** Whose turn it is to decide. */
  turnRefs: string[];
  /** Who belongs to the groups that decide. */
  members: readonly GroupMembers[];
  /** It begins before anybody is asked, and is looked at afterwards. */
  emergency?: EmergencyReview;
  idempotencyKey: string;
  bodyDigest: string;
  createdAt: Date;
}

/** A request's row. Times are ISO 8601 in UTC. */
export interface StoredRequest<G extends GraphToBuild = GraphToBuild>
  extends Omit<NewStoredRequest<G>, 'createdAt' | 'members'> {
  status: RequestStatus;
  generation: number;
  decisions: StoredDecision[];
  messages: RequestMessage[];
  shareId?: string;
  approvedAt?: string;
  /** Since when those who decide are waited for; before, they were for `waitedSeconds`. */
  pendingSince: string;
  waitedSeconds: number;
  remindedAt?: string;
  escalatedAt?: string;
  /** Who may fill any seat since then. */
  escalatedTo?: string;
  /** Who belonged to the groups that decide when they were asked. Absent of requests of before that was noted. */
  noted?: NotedMembers;
  createdAt: string;
  updatedAt: string;
}

/** A word, and which seats its person might fill when it was said. */
export interface StoredDecision extends Decision {
  /** Absent of words of before there were seats. */
  fills?: string[];
}

/** What was read of a request, and must still be so when something is written. */
export type AsSeen = Pick<
  StoredRequest,
  'id' | 'status' | 'generation' | 'planDigest'
>;

/** Nobody else may ask for the same pair while one is in these. */
const OPEN: readonly RequestStatus[] = ['pending', 'questioned', 'approved'];

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
  environment: string | null;
  tags: string | null;
  purpose: string;
  duration_seconds: string | number;
  start: 'automatic' | 'manual';
  plan: string;
  graph: string;
  plan_digest: string;
  cost_ceiling: string | null;
  decider_refs: string;
  turn_refs: string | null;
  pending_since: string | null;
  waited_seconds: string | number;
  reminded_at: string | null;
  escalated_at: string | null;
  escalated_to: string | null;
  members_noted_at: string | null;
  review_refs: string | null;
  review_due_at: string | null;
  review_verdict: EmergencyReview['verdict'] | null;
  reviewed_by: string | null;
  reviewed_at: string | null;
  review_comment: string | null;
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
  fills: string | null;
  joined_since: string | null;
}

interface MessageRow {
  id: string;
  request_id: string;
  kind: RequestMessage['kind'];
  author_ref: string;
  text: string;
  at: string;
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
      ...databaseColumns(request.plan),
      purpose: request.purpose,
      duration_seconds: request.durationSeconds,
      start: request.start,
      plan: JSON.stringify(request.plan),
      graph: JSON.stringify(request.graph),
      plan_digest: request.planDigest,
      cost_ceiling: ceilingColumn(request.costCeiling),
      decider_refs: JSON.stringify(request.deciderRefs),
      turn_refs: JSON.stringify(request.turnRefs),
      pending_since: at,
      waited_seconds: 0,
      reminded_at: null,
      escalated_at: null,
      escalated_to: null,
      members_noted_at: at,
      review_refs: request.emergency
        ? JSON.stringify(request.emergency.refs)
        : null,
      review_due_at: request.emergency?.dueAt ?? null,
      review_verdict: null,
      reviewed_by: null,
      reviewed_at: null,
      review_comment: null,
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
    if (inserted.length === 0) {
      return false;
    }
    await noteMembers(tx, request.id, request.members, request.createdAt);
    return true;
  }

  async find<G extends GraphToBuild = GraphToBuild>(
    tx: Tx,
    id: string,
  ): Promise<StoredRequest<G> | undefined> {
    const rows = await tx<Row>('access_requests').where({ id });
    const [request] = await withDecisions<G>(tx, rows);
    return request;
  }

  /** An emergency that nobody has looked at: of a database by this person, or from this network by anybody. */
  async unreviewedOf(
    tx: Tx,
    query: { requesterRef: string; databaseArn: string; network: string },
  ): Promise<StoredRequest | undefined> {
    const rows = await tx<Row>('access_requests')
      .where({ database_arn: query.databaseArn })
      .whereNotNull('review_due_at')
      .whereNull('reviewed_at')
      .whereIn('status', ['approved', 'started'])
      .where(either =>
        either
          .where({ requester_ref: query.requesterRef })
          .orWhere({ network: query.network }),
      )
      .orderBy('created_at', 'desc')
      .limit(1);
    return (await withDecisions(tx, rows))[0];
  }

  /** An emergency of a person that was found not in order since then. */
  async notInOrderOf(
    tx: Tx,
    query: { requesterRef: string; since: Date },
  ): Promise<StoredRequest | undefined> {
    const rows = await tx<Row>('access_requests')
      .where({
        requester_ref: query.requesterRef,
        review_verdict: 'not-in-order',
      })
      .where('reviewed_at', '>=', query.since.toISOString())
      .orderBy('reviewed_at', 'desc')
      .limit(1);
    return (await withDecisions(tx, rows))[0];
  }

  /** Whether a share was begun by a request that nobody was asked about before. */
  async isEmergency(tx: Tx, shareId: string): Promise<boolean> {
    const request = await tx<Row>('access_requests')
      .whereNotNull('review_due_at')
      .whereIn('id', tx('shares').where({ id: shareId }).select('request_id'))
      .first('id');
    return request !== undefined;
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
      /** It is the turn of one of these, who is this person and has not spoken yet. */
      turnOf?: { refs: readonly string[]; person: string };
      /** The opposite. */
      notTurnOf?: { refs: readonly string[]; person: string };
      /** It concerns one of these. */
      concerns?: readonly string[];
      /** This person has decided it, once. */
      decidedBy?: string;
      /** One of these has to look at an emergency. */
      toReviewBy?: readonly string[];
      /** Emergencies that nobody has looked at. */
      unreviewed?: boolean;
      /** Nobody has looked at the emergency, which was due before then. */
      reviewDueBefore?: Date;
      /** Those who decide are waited for since before then, or were once before. */
      pendingBefore?: Date;
      databaseRef?: string;
      start?: 'automatic' | 'manual';
      updatedBefore?: Date;
      approvedBefore?: Date;
      createdBefore?: Date;
      createdSince?: Date;
      criteria?: Criteria<RequestField>;
      /** Only those that come after this one in the order that is asked for. */
      before?: { at: string; id: string };
      /** Not the newest first. */
      oldestFirst?: boolean;
      limit: number;
    },
  ): Promise<StoredRequest<G>[]> {
    const { before, criteria } = query;
    const [order, next] = query.oldestFirst
      ? (['asc', '>'] as const)
      : (['desc', '<'] as const);
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
        const { turnOf } = query;
        if (turnOf) {
          isAnyIn(builder, 'turn_refs', turnOf.refs);
          builder.whereNotExists(wordOf(tx, turnOf.person, 'this'));
        }
        const { notTurnOf } = query;
        if (notTurnOf) {
          builder.where(others =>
            others
              .whereNot(not => isAnyIn(not, 'turn_refs', notTurnOf.refs))
              .orWhereExists(wordOf(tx, notTurnOf.person, 'this')),
          );
        }
        if (query.concerns) {
          isDecidedBy(builder, query.concerns);
        }
        if (query.decidedBy) {
          builder.whereExists(wordOf(tx, query.decidedBy, 'any'));
        }
        if (query.toReviewBy) {
          isAnyIn(builder, 'review_refs', query.toReviewBy);
          builder.whereNull('reviewed_at');
        }
        if (query.pendingBefore) {
          const since = query.pendingBefore.toISOString();
          builder.where(long =>
            long
              .where('pending_since', '<=', since)
              .orWhere('waited_seconds', '>', 0),
          );
        }
        if (query.unreviewed) {
          builder.whereNotNull('review_due_at').whereNull('reviewed_at');
        }
        if (query.reviewDueBefore) {
          builder
            .where('review_due_at', '<', query.reviewDueBefore.toISOString())
            .whereNull('reviewed_at');
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
        if (query.createdBefore) {
          builder.where('created_at', '<', query.createdBefore.toISOString());
        }
        if (query.createdSince) {
          builder.where('created_at', '>=', query.createdSince.toISOString());
        }
        if (criteria) {
          narrow(builder, criteria, COLUMNS);
        }
        if (before) {
          builder.where(beyond =>
            beyond
              .where('created_at', next, before.at)
              .orWhere(same =>
                same
                  .where('created_at', before.at)
                  .where('id', next, before.id),
              ),
          );
        }
      })
      .orderBy([
        { column: 'created_at', order },
        { column: 'id', order },
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
    to: {
      status: RequestStatus;
      at: Date;
      shareId?: string;
      turnRefs?: readonly string[];
    },
  ): Promise<boolean> {
    const at = to.at.toISOString();
    const isOpen = OPEN.includes(to.status);
    const moved = await asSeen(tx, seen).update({
      status: to.status,
      updated_at: at,
      ...(to.turnRefs && { turn_refs: JSON.stringify(to.turnRefs) }),
      ...(to.status === 'approved' && { approved_at: at }),
      ...(!isOpen && { open_key: null }),
      ...(to.shareId && { share_id: to.shareId }),
    });
    return moved === 1;
  }

  /**
   * Stops the clock of those who decide: the requester is asked something.
   *
   * @returns false if somebody else was faster
   */
  async ask(
    tx: Tx,
    seen: AsSeen & Pick<StoredRequest, 'pendingSince' | 'waitedSeconds'>,
    at: Date,
  ): Promise<boolean> {
    const waited = Math.max(0, at.getTime() - Date.parse(seen.pendingSince));
    const moved = await asSeen(tx, seen).update({
      status: 'questioned',
      waited_seconds: seen.waitedSeconds + Math.floor(waited / 1000),
      pending_since: at.toISOString(),
      updated_at: at.toISOString(),
    });
    return moved === 1;
  }

  /**
   * Gives an answered request back to those who decide; whatever was said before counts no more.
   *
   * @returns false if somebody else was faster
   */
  async answer(
    tx: Tx,
    seen: AsSeen,
    now: { turnRefs: readonly string[]; at: Date },
  ): Promise<boolean> {
    const moved = await asSeen(tx, seen).update({
      status: 'pending',
      generation: seen.generation + 1,
      turn_refs: JSON.stringify(now.turnRefs),
      pending_since: now.at.toISOString(),
      updated_at: now.at.toISOString(),
    });
    return moved === 1;
  }

  async addMessage(
    tx: Tx,
    request: Pick<StoredRequest, 'id'>,
    message: RequestMessage,
  ): Promise<void> {
    const { id, kind, authorRef, text, at } = message;
    await tx<MessageRow>('request_messages').insert({
      id,
      request_id: request.id,
      kind,
      author_ref: authorRef,
      text,
      at,
    });
  }

  /** @returns false if it stands elsewhere by now, or another replica has done it */
  async remind(
    tx: Tx,
    seen: AsSeen & Pick<StoredRequest, 'remindedAt'>,
    at: Date,
  ): Promise<boolean> {
    const moved = await asSeen(tx, seen)
      .where({ reminded_at: seen.remindedAt ?? null })
      .update({ reminded_at: at.toISOString() });
    return moved === 1;
  }

  /** Lets others decide, too. @returns false if that was done already, or it stands elsewhere by now */
  async escalate(
    tx: Tx,
    seen: AsSeen & Pick<StoredRequest, 'deciderRefs'>,
    now: {
      to: string;
      turnRefs: readonly string[];
      members: readonly GroupMembers[];
      at: Date;
    },
  ): Promise<boolean> {
    const moved = await asSeen(tx, seen)
      .whereNull('escalated_at')
      .update({
        escalated_at: now.at.toISOString(),
        escalated_to: now.to,
        turn_refs: JSON.stringify(now.turnRefs),
        decider_refs: JSON.stringify([
          ...new Set([...seen.deciderRefs, now.to]),
        ]),
      });
    if (moved !== 1) {
      return false;
    }
    await noteMembers(tx, seen.id, now.members, now.at);
    return true;
  }

  /** Writes who belongs to groups that have a word from now on. @returns false if the request stands elsewhere by now */
  async noteMore(
    tx: Tx,
    seen: AsSeen,
    now: { members: readonly GroupMembers[]; at: Date },
  ): Promise<boolean> {
    // Locks the row, and changes nothing of it.
    const isThere = await asSeen(tx, seen).update({ status: seen.status });
    if (isThere !== 1) {
      return false;
    }
    await noteMembers(tx, seen.id, now.members, now.at);
    return true;
  }

  /** Lets those whose the database is now look at an emergency, unless somebody has, or they may already. */
  async handReview(
    tx: Tx,
    seen: Pick<StoredRequest, 'id' | 'ownerRef' | 'deciderRefs'>,
    to: { ownerRef: string; refs: readonly string[] },
  ): Promise<void> {
    await tx<Row>('access_requests')
      .where({ id: seen.id, owner_ref: seen.ownerRef })
      .whereNotNull('review_due_at')
      .whereNull('reviewed_at')
      .update({
        owner_ref: to.ownerRef,
        review_refs: JSON.stringify(to.refs),
        decider_refs: JSON.stringify([
          ...new Set([...seen.deciderRefs, ...to.refs]),
        ]),
      });
  }

  /** Writes what somebody found of an emergency. @returns false if somebody has done it before */
  async review(
    tx: Tx,
    id: string,
    found: {
      verdict: 'in-order' | 'not-in-order';
      by: string;
      comment?: string;
      at: Date;
    },
  ): Promise<boolean> {
    const reviewed = await tx<Row>('access_requests')
      .where({ id })
      .whereNotNull('review_due_at')
      .whereNull('reviewed_at')
      .update({
        review_verdict: found.verdict,
        reviewed_by: found.by,
        reviewed_at: found.at.toISOString(),
        review_comment: found.comment ?? null,
      });
    return reviewed === 1;
  }

  /** Writes one person's word. @returns false if that person has said it already */
  async addDecision(
    tx: Tx,
    request: AsSeen,
    decision: StoredDecision,
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
        fills: decision.fills ? JSON.stringify(decision.fills) : null,
        joined_since: decision.joinedSince
          ? JSON.stringify(decision.joinedSince)
          : null,
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
      turnRefs: string[];
      members: readonly GroupMembers[];
      at: Date;
    },
  ): Promise<boolean> {
    const moved = await asSeen(tx, seen).update({
      status: 'pending',
      generation: seen.generation + 1,
      plan: JSON.stringify(now.plan),
      ...databaseColumns(now.plan),
      graph: JSON.stringify(now.graph),
      plan_digest: now.planDigest,
      cost_ceiling: ceilingColumn(now.costCeiling),
      owner_ref: now.ownerRef,
      decider_refs: JSON.stringify(now.deciderRefs),
      turn_refs: JSON.stringify(now.turnRefs),
      pending_since: now.at.toISOString(),
      waited_seconds: 0,
      reminded_at: null,
      escalated_at: null,
      escalated_to: null,
      members_noted_at: now.at.toISOString(),
      approved_at: null,
      updated_at: now.at.toISOString(),
    });
    if (moved !== 1) {
      return false;
    }
    await forgetMembers(tx, seen.id);
    await noteMembers(tx, seen.id, now.members, now.at);
    return true;
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

/** It concerns one of these. */
function isDecidedBy(
  query: Knex.QueryBuilder,
  deciderRefs: readonly string[],
): void {
  isAnyIn(query, 'decider_refs', deciderRefs);
}

/** A person's word on a request: of this generation, or of any. */
function wordOf(tx: Tx, person: string, of: 'this' | 'any') {
  const words = tx('decisions')
    .whereRaw('decisions.request_id = access_requests.id')
    .where('decider_ref', person);
  return of === 'this'
    ? words.whereRaw('decisions.generation = access_requests.generation')
    : words;
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
  const messages = await tx<MessageRow>('request_messages')
    .whereIn(
      'request_id',
      rows.map(row => row.id),
    )
    .orderBy([{ column: 'at' }, { column: 'kind', order: 'desc' }]);
  const noted = await notedMembersOf(
    tx,
    rows.map(row => row.id),
  );
  return rows.map(row =>
    toStoredRequest<G>(row, {
      decisions: decisions.filter(decision => decision.request_id === row.id),
      messages: messages.filter(message => message.request_id === row.id),
      noted: row.members_noted_at
        ? { at: row.members_noted_at, groups: noted.get(row.id) ?? new Map() }
        : undefined,
    }),
  );
}

function toStoredRequest<G extends GraphToBuild>(
  row: Row,
  beside: {
    decisions: DecisionRow[];
    messages: MessageRow[];
    noted: NotedMembers | undefined;
  },
): StoredRequest<G> {
  const { decisions, messages, noted } = beside;
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
    turnRefs: JSON.parse(row.turn_refs ?? row.decider_refs),
    pendingSince: row.pending_since ?? row.updated_at,
    waitedSeconds: Number(row.waited_seconds),
    remindedAt: row.reminded_at ?? undefined,
    escalatedAt: row.escalated_at ?? undefined,
    escalatedTo: row.escalated_to ?? undefined,
    noted,
    emergency: toReview(row),
    messages: messages.map(({ id, kind, author_ref: authorRef, text, at }) => ({
      id,
      kind,
      authorRef,
      text,
      at,
    })),
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
      fills: decision.fills === null ? undefined : JSON.parse(decision.fills),
      ...(decision.joined_since !== null && {
        joinedSince: JSON.parse(decision.joined_since),
      }),
    })),
  };
}

function toReview(row: Row): EmergencyReview | undefined {
  return row.review_due_at === null
    ? undefined
    : {
        refs: JSON.parse(row.review_refs ?? '[]'),
        dueAt: row.review_due_at,
        verdict: row.review_verdict ?? undefined,
        reviewedBy: row.reviewed_by ?? undefined,
        reviewedAt: row.reviewed_at ?? undefined,
        comment: row.review_comment ?? undefined,
      };
}

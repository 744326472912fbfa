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

import { ConnectVia, DecisionSeat, Join, Plan } from './plans';

/**
 * Where a request stands. `questioned` waits for an answer of the requester; `approved` waits for its start; `started` has
 * become a share.
 *
 * @public
 */
export type RequestStatus =
  | 'pending'
  | 'questioned'
  | 'approved'
  | 'started'
  | 'denied'
  | 'cancelled'
  | 'expired';

/**
 * One approver's word on one request. Never changed, never removed.
 *
 * @public
 */
export interface Decision {
  id: string;
  /** Full entity ref of the person. */
  deciderRef: string;
  decision: 'approve' | 'deny';
  comment?: string;
  /** The digest that the decider saw. */
  planDigest: string;
  /** The request's generation that was decided: it grows when the facts move and the request goes back. */
  generation: number;
  /** ISO 8601, UTC. */
  decidedAt: string;
  /**
   * Deciding groups that the person joined after they were asked. Such an approval fills no seat: somebody who was a member
   * then must approve it, too.
   */
  joinedSince?: string[];
}

/**
 * Groups of those who decide that the reader joined after they were asked, and belongs to no other: what their approval
 * is worth.
 *
 * @public
 */
export interface JoinedSince {
  /** Full entity refs. */
  refs: string[];
  /** When their members were noted; absent while they are not yet. ISO 8601, UTC. */
  notedAt?: string;
  /** `refused`: it is not taken; `flagged`: it is written down and shown as such, and fills no seat. */
  approval: 'refused' | 'flagged';
}

/**
 * A question of somebody who decides, or the requester's answer.
 *
 * @public
 */
export interface RequestMessage {
  id: string;
  kind: 'question' | 'answer';
  /** Full entity ref. */
  authorRef: string;
  text: string;
  /** ISO 8601, UTC. */
  at: string;
}

/**
 * A seat, and who has agreed for it so far.
 *
 * @public
 */
export interface SeatState extends DecisionSeat {
  /** Full entity refs of people. */
  filledBy: string[];
  /** Whether it is their turn: all stages before have agreed, and somebody is missing here. */
  isOpen: boolean;
}

/**
 * What became of an access that began before anybody was asked.
 *
 * @public
 */
export interface EmergencyReview {
  /** One of each has to look at it. */
  refs: string[];
  /** ISO 8601, UTC. */
  dueAt: string;
  /** Absent while nobody has looked at it. */
  verdict?: 'in-order' | 'not-in-order';
  /** Full entity ref of the person. */
  reviewedBy?: string;
  reviewedAt?: string;
  comment?: string;
}

/**
 * What a request waits for, and what happens if nobody does anything.
 *
 * @public
 */
export interface RequestWaiting {
  /** Since when it waits for them, without the time in which the requester was asked something. ISO 8601, UTC. */
  since: string;
  /** Whose turn it is, and when they were told. Empty while the requester is asked something. */
  asked: Array<{
    /** Full entity ref. */
    ref: string;
    /** ISO 8601, UTC. */
    at: string;
  }>;
  /** When they are reminded. */
  remindAt?: string;
  remindedAt?: string;
  /** When others may decide, too, and who. */
  escalateAt?: string;
  escalatesTo?: string;
  escalatedAt?: string;
  /** When it is over if nobody decides. */
  expiresAt: string;
}

/**
 * A person's wish for one database from one network.
 *
 * @public
 */
export interface AccessRequest {
  id: string;
  status: RequestStatus;
  generation: number;
  requesterRef: string;
  databaseRef: string;
  databaseArn: string;
  /** Groups or people that have a seat. */
  deciderRefs: string[];
  /** Who has to agree, and who has. */
  seats: SeatState[];
  /** Only while it is pending or questioned. */
  waiting?: RequestWaiting;
  /** The oldest first. */
  messages: RequestMessage[];
  /** Only of an access that could not wait. */
  emergency?: EmergencyReview;
  network: string;
  purpose: string;
  durationSeconds: number;
  start: 'automatic' | 'manual';
  plan: Plan;
  planDigest: string;
  decisions: Decision[];
  shareId?: string;
  /** What the person who asks may do now; the backend checks again. */
  actions: {
    decide: boolean;
    cancel: boolean;
    ask: boolean;
    answer: boolean;
    review: boolean;
  };
  /** Why `decide` is false, one sentence. */
  cannotDecideBecause?: string;
  /** Only where the reader may decide as a member of groups that they joined later. */
  joinedSince?: JoinedSince;
  /**
   * When it was noted who belongs to the groups that decide: it was filed then, or sent back last. Absent of requests of
   * before that was noted, which today's members decide. ISO 8601, UTC.
   */
  membersNotedAt?: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  updatedAt: string;
}

/**
 * The body of `POST /requests`.
 *
 * @public
 */
export interface NewRequest {
  databaseRef: string;
  network: string;
  durationSeconds: number;
  connectVia?: ConnectVia;
  /** As it was planned. */
  join?: Join;
  /** Why another pattern than the recommended; as it was planned. */
  overrideReason?: string;
  /** As it was planned. */
  changes?: string;
  /** GB a month; as it was planned. */
  expectedGbPerMonth?: number;
  purpose: string;
  start?: 'automatic' | 'manual';
  /** As it was planned. Its start is automatic. */
  emergency?: boolean;
  /** The digest of the plan that the requester saw. */
  planDigest: string;
  /** The same key by the same person with the same body files the same request once. */
  idempotencyKey: string;
}

/**
 * The body of `POST /requests/:id/decisions`.
 *
 * @public
 */
export interface NewDecision {
  decision: 'approve' | 'deny';
  comment?: string;
  planDigest: string;
}

/**
 * The body of `POST /decisions`: one person's words on several requests.
 *
 * @public
 */
export interface NewDecisions {
  items: Array<NewDecision & { requestId: string }>;
}

/**
 * What became of one of several words; one that fails hides none of the others.
 *
 * @public
 */
export interface DecisionOutcome {
  requestId: string;
  /** The request as it stands now; absent if the word was not taken. */
  request?: AccessRequest;
  /** Why it was not taken. */
  error?: { name: string; message: string; code?: string };
}

/**
 * The body of `POST /requests/:id/questions` and of `POST /requests/:id/answers`.
 *
 * @public
 */
export interface NewMessage {
  text: string;
}

/**
 * The body of `POST /requests/:id/reviews`. What is not in order is revoked, too.
 *
 * @public
 */
export interface NewReview {
  verdict: 'in-order' | 'not-in-order';
  /** Needed where something is not in order. */
  comment?: string;
}

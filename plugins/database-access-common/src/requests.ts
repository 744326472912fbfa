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

import { ConnectVia, Join, Plan } from './plans';

/**
 * Where a request stands. `approved` waits for its start; `started` has become a share.
 *
 * @public
 */
export type RequestStatus =
  | 'pending'
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
  /** Groups or people: one of each must approve. */
  deciderRefs: string[];
  network: string;
  purpose: string;
  durationSeconds: number;
  start: 'automatic' | 'manual';
  plan: Plan;
  planDigest: string;
  decisions: Decision[];
  shareId?: string;
  /** What the person who asks may do now; the backend checks again. */
  actions: { decide: boolean; cancel: boolean };
  /** Why `decide` is false, one sentence. */
  cannotDecideBecause?: string;
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
  /** GB a month; as it was planned. */
  expectedGbPerMonth?: number;
  purpose: string;
  start?: 'automatic' | 'manual';
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

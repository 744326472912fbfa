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

/**
 * The topic of Backstage's events service on which Towpath tells what happens.
 *
 * @public
 */
export const DATABASE_ACCESS_EVENTS_TOPIC = 'database-access';

/**
 * All that is told there; docs/events.md says when.
 *
 * @public
 */
export const DATABASE_ACCESS_EVENT_KINDS = [
  'request.filed',
  'request.approved-in-part',
  'request.approved',
  'request.emergency',
  'request.denied',
  'request.questioned',
  'request.answered',
  'request.reminded',
  'request.escalated',
  'request.sent-back',
  'request.waits',
  'request.started',
  'request.cancelled',
  'request.expired',
  'request.reviewed',
  'request.review-overdue',
  'share.building',
  'share.built',
  'share.active',
  'share.stuck',
  'share.retried',
  'share.revoking',
  'share.cut',
  'share.cut-next',
  'share.revoked',
  'share.takes-over',
  'share.handed',
  'share.reminded',
  'share.shortened',
  'share.extension-asked',
  'share.extension-agreed',
  'share.extension-denied',
  'share.extension-cancelled',
  'share.extension-expired',
  'share.extended',
  'share.to-certify',
  'share.certified',
  'share.certified-shorter',
  'share.idle',
  'share.used-again',
  'share.health-healthy',
  'share.health-pending',
  'share.health-degraded',
  'share.health-broken',
  'share.health-unknown',
  'share.drifted',
  'share.repairing',
  'share.database-removed',
  'share.database-back',
  'share.network-removed',
  'share.network-back',
  'share.account-removed',
  'share.account-back',
  'share.reachability-asked',
  'share.reachability-found',
  'object.adopting',
] as const;

/**
 * What happened.
 *
 * @public
 */
export type DatabaseAccessEventKind =
  (typeof DATABASE_ACCESS_EVENT_KINDS)[number];

/**
 * The payload of an event: that something happened. How it stands now, the API says.
 *
 * @public
 */
export interface DatabaseAccessEvent {
  /** The same each time that this event comes, and no other's. */
  id: string;
  kind: DatabaseAccessEventKind;
  requestId: string;
  /** Absent where it is about no share. */
  shareId?: string;
  /** One sentence for people, as the timeline has it. */
  message?: string;
  /** ISO 8601, UTC. */
  at: string;
}

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

export { Agreement } from './Agreement';
export {
  AUDIT_SCHEMA,
  AuditTrail,
  type AuditQuery,
  type AuditRecord,
} from './AuditTrail';
export {
  PoliciesRuleExtensions,
  type ExtensionAsk,
  type ExtensionPolicy,
  type ExtensionRuling,
} from './ExtensionPolicy';
export {
  Extensions,
  partiesOf,
  type ExtensionQuery,
  type ExtensionWithShare,
} from './Extensions';
export { approvalsOf, Deciders, seatsOf } from './Deciders';
export { EmergencyReviews } from './EmergencyReviews';
export { Journal } from './Journal';
export {
  LivingShares,
  type ShareQuery,
  type ShareWithObjects,
} from './LivingShares';
export { Membership, samePerson } from './Membership';
export { askedOf } from './askedOf';
export { joinedGroup, wasMember } from './joinedSince';
export { OutboxSender, SIGNAL_CHANNEL, type Written } from './OutboxSender';
export { Owners } from './Owners';
export { Participants } from './Participants';
export type { Person } from './Person';
export { Recertification } from './Recertification';
export {
  extensionNotFound,
  notEntitled,
  notInPerson,
  requestNotFound,
  shareNotFound,
} from './refuse';
export { Reminders } from './Reminders';
export { RemovalFindings } from './RemovalFindings';
export { IdleShares } from './IdleShares';
export { Measurements } from './Measurements';
export { UseWatch } from './UseWatch';
export { Patience } from './Patience';
export { Questions } from './Questions';
export { Requests, type RequestQuery, type StoredRequest } from './Requests';
export { RequestStarter } from './RequestStarter';
export { Rulings } from './Rulings';
export { ShareJournal } from './ShareJournal';
export { waitingOf } from './waitingOf';
export { HealthWatch } from './HealthWatch';
export { Orphans, type Orphan } from './Orphans';
export {
  driftOf,
  heldOf,
  stateOf,
  toLaneReading,
  type Drifted,
  type StateOfShare,
} from './stateOfShare';

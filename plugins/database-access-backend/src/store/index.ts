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

export { Store } from './Store';
export { ShareHealth, type ToldHealth } from './ShareHealth';
export {
  isRowId,
  Strays,
  tagOf,
  type BereftShare,
  type StoredStray,
  type Stray,
  type StrayDecision,
} from './Strays';
export {
  Surroundings,
  type StoredSurrounding,
  type Surrounding,
} from './Surroundings';
export {
  Sweeps,
  type DueSweep,
  type StoredSweep,
  type SweepProblem,
} from './Sweeps';
export {
  AccessRequests,
  type AsSeen,
  type NewStoredRequest,
  type RequestField,
  type StoredRequest,
} from './AccessRequests';
export { Counts, type OutboxCount } from './Counts';
export type { Criteria } from './Criteria';
export { DatabaseReadings, type StoredReading } from './DatabaseReadings';
export {
  DriftAuthors,
  type KnownOfAuthor,
  type NamedAuthor,
  type NewDriftQuestion,
  type StoredDriftQuestion,
} from './DriftAuthors';
export {
  InventoryRecords,
  type StoredDatabase,
  type StoredLane,
} from './InventoryRecords';
export {
  KnownObjects,
  NEVER_AGAIN,
  type BusyLane,
  type Learned,
  type Subject,
} from './KnownObjects';
export { LaneQuotas, type StoredQuotas } from './LaneQuotas';
export { LaneThrottles } from './LaneThrottles';
export { Leases, type FreeLane, type LaneLease } from './Leases';
export { LivingPairs } from './LivingPairs';
export { laneKey, laneOfKey } from './laneKey';
export type { GroupMembers, NotedGroup, NotedMembers } from './notedMembers';
export { ObjectNames, type NaturalKey } from './ObjectNames';
export {
  ONLY_FOR_PAGES,
  Outbox,
  type ClaimedMessage,
  type MessageKind,
  type OutboxMessage,
} from './Outbox';
export { PlanTurns } from './PlanTurns';
export { Prices, type StoredPrice } from './Prices';
export { RdsReadings, type StoredRdsReading } from './RdsReadings';
export {
  ReachabilityChecks,
  type KnownOfPart,
  type NewPart,
  type StoredCheck,
  type StoredPart,
} from './ReachabilityChecks';
export type { Intent, ReferenceOutcome, Removal } from './rows';
export type { ShareField } from './shareColumns';
export {
  ShareExtensions,
  type NewExtension,
  type StoredExtension,
} from './ShareExtensions';
export { ShareFindings } from './ShareFindings';
export { ShareNotices } from './ShareNotices';
export { ShareUses, type StoredUse } from './ShareUses';
export {
  REMOVE_OBJECT,
  rulesOf,
  Shares,
  SomebodyWasFaster,
  type Act,
  type CutToMake,
  type FollowingShare,
  type GraphToBuild,
  type NewShare,
  type MovingShare,
  type ObjectOfShare,
  type Standing,
  type StoredShare,
} from './Shares';
export type { StoredObject, StoredOutputOf } from './StoredObject';
export { Timeline, type NewTimelineEntry } from './Timeline';
export type { ChainedEntry, ChainHead } from './timelineChain';
export { Trails, type Trail, type TrailPage, type TrailQuery } from './Trails';
export type { Tx } from './Tx';
export { Verifications, type Unread } from './Verifications';
export {
  WantedObjects,
  type LookQuery,
  type NodeToBuild,
} from './WantedObjects';
export { Zones } from './Zones';

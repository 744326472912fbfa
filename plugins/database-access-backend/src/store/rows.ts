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

import { ObjectCondition } from '@towpath/backstage-plugin-database-access-common';

/** What a lane is about to do, or has begun without having heard the end. */
export type Intent = 'create' | 'correct' | 'remove';

/** How far a removal is: intended, or AWS has said yes. Once begun it is ended, whatever is wanted by then. */
export type Removal = 'begun' | 'accepted';

/** What became of an object after a share let go of it. */
export type ReferenceOutcome = 'removed' | 'kept';

export interface ShareRow {
  id: string;
  request_id: string;
  lifecycle: string;
  reason: string | null;
  requester_ref: string;
  owner_ref: string;
  database_ref: string;
  database_arn: string;
  network: string;
  network_owner_ref: string;
  environment: string | null;
  tags: string | null;
  pattern: string;
  zone: string | null;
  takes_over_from: string | null;
  taken_over_from: string | null;
  purpose: string;
  plan: string;
  graph: string;
  cut_index: number;
  cut_started_at: string | null;
  cut_lane: string | null;
  cut_attempts: number;
  cut_look_at: string | number;
  cut_at: string | null;
  /** When the access began that the first of its shares opened. */
  began_at: string | null;
  started_at: string;
  built_at: string | null;
  active_at: string | null;
  expires_at: string;
  revoked_by: string | null;
  revoked_at: string | null;
  certified_at: string | null;
  certified_by: string | null;
  updated_at: string;
  living_key: string | null;
}

export interface ObjectRow {
  id: string;
  lane: string;
  type: string;
  name: string;
  title: string;
  spec: string;
  wanted: 'present' | 'absent';
  generation: number;
  first_request_id: string;
  looks_asked: number;
  looks_warned: number;
  epoch: number;
  known_generation: number;
  made_generation: number;
  stuck_generation: number;
  intent: Intent | null;
  intent_generation: number;
  unsettled_until: string | number | null;
  removal: Removal | null;
  aws_id: string | null;
  state: string | null;
  outputs: string;
  condition: ObjectCondition;
  aws_status: string | null;
  reason: string | null;
  attempts: number;
  first_intent_at: string | number | null;
  read_at: string | number | null;
  next_look_at: string | number;
  looks_heeded: number;
  looks_read: number;
  differences: string | null;
  condition_since: string | number | null;
  tag: string | null;
  adopts: string | null;
}

export interface ReferenceRow {
  share_id: string;
  object_id: string;
  node_key: string;
  cut_rank: number | null;
  look: number | null;
  released_at: string | null;
  outcome: ReferenceOutcome | null;
}

export interface DependencyRow {
  object_id: string;
  depends_on_id: string;
}

export interface SweepRow {
  lane: string;
  asked: number;
  heeded: number;
  epoch: number;
  began_at: string | number | null;
  ended_at: string | number | null;
  next_at: string | number;
  next_full_at: string | number;
  calls: number;
  one_by_one: number;
  problems: string;
}

export interface ShareSurroundingRow {
  share_id: string;
  lane: string;
  kind: string;
  aws_id: string;
  sweep: number | null;
}

export interface SurroundingRow {
  lane: string;
  kind: string;
  aws_id: string;
  state: string | null;
  read_at: string | number;
  changed_at: string | number;
  sweep: number;
}

export interface StrayRow {
  lane: string;
  type: string;
  aws_id: string;
  state: string;
  first_seen_at: string | number;
  last_seen_at: string | number;
  object_id: string | null;
  differences: string | null;
}

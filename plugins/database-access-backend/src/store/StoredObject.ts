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
  ObjectCondition,
  ObjectDifference,
} from '@towpath/backstage-plugin-database-access-common';
import { Lane } from '../config';
import { laneOfKey } from './laneKey';
import { Intent, ObjectRow, Removal } from './rows';
import { toNumber } from './Tx';

/** Stands in a stored spec for what another object gives once it is ready. */
export interface StoredOutputOf {
  $output: { object: string; name: string };
}

/** One object's row. Times are milliseconds. */
export interface StoredObject {
  id: string;
  /** What AWS has as its tag `database-access:object`: this row's id, or that of the row it was made for before this one. */
  tag: string;
  lane: Lane;
  type: string;
  name: string;
  title: string;
  /** Outputs of other objects are not filled in: `StoredOutputOf` stands in their place. */
  spec: Record<string, unknown>;
  wanted: 'present' | 'absent';
  /** Grows with each change of what is wanted. */
  generation: number;
  firstRequestId: string;
  /** What AWS calls the object that people have agreed to have it take. */
  adopts?: string;
  /** Looks that were asked for so far, whoever did. */
  looksAsked: number;
  /** The last of them that was asked for because something may have changed. */
  looksWarned: number;
  /** How many of them were made. */
  looksHeeded: number;
  epoch: number;
  /** The generation that a lane has looked at last. */
  knownGeneration: number;
  /** The generation that AWS has; 0 while it has none. */
  madeGeneration: number;
  /** The generation that waits for a person. */
  stuckGeneration: number;
  /** Something was begun and its end was not heard. */
  intent?: Intent;
  intentGeneration: number;
  /** A call whose answer was lost may take effect until then. */
  unsettledUntil?: number;
  removal?: Removal;
  awsId?: string;
  state?: unknown;
  outputs: Record<string, string>;
  condition: ObjectCondition;
  awsStatus?: string;
  reason?: string;
  /** What AWS has otherwise than it shall be. */
  differences: ObjectDifference[];
  /** Since when its condition is what it is. */
  conditionSince?: number;
  /** Looks since something changed. */
  attempts: number;
  /** When work on this generation began. */
  firstIntentAt?: number;
  readAt?: number;
  nextLookAt: number;
}

/** A row as an object. */
export function toStoredObject(row: ObjectRow): StoredObject {
  return {
    id: row.id,
    tag: row.tag ?? row.id,
    lane: laneOfKey(row.lane),
    type: row.type,
    name: row.name,
    title: row.title,
    spec: JSON.parse(row.spec),
    wanted: row.wanted,
    generation: row.generation,
    firstRequestId: row.first_request_id,
    adopts: row.adopts ?? undefined,
    looksAsked: row.looks_asked,
    looksWarned: row.looks_warned,
    looksHeeded: row.looks_heeded,
    epoch: row.epoch,
    knownGeneration: row.known_generation,
    madeGeneration: row.made_generation,
    stuckGeneration: row.stuck_generation,
    intent: row.intent ?? undefined,
    intentGeneration: row.intent_generation,
    unsettledUntil: toNumber(row.unsettled_until),
    removal: row.removal ?? undefined,
    awsId: row.aws_id ?? undefined,
    state: row.state === null ? undefined : JSON.parse(row.state),
    outputs: JSON.parse(row.outputs),
    condition: row.condition,
    awsStatus: row.aws_status ?? undefined,
    reason: row.reason ?? undefined,
    differences: row.differences ? JSON.parse(row.differences) : [],
    conditionSince: toNumber(row.condition_since),
    attempts: row.attempts,
    firstIntentAt: toNumber(row.first_intent_at),
    readAt: toNumber(row.read_at),
    nextLookAt: Number(row.next_look_at),
  };
}

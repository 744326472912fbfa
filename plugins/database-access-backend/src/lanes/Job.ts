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
  TimelineDetails,
} from '@towpath/backstage-plugin-database-access-common';
import type { AnsweredCall } from '../aws';
import type { ObjectType } from '../objects';
import { StoredObject } from '../store';
import { HeldLane } from './HeldLane';

/** An object, its type and the lane it is worked in. */
export interface Job {
  object: StoredObject;
  type: ObjectType;
  held: HeldLane;
  purpose: 'build' | 'remove';
  /** The bucket that gave a token for this look; one is enough for all that AWS counts there. */
  paidFrom?: string;
}

/** A line of the timelines of all shares that the work is done for. */
export interface News {
  kind: string;
  message: string;
  /** Default: whose access it is, or who ended it. */
  actor?: 'system';
  awsRequestId?: string;
  details?: TimelineDetails;
}

/** What a line says of the call that it tells of. */
export function ofCall(
  call: AnsweredCall | undefined,
  awsId?: string,
): Pick<News, 'awsRequestId' | 'details'> {
  if (!call) {
    return {};
  }
  const { requestId, ...made } = call;
  return {
    awsRequestId: requestId,
    details: { call: { ...made, ...(awsId && { awsId }) } },
  };
}

/** What people call it. */
export function nameOf(object: StoredObject): string {
  return `${object.title} ${object.name}`;
}

/** Nothing was ever called for it, or what was called is known to have done nothing. */
export function wasNeverMade(object: StoredObject): boolean {
  return (
    ['absent', 'gone'].includes(object.condition) &&
    object.madeGeneration === 0 &&
    !object.intent &&
    !object.removal &&
    object.unsettledUntil === undefined
  );
}

/** Nothing can be there yet, so there is nothing to see before it is its turn to be made. */
export function isToBeMade({ object, purpose }: Job): boolean {
  return (
    purpose === 'build' &&
    wasNeverMade(object) &&
    object.stuckGeneration !== object.generation
  );
}

/** Nothing has to be asked to know that it is gone. */
export function needsNoRead({ object, type, purpose }: Job): boolean {
  return (
    purpose === 'remove' &&
    (type.endsWithParent === true || wasNeverMade(object))
  );
}

/** Why an object is not corrected any more, for people. */
export function notAsItShallBe({ object, type }: Job, needed: string): string {
  const minutes = Math.round(type.budgetSeconds / 60);
  return `${nameOf(object)} in account ${
    object.lane.accountId
  } is not as it shall be (allowed: ${minutes} min): ${needed}`;
}

/** Why an object stands still, for people. */
export function stuckSentence(
  { object, type, purpose }: Job,
  why: string | undefined,
  condition?: ObjectCondition,
): string {
  if (condition === 'broken') {
    return `${nameOf(object)} in account ${object.lane.accountId} failed${
      why ? `: ${why}` : ''
    }`;
  }
  const minutes = Math.round(type.budgetSeconds / 60);
  const aim = purpose === 'build' ? 'ready' : 'gone';
  return `${nameOf(object)} in account ${
    object.lane.accountId
  } is not ${aim} (allowed: ${minutes} min)${why ? `: ${why}` : ''}`;
}

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

import type { AnsweredCall } from '../aws';
import { ObjectDifference } from '@towpath/backstage-plugin-database-access-common';
import { kindOfStep } from '../health';
import {
  type Assessment,
  holdOf,
  type ObjectRef,
  tellDifferences,
  tellHold,
} from '../objects';
import { Learned } from '../store';
import { Job, nameOf, News, ofCall } from './Job';

/** What AWS says of an object, and what somebody has changed about it. */
export interface LearnedCondition extends Assessment {
  differences: ObjectDifference[];
}

/**
 * What is made of what AWS says: nothing is well that is otherwise than it shall be, and what is not well and held says so.
 *
 * @param ref - absent right after it was made, when there is nothing to compare
 */
export function learnedCondition(
  { type, object }: Pick<Job, 'type' | 'object'>,
  state: unknown,
  ref: ObjectRef<any> | undefined,
): LearnedCondition {
  const learned = comparedCondition({ type, object }, state, ref);
  const says = holdOf(state);
  if (says === undefined || !isUnwell(learned)) {
    return learned;
  }
  const { title, lane } = object;
  const held = tellHold({ says, title, accountId: lane.accountId });
  const reason = learned.reason ? `${learned.reason} ${held}` : held;
  return { ...learned, reason };
}

function isUnwell({ condition }: Assessment): boolean {
  return condition === 'degraded' || condition === 'broken';
}

function comparedCondition(
  { type, object }: Pick<Job, 'type' | 'object'>,
  state: unknown,
  ref: ObjectRef<any> | undefined,
): LearnedCondition {
  const said = type.assess(state);
  const differences = ref ? type.differences?.(ref, state) ?? [] : [];
  if (said.condition !== 'ready' || differences.length === 0) {
    return { ...said, differences };
  }
  const isBroken = differences.some(({ effect }) => effect === 'broken');
  return {
    ...said,
    condition: isBroken ? 'broken' : 'degraded',
    reason: changedSentence(object, differences),
    differences,
  };
}

function changedSentence(
  { title, name, lane }: Job['object'],
  differences: readonly ObjectDifference[],
): string {
  return `${title} ${name} in account ${
    lane.accountId
  } was changed outside of this portal: ${tellDifferences(differences)}.`;
}

/** What AWS says of an object, as it is written. */
export function learnedState(
  { object, type }: Job,
  state: unknown,
  now: number,
  ref?: ObjectRef<any>,
): Omit<Learned, 'nextLookAt'> {
  const { condition, awsStatus, reason, differences } = learnedCondition(
    { object, type },
    state,
    ref,
  );
  const { unsettledUntil } = object;
  // What AWS shows was made once. Only a type without token or name may be made or unmade yet again by a lost call, and
  // anything may be changed back by a lost correction.
  const isCorrected =
    object.intent === 'correct' && unsettledUntil !== undefined;
  const mayChangeYet = type.identity === 'neither' || isCorrected;
  return {
    intent: isCorrected ? 'correct' : null,
    unsettledUntil: (mayChangeYet ? unsettledUntil : undefined) ?? null,
    madeGeneration: object.generation,
    awsId: type.awsId(state),
    state,
    outputs: type.outputs(state),
    condition,
    awsStatus: awsStatus ?? null,
    reason: reason ?? null,
    differences,
    conditionSince:
      condition === object.condition ? object.conditionSince ?? now : now,
    readAt: now,
  };
}

/** A line if its condition is another than was known. */
export function conditionNews(
  { object, type }: Job,
  state: unknown,
): News | undefined {
  const { condition, awsStatus, reason } = type.assess(state);
  if (condition === object.condition) {
    return undefined;
  }
  return {
    kind: `object.${condition}`,
    message: `${nameOf(object)} is ${condition}${
      awsStatus ? ` (${awsStatus})` : ''
    }${reason ? `: ${reason}` : ''}`,
  };
}

/** A line for each step that what follows a database has made since it was looked at before. */
export function moveNews(
  { object, type }: Job,
  state: unknown,
  made?: AnsweredCall,
): News[] {
  const of = ofCall(made, made && type.awsId(state));
  const moves =
    object.state === undefined ? [] : type.moves?.(object.state, state);
  return (moves ?? []).map(({ step, message, addresses, isLast }) => ({
    kind: kindOfStep(step),
    message,
    ...of,
    details: { ...of.details, addresses, ...(isLast && { isLast }) },
  }));
}

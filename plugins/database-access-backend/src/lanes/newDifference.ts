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
import { isDeepStrictEqual } from 'util';
import { trailOf } from '../objects';
import { Learned, NewDriftQuestion } from '../store';
import { asJson } from './asJson';
import { Job } from './Job';
import { authorLookMs } from './waits';

/** Where the time of the last look is not known. */
const UNKNOWN_LOOK_MS = 3_600_000;

/**
 * What CloudTrail is to be asked, if what was learned of an object says that somebody changed or removed it since the
 * look before. What the portal itself makes and removes is no difference.
 */
export function newDifference(
  { object, type, purpose }: Pick<Job, 'object' | 'type' | 'purpose'>,
  learned: Learned,
  now: number,
): NewDriftQuestion | undefined {
  const isMade = object.madeGeneration === object.generation;
  if (purpose !== 'build' || !isMade || object.state === undefined) {
    return undefined;
  }
  const { condition, differences = [] } = learned;
  const isGone = condition === 'gone' && object.condition !== 'gone';
  const isOther =
    differences.length > 0 &&
    !isDeepStrictEqual(asJson(differences), asJson(object.differences));
  if (!isGone && !isOther) {
    return undefined;
  }
  return {
    objectId: object.id,
    what: isGone ? 'gone' : 'changed',
    trail: trailOf(type, object.state),
    seenWellAt: object.readAt ?? now - UNKNOWN_LOOK_MS,
    seenOtherAt: now,
    lookAt: now + authorLookMs(0)!,
  };
}

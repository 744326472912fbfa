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

import type { ShareSync } from '@towpath/backstage-plugin-database-access-common';
import type { KnownObject } from './hops';
import { isStale, ReadingTerms } from './readings';

/** What is compared with the plan. */
export type ComparedObject = Pick<
  KnownObject,
  'type' | 'wanted' | 'condition' | 'readAt' | 'differences'
>;

/**
 * Whether AWS has what was made for a share. It says nothing of whether that works: what AWS calls failed is there all the
 * same. What is being made or removed is the portal's own doing and no drift; as long as there is nothing else, and where
 * something was not read for too long, nobody knows.
 */
export function syncOf(
  objects: readonly ComparedObject[],
  terms: ReadingTerms,
): ShareSync {
  const judged = objects.map(object => judge(object, terms));
  if (judged.includes('drifted')) {
    return 'drifted';
  }
  return judged.includes('unknown') || !judged.includes('in-sync')
    ? 'unknown'
    : 'in-sync';
}

function judge(
  object: ComparedObject,
  terms: ReadingTerms,
): ShareSync | undefined {
  const { wanted, condition } = object;
  if (wanted === 'absent') {
    // Nobody reads again what was seen to be gone.
    return condition === 'gone' ? 'in-sync' : undefined;
  }
  if (condition === 'absent' || condition === 'pending') {
    return undefined;
  }
  if (condition === 'unknown' || isStale(object, terms)) {
    return 'unknown';
  }
  return condition === 'gone' || object.differences?.length
    ? 'drifted'
    : 'in-sync';
}

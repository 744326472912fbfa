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

import type { ObjectCondition } from '@towpath/backstage-plugin-database-access-common';
import type { Assessment } from './ObjectType';

/** What the status words of one service mean. AWS spells them as it likes, so case does not count. */
export interface StatusWords {
  ready: readonly string[];
  pending: readonly string[];
  degraded?: readonly string[];
  broken: readonly string[];
  gone?: readonly string[];
}

/** Whether AWS's word is one of these, however it spells it. */
export function isOneOf(word: string | undefined, ...words: string[]): boolean {
  return words.some(w => w.toLowerCase() === word?.toLowerCase());
}

/** A word that AWS adds tomorrow is `unknown`, never `broken`. */
export function assessStatus(
  words: StatusWords,
  status: string | undefined,
  reason?: string,
): Assessment {
  const isOne = (known: readonly string[] | undefined) =>
    isOneOf(status, ...(known ?? []));
  const conditions: Array<[ObjectCondition, readonly string[] | undefined]> = [
    ['ready', words.ready],
    ['pending', words.pending],
    ['degraded', words.degraded],
    ['broken', words.broken],
    ['gone', words.gone],
  ];
  const [condition] = conditions.find(([, known]) => isOne(known)) ?? [
    'unknown' as const,
  ];
  return {
    condition,
    awsStatus: status,
    reason:
      reason ??
      (condition === 'unknown'
        ? `AWS says ${
            status ?? 'nothing of its status'
          }, which this version does not know.`
        : undefined),
  };
}

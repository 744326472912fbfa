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

import { pageOf } from '../../core/paging';
import { refuse } from './errors';

export interface PageLimits {
  min: number;
  max: number;
  /** How many come when nothing is asked; without it all. */
  byDefault?: number;
  /** More than `max` may be asked for and gives `max`. */
  capped?: boolean;
}

/** What most Describe operations allow. */
export const FIVE_TO_THOUSAND: PageLimits = { min: 5, max: 1000 };

/** The page that was asked for, in the order of the keys. */
export function page<T>(
  items: T[],
  keyOf: (item: T) => string,
  input: { MaxResults?: number; NextToken?: string },
  limits: PageLimits = FIVE_TO_THOUSAND,
): { items: T[]; NextToken?: string } {
  const cut = pageOf(items, keyOf, {
    size: sizeOf(input.MaxResults, limits) ?? items.length,
    token: input.NextToken,
  });
  if (!cut) {
    throw refuse('InvalidNextToken', 'The specified NextToken is not valid.');
  }
  return { items: cut.items, NextToken: cut.nextToken };
}

function sizeOf(
  asked: number | undefined,
  limits: PageLimits,
): number | undefined {
  if (asked === undefined) {
    return limits.byDefault;
  }
  if (asked < limits.min) {
    throw outOfRange(
      asked,
      `Expecting a value greater than or equal to ${limits.min}.`,
    );
  }
  if (asked > limits.max && !limits.capped) {
    throw outOfRange(
      asked,
      `Expecting a value less than or equal to ${limits.max}.`,
    );
  }
  return Math.min(asked, limits.max);
}

function outOfRange(asked: number, expectation: string) {
  return refuse(
    'InvalidParameterValue',
    `Value ( ${asked} ) for parameter maxResults is invalid. ${expectation}`,
  );
}

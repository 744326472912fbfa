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

import { AwsError } from '../../core/errors';
import { Page, pageOf } from '../../core/paging';

/** So many RAM looks at for one answer, however many were asked for. */
const MOST_LOOKED_AT = 25;

/**
 * One page of what RAM found. It cuts the page first and filters it then, so "a page may be empty although nextToken is
 * set" (AWS RAM API Reference, nextToken): only a missing token is the end.
 */
export function ramPage<T extends { arn: string; createdAt: number }>(
  everything: T[],
  input: { maxResults?: number; nextToken?: string },
  wanted: (item: T) => boolean,
): Page<T> {
  const page = pageOf(everything, item => `${item.createdAt}/${item.arn}`, {
    token: input.nextToken,
    size: Math.min(input.maxResults ?? MOST_LOOKED_AT, MOST_LOOKED_AT),
  });
  if (!page) {
    throw new AwsError(
      'InvalidNextTokenException',
      'The specified value for NextToken is not valid.',
    );
  }
  return { ...page, items: page.items.filter(wanted) };
}

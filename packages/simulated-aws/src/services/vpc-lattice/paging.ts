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

import { Page, pageOf } from '../../core/paging';
import { invalid } from './refusals';

/** A page holds 100 unless fewer are asked for (VPC Lattice API Reference, maxResults). */
export function latticePage<T extends { id: string; createdAt: number }>(
  items: T[],
  input: { maxResults?: number; nextToken?: string },
): Page<T> {
  const page = pageOf(items, item => `${item.createdAt}/${item.id}`, {
    token: input.nextToken,
    size: input.maxResults ?? 100,
  });
  if (!page) {
    throw invalid('nextToken', 'The nextToken is not valid.');
  }
  return page;
}

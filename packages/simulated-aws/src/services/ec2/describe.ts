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

import type { Filter } from '@aws-sdk/client-ec2';
import { applyFilters, FilterFields } from './filters';
import { find, Kind } from './ids';
import { FIVE_TO_THOUSAND, page, PageLimits } from './paging';

/** What every Describe operation does: the objects with these ids, those that the filters leave, one page of them. */
export function describe<T extends { tags: Record<string, string> }>(options: {
  kind: Kind;
  objects: Record<string, T>;
  ids?: string[];
  fields: FilterFields<T>;
  input: { Filters?: Filter[]; MaxResults?: number; NextToken?: string };
  limits?: PageLimits;
}): { items: T[]; NextToken?: string } {
  const { kind, objects, fields, input, limits = FIVE_TO_THOUSAND } = options;
  const ids = new Set(options.ids ?? []);
  const asked: Record<string, T> = ids.size
    ? Object.fromEntries([...ids].map(id => [id, find(kind, objects, id)]))
    : objects;
  const idOf = new Map(Object.entries(asked).map(([id, item]) => [item, id]));
  const left = applyFilters([...idOf.keys()], input.Filters, fields);
  return page(left, item => idOf.get(item)!, input, limits);
}

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
import { missing, refuse } from './errors';

/** The filters of one Describe operation: name to the values that an object has for it. */
export type FilterFields<T> = Record<
  string,
  (item: T) => Array<string | undefined>
>;

/** "Filter values limit" of AWS's page "List and filter your resources": the sum over all filters of one call. */
const MAX_VALUES = 200;

/** What is left of `items` when each filter must meet one of its values. */
export function applyFilters<T extends { tags: Record<string, string> }>(
  items: T[],
  filters: Filter[] | undefined,
  fields: FilterFields<T>,
): T[] {
  const conditions = (filters ?? []).map(filter => conditionOf(filter, fields));
  const values = (filters ?? []).flatMap(filter => filter.Values ?? []);
  if (values.length > MAX_VALUES) {
    throw refuse(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${MAX_VALUES}`,
    );
  }
  return items.filter(item => conditions.every(meets => meets(item)));
}

function conditionOf<T extends { tags: Record<string, string> }>(
  filter: Filter,
  fields: FilterFields<T>,
): (item: T) => boolean {
  const name = filter.Name ?? '';
  const valuesOf = name.startsWith('tag:')
    ? (item: T) => [item.tags[name.slice('tag:'.length)]]
    : { 'tag-key': (item: T) => Object.keys(item.tags), ...fields }[name];
  if (!valuesOf) {
    throw refuse('InvalidParameterValue', `The filter '${name}' is invalid`);
  }
  if (!filter.Values?.length) {
    throw missing(`Filter.${name}.Value`);
  }
  const patterns = filter.Values.map(patternOf);
  return item =>
    valuesOf(item).some(
      value =>
        value !== undefined && patterns.some(pattern => pattern.test(value)),
    );
}

/** `*` is any text and `?` any character; a backslash takes their meaning away. */
function patternOf(text: string): RegExp {
  const source = text.replace(/\\[*?\\]|[\s\S]/g, part => {
    if (part === '*') {
      return '[\\s\\S]*';
    }
    if (part === '?') {
      return '[\\s\\S]';
    }
    return (part.length === 2 ? part[1] : part).replace(
      /[.*+?^${}()|[\]\\]/,
      '\\$&',
    );
  });
  return new RegExp(`^${source}$`);
}

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

import { Knex } from 'knex';

/** What a row must say: one of these values in one of the fields that a list may be narrowed by. */
export interface FieldIs<F extends string = string> {
  field: F;
  values: readonly string[];
}

/** A condition on rows, as a policy may make it. */
export type Criteria<F extends string = string> =
  | FieldIs<F>
  | { allOf: readonly Criteria<F>[] }
  | { anyOf: readonly Criteria<F>[] }
  | { not: Criteria<F> };

/** Where a field stands in a table: in a column, or as the condition says. */
export type Column =
  | string
  | ((query: Knex.QueryBuilder, values: readonly string[]) => void);

/** Narrows a query, so that nobody fetches what may not be shown. */
export function narrow<F extends string>(
  query: Knex.QueryBuilder,
  criteria: Criteria<F>,
  columns: Readonly<Record<F, Column>>,
): void {
  if ('allOf' in criteria) {
    for (const each of criteria.allOf) {
      query.andWhere(inner => narrow(inner, each, columns));
    }
  } else if ('anyOf' in criteria) {
    // No condition at all would let everything pass, and none of none is nothing.
    query.andWhere(inner => {
      inner.whereRaw('1 = 0');
      for (const each of criteria.anyOf) {
        inner.orWhere(one => narrow(one, each, columns));
      }
    });
  } else if ('not' in criteria) {
    query.whereNot(inner => narrow(inner, criteria.not, columns));
  } else {
    const column = columns[criteria.field];
    if (typeof column === 'string') {
      // Of what has no value it is false and not unknown, or the contrary would not hold of it either.
      query.whereNotNull(column).whereIn(column, [...criteria.values]);
    } else {
      column(query, criteria.values);
    }
  }
}

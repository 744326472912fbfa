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

import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';

/** What policies may ask of a database, as requests and shares keep it. */
export function databaseColumns({ database }: Pick<Plan, 'database'>): {
  environment: string | null;
  tags: string | null;
} {
  return {
    environment: database?.environment ?? null,
    tags: JSON.stringify(database?.tags ?? []),
  };
}

/** The database has one of these AWS tags, each `key=value`. */
export function hasTag(
  query: Knex.QueryBuilder,
  tags: readonly string[],
): void {
  isAnyIn(query, 'tags', tags);
}

/** One of these stands in a JSON list. */
export function isAnyIn(
  query: Knex.QueryBuilder,
  column: 'decider_refs' | 'turn_refs' | 'review_refs' | 'tags',
  values: readonly string[],
): void {
  query.where(any => {
    // No condition at all would let everything pass.
    any.whereRaw('1 = 0');
    for (const value of values) {
      any.orWhereRaw(`${contains(any)}(coalesce(${column}, ''), ?) > 0`, [
        JSON.stringify(value),
      ]);
    }
  });
}

/** What finds a text in another, letter by letter: for LIKE, SQLite takes large and small ones as the same. */
function contains({ client }: Knex.QueryBuilder): 'instr' | 'strpos' {
  return client.config.client === 'pg' ? 'strpos' : 'instr';
}

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

/** Where it would show if anything had been decided, started or built. */
const TABLES = [
  'access_requests',
  'decisions',
  'request_starts',
  'shares',
  'objects',
  'object_references',
  'object_dependencies',
  'timeline',
  'outbox',
];

/** All rows of these tables, to be compared with those of another moment. */
export async function rowsOf(
  knex: Knex,
  tables: readonly string[] = TABLES,
): Promise<Record<string, object[]>> {
  const rows: Record<string, object[]> = {};
  for (const table of tables) {
    const all = await knex(table);
    rows[table] = all
      .map(row => ({ ...row }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return rows;
}

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

/** What changes by the hour and says nothing of anybody's access. */
const RESTLESS = [
  // Who works where.
  'lanes',
  // How often somebody planned.
  'plan_turns',
  'database_readings',
  'prices',
  // What accounts looked like when they were read last.
  'sweeps',
  'surroundings',
  'strays',
  'share_health',
  'share_uses',
];

/** All rows of all tables where anything would show that was decided, started or built. */
export async function rowsOf(knex: Knex): Promise<Record<string, object[]>> {
  const rows: Record<string, object[]> = {};
  for (const table of await tablesOf(knex)) {
    const all = await knex(table);
    rows[table] = all
      .map(row => ({ ...row }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return rows;
}

/** Asked of the database itself, so that no table is forgotten that is added later. */
export async function tablesOf(
  knex: Knex,
  options: { all?: boolean } = {},
): Promise<string[]> {
  const isPostgres = knex.client.config.client === 'pg';
  const rows: Array<{ name: string }> = isPostgres
    ? await knex('pg_tables')
        .whereRaw('schemaname = current_schema()')
        .select({ name: 'tablename' })
    : await knex('sqlite_master').where({ type: 'table' }).select('name');
  return rows
    .map(({ name }) => name)
    .filter(name => !/^(knex_|sqlite_)/.test(name))
    .filter(name => options.all || !RESTLESS.includes(name))
    .sort();
}

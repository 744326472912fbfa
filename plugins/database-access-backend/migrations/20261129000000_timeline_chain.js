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

// @ts-check

const { createHash } = require('crypto');

const READ_AT_ONCE = 500;

const FIRST_PREVIOUS_HASH = '0'.repeat(64);

const POSTGRES_GUARDS = [
  `create function timeline_is_append_only() returns trigger language plpgsql as $$
   begin
     raise exception 'The timeline is append-only: nothing in it is changed or removed';
   end $$`,
  `create trigger timeline_keeps_rows before update or delete on timeline
   for each row execute function timeline_is_append_only()`,
  `create trigger timeline_keeps_all before truncate on timeline
   for each statement execute function timeline_is_append_only()`,
];

const POSTGRES_GUARDS_OFF = [
  'drop trigger timeline_keeps_rows on timeline',
  'drop trigger timeline_keeps_all on timeline',
  'drop function timeline_is_append_only()',
];

const SQLITE_GUARDS = ['update', 'delete'].map(
  verb => `create trigger timeline_keeps_rows_${verb} before ${verb} on timeline
   begin
     select raise(abort, 'The timeline is append-only: nothing in it is changed or removed');
   end`,
);

const SQLITE_GUARDS_OFF = ['update', 'delete'].map(
  verb => `drop trigger timeline_keeps_rows_${verb}`,
);

/**
 * The rows of each request become a chain, those that exist already, too: each carries the hash of the one before it. From
 * then on the database itself refuses to change or to remove one. A portal of an older version that is still running
 * beside this one can add none either, since it knows of no chain: what it was about to write is rolled back, and is done
 * by its successor.
 *
 * Whoever alters the table on SQLite later must make the triggers again: knex makes it anew there.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('timeline', table => {
    table.integer('sequence').comment('1, 2, 3 … within the request');
    table
      .string('previous_hash', 64)
      .comment('Of the row before it; zeros for the first');
    table
      .string('hash', 64)
      .comment('SHA-256 of all else, as canonical JSON (RFC 8785)');
  });
  await chainAll(knex);
  await knex.schema.alterTable('timeline', table => {
    table.integer('sequence').notNullable().alter();
    table.string('previous_hash', 64).notNullable().alter();
    table.string('hash', 64).notNullable().alter();
  });
  await knex.schema.alterTable('timeline', table => {
    table.unique(['request_id', 'sequence']);
  });
  for (const statement of isPostgres(knex) ? POSTGRES_GUARDS : SQLITE_GUARDS) {
    await knex.raw(statement);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  const statements = isPostgres(knex) ? POSTGRES_GUARDS_OFF : SQLITE_GUARDS_OFF;
  for (const statement of statements) {
    await knex.raw(statement);
  }
  await knex.schema.alterTable('timeline', table => {
    table.dropUnique(['request_id', 'sequence']);
  });
  await knex.schema.alterTable('timeline', table => {
    table.dropColumns('sequence', 'previous_hash', 'hash');
  });
};

/** @param {import('knex').Knex} knex */
function isPostgres(knex) {
  return knex.client.config.client === 'pg';
}

/** @param {import('knex').Knex} knex */
async function chainAll(knex) {
  /** @type {Map<string, { sequence: number, hash: string }>} */
  const heads = new Map();
  let after = 0;
  for (;;) {
    const rows = await knex('timeline')
      .where('id', '>', after)
      .orderBy('id')
      .limit(READ_AT_ONCE);
    for (const row of rows) {
      const head = heads.get(row.request_id);
      const sequence = (head?.sequence ?? 0) + 1;
      const previousHash = head?.hash ?? FIRST_PREVIOUS_HASH;
      const hash = hashOf(row, sequence, previousHash);
      await knex('timeline')
        .where({ id: row.id })
        .update({ sequence, previous_hash: previousHash, hash });
      heads.set(row.request_id, { sequence, hash });
      after = row.id;
    }
    if (rows.length < READ_AT_ONCE) {
      return;
    }
  }
}

/**
 * As the store makes it today. It stands here, too, since what was chained by this migration stays as it is for ever.
 *
 * @param {Record<string, any>} row
 * @param {number} sequence
 * @param {string} previousHash
 */
function hashOf(row, sequence, previousHash) {
  const kept = {
    requestId: row.request_id,
    sequence,
    previousHash,
    at: row.at,
    actor: row.actor,
    kind: row.kind,
    message: row.message,
    shareId: row.share_id || undefined,
    objectKey: row.object_key || undefined,
    awsRequestId: row.aws_request_id || undefined,
    planDigest: row.plan_digest || undefined,
    details: row.details ? JSON.parse(row.details) : undefined,
  };
  return createHash('sha256').update(canonical(kept)).digest('hex');
}

/**
 * RFC 8785.
 *
 * @param {any} value
 * @returns {string}
 */
function canonical(value) {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value)
      .filter(key => value[key] !== undefined)
      .sort()
      .map(key => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

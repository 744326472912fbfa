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

/**
 * How long access lasts: extensions and the words said on them, what people were told of an end, who said that an access is
 * still needed, and what is wrong around a share.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('shares', table => {
    table.string('certified_at', 32).comment('ISO 8601, UTC');
    table.string('certified_by').comment('Who said last that it is needed');
  });

  await knex.schema.createTable('share_extensions', table => {
    table.comment('Wishes that an access lasts longer');
    table.string('id', 36).primary();
    table.string('share_id', 36).notNullable();
    table.string('status', 16).notNullable();
    table.string('asked_by').notNullable();
    table.bigInteger('duration_seconds').notNullable();
    table.text('reason').notNullable();
    table.text('decider_refs').notNullable().comment('JSON list');
    table
      .text('share_ids')
      .notNullable()
      .comment('JSON list: what lasts longer together');
    table.string('expires_before', 32).notNullable().comment('ISO 8601, UTC');
    table.string('expires_after', 32).notNullable().comment('ISO 8601, UTC');
    table.string('idempotency_key').notNullable().unique();
    table.string('body_digest', 64).notNullable();
    // One that waits for each share, or for each network in a zone: null once it is over, and nulls do not collide.
    table.string('open_key').unique();
    table.string('created_at', 32).notNullable().comment('ISO 8601, UTC');
    table.string('updated_at', 32).notNullable().comment('ISO 8601, UTC');
    table.index(['share_id']);
    table.index(['status', 'created_at']);
  });

  await knex.schema.createTable('share_extension_decisions', table => {
    table.comment('Words said on extensions; append-only');
    table.string('id', 36).primary();
    table.string('extension_id', 36).notNullable();
    table.string('decider_ref').notNullable();
    table.string('decision', 8).notNullable();
    table.text('comment');
    table.string('decided_at', 32).notNullable().comment('ISO 8601, UTC');
    table.unique(['extension_id', 'decider_ref']);
  });

  await knex.schema.createTable('share_notices', table => {
    table.comment('What people were told of a share once and for all');
    table.string('share_id', 36).notNullable();
    table.string('notice', 64).notNullable();
    table.string('told_at', 32).notNullable().comment('ISO 8601, UTC');
    table.primary(['share_id', 'notice']);
  });

  await knex.schema.createTable('share_findings', table => {
    table.comment('What is wrong around a share, until it is well again');
    table.string('share_id', 36).notNullable();
    table.string('code', 64).notNullable();
    table.string('severity', 16).notNullable();
    table.text('message').notNullable();
    table.text('remedy');
    table.string('found_at', 32).notNullable().comment('ISO 8601, UTC');
    table.primary(['share_id', 'code']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'share_findings',
    'share_notices',
    'share_extension_decisions',
    'share_extensions',
  ]) {
    await knex.schema.dropTable(table);
  }
  await knex.schema.alterTable('shares', table => {
    table.dropColumn('certified_at');
    table.dropColumn('certified_by');
  });
};

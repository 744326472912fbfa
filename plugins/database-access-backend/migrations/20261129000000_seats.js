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
 * Whose turn it is to decide, since when they are waited for, what they asked, and what was begun before anybody was
 * asked.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('access_requests', table => {
    table.text('turn_refs').comment('JSON list: whose turn it is');
    table.string('pending_since', 32).comment('ISO 8601, UTC');
    table
      .bigInteger('waited_seconds')
      .notNullable()
      .defaultTo(0)
      .comment('For those who decide, before pending_since');
    table.string('reminded_at', 32).comment('ISO 8601, UTC');
    table.string('escalated_at', 32).comment('ISO 8601, UTC');
    table.string('escalated_to').comment('Who may decide since then, too');
    table.text('review_refs').comment('JSON list: who looks at an emergency');
    table.string('review_due_at', 32).comment('ISO 8601, UTC');
    table.string('review_verdict', 16);
    table.string('reviewed_by');
    table.string('reviewed_at', 32).comment('ISO 8601, UTC');
    table.text('review_comment');
    table.index(['review_due_at']);
  });
  await knex('access_requests').update({
    turn_refs: knex.ref('decider_refs'),
    pending_since: knex.ref('updated_at'),
  });
  await knex.schema.alterTable('decisions', table => {
    table.text('fills').comment('JSON list: seats that the person may fill');
  });
  await knex.schema.createTable('request_messages', table => {
    table.comment('Questions of those who decide, and answers; append-only');
    table.string('id', 36).primary();
    table.string('request_id', 36).notNullable();
    table.string('kind', 8).notNullable();
    table.string('author_ref').notNullable();
    table.text('text').notNullable();
    table.string('at', 32).notNullable().comment('ISO 8601, UTC');
    table.index(['request_id', 'at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('request_messages');
  await knex.schema.alterTable('decisions', table => {
    table.dropColumn('fills');
  });
  await knex.schema.alterTable('access_requests', table => {
    table.dropIndex(['review_due_at']);
  });
  await knex.schema.alterTable('access_requests', table => {
    table.dropColumns(
      'turn_refs',
      'pending_since',
      'waited_seconds',
      'reminded_at',
      'escalated_at',
      'escalated_to',
      'review_refs',
      'review_due_at',
      'review_verdict',
      'reviewed_by',
      'reviewed_at',
      'review_comment',
    );
  });
};

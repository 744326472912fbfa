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
 * A message is claimed, sent and only then marked as sent, so a crash in between delays it and loses nothing.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('outbox', table => {
    table
      .bigInteger('due_at')
      .defaultTo(0)
      .comment('By the clock of the database; null: sent, or given up');
    table
      .integer('attempts')
      .notNullable()
      .defaultTo(0)
      .comment('Who claims adds 1, and writes only while it is his');
    table
      .text('sent_to')
      .notNullable()
      .defaultTo('[]')
      .comment('JSON list: what has heard of it already');
    table.string('given_up_at', 32).comment('ISO 8601, UTC');
    table.index(['due_at']);
  });
  await knex('outbox').whereNotNull('sent_at').update({ due_at: null });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('outbox', table => {
    table.dropIndex(['due_at']);
  });
  await knex.schema.alterTable('outbox', table => {
    table.dropColumns('due_at', 'attempts', 'sent_to', 'given_up_at');
  });
};

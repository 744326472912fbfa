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
 * Whether somebody uses a share, as far as AWS publishes it: read now and then, so that lists cost no call to AWS.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('share_uses', table => {
    table.comment('Whether somebody uses a share, as far as AWS publishes it');
    table.string('share_id', 36).primary();
    table
      .boolean('published')
      .notNullable()
      .comment('AWS has a metric by which it can be told');
    table.string('used_at', 32).comment('ISO 8601, UTC; null: never seen');
    table
      .string('watched_since', 32)
      .comment('ISO 8601, UTC: from when on nothing was missed');
    table
      .string('watched_until', 32)
      .comment('ISO 8601, UTC: until when it is known');
    table
      .integer('shared_by')
      .notNullable()
      .comment('Shares that it was measured for');
    table.string('read_at', 32).comment('ISO 8601, UTC: when AWS answered');
    table.text('reason').comment('Why AWS did not answer the last time');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('share_uses');
};

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
 * What was told of a share's health, so that people hear of each change once; and what people want done with objects that
 * nobody claims.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('share_health', table => {
    table.comment('How a share was when it was looked at last');
    table.string('share_id', 36).primary();
    table.string('health', 16).notNullable();
    table.string('hop').comment('The first that is not well');
    table.string('cause', 48);
    table.string('drift', 64).comment('Digest of what is otherwise in AWS');
    table.string('since', 32).notNullable().comment('ISO 8601, UTC');
  });

  await knex.schema.createTable('stray_decisions', table => {
    table.comment('What becomes of an object that no row claims: two people');
    table.string('lane', 64).notNullable();
    table.string('type', 64).notNullable();
    table.string('aws_id', 512).notNullable();
    table.string('action', 8).notNullable().comment('keep or remove');
    table.text('reason').notNullable();
    table.string('proposed_by').notNullable();
    table.string('proposed_at', 32).notNullable().comment('ISO 8601, UTC');
    table.string('confirmed_by');
    table.string('confirmed_at', 32).comment('ISO 8601, UTC');
    table.primary(['lane', 'type', 'aws_id']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('stray_decisions');
  await knex.schema.dropTable('share_health');
};

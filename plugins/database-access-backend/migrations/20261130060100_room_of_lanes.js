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
 * How much room AWS leaves a lane: which of its quotas are nearly used up, and how often AWS asked to slow down.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('lane_quotas', table => {
    table.comment('The quotas of each lane, as they were counted last');
    table.string('lane', 64).primary();
    table.bigInteger('read_at').notNullable().comment('Milliseconds');
    table.integer('counted').notNullable().comment('Quotas, not places');
    table.text('tight').notNullable().comment('JSON: those nearly used up');
    table.text('unread').notNullable().comment('JSON: why not, and what to do');
  });

  await knex.schema.createTable('lane_throttles', table => {
    table.comment('How often AWS throttled calls, by five minutes');
    table.string('lane', 64).notNullable();
    table.bigInteger('since').notNullable().comment('Milliseconds');
    table.integer('count').notNullable();
    table.primary(['lane', 'since']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lane_throttles');
  await knex.schema.dropTable('lane_quotas');
};

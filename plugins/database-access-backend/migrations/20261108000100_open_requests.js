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
 * One open request at most for each (network, database), and whose database and network a request is about.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('access_requests', table => {
    table.string('owner_ref').notNullable().defaultTo('').comment('Database');
    table.string('network_owner_ref').notNullable().defaultTo('');
    // Null once it is decided against, over or started: nulls do not collide.
    table.string('open_key').unique();
    table.string('approved_at', 32).comment('ISO 8601, UTC');
    table.index(['owner_ref']);
    table.index(['network_owner_ref']);
  });
  await knex.schema.alterTable('shares', table => {
    table.string('network_owner_ref').notNullable().defaultTo('');
    table.index(['network_owner_ref']);
    table.index(['owner_ref']);
    table.index(['requester_ref']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('shares', table => {
    table.dropIndex(['network_owner_ref']);
    table.dropIndex(['owner_ref']);
    table.dropIndex(['requester_ref']);
  });
  await knex.schema.alterTable('shares', table => {
    table.dropColumn('network_owner_ref');
  });
  await knex.schema.alterTable('access_requests', table => {
    table.dropUnique(['open_key']);
    table.dropIndex(['owner_ref']);
    table.dropIndex(['network_owner_ref']);
  });
  await knex.schema.alterTable('access_requests', table => {
    table.dropColumns(
      'owner_ref',
      'network_owner_ref',
      'open_key',
      'approved_at',
    );
  });
};

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
 * All databases of the portal's accounts, and what RDS said of those that somebody looked at.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('inventory_lanes', table => {
    table.comment('When the databases of a lane were looked for');
    table.string('lane', 64).primary().comment('Account id/Region');
    table.string('looked_at', 32).notNullable().comment('ISO 8601, UTC');
    table.string('read_at', 32).comment('ISO 8601, UTC; absent: never read');
    table
      .text('problem')
      .comment('Why the last look failed: a finding as JSON');
  });
  await knex.schema.createTable('inventory_databases', table => {
    table.comment('The RDS databases of each lane, as AWS said the last time');
    table.string('arn', 255).primary();
    table.string('lane', 64).notNullable().index();
    table.text('facts').notNullable().comment('JSON');
    table.string('read_at', 32).notNullable().comment('ISO 8601, UTC');
  });
  await knex.schema.createTable('rds_readings', table => {
    table.comment('What RDS said of a database the last time');
    table.string('arn', 255).primary();
    table.text('details').notNullable().comment('RdsDetails as JSON');
    table.string('read_at', 32).notNullable().comment('ISO 8601, UTC');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('rds_readings');
  await knex.schema.dropTable('inventory_databases');
  await knex.schema.dropTable('inventory_lanes');
};

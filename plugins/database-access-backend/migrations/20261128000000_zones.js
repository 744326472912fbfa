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
 * Shares of a zone begin and end together where AWS cannot part them, so a zone has a row of which one at a time is
 * changed.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('zones', table => {
    table.comment('How often the shares of each zone have changed');
    table.string('zone').primary();
    table.integer('generation').notNullable();
  });
  await knex.schema.alterTable('shares', table => {
    table.string('zone').comment('Whose service network carries it');
    table.index(['zone']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('shares', table => {
    table.dropIndex(['zone']);
    table.dropColumn('zone');
  });
  await knex.schema.dropTable('zones');
};

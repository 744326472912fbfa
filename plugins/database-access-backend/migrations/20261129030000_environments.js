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
 * What permission policies may ask of the database of a request or share. What was there before is known by neither.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const table of ['access_requests', 'shares']) {
    await knex.schema.alterTable(table, columns => {
      columns.string('environment').comment('Of the database, as its tag says');
      columns.text('tags').comment('JSON list of key=value');
      columns.index(['environment']);
    });
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of ['access_requests', 'shares']) {
    await knex.schema.alterTable(table, columns => {
      columns.dropIndex(['environment']);
    });
    await knex.schema.alterTable(table, columns => {
      columns.dropColumns('environment', 'tags');
    });
  }
};

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
 * Anybody may ask a lane to look at an object now, e.g. because a database moved. Who asks counts up what was asked for,
 * which is of the wanted; the lane writes how far it has looked, which is of the known.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('objects', table => {
    table
      .integer('looks_asked')
      .notNullable()
      .defaultTo(0)
      .comment('Wanted: looks that were asked for so far');
    table
      .integer('looks_heeded')
      .notNullable()
      .defaultTo(0)
      .comment('Known: how many of them were seen by the last look');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('objects', table => {
    table.dropColumns('looks_asked', 'looks_heeded');
  });
};

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
 * A share is called active only once every hop of it was read after all of it was built. Readings are numbered by what was
 * asked for and not by clocks, of which each replica has its own: what waits for the fifth reading is not content with one
 * that began as the fourth.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('shares', table => {
    table
      .string('built_at', 32)
      .comment('All its objects are ready; null: not yet, or not any more');
  });
  await knex.schema.alterTable('objects', table => {
    table
      .integer('looks_read')
      .notNullable()
      .defaultTo(0)
      .comment('Known: how many looks were asked for when it was read last');
  });
  await knex('objects').update({ looks_read: knex.ref('looks_heeded') });
  await knex.schema.alterTable('object_references', table => {
    table
      .integer('look')
      .comment('The look at the object that its share waits for');
  });
  await knex.schema.alterTable('share_surroundings', table => {
    table
      .integer('sweep')
      .comment('The sweep of the lane that its share waits for');
  });
  await knex.schema.alterTable('surroundings', table => {
    table
      .integer('sweep')
      .notNullable()
      .defaultTo(0)
      .comment('How many sweeps were asked for when it was read last');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('surroundings', table => {
    table.dropColumn('sweep');
  });
  await knex.schema.alterTable('share_surroundings', table => {
    table.dropColumn('sweep');
  });
  await knex.schema.alterTable('object_references', table => {
    table.dropColumn('look');
  });
  await knex.schema.alterTable('objects', table => {
    table.dropColumn('looks_read');
  });
  await knex.schema.alterTable('shares', table => {
    table.dropColumn('built_at');
  });
};

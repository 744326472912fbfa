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
 * Not every look that is asked for is a warning: whoever verifies a share expects nothing to have changed, and what follows
 * a database need not hurry for that.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('objects', table => {
    table
      .integer('looks_warned')
      .notNullable()
      .defaultTo(0)
      .comment(
        'Wanted: the last look that was asked for because something may have changed',
      );
  });
  await knex('objects').update({ looks_warned: knex.ref('looks_asked') });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('objects', table => {
    table.dropColumn('looks_warned');
  });
};

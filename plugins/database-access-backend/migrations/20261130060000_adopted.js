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
 * An object that nobody claims may be taken into a row that lost its own: people say so, the row's lane does it. It keeps
 * the tag of the row that it was made for, and so the row keeps that, too.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('objects', table => {
    table
      .string('tag', 36)
      .comment('Known: what AWS has as its tag, if not the id of this row');
    table
      .string('adopts', 512)
      .comment('Wanted: what AWS calls the object that it may take');
  });
  await knex.schema.alterTable('strays', table => {
    table.string('object_id', 36).comment('The row that lost one like this');
    table
      .text('differences')
      .comment('JSON: what AWS has otherwise than that row wants it');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('strays', table => {
    table.dropColumns('object_id', 'differences');
  });
  await knex.schema.alterTable('objects', table => {
    table.dropColumns('tag', 'adopts');
  });
};

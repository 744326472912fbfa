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

/**
 * Who changed something outside of the portal: what CloudTrail is asked, when, and what it said.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('drift_authors', table => {
    table.comment('Who changed something outside of the portal');
    // The latest of an object is about what it is now.
    table.increments('id');
    table.string('object_id', 36).notNullable();
    table.string('lane').notNullable();
    table.string('what', 16).notNullable();
    table.text('trail').notNullable().comment('JSON: what is looked for');
    table.bigInteger('seen_well_at').notNullable().comment('Milliseconds');
    table.bigInteger('seen_other_at').notNullable().comment('Milliseconds');
    table
      .integer('turn')
      .notNullable()
      .comment('Grows with each call, so that none is written twice');
    table.integer('asked').notNullable().comment('How often for all names');
    table.integer('name_index').notNullable().comment('The name that is next');
    table.text('page').comment('Where the answer about it goes on');
    table.bigInteger('look_at').comment('Milliseconds; null once it is over');
    table.text('author').comment('JSON; null while nobody is named');
    table.text('trouble').comment('JSON: why CloudTrail could not be asked');
    table.index(['object_id']);
    table.index(['look_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('drift_authors');
};

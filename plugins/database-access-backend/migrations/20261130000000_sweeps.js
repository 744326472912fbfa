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
 * A sweep reads everything of ours in a lane, and what packets meet beside it. Lanes write how the last one went; anybody
 * may ask for another. Each share says what it wants to be read around its path.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('sweeps', table => {
    table.comment('How the last sweep of each lane went, and when the next is');
    table.string('lane', 64).primary();
    table.integer('asked').notNullable().defaultTo(0).comment('Wanted');
    table.integer('heeded').notNullable().defaultTo(0).comment('Known');
    table.integer('epoch').notNullable().defaultTo(0);
    table.bigInteger('began_at');
    table.bigInteger('ended_at');
    table.bigInteger('next_at').notNullable().defaultTo(0);
    table
      .bigInteger('next_full_at')
      .notNullable()
      .defaultTo(0)
      .comment('All types of objects, and not only those that shares have');
    table.integer('calls').notNullable().defaultTo(0);
    table.integer('one_by_one').notNullable().defaultTo(0);
    table.text('problems').notNullable().defaultTo('[]').comment('JSON');
    table.index(['next_at']);
  });

  await knex.schema.createTable('share_surroundings', table => {
    table.comment('What packets of a share meet beside its own objects');
    table.string('share_id', 36).notNullable();
    table.string('lane', 64).notNullable();
    table.string('kind', 32).notNullable();
    table.string('aws_id').notNullable();
    table.primary(['share_id', 'lane', 'kind', 'aws_id']);
    table.index(['lane']);
  });

  await knex.schema.createTable('surroundings', table => {
    table.comment('What AWS said of it last');
    table.string('lane', 64).notNullable();
    table.string('kind', 32).notNullable();
    table.string('aws_id').notNullable();
    table.text('state').comment('JSON; null: AWS has no such thing');
    table.bigInteger('read_at').notNullable();
    table
      .bigInteger('changed_at')
      .notNullable()
      .comment('Said otherwise before');
    table.primary(['lane', 'kind', 'aws_id']);
  });

  await knex.schema.createTable('strays', table => {
    table.comment('Objects with our name or tag that no row claims');
    table.string('lane', 64).notNullable();
    table.string('type', 64).notNullable();
    table.string('aws_id', 512).notNullable();
    table.text('state').notNullable().comment('JSON');
    table.bigInteger('first_seen_at').notNullable();
    table.bigInteger('last_seen_at').notNullable();
    table.primary(['lane', 'type', 'aws_id']);
  });

  await knex.schema.alterTable('objects', table => {
    table
      .text('differences')
      .comment('JSON: what AWS has otherwise than it shall be');
    table.bigInteger('condition_since').comment('It was in another before');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('objects', table => {
    table.dropColumns('differences', 'condition_since');
  });
  for (const table of [
    'strays',
    'surroundings',
    'share_surroundings',
    'sweeps',
  ]) {
    await knex.schema.dropTable(table);
  }
};

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
 * The prices that AWS named the last time, each with its day.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('prices', table => {
    table.comment('What the AWS Price List API said the last time');
    table.string('region', 32).notNullable().comment('A Region, or everywhere');
    table.string('item', 64).notNullable();
    table
      .text('price')
      .notNullable()
      .comment('USD as JSON: a number, or tiers');
    table.string('published_at', 32).comment('ISO 8601; by AWS');
    table.string('read_at', 32).notNullable().comment('ISO 8601, UTC');
    table.primary(['region', 'item']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('prices');
};

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
 * What was found out of whether shares can be reached: by whom it was asked, and where each part of it stands.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('reachability_checks', table => {
    table.comment('Answers to whether a share can be reached');
    table.string('id', 36).primary();
    table.string('share_id', 36).notNullable();
    table.string('means', 16).notNullable();
    table.string('status', 16).notNullable();
    table.string('verdict', 16);
    table.text('message');
    table.text('cost').comment('JSON; null where nobody is billed');
    table.string('asked_by').notNullable();
    table.string('asked_at', 32).notNullable().comment('ISO 8601, UTC');
    table.string('ended_at', 32).comment('ISO 8601, UTC');
    // One that runs for each share: null once it is over, and nulls do not collide.
    table.string('running_key').unique();
    table.index(['share_id', 'asked_at']);
  });

  await knex.schema.createTable('reachability_parts', table => {
    table.comment('Parts of the ways that are looked at');
    table.string('id', 36).primary();
    table.string('check_id', 36).notNullable();
    table.integer('position').notNullable();
    table.string('side', 16).notNullable();
    table.string('title').notNullable();
    table.string('account_id', 12).notNullable();
    table.string('region', 32).notNullable();
    table.text('plan').notNullable().comment('JSON: what is looked at');
    table.string('state', 16).notNullable();
    table
      .integer('turn')
      .notNullable()
      .comment('Grows with each step, so that none is written twice');
    table.text('ends').comment('JSON: what AWS calls both ends');
    table.string('path_id');
    table.string('analysis_id');
    table.boolean('billed').notNullable().comment('An analysis was started');
    table.string('verdict', 16);
    table.text('message');
    table.text('remedy');
    table.text('findings').comment('JSON: explanations and layers');
    table.text('remains').comment('Why something could not be deleted yet');
    table.integer('attempts').notNullable();
    table.bigInteger('began_at').comment('Milliseconds');
    table.bigInteger('look_at').notNullable().comment('Milliseconds');
    table.index(['check_id', 'position']);
    table.index(['state', 'look_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('reachability_parts');
  await knex.schema.dropTable('reachability_checks');
};

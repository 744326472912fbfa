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
 * Who belonged to the groups that decide a request, or an extension, when they were asked. Each list of people is kept once, however many
 * requests it is of.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('member_lists', table => {
    table.comment('People of groups, each list once; append-only');
    table.string('digest', 64).primary().comment('SHA-256 of people');
    table.text('people').notNullable().comment('JSON list of lower-case refs');
  });
  await knex.schema.createTable('noted_members', table => {
    table
      .string('request_id', 36)
      .notNullable()
      .comment('Of a request, or of an extension');
    table.string('group_ref').notNullable().comment('Lower-case');
    table.string('list_digest', 64).notNullable();
    table.string('noted_at', 32).notNullable().comment('ISO 8601, UTC');
    table.primary(['request_id', 'group_ref']);
  });
  await knex.schema.alterTable('access_requests', table => {
    table
      .string('members_noted_at', 32)
      .comment('ISO 8601, UTC; empty of requests of before this was noted');
  });
  await knex.schema.alterTable('decisions', table => {
    table
      .text('joined_since')
      .comment('JSON list: groups the person joined after they were asked');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('decisions', table => {
    table.dropColumn('joined_since');
  });
  await knex.schema.alterTable('access_requests', table => {
    table.dropColumn('members_noted_at');
  });
  await knex.schema.dropTable('noted_members');
  await knex.schema.dropTable('member_lists');
};

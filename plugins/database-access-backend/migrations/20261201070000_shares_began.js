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
 * A share that takes over from another goes on with the access of that one: it began when that began, and is certified as
 * long as that was.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('shares', table => {
    table
      .string('began_at', 32)
      .nullable()
      .comment('When the access began that the first of its shares opened');
  });
  await knex('shares').update({ began_at: knex.ref('started_at') });
  const successors = await knex('shares')
    .whereNotNull('taken_over_from')
    .orWhereNotNull('takes_over_from')
    .orderBy(['started_at', 'id'])
    .select('id', 'takes_over_from', 'taken_over_from', 'certified_at');
  for (const successor of successors) {
    const former = await knex('shares')
      .where({ id: successor.taken_over_from ?? successor.takes_over_from })
      .first('began_at', 'certified_at', 'certified_by');
    if (former) {
      const { began_at, certified_at, certified_by } = former;
      await knex('shares')
        .where({ id: successor.id })
        .update({
          began_at,
          ...(successor.certified_at === null && {
            certified_at,
            certified_by,
          }),
        });
    }
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('shares', table => {
    table.dropColumn('began_at');
  });
};

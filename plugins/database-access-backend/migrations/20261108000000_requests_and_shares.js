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
 * Requests, decisions, shares, and the objects that lanes work on. Two writers: requests write what is wanted of an
 * object, the lane that holds the lease writes what is known.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('access_requests', table => {
    table.comment('A wish for one database from one network');
    table.string('id', 36).primary();
    table.string('status', 16).notNullable();
    table.integer('generation').notNullable().defaultTo(1);
    table.string('requester_ref').notNullable();
    table.string('database_ref').notNullable();
    table.string('database_arn').notNullable();
    table.string('network').notNullable();
    table.text('purpose').notNullable();
    table.bigInteger('duration_seconds').notNullable();
    table.string('start', 16).notNullable();
    table.text('plan').notNullable().comment('JSON: the plan as agreed');
    table.text('graph').notNullable().comment('JSON: the object graph');
    table.string('plan_digest', 64).notNullable();
    table.string('cost_ceiling').comment('USD a month; null if unknown');
    table.text('decider_refs').notNullable().comment('JSON list');
    table.string('idempotency_key').notNullable();
    table.string('body_digest', 64).notNullable();
    table.string('share_id', 36);
    table.string('created_at', 32).notNullable().comment('ISO 8601, UTC');
    table.string('updated_at', 32).notNullable().comment('ISO 8601, UTC');
    table.unique(['idempotency_key']);
    table.index(['status', 'created_at']);
    table.index(['requester_ref']);
    table.index(['database_ref']);
  });

  await knex.schema.createTable('decisions', table => {
    table.comment('Approvers words; append-only');
    table.string('id', 36).primary();
    table.string('request_id', 36).notNullable();
    table.integer('generation').notNullable();
    table.string('decider_ref').notNullable();
    table.string('decision', 8).notNullable();
    table.text('comment');
    table.string('plan_digest', 64).notNullable();
    table.string('decided_at', 32).notNullable().comment('ISO 8601, UTC');
    table.unique(['request_id', 'generation', 'decider_ref']);
  });

  await knex.schema.createTable('request_starts', table => {
    table.comment('Consumed approvals: one plan is started once');
    table.string('request_id', 36).notNullable();
    table.string('plan_digest', 64).notNullable();
    table.integer('generation').notNullable();
    table.string('share_id', 36).notNullable();
    table.string('started_at', 32).notNullable().comment('ISO 8601, UTC');
    table.primary(['request_id', 'plan_digest', 'generation']);
  });

  await knex.schema.createTable('shares', table => {
    table.comment('Approved requests being made real, kept real, taken away');
    table.string('id', 36).primary();
    table.string('request_id', 36).notNullable();
    table.string('lifecycle', 16).notNullable();
    table.text('reason');
    table.string('health', 16).notNullable();
    table.string('requester_ref').notNullable();
    table.string('owner_ref').notNullable();
    table.string('database_ref').notNullable();
    table.string('database_arn').notNullable();
    table.string('network').notNullable();
    table.string('pattern', 32).notNullable();
    table.text('purpose').notNullable();
    table.text('plan').notNullable().comment('JSON');
    table.text('graph').notNullable().comment('JSON');
    table.integer('cut_index').notNullable().defaultTo(0);
    table.string('cut_started_at', 32).comment('ISO 8601, UTC');
    table.string('cut_lane', 64).comment('Whose turn it is to make the cut');
    table.integer('cut_attempts').notNullable().defaultTo(0);
    table.bigInteger('cut_look_at').notNullable().defaultTo(0);
    table.string('cut_at', 32).comment('ISO 8601, UTC');
    table.string('started_at', 32).notNullable().comment('ISO 8601, UTC');
    table.string('active_at', 32).comment('ISO 8601, UTC');
    table.string('expires_at', 32).notNullable().comment('ISO 8601, UTC');
    table.string('revoked_by').comment('Who wanted it to end');
    table.string('revoked_at', 32).comment('ISO 8601, UTC');
    table.string('updated_at', 32).notNullable().comment('ISO 8601, UTC');
    // One living share for each (network, database): null once it is revoked, and nulls do not collide.
    table.string('living_key').unique();
    table.index(['lifecycle']);
    table.index(['database_ref']);
  });

  await knex.schema.createTable('lanes', table => {
    table.comment('One account in one Region; who works it, by the real clock');
    table.string('lane', 64).primary();
    table.string('owner', 64);
    table.integer('epoch').notNullable().defaultTo(0);
    table.bigInteger('expires_at').notNullable().defaultTo(0);
  });

  await knex.schema.createTable('objects', table => {
    table.comment('AWS objects; requests write the wanted, lanes the known');
    table.string('id', 36).primary();
    table.string('lane', 64).notNullable();
    table.string('type', 64).notNullable();
    table.string('name').notNullable();
    table.string('title').notNullable();
    table.text('spec').notNullable().comment('JSON, outputs not filled in');
    // Wanted.
    table.string('wanted', 8).notNullable();
    table.integer('generation').notNullable().defaultTo(1);
    table.string('first_request_id', 36).notNullable();
    // Known.
    table.integer('epoch').notNullable().defaultTo(0);
    table
      .integer('known_generation')
      .notNullable()
      .defaultTo(0)
      .comment('Last looked at; an older one is due at once');
    table
      .integer('made_generation')
      .notNullable()
      .defaultTo(0)
      .comment('0 while AWS has none');
    table
      .integer('stuck_generation')
      .notNullable()
      .defaultTo(0)
      .comment('This generation waits for a person');
    table
      .string('intent', 8)
      .comment('create or remove, while a call may be under way');
    table.integer('intent_generation').notNullable().defaultTo(0);
    table
      .bigInteger('unsettled_until')
      .comment('A call whose answer was lost may take effect until then');
    table
      .string('removal', 8)
      .comment('begun or accepted; once begun it is ended, whatever is wanted');
    table.string('aws_id', 512);
    table.text('state').comment('JSON: what AWS said last');
    table.text('outputs').notNullable().defaultTo('{}').comment('JSON');
    table.string('condition', 16).notNullable().defaultTo('absent');
    table.string('aws_status', 64);
    table.text('reason');
    table.integer('attempts').notNullable().defaultTo(0);
    table.bigInteger('first_intent_at').comment('Of this generation');
    table.bigInteger('read_at');
    table.bigInteger('next_look_at').notNullable().defaultTo(0);
    table.unique(['lane', 'type', 'name']);
    table.index(['lane', 'next_look_at']);
  });

  await knex.schema.createTable('object_references', table => {
    table.comment('Which share uses which object, as which node');
    table.string('share_id', 36).notNullable();
    table.string('object_id', 36).notNullable();
    table.string('node_key', 64).notNullable();
    table.integer('cut_rank').comment('Its removal is this cut of the share');
    table.string('released_at', 32).comment('ISO 8601, UTC: used no more');
    table
      .string('outcome', 8)
      .comment('After its release: removed, or kept for another share');
    table.primary(['share_id', 'node_key']);
    table.index(['object_id']);
  });

  await knex.schema.createTable('object_dependencies', table => {
    table.comment('An object needs another to be ready first');
    table.string('object_id', 36).notNullable();
    table.string('depends_on_id', 36).notNullable();
    table.primary(['object_id', 'depends_on_id']);
    table.index(['depends_on_id']);
  });

  await knex.schema.createTable('timeline', table => {
    table.comment('What happened, for ever');
    table.increments('id');
    table.string('request_id', 36).notNullable();
    table.string('share_id', 36);
    table.string('at', 32).notNullable().comment('ISO 8601, UTC');
    table.string('actor').notNullable();
    table.string('kind', 64).notNullable();
    table.text('message').notNullable();
    table.string('object_key', 64);
    table.string('aws_request_id', 128);
    table.string('plan_digest', 64);
    table.index(['request_id', 'id']);
    table.index(['share_id', 'id']);
  });

  await knex.schema.createTable('outbox', table => {
    table.comment('Notifications and signals, written with their cause');
    table.string('id', 128).primary();
    table.string('kind', 32).notNullable();
    table.text('payload').notNullable().comment('JSON');
    table.string('created_at', 32).notNullable().comment('ISO 8601, UTC');
    table.string('sent_at', 32).comment('ISO 8601, UTC');
    table.index(['sent_at']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'outbox',
    'timeline',
    'object_dependencies',
    'object_references',
    'objects',
    'lanes',
    'shares',
    'request_starts',
    'decisions',
    'access_requests',
  ]) {
    await knex.schema.dropTable(table);
  }
};

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

import { Knex } from 'knex';

/** The transaction that a method of the store runs in. Nothing above this room looks into it. */
export type Tx = Knex.Transaction;

/** Milliseconds of the database's own clock, so that replicas with differing clocks agree on a lease. */
export function databaseNow(tx: Tx): Knex.Raw {
  return tx.client.config.client === 'pg'
    ? tx.raw('cast(extract(epoch from clock_timestamp()) * 1000 as bigint)')
    : tx.raw("cast((julianday('now') - 2440587.5) * 86400000 as integer)");
}

/** Postgres gives a bigint as a string, SQLite as a number. */
export function toNumber(
  value: string | number | null | undefined,
): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

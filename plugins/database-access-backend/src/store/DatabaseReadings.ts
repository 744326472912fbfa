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

import { DatabaseFacts } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';

/** What AWS said of a database, and when. */
export interface StoredReading {
  facts: DatabaseFacts;
  readAt: Date;
}

interface Row {
  arn: string;
  facts: string;
  /** A Date from Postgres, milliseconds from SQLite. */
  read_at: Date | number;
}

/** The last reading of each database. */
export class DatabaseReadings {
  constructor(private readonly db: Knex) {}

  async save(reading: StoredReading): Promise<void> {
    await this.db<Row>('database_readings')
      .insert({
        arn: reading.facts.arn,
        facts: JSON.stringify(reading.facts),
        read_at: reading.readAt,
      })
      .onConflict('arn')
      .merge();
  }

  async find(arn: string): Promise<StoredReading | undefined> {
    const row = await this.db<Row>('database_readings').where({ arn }).first();
    return (
      row && { facts: JSON.parse(row.facts), readAt: new Date(row.read_at) }
    );
  }
}

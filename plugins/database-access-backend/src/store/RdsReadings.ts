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

import { RdsDetails } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';

/** What RDS said of a database, and when. */
export interface StoredRdsReading {
  details: RdsDetails;
  readAt: Date;
}

interface Row {
  arn: string;
  details: string;
  read_at: string;
}

/** What RDS said of each database the last time. */
export class RdsReadings {
  constructor(private readonly db: Knex) {}

  async save({ details, readAt }: StoredRdsReading): Promise<void> {
    await this.db<Row>('rds_readings')
      .insert({
        arn: details.arn,
        details: JSON.stringify(details),
        read_at: readAt.toISOString(),
      })
      .onConflict('arn')
      .merge();
  }

  async find(arn: string): Promise<StoredRdsReading | undefined> {
    const row = await this.db<Row>('rds_readings').where({ arn }).first();
    return (
      row && { details: JSON.parse(row.details), readAt: new Date(row.read_at) }
    );
  }
}

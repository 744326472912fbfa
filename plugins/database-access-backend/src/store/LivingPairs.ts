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
import { ShareRow } from './rows';

const LIVING = ['building', 'active', 'stuck'];

/** Which networks use which databases, for plans that ask how many there are. */
export class LivingPairs {
  constructor(private readonly db: Knex) {}

  /** How many networks use the database and how many databases the network uses, this pair counted, built or not. */
  async countAround(pair: {
    network: string;
    databaseArn: string;
  }): Promise<{ networks: number; databases: number }> {
    const { network, databaseArn } = pair;
    const rows = await this.db<ShareRow>('shares')
      .whereIn('lifecycle', LIVING)
      .where(either =>
        either.where({ network }).orWhere({ database_arn: databaseArn }),
      )
      .distinct('network', 'database_arn');
    const networks = new Set(
      rows
        .filter(row => row.database_arn === databaseArn)
        .map(row => row.network),
    );
    const databases = new Set(
      rows.filter(row => row.network === network).map(row => row.database_arn),
    );
    return {
      networks: networks.add(network).size,
      databases: databases.add(databaseArn).size,
    };
  }

  /** Whether this network uses this database, built or being built. */
  async includes(pair: {
    network: string;
    databaseArn: string;
  }): Promise<boolean> {
    const row = await this.db<ShareRow>('shares')
      .whereIn('lifecycle', LIVING)
      .where({ network: pair.network, database_arn: pair.databaseArn })
      .first('id');
    return row !== undefined;
  }
}

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

import { TestDatabases } from '@backstage/backend-test-utils';
import { RdsDetails } from '@towpath/backstage-plugin-database-access-common';
import { Store } from './Store';

jest.setTimeout(60_000);

const details: RdsDetails = {
  arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  kind: 'instance',
  identifier: 'orders-postgres',
  status: 'available',
  engine: 'postgres',
  engineVersion: '16.4',
  multiAz: true,
  publiclyAccessible: false,
  storageEncrypted: true,
  backupRetentionDays: 7,
  deletionProtection: true,
  iamAuthentication: true,
  autoMinorVersionUpgrade: true,
  exportedLogs: [],
  pendingChanges: [],
  members: [],
};

describe('RdsReadings', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())(
    'keep the last word of RDS on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const { rdsReadings } = await Store.create({
        database: { getClient: async () => knex },
      });
      await expect(rdsReadings.find(details.arn)).resolves.toBeUndefined();
      const readAt = new Date('2026-11-29T03:00:00.000Z');
      await rdsReadings.save({ details, readAt });
      const later = new Date('2026-11-29T04:00:00.000Z');
      const stopped = { ...details, status: 'stopped' };
      await rdsReadings.save({ details: stopped, readAt: later });
      await expect(rdsReadings.find(details.arn)).resolves.toEqual({
        details: stopped,
        readAt: later,
      });
    },
  );
});

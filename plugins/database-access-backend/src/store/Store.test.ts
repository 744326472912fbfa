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
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { DatabaseFacts } from '@towpath/backstage-plugin-database-access-common';
import { withoutTables } from '../__testUtils__/withoutTables';
import { Store } from './Store';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@towpath/backstage-plugin-database-access-backend',
  'migrations',
);

const facts: DatabaseFacts = {
  arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  kind: 'instance',
  identifier: 'orders-postgres',
  accountId: '333333333333',
  region: 'us-east-1',
  engine: 'postgres',
  engineVersion: '16.4',
  status: 'available',
  multiAz: true,
  publiclyAccessible: false,
  endpoint: { host: 'orders-postgres.example.com', port: 5432 },
  port: 5432,
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1', 'subnet-2'],
  securityGroupIds: ['sg-1'],
  availabilityZoneIds: ['use1-az1', 'use1-az2'],
  iamAuthentication: true,
  storageEncrypted: true,
  deletionProtection: true,
  shareable: true,
};

describe('Store', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('is tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const store = await Store.create({
        database: { getClient: async () => knex },
      });
      return { knex, readings: store.databaseReadings };
    }

    it('finds no reading of a database that was never read', async () => {
      const { readings } = await setup();
      await expect(readings.find(facts.arn)).resolves.toBe(undefined);
    });

    it('gives back facts and time of the last reading as they were', async () => {
      const { readings } = await setup();
      const earlier = new Date('2026-11-02T09:00:00.123Z');
      const later = new Date('2026-11-02T10:00:00.456Z');

      await readings.save({ facts, readAt: earlier });
      await expect(readings.find(facts.arn)).resolves.toEqual({
        facts,
        readAt: earlier,
      });

      const changed = { ...facts, status: 'backing-up' };
      await readings.save({ facts: changed, readAt: later });
      await expect(readings.find(facts.arn)).resolves.toEqual({
        facts: changed,
        readAt: later,
      });
    });

    it('keeps each database apart', async () => {
      const { readings } = await setup();
      const readAt = new Date('2026-11-02T09:00:00.000Z');
      const other = { ...facts, arn: `${facts.arn}-2`, engine: 'mysql' };
      await readings.save({ facts, readAt });
      await readings.save({ facts: other, readAt });
      await expect(readings.find(other.arn)).resolves.toMatchObject({
        facts: { engine: 'mysql' },
      });
    });

    it('can take its migrations back, and make them again', async () => {
      const { knex } = await setup();
      await knex.migrate.rollback({ directory }, true);
      await expect(knex.schema.hasTable('database_readings')).resolves.toBe(
        false,
      );
      await knex.migrate.latest({ directory });
      await expect(knex.schema.hasTable('database_readings')).resolves.toBe(
        true,
      );
    });

    it('makes its tables in a database that has none', async () => {
      const knex = await withoutTables(await databases.init(databaseId));
      await Store.create({ database: { getClient: async () => knex } });
      await expect(knex.schema.hasTable('database_readings')).resolves.toBe(
        true,
      );
    });

    it('does not touch the schema if it is told not to', async () => {
      const knex = await withoutTables(await databases.init(databaseId));
      await Store.create({
        database: { getClient: async () => knex, migrations: { skip: true } },
      });
      await expect(knex.schema.hasTable('database_readings')).resolves.toBe(
        false,
      );
    });
  });
});

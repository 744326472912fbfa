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

import { DatabaseDetails } from '@towpath/backstage-plugin-database-access-common';
import { apiOf, runAction, tokenOf } from '../__testUtils__/runAction';
import { createDescribeDatabaseAction } from './describe';

const database: DatabaseDetails = {
  entityRef: 'resource:default/orders-postgres',
  arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  accountId: '333333333333',
  accountName: 'orders-prod',
  region: 'us-east-1',
  reading: {
    readAt: '2026-11-02T09:00:00.000Z',
    stale: false,
    facts: {
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
      subnetIds: [],
      securityGroupIds: [],
      availabilityZoneIds: [],
      iamAuthentication: true,
      storageEncrypted: true,
      deletionProtection: true,
      shareable: true,
    },
  },
  findings: [],
};

async function run(options: {
  answer?: DatabaseDetails;
  databaseRef?: string;
  isDryRun?: boolean;
}) {
  const client = apiOf({
    getDatabase: async () => options.answer ?? database,
  });
  const { outputs } = await runAction({
    create: createDescribeDatabaseAction,
    client,
    input: { databaseRef: options.databaseRef ?? 'orders-postgres' },
    isDryRun: options.isDryRun,
  });
  return { client, outputs };
}

describe('database-access:describe', () => {
  it('gives a template what AWS says of the database', async () => {
    const { client, outputs } = await run({});

    expect(client.getDatabase).toHaveBeenCalledWith(
      { namespace: 'default', name: 'orders-postgres' },
      expect.anything(),
    );
    expect(outputs).toEqual({
      arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
      accountId: '333333333333',
      region: 'us-east-1',
      engine: 'postgres',
      engineVersion: '16.4',
      status: 'available',
      host: 'orders-postgres.example.com',
      port: 5432,
      readAt: '2026-11-02T09:00:00.000Z',
      stale: false,
      requestable: true,
      findings: [],
    });
  });

  it('asks in the name of the person who runs the template', async () => {
    const { client } = await run({});
    expect(client.getDatabase.mock.calls[0][1]?.token).toBe(
      tokenOf('user:default/requester'),
    );
  });

  it('does the same in a dry run, since it changes nothing', async () => {
    const { outputs } = await run({ isDryRun: true });
    expect(outputs).toMatchObject({ engine: 'postgres', requestable: true });
  });

  it('goes on when the account refuses, and says that a request would not', async () => {
    const { outputs } = await run({
      answer: {
        ...database,
        reading: undefined,
        findings: [
          {
            code: 'account_refused',
            severity: 'blocking',
            message: 'Account 333333333333 (orders-prod) refused',
          },
        ],
      },
    });
    expect(outputs).toMatchObject({
      requestable: false,
      findings: [expect.objectContaining({ code: 'account_refused' })],
    });
    expect(outputs).not.toHaveProperty('engine');
  });

  it('refuses what is not the ref of a Resource', async () => {
    await expect(
      run({ databaseRef: 'component:default/orders' }),
    ).rejects.toThrow(
      "databaseRef must be the entity ref of a Resource such as resource:default/orders-postgres, but is 'component:default/orders'",
    );
  });
});

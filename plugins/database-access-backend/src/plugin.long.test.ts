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

import { SimulatedAws } from '@towpath/simulated-aws';
import {
  databaseEntity,
  startPortal,
  stopPortals,
} from './__testUtils__/startPortal';
import { billingAccount, ordersAccount } from './__testUtils__/exampleConfig';
import { DrivenClock } from './__testUtils__/DrivenClock';

jest.setTimeout(60_000);

afterEach(stopPortals);

/** An AWS whose sessions all say that they belong to this account. */
function servicesWithIdentity(accountId: string) {
  return SimulatedAws.create().services.map(service =>
    service.prefix === 'sts'
      ? {
          ...service,
          handlers: {
            ...service.handlers,
            GetCallerIdentity: () => ({ Account: accountId }),
          },
        }
      : service,
  );
}

describe('a database of another account', () => {
  it('is described as AWS describes it', async () => {
    const { describe } = await startPortal();

    await expect(describe('orders-postgres')).resolves.toEqual({
      entityRef: 'resource:default/orders-postgres',
      arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
      accountId: '333333333333',
      accountName: 'orders-prod',
      region: 'us-east-1',
      findings: [],
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
          endpoint: {
            host: 'orders-postgres.c0ffee0orders.us-east-1.rds.amazonaws.com',
            port: 5432,
          },
          port: 5432,
          vpcId: 'vpc-03333000000000001',
          subnetIds: [
            'subnet-03333000000000011',
            'subnet-03333000000000012',
            'subnet-03333000000000013',
          ],
          securityGroupIds: ['sg-03333000000000018'],
          availabilityZoneIds: ['use1-az1', 'use1-az2', 'use1-az4'],
          iamAuthentication: true,
          certificateAuthority: 'rds-ca-rsa2048-g1',
          storageEncrypted: true,
          deletionProtection: true,
          shareable: true,
          ownerTag: 'group:default/orders-team',
        },
      },
    });
  });

  it('may be a cluster, whose certificate authority is that of its writer', async () => {
    const { describe } = await startPortal();
    const { reading, findings } = await describe('catalog-aurora');

    expect(findings).toEqual([]);
    expect(reading.facts).toMatchObject({
      kind: 'cluster',
      engine: 'aurora-postgresql',
      endpoint: {
        host: 'catalog-aurora.cluster-c0ffeecatalog.us-east-1.rds.amazonaws.com',
        port: 5432,
      },
      readerEndpoint: {
        host: 'catalog-aurora.cluster-ro-c0ffeecatalog.us-east-1.rds.amazonaws.com',
        port: 5432,
      },
      certificateAuthority: 'rds-ca-rsa2048-g1',
      vpcId: 'vpc-05555000000000001',
      availabilityZoneIds: ['use1-az2', 'use1-az4', 'use1-az6'],
      publiclyAccessible: false,
      shareable: true,
    });
  });

  it('cannot be asked for while it is publicly accessible', async () => {
    const { describe } = await startPortal();
    const { findings } = await describe('billing-public');
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'database_public',
        severity: 'blocking',
      }),
    ]);
  });

  it('is read once for everybody who looks at the same time, and again after half a minute', async () => {
    const { describe, aws, awsClock } = await startPortal();
    const readings = () =>
      aws.countCalls({ operation: 'rds:DescribeDBInstances' });

    await Promise.all([1, 2, 3].map(() => describe('orders-postgres')));
    awsClock.advance(29);
    await describe('orders-postgres');
    await expect(readings()).resolves.toBe(1);

    awsClock.advance(1);
    await describe('orders-postgres');
    await expect(readings()).resolves.toBe(2);
  });

  it('may have been deleted', async () => {
    const { describe } = await startPortal({
      entities: [
        databaseEntity('deleted', {
          arn: 'arn:aws:rds:us-east-1:333333333333:db:deleted',
        }),
        databaseEntity('deleted-cluster', {
          arn: 'arn:aws:rds:us-east-1:333333333333:cluster:deleted',
        }),
      ],
    });
    for (const name of ['deleted', 'deleted-cluster']) {
      const { reading, findings } = await describe(name);
      expect(reading).toBe(undefined);
      expect(findings).toEqual([
        expect.objectContaining({
          code: 'database_gone',
          severity: 'blocking',
        }),
      ]);
    }
  });

  it('is blocked while another entity names it, however that is written', async () => {
    const { describe } = await startPortal({
      entities: [
        databaseEntity('impostor', {
          arn: 'arn:aws:rds:us-east-1:333333333333:db:Orders-Postgres',
          annotation: 'amazon.com/rds-instance-arn',
          type: 'rds-instance',
          owner: 'impostors',
        }),
      ],
    });

    const { findings } = await describe('orders-postgres');
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'arn_not_unique',
        severity: 'blocking',
        message: expect.stringContaining('resource:default/impostor'),
      }),
    ]);
    const impostor = await describe('impostor');
    expect(impostor.findings.map((f: { code: string }) => f.code)).toEqual([
      'arn_not_unique',
      'owner_mismatch',
    ]);
  });
});

describe('an account', () => {
  it('is entered with its own ExternalId, once for all that is read there', async () => {
    const { describe, aws } = await startPortal();

    await Promise.all([describe('billing-mysql'), describe('billing-public')]);
    await expect(
      aws.countCalls({
        operation: 'sts:AssumeRole',
        targetAccountId: '444444444444',
        outcome: 'ok',
      }),
    ).resolves.toBe(1);
  });

  it('that refuses is one sentence with account, role, operation and fix', async () => {
    const { describe } = await startPortal();
    const { reading, findings, accountName } = await describe(
      'quarantine-postgres',
    );

    expect(accountName).toBe('quarantine');
    expect(reading).toBe(undefined);
    expect(findings).toEqual([
      {
        code: 'account_refused',
        severity: 'blocking',
        message:
          "Account 999999999999 (quarantine) refused sts:AssumeRole of its role database-access-read: let the role's trust policy name the portal and ask for the ExternalId that databaseAccess.accounts has for this account.",
        awsMessage: expect.stringContaining('sts:AssumeRole'),
        remedy: expect.stringContaining(
          'arn:aws:iam::999999999999:role/database-access-read',
        ),
      },
    ]);
  });

  it('refuses a wrong ExternalId', async () => {
    const { describe } = await startPortal({
      databaseAccess: {
        accounts: [{ ...ordersAccount, externalId: 'of-another-portal' }],
        networks: [],
      },
    });
    const { findings, reading } = await describe('orders-postgres');
    expect(reading).toBe(undefined);
    expect(findings).toEqual([
      expect.objectContaining({ code: 'account_refused' }),
    ]);
  });

  it('without an ExternalId in config is not called', async () => {
    const { describe, aws } = await startPortal({
      databaseAccess: {
        accounts: [{ ...ordersAccount, externalId: undefined }],
        networks: [],
      },
    });
    const { findings } = await describe('orders-postgres');
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'account_refused',
        message: expect.stringContaining(
          'Account 333333333333 (orders-prod) has no externalId',
        ),
      }),
    ]);
    await expect(aws.countCalls({})).resolves.toBe(0);
  });

  it('that does not stand in config is never called, whatever an entity says', async () => {
    const { describe, aws } = await startPortal({
      databaseAccess: { accounts: [billingAccount], networks: [] },
    });
    const { findings, accountName } = await describe('orders-postgres');

    expect(accountName).toBe('333333333333');
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'account_not_configured',
        severity: 'blocking',
        message: expect.stringContaining('Account 333333333333'),
      }),
    ]);
    await expect(aws.countCalls({})).resolves.toBe(0);
    await describe('billing-mysql');
    await expect(
      aws.countCalls({ targetAccountId: '333333333333' }),
    ).resolves.toBe(0);
    await expect(
      aws.countCalls({ targetAccountId: '444444444444' }),
    ).resolves.toBe(1);
  });

  it('is not called in a Region that config does not give it', async () => {
    const { describe, aws } = await startPortal({
      entities: [
        databaseEntity('dublin', {
          arn: 'arn:aws:rds:eu-west-1:333333333333:db:dublin',
        }),
      ],
    });
    const { findings } = await describe('dublin');
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'region_not_configured',
        message: expect.stringContaining('without the Region eu-west-1'),
      }),
    ]);
    await expect(aws.countCalls({})).resolves.toBe(0);
  });

  it('that answers as another account is not trusted', async () => {
    const { describe, aws } = await startPortal({
      aws: { services: servicesWithIdentity('444444444444') },
    });
    const { findings } = await describe('orders-postgres');
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'account_mismatch',
        message: expect.stringContaining(
          'Account 333333333333 (orders-prod) answered sts:GetCallerIdentity as account 444444444444',
        ),
      }),
    ]);
    await expect(
      aws.countCalls({ operation: 'rds:DescribeDBInstances' }),
    ).resolves.toBe(0);
  });

  it('that is down hides nothing of another', async () => {
    const { describe, aws } = await startPortal();
    await aws.fault({
      operation: 'rds:*',
      kind: 'error',
      code: 'AccessDenied',
      accountId: '333333333333',
      count: 100,
    });
    const [orders, billing] = await Promise.all([
      describe('orders-postgres'),
      describe('billing-mysql'),
    ]);
    expect(orders.findings).toEqual([
      expect.objectContaining({
        code: 'account_refused',
        message: expect.stringContaining(
          'Account 333333333333 (orders-prod) refused rds:DescribeDBInstances to its role database-access-read in us-east-1',
        ),
      }),
    ]);
    expect(billing).toMatchObject({ findings: [], reading: { stale: false } });
  });

  it('that stops answering still shows what it said the last time, and since when', async () => {
    const { describe, aws, awsClock } = await startPortal();
    const before = await describe('orders-postgres');
    awsClock.advance(3600);
    await aws.fault({
      operation: 'rds:*',
      kind: 'error',
      code: 'AccessDenied',
      accountId: '333333333333',
      count: 100,
    });

    const refused = await describe('orders-postgres');
    expect(refused.reading).toEqual({
      facts: before.reading.facts,
      readAt: '2026-11-02T09:00:00.000Z',
      stale: true,
    });
    expect(refused.findings).toEqual([
      expect.objectContaining({ code: 'account_refused' }),
    ]);

    await aws.mend();
    awsClock.advance(30);
    await expect(describe('orders-postgres')).resolves.toMatchObject({
      findings: [],
      reading: { stale: false, readAt: '2026-11-02T10:00:30.000Z' },
    });
  });

  it('may throttle, which is a warning and passes', async () => {
    const { describe, aws } = await startPortal();
    await aws.fault({
      operation: 'rds:DescribeDBInstances',
      kind: 'throttle',
      count: 2,
    });
    const { findings } = await describe('orders-postgres');
    expect(findings).toEqual([
      expect.objectContaining({ code: 'aws_throttled', severity: 'warning' }),
    ]);
  });

  it('may lose one answer, and nobody notices', async () => {
    const { describe, aws } = await startPortal();
    await aws.fault({
      operation: 'rds:DescribeDBInstances',
      kind: 'lost-answer',
    });
    await expect(describe('orders-postgres')).resolves.toMatchObject({
      findings: [],
      reading: { stale: false },
    });
  });
});

describe('a session', () => {
  const assumed = {
    operation: 'sts:AssumeRole',
    outcome: 'ok',
    targetAccountId: '333333333333',
  };

  it('is renewed before it ends', async () => {
    const { describe, aws, awsClock } = await startPortal();
    await describe('orders-postgres');
    awsClock.advance(50 * 60);
    await describe('orders-postgres');
    await expect(aws.countCalls(assumed)).resolves.toBe(1);

    awsClock.advance(6 * 60);
    await describe('orders-postgres');
    await expect(aws.countCalls(assumed)).resolves.toBe(2);
    await expect(aws.countCalls({ outcome: 'ExpiredToken' })).resolves.toBe(0);
  });

  it('that ended earlier than the portal thought is replaced by another', async () => {
    const clock = new DrivenClock();
    const { describe, aws, awsClock } = await startPortal({ clock });
    await describe('orders-postgres');
    awsClock.advance(2 * 3600);
    clock.advance(30);

    await expect(describe('orders-postgres')).resolves.toMatchObject({
      findings: [],
      reading: { stale: false },
    });
    await expect(aws.countCalls(assumed)).resolves.toBe(2);
  });

  it('that AWS has forgotten is replaced by another', async () => {
    const { describe, aws, awsClock } = await startPortal();
    await describe('orders-postgres');
    await aws.reset();
    awsClock.advance(30);

    await expect(describe('orders-postgres')).resolves.toMatchObject({
      findings: [],
      reading: { stale: false },
    });
  });
});

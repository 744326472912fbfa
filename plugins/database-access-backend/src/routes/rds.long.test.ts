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

import { RdsReport } from '@towpath/backstage-plugin-database-access-common';
import {
  FailoverDBClusterCommand,
  RDSClient,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { Portal } from '../__testUtils__/requestSteps';
import {
  databaseEntity,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';

jest.setTimeout(60_000);

afterEach(stopPortals);

const BILLING = '444444444444';

async function reportOf(portal: Portal, name: string): Promise<RdsReport> {
  const { status, body } = await portal
    .as('requester')
    .get(`/databases/default/${name}/rds`);
  expect({ status, error: body.error }).toEqual({ status: 200 });
  return body;
}

const codes = ({ hints }: RdsReport) => hints.map(({ code }) => code);

function rdsOf(portal: Portal, accountId: string): RDSClient {
  return new RDSClient({
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
  });
}

describe('GET /v1/databases/{namespace}/{name}/rds', () => {
  it('says of an instance all that RDS says of its care', async () => {
    const portal = await startPortal();
    const report = await reportOf(portal, 'billing-mysql');
    expect(report).toMatchObject({
      arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
      accountName: 'billing',
      problems: [],
      reading: { stale: false, readAt: expect.any(String) },
    });
    const { details } = report.reading!;
    expect(details).toMatchObject({
      status: 'available',
      engine: 'mysql',
      engineVersion: '8.0.39',
      instanceClass: 'db.m6g.large',
      multiAz: true,
      publiclyAccessible: false,
      storageEncrypted: true,
      kmsKeyId: expect.stringContaining(':key/'),
      storageType: 'gp3',
      allocatedStorage: 100,
      backupRetentionDays: 7,
      backupWindow: '03:00-03:30',
      latestRestorableAt: expect.any(String),
      deletionProtection: true,
      iamAuthentication: true,
      maintenanceWindow: 'sun:04:00-sun:04:30',
      autoMinorVersionUpgrade: true,
      exportedLogs: ['error'],
      certificate: {
        authority: 'rds-ca-rsa2048-g1',
        validTill: expect.any(String),
        authorityValidTill: '2061-05-25T00:00:00.000Z',
      },
      pendingMaintenance: [
        {
          action: 'system-update',
          description: 'New Operating System update is available',
          appliesAt: expect.any(String),
          forcedAt: expect.any(String),
        },
      ],
      members: [],
    });
    const [newest, second] = details.events!;
    expect(newest).toMatchObject({
      message: 'Finished DB Instance backup',
      categories: ['backup'],
    });
    expect(newest.at > second.at).toBe(true);
    expect(codes(report)).toEqual(['rds_maintenance_forced']);
  });

  it('says of a cluster which instances it has, the writer first', async () => {
    const portal = await startPortal();
    await rdsOf(portal, '555555555555').send(
      new FailoverDBClusterCommand({ DBClusterIdentifier: 'catalog-aurora' }),
    );
    portal.awsClock.advance(60);
    const report = await reportOf(portal, 'catalog-aurora');
    const { details } = report.reading!;
    expect(details).toMatchObject({
      kind: 'cluster',
      instanceClass: 'db.r6g.xlarge',
      storageType: 'aurora',
      pendingMaintenance: [],
    });
    expect(
      details.members.map(({ identifier, role }) => [identifier, role]),
    ).toEqual([
      ['catalog-aurora-2', 'writer'],
      ['catalog-aurora-1', 'reader'],
    ]);
    expect(details.events![0].message).toBe(
      'Completed failover to DB instance: catalog-aurora-2',
    );
  });

  it('says of a carelessly kept database what to do, and where AWS writes of it', async () => {
    const portal = await startPortal();
    const report = await reportOf(portal, 'billing-public');
    expect(codes(report)).toEqual([
      'rds_public',
      'rds_no_backups',
      'rds_deletion_unprotected',
      'rds_single_zone',
      'rds_iam_authentication_off',
      'rds_no_logs',
    ]);
    for (const hint of report.hints) {
      expect(hint.reference).toMatch(/^https:\/\/docs\.aws\.amazon\.com/);
      expect(hint.remedy).toEqual(expect.any(String));
    }
  });

  it('tells what happened since it was looked at before', async () => {
    const portal = await startPortal();
    await reportOf(portal, 'billing-mysql');
    await rdsOf(portal, BILLING).send(
      new RebootDBInstanceCommand({
        DBInstanceIdentifier: 'billing-mysql',
        ForceFailover: true,
      }),
    );
    portal.awsClock.advance(61);
    const { reading } = await reportOf(portal, 'billing-mysql');
    expect(
      reading!.details.events!.slice(0, 2).map(({ message }) => message),
    ).toContain('Multi-AZ instance failover completed');
  });

  it('is read at most twice a minute, however many look', async () => {
    const portal = await startPortal();
    const asked = () =>
      portal.aws.countCalls({ operation: 'rds:DescribeEvents' });
    await Promise.all([
      reportOf(portal, 'billing-mysql'),
      reportOf(portal, 'billing-mysql'),
    ]);
    expect(await asked()).toBe(1);
    portal.awsClock.advance(31);
    await reportOf(portal, 'billing-mysql');
    expect(await asked()).toBe(2);
    await expect(
      portal.aws.countCalls({ operation: 'rds:DescribeCertificates' }),
    ).resolves.toBe(1);
  });

  it('leaves out what the role may not read, and says so in a sentence', async () => {
    const portal = await startPortal();
    await portal.aws.fault({
      operation: 'rds:DescribeEvents',
      kind: 'error',
      code: 'AccessDenied',
      accountId: BILLING,
    });
    const { reading, problems } = await reportOf(portal, 'billing-mysql');
    expect(reading!.details).not.toHaveProperty('events');
    expect(reading!.details.pendingMaintenance).toHaveLength(1);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'account_refused',
        severity: 'warning',
        message: expect.stringContaining('refused rds:DescribeEvents'),
      }),
    ]);
  });

  it('shows what AWS said the last time, as old as it is, when it does not answer', async () => {
    const portal = await startPortal();
    const before = await reportOf(portal, 'billing-mysql');
    await portal.aws.fault({
      operation: 'rds:DescribeDBInstances',
      kind: 'error',
      code: 'ServiceUnavailable',
      accountId: BILLING,
      count: 10,
    });
    portal.awsClock.advance(31);
    const after = await reportOf(portal, 'billing-mysql');
    expect(after.reading).toEqual({ ...before.reading, stale: true });
    expect(codes(after)).toEqual(codes(before));
    expect(after.problems).toHaveLength(1);
    expect(after.problems[0].message).toContain('444444444444');
  });

  it('says why nothing is known of a database whose account refuses', async () => {
    const portal = await startPortal();
    const report = await reportOf(portal, 'quarantine-postgres');
    expect(report).not.toHaveProperty('reading');
    expect(report.hints).toEqual([]);
    expect(report.problems[0]).toMatchObject({
      code: 'account_refused',
      message: expect.stringContaining('999999999999'),
    });
  });

  it('calls no account that is not in config, and shows nothing of one that was', async () => {
    const portal = await startPortal({
      entities: [
        databaseEntity('foreign', {
          arn: 'arn:aws:rds:us-east-1:123456789012:db:foreign',
        }),
      ],
    });
    const report = await reportOf(portal, 'foreign');
    expect(report.problems[0].code).toBe('account_not_configured');
    await expect(
      portal.aws.countCalls({ targetAccountId: '123456789012' }),
    ).resolves.toBe(0);
  });

  it.each([
    ['amazon.com/rds-instance-arn', 'rds-instance', 'db:billing-mysql'],
    ['aws.amazon.com/arn', 'rds-dbinstance', 'db:billing-mysql'],
  ])(
    'understands the annotation %s of a %s, as other plugins write it',
    async (annotation, type, name) => {
      const portal = await startPortal({
        entities: [
          databaseEntity('from-elsewhere', {
            annotation,
            type,
            arn: `arn:aws:rds:us-east-1:${BILLING}:${name}`,
            owner: 'billing-team',
          }),
        ],
      });
      const report = await reportOf(portal, 'from-elsewhere');
      expect(report.reading!.details.identifier).toBe('billing-mysql');
    },
  );

  it('is for those who may see databases, and leaves an auditor event', async () => {
    const portal = await startPortal({
      denied: ['database-access.database.read'],
    });
    const { status } = await portal
      .as('requester')
      .get('/databases/default/billing-mysql/rds');
    expect(status).toBe(403);
    expect(portal.audit).toEqual([
      {
        eventId: 'database-fetch',
        severityLevel: 'low',
        meta: {
          namespace: 'default',
          name: 'billing-mysql',
          queryType: 'rds',
        },
        outcome: 'failure',
      },
    ]);
  });
});

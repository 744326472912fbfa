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

import {
  CreateDBInstanceCommand,
  DescribeCertificatesCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  DescribePendingMaintenanceActionsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { CATALOG, ORDERS_POSTGRES } from '../../testing/latticeCompany';
import { networkCompany } from '../../testing/networkCompany';
import { refusalOf } from '../../testing/refusalOf';

const BILLING = '444444444444';
const MYSQL = 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql';
const DAY_MS = 86_400_000;

function setup(accountId = BILLING) {
  const company = networkCompany();
  return { ...company, rds: company.rds(accountId) };
}

async function instanceOf(rds: RDSClient, DBInstanceIdentifier: string) {
  const { DBInstances } = await rds.send(
    new DescribeDBInstancesCommand({ DBInstanceIdentifier }),
  );
  return DBInstances![0];
}

describe('how a database is kept', () => {
  it('is said of an instance: backups, maintenance, logs and the key of its storage', async () => {
    const { rds, clock } = setup();
    const mysql = await instanceOf(rds, 'billing-mysql');
    expect(mysql).toMatchObject({
      BackupRetentionPeriod: 7,
      PreferredBackupWindow: '03:00-03:30',
      PreferredMaintenanceWindow: 'sun:04:00-sun:04:30',
      AutoMinorVersionUpgrade: true,
      EnabledCloudwatchLogsExports: ['error'],
      StorageType: 'gp3',
      KmsKeyId: expect.stringMatching(
        /^arn:aws:kms:us-east-1:444444444444:key\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      ),
    });
    const behind = clock.now() - mysql.LatestRestorableTime!.getTime();
    expect(behind).toBeGreaterThanOrEqual(0);
    expect(behind).toBeLessThan(5 * 60_000);
  });

  it('is said of a cluster, and its instances are not restored by themselves', async () => {
    const { rds } = setup(CATALOG);
    const { DBClusters } = await rds.send(new DescribeDBClustersCommand({}));
    expect(DBClusters![0]).toMatchObject({
      BackupRetentionPeriod: 7,
      StorageType: 'aurora',
      LatestRestorableTime: expect.any(Date),
    });
    const member = await instanceOf(rds, 'catalog-aurora-1');
    expect(member.LatestRestorableTime).toBeUndefined();
  });

  it('has no moment to go back to where there are no backups', async () => {
    const { rds } = setup();
    const found = await instanceOf(rds, 'billing-public');
    expect(found.BackupRetentionPeriod).toBe(0);
    expect(found.LatestRestorableTime).toBeUndefined();
  });

  const made = {
    DBInstanceIdentifier: 'made',
    DBInstanceClass: 'db.t4g.medium',
    Engine: 'postgres',
    MasterUsername: 'dbadmin',
    AllocatedStorage: 20,
    DBSubnetGroupName: 'billing',
  };

  it('is as whoever makes the database wants it', async () => {
    const { rds } = setup();
    const { DBInstance } = await rds.send(
      new CreateDBInstanceCommand({
        ...made,
        BackupRetentionPeriod: 0,
        PreferredBackupWindow: '22:00-22:30',
        PreferredMaintenanceWindow: 'Mon:01:00-Mon:01:30',
        AutoMinorVersionUpgrade: false,
        EnableCloudwatchLogsExports: ['postgresql'],
        StorageType: 'io2',
      }),
    );
    expect(DBInstance).toMatchObject({
      BackupRetentionPeriod: 0,
      PreferredBackupWindow: '22:00-22:30',
      PreferredMaintenanceWindow: 'mon:01:00-mon:01:30',
      AutoMinorVersionUpgrade: false,
      EnabledCloudwatchLogsExports: ['postgresql'],
      StorageType: 'io2',
    });
    expect(DBInstance!.KmsKeyId).toBeUndefined();
  });

  it.each([
    [{ BackupRetentionPeriod: 36 }],
    [{ BackupRetentionPeriod: -1 }],
    [{ PreferredBackupWindow: '25:00-26:00' }],
    [{ PreferredMaintenanceWindow: '01:00-01:30' }],
  ])('cannot be %p', async care => {
    const { rds } = setup();
    await expect(
      refusalOf(rds.send(new CreateDBInstanceCommand({ ...made, ...care }))),
    ).resolves.toMatch(/^InvalidParameterValue:/);
  });
});

describe('DescribePendingMaintenanceActions', () => {
  it('tells what AWS wants to change, of which database and when', async () => {
    const { rds, clock } = setup();
    const { PendingMaintenanceActions } = await rds.send(
      new DescribePendingMaintenanceActionsCommand({}),
    );
    expect(PendingMaintenanceActions).toEqual([
      {
        ResourceIdentifier: MYSQL,
        PendingMaintenanceActionDetails: [
          {
            Action: 'system-update',
            Description: 'New Operating System update is available',
            AutoAppliedAfterDate: new Date(clock.now() + 9 * DAY_MS),
            ForcedApplyDate: new Date(clock.now() + 37 * DAY_MS),
            CurrentApplyDate: new Date(clock.now() + 9 * DAY_MS),
          },
        ],
      },
    ]);
  });

  it.each([
    [{ ResourceIdentifier: MYSQL }, 1],
    [
      {
        ResourceIdentifier: 'arn:aws:rds:us-east-1:444444444444:db:billing-dev',
      },
      0,
    ],
    [{ Filters: [{ Name: 'db-instance-id', Values: ['billing-mysql'] }] }, 1],
    [{ Filters: [{ Name: 'db-instance-id', Values: [MYSQL] }] }, 1],
    [{ Filters: [{ Name: 'db-cluster-id', Values: ['billing-mysql'] }] }, 0],
  ])('asked with %p tells of %p', async (input, count) => {
    const { rds } = setup();
    const { PendingMaintenanceActions } = await rds.send(
      new DescribePendingMaintenanceActionsCommand(input),
    );
    expect(PendingMaintenanceActions).toHaveLength(count);
  });

  it('refuses what is not there, filters that it does not have, and pages that are too small', async () => {
    const { rds } = setup();
    const ask = (input: object) =>
      refusalOf(rds.send(new DescribePendingMaintenanceActionsCommand(input)));
    await expect(ask({ ResourceIdentifier: `${MYSQL}-not` })).resolves.toMatch(
      /^ResourceNotFoundFault:/,
    );
    await expect(
      ask({ Filters: [{ Name: 'engine', Values: ['mysql'] }] }),
    ).resolves.toMatch(/^InvalidParameterValue:/);
    await expect(ask({ MaxRecords: 19 })).resolves.toMatch(
      /^InvalidParameterValue:/,
    );
  });
});

describe('DescribeCertificates', () => {
  it('tells the authorities and when they end', async () => {
    const { rds } = setup();
    const { Certificates, DefaultCertificateForNewLaunches } = await rds.send(
      new DescribeCertificatesCommand({}),
    );
    expect(DefaultCertificateForNewLaunches).toBe('rds-ca-rsa2048-g1');
    expect(
      Certificates!.map(({ CertificateIdentifier, ValidTill }) => [
        CertificateIdentifier,
        ValidTill!.getUTCFullYear(),
      ]),
    ).toEqual([
      ['rds-ca-ecc384-g1', 2121],
      ['rds-ca-rsa2048-g1', 2061],
      ['rds-ca-rsa4096-g1', 2121],
    ]);
    expect(Certificates![0]).toMatchObject({
      CertificateType: 'CA',
      CertificateArn: 'arn:aws:rds:us-east-1::cert:rds-ca-ecc384-g1',
      Thumbprint: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  it('tells one, however it is spelled, and refuses what is none', async () => {
    const { rds } = setup();
    const ask = (CertificateIdentifier: string) =>
      rds.send(new DescribeCertificatesCommand({ CertificateIdentifier }));
    const { Certificates } = await ask('RDS-CA-RSA2048-G1');
    expect(Certificates).toHaveLength(1);
    await expect(refusalOf(ask('rds-ca-2015'))).resolves.toMatch(
      /^CertificateNotFoundFault:/,
    );
  });
});

describe('DescribeEvents', () => {
  const eventsOf = async (
    rds: RDSClient,
    SourceIdentifier: string,
    range: object,
  ) => {
    const { Events } = await rds.send(
      new DescribeEventsCommand({
        SourceIdentifier,
        SourceType: 'db-instance',
        ...range,
      }),
    );
    return Events!;
  };

  it('tells the backups of fourteen nights, the oldest first', async () => {
    const { rds, clock } = setup();
    const now = new Date(clock.now());
    const found = await eventsOf(rds, 'billing-mysql', {
      StartTime: new Date(now.getTime() - 30 * DAY_MS),
      EndTime: now,
    });
    expect(found).toHaveLength(28);
    expect(found.map(({ Message }) => Message)).toContain(
      'Finished DB Instance backup',
    );
    const times = found.map(event => event.Date!.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(now.getTime() - times[0]).toBeLessThan(14 * DAY_MS);
    for (const event of found) {
      expect(event.EventCategories).toEqual(['backup']);
      expect(event.Date!.getUTCHours()).toBe(3);
    }
  });

  it('tells none of a database without backups, nor of before it was made', async () => {
    const { rds, clock } = setup();
    await expect(
      eventsOf(rds, 'billing-public', { Duration: 20_160 }),
    ).resolves.toEqual([]);
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: 'new',
        DBInstanceClass: 'db.t4g.medium',
        Engine: 'postgres',
        MasterUsername: 'dbadmin',
        AllocatedStorage: 20,
        DBSubnetGroupName: 'billing',
      }),
    );
    clock.advance(600);
    const found = await eventsOf(rds, 'new', { Duration: 20_160 });
    expect(found.map(({ Message }) => Message)).toEqual([
      'DB instance created',
    ]);
  });

  it('belongs to the account that asks', async () => {
    const company = networkCompany();
    await expect(
      eventsOf(company.rds(CATALOG), ORDERS_POSTGRES, { Duration: 20_160 }),
    ).resolves.toEqual([]);
  });
});

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

import { readFileSync } from 'fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { RdsDetails } from '@towpath/backstage-plugin-database-access-common';
import { HINTS, hintsOf } from './hints';

const NOW = new Date('2026-11-29T12:00:00.000Z');
const DAY_MS = 86_400_000;
const inDays = (days: number) =>
  new Date(NOW.getTime() + days * DAY_MS).toISOString();

/** Nothing could be better. */
const good: RdsDetails = {
  arn: 'arn:aws:rds:us-east-1:333333333333:db:orders',
  kind: 'instance',
  identifier: 'orders',
  status: 'available',
  engine: 'postgres',
  engineVersion: '16.4',
  multiAz: true,
  publiclyAccessible: false,
  storageEncrypted: true,
  backupRetentionDays: 7,
  latestRestorableAt: NOW.toISOString(),
  deletionProtection: true,
  iamAuthentication: true,
  autoMinorVersionUpgrade: true,
  exportedLogs: ['postgresql'],
  certificate: {
    authority: 'rds-ca-rsa2048-g1',
    validTill: inDays(200),
    authorityValidTill: inDays(10_000),
  },
  pendingChanges: [],
  pendingMaintenance: [{ action: 'system-update', appliesAt: inDays(9) }],
  members: [],
};

const cluster: RdsDetails = {
  ...good,
  kind: 'cluster',
  arn: 'arn:aws:rds:us-east-1:333333333333:cluster:orders',
  engine: 'aurora-postgresql',
  members: [
    {
      identifier: 'orders-1',
      role: 'writer',
      status: 'available',
      instanceClass: 'db.r6g.large',
      publiclyAccessible: false,
    },
    {
      identifier: 'orders-2',
      role: 'reader',
      status: 'available',
      instanceClass: 'db.r6g.large',
      publiclyAccessible: true,
    },
  ],
};

const codes = (details: RdsDetails) =>
  hintsOf(details, NOW).map(({ code }) => code);

describe('what would make a database safer', () => {
  it('is nothing where all is well', () => {
    expect(hintsOf(good, NOW)).toEqual([]);
    expect(hintsOf(cluster, NOW)).toEqual([]);
  });

  it.each<[string, Partial<RdsDetails>]>([
    ['rds_public', { publiclyAccessible: true }],
    ['rds_unencrypted', { storageEncrypted: false }],
    ['rds_no_backups', { backupRetentionDays: 0 }],
    ['rds_few_backups', { backupRetentionDays: 6 }],
    ['rds_backups_behind', { latestRestorableAt: inDays(-1) }],
    ['rds_deletion_unprotected', { deletionProtection: false }],
    ['rds_single_zone', { multiAz: false }],
    ['rds_iam_authentication_off', { iamAuthentication: false }],
    ['rds_no_minor_upgrades', { autoMinorVersionUpgrade: false }],
    ['rds_no_logs', { exportedLogs: [] }],
    [
      'rds_authority_ends',
      { certificate: { authority: 'a', authorityValidTill: inDays(364) } },
    ],
    [
      'rds_certificate_ends',
      { certificate: { authority: 'a', validTill: inDays(59) } },
    ],
    [
      'rds_maintenance_forced',
      {
        pendingMaintenance: [{ action: 'os-upgrade', forcedAt: inDays(30) }],
      },
    ],
  ])('is %s, alone, of an instance and of a cluster', (code, flaw) => {
    for (const details of [good, cluster]) {
      const [hint, ...others] = hintsOf({ ...details, ...flaw }, NOW);
      expect(others).toEqual([]);
      expect(hint.code).toBe(code);
      expect(hint.message).toMatch(/^[A-Z].*orders.*\.$|^orders.*\.$/);
      expect(hint.remedy!.length).toBeGreaterThan(20);
      expect(hint.reference).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(hint.severity).not.toBe('blocking');
    }
  });

  it('begins with the worst', () => {
    const bare = {
      ...good,
      multiAz: false,
      exportedLogs: [],
      publiclyAccessible: true,
    };
    expect(codes(bare)).toEqual([
      'rds_public',
      'rds_single_zone',
      'rds_no_logs',
    ]);
  });

  it('names the instance of a cluster that is public, since that is what can be changed', () => {
    const [hint] = hintsOf({ ...cluster, publiclyAccessible: true }, NOW);
    expect(hint.remedy).toContain(
      'aws rds modify-db-instance --db-instance-identifier orders-2 --no-publicly-accessible',
    );
  });

  it('changes a cluster as a cluster', () => {
    const [hint] = hintsOf({ ...cluster, deletionProtection: false }, NOW);
    expect(hint).toMatchObject({
      remedy:
        'aws rds modify-db-cluster --db-cluster-identifier orders --deletion-protection --apply-immediately',
      reference: expect.stringMatching(/#rds-7$/),
    });
  });

  it.each(['oracle-ee', 'sqlserver-se', 'db2-ae'])(
    'is no IAM authentication of %s, which has none',
    engine => {
      expect(codes({ ...good, engine, iamAuthentication: false })).toEqual([]);
    },
  );

  it('is nothing that AWS did not say', () => {
    expect(
      codes({
        ...good,
        certificate: undefined,
        pendingMaintenance: undefined,
        latestRestorableAt: undefined,
      }),
    ).toEqual([]);
  });

  it('is no lag of backups while the database is down', () => {
    expect(
      codes({ ...good, status: 'stopped', latestRestorableAt: inDays(-3) }),
    ).toEqual([]);
  });

  it('stands in docs/discovery.md, each with its severity', () => {
    const page = readFileSync(
      resolvePackagePath(
        '@towpath/backstage-plugin-database-access-backend',
        '../../docs/discovery.md',
      ),
      'utf8',
    );
    for (const { code, severity } of HINTS) {
      expect(page).toMatch(new RegExp(`\\| \`${code}\` +\\| ${severity} +\\|`));
    }
  });
});

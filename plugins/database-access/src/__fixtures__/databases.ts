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

import { Entity } from '@backstage/catalog-model';
import {
  ConsumerNetworks,
  DatabaseDetails,
  ERROR_CODES,
  Finding,
  RdsReport,
} from '@towpath/backstage-plugin-database-access-common';

export const READ_AT = '2026-08-06T09:12:03.000Z';

export function databaseEntity(
  name: string,
  options: { arn?: string; type?: string; tags?: string[] } = {},
): Entity {
  const { arn, type = 'database', tags } = options;
  return {
    apiVersion: 'backstage.io/v1beta1',
    kind: 'Resource',
    metadata: {
      name,
      namespace: 'default',
      annotations: arn ? { 'aws.amazon.com/arn': arn } : {},
      tags,
    },
    spec: { type, owner: 'group:default/orders-team' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/orders-team' }],
  };
}

export const ordersEntity = databaseEntity('orders-postgres', {
  arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  tags: ['production', 'postgres'],
});

/** The same database in a place where nobody's business depends on it. */
export const stagingEntity: Entity = {
  ...ordersEntity,
  metadata: { ...ordersEntity.metadata, tags: ['staging'] },
};

export const requesterEntity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'requester', namespace: 'default' },
  spec: {},
  relations: [{ type: 'memberOf', targetRef: 'group:default/analytics-team' }],
};

/** What the catalog has. */
export const catalogEntities: Entity[] = [ordersEntity, requesterEntity];

export const orders: DatabaseDetails = {
  entityRef: 'resource:default/orders-postgres',
  arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  accountId: '333333333333',
  accountName: 'orders-prod',
  region: 'us-east-1',
  reading: {
    readAt: READ_AT,
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
        host: 'orders-postgres.c9akciq32.us-east-1.rds.amazonaws.com',
        port: 5432,
      },
      port: 5432,
      vpcId: 'vpc-0a1b2c3d',
      subnetIds: ['subnet-01', 'subnet-02', 'subnet-03'],
      securityGroupIds: ['sg-01'],
      availabilityZoneIds: ['use1-az1', 'use1-az2', 'use1-az4'],
      iamAuthentication: true,
      certificateAuthority: 'rds-ca-rsa2048-g1',
      storageEncrypted: true,
      deletionProtection: false,
      shareable: true,
    },
  },
  findings: [],
};

/** `orders`, with other facts. */
export function withFacts(
  facts: Partial<NonNullable<DatabaseDetails['reading']>['facts']>,
): DatabaseDetails {
  const reading = orders.reading!;
  return {
    ...orders,
    reading: { ...reading, facts: { ...reading.facts, ...facts } },
  };
}

export const auroraEntity = databaseEntity('catalog-aurora', {
  arn: 'arn:aws:rds:us-east-1:555555555555:cluster:catalog-aurora',
  type: 'rds-dbcluster',
});

export const aurora: DatabaseDetails = {
  ...withFacts({
    kind: 'cluster',
    identifier: 'catalog-aurora',
    engine: 'aurora-postgresql',
    engineVersion: '15.8',
    endpoint: {
      host: 'catalog-aurora.cluster-c9akciq32.us-east-1.rds.amazonaws.com',
      port: 5432,
    },
    readerEndpoint: {
      host: 'catalog-aurora.cluster-ro-c9akciq32.us-east-1.rds.amazonaws.com',
      port: 5432,
    },
  }),
  entityRef: 'resource:default/catalog-aurora',
  arn: 'arn:aws:rds:us-east-1:555555555555:cluster:catalog-aurora',
  accountId: '555555555555',
  accountName: 'catalog',
};

export const refusal: Finding = {
  code: ERROR_CODES.accountRefused,
  severity: 'blocking',
  message:
    'Account quarantine (999999999999) refused sts:AssumeRole for the role towpath-read.',
  remedy:
    'Let the portal’s role assume towpath-read in that account’s trust policy, with the ExternalId of the portal’s config.',
  awsMessage:
    'User: arn:aws:sts::111111111111:assumed-role/portal is not authorized to perform: sts:AssumeRole',
};

export const quarantineEntity = databaseEntity('quarantine-postgres', {
  arn: 'arn:aws:rds:us-east-1:999999999999:db:quarantine-postgres',
});

export const quarantine: DatabaseDetails = {
  entityRef: 'resource:default/quarantine-postgres',
  arn: 'arn:aws:rds:us-east-1:999999999999:db:quarantine-postgres',
  accountId: '999999999999',
  accountName: 'quarantine',
  region: 'us-east-1',
  findings: [refusal],
};

/** The account refuses now but answered three hours ago. */
export const ordersStale: DatabaseDetails = {
  ...orders,
  reading: { ...orders.reading!, stale: true },
  findings: [
    {
      code: ERROR_CODES.awsThrottled,
      severity: 'warning',
      message:
        'Account orders-prod (333333333333) throttled rds:DescribeDBInstances.',
      awsMessage: 'Rate exceeded',
    },
  ],
};

export const publicEntity = databaseEntity('billing-public', {
  arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-public',
});

export const billingPublic: DatabaseDetails = {
  ...withFacts({
    identifier: 'billing-public',
    engine: 'mysql',
    engineVersion: '8.0.39',
    port: 3306,
    endpoint: {
      host: 'billing-public.c9akciq32.us-east-1.rds.amazonaws.com',
      port: 3306,
    },
    multiAz: false,
    publiclyAccessible: true,
    iamAuthentication: false,
  }),
  entityRef: 'resource:default/billing-public',
  arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-public',
  accountId: '444444444444',
  accountName: 'billing',
  findings: [
    {
      code: ERROR_CODES.databasePublic,
      severity: 'blocking',
      message:
        'billing-public is publicly accessible, and AWS makes no resource configuration for a public database.',
      remedy: 'Set “Publicly accessible” to No on the instance.',
    },
    {
      code: ERROR_CODES.databaseNotShareable,
      severity: 'info',
      message:
        'billing-public lacks the tag database-access:shareable=true, so nobody can ask for it.',
    },
  ],
};

export const networks: ConsumerNetworks = {
  items: [
    {
      name: 'analytics-databricks',
      title: 'Databricks, analytics',
      owner: 'group:default/analytics-team',
      accountId: '666666666666',
      accountName: 'analytics',
      region: 'us-east-1',
      vpcId: 'vpc-0d4t4br1ck5',
      subnetIds: ['subnet-0a', 'subnet-0b'],
      clientSecurityGroupIds: ['sg-0c'],
      source: 'config',
    },
  ],
  findings: [],
};

/** How RDS keeps `orders`. */
export const ordersRds: RdsReport = {
  arn: orders.arn,
  accountId: '333333333333',
  accountName: 'orders-prod',
  region: 'us-east-1',
  reading: {
    readAt: READ_AT,
    stale: false,
    details: {
      arn: orders.arn,
      kind: 'instance',
      identifier: 'orders-postgres',
      status: 'available',
      engine: 'postgres',
      engineVersion: '16.4',
      instanceClass: 'db.r6g.large',
      multiAz: true,
      publiclyAccessible: false,
      storageEncrypted: true,
      kmsKeyId: 'arn:aws:kms:us-east-1:333333333333:key/4d764187',
      storageType: 'gp3',
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
      backupRetentionDays: 7,
      backupWindow: '03:00-03:30',
      latestRestorableAt: '2026-08-06T09:10:00.000Z',
      deletionProtection: false,
      iamAuthentication: true,
      maintenanceWindow: 'sun:04:00-sun:04:30',
      autoMinorVersionUpgrade: true,
      exportedLogs: ['postgresql', 'upgrade'],
      certificate: {
        authority: 'rds-ca-rsa2048-g1',
        validTill: '2027-03-04T08:00:00.000Z',
        authorityValidTill: '2061-05-25T00:00:00.000Z',
      },
      pendingChanges: ['DBInstanceClass: db.r6g.xlarge'],
      pendingMaintenance: [
        {
          action: 'system-update',
          description: 'New Operating System update is available',
          appliesAt: '2026-08-15T09:00:00.000Z',
          forcedAt: '2026-09-12T09:00:00.000Z',
        },
      ],
      events: [
        {
          at: '2026-08-05T10:00:00.000Z',
          message: 'Multi-AZ instance failover completed',
          categories: ['failover'],
        },
        ...Array.from({ length: 10 }, (_, day) => ({
          at: `2026-08-${String(5 - Math.floor(day / 2)).padStart(
            2,
            '0',
          )}T03:0${2 - (day % 2)}:00.000Z`,
          message:
            day % 2 ? 'Backing up DB instance' : 'Finished DB Instance backup',
          categories: ['backup'],
        })),
      ],
      members: [],
    },
  },
  problems: [],
  hints: [
    {
      code: 'rds_deletion_unprotected',
      severity: 'warning',
      message:
        'Anybody who may call RDS in the account can delete orders-postgres with one call.',
      remedy:
        'aws rds modify-db-instance --db-instance-identifier orders-postgres --deletion-protection --apply-immediately',
      reference:
        'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8',
    },
  ],
};

/** `ordersRds`, with other details. */
export function withRdsDetails(
  details: Partial<NonNullable<RdsReport['reading']>['details']>,
): RdsReport {
  const reading = ordersRds.reading!;
  return {
    ...ordersRds,
    reading: { ...reading, details: { ...reading.details, ...details } },
  };
}

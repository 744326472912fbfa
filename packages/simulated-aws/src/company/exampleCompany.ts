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

import type { Company } from './Company';

const region = 'us-east-1';
const anywhere = '0.0.0.0/0';
const readRoleName = 'database-access-read';
const provisionRole = { name: 'database-access-provision' };
const updaterRole = { name: 'database-access-updater' };
const proberPrefix = 'towpath-prober';
const analyzer = true as const;

/** The database's owner agrees that people may ask for it. */
const shareable = { 'database-access:shareable': 'true' };

/**
 * The small company of the demo and of the tests. Ids can be read: the four digits behind the zero are the account's.
 * Ports, names and numbers are those that the guide uses.
 *
 * @public
 */
export const exampleCompany = {
  portalAccountId: '111111111111',
  installation: 'demo',
  organization: {
    id: 'o-exampleorg',
    rootId: 'r-exam',
    managementAccountId: '111111111111',
    sharesResources: true,
  },
  accounts: {
    hub: {
      id: '111111111111',
      email: 'aws-hub@example.com',
      inOrganization: true,
      readRole: {
        name: readRoleName,
        externalId: 'simulated-hub-5b0c41d97e2fa386',
        trustsPortal: true,
      },
      provisionRole,
      vpcs: {},
      databases: {},
    },
    networking: {
      id: '222222222222',
      email: 'aws-networking@example.com',
      portalSides: ['provider', 'consumer', 'networking'],
      inOrganization: true,
      readRole: {
        name: readRoleName,
        externalId: 'simulated-networking-c1f6083b9a54d27e',
        trustsPortal: true,
      },
      provisionRole,
      analyzer,
      proberPrefix,
      vpcs: {
        shared: {
          id: 'vpc-02222000000000001',
          region,
          cidr: '10.50.0.0/16',
          networkAclId: 'acl-02222000000000001',
          defaultSecurityGroupId: 'sg-02222000000000010',
          subnets: [
            {
              id: 'subnet-02222000000000011',
              name: 'shared-a',
              cidr: '10.50.0.0/20',
              zoneId: 'use1-az1',
            },
            {
              id: 'subnet-02222000000000012',
              name: 'shared-b',
              cidr: '10.50.16.0/20',
              zoneId: 'use1-az2',
            },
            {
              id: 'subnet-02222000000000013',
              name: 'shared-c',
              cidr: '10.50.32.0/20',
              zoneId: 'use1-az4',
            },
          ],
          securityGroups: {},
        },
      },
      databases: {},
    },
    'orders-prod': {
      id: '333333333333',
      email: 'aws-orders-prod@example.com',
      portalSides: ['provider'],
      inOrganization: true,
      readRole: {
        name: readRoleName,
        externalId: 'simulated-orders-prod-9d27e6a0f1b4835c',
        trustsPortal: true,
      },
      provisionRole,
      analyzer,
      updaterRole,
      publicZone: { id: 'Z033330000000000001', name: 'orders.example.com' },
      accessLogGroup: '/aws/vendedlogs/vpc-lattice/databases',
      vpcs: {
        orders: {
          id: 'vpc-03333000000000001',
          region,
          cidr: '10.20.0.0/16',
          networkAclId: 'acl-03333000000000001',
          defaultSecurityGroupId: 'sg-03333000000000010',
          subnets: [
            {
              id: 'subnet-03333000000000011',
              name: 'orders-data-a',
              cidr: '10.20.0.0/24',
              zoneId: 'use1-az1',
            },
            {
              id: 'subnet-03333000000000012',
              name: 'orders-data-b',
              cidr: '10.20.1.0/24',
              zoneId: 'use1-az2',
            },
            {
              id: 'subnet-03333000000000013',
              name: 'orders-data-c',
              cidr: '10.20.2.0/24',
              zoneId: 'use1-az4',
            },
          ],
          securityGroups: {
            'orders-postgres': {
              id: 'sg-03333000000000018',
              name: 'orders-postgres',
              description: 'Guards orders-postgres: nobody from outside',
              rules: [{ direction: 'egress', peer: anywhere }],
              tags: { ...shareable, Name: 'orders-postgres' },
            },
            apps: {
              id: 'sg-03333000000000019',
              name: 'apps',
              description: 'The applications beside the database',
              rules: [{ direction: 'egress', peer: anywhere }],
            },
          },
        },
      },
      databases: {
        'orders-postgres': {
          arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
          vpc: 'orders',
          host: 'orders-postgres.c0ffee0orders.us-east-1.rds.amazonaws.com',
          port: 5432,
          engine: 'postgres',
          engineVersion: '16.4',
          instanceClass: 'db.r6g.large',
          securityGroup: 'orders-postgres',
          zoneIds: ['use1-az1', 'use1-az2'],
          iamAuthentication: true,
          care: { exportedLogs: ['postgresql', 'upgrade'] },
          tags: {
            ...shareable,
            'database-access:owner': 'group:default/orders-team',
            'database-access:system': 'system:default/orders',
            'database-access:description':
              'Orders and order lines and their states',
            'database-access:tags': 'production',
          },
        },
      },
    },
    billing: {
      id: '444444444444',
      email: 'aws-billing@example.com',
      portalSides: ['provider'],
      inOrganization: true,
      readRole: {
        name: readRoleName,
        externalId: 'simulated-billing-e83a5c6f20d19b47',
        trustsPortal: true,
      },
      provisionRole,
      analyzer,
      updaterRole,
      vpcs: {
        billing: {
          id: 'vpc-04444000000000001',
          region,
          cidr: '10.30.0.0/16',
          networkAclId: 'acl-04444000000000001',
          defaultSecurityGroupId: 'sg-04444000000000010',
          subnets: [
            {
              id: 'subnet-04444000000000011',
              name: 'billing-data-a',
              cidr: '10.30.0.0/24',
              zoneId: 'use1-az1',
            },
            {
              id: 'subnet-04444000000000012',
              name: 'billing-data-b',
              cidr: '10.30.1.0/24',
              zoneId: 'use1-az2',
            },
            {
              id: 'subnet-04444000000000013',
              name: 'billing-data-c',
              cidr: '10.30.2.0/24',
              zoneId: 'use1-az6',
            },
          ],
          securityGroups: {
            'billing-mysql': {
              id: 'sg-04444000000000018',
              name: 'billing-mysql',
              description: 'Guards billing-mysql: nobody from outside',
              rules: [{ direction: 'egress', peer: anywhere }],
              tags: { ...shareable, Name: 'billing-mysql' },
            },
            'billing-dev': {
              id: 'sg-04444000000000020',
              name: 'billing-dev',
              description: 'Guards billing-dev: nobody from outside',
              rules: [{ direction: 'egress', peer: anywhere }],
              tags: { ...shareable, Name: 'billing-dev' },
            },
            'billing-public': {
              id: 'sg-04444000000000019',
              name: 'billing-public',
              description: 'Guards billing-public: nobody from outside',
              rules: [{ direction: 'egress', peer: anywhere }],
              tags: { ...shareable, Name: 'billing-public' },
            },
          },
        },
      },
      databases: {
        'billing-mysql': {
          arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
          vpc: 'billing',
          host: 'billing-mysql.c0ffeebilling.us-east-1.rds.amazonaws.com',
          port: 3306,
          engine: 'mysql',
          engineVersion: '8.0.39',
          instanceClass: 'db.m6g.large',
          securityGroup: 'billing-mysql',
          zoneIds: ['use1-az1', 'use1-az2'],
          iamAuthentication: true,
          care: { exportedLogs: ['error'] },
          maintenance: [
            {
              action: 'system-update',
              description: 'New Operating System update is available',
              autoAppliedAfterDays: 9,
              forcedAfterDays: 37,
            },
          ],
          tags: {
            ...shareable,
            'database-access:owner': 'group:default/billing-team',
            environment: 'production',
            'database-access:system': 'system:default/billing',
            'database-access:description': 'Invoices and payments',
          },
        },
        'billing-public': {
          arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-public',
          vpc: 'billing',
          host: 'billing-public.c0ffeebilling.us-east-1.rds.amazonaws.com',
          port: 3306,
          engine: 'mysql',
          engineVersion: '8.0.39',
          instanceClass: 'db.t4g.medium',
          securityGroup: 'billing-public',
          zoneIds: ['use1-az2'],
          iamAuthentication: false,
          publicAddress: '203.0.113.30',
          care: { backupRetentionDays: 0 },
          tags: {
            ...shareable,
            'database-access:owner': 'group:default/billing-team',
            'database-access:system': 'system:default/billing',
            'database-access:description':
              'Published price lists - publicly accessible so nothing private can lead to it',
            'database-access:tags': 'production',
          },
        },
        'billing-dev': {
          arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-dev',
          vpc: 'billing',
          host: 'billing-dev.c0ffeebilling.us-east-1.rds.amazonaws.com',
          port: 3306,
          engine: 'mysql',
          engineVersion: '8.0.39',
          instanceClass: 'db.t4g.medium',
          securityGroup: 'billing-dev',
          zoneIds: ['use1-az1', 'use1-az2'],
          iamAuthentication: true,
          care: { backupRetentionDays: 1, autoMinorVersionUpgrade: false },
          tags: {
            ...shareable,
            'database-access:owner': 'group:default/billing-team',
            environment: 'development',
            'database-access:system': 'system:default/billing',
            'database-access:description':
              'Made-up invoices for those who develop',
          },
        },
      },
    },
    catalog: {
      id: '555555555555',
      email: 'aws-catalog@example.com',
      portalSides: ['provider'],
      inOrganization: true,
      readRole: {
        name: readRoleName,
        externalId: 'simulated-catalog-4fd0b7281ce96a35',
        trustsPortal: true,
      },
      provisionRole,
      analyzer,
      updaterRole,
      vpcs: {
        catalog: {
          id: 'vpc-05555000000000001',
          region,
          cidr: '10.40.0.0/16',
          networkAclId: 'acl-05555000000000001',
          defaultSecurityGroupId: 'sg-05555000000000010',
          subnets: [
            {
              id: 'subnet-05555000000000011',
              name: 'catalog-data-a',
              cidr: '10.40.0.0/24',
              zoneId: 'use1-az2',
            },
            {
              id: 'subnet-05555000000000012',
              name: 'catalog-data-b',
              cidr: '10.40.1.0/24',
              zoneId: 'use1-az4',
            },
            {
              id: 'subnet-05555000000000013',
              name: 'catalog-data-c',
              cidr: '10.40.2.0/24',
              zoneId: 'use1-az6',
            },
          ],
          securityGroups: {
            'catalog-aurora': {
              id: 'sg-05555000000000018',
              name: 'catalog-aurora',
              description: 'Guards catalog-aurora: nobody from outside',
              rules: [{ direction: 'egress', peer: anywhere }],
              tags: { ...shareable, Name: 'catalog-aurora' },
            },
          },
        },
      },
      databases: {
        'catalog-aurora': {
          arn: 'arn:aws:rds:us-east-1:555555555555:cluster:catalog-aurora',
          vpc: 'catalog',
          host: 'catalog-aurora.cluster-c0ffeecatalog.us-east-1.rds.amazonaws.com',
          port: 5432,
          engine: 'aurora-postgresql',
          engineVersion: '16.4',
          instanceClass: 'db.r6g.xlarge',
          securityGroup: 'catalog-aurora',
          zoneIds: ['use1-az2', 'use1-az4'],
          iamAuthentication: true,
          cluster: {
            readerHost:
              'catalog-aurora.cluster-ro-c0ffeecatalog.us-east-1.rds.amazonaws.com',
            instances: [
              {
                identifier: 'catalog-aurora-1',
                host: 'catalog-aurora-1.c0ffeecatalog.us-east-1.rds.amazonaws.com',
              },
              {
                identifier: 'catalog-aurora-2',
                host: 'catalog-aurora-2.c0ffeecatalog.us-east-1.rds.amazonaws.com',
              },
            ],
          },
          care: { exportedLogs: ['postgresql'] },
          tags: {
            ...shareable,
            'database-access:owner': 'group:default/catalog-team',
            'database-access:system': 'system:default/product-catalog',
            'database-access:description':
              'Products and their descriptions - Aurora with a writer and a reader',
            'database-access:tags': 'production',
          },
        },
      },
    },
    analytics: {
      id: '666666666666',
      email: 'aws-analytics@example.com',
      portalSides: ['provider', 'consumer'],
      inOrganization: true,
      readRole: {
        name: readRoleName,
        externalId: 'simulated-analytics-70a9e4d3586bc21f',
        trustsPortal: true,
      },
      provisionRole,
      analyzer,
      proberPrefix,
      vpcs: {
        databricks: {
          id: 'vpc-06666000000000001',
          region,
          cidr: '10.128.0.0/16',
          networkAclId: 'acl-06666000000000001',
          defaultSecurityGroupId: 'sg-06666000000000010',
          subnets: [
            {
              id: 'subnet-06666000000000011',
              name: 'databricks-private-a',
              cidr: '10.128.0.0/18',
              zoneId: 'use1-az2',
            },
            {
              id: 'subnet-06666000000000012',
              name: 'databricks-private-b',
              cidr: '10.128.64.0/18',
              zoneId: 'use1-az4',
            },
          ],
          securityGroups: {
            workspace: {
              id: 'sg-06666000000000018',
              name: 'databricks-workspace',
              description:
                'Databricks clusters: each other, and what they may call',
              rules: [
                { direction: 'ingress', peer: 'sg-06666000000000018' },
                { direction: 'egress', peer: 'sg-06666000000000018' },
                { direction: 'egress', tcpPort: 443, peer: anywhere },
                { direction: 'egress', tcpPort: 3306, peer: anywhere },
                { direction: 'egress', tcpPort: 5432, peer: anywhere },
              ],
              tags: { Name: 'databricks-workspace' },
            },
          },
          clients: [
            {
              id: 'eni-06666000000000041',
              name: 'databricks-worker-1',
              instanceId: 'i-06666000000000041',
              subnet: 'subnet-06666000000000011',
              address: '10.128.0.50',
              securityGroup: 'workspace',
            },
            {
              id: 'eni-06666000000000042',
              name: 'databricks-worker-2',
              instanceId: 'i-06666000000000042',
              subnet: 'subnet-06666000000000012',
              address: '10.128.64.50',
              securityGroup: 'workspace',
            },
          ],
        },
        full: {
          id: 'vpc-06666000000000002',
          region,
          cidr: '10.66.0.0/24',
          networkAclId: 'acl-06666000000000002',
          defaultSecurityGroupId: 'sg-06666000000000020',
          subnets: [
            {
              id: 'subnet-06666000000000021',
              name: 'full-a',
              cidr: '10.66.0.0/28',
              zoneId: 'use1-az1',
              occupied: 11,
            },
            {
              id: 'subnet-06666000000000022',
              name: 'full-b',
              cidr: '10.66.0.16/28',
              zoneId: 'use1-az2',
              occupied: 11,
            },
          ],
          securityGroups: {},
        },
      },
      databases: {},
    },
    payments: {
      id: '777777777777',
      email: 'aws-payments@example.com',
      portalSides: ['provider', 'consumer'],
      inOrganization: true,
      readRole: {
        name: readRoleName,
        externalId: 'simulated-payments-d65f1b930c8e7a42',
        trustsPortal: true,
      },
      provisionRole,
      analyzer,
      proberPrefix,
      vpcs: {
        // The same addresses as orders-prod's VPC: two teams that never asked each other.
        payments: {
          id: 'vpc-07777000000000001',
          region,
          cidr: '10.20.0.0/16',
          networkAclId: 'acl-07777000000000001',
          defaultSecurityGroupId: 'sg-07777000000000010',
          subnets: [
            {
              id: 'subnet-07777000000000011',
              name: 'payments-a',
              cidr: '10.20.0.0/20',
              zoneId: 'use1-az1',
            },
            {
              id: 'subnet-07777000000000012',
              name: 'payments-b',
              cidr: '10.20.16.0/20',
              zoneId: 'use1-az2',
            },
          ],
          securityGroups: {
            apps: {
              id: 'sg-07777000000000018',
              name: 'apps',
              description: 'The payment services',
              rules: [{ direction: 'egress', peer: anywhere }],
            },
          },
          clients: [
            {
              id: 'eni-07777000000000041',
              name: 'payments-api',
              instanceId: 'i-07777000000000041',
              subnet: 'subnet-07777000000000011',
              address: '10.20.0.50',
              securityGroup: 'apps',
            },
          ],
        },
        edge: {
          id: 'vpc-07777000000000002',
          region,
          cidr: '10.77.0.0/20',
          networkAclId: 'acl-07777000000000002',
          defaultSecurityGroupId: 'sg-07777000000000020',
          subnets: [
            {
              id: 'subnet-07777000000000021',
              name: 'edge-a',
              cidr: '10.77.0.0/24',
              zoneId: 'use1-az3',
            },
            {
              id: 'subnet-07777000000000022',
              name: 'edge-b',
              cidr: '10.77.1.0/24',
              zoneId: 'use1-az3',
            },
          ],
          securityGroups: {},
        },
        dublin: {
          id: 'vpc-07777000000000003',
          region: 'eu-west-1',
          cidr: '10.78.0.0/16',
          networkAclId: 'acl-07777000000000003',
          defaultSecurityGroupId: 'sg-07777000000000030',
          subnets: [
            {
              id: 'subnet-07777000000000031',
              name: 'dublin-a',
              cidr: '10.78.0.0/20',
              zoneId: 'euw1-az1',
            },
            {
              id: 'subnet-07777000000000032',
              name: 'dublin-b',
              cidr: '10.78.16.0/20',
              zoneId: 'euw1-az2',
            },
          ],
          securityGroups: {},
        },
      },
      databases: {},
    },
    partner: {
      id: '888888888888',
      email: 'aws-partner@example.com',
      portalSides: ['provider', 'consumer'],
      inOrganization: false,
      readRole: {
        name: readRoleName,
        externalId: 'simulated-partner-2b8c7f05e6d4a193',
        trustsPortal: true,
      },
      provisionRole,
      analyzer,
      proberPrefix,
      vpcs: {
        // One zone in common with the databases, and one that none of them is in.
        partner: {
          id: 'vpc-08888000000000001',
          region,
          cidr: '172.20.0.0/16',
          networkAclId: 'acl-08888000000000001',
          defaultSecurityGroupId: 'sg-08888000000000010',
          subnets: [
            {
              id: 'subnet-08888000000000011',
              name: 'partner-a',
              cidr: '172.20.0.0/20',
              zoneId: 'use1-az2',
            },
            {
              id: 'subnet-08888000000000012',
              name: 'partner-b',
              cidr: '172.20.16.0/20',
              zoneId: 'use1-az5',
            },
          ],
          securityGroups: {
            apps: {
              id: 'sg-08888000000000018',
              name: 'apps',
              description: 'The applications of the partner',
              rules: [{ direction: 'egress', peer: anywhere }],
            },
          },
        },
      },
      databases: {},
    },
    quarantine: {
      id: '999999999999',
      email: 'aws-quarantine@example.com',
      portalSides: ['provider'],
      inOrganization: true,
      readRole: {
        name: readRoleName,
        externalId: 'simulated-quarantine-a4e1926d7f38c05b',
        trustsPortal: false,
      },
      vpcs: {
        quarantine: {
          id: 'vpc-09999000000000001',
          region,
          cidr: '10.90.0.0/16',
          networkAclId: 'acl-09999000000000001',
          defaultSecurityGroupId: 'sg-09999000000000010',
          subnets: [
            {
              id: 'subnet-09999000000000011',
              name: 'quarantine-data-a',
              cidr: '10.90.0.0/24',
              zoneId: 'use1-az1',
            },
            {
              id: 'subnet-09999000000000012',
              name: 'quarantine-data-b',
              cidr: '10.90.1.0/24',
              zoneId: 'use1-az2',
            },
            {
              id: 'subnet-09999000000000013',
              name: 'quarantine-data-c',
              cidr: '10.90.2.0/24',
              zoneId: 'use1-az4',
            },
          ],
          securityGroups: {
            'quarantine-postgres': {
              id: 'sg-09999000000000018',
              name: 'quarantine-postgres',
              description: 'Guards quarantine-postgres: nobody from outside',
              rules: [{ direction: 'egress', peer: anywhere }],
              tags: { ...shareable, Name: 'quarantine-postgres' },
            },
          },
        },
      },
      databases: {
        'quarantine-postgres': {
          arn: 'arn:aws:rds:us-east-1:999999999999:db:quarantine-postgres',
          vpc: 'quarantine',
          host: 'quarantine-postgres.c0ffeequarant.us-east-1.rds.amazonaws.com',
          port: 5432,
          engine: 'postgres',
          engineVersion: '16.4',
          instanceClass: 'db.t4g.medium',
          securityGroup: 'quarantine-postgres',
          zoneIds: ['use1-az1'],
          iamAuthentication: true,
          tags: { ...shareable },
        },
      },
    },
  },
} satisfies Company;

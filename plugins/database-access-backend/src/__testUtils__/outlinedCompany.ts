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

import './unpacedReads';
import {
  Company,
  CompanyAccount,
  CompanyDatabase,
  CompanyVpc,
} from '@towpath/simulated-aws';
import { NetworkConfig } from '../config';
import { REGION } from './simulatedCompany';

/** An account, as far as a test says anything of it. */
export interface OutlinedAccount {
  name: string;
  /** Default: it is in the organisation. */
  isOutside?: true;
  /** It does not let the portal in. */
  isClosed?: true;
}

/** What listens in a database: `aurora` is a cluster of two instances that speaks as PostgreSQL does. */
export type Engine = 'postgres' | 'mysql' | 'aurora';

/** A database in the one VPC that its account has for databases. */
export interface OutlinedDatabase {
  name: string;
  account: string;
  engine: Engine;
  /** AZ IDs of its subnets; it lives in the first two. */
  zoneIds: string[];
}

/** A network in a VPC of its own. */
export interface OutlinedNetwork {
  name: string;
  account: string;
  /** AZ IDs of its subnets. */
  zoneIds: string[];
  /** Free addresses of each subnet; default: thousands. */
  free?: number;
}

/** A company in a few words. */
export interface Outline {
  accounts: OutlinedAccount[];
  databases: OutlinedDatabase[];
  networks: OutlinedNetwork[];
}

/** Where a database is found. */
export interface PlacedDatabase extends OutlinedDatabase {
  arn: string;
  /** Whom its tag names. */
  owner: string;
  port: number;
}

const HUB = '111111111111';
const ANYWHERE = '0.0.0.0/0';
const SHAREABLE = { 'database-access:shareable': 'true' };

/** Owns every network of an outlined company. */
export const ASKERS = 'group:default/analytics-team';

const PORTS: Record<Engine, number> = {
  postgres: 5432,
  aurora: 5432,
  mysql: 3306,
};

/** A subnet of /20. */
const ADDRESSES = 4_091;

/** A whole company of what a test says of it, and where everything in it is. */
export function outlinedCompany(outline: Outline): {
  company: Company;
  accountIds: Record<string, string>;
  databases: PlacedDatabase[];
  networks: NetworkConfig[];
} {
  const accounts: Record<string, CompanyAccount> = {
    hub: accountOf({ name: 'hub' }, HUB),
  };
  const accountIds: Record<string, string> = {};
  outline.accounts.forEach((account, index) => {
    const id = String(200_000_000_001 + index);
    accountIds[account.name] = id;
    accounts[account.name] = accountOf(account, id);
  });
  let vpcs = 0;
  const networks = outline.networks.map(network => {
    const account = accounts[network.account];
    const vpc = vpcOf((vpcs += 1), network.zoneIds, {
      occupied: ADDRESSES - (network.free ?? ADDRESSES),
      groups: { clients: {} },
    });
    account.vpcs[network.name] = vpc;
    return {
      name: network.name,
      title: network.name,
      owner: ASKERS,
      accountId: account.id,
      region: REGION,
      vpcId: vpc.id,
      subnetIds: vpc.subnets.map(({ id }) => id),
      clientSecurityGroupIds: [vpc.securityGroups.clients.id],
    };
  });
  const databases = outline.databases.map((database): PlacedDatabase => {
    const account = accounts[database.account];
    const vpcName = `of-${database.name}`;
    account.vpcs[vpcName] = vpcOf((vpcs += 1), database.zoneIds, {
      groups: { [database.name]: SHAREABLE },
    });
    const made = databaseOf(database, account.id, vpcName);
    account.databases[database.name] = made;
    const { arn, port, tags } = made;
    return { ...database, arn, port, owner: tags['database-access:owner'] };
  });
  return {
    company: {
      portalAccountId: HUB,
      installation: 'demo',
      organization: {
        id: 'o-exampleorg',
        rootId: 'r-exam',
        managementAccountId: HUB,
        sharesResources: true,
      },
      accounts,
    },
    accountIds,
    databases,
    networks,
  };
}

function accountOf(
  { name, isOutside, isClosed }: OutlinedAccount,
  id: string,
): CompanyAccount {
  return {
    id,
    email: `aws-${name}@example.com`,
    inOrganization: !isOutside,
    readRole: {
      name: 'database-access-read',
      externalId: `simulated-${name}-5b0c41d97e2fa386`,
      trustsPortal: !isClosed,
    },
    provisionRole: { name: 'database-access-provision' },
    vpcs: {},
    databases: {},
  };
}

/** The ids of one VPC and of what is in it end alike, and no other's do. */
function vpcOf(
  number: number,
  zoneIds: readonly string[],
  options: {
    occupied?: number;
    groups: Record<string, Record<string, string>>;
  },
): CompanyVpc {
  const idOf = (kind: string, part = 0) =>
    `${kind}-0${hex(number, 12)}${hex(part, 4)}`;
  return {
    id: idOf('vpc'),
    region: REGION,
    cidr: `10.${number}.0.0/16`,
    networkAclId: idOf('acl'),
    defaultSecurityGroupId: idOf('sg'),
    subnets: zoneIds.map((zoneId, index) => ({
      id: idOf('subnet', index + 1),
      name: `${number}-${zoneId}`,
      cidr: `10.${number}.${index * 16}.0/20`,
      zoneId,
      occupied: options.occupied,
    })),
    securityGroups: Object.fromEntries(
      Object.entries(options.groups).map(([name, tags], index) => [
        name,
        {
          id: idOf('sg', index + 1),
          name,
          description: `Those of ${name}`,
          rules: [{ direction: 'egress', peer: ANYWHERE }],
          tags,
        },
      ]),
    ),
  };
}

function databaseOf(
  { name, account, engine, zoneIds }: OutlinedDatabase,
  accountId: string,
  vpc: string,
): CompanyDatabase {
  const home = `c0ffee${accountId.slice(-3)}.${REGION}.rds.amazonaws.com`;
  const isCluster = engine === 'aurora';
  return {
    arn: `arn:aws:rds:${REGION}:${accountId}:${
      isCluster ? 'cluster' : 'db'
    }:${name}`,
    vpc,
    host: isCluster ? `${name}.cluster-${home}` : `${name}.${home}`,
    port: PORTS[engine],
    engine: isCluster ? 'aurora-postgresql' : engine,
    engineVersion: engine === 'mysql' ? '8.0.39' : '16.4',
    instanceClass: 'db.r6g.large',
    securityGroup: name,
    zoneIds: zoneIds.slice(0, 2),
    iamAuthentication: true,
    ...(isCluster && {
      cluster: {
        readerHost: `${name}.cluster-ro-${home}`,
        instances: zoneIds.slice(0, 2).map((_, index) => ({
          identifier: `${name}-${index + 1}`,
          host: `${name}-${index + 1}.${home}`,
        })),
      },
    }),
    tags: {
      ...SHAREABLE,
      'database-access:owner': `group:default/owners-of-${account}`,
    },
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

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
import { ConfigReader } from '@backstage/config';
import {
  DatabaseFacts,
  parseDatabaseArn,
} from '@towpath/backstage-plugin-database-access-common';
import {
  Company,
  CompanyAccount,
  CompanyVpc,
  Doubts,
  exampleCompany,
  populate,
  reachable,
  resolveName,
  SimulatedAws,
  SimulatedClock,
  World,
} from '@towpath/simulated-aws';
import { AwsSessions, NameResolver } from '../aws';
import { AccountConfig, DatabaseAccessConfig } from '../config';
import { Secret } from '../config/Secret';
import { PatternFacts, SubnetFacts } from '../patterns';

export const ORDERS: DatabaseFacts['accountId'] = '333333333333';
export const ANALYTICS = '666666666666';
export const NETWORKING = '222222222222';
export const PARTNER = '888888888888';
export const REGION = 'us-east-1';

const accounts: Record<string, CompanyAccount> = exampleCompany.accounts;

const opened: SimulatedAws[] = [];

// A function that still runs would outlive its test.
afterEach(async () => {
  await Promise.all(opened.splice(0).map(aws => aws.close()));
});

/** A company on a clock that stands still, and sessions of a portal that may enter all of its accounts. */
export async function simulatedCompany(
  options: {
    doubts?: Partial<Doubts>;
    names?: NameResolver;
    /** Default: the example's. */
    company?: Company;
  } = {},
) {
  const { company = exampleCompany } = options;
  const clock = SimulatedClock.frozen();
  const world = new World({ clock, doubts: options.doubts });
  populate(world, company);
  const aws = SimulatedAws.create({
    world,
    onDefect: error => {
      throw error;
    },
  });
  opened.push(aws);
  const config = companyConfig(company);
  const sessions = await AwsSessions.create({
    config,
    rootConfig: new ConfigReader({}),
    clock: { now: () => new Date(clock.now()) },
    newRequestHandler: () => aws.requestHandler(),
    names: options.names ?? publicNames(world),
  });
  return {
    aws,
    clock,
    config,
    sessions,
    world,
    /** How often these operations were called, whatever came of it. */
    calls: (isMeant: (operation: string) => boolean) =>
      world.calls
        .toJSON()
        .filter(call => isMeant(call.operation))
        .reduce((sum, call) => sum + call.count, 0),
    reaches: (
      facts: PatternFacts,
      client: { sg?: string; name?: string; port?: number } = {},
    ) =>
      reachable(world, {
        from: facts.network.vpcId,
        to: facts.database.arn,
        sg: facts.network.clientSecurityGroupIds[0],
        ...client,
      }).reachable,
  };
}

/** What DNS says to who is in none of the VPCs, as the portal is. */
export function publicNames(world: World): NameResolver {
  return {
    async addressesOf(name) {
      world.settle();
      return resolveName(world, { name }).addresses.sort();
    },
  };
}

function companyConfig(company: Company): DatabaseAccessConfig {
  const configured = Object.entries(company.accounts).map(
    ([name, account]): [string, AccountConfig] => [
      account.id,
      {
        accountId: account.id,
        name,
        regions: [REGION, 'eu-west-1'],
        externalId: new Secret(account.readRole!.externalId),
        allowOwnerTags: true,
        allowNetworkTags: true,
        allowOutsideOrganization: true,
        roles: {
          read: 'database-access-read',
          provision: 'database-access-provision',
        },
        updaterRole: account.updaterRole?.name,
      },
    ],
  );
  return {
    installation: company.installation,
    simulatedAws: {
      endpoint: 'http://simulated-aws',
      accountId: company.portalAccountId,
    },
    accounts: new Map(configured),
    networks: [],
  };
}

/** Account, VPC, and the security group that its clients are in. */
const NETWORKS = {
  analytics: ['analytics', 'databricks', 'workspace'],
  partner: ['partner', 'partner', 'apps'],
  payments: ['payments', 'payments', 'apps'],
  // In another Region, and with no security group of its own.
  dublin: ['payments', 'dublin', undefined],
} as const;

/** Networks of the company that people ask from. */
export type Network = keyof typeof NETWORKS;

/** The accounts of databases that people ask for. */
const DATABASES = {
  'orders-postgres': 'orders-prod',
  'billing-mysql': 'billing',
  'catalog-aurora': 'catalog',
} as const;

/** Databases of the company that people ask for. */
export type Database = keyof typeof DATABASES;

/** What a pattern would be told of a database and of a network of the company. */
export function factsOf(
  network: Network = 'analytics',
  database: Database = 'orders-postgres',
): PatternFacts {
  const provider = accounts[DATABASES[database]];
  const { arn, host, port, vpc, securityGroup, cluster } =
    provider.databases[database];
  const { accountId, region, identifier } = parseDatabaseArn(arn)!;
  const [account, vpcName, group] = NETWORKS[network];
  const consumer = accounts[account];
  const home = consumer.vpcs[vpcName];
  return {
    installation: exampleCompany.installation,
    database: {
      arn,
      accountId,
      region,
      identifier,
      host,
      readerHost: cluster?.readerHost,
      port,
      vpcId: provider.vpcs[vpc].id,
      subnets: subnetsOf(provider.vpcs[vpc]),
      shareableSecurityGroupIds: [
        provider.vpcs[vpc].securityGroups[securityGroup].id,
      ],
    },
    network: {
      name: network,
      accountId: consumer.id,
      region: home.region,
      vpcId: home.id,
      subnets: subnetsOf(home),
      clientSecurityGroupIds: group ? [home.securityGroups[group].id] : [],
    },
    sameOrganization: consumer.inOrganization,
    join: 'endpoint',
  };
}

/** The same facts of a pair that is in a zone of the company's networking account. */
export function inZone(facts: PatternFacts, name = 'reporting'): PatternFacts {
  return {
    ...facts,
    zone: {
      name,
      accountId: NETWORKING,
      region: REGION,
      sameOrganization: { database: true, network: facts.sameOrganization },
    },
  };
}

function subnetsOf(vpc: CompanyVpc): SubnetFacts[] {
  return vpc.subnets.map(({ id, zoneId, cidr }) => ({
    subnetId: id,
    availabilityZoneId: zoneId,
    cidrBlock: cidr,
  }));
}

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

import { ConfigReader } from '@backstage/config';
import {
  DatabaseFacts,
  parseDatabaseArn,
} from '@towpath/backstage-plugin-database-access-common';
import {
  CompanyAccount,
  CompanyVpc,
  Doubts,
  exampleCompany,
  populate,
  reachable,
  SimulatedAws,
  SimulatedClock,
  World,
} from '@towpath/simulated-aws';
import { AwsSessions } from '../aws';
import { AccountConfig, DatabaseAccessConfig } from '../config';
import { Secret } from '../config/Secret';
import { PatternFacts, SubnetFacts } from '../patterns';

export const ORDERS: DatabaseFacts['accountId'] = '333333333333';
export const ANALYTICS = '666666666666';
export const PARTNER = '888888888888';
export const REGION = 'us-east-1';

/** The example company on a clock that stands still, and sessions of a portal that may enter all of its accounts. */
export async function simulatedCompany(
  options: { doubts?: Partial<Doubts> } = {},
) {
  const clock = SimulatedClock.frozen();
  const world = new World({ clock, doubts: options.doubts });
  populate(world);
  const aws = SimulatedAws.create({
    world,
    onDefect: error => {
      throw error;
    },
  });
  const config = companyConfig();
  const sessions = await AwsSessions.create({
    config,
    rootConfig: new ConfigReader({}),
    clock: { now: () => new Date(clock.now()) },
    newRequestHandler: () => aws.requestHandler(),
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
    reaches: (facts: PatternFacts, sg?: string) =>
      reachable(world, {
        from: facts.network.vpcId,
        to: facts.database.arn,
        sg: sg ?? facts.network.clientSecurityGroupIds[0],
      }).reachable,
  };
}

function companyConfig(): DatabaseAccessConfig {
  const accounts = Object.entries(exampleCompany.accounts).map(
    ([name, account]): [string, AccountConfig] => [
      account.id,
      {
        accountId: account.id,
        name,
        regions: [REGION, 'eu-west-1'],
        externalId: new Secret(account.readRole.externalId),
        allowOwnerTags: true,
        allowNetworkTags: true,
        roles: {
          read: 'database-access-read',
          provision: 'database-access-provision',
        },
      },
    ],
  );
  return {
    installation: exampleCompany.installation,
    simulatedAws: {
      endpoint: 'http://simulated-aws',
      accountId: exampleCompany.portalAccountId,
    },
    accounts: new Map(accounts),
    networks: [],
  };
}

/** What a pattern would be told of `orders-postgres` and of a network of the company. */
export function factsOf(
  network: 'analytics' | 'partner' = 'analytics',
): PatternFacts {
  const { 'orders-prod': orders, analytics, partner } = exampleCompany.accounts;
  const { arn, host, port } = orders.databases['orders-postgres'];
  const { accountId, region, identifier } = parseDatabaseArn(arn)!;
  const consumer: { account: CompanyAccount; vpc: CompanyVpc; group: string } =
    network === 'analytics'
      ? {
          account: analytics,
          vpc: analytics.vpcs.databricks,
          group: analytics.vpcs.databricks.securityGroups.workspace.id,
        }
      : {
          account: partner,
          vpc: partner.vpcs.partner,
          group: partner.vpcs.partner.securityGroups.apps.id,
        };
  return {
    installation: exampleCompany.installation,
    database: {
      arn,
      accountId,
      region,
      identifier,
      host,
      port,
      vpcId: orders.vpcs.orders.id,
      subnets: subnetsOf(orders.vpcs.orders),
      shareableSecurityGroupIds: [
        orders.vpcs.orders.securityGroups['orders-postgres'].id,
      ],
    },
    network: {
      name: network,
      accountId: consumer.account.id,
      region: REGION,
      vpcId: consumer.vpc.id,
      subnets: subnetsOf(consumer.vpc),
      clientSecurityGroupIds: [consumer.group],
    },
    sameOrganization: consumer.account.inOrganization,
  };
}

function subnetsOf(vpc: CompanyVpc): SubnetFacts[] {
  return vpc.subnets.map(({ id, zoneId, cidr }) => ({
    subnetId: id,
    availabilityZoneId: zoneId,
    cidrBlock: cidr,
  }));
}

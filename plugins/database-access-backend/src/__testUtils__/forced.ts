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
import { parseDatabaseArn } from '@towpath/backstage-plugin-database-access-common';
import { Company, CompanyVpc, reachable } from '@towpath/simulated-aws';
import { knownPatterns, ObjectGraph, PatternFacts } from '../patterns';
import { Outline, outlinedCompany } from './outlinedCompany';
import { REGION } from './simulatedCompany';
import { SmallEngine } from './SmallEngine';
import { companyOf, OutlinedWorld, Wish } from './worldBench';

/** What came of building something that no plan allows. */
export type Forced = 'not drawn' | 'refused by AWS' | 'not reached' | 'reached';

/**
 * Builds what was wished for in a world like this one, before anybody has done anything there: without asking anybody
 * whether it may be built.
 */
export async function forced(
  outline: OutlinedWorld,
  wish: Required<Pick<Wish, 'connectVia'>> & Wish,
): Promise<Forced> {
  const placed = outlinedCompany(outline);
  const { plan } = knownPatterns.find(({ name }) => name === wish.connectVia)!;
  const facts = factsOfWish(outline, placed.company, wish);
  let graph: ObjectGraph;
  try {
    graph = plan(facts);
  } catch {
    return 'not drawn';
  }
  const { clock, config, sessions, world } = await companyOf(
    outline,
    placed.company,
  );
  const engine = new SmallEngine({
    sessions,
    installation: config.installation,
    advance: seconds => clock.advance(seconds),
    now: () => clock.now(),
  });
  let isBuilt = true;
  try {
    await engine.build(graph);
  } catch {
    isBuilt = false;
  }
  const isReached = reachable(world, {
    from: facts.network.vpcId,
    to: facts.database.arn,
    sg: facts.network.clientSecurityGroupIds[0],
  }).reachable;
  if (isReached) {
    return 'reached';
  }
  return isBuilt ? 'not reached' : 'refused by AWS';
}

/** What planning would tell the pattern, of what it reads and what config says. */
function factsOfWish(
  outline: OutlinedWorld,
  company: Company,
  wish: Wish,
): PatternFacts {
  const { accounts } = company;
  const homeOf = (kind: 'databases' | 'networks', name: string) =>
    accounts[
      (outline as Outline)[kind].find(each => each.name === name)!.account
    ];
  const provider = homeOf('databases', wish.database);
  const consumer = homeOf('networks', wish.network);
  const { arn, host, port, vpc, cluster } = provider.databases[wish.database];
  const home = consumer.vpcs[wish.network];
  const zone = outline.zones.find(
    ({ networks, databases }) =>
      networks.includes(wish.network) && databases.includes(wish.database),
  );
  const owner = zone && accounts[zone.account];
  const isInside = (account: typeof provider) =>
    account.id === owner!.id ||
    (account.inOrganization && owner!.inOrganization);
  return {
    installation: company.installation,
    database: {
      arn,
      accountId: provider.id,
      region: REGION,
      identifier: parseDatabaseArn(arn)!.identifier,
      host,
      readerHost: cluster?.readerHost,
      port,
      vpcId: provider.vpcs[vpc].id,
      subnets: subnetsOf(provider.vpcs[vpc]),
      shareableSecurityGroupIds: [
        provider.vpcs[vpc].securityGroups[wish.database].id,
      ],
    },
    network: {
      name: wish.network,
      accountId: consumer.id,
      region: REGION,
      vpcId: home.id,
      subnets: subnetsOf(home),
      clientSecurityGroupIds: [home.securityGroups.clients.id],
    },
    sameOrganization: provider.inOrganization && consumer.inOrganization,
    join: wish.join ?? 'endpoint',
    zone: zone && {
      name: zone.name,
      accountId: owner!.id,
      region: REGION,
      sameOrganization: {
        database: isInside(provider),
        network: isInside(consumer),
      },
    },
  };
}

function subnetsOf({ subnets }: CompanyVpc) {
  return subnets.map(({ id, zoneId, cidr }) => ({
    subnetId: id,
    availabilityZoneId: zoneId,
    cidrBlock: cidr,
  }));
}

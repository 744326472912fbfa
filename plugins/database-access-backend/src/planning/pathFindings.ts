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
  ConsumerNetwork,
  DatabaseFacts,
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { latticeSupports } from '../patterns';
import { blocking, info } from './findings';
import { ConsumerFacts, ProviderFacts, SubnetToday } from './sides';
import { OWNER_TAGS } from './tags';

/** What a path over VPC Lattice needs of the two sides together. */
export function pathFindings(options: {
  database: DatabaseFacts;
  network: ConsumerNetwork;
  provider: ProviderFacts;
  consumer: ConsumerFacts;
}): Finding[] {
  const { database, network, provider, consumer } = options;
  return [
    ...placeFindings(database, network),
    ...(database.region === network.region
      ? zoneFindings(database, network, provider, consumer)
      : []),
    ...groupFindings(database, provider),
    ...organizationFindings(database, network, provider, consumer),
  ];
}

function placeFindings(
  database: DatabaseFacts,
  network: ConsumerNetwork,
): Finding[] {
  const findings: Finding[] = [];
  if (database.region !== network.region) {
    findings.push(
      blocking(ERROR_CODES.otherRegion, {
        message: `${database.identifier} is in ${database.region} and the network ${network.name} in ${network.region}: VPC Lattice connects within one Region only.`,
        remedy: `Ask from a network in ${database.region}.`,
      }),
    );
  }
  if (database.vpcId && database.vpcId === network.vpcId) {
    // https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
    findings.push(
      blocking(ERROR_CODES.sameVpc, {
        message: `${database.identifier} lies in the network's own VPC ${network.vpcId}, and AWS makes no resource endpoint in the VPC of the gateway.`,
        remedy: `Let the database's security group admit the clients' security group; no share is needed.`,
      }),
    );
  }
  return findings;
}

function zoneFindings(
  database: DatabaseFacts,
  network: ConsumerNetwork,
  provider: ProviderFacts,
  consumer: ConsumerFacts,
): Finding[] {
  const there = zonesOf(provider.subnets);
  const here = zonesOf(consumer.subnets);
  const findings: Finding[] = [];
  for (const [name, zones] of [
    [`the database ${database.identifier}`, there],
    [`the network ${network.name}`, here],
  ] as const) {
    if (zones.length > 0 && !zones.some(latticeSupports)) {
      findings.push(
        blocking(ERROR_CODES.zonesUnsupported, {
          message: `All subnets of ${name} lie in ${zones.join(
            ', ',
          )}, where VPC Lattice has neither gateways nor endpoints.`,
          remedy: `Add a subnet in another availability zone to ${name}.`,
        }),
      );
    }
  }
  if (findings.length || there.length === 0 || here.length === 0) {
    return findings;
  }
  const common = here.filter(
    zone => there.includes(zone) && latticeSupports(zone),
  );
  const rest = here.filter(zone => !common.includes(zone));
  if (common.length === 0) {
    return [
      blocking(ERROR_CODES.noCommonZone, {
        message: `The network ${network.name} has subnets in ${here.join(
          ', ',
        )} and ${database.identifier} in ${there.join(
          ', ',
        )}: they have no availability zone with VPC Lattice in common.`,
        remedy: `Add a subnet in ${there
          .filter(latticeSupports)
          .join(' or ')} to the network ${network.name}.`,
      }),
    ];
  }
  if (rest.length) {
    return [
      info(
        ERROR_CODES.noCommonZone,
        `The endpoint will lie in ${common.join(', ')}; clients of ${
          network.name
        } in ${rest.join(', ')} reach it from their own zone.`,
      ),
    ];
  }
  return [];
}

function groupFindings(
  database: DatabaseFacts,
  { securityGroups }: ProviderFacts,
): Finding[] {
  if (securityGroups.some(group => group.shareable)) {
    return [];
  }
  const ids = securityGroups.map(group => group.id).join(', ') || 'none';
  return [
    blocking(ERROR_CODES.securityGroupNotShareable, {
      message: `None of the security groups of ${database.identifier} in account ${database.accountId} (${ids}) carries the tag ${OWNER_TAGS.shareable}=true, so none may take a rule of ours.`,
      remedy: `Its owners add the tag ${OWNER_TAGS.shareable}=true to one security group that guards only this database.`,
    }),
  ];
}

function organizationFindings(
  database: DatabaseFacts,
  network: ConsumerNetwork,
  provider: ProviderFacts,
  consumer: ConsumerFacts,
): Finding[] {
  if (inSameOrganization(database, network, { provider, consumer })) {
    return [];
  }
  return [
    info(
      ERROR_CODES.outsideOrganization,
      `Accounts ${database.accountId} and ${network.accountId} (${network.accountName}) are not in one organisation: AWS sends an invitation, which Towpath accepts in account ${network.accountId}.`,
    ),
  ];
}

/** One account needs no organisation to see what is its own. */
export function inSameOrganization(
  database: { accountId: string },
  network: { accountId: string },
  sides: { provider: ProviderFacts; consumer: ConsumerFacts },
): boolean {
  const { organizationId } = sides.provider;
  return (
    database.accountId === network.accountId ||
    (organizationId !== undefined &&
      organizationId === sides.consumer.organizationId)
  );
}

/** Addresses that one new thing takes of a subnet: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html */
const ADDRESSES = { gateway: 16, endpoint: 1 };

/** Whether what will be made finds a place. What is made already has its own. */
export function roomFindings(options: {
  what: keyof typeof ADDRESSES;
  accountId: string;
  subnetIds: readonly string[];
  subnets: readonly SubnetToday[];
}): Finding[] {
  const { what, accountId, subnetIds, subnets } = options;
  return subnets
    .filter(
      subnet =>
        subnetIds.includes(subnet.subnetId) &&
        subnet.freeAddresses < ADDRESSES[what],
    )
    .map(({ subnetId, cidrBlock, freeAddresses }) =>
      blocking(ERROR_CODES.subnetFull, {
        message: `The subnet ${subnetId} (${cidrBlock}) in account ${accountId} has ${freeAddresses} free addresses, and the ${what} needs ${ADDRESSES[what]} there.`,
        remedy: `In account ${accountId}, free addresses in ${subnetId}, or name another subnet of its zone.`,
      }),
    );
}

function zonesOf(subnets: readonly SubnetToday[]): string[] {
  return [...new Set(subnets.map(s => s.availabilityZoneId))].sort();
}

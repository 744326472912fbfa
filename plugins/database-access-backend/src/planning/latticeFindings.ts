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
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { latticeSupports } from '../patterns';
import { blocking, info, warning } from './findings';
import { BothSides, inOneOrganization, inSameOrganization } from './sides';
import { namesOfSides, zonesOf } from './zonesOf';

/** What stands in the way of a path over VPC Lattice, and of no other. */
export function latticeFindings(sides: BothSides): Finding[] {
  return [
    ...regionFindings(sides),
    ...(sides.database.region === sides.network.region
      ? zoneFindings(sides)
      : []),
    ...sharingFindings(sides),
  ];
}

function regionFindings({ database, network }: BothSides): Finding[] {
  if (database.region === network.region) {
    return [];
  }
  return [
    blocking(ERROR_CODES.otherRegion, {
      message: `${database.identifier} is in ${database.region} and the network ${network.name} in ${network.region}: VPC Lattice connects within one Region only.`,
      remedy: `Ask from a network in ${database.region}.`,
    }),
  ];
}

function zoneFindings(sides: BothSides): Finding[] {
  const { database, network } = sides;
  const { there, here } = zonesOf(sides);
  const names = namesOfSides(sides);
  const findings: Finding[] = [];
  for (const [name, zones] of [
    [names.database, there],
    [names.network, here],
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

function sharingFindings(sides: BothSides): Finding[] {
  return inOneOrganization(sides) && !inSameOrganization(sides)
    ? [sharingOffFinding(sides)]
    : [];
}

/** https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html#getting-started-sharing-orgs */
function sharingOffFinding({ database, network }: BothSides): Finding {
  return warning(ERROR_CODES.organizationSharingOff, {
    message: `Accounts ${database.accountId} and ${network.accountId} (${network.accountName}) are in one organisation, and RAM does not share inside it: AWS sends an invitation, which Towpath accepts in account ${network.accountId}.`,
    remedy: `To do without invitations, run in the organisation's management account: aws ram enable-sharing-with-aws-organization.`,
  });
}

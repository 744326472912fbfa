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
import { carriesOtherRegions } from '../patterns';
import { blocking, info, warning } from './findings';
import { BothSides } from './sides';
import { zonesOf } from './zonesOf';

/** What stands in the way of PrivateLink, and of no other way to connect. */
export function privatelinkFindings(sides: BothSides): Finding[] {
  return [
    ...publicFindings(sides),
    ...(sides.database.region === sides.network.region
      ? zoneFindings(sides)
      : regionFindings(sides)),
  ];
}

/** Whoever resolves the name outside of the VPC gets an address that no load balancer takes. */
function publicFindings({ database }: BothSides): Finding[] {
  if (!database.publiclyAccessible) {
    return [];
  }
  return [
    warning(ERROR_CODES.databasePublic, {
      message: `${database.identifier} is publicly accessible, so everywhere but in its own VPC its name leads to its public address, which cannot stand behind a load balancer.`,
      remedy: `In account ${database.accountId}, set PubliclyAccessible of ${database.identifier} to false; or let databaseAccess.dns.servers be servers that answer as in ${database.vpcId}.`,
    }),
  ];
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html */
function zoneFindings(sides: BothSides): Finding[] {
  const { database, network } = sides;
  const { there, here } = zonesOf(sides);
  if (there.length === 0 || here.length === 0) {
    return [];
  }
  const common = here.filter(zone => there.includes(zone));
  const rest = here.filter(zone => !common.includes(zone));
  if (common.length === 0) {
    return [
      blocking(ERROR_CODES.noCommonZone, {
        message: `The network ${network.name} has subnets in ${here.join(
          ', ',
        )} and ${database.identifier} in ${there.join(
          ', ',
        )}: an endpoint can lie only in a zone of the load balancer, and they have none in common.`,
        remedy: `Add a subnet in ${there.join(' or ')} to the network ${
          network.name
        }.`,
      }),
    ];
  }
  return rest.length
    ? [
        info(
          ERROR_CODES.noCommonZone,
          `The endpoint will lie in ${common.join(', ')}; clients of ${
            network.name
          } in ${rest.join(', ')} reach it from their own zone.`,
        ),
      ]
    : [];
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html */
function regionFindings(sides: BothSides): Finding[] {
  const { database, network } = sides;
  const { here } = zonesOf(sides);
  if (here.length > 0 && !here.some(carriesOtherRegions)) {
    return [
      blocking(ERROR_CODES.zonesUnsupported, {
        message: `All subnets of the network ${network.name} lie in ${here.join(
          ', ',
        )}, from which AWS reaches no other Region.`,
        remedy: `Add a subnet in another availability zone to the network ${network.name}.`,
      }),
    ];
  }
  return [
    info(
      ERROR_CODES.otherRegion,
      `${database.identifier} is in ${database.region} and the network ${network.name} in ${network.region}: AWS carries the data between the Regions, bills it, and publishes no metrics of it.`,
    ),
  ];
}

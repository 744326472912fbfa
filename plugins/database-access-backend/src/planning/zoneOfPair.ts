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
import { DatabaseAccessConfig, ZoneConfig } from '../config';
import { ZoneFacts } from '../patterns';
import { blocking, problemFinding } from './findings';
import { BothSides, NetworkingFacts, Observed } from './sides';

/** The zone that a network and a database are both in: config lets there be one. */
export function zoneOfPair(
  { zones = [] }: DatabaseAccessConfig,
  pair: { network: string; databaseArn: string },
): ZoneConfig | undefined {
  return zones.find(
    ({ networks, databases }) =>
      networks.includes(pair.network) && databases.includes(pair.databaseArn),
  );
}

/** What stands in the way of a service network that a zone shares. */
export function zoneFindings(
  zone: ZoneConfig | undefined,
  { network, database }: BothSides,
  networking: Observed<NetworkingFacts> | undefined,
): Finding[] {
  if (!zone) {
    return [
      blocking(ERROR_CODES.noZone, {
        message: `No zone has both the network ${network.name} and ${database.identifier}: in a shared service network each network reaches each database, so their owners agree to that first.`,
        remedy: `Choose another way to connect, or, once their owners agree, ask those who run the portal to add ${network.name} and ${database.arn} to a zone in databaseAccess.zones.`,
      }),
    ];
  }
  if (zone.region !== network.region || zone.region !== database.region) {
    return [
      blocking(ERROR_CODES.otherRegion, {
        message: `The zone ${zone.name} is in ${zone.region}, the network ${network.name} in ${network.region} and ${database.identifier} in ${database.region}: VPC Lattice connects within one Region only.`,
        remedy: `Correct the zone ${zone.name} in databaseAccess.zones.`,
      }),
    ];
  }
  return networking?.problem
    ? [problemFinding(networking.problem, 'blocking')]
    : [];
}

/** What a pattern is told of a zone; nothing while its networking account does not answer. */
export function zoneFacts(
  zone: ZoneConfig | undefined,
  { network, database, provider, consumer }: BothSides,
  networking: Observed<NetworkingFacts> | undefined,
): ZoneFacts | undefined {
  if (!zone || !networking?.facts) {
    return undefined;
  }
  const { accountId, region, name } = zone;
  const home = networking.facts.organizationId;
  const isInside = (account: string, organizationId: string | undefined) =>
    account === accountId || (home !== undefined && home === organizationId);
  return {
    accountId,
    region,
    name,
    sameOrganization: {
      database: isInside(database.accountId, provider.organizationId),
      network: isInside(network.accountId, consumer.organizationId),
    },
  };
}

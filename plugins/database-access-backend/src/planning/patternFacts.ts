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

import { Join } from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessConfig } from '../config';
import { PatternFacts, ZoneFacts } from '../patterns';
import { BothSides, inSameOrganization } from './sides';
import { updaterOf } from './updaterFindings';

/** What patterns make their graphs of. The database must have its endpoint. */
export function patternFacts(
  config: DatabaseAccessConfig,
  sides: BothSides,
  way: { join: Join; zone?: ZoneFacts },
): PatternFacts {
  const { database, network, provider, consumer } = sides;
  return {
    installation: config.installation,
    database: {
      accountId: database.accountId,
      region: database.region,
      arn: database.arn,
      identifier: database.identifier,
      host: database.endpoint!.host,
      readerHost: database.readerEndpoint?.host,
      port: database.endpoint!.port,
      vpcId: database.vpcId,
      subnets: provider.subnets,
      shareableSecurityGroupIds: provider.securityGroups
        .filter(group => group.shareable)
        .map(group => group.id),
    },
    network: {
      accountId: network.accountId,
      region: network.region,
      name: network.name,
      vpcId: network.vpcId,
      subnets: consumer.subnets,
      clientSecurityGroupIds: network.clientSecurityGroupIds,
    },
    sameOrganization: inSameOrganization(sides),
    ...way,
    ...privateDnsNameOf(config, database),
    ...accessLogGroupOf(config, database),
    ...(updaterOf(config, sides) === 'on' && { updater: true as const }),
  };
}

/** The domain of an account is one of its own; its databases differ in their identifiers. */
function privateDnsNameOf(
  { accounts }: DatabaseAccessConfig,
  { accountId, identifier }: BothSides['database'],
): Pick<PatternFacts, 'privateDnsName'> {
  const { privateDnsName } = accounts.get(accountId) ?? {};
  return privateDnsName
    ? {
        privateDnsName: {
          name: `${identifier}.${privateDnsName.domain}`,
          hostedZoneId: privateDnsName.hostedZoneId,
        },
      }
    : {};
}

function accessLogGroupOf(
  { accounts }: DatabaseAccessConfig,
  { accountId }: BothSides['database'],
): Pick<PatternFacts, 'accessLogGroup'> {
  const { accessLogGroup } = accounts.get(accountId) ?? {};
  return accessLogGroup ? { accessLogGroup } : {};
}

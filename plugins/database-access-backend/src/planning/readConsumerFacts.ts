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

import { ConsumerNetwork } from '@towpath/backstage-plugin-database-access-common';
import { LaneClients, organizationOf } from '../aws';
import {
  readAcls,
  readDnsAttribute,
  readSecurityGroups,
  readSubnets,
} from '../objects';
import { readEndpoints } from './readEndpoints';
import { readVpcAssociation } from './readVpcAssociation';
import { readHostedZones } from './readHostedZones';
import { ConsumerFacts } from './sides';

/**
 * Asks AWS what is around the clients of a network.
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readConsumerFacts(
  session: LaneClients,
  options: { network: ConsumerNetwork; installation: string },
): Promise<ConsumerFacts> {
  const { network, installation } = options;
  const [
    subnets,
    clientGroups,
    acls,
    endpoints,
    dnsSupport,
    dnsHostnames,
    organizationId,
    serviceNetwork,
    hostedZones,
  ] = await Promise.all([
    readSubnets(session, network.subnetIds),
    readSecurityGroups(session, network.clientSecurityGroupIds),
    readAcls(session, network.subnetIds),
    readEndpoints(session, { vpcId: network.vpcId, installation }),
    readDnsAttribute(session, network.vpcId, 'enableDnsSupport'),
    readDnsAttribute(session, network.vpcId, 'enableDnsHostnames'),
    organizationOf(session),
    readVpcAssociation(session, { vpcId: network.vpcId, installation }),
    readHostedZones(session, network.vpcId),
  ]);
  return {
    subnets,
    clientGroups,
    acls,
    ...endpoints,
    dnsSupport,
    dnsHostnames,
    organizationId,
    serviceNetwork,
    hostedZones,
  };
}

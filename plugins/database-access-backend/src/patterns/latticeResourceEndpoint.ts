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
  clientRules,
  Draft,
  idOf,
  keysOf,
  laneOf,
  named,
  output,
  zoneOf,
} from './drafts';
import {
  commonZones,
  configurationSharing,
  enabledBySharing,
  inLatticeZones,
  latticeProvider,
  opensDatabase,
  PROVIDER_HOPS,
  PROVIDER_RULES,
} from './latticeProvider';
import type { ObjectGraph } from './ObjectGraph';
import type { PatternFacts } from './PatternFacts';

/**
 * One resource configuration for the database, shared with the consumer's account, and one VPC endpoint for it in the
 * consumer's VPC. See "Access VPC resources through AWS PrivateLink" in AWS's documentation.
 *
 * What the provider's side is made of follows from the database alone, so all shares of a database use the same
 * gateway, configuration and rule; one principal serves all networks of an account; the endpoint is the network's own.
 *
 * @throws an Error if the facts leave nothing to build; planning says so before, in findings
 */
export function latticeResourceEndpoint(facts: PatternFacts): ObjectGraph {
  const provider = [...latticeProvider(facts), endpointAssociation()];
  const sharing = configurationSharing(facts);
  const consumer = consumerSide(facts);
  const nodes = named(facts, [...provider, ...sharing, ...consumer]);
  const { database, network } = facts;
  return {
    pattern: 'lattice-resource-endpoint',
    nodes,
    hops: [
      {
        name: 'Security group of the endpoint',
        nodes: keysOf(consumer).filter(key => key.startsWith('endpoint-')),
      },
      { name: 'VPC endpoint', nodes: ['vpc-endpoint'] },
      {
        name: 'Share with the account',
        nodes: [...keysOf(sharing), 'association'],
      },
      ...PROVIDER_HOPS,
    ],
    opens: opensDatabase(facts),
    enables: enabledBySharing(
      facts,
      `Account ${network.accountId} may make more endpoints for ${database.identifier} in any of its VPCs in ${network.region}, because AWS shares a resource with an account and not with a network.`,
    ),
    cuts: [
      {
        lane: laneOf(network),
        title: 'consumer: delete the VPC endpoint',
        how: { kind: 'remove-object', node: 'vpc-endpoint' },
      },
      {
        lane: laneOf(database),
        title: 'provider: delete the endpoint’s association',
        how: {
          kind: 'delete-resource-endpoint-association',
          node: 'association',
        },
      },
    ],
  };
}

function endpointAssociation(): Draft {
  return {
    key: 'association',
    type: 'vpc-lattice/resource-endpoint-association',
    title: 'Endpoint at the resource configuration',
    side: 'provider',
    what: 'association',
    spec: {
      resourceConfigurationId: output(
        'resource-configuration',
        'resourceConfigurationId',
      ),
      vpcEndpointId: output('vpc-endpoint', 'vpcEndpointId'),
    },
    dependsOn: ['resource-configuration', 'vpc-endpoint'],
  };
}

function consumerSide(facts: PatternFacts): Draft[] {
  const { database, network } = facts;
  const zones = commonZones(facts);
  const subnetIds = inLatticeZones(network.subnets)
    .filter(subnet => zones.includes(zoneOf(subnet)))
    .map(idOf);
  if (subnetIds.length === 0) {
    throw new Error(
      `${network.name} and ${database.arn} have no zone with VPC Lattice in common`,
    );
  }
  const side = 'consumer';
  const clients = clientRules(facts, {
    key: 'endpoint-ingress',
    groupKey: 'endpoint-group',
    port: database.port,
  });
  return [
    {
      key: 'endpoint-group',
      type: 'ec2/security-group',
      title: 'Security group of the endpoint',
      side,
      what: 'endpoint-sg',
      spec: {
        vpcId: network.vpcId,
        description: `Endpoint of ${network.name} for ${database.identifier}: from its clients only`,
      },
      dependsOn: [],
    },
    {
      key: 'endpoint-no-egress',
      type: 'ec2/security-group-default-egress',
      title: 'Endpoint talks to nobody by itself',
      side,
      what: 'no-egress',
      spec: { groupId: output('endpoint-group', 'groupId') },
      dependsOn: ['endpoint-group'],
    },
    ...clients,
    {
      key: 'vpc-endpoint',
      type: 'ec2/vpc-endpoint',
      title: 'VPC endpoint',
      side,
      what: 'endpoint',
      spec: {
        vpcId: network.vpcId,
        subnetIds,
        securityGroupId: output('endpoint-group', 'groupId'),
        resourceConfigurationArn: output(
          'resource-configuration',
          'resourceConfigurationArn',
        ),
      },
      // It opens the path, so everything else is ready before.
      dependsOn: [
        ...PROVIDER_RULES,
        'resource-configuration',
        ...keysOf(configurationSharing(facts)).filter(
          key => key !== 'resource-share',
        ),
        'endpoint-no-egress',
        ...keysOf(clients),
      ],
    },
  ];
}

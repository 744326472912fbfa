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
  onePerZone,
  output,
  shareableGroupOf,
  zoneOf,
} from './drafts';
import type { ObjectGraph } from './ObjectGraph';
import type { PatternFacts, SubnetFacts } from './PatternFacts';
import { latticeSupports } from './zones';

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
  const provider = providerSide(facts);
  const sharing = sharingNodes(facts);
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
      { name: 'Resource configuration', nodes: ['resource-configuration'] },
      { name: 'Resource gateway', nodes: ['resource-gateway'] },
      {
        name: 'Security group of the gateway',
        nodes: ['gateway-group', 'gateway-no-egress', 'gateway-egress'],
      },
      { name: 'Security group of the database', nodes: ['database-ingress'] },
    ],
    opens: hostsOf(database).map(host => ({
      network: network.name,
      accountId: network.accountId,
      vpcId: network.vpcId,
      databaseArn: database.arn,
      host,
      port: database.port,
    })),
    enables: [
      {
        accountId: network.accountId,
        description: `Account ${network.accountId} may make more endpoints for ${database.identifier} in any of its VPCs in ${network.region}, because AWS shares a resource with an account and not with a network.`,
      },
    ],
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

/** The zones that an endpoint of this network could be in: those of the gateway that the network has subnets in. */
export function commonZones(facts: PatternFacts): string[] {
  const there = inLatticeZones(facts.database.subnets).map(zoneOf);
  return inLatticeZones(facts.network.subnets)
    .map(zoneOf)
    .filter(zone => there.includes(zone));
}

function providerSide(facts: PatternFacts): Draft[] {
  const { database } = facts;
  const { arn, identifier, port, vpcId } = database;
  const databaseGroupId = shareableGroupOf(facts);
  // Its subnets can never be changed: it spans every zone that it may ever be needed in.
  const subnetIds = inLatticeZones(database.subnets).map(idOf);
  if (subnetIds.length === 0) {
    throw new Error(`${arn} has no subnet in a zone that has VPC Lattice`);
  }
  const side = 'provider';
  return [
    {
      key: 'gateway-group',
      type: 'ec2/security-group',
      title: 'Security group of the gateway',
      side,
      what: 'gateway-sg',
      spec: {
        vpcId,
        description: `Resource gateway of ${identifier}: to the database and nowhere else`,
      },
      dependsOn: [],
    },
    {
      key: 'gateway-no-egress',
      type: 'ec2/security-group-default-egress',
      title: 'Gateway talks to nobody else',
      side,
      what: 'no-egress',
      spec: { groupId: output('gateway-group', 'groupId') },
      dependsOn: ['gateway-group'],
    },
    {
      key: 'gateway-egress',
      type: 'ec2/security-group-rule',
      title: 'From the gateway to the database',
      side,
      what: 'gateway-out',
      spec: {
        groupId: output('gateway-group', 'groupId'),
        direction: 'egress',
        port,
        peerGroupId: databaseGroupId,
        description: `To ${identifier}`,
      },
      dependsOn: ['gateway-group'],
    },
    {
      key: 'database-ingress',
      type: 'ec2/security-group-rule',
      title: 'Database lets the gateway in',
      side,
      what: 'database-in',
      spec: {
        groupId: databaseGroupId,
        direction: 'ingress',
        port,
        peerGroupId: output('gateway-group', 'groupId'),
        description: `From the resource gateway of ${identifier}`,
      },
      dependsOn: ['gateway-group'],
    },
    {
      key: 'resource-gateway',
      type: 'vpc-lattice/resource-gateway',
      title: 'Resource gateway',
      side,
      what: 'gateway',
      spec: {
        vpcId,
        subnetIds,
        securityGroupId: output('gateway-group', 'groupId'),
      },
      dependsOn: ['gateway-group'],
    },
    {
      key: 'resource-configuration',
      type: 'vpc-lattice/resource-configuration',
      title: 'Resource configuration',
      side,
      what: 'config',
      spec: {
        databaseArn: arn,
        resourceGatewayId: output('resource-gateway', 'gatewayId'),
      },
      dependsOn: ['resource-gateway'],
    },
    {
      key: 'association',
      type: 'vpc-lattice/resource-endpoint-association',
      title: 'Endpoint at the resource configuration',
      side,
      what: 'association',
      spec: {
        resourceConfigurationId: output(
          'resource-configuration',
          'resourceConfigurationId',
        ),
        vpcEndpointId: output('vpc-endpoint', 'vpcEndpointId'),
      },
      dependsOn: ['resource-configuration', 'vpc-endpoint'],
    },
  ];
}

function sharingNodes({
  database,
  network,
  sameOrganization,
}: PatternFacts): Draft[] {
  const invitation: Draft = {
    key: 'invitation',
    type: 'ram/invitation',
    title: 'Accepted invitation',
    side: 'consumer',
    what: 'invitation',
    spec: {
      resourceShareArn: output('resource-share', 'resourceShareArn'),
      ownerAccountId: database.accountId,
    },
    // Not on the principal: that is ready only when the invitation is accepted.
    dependsOn: ['resource-share'],
  };
  return [
    {
      key: 'resource-share',
      type: 'ram/resource-share',
      title: 'Resource share',
      side: 'provider',
      what: 'share',
      spec: {
        resourceConfigurationArn: output(
          'resource-configuration',
          'resourceConfigurationArn',
        ),
        // Part of what the share is, and so of its name: accounts inside and outside never use the same one.
        allowExternalPrincipals: !sameOrganization,
      },
      dependsOn: ['resource-configuration'],
    },
    {
      key: 'principal',
      type: 'ram/principal',
      title: `Account ${network.accountId}`,
      side: 'provider',
      what: 'principal',
      spec: {
        resourceShareArn: output('resource-share', 'resourceShareArn'),
        accountId: network.accountId,
      },
      dependsOn: ['resource-share'],
    },
    ...(sameOrganization ? [] : [invitation]),
  ];
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
        'gateway-no-egress',
        'gateway-egress',
        'database-ingress',
        ...keysOf(sharingNodes(facts)).filter(key => key !== 'resource-share'),
        'endpoint-no-egress',
        ...keysOf(clients),
      ],
    },
  ];
}

/** One subnet for each zone that has Lattice. */
function inLatticeZones(subnets: readonly SubnetFacts[]): SubnetFacts[] {
  return onePerZone(subnets, latticeSupports);
}

/** Whoever reaches the configuration reaches all names of the database that AWS made children of. */
function hostsOf({ host, readerHost }: PatternFacts['database']): string[] {
  return readerHost ? [host, readerHost] : [host];
}

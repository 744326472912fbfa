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

import type { Lane } from '../config';
import { objectName } from '../objects';
import { canonicalJson } from './canonicalJson';
import type { GraphNode, ObjectGraph, OutputOf } from './ObjectGraph';
import type { PatternFacts, SubnetFacts } from './PatternFacts';
import { latticeSupports } from './zones';

/** A node before it has its name. */
type Draft = Omit<GraphNode, 'name' | 'lane'> & {
  side: 'provider' | 'consumer';
  /** Ends the name in AWS; at most 12 characters. */
  what: string;
};

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
  const there = onePerZone(facts.database.subnets).map(zoneOf);
  return onePerZone(facts.network.subnets)
    .map(zoneOf)
    .filter(zone => there.includes(zone));
}

function providerSide({ database }: PatternFacts): Draft[] {
  const { arn, identifier, port, vpcId } = database;
  const [databaseGroupId] = [...database.shareableSecurityGroupIds].sort();
  if (!databaseGroupId) {
    throw new Error(`${arn} has no security group that may take a rule`);
  }
  // Its subnets can never be changed: it spans every zone that it may ever be needed in.
  const subnetIds = onePerZone(database.subnets).map(idOf);
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
  const subnetIds = onePerZone(network.subnets)
    .filter(subnet => zones.includes(zoneOf(subnet)))
    .map(idOf);
  if (subnetIds.length === 0) {
    throw new Error(
      `${network.name} and ${database.arn} have no zone with VPC Lattice in common`,
    );
  }
  const side = 'consumer';
  const clients = clientRules(facts);
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

/** By the clients' security groups; a network that names none means everything in its subnets. */
function clientRules({ database, network }: PatternFacts): Draft[] {
  const groups = [...network.clientSecurityGroupIds].sort();
  const peers = groups.length
    ? groups.map(peerGroupId => ({ peerGroupId }))
    : [...network.subnets.map(subnet => subnet.cidrBlock)]
        .sort()
        .map(peerCidr => ({ peerCidr }));
  return peers.map((peer, i) => ({
    key: `endpoint-ingress-${i + 1}`,
    type: 'ec2/security-group-rule',
    title: `Endpoint lets ${Object.values(peer)[0]} in`,
    side: 'consumer' as const,
    what: 'endpoint-in',
    spec: {
      groupId: output('endpoint-group', 'groupId'),
      direction: 'ingress',
      port: database.port,
      ...peer,
      description: `Clients of ${database.identifier}`,
    },
    dependsOn: ['endpoint-group'],
  }));
}

/**
 * Gives each node its name. It follows from what the object is, from what it is part of, and from the database it
 * serves: equal for all that want the same, different as soon as anything differs.
 */
function named(facts: PatternFacts, drafts: Draft[]): GraphNode[] {
  const names = new Map<string, string>();
  const nameOf = (key: string): string => {
    const known = names.get(key);
    if (known) {
      return known;
    }
    const { type, side, what, spec } = drafts.find(d => d.key === key)!;
    const spelt = Object.fromEntries(
      Object.entries(spec).map(([field, value]) => [
        field,
        isOutput(value) ? nameOf(value.$output.node) : value,
      ]),
    );
    const name = objectName(
      facts.installation,
      what,
      canonicalJson({
        type,
        lane: laneOf(sideOf(facts, side)),
        spec: spelt,
        database: facts.database.arn,
      }),
    );
    names.set(key, name);
    return name;
  };
  return drafts.map(({ side, what: _, ...draft }) => ({
    ...draft,
    lane: laneOf(sideOf(facts, side)),
    name: nameOf(draft.key),
  }));
}

/** One subnet for each zone that has Lattice; which one must not depend on the order in which AWS lists them. */
function onePerZone(subnets: readonly SubnetFacts[]): SubnetFacts[] {
  const chosen = new Map<string, SubnetFacts>();
  const inOrder = [...subnets].sort((one, other) =>
    one.subnetId < other.subnetId ? -1 : 1,
  );
  for (const subnet of inOrder) {
    const zone = zoneOf(subnet);
    if (latticeSupports(zone) && !chosen.has(zone)) {
      chosen.set(zone, subnet);
    }
  }
  return [...chosen.values()];
}

/** Whoever reaches the configuration reaches all names of the database that AWS made children of. */
function hostsOf({ host, readerHost }: PatternFacts['database']): string[] {
  return readerHost ? [host, readerHost] : [host];
}

function zoneOf(subnet: SubnetFacts): string {
  return subnet.availabilityZoneId;
}

function idOf(subnet: SubnetFacts): string {
  return subnet.subnetId;
}

function keysOf(drafts: Draft[]): string[] {
  return drafts.map(draft => draft.key);
}

function sideOf(facts: PatternFacts, side: Draft['side']): Lane {
  return side === 'provider' ? facts.database : facts.network;
}

function laneOf({ accountId, region }: Lane): Lane {
  return { accountId, region };
}

function output(node: string, name: string): OutputOf {
  return { $output: { node, name } };
}

function isOutput(value: GraphNode['spec'][string]): value is OutputOf {
  return typeof value === 'object' && '$output' in value;
}

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

import { clientRules, Draft, idOf, keysOf, laneOf, output } from './drafts';
import { inLatticeZones } from './latticeProvider';
import type { Cut, GraphHop } from './ObjectGraph';
import type { PatternFacts } from './PatternFacts';

/** How a network is in a service network: whatever database is asked for, it joins once. */
export interface JoinedNetwork {
  /** What guards the way in, and then the join itself. */
  nodes: Draft[];
  /** The key of the join. */
  join: string;
  /** Keys of the rules that let clients in. */
  guards: string[];
}

/**
 * Lets a network into the service network of the node `service-network`: by an endpoint, which lies in each of its zones
 * that has VPC Lattice, or by the association of its VPC. See "VPC endpoint associations" and "VPC associations" in the
 * VPC Lattice User Guide.
 *
 * Both follow from the network alone, so all its databases use the same; a rule lets its clients in at one port, so
 * databases at another port need another.
 *
 * @param options - `serves`: whether other clients make another way in; `after`: keys of nodes that must be ready before
 *   the network can see the service network
 * @throws an Error if the network has no subnet in a zone with VPC Lattice; planning says so before, in findings
 */
export function joinedNetwork(
  facts: PatternFacts,
  options: {
    /** For people, and what tells its group from that of every other service network. */
    into: string;
    serves: 'network' | 'member';
    after: readonly string[];
  },
): JoinedNetwork {
  const { database, network, join } = facts;
  const subnetIds = inLatticeZones(network.subnets).map(idOf);
  if (subnetIds.length === 0) {
    throw new Error(
      `${network.name} has no subnet in a zone that has VPC Lattice`,
    );
  }
  const { serves } = options;
  const common = { side: 'consumer', serves } as const;
  const rules = clientRules(facts, {
    key: 'endpoint-ingress',
    groupKey: 'endpoint-group',
    port: database.port,
    serves,
  });
  const group: Draft[] = [
    {
      ...common,
      key: 'endpoint-group',
      type: 'ec2/security-group',
      title: 'Security group of the way in',
      what: 'endpoint-sg',
      spec: {
        vpcId: network.vpcId,
        // Part of its name: what one service network is entered by says nothing of the ports of another.
        description: `Way of ${network.name} into ${options.into}: from its clients only`,
      },
      dependsOn: [],
    },
    {
      ...common,
      key: 'endpoint-no-egress',
      type: 'ec2/security-group-default-egress',
      title: 'The way in talks to nobody by itself',
      what: 'no-egress',
      spec: { groupId: output('endpoint-group', 'groupId') },
      dependsOn: ['endpoint-group'],
    },
  ];
  const spec = {
    vpcId: network.vpcId,
    securityGroupId: output('endpoint-group', 'groupId'),
    serviceNetworkArn: output('service-network', 'serviceNetworkArn'),
  };
  const dependsOn = ['service-network', ...options.after, 'endpoint-no-egress'];
  const way: Draft =
    join === 'endpoint'
      ? {
          ...common,
          key: 'network-endpoint',
          type: 'ec2/service-network-endpoint',
          title: 'VPC endpoint for the service network',
          what: 'endpoint',
          spec: { ...spec, subnetIds },
          dependsOn,
        }
      : {
          ...common,
          key: 'vpc-association',
          type: 'vpc-lattice/service-network-vpc-association',
          title: 'Association of the VPC with the service network',
          what: 'vpc',
          spec,
          dependsOn,
        };
  return {
    nodes: [...group, ...rules, way],
    join: way.key,
    guards: keysOf(rules),
  };
}

/** How the name ends of what is meant by it. */
export const AT_ENDPOINT = 'association';

/** The database at the network's endpoint, as AWS tells: by which names clients find it there. */
export function databaseAtEndpoint({ join }: PatternFacts): Draft[] {
  if (join === 'association') {
    return [];
  }
  return [
    {
      key: 'endpoint-association',
      type: 'ec2/service-network-endpoint-association',
      title: 'Database at the endpoint',
      side: 'consumer',
      what: AT_ENDPOINT,
      spec: {
        vpcEndpointId: output('network-endpoint', 'vpcEndpointId'),
        resourceConfigurationArn: output(
          'resource-configuration',
          'resourceConfigurationArn',
        ),
      },
      dependsOn: ['network-endpoint', 'resource-association'],
    },
  ];
}

/** From the client to the service network. */
export function hopsIn(
  facts: PatternFacts,
  { nodes, join }: JoinedNetwork,
): GraphHop[] {
  const isEndpoint = facts.join === 'endpoint';
  return [
    {
      name: isEndpoint
        ? 'Security group of the endpoint'
        : 'Security group of the VPC association',
      nodes: keysOf(nodes).filter(key => key !== join),
    },
    {
      name: isEndpoint ? 'VPC endpoint' : 'VPC association',
      nodes: [join, ...keysOf(databaseAtEndpoint(facts))],
    },
  ];
}

/** Takes the whole network out of its service network, from its own account. */
export function cutOfNetwork(
  { network, join }: PatternFacts,
  node: string,
): Cut {
  return {
    lane: laneOf(network),
    title:
      join === 'endpoint'
        ? 'consumer: delete the VPC endpoint of the service network'
        : 'consumer: delete the association of the VPC',
    how: { kind: 'remove-object', node },
  };
}

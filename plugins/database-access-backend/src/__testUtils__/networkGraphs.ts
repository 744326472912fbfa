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

import { objectName } from '../objects';
import {
  GraphNode,
  latticeResourceEndpoint,
  ObjectGraph,
  OutputOf,
} from '../patterns';
import { factsOf, NETWORKING } from './simulatedCompany';

// Graphs of service networks for the tests of their objects: each has all of them, so the tests know no pattern.

const facts = factsOf();

type Part = Pick<GraphNode, 'key' | 'type' | 'spec' | 'dependsOn'>;
type Where = 'provider' | 'consumer' | 'networking';

/** The consumer owns the network, and takes into it what the provider shares with him (aws.md §1.3). */
export function consumerNetworkGraph(): ObjectGraph {
  return graphOf([
    ...provider(),
    ...sharing('resourceConfigurationArn', 'provider', ['consumer']),
    network('consumer'),
    resource('consumer', ['principal-consumer']),
    ...joins([]),
  ]);
}

/** The networking account owns the network and shares it; the provider puts his database into it (aws.md §1.2). */
export function sharedNetworkGraph(): ObjectGraph {
  return graphOf([
    ...provider().map(each =>
      each.key === 'resource-configuration'
        ? { ...each, spec: { ...each.spec, forShareableNetworks: true } }
        : each,
    ),
    network('networking'),
    ...sharing('serviceNetworkArn', 'networking', ['provider', 'consumer']),
    resource('provider', ['principal-provider']),
    ...joins(['principal-consumer']),
  ]);
}

function graphOf(nodes: GraphNode[]): ObjectGraph {
  return {
    ...latticeResourceEndpoint(facts),
    nodes,
    hops: [{ name: 'All of it', nodes: nodes.map(({ key }) => key) }],
    cuts: [],
  };
}

/** The security groups and rules, the gateway and the configuration are those of any Lattice path. */
function provider(): GraphNode[] {
  const keys = /^(gateway-|database-|resource-(gateway|configuration)$)/;
  return latticeResourceEndpoint(facts).nodes.filter(({ key }) =>
    keys.test(key),
  );
}

function network(owner: Where): GraphNode {
  return node(owner, {
    key: 'service-network',
    type: 'vpc-lattice/service-network',
    spec: { sharing: owner === 'networking' },
    dependsOn: [],
  });
}

function sharing(
  what: 'resourceConfigurationArn' | 'serviceNetworkArn',
  owner: Where,
  principals: Where[],
): GraphNode[] {
  const from =
    what === 'serviceNetworkArn' ? 'service-network' : 'resource-configuration';
  return [
    node(owner, {
      key: 'resource-share',
      type: 'ram/resource-share',
      spec: { [what]: output(from, what), allowExternalPrincipals: false },
      dependsOn: [from],
    }),
    ...principals.map(principal =>
      node(owner, {
        key: `principal-${principal}`,
        type: 'ram/principal',
        spec: {
          resourceShareArn: output('resource-share', 'resourceShareArn'),
          accountId: laneOf(principal).accountId,
        },
        dependsOn: ['resource-share'],
      }),
    ),
  ];
}

function resource(maker: Where, principals: string[]): GraphNode {
  return node(maker, {
    key: 'resource-association',
    type: 'vpc-lattice/service-network-resource-association',
    spec: {
      resourceConfigurationArn: output(
        'resource-configuration',
        'resourceConfigurationArn',
      ),
      serviceNetworkArn: output('service-network', 'serviceNetworkArn'),
    },
    dependsOn: ['service-network', 'resource-configuration', ...principals],
  });
}

/** Both ways of a VPC into the network; a graph of a pattern has one of them. */
function joins(principals: string[]): GraphNode[] {
  const { nodes } = latticeResourceEndpoint(facts);
  const groups = nodes.filter(({ key }) => key.startsWith('endpoint-'));
  const { spec } = nodes.find(({ key }) => key === 'vpc-endpoint')!;
  const { resourceConfigurationArn: _, ...place } = spec;
  const serviceNetworkArn = output('service-network', 'serviceNetworkArn');
  const dependsOn = [
    'service-network',
    ...principals,
    ...groups.map(({ key }) => key),
    ...provider()
      .map(({ key }) => key)
      .filter(key => !key.startsWith('resource-')),
  ];
  return [
    ...groups,
    node('consumer', {
      key: 'network-endpoint',
      type: 'ec2/service-network-endpoint',
      spec: { ...place, serviceNetworkArn },
      dependsOn,
    }),
    node('consumer', {
      key: 'endpoint-association',
      type: 'ec2/service-network-endpoint-association',
      spec: {
        vpcEndpointId: output('network-endpoint', 'vpcEndpointId'),
        resourceConfigurationArn: output(
          'resource-configuration',
          'resourceConfigurationArn',
        ),
      },
      dependsOn: ['network-endpoint', 'resource-association'],
    }),
    node('consumer', {
      key: 'vpc-association',
      type: 'vpc-lattice/service-network-vpc-association',
      spec: {
        vpcId: place.vpcId,
        securityGroupId: place.securityGroupId,
        serviceNetworkArn,
      },
      dependsOn,
    }),
  ];
}

function node(where: Where, part: Part): GraphNode {
  const lane = laneOf(where);
  return {
    ...part,
    title: part.key,
    lane,
    name: objectName(
      facts.installation,
      'test',
      `${lane.accountId}/${part.key}`,
    ),
  };
}

function laneOf(where: Where) {
  const { database, network: home } = facts;
  const accountIds = {
    provider: database.accountId,
    consumer: home.accountId,
    networking: NETWORKING,
  };
  return { accountId: accountIds[where], region: home.region };
}

function output(key: string, name: string): OutputOf {
  return { $output: { node: key, name } };
}

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

import { behavesLikeAPattern } from '../__testUtils__/behavesLikeAPattern';
import {
  ancestorsOf,
  keysInBoth,
  nodeOf,
  withDatabase,
  withNetwork,
} from '../__testUtils__/graphs';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { latticeConsumerNetwork } from './latticeConsumerNetwork';
import { latticeResourceEndpoint } from './latticeResourceEndpoint';

const facts = factsOf();
const graph = latticeConsumerNetwork(facts);
const associated = { ...facts, join: 'association' as const };

const OF_NETWORK = [
  'endpoint-group',
  'endpoint-ingress-1',
  'endpoint-no-egress',
  'network-endpoint',
  'service-network',
];

/** Of the account that the database is in, with another VPC. */
const ownAccount = withNetwork(facts, { accountId: facts.database.accountId });

behavesLikeAPattern(
  latticeConsumerNetwork,
  {
    'an instance': facts,
    'a cluster': factsOf('analytics', 'catalog-aurora'),
    'outside the organisation': factsOf('partner'),
    'in the database’s own account': ownAccount,
    'the association of a VPC': associated,
  },
  { ofNetwork: OF_NETWORK },
);

describe('the graph of a consumer’s own service network', () => {
  it('shares nothing with the account that owns it already', () => {
    const own = latticeConsumerNetwork(ownAccount);
    expect(own.nodes.filter(({ type }) => type.startsWith('ram/'))).toEqual([]);
    expect(own.enables).toEqual([]);
    for (const { nodes } of own.hops) {
      expect(nodes).not.toEqual([]);
    }
  });

  it('has the database’s side of a resource endpoint, and the same objects', () => {
    expect(keysInBoth(graph, latticeResourceEndpoint(facts))).toEqual([
      'database-ingress',
      'gateway-egress',
      'gateway-group',
      'gateway-no-egress',
      'principal',
      'resource-configuration',
      'resource-gateway',
      'resource-share',
    ]);
  });

  it.each([facts, associated, factsOf('partner')])(
    'opens the path with the database’s own association, which is built last',
    example => {
      const its = latticeConsumerNetwork(example);
      const before = ancestorsOf(its, 'resource-association');
      const after = its.nodes
        .map(node => node.key)
        .filter(key => !before.has(key));
      expect(after.sort()).toEqual(
        example.join === 'endpoint'
          ? ['endpoint-association', 'resource-association']
          : ['resource-association'],
      );
    },
  );

  it('lets another database in at its own port, over the same endpoint', () => {
    const other = latticeConsumerNetwork(
      withDatabase(facts, { arn: `${facts.database.arn}-2`, port: 3306 }),
    );
    expect(keysInBoth(graph, other)).toEqual(
      OF_NETWORK.filter(key => key !== 'endpoint-ingress-1'),
    );
  });

  it('is another one as soon as config says something else of the network', () => {
    const subnets = facts.network.subnets.slice(0, 1);
    const other = latticeConsumerNetwork(withNetwork(facts, { subnets }));
    expect(keysInBoth(graph, other)).not.toContain('service-network');
  });

  it('shares its service network with nobody', () => {
    expect(nodeOf(graph, 'service-network').spec).toEqual({ sharing: false });
  });

  it('has its hops in order, from the client to the database', () => {
    const hopsOf = (example: typeof facts) =>
      latticeConsumerNetwork(example).hops.map(hop => hop.name);
    const rest = [
      'Service network',
      'Share with the account',
      'Resource configuration',
      'Resource gateway',
      'Security group of the gateway',
      'Security group of the database',
    ];
    expect(hopsOf(facts)).toEqual([
      'Security group of the endpoint',
      'VPC endpoint',
      ...rest,
    ]);
    expect(hopsOf(associated)).toEqual([
      'Security group of the VPC association',
      'VPC association',
      ...rest,
    ]);
  });

  it('is cut by the same association from either side, best from the consumer’s', () => {
    expect(graph.cuts.map(({ lane, how }) => [lane.accountId, how])).toEqual([
      ['666666666666', { kind: 'remove-object', node: 'resource-association' }],
      [
        '333333333333',
        { kind: 'remove-from-other-side', node: 'resource-association' },
      ],
    ]);
  });

  it('cannot be planned where the two have no zone in common', () => {
    const apart = withNetwork(facts, {
      subnets: [
        { ...facts.network.subnets[0], availabilityZoneId: 'use1-az9' },
      ],
    });
    expect(() => latticeConsumerNetwork(apart)).toThrow(
      'no zone with VPC Lattice in common',
    );
  });
});

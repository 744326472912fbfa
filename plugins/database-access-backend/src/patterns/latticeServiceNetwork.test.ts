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
  keysInBoth,
  nodeOf,
  withDatabase,
  withNetwork,
} from '../__testUtils__/graphs';
import { factsOf, inZone, NETWORKING } from '../__testUtils__/simulatedCompany';
import { latticeServiceNetwork, pairInZone } from './latticeServiceNetwork';
import type { PatternFacts } from './PatternFacts';

const facts = inZone(factsOf());
const graph = latticeServiceNetwork(facts);
const outside = inZone(factsOf('partner'));
const associated = { ...facts, join: 'association' as const };

/** Another database of the same port, and another network. */
const second = withDatabase(facts, {
  arn: `${facts.database.arn}-2`,
  identifier: 'second',
  host: 'second.example.com',
});
const elsewhere = withNetwork(facts, { name: 'other', vpcId: 'vpc-2' });

const OF_NETWORK = [
  'endpoint-group',
  'endpoint-ingress-1',
  'endpoint-no-egress',
  'network-endpoint',
  'network-share',
  'principal-666666666666',
  'service-network',
];

behavesLikeAPattern(
  latticeServiceNetwork,
  {
    'an instance': facts,
    'a cluster': inZone(factsOf('analytics', 'catalog-aurora')),
    'a network outside the organisation': outside,
    'the association of a VPC': associated,
    'a zone in the database’s own account': ownedBy(facts.database.accountId),
    'a zone in the network’s own account': ownedBy(facts.network.accountId),
  },
  { ofNetwork: [...OF_NETWORK, 'principal-333333333333'] },
);

describe('the graph of a zone’s service network', () => {
  it('is in three accounts, each with its own', () => {
    const typesIn = (accountId: string) => [
      ...new Set(
        graph.nodes
          .filter(({ lane }) => lane.accountId === accountId)
          .map(({ type }) => type),
      ),
    ];
    expect(typesIn(NETWORKING)).toEqual([
      'vpc-lattice/service-network',
      'ram/resource-share',
      'ram/principal',
    ]);
    expect(typesIn('333333333333')).toContain(
      'vpc-lattice/service-network-resource-association',
    );
    expect(typesIn('666666666666')).toContain('ec2/service-network-endpoint');
  });

  it('lets its configuration be in networks that are shared, unlike that of an endpoint', () => {
    expect(nodeOf(graph, 'resource-configuration').spec).toMatchObject({
      forShareableNetworks: true,
    });
  });

  it('shares the database’s part among networks, and the network’s among databases', () => {
    expect(keysInBoth(graph, latticeServiceNetwork(elsewhere)).sort()).toEqual(
      graph.nodes
        .filter(({ parts }) => !parts!.includes('pair'))
        .map(({ key }) => key)
        .filter(
          key => !key.startsWith('endpoint-') && key !== 'network-endpoint',
        )
        .sort(),
    );
    expect(keysInBoth(graph, latticeServiceNetwork(second))).toEqual(
      expect.arrayContaining(OF_NETWORK),
    );
  });

  it('shares nothing with another zone', () => {
    const other = latticeServiceNetwork(inZone(facts, 'other'));
    expect(keysInBoth(graph, other)).toEqual([
      'database-ingress',
      'endpoint-group',
      'endpoint-ingress-1',
      'endpoint-no-egress',
      'gateway-egress',
      'gateway-group',
      'gateway-no-egress',
      'resource-configuration',
      'resource-gateway',
    ]);
  });

  it('invites an account outside the organisation, by a share of its own', () => {
    const its = latticeServiceNetwork(outside);
    expect(nodeOf(its, 'invitation-888888888888').lane.accountId).toBe(
      '888888888888',
    );
    expect(nodeOf(its, 'network-share-outside').spec).toMatchObject({
      allowExternalPrincipals: true,
    });
    expect(nodeOf(its, 'network-share').spec).toMatchObject({
      allowExternalPrincipals: false,
    });
  });

  it('needs no share with the account that owns it', () => {
    const its = latticeServiceNetwork(ownedBy(facts.database.accountId));
    expect(nodeOf(its, 'principal-333333333333')).toBeUndefined();
    expect(nodeOf(its, 'principal-666666666666')).toBeDefined();
  });

  it.each([
    ['endpoint', ['666666666666', '333333333333']],
    ['association', ['666666666666', NETWORKING, '333333333333']],
  ] as const)('can be cut by each side, joined by %s', (join, lanes) => {
    const { cuts } = latticeServiceNetwork({ ...facts, join });
    expect(cuts.map(({ lane }) => lane.accountId)).toEqual(lanes);
  });

  it('cannot be planned outside a zone', () => {
    expect(() => latticeServiceNetwork({ ...facts, zone: undefined })).toThrow(
      'are in no zone',
    );
  });
});

describe('a pair of a zone', () => {
  const planOf = (database: PatternFacts, network: PatternFacts) =>
    latticeServiceNetwork({
      ...database,
      network: network.network,
      join: network.join,
    });

  it.each([
    ['by an endpoint', elsewhere],
    ['by an association', { ...elsewhere, join: 'association' as const }],
  ])('is what planning for the two would give, joined %s', (_, network) => {
    const composed = pairInZone({
      installation: facts.installation,
      ofDatabase: planOf(second, facts),
      ofNetwork: planOf(facts, network),
    });
    const planned = planOf(second, network);
    const byKey = <T extends { key: string }>(nodes: T[]) =>
      [...nodes].sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(byKey(composed.nodes)).toEqual(byKey(planned.nodes));
    expect(composed.opens).toEqual(planned.opens);
    expect(composed.cuts).toEqual(planned.cuts);
    expect(composed.enables).toEqual(planned.enables);
    expect(
      composed.hops.map(hop => ({ ...hop, nodes: [...hop.nodes].sort() })),
    ).toEqual(
      planned.hops.map(hop => ({ ...hop, nodes: [...hop.nodes].sort() })),
    );
  });
});

function ownedBy(accountId: string): PatternFacts {
  return { ...facts, zone: { ...facts.zone!, accountId } };
}

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
import { latticeConsumerNetwork } from './latticeConsumerNetwork';
import {
  latticeServiceNetwork,
  networkAtPort,
  pairInZone,
} from './latticeServiceNetwork';
import type { ObjectGraph } from './ObjectGraph';
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

const OF_GATEWAY = [
  'database-ingress',
  'gateway-egress',
  'gateway-group',
  'gateway-no-egress',
];

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

  it('shares with another zone, and with the network’s own service network, what is the database’s and no way in', () => {
    const other = latticeServiceNetwork(inZone(facts, 'other'));
    expect(keysInBoth(graph, other)).toEqual([
      ...OF_GATEWAY,
      'resource-configuration',
      'resource-gateway',
    ]);
    expect(keysInBoth(graph, latticeConsumerNetwork(facts))).toEqual([
      ...OF_GATEWAY,
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

  /** In the order of their keys, as nobody minds it. */
  const inOrder = ({ nodes, hops, ...rest }: ObjectGraph): ObjectGraph => ({
    ...rest,
    nodes: [...nodes].sort((a, b) => (a.key < b.key ? -1 : 1)),
    hops: hops.map(hop => ({ ...hop, nodes: [...hop.nodes].sort() })),
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
    expect(inOrder(composed)).toEqual(inOrder(planOf(second, network)));
  });

  it.each([
    ['by an endpoint', elsewhere],
    ['by an association', { ...elsewhere, join: 'association' as const }],
    ['with any client', withNetwork(elsewhere, { clientSecurityGroupIds: [] })],
  ])(
    'is what planning for the two would give at another port, joined %s',
    (_, network) => {
      const port = 6432;
      const moved = withDatabase(second, { port });
      const composed = pairInZone({
        installation: facts.installation,
        ofDatabase: planOf(moved, facts),
        ofNetwork: networkAtPort({
          installation: facts.installation,
          graph: planOf(facts, network),
          network: {
            ...network.network,
            subnetIds: network.network.subnets.map(each => each.subnetId),
          },
          port,
        }),
      });
      expect(inOrder(composed)).toEqual(inOrder(planOf(moved, network)));
    },
  );

  describe.each([
    ['the networking account', NETWORKING],
    ['a database’s account', facts.database.accountId],
  ])('of accounts inside and outside, in a zone of %s,', (__, owner) => {
    const foreign = {
      ...second.database,
      accountId: outside.network.accountId,
    };
    const places = [facts.database, second.database, foreign];
    const homes = [
      facts.network,
      { ...elsewhere.network, accountId: facts.database.accountId },
      outside.network,
    ];
    const isInside = ({ accountId }: { accountId: string }) =>
      accountId !== outside.network.accountId;
    const planFor = (
      database: PatternFacts['database'],
      network: PatternFacts['network'],
    ) =>
      latticeServiceNetwork({
        ...facts,
        database,
        network,
        // Config names one for some accounts.
        ...(database.accountId === places[0].accountId && {
          accessLogGroup: '/logs',
        }),
        zone: {
          ...facts.zone!,
          accountId: owner,
          sameOrganization: {
            database: isInside(database),
            network: isInside(network),
          },
        },
      });

    it('is the same whatever pairs it is put together of, and those again', () => {
      for (const database of places) {
        for (const network of homes) {
          const planned = inOrder(planFor(database, network));
          for (const otherNetwork of homes) {
            for (const otherDatabase of places) {
              const ofDatabase = planFor(database, otherNetwork);
              const ofNetwork = planFor(otherDatabase, network);
              const composed = pairInZone({
                installation: facts.installation,
                ofDatabase,
                ofNetwork,
              });
              expect(inOrder(composed)).toEqual(planned);
              const again = pairInZone({
                installation: facts.installation,
                ofDatabase: planFor(otherDatabase, otherNetwork),
                ofNetwork: composed,
              });
              expect(inOrder(again)).toEqual(inOrder(ofNetwork));
            }
          }
        }
      }
    });
  });
});

function ownedBy(accountId: string): PatternFacts {
  return { ...facts, zone: { ...facts.zone!, accountId } };
}

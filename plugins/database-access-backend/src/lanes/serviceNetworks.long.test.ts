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

import { TestDatabases } from '@backstage/backend-test-utils';
import { Doubts } from '@towpath/simulated-aws';
import { companyWithEngine } from '../__testUtils__/companyWithEngine';
import {
  consumerNetworkGraph,
  sharedNetworkGraph,
} from '../__testUtils__/networkGraphs';
import { lockOut } from '../__testUtils__/lockOut';
import { factsOf } from '../__testUtils__/simulatedCompany';
import type { ObjectGraph } from '../patterns';
import { awsBench } from './__testUtils__/awsBench';
import { censusOf } from './__testUtils__/censusOf';

jest.setTimeout(300_000);

const GRAPHS = {
  'the consumer’s own': consumerNetworkGraph,
  'a shared one': sharedNetworkGraph,
};

/** What AWS does not document, and these objects must not mind. */
const DOUBTS: Array<Partial<Doubts>> = [
  {},
  { 'association-arn-account': 'viewer' },
  { 'refused-resource-association': 'AccessDeniedException' },
  { 'delete-network-with-endpoints': 'rejects-the-endpoints' },
  { 'association-security-group': 'deleted' },
  { 'child-configuration-name': 'rcfg-id' },
  { 'update-association-private-dns': 'refused' },
];

function without(graph: ObjectGraph, keys: RegExp): ObjectGraph {
  return { ...graph, nodes: graph.nodes.filter(({ key }) => !keys.test(key)) };
}

describe.each(Object.entries(GRAPHS))(
  'a service network, %s,',
  (_, graphOf) => {
    const graph = graphOf();

    it.each(DOUBTS)(
      'opens the path, closes it and leaves nothing behind, whatever AWS does: %j',
      async doubts => {
        const { engine, reaches, world } = await companyWithEngine(doubts);
        const facts = factsOf();
        const before = censusOf(world);

        await engine.build(graph);
        expect(reaches(facts)).toBe(true);

        await engine.tearDown(graph);
        expect(reaches(facts)).toBe(false);
        expect(censusOf(world)).toEqual(before);
      },
    );

    it.each([
      ['resolves', true],
      ['generated-name-only', false],
    ] as const)(
      'leads an associated VPC to the database by its own name if AWS says so: it %s',
      async (answer, isReached) => {
        const { engine, reaches } = await companyWithEngine({
          'rds-name-over-vpc-association': answer,
        });
        const facts = factsOf();
        await engine.build(
          without(graph, /^(network-endpoint|endpoint-association)$/),
        );
        expect(reaches(facts)).toBe(isReached);
        const { dnsName } = engine.row(graph, 'resource-association').outputs;
        expect(reaches(facts, { name: dnsName })).toBe(true);
      },
    );

    it('can be built again after it was taken away', async () => {
      const { engine, reaches } = await companyWithEngine();
      await engine.build(graph);
      await engine.tearDown(graph);
      await engine.build(graph);
      expect(reaches(factsOf())).toBe(true);
    });
  },
);

describe('a share over a service network', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const setup = async () => awsBench(await databases.init('SQLITE_3'));
  const facts = factsOf();
  const joinedBy = (graph: ObjectGraph, join: 'endpoint' | 'association') =>
    without(
      graph,
      join === 'endpoint'
        ? /^vpc-association$/
        : /^(network-endpoint|endpoint-association)$/,
    );

  /** Who cuts first is locked out; the other side of an association ends it, and its own removal is that side's call. */
  const CUTS = [
    {
      what: 'the provider takes the database out of the consumer’s network',
      graph: joinedBy(consumerNetworkGraph(), 'endpoint'),
      node: 'resource-association',
      by: 'resource-configuration',
    },
    {
      what: 'the networking account takes the provider’s database out',
      graph: joinedBy(sharedNetworkGraph(), 'endpoint'),
      node: 'resource-association',
      by: 'service-network',
    },
    {
      what: 'the networking account takes the consumer’s VPC out',
      graph: joinedBy(sharedNetworkGraph(), 'association'),
      node: 'vpc-association',
      by: 'service-network',
    },
  ];

  it.each(CUTS)(
    'ends at once when the account of an association is gone: $what',
    async ({ graph, node, by }) => {
      const { bench, engine, reachesFrom, world } = await setup();
      const laneOf = (key: string) =>
        graph.nodes.find(each => each.key === key)!.lane;
      const lanes = engine();
      const share = await bench.share({
        network: facts.network.name,
        database: facts.database.identifier,
        graph: {
          ...graph,
          cuts: [
            {
              lane: laneOf(node),
              title: 'its own account',
              how: { kind: 'remove-object', node },
            },
            {
              lane: laneOf(by),
              title: 'the other account',
              how: { kind: 'delete-resource-endpoint-association', node },
            },
          ],
        },
      });
      await bench.driveTo(lanes, share, 'active', 1_800);
      expect(reachesFrom(facts)).toBe(true);
      lockOut(world, laneOf(node).accountId);

      await bench.revoke(share);
      const seconds = await bench.drive(lanes, async () => !reachesFrom(facts));
      expect(seconds).toBeLessThanOrEqual(90);
      await bench.drive(
        lanes,
        async () => (await bench.get(share)).cutAt !== undefined,
      );
      expect(await bench.get(share)).toMatchObject({
        lifecycle: 'revoking',
        cutIndex: 1,
      });
    },
  );

  it.each([
    ['the consumer’s own', consumerNetworkGraph(), 'endpoint'],
    ['a shared one', sharedNetworkGraph(), 'association'],
  ] as const)(
    'leaves nothing when it is revoked: %s',
    async (_, graph, join) => {
      const { bench, engine, made, reachesFrom } = await setup();
      const lanes = engine();
      const share = await bench.share({
        network: facts.network.name,
        database: facts.database.identifier,
        graph: joinedBy(graph, join),
      });
      await bench.driveTo(lanes, share, 'active', 1_800);
      expect(reachesFrom(facts)).toBe(true);
      await bench.revoke(share);
      await bench.driveTo(lanes, share, 'revoked', 3_600);
      expect(reachesFrom(facts)).toBe(false);
      expect(made()).toEqual({});
    },
  );
});

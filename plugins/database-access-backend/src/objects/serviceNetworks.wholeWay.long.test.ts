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

import { Doubts } from '@towpath/simulated-aws';
import { companyWithEngine } from '../__testUtils__/companyWithEngine';
import {
  consumerNetworkGraph,
  sharedNetworkGraph,
} from '../__testUtils__/networkGraphs';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { censusOf } from '../lanes/__testUtils__/censusOf';
import type { ObjectGraph } from '../patterns';

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

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

import { factsOf, simulatedCompany } from '../__testUtils__/simulatedCompany';
import { SmallEngine } from '../__testUtils__/SmallEngine';
import { Doubts, World } from '@towpath/simulated-aws';
import { latticeResourceEndpoint, naturalKey } from './index';

async function companyWithEngine(doubts: Partial<Doubts> = {}) {
  const company = await simulatedCompany({ doubts });
  const engine = new SmallEngine({
    sessions: company.sessions,
    installation: company.config.installation,
    advance: seconds => company.clock.advance(seconds),
    now: () => company.clock.now(),
  });
  return { ...company, engine };
}

/** The ids of everything that our calls make or could forget, in all accounts. */
function objectsOf(world: World): string[] {
  const ids =
    JSON.stringify(world.snapshot().documents).match(
      /"(sg|sgr|rgw|rcfg|vpce|rea|eni)-0[0-9a-f]{16}":/g,
    ) ?? [];
  return [...new Set(ids)].sort();
}

describe('the whole way over a resource endpoint', () => {
  it.each([
    ['in the organisation', 'analytics'],
    ['outside the organisation', 'partner'],
  ] as const)(
    'opens when it is built and closes when it is taken away, %s',
    async (_, network) => {
      const { engine, reaches } = await companyWithEngine();
      const facts = factsOf(network);
      const graph = latticeResourceEndpoint(facts);
      expect(reaches(facts)).toBe(false);

      await engine.build(graph);
      expect(reaches(facts)).toBe(true);

      await engine.tearDown(graph);
      expect(reaches(facts)).toBe(false);
    },
  );

  it.each(['analytics', 'partner'] as const)(
    'leaves nothing of ours behind, for %s',
    async network => {
      const { engine, world } = await companyWithEngine();
      const before = objectsOf(world);
      const graph = latticeResourceEndpoint(factsOf(network));
      await engine.build(graph);
      expect(objectsOf(world).length).toBeGreaterThan(before.length);

      await engine.tearDown(graph);
      expect(objectsOf(world)).toEqual(before);
    },
  );

  it('makes each object once, and says who asked for it', async () => {
    const { engine, calls } = await companyWithEngine();
    await engine.build(latticeResourceEndpoint(factsOf()));
    const made = (operation: string) => calls(o => o === operation);
    expect(made('ec2:CreateSecurityGroup')).toBe(2);
    expect(made('vpc-lattice:CreateResourceGateway')).toBe(1);
    expect(made('vpc-lattice:CreateResourceConfiguration')).toBe(1);
    expect(made('ram:CreateResourceShare')).toBe(1);
    expect(made('ec2:CreateVpcEndpoint')).toBe(1);
  });

  it('can be cut by the provider alone', async () => {
    const { engine, reaches } = await companyWithEngine();
    const facts = factsOf();
    const graph = latticeResourceEndpoint(facts);
    await engine.build(graph);
    const [, cut] = graph.cuts;
    expect(cut.lane.accountId).toBe(facts.database.accountId);
    await engine.removeOrLook(graph, engine.row(graph, cut.how.node));
    expect(reaches(facts)).toBe(false);
  });

  it('can be cut by the consumer alone', async () => {
    const { engine, reaches } = await companyWithEngine();
    const facts = factsOf();
    const graph = latticeResourceEndpoint(facts);
    await engine.build(graph);
    const [cut] = graph.cuts;
    expect(cut.lane.accountId).toBe(facts.network.accountId);
    await engine.removeOrLook(graph, engine.row(graph, cut.how.node));
    expect(reaches(facts)).toBe(false);
  });

  it('leaves another account’s way open when one is taken away', async () => {
    const { engine, reaches } = await companyWithEngine();
    const inside = factsOf('analytics');
    const outside = factsOf('partner');
    const one = latticeResourceEndpoint(inside);
    const other = latticeResourceEndpoint(outside);
    await engine.build(one);
    await engine.build(other);
    expect([reaches(inside), reaches(outside)]).toEqual([true, true]);

    const kept = new Set(other.nodes.map(naturalKey));
    await engine.tearDown(
      one,
      one.nodes.filter(n => kept.has(naturalKey(n))).map(n => n.key),
    );
    expect([reaches(inside), reaches(outside)]).toEqual([false, true]);
  });

  it('can be built again after it was taken away', async () => {
    const { engine, reaches } = await companyWithEngine();
    const facts = factsOf('partner');
    const graph = latticeResourceEndpoint(facts);
    await engine.build(graph);
    await engine.tearDown(graph);
    await engine.build(graph);
    expect(reaches(facts)).toBe(true);
  });

  it.each([
    ['resource-endpoint-pending-acceptance', 'first'],
    ['delete-configuration-in-use', 'DELETE_FAILED'],
    ['shared-configuration-tags', 'visible'],
    ['child-configuration-name', 'without-prefix'],
  ] as const)('does not mind the doubt %s: %s', async (doubt, answer) => {
    const { engine, reaches } = await companyWithEngine({ [doubt]: answer });
    const facts = factsOf();
    const graph = latticeResourceEndpoint(facts);
    await engine.build(graph);
    expect(reaches(facts)).toBe(true);
    await engine.tearDown(graph);
    expect(reaches(facts)).toBe(false);
  });
});

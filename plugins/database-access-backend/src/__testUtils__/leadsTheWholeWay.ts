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

// These tests are of all patterns; each pattern's own test file takes them in.
/* eslint-disable jest/no-export */

import { Doubts, World } from '@towpath/simulated-aws';
import { naturalKey, Pattern } from '../patterns';
import { companyWithEngine } from './companyWithEngine';
import { factsOf, Network } from './simulatedCompany';
import { lockOut } from './lockOut';

/** The ids of everything that our calls make or could forget, in all accounts. */
function objectsOf(world: World): string[] {
  const text = JSON.stringify(world.snapshot().documents);
  const ids = text.match(/"[a-z]{2,4}(-svc)?-0[0-9a-f]{16}":/g) ?? [];
  const arns = text.match(/"arn:aws:elasticloadbalancing:[^"]+":/g) ?? [];
  const zones = text.match(/"Z[0-9A-F]{19}":/g) ?? [];
  return [...new Set([...ids, ...arns, ...zones])].sort();
}

/**
 * What holds for the way that any pattern leads, judged by the data plane: it opens when it is built, it is closed from
 * either side alone, and nothing of it stays.
 *
 * @param networks - those that the pattern can lead to
 * @param doubts - what AWS does not document and the pattern must not mind
 */
export function leadsTheWholeWay(
  plan: Pattern['plan'],
  networks: Network[],
  doubts: Array<Partial<Doubts>>,
): void {
  it.each(networks)(
    'opens for %s when it is built, closes when it is taken away, and leaves nothing behind',
    async network => {
      const { engine, reaches, world } = await companyWithEngine();
      const before = objectsOf(world);
      const facts = factsOf(network);
      const graph = plan(facts);
      expect(reaches(facts)).toBe(false);

      await engine.build(graph);
      expect(reaches(facts)).toBe(true);
      expect(objectsOf(world).length).toBeGreaterThan(before.length + 5);

      await engine.tearDown(graph);
      expect(reaches(facts)).toBe(false);
      expect(objectsOf(world)).toEqual(before);
    },
  );

  it.each([
    ['consumer', 0],
    ['provider', -1],
  ] as const)('can be cut by the %s alone', async (side, index) => {
    const { engine, reaches, world } = await companyWithEngine();
    const facts = factsOf();
    const graph = plan(facts);
    await engine.build(graph);
    const cut = graph.cuts.at(index)!;
    const other = side === 'consumer' ? facts.database : facts.network;
    lockOut(world, other.accountId);
    expect(cut.lane.accountId).not.toBe(other.accountId);
    await engine.cut(graph, cut);
    expect(reaches(facts)).toBe(false);
  });

  it('leaves another network’s way open when one is taken away', async () => {
    const { engine, reaches } = await companyWithEngine();
    const inside = factsOf('analytics');
    const outside = factsOf('partner');
    const one = plan(inside);
    const other = plan(outside);
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
    const graph = plan(facts);
    await engine.build(graph);
    await engine.tearDown(graph);
    await engine.build(graph);
    expect(reaches(facts)).toBe(true);
  });

  it.each(doubts)('does not mind the doubt %j', async doubt => {
    const { engine, reaches } = await companyWithEngine(doubt);
    const facts = factsOf();
    const graph = plan(facts);
    await engine.build(graph);
    expect(reaches(facts)).toBe(true);
    await engine.tearDown(graph);
    expect(reaches(facts)).toBe(false);
  });
}

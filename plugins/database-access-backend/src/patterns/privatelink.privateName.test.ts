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

import { resolveName } from '@towpath/simulated-aws';
import { companyWithEngine } from '../__testUtils__/companyWithEngine';
import { factsOf } from '../__testUtils__/simulatedCompany';
import {
  factsWithPrivateName,
  PRIVATE_NAME,
} from '../__testUtils__/withPrivateName';
import { naturalKey, privatelink } from './index';

const OF_PROVIDER = [
  'service-name',
  'verification-record',
  'service-verification',
];

describe('a graph with a private DNS name', () => {
  const plain = privatelink(factsOf());
  const graph = privatelink(factsWithPrivateName());
  const node = (key: string) => graph.nodes.find(n => n.key === key)!;

  it('opens and enables nothing more, and goes through the same hops', () => {
    expect(graph.opens).toEqual(plain.opens);
    expect(graph.enables).toEqual(plain.enables);
    expect(graph.hops).toEqual(plain.hops);
    expect(graph.cuts).toEqual(plain.cuts);
  });

  it('has the same objects beside it, under the same names', () => {
    const known = new Set(plain.nodes.map(naturalKey));
    const added = graph.nodes.filter(n => !known.has(naturalKey(n)));
    expect(added.map(({ key, lane }) => [key, lane.accountId])).toEqual([
      ...OF_PROVIDER.map(key => [key, '333333333333']),
      ['endpoint-name', '666666666666'],
    ]);
    expect(graph.nodes).toHaveLength(plain.nodes.length + 4);
  });

  it('proves the domain once for all networks, so that the last share takes the proof away', () => {
    const other = privatelink(factsWithPrivateName('partner'));
    for (const key of OF_PROVIDER) {
      const twin = other.nodes.find(n => n.key === key)!;
      expect(naturalKey(twin)).toBe(naturalKey(node(key)));
      expect(twin.spec).toEqual(node(key).spec);
    }
  });

  it('lets a network use the name when it is verified and the endpoint accepted, and the path wait for neither', () => {
    expect(node('endpoint-name').dependsOn).toEqual([
      'interface-endpoint',
      'connection',
      'service-verification',
    ]);
    expect(node('connection')).toEqual(
      plain.nodes.find(n => n.key === 'connection'),
    );
  });

  it('is as it would be without where the network is in another Region', () => {
    expect(privatelink(factsWithPrivateName('dublin'))).toEqual(
      privatelink(factsOf('dublin')),
    );
  });
});

describe('the private DNS name of a database', () => {
  it('leads there from the network, beside the database’s own name, and is taken away with all that proves it', async () => {
    const { engine, world, reaches } = await companyWithEngine();
    const facts = factsWithPrivateName();
    const graph = privatelink(facts);
    const zones = () =>
      JSON.stringify(
        Object.entries(world.snapshot().documents).filter(([name]) =>
          name.includes('route53'),
        ),
      );
    const textsOf = () => zones().match(/"vpce:[0-9a-z]+/g) ?? [];
    expect(reaches(facts, { name: PRIVATE_NAME })).toBe(false);

    await engine.build(graph);
    expect(reaches(facts, { name: PRIVATE_NAME })).toBe(true);
    expect(reaches(facts, { name: facts.database.host })).toBe(true);
    const text = engine.row(graph, 'service-name').outputs.text;
    expect(zones()).toContain(text);

    await engine.tearDown(graph);
    expect(reaches(facts, { name: PRIVATE_NAME })).toBe(false);
    expect(zones()).not.toContain(text);
    expect(textsOf()).toEqual([]);
    const { vpcId } = facts.network;
    expect(resolveName(world, { vpcId, name: PRIVATE_NAME }).addresses).toEqual(
      [],
    );
  });

  it('stays for another network when one share ends, and is verified again when it is built anew', async () => {
    const { engine, reaches } = await companyWithEngine();
    const inside = factsWithPrivateName('analytics');
    const outside = factsWithPrivateName('partner');
    const byName = (facts: typeof inside) =>
      reaches(facts, { name: PRIVATE_NAME });
    const one = privatelink(inside);
    const other = privatelink(outside);
    await engine.build(one);
    await engine.build(other);
    expect([byName(inside), byName(outside)]).toEqual([true, true]);

    const kept = new Set(other.nodes.map(naturalKey));
    await engine.tearDown(
      one,
      one.nodes.filter(n => kept.has(naturalKey(n))).map(n => n.key),
    );
    expect([byName(inside), byName(outside)]).toEqual([false, true]);

    await engine.tearDown(other);
    await engine.build(one);
    expect(byName(inside)).toBe(true);
  });
});

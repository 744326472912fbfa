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

import { factsOf } from '../__testUtils__/simulatedCompany';
import { updaterObjects, updaterScene } from '../__testUtils__/updaterScene';
import { naturalKey, privatelink } from './index';

// The updater's own code runs, in a process for each run.
jest.setTimeout(60_000);

const UPDATER = ['updater', 'updater-rule', 'updater-permission'];

describe('a graph with an updater', () => {
  const facts = factsOf();
  const plain = privatelink(facts);
  const graph = privatelink({ ...facts, updater: true });
  const node = (key: string) => graph.nodes.find(n => n.key === key)!;

  it('opens and enables nothing more, and goes through the same hops', () => {
    expect(graph.opens).toEqual(plain.opens);
    expect(graph.enables).toEqual(plain.enables);
    expect(graph.hops).toEqual(plain.hops);
    expect(graph.cuts).toEqual(plain.cuts);
  });

  it('has the same objects beside it, under the same names', () => {
    const added = graph.nodes.filter(
      n => !plain.nodes.some(p => naturalKey(p) === naturalKey(n)),
    );
    expect(added.map(({ type }) => type)).toEqual([
      'lambda/function',
      'events/rule',
      'lambda/permission',
      'events/target',
    ]);
    expect(added.every(n => n.lane.accountId === '333333333333')).toBe(true);
  });

  it('is the same for every network, so that the last share takes it away', () => {
    const other = privatelink({ ...factsOf('partner'), updater: true });
    for (const key of [...UPDATER, 'updater-target']) {
      const twin = other.nodes.find(n => n.key === key)!;
      expect(naturalKey(twin)).toBe(naturalKey(node(key)));
      expect(twin.spec).toEqual(node(key).spec);
    }
  });

  it('has it ready before the path opens, and stops it before targets go', () => {
    expect(node('connection').dependsOn).toContain('updater-target');
    expect(node('updater-target').dependsOn).toEqual([...UPDATER, 'targets']);
  });
});

describe('the updater', () => {
  it('follows a failover while the portal is down', async () => {
    const s = await updaterScene();
    const { facts, reaches, inService, addressesNow } = s;
    const { host } = facts.database;
    await s.engine.build(s.graph);
    await s.pass(1);
    expect(reaches(facts)).toBe(true);
    const [old] = await addressesNow(host);

    await s.rds.rebootDBInstance({
      DBInstanceIdentifier: facts.database.identifier,
      ForceFailover: true,
    });
    let movedAt: number | undefined;
    let backAt: number | undefined;
    const history: string[] = [];
    for (let second = 0; second < 200 && backAt === undefined; second++) {
      const addresses = await inService();
      expect(addresses).not.toEqual([]);
      if (addresses.join() !== history.at(-1)) {
        history.push(addresses.join());
      }
      const [now] = await addressesNow(host);
      if (now !== old) {
        movedAt ??= second;
        backAt = reaches(facts) ? second : undefined;
      }
      await s.pass(1);
    }
    // AWS's own part: 15 seconds of registration and two checks, 10 seconds apart.
    expect(movedAt).toBeGreaterThan(10);
    expect(backAt! - movedAt!).toBeLessThanOrEqual(15 + 2 * 10 + 5);

    for (let second = 0; second < 10; second++) {
      expect(await inService()).not.toEqual([]);
      await s.pass(1);
    }
    const [moved] = await addressesNow(host);
    expect(await inService()).toEqual([moved]);
    expect(history[0]).toBe(old);
    expect(history[1].split(',').sort()).toEqual([old, moved].sort());
    expect(updaterObjects(s).map(({ state }) => state)).toEqual([
      'ENABLED',
      'Active',
    ]);
  });

  it('stands still as soon as its rule has no target', async () => {
    const s = await updaterScene();
    await s.engine.build(s.graph);
    await s.aws.idle();
    const target = s.engine.row(s.graph, 'updater-target');
    await s.engine.removeOrLook(s.graph, target);
    const looks = () =>
      s.calls(o => o === 'elasticloadbalancing:DescribeTargetHealth');
    const before = looks();
    await s.pass(180);
    expect(looks()).toBe(before);
  });
});

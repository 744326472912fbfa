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
jest.setTimeout(120_000);

describe('the updater', () => {
  it('follows what no event tells of, by the clock', async () => {
    const s = await updaterScene();
    const { facts, inService, addressesNow } = s;
    await s.engine.build(s.graph);
    // Nobody hears of this failover.
    const rule = Object.values(
      (s.world.documents[`events/${facts.database.accountId}/us-east-1`] as any)
        .rules,
    )[0] as any;
    rule.eventPattern = '{"source": ["nobody"]}';
    await s.rds.rebootDBInstance({
      DBInstanceIdentifier: facts.database.identifier,
      ForceFailover: true,
    });
    for (let passed = 0; passed < 240; passed += 3) {
      expect(await inService()).not.toEqual([]);
      await s.pass(3);
    }
    expect(await inService()).toEqual(await addressesNow(facts.database.host));
    expect(s.reaches(facts)).toBe(true);
  });

  it('lets the writer and the readers of a cluster change places', async () => {
    const s = await updaterScene('catalog-aurora');
    const { facts, inService, addressesNow } = s;
    await s.engine.build(s.graph);
    const readers = () => inService('reader-target-group');
    const [writer] = await addressesNow(facts.database.host);
    const [reader] = await readers();
    expect(reader).not.toBe(writer);

    await s.rds.failoverDBCluster({ DBClusterIdentifier: 'catalog-aurora' });
    for (let passed = 0; passed < 150; passed += 3) {
      await s.pass(3);
      expect(await inService()).not.toEqual([]);
      expect(await readers()).not.toEqual([]);
    }
    expect(await inService()).toEqual([reader]);
    expect(await readers()).toEqual([writer]);
  });

  it('goes with the last share, and runs no more', async () => {
    const s = await updaterScene();
    expect(updaterObjects(s)).toEqual([]);
    const other = privatelink({ ...factsOf('partner'), updater: true });
    await s.engine.build(s.graph);
    await s.engine.build(other);
    expect(updaterObjects(s)).toHaveLength(2);

    const kept = new Set(other.nodes.map(naturalKey));
    await s.engine.tearDown(
      s.graph,
      s.graph.nodes.filter(n => kept.has(naturalKey(n))).map(n => n.key),
    );
    expect(updaterObjects(s)).toHaveLength(2);
    await s.engine.tearDown(other);
    expect(updaterObjects(s)).toEqual([]);
    const before = s.calls(o => /RegisterTargets/.test(o));
    await s.pass(120);
    expect(s.calls(o => /RegisterTargets/.test(o))).toBe(before);
  });
});

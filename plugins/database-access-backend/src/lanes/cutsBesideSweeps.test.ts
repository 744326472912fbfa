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
import { Knex } from 'knex';
import { pathGraph, TestBench } from './__testUtils__/TestBench';

jest.setTimeout(120_000);

const ENDPOINT = 'dba-test-orders-databricks';

/** What a lane reads is not what it is there for: who is to reach nothing any more does not wait for it. */
describe('While an account is swept', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  /** An access that is active, and a sweep that ends when the test lets it. */
  async function active(knex: Knex, revokes: 'consumer' | 'provider') {
    const bench = await TestBench.create(knex);
    const graph = pathGraph();
    const share = await bench.share({
      graph:
        revokes === 'consumer'
          ? graph
          : { ...graph, cuts: [...graph.cuts].reverse() },
    });
    const engine = bench.engine();
    await bench.driveTo(engine, share, 'active');
    const sweep = { hasBegun: false };
    let end = () => {};
    const ended = new Promise<void>(resolve => {
      end = resolve;
    });
    for (const type of bench.types.values()) {
      type.list = async function* slow() {
        sweep.hasBegun = true;
        await ended;
      };
    }
    return { bench, share, engine, end, isSweeping: () => sweep.hasBegun };
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    it.each(['consumer', 'provider'] as const)(
      'a path is cut beside it, in the account of the %s first',
      async side => {
        const s = await active(await databases.init(databaseId), side);
        s.bench.clock.advance(700);
        const swept = s.engine.runOnce();
        await s.bench.until(s.isSweeping);
        expect(s.bench.cloud.isOpen(ENDPOINT)).toBe(true);
        await s.bench.revoke(s.share);
        const tick = s.engine.runOnce();
        await s.bench.until(
          () =>
            s.bench.cloud.count('endpoint:remove') +
              s.bench.cloud.count('association:remove') >
            0,
        );
        s.end();
        await Promise.all([swept, tick]);
        await s.bench.driveTo(s.engine, s.share, 'revoked');
      },
    );

    it('nothing that cuts waits for one that begins', async () => {
      const s = await active(await databases.init(databaseId), 'consumer');
      s.bench.clock.advance(700);
      await s.bench.revoke(s.share);
      const swept = s.engine.runOnce();
      await s.bench.until(s.isSweeping);
      await s.bench.until(() => s.bench.cloud.count('endpoint:remove') > 0);
      expect(s.bench.cloud.isOpen(ENDPOINT)).toBe(false);
      s.end();
      await swept;
    });
  });
});

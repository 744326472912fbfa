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
import { TestBench } from './__testUtils__/TestBench';

jest.setTimeout(120_000);

describe('LaneEngine', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('is tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async () =>
      TestBench.create(await databases.init(databaseId));

    it('builds each object after what it depends on, and then the share is active', async () => {
      const bench = await setup();
      const engine = bench.engine();
      const share = await bench.share();

      await bench.driveTo(engine, share, 'active');

      expect(bench.cloud.live().map(({ type }) => type)).toEqual([
        'gateway',
        'rule',
        'configuration',
        'principal',
        'endpoint',
        'association',
      ]);
      const [gateway, , configuration] = bench.cloud.live();
      expect(configuration.uses).toEqual([gateway.id]);
      expect((await bench.objects(share)).map(each => each.condition)).toEqual(
        Array(6).fill('ready'),
      );
    });

    it('takes a share away, the path first, and leaves nothing', async () => {
      const bench = await setup();
      const engine = bench.engine();
      const share = await bench.share();
      await bench.driveTo(engine, share, 'active');

      await bench.revoke(share);
      await engine.runOnce();
      expect((await bench.get(share)).cutAt).toBe(
        bench.clock.now().toISOString(),
      );
      expect(bench.cloud.working('endpoint')).toEqual([]);
      expect(bench.cloud.working('gateway')).toHaveLength(1);

      await bench.driveTo(engine, share, 'revoked');
      expect(
        bench.cloud.live().filter(({ type }) => type !== 'association'),
      ).toEqual([]);
    });
  });
});

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

const ALL_TYPES = [
  'gateway',
  'rule',
  'configuration',
  'principal',
  'endpoint',
  'association',
];

describe('LaneEngine', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async () =>
      TestBench.create(await databases.init(databaseId));

    describe('when calls fail', () => {
      it.each(['lost-answer', 'throttle'] as const)(
        'finds or makes each object once after every kind of %s',
        async kind => {
          const bench = await setup();
          const engine = bench.engine();
          for (const type of ALL_TYPES) {
            bench.cloud.fault(`${type}:create`, kind);
            bench.cloud.fault(`${type}:remove`, kind);
          }
          const share = await bench.share();
          await bench.driveTo(engine, share, 'active', 300);
          expect(bench.cloud.live().map(({ type }) => type)).toEqual(ALL_TYPES);

          await bench.revoke(share);
          await bench.driveTo(engine, share, 'revoked', 300);
          expect(bench.cloud.live()).toEqual([]);
        },
      );

      it('does not ask a throttled operation again before its bucket has a token', async () => {
        const bench = await setup();
        const type = bench.types.get('gateway')!;
        type.rates.create = {
          operation: 'gateway:create',
          burst: 1,
          perSecond: 0.05,
        };
        const engine = bench.engine();
        await bench.share({ database: 'orders' });
        await bench.share({ database: 'billing' });
        await bench.share({ database: 'catalog' });
        const made = async (count: number) =>
          bench.drive(
            engine,
            async () => bench.cloud.count('gateway:create') === count,
          );
        expect(await made(1)).toBe(0);
        expect(await made(2)).toBe(20);
        expect(await made(3)).toBe(20);
      });

      it('looks at nothing that only waits for its turn to be made', async () => {
        const bench = await setup();
        const gateway = bench.types.get('gateway')!;
        gateway.rates.create = {
          operation: 'gateway:create',
          burst: 1,
          perSecond: 0.05,
        };
        gateway.watchSeconds = 3_600;
        const waiting = 12;
        for (let nth = 1; nth <= waiting; nth += 1) {
          await bench.share({ database: `orders-${nth}` });
        }
        await bench.drive(
          bench.engine(),
          async () => bench.cloud.working('gateway').length === waiting,
          waiting * 20,
        );
        // Once before it is made, once when it is ready, and once when all of its share is.
        expect(bench.cloud.count('gateway:find')).toBeLessThanOrEqual(
          3 * waiting,
        );
      });

      it('takes one token for a look where AWS counts reads and changes together', async () => {
        const bench = await setup();
        const rate = { bucket: 'all', burst: 1, perSecond: 1 };
        bench.types.get('gateway')!.rates = {
          create: { ...rate, operation: 'gateway:create' },
          remove: { ...rate, operation: 'gateway:remove' },
          read: { ...rate, operation: 'gateway:find' },
        };
        const shares: string[] = [];
        for (let nth = 1; nth <= 10; nth += 1) {
          shares.push(await bench.share({ database: `orders-${nth}` }));
        }
        const engine = bench.engine();
        const called = () =>
          bench.cloud.calls.filter(call => /^gateway/.test(call.operation))
            .length;
        let before = { calls: 0, at: bench.clock.now().getTime() };
        const paced = async (isDone: () => boolean) => {
          const now = { calls: called(), at: bench.clock.now().getTime() };
          const looks = 1 + (now.at - before.at) / 1_000;
          expect(now.calls - before.calls).toBeLessThanOrEqual(2 * looks);
          before = now;
          return isDone();
        };
        await bench.drive(engine, () =>
          paced(() => bench.cloud.working('gateway').length === 10),
        );
        for (const share of shares) {
          await bench.revoke(share);
        }
        await bench.drive(engine, () =>
          paced(() => bench.cloud.live().length === 0),
        );
      });

      it('is stuck with the sentence if only a person can help, and goes on after Retry', async () => {
        const bench = await setup();
        const engine = bench.engine();
        bench.cloud.fault('configuration:create', 'refuse');
        const share = await bench.share();
        await bench.driveTo(engine, share, 'stuck');
        expect((await bench.get(share)).reason).toBe(
          'Account 333333333333 answered configuration:create with refuse',
        );
        await bench.drive(engine, async () => false, 30).catch(() => {});
        expect(bench.cloud.count('configuration:create')).toBe(1);

        expect(await bench.retry(share)).toBe(true);
        await bench.driveTo(engine, share, 'active');
        expect(bench.cloud.live().map(({ type }) => type)).toEqual(ALL_TYPES);
      });

      it('is stuck once the budget of an object is over, and goes on by itself if AWS ends after all', async () => {
        const bench = await setup();
        bench.types.get('gateway')!.budgetSeconds = 60;
        bench.cloud.createSeconds = 150;
        const engine = bench.engine();
        const share = await bench.share();
        const seconds = await bench.driveTo(engine, share, 'stuck');
        expect(seconds).toBeGreaterThan(60);
        expect((await bench.get(share)).reason).toBe(
          'The gateway dba-test-orders in account 333333333333 is not ready (allowed: 1 min): CREATING',
        );
        bench.cloud.createSeconds = 1;
        await bench.driveTo(engine, share, 'active', 300);
        expect(bench.cloud.count('gateway:create')).toBe(1);
      });

      it('replaces what failed in AWS when a person retries', async () => {
        const bench = await setup();
        const engine = bench.engine();
        bench.cloud.failing.add('configuration');
        const share = await bench.share();
        await bench.driveTo(engine, share, 'stuck');
        expect((await bench.get(share)).reason).toBe(
          'The configuration dba-test-orders-databricks in account 333333333333 failed: No capacity',
        );
        bench.cloud.failing.clear();
        await bench.retry(share);
        await bench.driveTo(engine, share, 'active');
        expect(bench.cloud.live()).toHaveLength(6);
      });

      it('can be given up while it is stuck', async () => {
        const bench = await setup();
        const engine = bench.engine();
        bench.cloud.fault('configuration:create', 'fail');
        const share = await bench.share();
        await bench.driveTo(engine, share, 'stuck');
        await bench.revoke(share);
        await bench.driveTo(engine, share, 'revoked');
        expect(bench.cloud.live()).toEqual([]);
      });

      it('looks for an object whose creation gave no answer in time before it makes another', async () => {
        const bench = await setup();
        const engine = bench.engine({ callDeadlineMs: 100 });
        bench.cloud.fault('gateway:create', 'hang');
        const share = await bench.share();
        await bench.driveTo(engine, share, 'active');
        expect(bench.cloud.count('gateway:create')).toBe(1);
        expect(bench.cloud.working('gateway')).toHaveLength(1);
        bench.cloud.release();
      });
    });
  });
});

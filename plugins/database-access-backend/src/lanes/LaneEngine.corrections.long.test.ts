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
import {
  ALICE,
  CONSUMER,
  Crash,
  pathGraph,
  PROVIDER,
  TestBench,
} from './__testUtils__/TestBench';
import { CRASH_POINTS } from './Workplace';

jest.setTimeout(120_000);

describe('LaneEngine that corrects', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const bench = await TestBench.create(await databases.init(databaseId));
      const engine = bench.engine();
      const share = await bench.share();
      await bench.driveTo(engine, share, 'active');
      const [gateway] = bench.cloud.working('gateway');
      const told = async (key = 'gateway') =>
        (await bench.timeline(share))
          .filter(({ objectKey }) => objectKey === key)
          .map(({ kind, message }) => `${kind}: ${message}`)
          .slice(3);
      const isPutRight = async () => gateway.drift === 0;
      return { bench, engine, gateway, isPutRight, share, told };
    }

    it('puts right what is not as it shall be, one call at a time, and it stays ready meanwhile', async () => {
      const { bench, engine, gateway, isPutRight, share, told } = await setup();
      bench.cloud.disturb(gateway.id, 2);
      await bench.drive(engine, async () => {
        expect(await bench.object(share, 'gateway')).toMatchObject({
          condition: 'ready',
        });
        return isPutRight();
      });
      await bench.drive(engine, async () => false, 90).catch(() => {});

      expect(bench.cloud.count('gateway:correct')).toBe(2);
      expect(await told()).toEqual([
        'object.correcting: Correcting The gateway dba-test-orders: Puts dba-test-orders right, 2 to go',
        'object.corrected: Puts dba-test-orders right, 2 to go',
        'object.correcting: Correcting The gateway dba-test-orders: Puts dba-test-orders right, 1 to go',
        'object.corrected: Puts dba-test-orders right, 1 to go',
      ]);
      expect(await bench.object(share, 'gateway')).toMatchObject({
        attempts: 0,
        firstIntentAt: undefined,
        intent: undefined,
      });
    });

    it('looks again soon after a correction, not at the next round', async () => {
      const { bench, engine, gateway } = await setup();
      bench.cloud.disturb(gateway.id, 2);
      await bench.drive(engine, async () => gateway.drift === 1);
      const seconds = await bench.drive(
        engine,
        async () => gateway.drift === 0,
      );
      expect(seconds).toBeLessThanOrEqual(2);
    });

    it('does it in a session of the share, which names the person', async () => {
      const { bench, engine, gateway, isPutRight, share } = await setup();
      bench.cloud.disturb(gateway.id, 1);
      await bench.drive(engine, isPutRight);
      const call = bench.cloud.calls.find(
        ({ operation }) => operation === 'gateway:correct',
      );
      expect(call?.session).toMatchObject({
        shareId: share,
        requestId: 'request-1',
        personRef: ALICE,
      });
      expect(call?.session?.objectIds).toContain(gateway.objectId);
    });

    it.each([
      ['DEGRADED', 'degraded'],
      ['UNREACHABLE', 'broken'],
    ] as const)(
      'makes well what is %s, and does not call it stuck meanwhile',
      async (illness, condition) => {
        const { bench, engine, gateway, isPutRight, share, told } =
          await setup();
        bench.cloud.disturb(gateway.id, 2, illness);
        await bench.drive(engine, async () => gateway.drift === 1);
        expect(await bench.object(share, 'gateway')).toMatchObject({
          condition,
          stuckGeneration: 0,
        });
        await bench.drive(engine, isPutRight);
        await bench.drive(
          engine,
          async () =>
            (await bench.object(share, 'gateway')).condition === 'ready',
        );
        expect(await bench.lifecycle(share)).toBe('active');
        expect((await told()).join()).not.toContain('stuck');
      },
    );

    it('leaves alone what AWS is still making, and what is wanted no more', async () => {
      const { bench, engine, gateway, share } = await setup();
      bench.cloud.disturb(gateway.id, 1);
      gateway.readyAt = bench.clock.now().getTime() + 90_000;
      await bench.drive(engine, async () => false, 80).catch(() => {});
      expect(bench.cloud.count('gateway:correct')).toBe(0);
      await bench.revoke(share);
      await bench.driveTo(engine, share, 'revoked');
      expect(bench.cloud.count('gateway:correct')).toBe(0);
    });

    it('makes no call if the share is revoked between reading and intent', async () => {
      const { bench, gateway, share } = await setup();
      bench.cloud.disturb(gateway.id, 1);
      bench.clock.advance(60);
      const engine = bench.engine({
        reached: async (point, action) => {
          if (point === 'before-intent' && action === 'correct') {
            await bench.revoke(share);
          }
        },
      });
      await bench.driveTo(engine, share, 'revoked');
      expect(bench.cloud.count('gateway:correct')).toBe(0);
    });

    it('keeps to the rate of its type', async () => {
      const { bench, engine, gateway, isPutRight } = await setup();
      bench.types.get('gateway')!.correction!.rate = {
        operation: 'gateway:correct',
        burst: 1,
        perSecond: 0.05,
      };
      bench.cloud.disturb(gateway.id, 3);
      await bench.drive(engine, async () => gateway.drift === 2);
      const seconds = await bench.drive(engine, isPutRight);
      expect(seconds).toBe(40);
    });

    it.each(['lost-answer', 'throttle'] as const)(
      'ends well after a %s',
      async kind => {
        const { bench, engine, gateway, isPutRight, share } = await setup();
        bench.cloud.fault('gateway:correct', kind);
        bench.cloud.disturb(gateway.id, 2);
        await bench.drive(engine, isPutRight);
        await bench.drive(
          engine,
          async () =>
            (await bench.object(share, 'gateway')).attempts === 0 &&
            (await bench.object(share, 'gateway')).unsettledUntil === undefined,
        );
        expect(await bench.object(share, 'gateway')).toMatchObject({
          condition: 'ready',
          reason: undefined,
          stuckGeneration: 0,
        });
      },
    );

    it('says once what only a person can make work, tries it quietly, and goes on by itself', async () => {
      const { bench, engine, gateway, isPutRight, share, told } = await setup();
      bench.cloud.fault('gateway:correct', 'refuse', 5);
      bench.cloud.disturb(gateway.id, 1, 'DEGRADED');
      await bench.drive(engine, isPutRight, 600);
      expect(await told()).toEqual([
        'object.degraded: The gateway dba-test-orders is degraded (DEGRADED): Half of it fails',
        'object.correcting: Correcting The gateway dba-test-orders: Puts dba-test-orders right, 1 to go',
        'object.stuck: Account 333333333333 answered gateway:correct with refuse',
        'object.corrected: Puts dba-test-orders right, 1 to go',
      ]);
      await bench.drive(
        engine,
        async () =>
          (await bench.object(share, 'gateway')).condition === 'ready',
      );
      expect(await bench.object(share, 'gateway')).toMatchObject({
        reason: undefined,
        stuckGeneration: 0,
      });
    });

    it('gives up what helps nothing within the budget, until a person retries', async () => {
      const { bench, engine, gateway, isPutRight, share, told } = await setup();
      bench.types.get('gateway')!.budgetSeconds = 60;
      bench.cloud.disturb(gateway.id, Infinity);
      await bench.drive(engine, async () => false, 400).catch(() => {});
      const tried = bench.cloud.count('gateway:correct');
      await bench.drive(engine, async () => false, 400).catch(() => {});
      expect(bench.cloud.count('gateway:correct')).toBe(tried);
      const reason =
        'The gateway dba-test-orders in account 333333333333 is not as it shall be (allowed: 1 min): Puts dba-test-orders right, Infinity to go';
      expect(await bench.object(share, 'gateway')).toMatchObject({
        condition: 'ready',
        reason,
      });
      expect(
        (await told()).filter(line => line.startsWith('object.stuck')),
      ).toEqual([`object.stuck: ${reason}`]);

      await bench.retry(share);
      await bench.drive(
        engine,
        async () => bench.cloud.count('gateway:correct') > tried,
      );
      bench.cloud.disturb(gateway.id, 1);
      await bench.drive(engine, isPutRight);
    });

    it('does not give up if something else is needed', async () => {
      const { bench, engine, gateway, isPutRight } = await setup();
      bench.types.get('gateway')!.budgetSeconds = 60;
      bench.cloud.disturb(gateway.id, Infinity);
      await bench.drive(engine, async () => false, 400).catch(() => {});
      const tried = bench.cloud.count('gateway:correct');
      bench.cloud.disturb(gateway.id, 3);
      await bench.drive(engine, isPutRight);
      expect(bench.cloud.count('gateway:correct')).toBe(tried + 3);
    });

    it('corrects what failed before it would be made anew', async () => {
      const { bench, engine, gateway, isPutRight, share } = await setup();
      bench.cloud.disturb(gateway.id, 1, 'UNREACHABLE');
      await bench.retry(share);
      await bench.drive(engine, isPutRight);
      expect(bench.cloud.count('gateway:remove')).toBe(0);
    });

    it('neither corrects nor makes anew what somebody holds, not by a retry either, and does once nobody holds it', async () => {
      const { bench, engine, gateway, isPutRight, share } = await setup();
      gateway.hold = 'incident 42';
      bench.cloud.disturb(gateway.id, 1, 'UNREACHABLE');
      await bench.drive(
        engine,
        async () =>
          (await bench.object(share, 'gateway')).condition === 'broken',
      );
      await bench.retry(share);
      await bench.drive(engine, async () => false, 200).catch(() => {});
      expect(bench.cloud.count('gateway:correct')).toBe(0);
      expect(bench.cloud.count('gateway:remove')).toBe(0);
      expect((await bench.object(share, 'gateway')).reason).toContain(
        'Held in AWS: tag database-access:hold says “incident 42” on The gateway in account 333333333333. Remove the tag there',
      );

      delete gateway.hold;
      await bench.drive(engine, isPutRight);
      expect(bench.cloud.count('gateway:remove')).toBe(0);
    });

    it('takes away what somebody holds', async () => {
      const { bench, engine, gateway, share } = await setup();
      gateway.hold = 'incident 42';
      await bench.revoke(share);
      await bench.driveTo(engine, share, 'revoked');
      expect(bench.cloud.working('gateway')).toEqual([]);
    });

    it('is not stopped at other objects by a mistake in one type', async () => {
      const { bench, engine, gateway, isPutRight } = await setup();
      bench.types.get('rule')!.correction!.needed = () => {
        throw new Error('A mistake');
      };
      bench.cloud.disturb(gateway.id, 1);
      await bench.drive(engine, isPutRight, 70);
      expect(bench.cloud.count('rule:correct')).toBe(0);
    });

    it.each(CRASH_POINTS)(
      'repeats safely what a crash interrupted %s',
      async point => {
        const { bench, engine, gateway, isPutRight, share } = await setup();
        await engine.stop();
        for (let nth = 1; nth <= 2; nth += 1) {
          bench.cloud.disturb(gateway.id, 2, 'DEGRADED');
          bench.clock.advance(60);
          const crash = new Crash(point, 'correct', nth);
          const dead = bench.engine({ reached: crash.reached });
          const dying = bench.drive(dead, async () => false).catch(() => {});
          await Promise.race([crash.happened, dying]);

          await bench.expireLeases();
          const heir = bench.engine();
          await bench.drive(heir, isPutRight);
          await bench.drive(heir, async () => {
            const { condition, intent } = await bench.object(share, 'gateway');
            return condition === 'ready' && intent === undefined;
          });
          expect(bench.cloud.count('gateway:create')).toBe(1);
          await heir.stop();
        }
      },
    );

    it("reads again, one lease length later, what a dead replica's last correction may yet change back", async () => {
      const { bench, engine, gateway, isPutRight, share } = await setup();
      await engine.stop();
      bench.cloud.disturb(gateway.id, 1);
      bench.clock.advance(60);
      const crash = new Crash('after-intent', 'correct');
      const dead = bench.engine({ reached: crash.reached });
      bench.drive(dead, async () => false).catch(() => {});
      await crash.happened;
      await bench.expireLeases();
      const heir = bench.engine();
      await bench.drive(heir, isPutRight);
      const { unsettledUntil } = await bench.object(share, 'gateway');
      expect(unsettledUntil).toBeDefined();
      bench.cloud.disturb(gateway.id, 1);
      const seconds = await bench.drive(heir, isPutRight);
      expect(seconds).toBeLessThanOrEqual(20);
    });

    describe('and is asked to look', () => {
      const reads = (bench: TestBench) => ({
        gateway: bench.cloud.count('gateway:find'),
        endpoint: bench.cloud.count('endpoint:find'),
      });
      const ask = (
        bench: TestBench,
        query: Parameters<typeof bench.store.wantedObjects.askToLook>[1],
      ) =>
        bench.store.transaction(tx =>
          bench.store.wantedObjects.askToLook(tx, query),
        );
      const ORDERS = 'arn:aws:rds:us-east-1:333333333333:db:orders';

      it('reads the objects of a database at once, and once', async () => {
        const { bench, engine } = await setup();
        const before = reads(bench);
        expect(await ask(bench, { databaseArn: ORDERS })).toBe(6);
        await engine.runOnce();
        await engine.runOnce();
        expect(reads(bench)).toEqual({
          gateway: before.gateway + 1,
          endpoint: before.endpoint + 1,
        });
      });

      it('reads only those that are meant', async () => {
        const { bench, engine, gateway } = await setup();
        const before = reads(bench);
        expect(
          await ask(bench, { databaseArn: ORDERS, types: ['gateway'] }),
        ).toBe(1);
        expect(
          await ask(bench, {
            databaseArn: 'arn:aws:rds:us-east-1:333333333333:db:billing',
          }),
        ).toBe(0);
        await engine.runOnce();
        await ask(bench, { objectIds: [gateway.objectId] });
        await engine.runOnce();
        expect(reads(bench)).toEqual({
          gateway: before.gateway + 2,
          endpoint: before.endpoint,
        });
      });

      it('corrects what has moved', async () => {
        const { bench, engine, gateway, isPutRight } = await setup();
        bench.cloud.disturb(gateway.id, 1);
        await ask(bench, { databaseArn: ORDERS });
        expect(await bench.drive(engine, isPutRight)).toBe(0);
      });

      it('looks once more if it is asked while it looks', async () => {
        const { bench, engine, gateway } = await setup();
        bench.cloud.hanging.add(PROVIDER.accountId);
        await ask(bench, { objectIds: [gateway.objectId] });
        const before = reads(bench).gateway;
        const looking = engine.runOnce();
        await bench.until(() => reads(bench).gateway === before + 1);
        await ask(bench, { objectIds: [gateway.objectId] });
        bench.cloud.hanging.clear();
        bench.cloud.release();
        await looking;
        expect(reads(bench).gateway).toBe(before + 2);
      });

      it('does not try what fails more often for that', async () => {
        const { bench, engine } = await setup();
        bench.cloud.closed.add(CONSUMER.accountId);
        const before = reads(bench).endpoint;
        await ask(bench, { databaseArn: ORDERS });
        await engine.runOnce();
        await engine.runOnce();
        expect(reads(bench).endpoint).toBe(before + 1);
      });

      it('still waits for what an object depends on', async () => {
        const bench = await TestBench.create(await databases.init(databaseId));
        const engine = bench.engine();
        await bench.share();
        await ask(bench, { databaseArn: ORDERS });
        await engine.runOnce();
        expect(reads(bench).endpoint).toBe(0);
      });

      it('lets go of a lane in which it has heeded everything', async () => {
        const { bench, engine } = await setup();
        await ask(bench, { databaseArn: ORDERS });
        await engine.runOnce();
        await engine.runOnce();
        expect(await bench.knex('lanes').pluck('owner')).toEqual([null, null]);
      });
    });

    it('reads again what is ready as often as its type says', async () => {
      const bench = await TestBench.create(await databases.init(databaseId));
      bench.types.get('gateway')!.watchSeconds = 10;
      const engine = bench.engine();
      const share = await bench.share({ graph: pathGraph() });
      await bench.driveTo(engine, share, 'active');
      const before = bench.cloud.count('gateway:find');
      const other = bench.cloud.count('rule:find');
      await bench.drive(engine, async () => false, 60).catch(() => {});
      expect(bench.cloud.count('gateway:find') - before).toBe(6);
      expect(bench.cloud.count('rule:find') - other).toBe(1);
    });
  });
});

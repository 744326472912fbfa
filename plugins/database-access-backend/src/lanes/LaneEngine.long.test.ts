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
import { pathGraph, TestBench } from './__testUtils__/TestBench';
import {
  ALICE,
  CONSUMER,
  Crash,
  LEASE_MS,
  OLIVIA,
  PROVIDER,
} from './__testUtils__/TestBench';

jest.setTimeout(120_000);

const ENDPOINT = 'dba-test-orders-databricks';
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

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('is tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async () =>
      TestBench.create(await databases.init(databaseId));

    async function setupActive() {
      const bench = await setup();
      const engine = bench.engine();
      const share = await bench.share();
      await bench.driveTo(engine, share, 'active');
      return { bench, engine, share };
    }

    it('builds each object after what it depends on, and then the share is active', async () => {
      const { bench, share } = await setupActive();

      expect(bench.cloud.live().map(({ type }) => type)).toEqual(ALL_TYPES);
      const [gateway, , configuration] = bench.cloud.live();
      expect(configuration.uses).toEqual([gateway.id]);
      expect(await bench.objects(share)).toEqual(
        ALL_TYPES.map(key =>
          expect.objectContaining({ key, condition: 'ready', users: 1 }),
        ),
      );
      expect(bench.cloud.isOpen(ENDPOINT)).toBe(true);
    });

    it('takes a share away, the path first, and leaves nothing', async () => {
      const { bench, engine, share } = await setupActive();

      await bench.revoke(share);
      await engine.runOnce();
      expect((await bench.get(share)).cutAt).toBe(
        bench.clock.now().toISOString(),
      );
      expect(bench.cloud.isOpen(ENDPOINT)).toBe(false);
      expect(bench.cloud.working('principal')).toHaveLength(1);

      await bench.driveTo(engine, share, 'revoked');
      expect(bench.cloud.live()).toEqual([]);
      expect((await bench.objects(share)).map(each => each.condition)).toEqual(
        Array(6).fill('gone'),
      );
      const removals = bench.cloud.calls
        .filter(({ operation }) => operation.endsWith(':remove'))
        .map(({ operation }) => operation);
      expect(removals).toEqual([
        'endpoint:remove',
        'principal:remove',
        'configuration:remove',
        'rule:remove',
        'gateway:remove',
      ]);
    });

    it('lets the same network ask for the same database again only once its share is gone', async () => {
      const { bench, engine, share } = await setupActive();
      await expect(bench.share()).rejects.toThrow(
        /has access to resource:default\/orders already, or is losing it/,
      );
      await bench.revoke(share);
      await expect(bench.share()).rejects.toThrow(
        /has access to resource:default\/orders already, or is losing it/,
      );
      await bench.driveTo(engine, share, 'revoked');
      const again = await bench.share();
      await bench.driveTo(engine, again, 'active');
      expect(bench.cloud.isOpen(ENDPOINT)).toBe(true);
      expect((await bench.objects(share)).map(each => each.condition)).toEqual(
        Array(6).fill('gone'),
      );
    });

    it('writes every change and every mutating call into the timeline, with the name of the person', async () => {
      const { bench, engine, share } = await setupActive();
      await bench.revoke(share);
      await bench.driveTo(engine, share, 'revoked');

      const timeline = await bench.timeline(share);
      const of = (key: string) =>
        timeline
          .filter(({ objectKey }) => objectKey === key)
          .map(({ kind, actor }) => `${kind} ${actor}`);
      expect(of('endpoint')).toEqual([
        `object.creating ${ALICE}`,
        `object.created ${ALICE}`,
        `object.ready ${ALICE}`,
        `object.removing ${OLIVIA}`,
        `object.removing ${OLIVIA}`,
        `object.removed ${OLIVIA}`,
      ]);
      expect(
        timeline
          .filter(({ objectKey }) => !objectKey)
          .map(({ kind, actor }) => `${kind} ${actor}`),
      ).toEqual([
        `share.building ${ALICE}`,
        `share.built ${ALICE}`,
        `share.active ${ALICE}`,
        `share.revoking ${OLIVIA}`,
        `share.cut ${OLIVIA}`,
        `share.revoked ${OLIVIA}`,
      ]);
    });

    it('changes a lane only in a session of the share, which names the person and the objects of that lane', async () => {
      const { bench, share } = await setupActive();
      const mutating = bench.cloud.calls.filter(
        ({ operation }) => !operation.endsWith(':find'),
      );
      const objects = await bench.objects(share);
      for (const { accountId, session } of mutating) {
        expect(session).toEqual({
          shareId: share,
          requestId: 'request-1',
          personRef: ALICE,
          objectIds: objects
            .filter(({ lane }) => lane.accountId === accountId)
            .map(({ id }) => id)
            .sort(),
        });
      }
      expect(mutating).toHaveLength(6);
    });

    describe('objects that shares have in common', () => {
      async function setupTwo() {
        const bench = await setup();
        const engine = bench.engine();
        const first = await bench.share({ network: 'databricks' });
        const second = await bench.share({ network: 'edge' });
        await bench.driveTo(engine, first, 'active');
        await bench.driveTo(engine, second, 'active');
        return { bench, engine, first, second };
      }

      it('are made once', async () => {
        const { bench, first } = await setupTwo();
        expect(bench.cloud.count('gateway:create')).toBe(1);
        expect(bench.cloud.working('endpoint')).toHaveLength(2);
        expect(await bench.object(first, 'gateway')).toMatchObject({
          users: 2,
        });
      });

      it('stay when one of the shares goes, and go with the last', async () => {
        const { bench, engine, first, second } = await setupTwo();
        await bench.revoke(first);
        await bench.driveTo(engine, first, 'revoked');

        expect(bench.cloud.isOpen('dba-test-orders-databricks')).toBe(false);
        expect(bench.cloud.isOpen('dba-test-orders-edge')).toBe(true);
        expect(bench.cloud.working('gateway')).toHaveLength(1);
        expect(await bench.lifecycle(second)).toBe('active');
        expect(bench.cloud.count('gateway:remove')).toBe(0);

        await bench.revoke(second);
        await bench.driveTo(engine, second, 'revoked');
        expect(bench.cloud.live()).toEqual([]);
      });

      it('are refused to a share that wants them otherwise', async () => {
        const { bench } = await setupActive();
        const graph = pathGraph({ network: 'edge' });
        graph.nodes[0].spec = { subnets: ['subnet-9'] };
        await expect(bench.share({ network: 'edge', graph })).rejects.toThrow(
          /The gateway dba-test-orders in account 333333333333 is used by another share/,
        );
        expect(await bench.get('share-2')).toBe(undefined);
      });

      it('are removed to the end and made again for a request that comes while they go', async () => {
        const { bench, engine, share } = await setupActive();
        bench.cloud.removeSeconds = 10;
        await bench.revoke(share);
        await bench.drive(
          engine,
          async () => bench.cloud.count('gateway:remove') === 1,
        );
        const [old] = bench.cloud.live();

        const newcomer = await bench.share({ network: 'edge' });
        await engine.runOnce();
        expect(bench.cloud.count('gateway:create')).toBe(1);
        await bench.driveTo(engine, newcomer, 'active');
        await bench.driveTo(engine, share, 'revoked');

        const [gateway] = bench.cloud.working('gateway');
        expect(gateway.id).not.toBe(old.id);
        expect(gateway.token).not.toBe(old.token);
        expect(gateway.objectId).toBe(old.objectId);
        expect(bench.cloud.isOpen('dba-test-orders-edge')).toBe(true);
      });

      it('are kept for a request that comes before anybody began to remove them', async () => {
        const { bench, engine, share } = await setupActive();
        await bench.revoke(share);
        const newcomer = await bench.share({ network: 'edge' });
        await bench.driveTo(engine, newcomer, 'active');
        await bench.driveTo(engine, share, 'revoked');
        expect(bench.cloud.count('gateway:create')).toBe(1);
        expect(bench.cloud.count('gateway:remove')).toBe(0);
      });
    });

    describe('revoking', () => {
      it('during a build stops it at its next intent, and removes what was made', async () => {
        const bench = await setup();
        const engine = bench.engine();
        const share = await bench.share();
        await bench.drive(
          engine,
          async () => bench.cloud.count('configuration:create') === 1,
        );
        await bench.revoke(share);
        await bench.driveTo(engine, share, 'revoked');
        expect(bench.cloud.count('endpoint:create')).toBe(0);
        expect(bench.cloud.live()).toEqual([]);
      });

      it('between reading and intent lets no call be made', async () => {
        const bench = await setup();
        let revoked = false;
        const engine = bench.engine({
          reached: async (point, action) => {
            if (point === 'before-intent' && action === 'create' && !revoked) {
              revoked = true;
              await bench.revoke('share-1');
            }
          },
        });
        const share = await bench.share();
        await bench.driveTo(engine, share, 'revoked');
        expect(bench.cloud.count('gateway:create')).toBe(0);
      });

      it('is said once', async () => {
        const { bench, share } = await setupActive();
        expect(await bench.revoke(share)).toBe(true);
        expect(await bench.revoke(share)).toBe(false);
      });

      it("cuts in the provider's lane within a minute and some seconds if the consumer's role is gone", async () => {
        const { bench, engine, share } = await setupActive();
        bench.cloud.closed.add(CONSUMER.accountId);
        await bench.revoke(share);
        await engine.runOnce();
        // The path stands, so nothing else of it goes, not even what the other way to cut it has to name.
        expect(await bench.object(share, 'association')).toMatchObject({
          condition: 'ready',
          awsId: expect.any(String),
        });

        const seconds = await bench.drive(
          engine,
          async () => !bench.cloud.isOpen(ENDPOINT),
        );
        expect(seconds).toBeLessThanOrEqual(60);
        expect(await bench.get(share)).toMatchObject({
          lifecycle: 'revoking',
          cutAt: bench.clock.now().toISOString(),
          cutIndex: 1,
        });
        await bench.drive(engine, async () => false, 120).catch(() => {});
        expect(await bench.get(share)).toMatchObject({
          lifecycle: 'revoking',
          reason: 'Account 666666666666 answered endpoint:find with refuse',
        });

        bench.cloud.closed.clear();
        await bench.driveTo(engine, share, 'revoked');
        expect(bench.cloud.live()).toEqual([]);
      });

      it('does not use the second way if the first was fast enough', async () => {
        const { bench, engine, share } = await setupActive();
        await bench.revoke(share);
        await bench.driveTo(engine, share, 'revoked');
        expect(bench.cloud.count('association:remove')).toBe(0);
      });

      it('takes what AWS still uses again a while later, and does not call that a failure', async () => {
        const { bench, engine, share } = await setupActive();
        bench.cloud.removeSeconds = 3;
        const [gateway] = bench.cloud.working('gateway');
        bench.cloud.objects.push({
          ...gateway,
          id: 'network-interface-1',
          type: 'network-interface',
          uses: [gateway.id],
          objectId: 'none',
          goneAt: bench.clock.now().getTime() + 60_000,
        });
        await bench.revoke(share);
        await bench.driveTo(engine, share, 'revoked', 200);
        expect(bench.cloud.count('gateway:remove')).toBeGreaterThan(1);
        const kinds = (await bench.timeline(share)).map(({ kind }) => kind);
        expect(kinds).not.toContain('object.stuck');
      });
    });

    describe('objects that are ready', () => {
      it('SEC-17: are read again, and one that somebody removed is reported, not made again unasked', async () => {
        const { bench, engine, share } = await setupActive();
        const [endpoint] = bench.cloud.working('endpoint');
        bench.cloud.vanish(endpoint.id);
        await bench.drive(
          engine,
          async () =>
            (await bench.object(share, 'endpoint')).condition === 'gone',
        );
        expect(bench.cloud.count('endpoint:create')).toBe(1);
        expect(await bench.object(share, 'endpoint')).toMatchObject({
          reason:
            'The endpoint dba-test-orders-databricks is gone: somebody removed it outside of this portal. Retry makes it again.',
          outputs: {},
        });
        expect(await bench.lifecycle(share)).toBe('active');

        await bench.retry(share);
        await bench.driveTo(engine, share, 'active');
        expect(bench.cloud.working('endpoint')).toHaveLength(1);
      });

      it('are unknown while their account lets nobody in, and the share stays what it is', async () => {
        const { bench, engine, share } = await setupActive();
        bench.cloud.closed.add(CONSUMER.accountId);
        await bench.drive(
          engine,
          async () =>
            (await bench.object(share, 'endpoint')).condition === 'unknown',
        );
        expect(await bench.lifecycle(share)).toBe('active');
        bench.cloud.closed.clear();
        await bench.drive(
          engine,
          async () =>
            (await bench.object(share, 'endpoint')).condition === 'ready',
        );
      });

      it('have those looked at that AWS has changed with them, at once', async () => {
        const readsUntilActive = async (hastens?: string[]) => {
          const bench = await setup();
          const association = bench.types.get('association')!;
          bench.types.set('association', { ...association, hastens });
          const engine = bench.engine();
          await bench.driveTo(engine, await bench.share(), 'active');
          await engine.runOnce();
          return ['endpoint', 'gateway', 'rule'].map(type =>
            bench.cloud.count(`${type}:find`),
          );
        };
        const [endpoint, ...others] = await readsUntilActive();
        // When it was asked for; when it is there, all are looked at. The rule is of such a type, and nothing that it depends on.
        expect(await readsUntilActive(['endpoint', 'rule'])).toEqual([
          endpoint + 1,
          ...others,
        ]);
      });

      it('cost one read a minute each', async () => {
        const { bench, engine } = await setupActive();
        const before = bench.cloud.calls.length;
        await bench.drive(engine, async () => false, 599).catch(() => {});
        expect(bench.cloud.calls.length - before).toBeLessThanOrEqual(60);
        expect(bench.cloud.calls.length - before).toBeGreaterThanOrEqual(54);
      });
    });

    describe('lanes', () => {
      it('do not wait for one that hangs', async () => {
        const bench = await setup();
        const engine = bench.engine();
        const whole = pathGraph();
        const slow = await bench.share({
          graph: {
            ...whole,
            nodes: whole.nodes
              .filter(({ key }) => key === 'endpoint')
              .map(node => ({ ...node, spec: {}, dependsOn: [] })),
          },
        });
        bench.cloud.hanging.add(CONSUMER.accountId);
        const hung = engine.runOnce();
        await bench.until(() => bench.cloud.count('endpoint:find') === 1);

        const other = { accountId: '777777777777', region: 'us-east-1' };
        const quick = await bench.share({
          network: 'payments',
          graph: pathGraph({ network: 'payments', consumer: other }),
        });
        await bench.driveTo(engine, quick, 'active', 60);
        expect(await bench.lifecycle(slow)).toBe('building');

        bench.cloud.hanging.clear();
        bench.cloud.release();
        await hung;
        await bench.driveTo(engine, slow, 'active');
      });

      it('are worked by one replica at a time', async () => {
        const bench = await setup();
        const [a, b] = [bench.engine(), bench.engine()];
        const share = await bench.share();
        for (let second = 0; second < 60; second += 1) {
          await Promise.all([a.runOnce(), b.runOnce()]);
          bench.clock.advance(1);
        }
        expect(await bench.lifecycle(share)).toBe('active');
        expect(
          bench.cloud
            .live()
            .map(({ type }) => type)
            .sort(),
        ).toEqual([...ALL_TYPES].sort());
        for (const type of ALL_TYPES) {
          expect(bench.cloud.count(`${type}:create`)).toBe(1);
        }
      });

      it('start with empty buckets when they come from somebody else', async () => {
        const bench = await setup();
        await bench.share();
        const crash = new Crash('before-intent', 'create');
        const a = bench.engine({ reached: crash.reached });
        a.runOnce();
        await crash.happened;
        await bench.expireLeases();
        const b = bench.engine();
        await b.runOnce();
        expect(bench.cloud.count('gateway:create')).toBe(0);
        bench.clock.advance(1);
        await b.runOnce();
        expect(bench.cloud.count('gateway:create')).toBe(1);
      });

      it('are let go when nothing is due there, and when the replica stops', async () => {
        const { bench, engine } = await setupActive();
        const owners = () => bench.knex('lanes').pluck('owner');
        expect(await owners()).toEqual([null, null]);
        bench.clock.advance(60);
        engine.start();
        await bench.share({ network: 'edge' });
        engine.wake();
        await engine.stop();
        expect(await owners()).toEqual([null, null]);
      });

      it('see no call begin whose deadline lies beyond the lease', async () => {
        const bench = await setup();
        let now = 0;
        const engine = bench.engine({
          monotonic: () => now,
          callDeadlineMs: 5_000,
          reached: async point => {
            if (point === 'after-intent') {
              now += LEASE_MS - 4_999;
            }
          },
        });
        await bench.share();
        await engine.runOnce();
        expect(bench.cloud.count('gateway:create')).toBe(0);
      });

      it('are nothing to a zombie: what it wakes to do after its lease went to another changes nothing', async () => {
        const bench = await setup();
        const zombie = bench.engine();
        bench.cloud.fault('gateway:create', 'hang');
        const share = await bench.share();
        const asleep = zombie.runOnce();
        await bench.until(() => bench.cloud.count('gateway:create') === 1);
        await bench.expireLeases();
        const heir = bench.engine();
        await bench.driveTo(heir, share, 'active');
        const before = await bench.knex('objects').orderBy('id');
        const told = await bench.timeline(share);

        bench.cloud.release();
        await asleep;
        expect(await bench.knex('objects').orderBy('id')).toEqual(before);
        expect(await bench.timeline(share)).toEqual(told);
        expect(bench.cloud.live().map(({ type }) => type)).toEqual(ALL_TYPES);
      });

      it('are nothing to a zombie even before who claimed them has written anything', async () => {
        const bench = await setup();
        const zombie = bench.engine();
        bench.cloud.fault('gateway:create', 'hang');
        await bench.share();
        const asleep = zombie.runOnce();
        await bench.until(() => bench.cloud.count('gateway:create') === 1);
        await bench.expireLeases();
        const { leases } = bench.store;
        const [free] = await bench.store.read(tx =>
          leases.free(tx, [PROVIDER]),
        );
        await bench.store.transaction(tx =>
          leases.claim(tx, free, { owner: 'heir', leaseMs: LEASE_MS }),
        );
        const before = await bench.knex('objects').orderBy('id');

        bench.cloud.release();
        await asleep;
        expect(await bench.knex('objects').orderBy('id')).toEqual(before);
        expect(bench.cloud.calls).toHaveLength(2);
      });

      it("wait one lease length for a dead replica's last creation before they call an object gone", async () => {
        const bench = await setup();
        const crash = new Crash('after-intent', 'create');
        const dead = bench.engine({ reached: crash.reached });
        const share = await bench.share();
        dead.runOnce();
        await crash.happened;
        await bench.expireLeases();
        await bench.revoke(share);
        const seconds = await bench.driveTo(bench.engine(), share, 'revoked');
        expect(seconds).toBeGreaterThanOrEqual(LEASE_MS / 1_000);
      });

      it("make nothing with another token while a dead replica's creation may yet take effect", async () => {
        const bench = await setup();
        const crash = new Crash('after-intent', 'create');
        const dead = bench.engine({ reached: crash.reached });
        const share = await bench.share();
        dead.runOnce();
        await crash.happened;
        await bench.expireLeases();
        await bench.revoke(share);
        await bench.share({ network: 'edge' });
        const seconds = await bench.drive(
          bench.engine(),
          async () => bench.cloud.count('gateway:create') === 1,
        );
        expect(seconds).toBeGreaterThanOrEqual(LEASE_MS / 1_000);
      });

      it('wait once for what the dead one called, however often their lanes are let go meanwhile', async () => {
        const bench = await setup();
        const leaseMs = 60_000;
        const crash = new Crash('after-call', 'remove', 3);
        const dead = bench.engine({ leaseMs, reached: crash.reached });
        const share = await bench.share();
        await bench.driveTo(dead, share, 'active');
        await bench.revoke(share);
        bench.drive(dead, async () => false, 600).catch(() => {});
        await crash.happened;
        await bench.expireLeases();
        const heir = bench.engine({ leaseMs });
        const seconds = await bench.driveTo(heir, share, 'revoked', 600);
        expect(seconds).toBeGreaterThanOrEqual(leaseMs / 1_000);
        // The first look comes within a minute of the last one, and then it waits for one lease.
        expect(seconds).toBeLessThan((2.5 * leaseMs) / 1_000);
      });

      it('read again what AWS takes without token or name, one lease length after they changed hands', async () => {
        const bench = await setup();
        const crash = new Crash('after-call', 'create', 2);
        const dead = bench.engine({ reached: crash.reached });
        const share = await bench.share();
        bench.drive(dead, async () => false).catch(() => {});
        await crash.happened;
        await bench.expireLeases();
        const heir = bench.engine();
        await bench.driveTo(heir, share, 'active');
        const taken = (await bench.object(share, 'rule')).unsettledUntil!;
        expect(taken).toBeDefined();
        const reads = bench.cloud.count('rule:find');
        bench.clock.advance((taken - bench.clock.now().getTime()) / 1_000);
        await heir.runOnce();
        expect(bench.cloud.count('rule:find')).toBe(reads + 1);
        expect(await bench.object(share, 'rule')).toMatchObject({
          condition: 'ready',
          unsettledUntil: undefined,
        });
      });
    });

    it('stands still, and says so, at a type that this version does not know', async () => {
      const bench = await setup();
      bench.types.delete('principal');
      const share = await bench.share();
      await bench.driveTo(bench.engine(), share, 'stuck');
      expect((await bench.get(share)).reason).toMatch(
        /knows no objects of type principal/,
      );
    });
  });
});

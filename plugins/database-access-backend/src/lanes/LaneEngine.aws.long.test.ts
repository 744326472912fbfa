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
import { inTurn } from '../__testUtils__/inTurn';
import { lockOut } from '../__testUtils__/lockOut';
import { ANALYTICS, Network } from '../__testUtils__/simulatedCompany';
import { awsBench, Way, WAYS } from './__testUtils__/awsBench';
import { moreNetworks } from './__testUtils__/moreNetworks';
import { CrashAtEach } from './__testUtils__/TestBench';

jest.setTimeout(300_000);

const BUILD_SECONDS = 1_800;
const TEARDOWN_SECONDS = 3_600;

/** What all shares of a database use. */
const IN_COMMON: Record<Way, string> = {
  'lattice-resource-endpoint': 'resource-gateway',
  privatelink: 'load-balancer',
};

describe('LaneEngine with simulated AWS', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(inTurn(Object.keys(WAYS) as Way[], databases))(
    'over %s, on %s',
    (way, databaseId) => {
      const setup = async () => awsBench(await databases.init(databaseId));

      it.each(['analytics', 'partner'] as Network[])(
        'opens the way for %s when the share is active, and leaves nothing when it is revoked',
        async network => {
          const { bench, engine, ask, made, reaches } = await setup();
          const lanes = engine();
          const share = await ask(way, network);
          expect(reaches(network)).toBe(false);

          await bench.driveTo(lanes, share, 'active', BUILD_SECONDS);
          expect(reaches(network)).toBe(true);

          await bench.revoke(share);
          await bench.drive(
            lanes,
            async () => (await bench.get(share)).cutAt !== undefined,
          );
          expect(reaches(network)).toBe(false);
          await bench.driveTo(lanes, share, 'revoked', TEARDOWN_SECONDS);
          expect(made()).toEqual({});

          const calls = (await bench.timeline(share)).filter(
            ({ kind }) => kind === 'object.created',
          );
          expect(calls.length).toBeGreaterThan(0);
          expect(calls.every(({ awsRequestId }) => awsRequestId)).toBe(true);
        },
      );

      it('keeps one of two shares into one account reachable when the other is revoked', async () => {
        const { askFor, bench, engine, reachesFrom, world } = await setup();
        const [one, other] = moreNetworks(world, 2);
        const lanes = engine();
        const shares = [await askFor(way, one), await askFor(way, other)];
        for (const share of shares) {
          await bench.driveTo(lanes, share, 'active', BUILD_SECONDS);
        }
        expect([one, other].map(reachesFrom)).toEqual([true, true]);

        await bench.revoke(shares[0]);
        await bench.drive(
          lanes,
          async () => {
            expect(reachesFrom(other)).toBe(true);
            return (await bench.lifecycle(shares[0])) === 'revoked';
          },
          TEARDOWN_SECONDS,
        );
        expect([one, other].map(reachesFrom)).toEqual([false, true]);
      });

      it("closes the way with the consumer's role gone", async () => {
        const { ask, bench, engine, reaches, world } = await setup();
        const lanes = engine();
        const share = await ask(way, 'analytics');
        await bench.driveTo(lanes, share, 'active', BUILD_SECONDS);
        lockOut(world, ANALYTICS);

        await bench.revoke(share);
        const seconds = await bench.drive(
          lanes,
          async () => !reaches('analytics'),
        );
        expect(seconds).toBeLessThanOrEqual(60);
        expect(await bench.get(share)).toMatchObject({
          lifecycle: 'revoking',
          cutIndex: 1,
          cutAt: bench.clock.now().toISOString(),
        });
      });

      it('gives a new request what it needs while that is being removed', async () => {
        const { ask, bench, engine, reaches } = await setup();
        const removed = { id: '', newcomer: '' };
        const lanes = engine({
          reached: async (point, action, id) => {
            const isMeant = action === 'remove' && id === removed.id;
            if (isMeant && point === 'after-call' && !removed.newcomer) {
              removed.newcomer = await ask(way, 'partner');
            }
          },
        });
        const old = await ask(way, 'analytics');
        await bench.driveTo(lanes, old, 'active', BUILD_SECONDS);
        const { awsId, id } = await bench.object(old, IN_COMMON[way]);
        removed.id = id;
        await bench.revoke(old);
        await bench.driveTo(lanes, old, 'revoked', TEARDOWN_SECONDS);

        const { newcomer } = removed;
        await bench.driveTo(lanes, newcomer, 'active', TEARDOWN_SECONDS);
        expect([reaches('analytics'), reaches('partner')]).toEqual([
          false,
          true,
        ]);
        const again = await bench.object(newcomer, IN_COMMON[way]);
        expect(again).toMatchObject({ id, awsId: expect.any(String) });
        expect(again.awsId).not.toBe(awsId);
      });

      it('is not changed by zombies that wake after their leases', async () => {
        const { ask, bench, changes, driveCrashing, made } = await setup();
        const share = await ask(way, 'analytics');
        const sleep = new CrashAtEach('after-intent', 'create');
        const { dead } = await driveCrashing(sleep, share, 'active');
        expect(sleep.seen('create').size).toBeGreaterThan(8);
        const known = async () => ({
          calls: changes(),
          made: made(),
          objects: await bench.knex('objects').orderBy('id'),
          told: await bench.timeline(share),
        });
        const before = await known();

        sleep.wake();
        await dead;
        expect(await known()).toEqual(before);
      });
    },
  );
});

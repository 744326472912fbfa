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
import { World } from '@towpath/simulated-aws';
import {
  ANALYTICS,
  factsOf,
  simulatedCompany,
} from '../__testUtils__/simulatedCompany';
import { objectTypes } from '../objects';
import { latticeResourceEndpoint } from '../patterns';
import { Crash, TestBench } from './__testUtils__/TestBench';

jest.setTimeout(300_000);

/** The ids of everything that our calls make or could forget, in all accounts. */
function idsIn(world: World): string[] {
  const ids =
    JSON.stringify(world.snapshot().documents).match(
      /"(sg|sgr|rgw|rcfg|vpce|rea|eni)-0[0-9a-f]{16}":/g,
    ) ?? [];
  return [...new Set(ids)].sort();
}

describe('LaneEngine with simulated AWS', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const company = await simulatedCompany();
      const { clock, config, sessions } = company;
      const bench = await TestBench.create(await databases.init(databaseId), {
        now: () => new Date(clock.now()),
        advance: seconds => clock.advance(seconds),
      });
      const engine = (options = {}) =>
        bench.engine({
          objectTypes,
          clients: {
            read: lane => sessions.watch(lane),
            provision: (lane, share) => sessions.provision(lane, share),
          },
          installation: config.installation,
          callDeadlineMs: 10_000,
          ...options,
        });
      const ask = (network: 'analytics' | 'partner') =>
        bench.share({
          network,
          graph: latticeResourceEndpoint(factsOf(network)),
        });
      const reaches = (network: 'analytics' | 'partner') =>
        company.reaches(factsOf(network));
      return { ...company, bench, engine, ask, reaches };
    }

    it.each(['analytics', 'partner'] as const)(
      'opens the way for %s when the share is active, and leaves nothing when it is revoked',
      async network => {
        const { bench, engine, ask, reaches, world } = await setup();
        const before = idsIn(world);
        const lanes = engine();
        const share = await ask(network);
        expect(reaches(network)).toBe(false);

        await bench.driveTo(lanes, share, 'active', 900);
        expect(reaches(network)).toBe(true);

        await bench.revoke(share);
        await bench.drive(
          lanes,
          async () => (await bench.get(share)).cutAt !== undefined,
        );
        expect(reaches(network)).toBe(false);
        await bench.driveTo(lanes, share, 'revoked', 2_400);
        expect(idsIn(world)).toEqual(before);

        const calls = (await bench.timeline(share)).filter(
          ({ kind }) => kind === 'object.created',
        );
        expect(calls.length).toBeGreaterThan(0);
        expect(calls.every(({ awsRequestId }) => awsRequestId)).toBe(true);
      },
    );

    it('keeps the way of one network open when that of another is taken away', async () => {
      const { bench, engine, ask, reaches } = await setup();
      const lanes = engine();
      const inside = await ask('analytics');
      const outside = await ask('partner');
      await bench.driveTo(lanes, inside, 'active', 900);
      await bench.driveTo(lanes, outside, 'active', 900);

      await bench.revoke(inside);
      await bench.driveTo(lanes, inside, 'revoked', 2_400);
      expect([reaches('analytics'), reaches('partner')]).toEqual([false, true]);
    });

    it("closes the way with the consumer's role gone", async () => {
      const { bench, engine, ask, reaches, world } = await setup();
      const lanes = engine();
      const share = await ask('analytics');
      await bench.driveTo(lanes, share, 'active', 900);
      for (const service of ['ec2', 'ram', 'vpc-lattice']) {
        world.faults.add({
          operation: `${service}:*`,
          kind: 'error',
          code: 'AccessDenied',
          accountId: ANALYTICS,
          count: 10_000,
        });
      }

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

    it('goes on after a crash in the middle with one object of each kind', async () => {
      const { bench, engine, ask, calls, reaches } = await setup();
      const share = await ask('analytics');
      const crash = new Crash('after-call', 'create', 4);
      const dying = bench.driveTo(
        engine({ reached: crash.reached }),
        share,
        'active',
        900,
      );
      await Promise.race([crash.happened, dying]);
      await bench.expireLeases();
      await bench.driveTo(engine(), share, 'active', 900);
      expect(reaches('analytics')).toBe(true);
      expect(calls(o => o === 'ec2:CreateSecurityGroup')).toBe(2);
      expect(calls(o => o === 'vpc-lattice:CreateResourceGateway')).toBe(1);
      expect(calls(o => o === 'ec2:CreateVpcEndpoint')).toBe(1);
    });
  });
});

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
import { Action, CrashPoint, CRASH_POINTS } from './Workplace';

jest.setTimeout(300_000);

/** Six objects, each made by a call of its own. */
const STEPS_OF_BUILD = 6 * CRASH_POINTS.length;
/** The last of them ends with the endpoint. */
const STEPS_OF_TEARDOWN = 5 * CRASH_POINTS.length;

/** Somebody's act at the n-th step that engines take in calls of one kind, whichever engine it is. */
class AtStep {
  /** Where it was. */
  point?: CrashPoint;
  #left: number;

  constructor(
    nth: number,
    private readonly action: Action,
    private readonly act: () => Promise<void>,
  ) {
    this.#left = nth;
  }

  reached = async (point: CrashPoint, action: Action): Promise<void> => {
    if (action !== this.action) {
      return;
    }
    this.#left -= 1;
    if (this.#left === 0) {
      this.point = point;
      await this.act();
    }
  };
}

/** Whatever order the steps of engines and the wishes of people come in. */
describe('SEC-15: every order of building and revoking', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('is tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async () => {
      const bench = await TestBench.create(await databases.init(databaseId));
      bench.cloud.createSeconds = 0;
      bench.cloud.removeSeconds = 0;
      const created = () =>
        bench.cloud.calls.filter(call => call.operation.endsWith(':create'))
          .length;
      return { bench, created };
    };

    /** Two engines, each taking the lanes from the other without a word, until the share is so. */
    async function alternate(
      bench: TestBench,
      reached: AtStep['reached'],
      isDone: () => Promise<boolean>,
    ): Promise<void> {
      const engines = [bench.engine({ reached }), bench.engine({ reached })];
      for (let turn = 0; turn < 100; turn += 1) {
        const engine = engines[turn % 2];
        await bench.expireLeases();
        // Whoever takes a lane from another starts with empty buckets.
        for (let second = 0; second < 4; second += 1) {
          await engine.runOnce();
          bench.clock.advance(1);
        }
        if (await isDone()) {
          await engine.stop();
          return;
        }
      }
      throw new Error('Not so after 100 turns');
    }

    it('without a revoke ends active, with one object of each', async () => {
      const { bench, created } = await setup();
      const share = await bench.share();
      let steps = 0;
      await alternate(
        bench,
        async (_point, action) => {
          steps += action === 'create' ? 1 : 0;
        },
        async () => (await bench.lifecycle(share)) === 'active',
      );
      expect(steps).toBe(STEPS_OF_BUILD);
      expect(created()).toBe(6);
      expect(bench.cloud.live()).toHaveLength(6);
      expect(bench.cloud.isOpen('dba-test-orders-databricks')).toBe(true);
    });

    it('ends with nothing, and begins no creation after the revoke, wherever it comes between two steps', async () => {
      const { bench, created } = await setup();
      for (let nth = 1; nth <= STEPS_OF_BUILD; nth += 1) {
        const database = `revoked-${nth}`;
        const share = await bench.share({ database });
        let atRevoke = 0;
        const revoking = new AtStep(nth, 'create', async () => {
          await bench.revoke(share);
          atRevoke = created();
        });
        await alternate(
          bench,
          revoking.reached,
          async () => (await bench.lifecycle(share)) === 'revoked',
        );
        // The one call that had its intent is made.
        const begun = revoking.point === 'after-intent' ? 1 : 0;
        expect([nth, created() - atRevoke]).toEqual([nth, begun]);
        expect([nth, bench.cloud.live()]).toEqual([nth, []]);
        expect(bench.cloud.isOpen(`dba-test-${database}-databricks`)).toBe(
          false,
        );
      }
    });

    it.each(['before', 'after'] as const)(
      'ends with nothing though an engine slept at a step, lost its lanes, and goes on %s the other has looked',
      async when => {
        const { bench } = await setup();
        for (let nth = 1; nth <= STEPS_OF_BUILD; nth += 1) {
          const database = `slept-${nth}`;
          const share = await bench.share({ database });
          let wake: () => void = () => {};
          const woken = new Promise<void>(resolve => {
            wake = resolve;
          });
          let fallAsleep: () => void = () => {};
          const isAsleep = new Promise<void>(resolve => {
            fallAsleep = resolve;
          });
          const sleeping = new AtStep(nth, 'create', async () => {
            fallAsleep();
            await woken;
          });
          const sleeper = bench.engine({ reached: sleeping.reached });
          const hasEnded = bench
            .driveTo(sleeper, share, 'active')
            .catch(() => {})
            // Nobody drives it any more, so what it holds lapses as that of a process that has ended.
            .then(() => bench.expireLeases());
          await Promise.race([isAsleep, hasEnded]);
          await bench.expireLeases();
          await bench.revoke(share);
          const heir = bench.engine();
          if (when === 'after') {
            await heir.runOnce();
          }
          wake();
          // Each waits on the same clock for what the other may hold, so the time of one can be over before its turn.
          await Promise.allSettled([
            bench.driveTo(heir, share, 'revoked'),
            hasEnded,
          ]);
          await bench.driveTo(heir, share, 'revoked');
          expect([nth, bench.cloud.live()]).toEqual([nth, []]);
          expect(
            (await bench.objects(share)).map(({ condition }) => condition),
          ).toEqual(Array(6).fill('gone'));
          await heir.stop();
        }
      },
    );

    it('ends with the newcomer active and the other gone, wherever a new wish comes in a teardown', async () => {
      const { bench } = await setup();
      for (let nth = 1; nth <= STEPS_OF_TEARDOWN; nth += 1) {
        const database = `again-${nth}`;
        const old = await bench.share({ database });
        await alternate(
          bench,
          async () => {},
          async () => (await bench.lifecycle(old)) === 'active',
        );
        await bench.revoke(old);
        let newcomer = '';
        const wishing = new AtStep(nth, 'remove', async () => {
          newcomer = await bench.share({ network: 'edge', database });
        });
        await alternate(
          bench,
          wishing.reached,
          async () =>
            newcomer !== '' &&
            (await bench.lifecycle(newcomer)) === 'active' &&
            (await bench.lifecycle(old)) === 'revoked',
        );
        const names = bench.cloud
          .live()
          .filter(({ name }) => name.startsWith(`dba-test-${database}`))
          .map(({ type, name }) => `${type} ${name}`);
        expect([nth, names.sort()]).toEqual([
          nth,
          [
            `association dba-test-${database}-edge`,
            `configuration dba-test-${database}-edge`,
            `endpoint dba-test-${database}-edge`,
            `gateway dba-test-${database}`,
            `principal dba-test-${database}-edge`,
            `rule dba-test-${database}`,
          ],
        ]);
        expect(bench.cloud.isOpen(`dba-test-${database}-edge`)).toBe(true);
        await bench.revoke(newcomer);
        await alternate(
          bench,
          async () => {},
          async () => (await bench.lifecycle(newcomer)) === 'revoked',
        );
      }
    });
  });
});

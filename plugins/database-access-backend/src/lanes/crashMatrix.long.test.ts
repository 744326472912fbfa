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
import { ANALYTICS } from '../__testUtils__/simulatedCompany';
import { awsBench, Way, WAYS } from './__testUtils__/awsBench';
import { Census } from './__testUtils__/censusOf';
import { Crash, CrashAtEach } from './__testUtils__/TestBench';
import { Action, CRASH_POINTS } from './Workplace';

jest.setTimeout(300_000);

/** How the account of the database cuts the path, should the other account not do it. */
const SECOND_CUT: Record<Way, { action: Action; node: string }> = {
  'lattice-resource-endpoint': { action: 'cut', node: 'association' },
  privatelink: { action: 'remove', node: 'connection' },
};

type Bench = Awaited<ReturnType<typeof awsBench>>;

/** What an engine that nothing happens to comes by. */
interface Undisturbed {
  /** What it makes in AWS. */
  made: Census;
  /** The nodes whose objects it calls AWS for. */
  nodes: Record<'create' | 'remove', string[]>;
}

/**
 * Every point of every mutating call of a share's life, with the real object types and patterns: engines crash there one
 * after the other, and each time a new one goes on with the same store and the same AWS. Each point on one database over
 * one pattern and on the other over the other; all on both, with simpler objects, has `LaneEngine.crashes.long.test.ts`.
 */
describe('A crash at every point', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('is tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  describe.each(Object.keys(WAYS) as Way[])('over %s', way => {
    let undisturbed: Undisturbed;

    const keysOf = async ({ bench }: Bench, share: string, ids: Set<string>) =>
      (await bench.objects(share))
        .filter(({ id }) => ids.has(id))
        .map(({ key }) => key)
        // In a teardown it may end by itself before it is looked at.
        .filter(key => key !== SECOND_CUT[way].node)
        .sort();

    beforeAll(async () => {
      const aws = await awsBench(await databases.init('SQLITE_3'));
      const { ask, bench, engine, made } = aws;
      const share = await ask(way, 'analytics');
      const ids: Record<Action, Set<string>> = {
        create: new Set(),
        correct: new Set(),
        remove: new Set(),
        cut: new Set(),
      };
      const lanes = engine({
        reached: async (_point, action, id) => {
          ids[action].add(id);
        },
      });
      await bench.driveTo(lanes, share, 'active', 1_800);
      const madeByIt = made();
      await bench.revoke(share);
      await bench.driveTo(lanes, share, 'revoked', 3_600);
      undisturbed = {
        made: madeByIt,
        nodes: {
          create: await keysOf(aws, share, ids.create),
          remove: await keysOf(aws, share, ids.remove),
        },
      };
    });

    it('means every object', () => {
      expect(undisturbed.nodes.create.length).toBeGreaterThan(8);
      expect(undisturbed.nodes.remove.length).toBeGreaterThan(8);
    });

    const turn = Object.keys(WAYS).indexOf(way);
    const [[, other]] = inTurn(['cut'], databases, turn);

    it.each(inTurn(CRASH_POINTS, databases, turn))(
      '%s of every creation and removal, on %s: one set of objects, then none',
      async (point, databaseId) => {
        const aws = await awsBench(await databases.init(databaseId));
        const { ask, bench, driveCrashing, made, reaches } = aws;
        const share = await ask(way, 'analytics');
        const creations = new CrashAtEach(point, 'create', 'correct');
        await driveCrashing(creations, share, 'active');
        expect(await keysOf(aws, share, creations.seen('create'))).toEqual(
          undisturbed.nodes.create,
        );
        expect(made()).toEqual(undisturbed.made);
        expect(reaches('analytics')).toBe(true);

        await bench.revoke(share);
        const removals = new CrashAtEach(point, 'remove');
        await driveCrashing(removals, share, 'revoked');
        expect(await keysOf(aws, share, removals.seen('remove'))).toEqual(
          undisturbed.nodes.remove,
        );
        expect(made()).toEqual({});
        expect(reaches('analytics')).toBe(false);
      },
    );

    it(`of the cut in the other account, on ${other}: closed, and later nothing left`, async () => {
      const { ask, bench, engine, made, reaches, world } = await awsBench(
        await databases.init(other),
      );
      const share = await ask(way, 'analytics');
      await bench.driveTo(engine(), share, 'active', 1_800);
      await bench.expireLeases();
      lockOut(world, ANALYTICS);
      await bench.revoke(share);
      const isCut = async () => (await bench.get(share)).cutAt !== undefined;
      for (const point of CRASH_POINTS) {
        const crash = new Crash(point, SECOND_CUT[way].action);
        const lanes = engine({ reached: crash.reached });
        await Promise.race([crash.happened, bench.drive(lanes, isCut)]);
        await bench.expireLeases();
      }
      await bench.drive(engine(), isCut);
      expect(reaches('analytics')).toBe(false);

      world.faults.clear();
      await bench.expireLeases();
      await bench.driveTo(engine(), share, 'revoked', 3_600);
      expect(made()).toEqual({});
    });
  });
});

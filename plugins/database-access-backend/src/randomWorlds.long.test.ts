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

import './__testUtils__/unpacedReads';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Figures, tryWorld } from './__testUtils__/tryWorld';

jest.setTimeout(600_000);

/** A seed of a run that failed; then only its world is tried. */
const GIVEN = process.env.TOWPATH_SEED;
/** For how long worlds are tried on each database, in real seconds: for who has an evening. */
const LONGER = process.env.TOWPATH_WORLD_SECONDS;
/** From which seed on, and how many: the same on every machine. */
const WORLDS: Record<string, { from: number; count: number }> = {
  SQLITE_3: { from: 1, count: 8 },
  // Others than those.
  POSTGRES_18: { from: 9, count: 3 },
};

describe('In whatever world, whatever people do in whatever order', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())(
    'SEC-11: exactly what was approved is reached, and nothing remains in the end, on %s',
    async databaseId => {
      const { from, count } = WORLDS[databaseId];
      const first = Number(GIVEN ?? from);
      const until = performance.now() + Number(LONGER) * 1_000;
      const isEnough = (tried: number) =>
        LONGER && !GIVEN
          ? performance.now() > until
          : tried === (GIVEN ? 1 : count);
      const figures: Figures = {
        worlds: 0,
        accepted: 0,
        changes: 0,
        changed: 0,
        changedInZones: 0,
        refused: 0,
        forced: {},
        pairs: 0,
        differences: 0,
      };
      let tried = 0;
      while (!isEnough(tried)) {
        const knex = await databases.init(databaseId);
        await tryWorld(first + tried, knex, figures);
        tried += 1;
      }
      expect(figures.differences).toBe(0);
      // Of one world nothing can be demanded.
      expect(GIVEN !== undefined || figures.changed > 0).toBe(true);
      process.stderr.write(
        `${databaseId}, seeds ${first} to ${first + tried - 1}: ${
          figures.worlds
        } worlds, ${figures.accepted} plans accepted, ${
          figures.changes
        } of them changes (${figures.changed} accesses changed, ${
          figures.changedInZones
        } of them in zones), ${
          figures.refused
        } refused (built all the same: ${JSON.stringify(figures.forced)}); ${
          figures.pairs
        } pairs compared, ${figures.differences} differences\n`,
      );
    },
  );
});

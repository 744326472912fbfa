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
import { CHANGES } from './__testUtils__/changesInAws';
import { Dice } from './__testUtils__/drawnWorld';
import { PathScene, VICTIM } from './__testUtils__/PathScene';

jest.setTimeout(900_000);

/** How many changes are made over each way; more for who has an evening. */
const CHANGES_EACH = Number(process.env.TOWPATH_CHANGES ?? 8);
const SEED = Number(process.env.TOWPATH_SEED ?? 1);

const WAYS = [
  { connectVia: 'lattice-resource-endpoint' },
  { connectVia: 'privatelink' },
  { connectVia: 'lattice-service-network', join: 'endpoint' },
  { connectVia: 'lattice-service-network', join: 'association' },
  { connectVia: 'lattice-consumer-network', join: 'association' },
] as const;

describe('Whatever changes in AWS', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it.each(WAYS)(
    'no sweep that began after it leaves an access healthy over which nothing passes: $connectVia $join',
    async way => {
      const scene = await PathScene.create(
        await databases.init('SQLITE_3'),
        way,
      );
      const dice = new Dice(SEED);
      const figures = {
        changes: 0,
        asked: 0,
        unreachable: 0,
        disagreements: 0,
      };
      const told: string[] = [];
      let since: string[] = [];
      while (figures.changes < CHANGES_EACH) {
        const what = dice.oneOf(CHANGES)(scene, dice);
        if (what) {
          figures.changes += 1;
          since.push(what);
          scene.changed();
          // One interval of a lane in which all is well: a sweep begins after the change.
          await scene.pass(60);
          const reaches = scene.reaches();
          const { health } = await scene.share(VICTIM);
          figures.asked += 1;
          figures.unreachable += reaches ? 0 : 1;
          if (health === 'healthy' && !reaches) {
            figures.disagreements += 1;
            told.push(since.join('; '));
          }
        }
        if (since.length > 2 || dice.happens(0.3)) {
          await scene.heal();
          since = [];
        }
      }
      process.stderr.write(
        `${way.connectVia} ${'join' in way ? way.join : ''}, seed ${SEED}: ${
          figures.changes
        } changes, asked ${figures.asked} times one sweep after each, ${
          figures.unreachable
        } times unreachable, ${
          figures.disagreements
        } disagreements; longest from break to display: ${
          figures.disagreements ? '> 1' : '1'
        } sweep\n`,
      );
      expect(told).toEqual([]);
      expect(figures.unreachable).toBeGreaterThan(0);
    },
  );
});

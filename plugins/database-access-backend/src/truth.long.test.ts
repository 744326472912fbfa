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
/** So many, where none of them before has cut anybody off. */
const MOST_CHANGES = Math.max(CHANGES_EACH, 40);
const SEED = Number(process.env.TOWPATH_SEED ?? 1);

const WAYS = [
  { connectVia: 'lattice-resource-endpoint' },
  { connectVia: 'privatelink' },
  { connectVia: 'lattice-service-network', join: 'endpoint' },
  { connectVia: 'lattice-service-network', join: 'association' },
  { connectVia: 'lattice-consumer-network', join: 'endpoint' },
  { connectVia: 'lattice-consumer-network', join: 'association' },
] as const;

/** A lane that something changes in is swept this often. */
const STEP_SECONDS = 15;

/** So many times the victim's lanes are swept before nobody waits for the page any more. */
const MOST_ROUNDS = 3;

/** What came of a change. */
interface Outcome {
  reaches: boolean;
  /** How often all lanes were begun to be swept until the page showed it; more than the most if it did not. */
  rounds: number;
}

/** Lets the portal work until the page shows that nothing passes, or there is nothing to show. */
async function watch(scene: PathScene): Promise<Outcome> {
  let from = scene.now();
  let reachedAt = from;
  for (let rounds = 1; rounds <= MOST_ROUNDS; ) {
    await scene.pass(STEP_SECONDS);
    const reaches = scene.reaches();
    const { health } = await scene.share(VICTIM);
    if (health !== 'healthy') {
      return { reaches, rounds };
    }
    const began = [...(await scene.sweptAt()).values()];
    const sweptSince = (time: number) => began.every(at => at > time);
    if (reaches && sweptSince(from)) {
      return { reaches, rounds };
    }
    if (reaches) {
      reachedAt = scene.now();
    } else if (sweptSince(Math.max(from, reachedAt))) {
      rounds += 1;
      from = scene.now();
    }
  }
  return { reaches: false, rounds: MOST_ROUNDS + 1 };
}

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
        unreachable: 0,
        disagreements: 0,
        longest: 0,
      };
      const told: string[] = [];
      let since: string[] = [];
      while (
        figures.changes < CHANGES_EACH ||
        (figures.unreachable === 0 && figures.changes < MOST_CHANGES)
      ) {
        const what = dice.oneOf(CHANGES)(scene, dice);
        if (what) {
          figures.changes += 1;
          since.push(what);
          scene.changed();
          const { reaches, rounds } = await watch(scene);
          figures.unreachable += reaches ? 0 : 1;
          if (!reaches) {
            figures.longest = Math.max(figures.longest, rounds);
          }
          if (!reaches && rounds > 1) {
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
        } changes, ${figures.unreachable} times unreachable, ${
          figures.disagreements
        } disagreements; longest from break to display: ${
          figures.longest
        } sweep of its accounts\n`,
      );
      expect(told).toEqual([]);
      expect(figures.longest).toBe(1);
      expect(figures.unreachable).toBeGreaterThan(0);
    },
  );
});

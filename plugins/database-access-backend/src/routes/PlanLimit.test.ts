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
import { DrivenClock } from '../__testUtils__/DrivenClock';
import { Store } from '../store';
import { PlanLimit } from './PlanLimit';

jest.setTimeout(60_000);

const MIA = 'user:default/mia';

describe('the limit of plans', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const database = { getClient: async () => knex };
      const clock = new DrivenClock();
      /** Another process on the same database. */
      const replica = async () =>
        new PlanLimit({ store: await Store.create({ database }), clock });
      return { clock, knex, replica };
    }

    it('is 20 a minute for one person, whichever replica is asked', async () => {
      const { clock, replica } = await setup();
      const replicas = [await replica(), await replica(), await replica()];
      const asked = await Promise.allSettled(
        Array.from({ length: 60 }, (_, i) => replicas[i % 3].take(MIA)),
      );
      const refused = asked.filter(each => each.status === 'rejected');
      expect(refused).toHaveLength(40);
      expect(refused[0]).toMatchObject({
        reason: {
          statusCode: 429,
          code: 'too_many_plans',
          message: expect.stringContaining('ask again in 60 s'),
        },
      });
      await replicas[0].take('user:default/leo');

      clock.advance(59);
      await expect(replicas[1].take(MIA)).rejects.toThrow('in 1 s');
      clock.advance(1);
      await replicas[2].take(MIA);
    });

    it('counts any minute, not the one of a clock face', async () => {
      const { clock, replica } = await setup();
      const limit = await replica();
      for (let i = 0; i < 20; i++) {
        await limit.take(MIA);
        clock.advance(2);
      }
      await expect(limit.take(MIA)).rejects.toThrow('in 20 s');
      clock.advance(20);
      await limit.take(MIA);
      await expect(limit.take(MIA)).rejects.toThrow('in 2 s');
    });

    it('keeps no more than it needs', async () => {
      const { clock, knex, replica } = await setup();
      const limit = await replica();
      for (let i = 0; i < 100; i++) {
        await limit.take(MIA);
        clock.advance(10);
      }
      const rows = await knex('plan_turns');
      expect(rows).toHaveLength(1);
      expect(JSON.parse(rows[0].taken_at)).toHaveLength(6);
    });
  });
});

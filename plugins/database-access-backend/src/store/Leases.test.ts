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
import { Store } from './Store';

jest.setTimeout(60_000);

const lane = { accountId: '333333333333', region: 'us-east-1' };
const leaseMs = 60_000;

describe('Leases', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const store = await Store.create({
        database: { getClient: async () => knex },
      });
      const { leases } = store;
      await store.transaction(tx => leases.add(tx, [lane, lane]));
      const claim = async (owner: string) => {
        const [free] = await store.read(tx => leases.free(tx, [lane]));
        return (
          free &&
          store.transaction(tx => leases.claim(tx, free, { owner, leaseMs }))
        );
      };
      return { knex, store, leases, claim };
    }

    it('give a lane to one owner, and count how often it changed hands', async () => {
      const { claim } = await setup();
      expect(await claim('a')).toEqual({ lane, owner: 'a', epoch: 1 });
      expect(await claim('b')).toBe(undefined);
    });

    it('give it to the faster one if two saw it free', async () => {
      const { store, leases } = await setup();
      const [free] = await store.read(tx => leases.free(tx, [lane]));
      const claimed = await Promise.all(
        ['a', 'b'].map(owner =>
          store.transaction(tx => leases.claim(tx, free, { owner, leaseMs })),
        ),
      );
      expect(claimed.filter(Boolean)).toHaveLength(1);
    });

    it('end by the clock of the database, and then the lane counts as abandoned', async () => {
      const { knex, store, leases, claim } = await setup();
      await claim('a');
      await knex('lanes').update({ expires_at: Date.now() - 60_000 });
      expect(await store.read(tx => leases.free(tx, [lane]))).toEqual([
        { lane, epoch: 1, abandoned: true },
      ]);
      expect(await claim('b')).toEqual({ lane, owner: 'b', epoch: 2 });
    });

    it('are renewed all at once, but not once they are over', async () => {
      const { knex, store, leases, claim } = await setup();
      await claim('a');
      const renew = () =>
        store.transaction(tx => leases.renew(tx, { owner: 'a', leaseMs }));
      await knex('lanes').update({ expires_at: Date.now() + 30_000 });
      expect(await renew()).toEqual([{ lane, owner: 'a', epoch: 1 }]);
      const [until] = await knex('lanes').pluck('expires_at');
      expect(Number(until)).toBeGreaterThan(Date.now() + 50_000);

      await knex('lanes').update({ expires_at: Date.now() - 30_000 });
      expect(await renew()).toEqual([]);
    });

    it('are let go only by who holds them', async () => {
      const { store, leases, claim } = await setup();
      const lease = (await claim('a'))!;
      await store.transaction(tx =>
        leases.release(tx, { ...lease, epoch: lease.epoch - 1 }),
      );
      expect(await claim('b')).toBe(undefined);
      await store.transaction(tx => leases.release(tx, lease));
      expect(await claim('b')).toEqual({ lane, owner: 'b', epoch: 2 });
    });
  });
});

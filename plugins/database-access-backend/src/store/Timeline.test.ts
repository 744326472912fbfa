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
import { Tx } from './Tx';

jest.setTimeout(60_000);

const at = new Date('2026-11-08T09:00:00.000Z');

/** Something that a test waits for and lets happen. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, opened };
}

describe('the timeline', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  async function setup(databaseId: 'POSTGRES_18' | 'SQLITE_3') {
    const knex = await databases.init(databaseId);
    const store = await Store.create({
      database: { getClient: async () => knex },
    });
    const append = (tx: Tx, requestId: string, message: string) =>
      store.timeline.append(tx, {
        requestId,
        at,
        actor: 'system',
        kind: 'told',
        message,
      });
    /** What a page reads that has everything up to `after`. */
    const poll = async (requestId: string, after?: number) =>
      store.read(tx => store.timeline.list(tx, { requestId, after }));
    return { knex, store, append, poll };
  }

  // SQLite lets one transaction write at a time.
  if (databases.supports('POSTGRES_18')) {
    it('loses nothing for those who read on from the last entry, if who came first is done last', async () => {
      const { store, append, poll } = await setup('POSTGRES_18');
      const [hasWritten, mayEnd] = [gate(), gate()];
      const slow = store.transaction(async tx => {
        await append(tx, 'request-1', 'slow');
        hasWritten.open();
        await mayEnd.opened;
      });
      await hasWritten.opened;
      await store.transaction(tx => append(tx, 'request-1', 'quick'));

      const seen = await poll('request-1');
      expect(seen.map(({ message }) => message)).toEqual(['quick']);
      mayEnd.open();
      await slow;
      const after = await poll('request-1', seen[0].id);
      expect(after.map(({ message }) => message)).toEqual(['slow']);
    });

    it('lets nobody go before who is about to be done, and holds up no other request', async () => {
      const { knex, store, append, poll } = await setup('POSTGRES_18');
      const first = await knex.transaction();
      await append(first, 'request-1', 'first');
      const second = store.transaction(tx => append(tx, 'request-1', 'second'));
      await store.transaction(tx => append(tx, 'request-2', 'other'));
      expect(await poll('request-2')).toHaveLength(1);

      let waiting = 0;
      while (waiting === 0) {
        const { rows } = await knex.raw(
          "select 1 from pg_locks where locktype = 'advisory' and not granted",
        );
        waiting = rows.length;
      }
      expect(await poll('request-1')).toEqual([]);
      await first.commit();
      await second;
      const told = await poll('request-1');
      expect(told.map(({ message }) => message)).toEqual(['first', 'second']);
    });

    it('is written by those who tell of the same requests in another order, at the same time', async () => {
      const { store, append, poll } = await setup('POSTGRES_18');
      const ids = ['request-1', 'request-2', 'request-3'];
      const gates = ids.map(() => gate());
      await Promise.all(
        ids.map((_, shift) =>
          store.transaction(async tx => {
            const order = [...ids.slice(shift), ...ids.slice(0, shift)];
            await append(tx, order[0], `begun ${shift}`);
            gates[shift].open();
            await Promise.all(gates.map(each => each.opened));
            await append(tx, order[1], `then ${shift}`);
            await append(tx, order[2], `last ${shift}`);
          }),
        ),
      );
      for (const id of ids) {
        expect(await poll(id)).toHaveLength(3);
      }
    });
  }

  it.each(databases.eachSupportedId())(
    'keeps the order in which a transaction tells, and nothing of one that fails, on %s',
    async databaseId => {
      const { knex, store, append, poll } = await setup(databaseId as never);
      const many = Array.from({ length: 120 }, (_, i) => `entry ${i}`);
      await store.transaction(async tx => {
        for (const message of many) {
          await append(tx, 'request-1', message);
        }
      });
      await expect(
        store.transaction(async tx => {
          await append(tx, 'request-1', 'never');
          throw new Error('Not this time');
        }),
      ).rejects.toThrow('Not this time');
      // Outside of any, too.
      await append(knex, 'request-1', 'alone');
      const told = await poll('request-1');
      expect(told.map(({ message }) => message)).toEqual([...many, 'alone']);
    },
  );
});

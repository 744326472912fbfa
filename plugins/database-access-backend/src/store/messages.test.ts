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

const at = new Date('2026-11-08T09:00:00.000Z');

describe('Timeline and Outbox', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const store = await Store.create({
        database: { getClient: async () => knex },
      });
      return { knex, store };
    }

    it('list what happened in its order, from where somebody stopped reading', async () => {
      const { store } = await setup();
      const { timeline } = store;
      await store.transaction(async tx => {
        for (const message of ['one', 'two', 'three']) {
          await timeline.append(tx, {
            requestId: 'request-1',
            shareId: message === 'one' ? undefined : 'share-1',
            at,
            actor: 'user:default/requester',
            kind: 'request.filed',
            message,
          });
        }
      });
      const [one, two, three] = await store.transaction(tx =>
        timeline.list(tx, { requestId: 'request-1' }),
      );
      expect(one).toEqual({
        id: expect.any(Number),
        at: at.toISOString(),
        actor: 'user:default/requester',
        kind: 'request.filed',
        message: 'one',
      });
      const ofShare = { shareId: 'share-1' };
      await expect(
        store.transaction(tx => timeline.list(tx, ofShare)),
      ).resolves.toEqual([two, three]);
      await expect(
        store.transaction(tx =>
          timeline.list(tx, { ...ofShare, after: two.id }),
        ),
      ).resolves.toEqual([three]);
    });

    it('write nothing of a transaction that fails', async () => {
      const { store } = await setup();
      const failing = store.transaction(async tx => {
        await store.outbox.add(tx, {
          id: 'a',
          kind: 'share.active',
          payload: {},
          at,
        });
        throw new Error('No');
      });
      await expect(failing).rejects.toThrow('No');
      expect(await claim(store)).toEqual([]);
    });

    it('keep a message once, and give it to one who asks', async () => {
      const { store } = await setup();
      const message = {
        id: 'a',
        kind: 'share.active',
        payload: { n: 1 },
      } as const;
      await store.transaction(async tx => {
        await store.outbox.add(tx, { ...message, at });
        await store.outbox.add(tx, { ...message, payload: { n: 2 }, at });
      });
      const claimed = await Promise.all([claim(store), claim(store)]);
      expect(claimed.flat()).toEqual([
        { ...message, createdAt: at.toISOString(), attempt: 1, sentTo: [] },
      ]);
      const mark = () =>
        store.transaction(tx =>
          store.outbox.markSent(tx, claimed.flat()[0], at),
        );
      expect(await mark()).toBe(true);
      expect(await mark()).toBe(false);
      expect(await claim(store)).toEqual([]);
    });

    it('give a message to another once a claim is over, and believe the first no more', async () => {
      const { store, knex } = await setup();
      await store.transaction(tx =>
        store.outbox.add(tx, {
          id: 'a',
          kind: 'share.active',
          payload: {},
          at,
        }),
      );
      const [first] = await claim(store);
      await knex('outbox').update({ due_at: Date.now() - 1_000 });
      const [second] = await claim(store);
      expect(second).toMatchObject({ id: 'a', attempt: 2 });
      for (const settle of ['markSent', 'giveUp'] as const) {
        expect(
          await store.transaction(tx => store.outbox[settle](tx, first, at)),
        ).toBe(false);
      }
      expect(
        await store.transaction(tx =>
          store.outbox.postpone(tx, first, { sentTo: [], waitMs: 0 }),
        ),
      ).toBe(false);
      expect(
        await store.transaction(tx => store.outbox.markSent(tx, second, at)),
      ).toBe(true);
    });

    it('remember who has heard of a message that waits for another try', async () => {
      const { store, knex } = await setup();
      await store.transaction(tx =>
        store.outbox.add(tx, {
          id: 'a',
          kind: 'share.active',
          payload: {},
          at,
        }),
      );
      const [first] = await claim(store);
      await store.transaction(tx =>
        store.outbox.postpone(tx, first, { sentTo: ['event'], waitMs: 60_000 }),
      );
      expect(await claim(store)).toEqual([]);
      await knex('outbox').update({ due_at: Date.now() - 1_000 });
      expect(await claim(store)).toEqual([
        expect.objectContaining({ attempt: 2, sentTo: ['event'] }),
      ]);
    });
  });
});

function claim(store: Store) {
  return store.transaction(tx =>
    store.outbox.claim(tx, { limit: 10, claimMs: 60_000 }),
  );
}

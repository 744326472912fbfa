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
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { Store } from './Store';

jest.setTimeout(60_000);

const now = new Date('2026-11-08T09:00:00.000Z');
const lane = { accountId: '333333333333', region: 'us-east-1' };

function graphFor(network: string) {
  const node = (key: string, name: string, dependsOn: string[]) => ({
    key,
    type: key,
    title: key,
    lane,
    name,
    spec: {
      parents: dependsOn.map(parent => ({
        $output: { node: parent, name: 'id' },
      })),
    },
    dependsOn,
  });
  return {
    nodes: [
      node('endpoint', network, ['configuration', 'gateway']),
      node('gateway', 'shared', []),
      node('configuration', 'shared', ['gateway']),
    ],
    cuts: [
      { lane, title: 'cut', how: { kind: 'remove-object', node: 'endpoint' } },
    ],
  };
}

describe('Shares', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const store = await Store.create({
        database: { getClient: async () => knex },
      });
      const create = (network: string, startedAt = now) =>
        store.transaction(tx =>
          store.shares.create(tx, {
            graph: graphFor(network),
            share: {
              id: `share-${network}`,
              requestId: `request-${network}`,
              requesterRef: 'user:default/requester',
              ownerRef: 'group:default/orders',
              databaseRef: 'resource:default/orders',
              databaseArn: 'arn:aws:rds:us-east-1:333333333333:db:orders',
              network,
              pattern: 'lattice-resource-endpoint',
              purpose: 'Reports',
              plan: { network: { owner: 'group:default/consumers' } } as Plan,
              startedAt,
              expiresAt: new Date(startedAt.getTime() + 60_000),
            },
          }),
        );
      const revoke = (network: string) =>
        store.transaction(tx =>
          store.shares.revoke(tx, `share-${network}`, {
            actor: 'user:default/owner',
            reason: 'Enough',
            now,
          }),
        );
      const list = (query: Parameters<typeof store.shares.list>[1]) =>
        store
          .read(tx => store.shares.list(tx, query))
          .then(shares => shares.map(({ network }) => network));
      const objects = (network: string) =>
        store.read(tx => store.shares.objectsOf(tx, `share-${network}`));
      return { knex, store, create, revoke, list, objects };
    }

    it('share what has the same natural key, and name it by the id of its row', async () => {
      const { create, objects } = await setup();
      await create('a');
      await create('b');
      const [endpoint, gateway, configuration] = await objects('a');
      expect(gateway.users).toBe(2);
      expect(endpoint).toMatchObject({
        key: 'endpoint',
        users: 1,
        dependsOn: ['configuration', 'gateway'],
        spec: {
          parents: [
            { $output: { object: configuration.id, name: 'id' } },
            { $output: { object: gateway.id, name: 'id' } },
          ],
        },
      });
      const ofB = await objects('b');
      expect(ofB[1].id).toBe(gateway.id);
    });

    it('may come and go all at once: a shared object is wanted exactly while somebody uses it', async () => {
      const { knex, create, revoke, objects } = await setup();
      const networks = [...Array(12).keys()].map(n => `network-${n}`);
      await Promise.all(networks.map(network => create(network)));
      expect((await objects('network-0'))[1]).toMatchObject({
        users: 12,
        wanted: 'present',
        generation: 1,
      });

      await Promise.all(networks.slice(1).map(revoke));
      expect((await objects('network-0'))[1]).toMatchObject({
        users: 1,
        wanted: 'present',
        generation: 1,
      });

      await Promise.all([revoke('network-0'), create('latecomer')]);
      expect((await objects('latecomer'))[1]).toMatchObject({
        users: 1,
        wanted: 'present',
      });
      await revoke('latecomer');
      const wanted = await knex('objects').where({ wanted: 'present' });
      expect(wanted).toEqual([]);
    });

    it('are listed by what they are asked for, the newest first, page by page', async () => {
      const { store, create, revoke, list } = await setup();
      for (const [n, network] of ['a', 'b', 'c'].entries()) {
        await create(network, new Date(now.getTime() + n * 1_000));
      }
      await revoke('b');
      expect(await list({})).toEqual(['c', 'b', 'a']);
      expect(await list({ lifecycles: ['building'] })).toEqual(['c', 'a']);
      expect(await list({ networks: ['b'] })).toEqual(['b']);
      expect(await list({ ownerRefs: ['group:default/other'] })).toEqual([]);
      expect(
        await list({ expiresBefore: new Date(now.getTime() + 60_500) }),
      ).toEqual(['a']);

      const [first] = await store.read(tx =>
        store.shares.list(tx, { limit: 1 }),
      );
      expect(await list({ before: first })).toEqual(['b', 'a']);
    });
  });
});

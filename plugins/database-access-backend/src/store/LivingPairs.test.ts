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

describe('LivingPairs', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const store = await Store.create({
        database: { getClient: async () => knex },
      });
      const startedAt = new Date('2026-11-25T09:00:00.000Z');
      const share = (network: string, databaseArn: string) =>
        store.transaction(tx =>
          store.shares.create(tx, {
            graph: { nodes: [], cuts: [] },
            share: {
              id: `${network} ${databaseArn}`,
              requestId: `${network} ${databaseArn}`,
              requesterRef: 'user:default/requester',
              ownerRef: 'group:default/orders',
              databaseRef: 'resource:default/orders',
              databaseArn,
              network,
              pattern: 'lattice-resource-endpoint',
              purpose: 'Reports',
              plan: { network: { owner: 'group:default/consumers' } } as Plan,
              startedAt,
              expiresAt: startedAt,
            },
          }),
        );
      const end = (network: string, databaseArn: string) =>
        knex('shares')
          .where({ network, database_arn: databaseArn })
          .update({ lifecycle: 'revoking', living_key: null });
      return { pairs: store.livingPairs, share, end };
    }

    it('counts a pair that nobody has built yet', async () => {
      const { pairs } = await setup();
      await expect(
        pairs.countAround({ network: 'one', databaseArn: 'orders' }),
      ).resolves.toEqual({ networks: 1, databases: 1 });
    });

    it('counts the networks of the database and the databases of the network, each once', async () => {
      const { pairs, share } = await setup();
      await share('one', 'orders');
      await share('two', 'orders');
      await share('one', 'billing');
      await share('three', 'catalog');
      await expect(
        pairs.countAround({ network: 'one', databaseArn: 'orders' }),
      ).resolves.toEqual({ networks: 2, databases: 2 });
      await expect(
        pairs.countAround({ network: 'four', databaseArn: 'orders' }),
      ).resolves.toEqual({ networks: 3, databases: 1 });
    });

    it('knows whether one network uses one database', async () => {
      const { pairs, share, end } = await setup();
      await share('one', 'orders');
      const includes = (network: string, databaseArn: string) =>
        pairs.includes({ network, databaseArn });
      expect(await includes('one', 'orders')).toBe(true);
      expect(await includes('one', 'billing')).toBe(false);
      expect(await includes('two', 'orders')).toBe(false);
      await end('one', 'orders');
      expect(await includes('one', 'orders')).toBe(false);
    });

    it('forgets what is being taken away', async () => {
      const { pairs, share, end } = await setup();
      await share('two', 'orders');
      await end('two', 'orders');
      await expect(
        pairs.countAround({ network: 'one', databaseArn: 'orders' }),
      ).resolves.toEqual({ networks: 1, databases: 1 });
    });
  });
});

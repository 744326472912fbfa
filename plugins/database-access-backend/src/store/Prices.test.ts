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

describe('Prices', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const { prices } = await Store.create({
        database: { getClient: async () => knex },
      });
      return prices;
    }

    const endpoint = {
      region: 'us-east-1',
      item: 'resourceEndpointZoneHour',
      price: 0.02,
      publishedAt: '2026-10-01T00:00:00Z',
      readAt: new Date('2026-11-24T03:00:00.000Z'),
    };
    const data = {
      region: 'us-east-1',
      item: 'resourceConsumerGb',
      price: [{ upToGb: 1_000_000, usd: 0.01 }, { usd: 0.006 }],
      readAt: new Date('2026-11-24T03:00:00.000Z'),
    };

    it('are none before AWS has named any', async () => {
      const prices = await setup();
      await prices.save([]);
      await expect(prices.all()).resolves.toEqual([]);
    });

    it('come back as they were named, with their days', async () => {
      const prices = await setup();
      await prices.save([endpoint, data]);
      await expect(prices.all()).resolves.toEqual([data, endpoint]);
    });

    it('change where AWS names another, and stay as old as they are elsewhere', async () => {
      const prices = await setup();
      await prices.save([endpoint, data]);
      const newer = {
        ...endpoint,
        price: 0.025,
        readAt: new Date('2026-11-25T03:00:00.000Z'),
      };
      await prices.save([newer]);
      await expect(prices.all()).resolves.toEqual([data, newer]);
    });
  });
});

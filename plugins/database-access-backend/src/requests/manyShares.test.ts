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

import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { DrivenClock } from '../__testUtils__/DrivenClock';
import { Store } from '../store';
import { LivingShares } from './LivingShares';
import { Membership } from './Membership';
import { Owners } from './Owners';

jest.setTimeout(60_000);

const OWNERS = 'group:default/orders-team';
const HEIRS = 'group:default/heirs-team';
const COUNT = 205;

describe('more accesses than are read at once', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('are all handed to whoever owns the database now', async () => {
    const knex = await databases.init('SQLITE_3');
    const store = await Store.create({
      database: { getClient: async () => knex },
    });
    const clock = new DrivenClock();
    const shares = new LivingShares({
      store,
      membership: new Membership({
        auth: mockServices.auth(),
        catalog: catalogServiceMock(),
      }),
      owners: new Owners({
        databases: { ownerOf: async () => HEIRS },
        logger: mockServices.logger.mock(),
      }),
      clock,
      logger: mockServices.logger.mock(),
    });
    await store.transaction(async tx => {
      for (let number = 1; number <= COUNT; number++) {
        await store.shares.create(tx, {
          graph: { nodes: [], cuts: [] },
          share: {
            id: `share-${number}`,
            requestId: `request-${number}`,
            requesterRef: 'user:default/requester',
            ownerRef: OWNERS,
            databaseRef: 'resource:default/orders',
            databaseArn: 'arn:aws:rds:us-east-1:333333333333:db:orders',
            network: `network-${number}`,
            pattern: 'lattice-resource-endpoint',
            purpose: 'Reports',
            plan: { network: { owner: 'group:default/consumers' } } as Plan,
            startedAt: clock.now(),
            expiresAt: new Date(clock.now().getTime() + 3_600_000),
          },
        });
      }
    });

    await shares.followOwners();

    const owned = await store.read(tx =>
      store.shares.list(tx, { ownerRefs: [HEIRS], limit: 1_000 }),
    );
    expect(owned).toHaveLength(COUNT);
  });
});

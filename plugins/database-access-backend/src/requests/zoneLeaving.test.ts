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
import { Store, Tx } from '../store';
import { LivingShares } from './LivingShares';
import { Membership } from './Membership';
import { Owners } from './Owners';

jest.setTimeout(60_000);

const ZONE = 'reporting';
const OWNERS = 'group:default/orders-team';

async function setup(knex: Awaited<ReturnType<TestDatabases['init']>>) {
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
      databases: { ownerOf: async () => OWNERS },
      logger: mockServices.logger.mock(),
    }),
    clock,
    logger: mockServices.logger.mock(),
  });
  /** What a start writes, in one transaction with the zone's next generation. */
  const start = async (tx: Tx, database: string) => {
    const seen = await store.zones.generation(tx, ZONE);
    expect(await store.zones.take(tx, ZONE, seen)).toBe(true);
    await store.shares.create(tx, {
      graph: { nodes: [], cuts: [] },
      share: {
        id: `share-of-${database}`,
        requestId: `request-of-${database}`,
        requesterRef: 'user:default/requester',
        ownerRef: OWNERS,
        databaseRef: `resource:default/${database}`,
        databaseArn: `arn:aws:rds:us-east-1:333333333333:db:${database}`,
        network: 'databricks',
        pattern: 'lattice-service-network',
        zone: ZONE,
        purpose: 'Reports',
        plan: { network: { owner: 'group:default/consumers' } } as Plan,
        startedAt: clock.now(),
        expiresAt: new Date(clock.now().getTime() + 3_600_000),
      },
    });
  };
  return { clock, shares, start, store };
}

describe('leaving a zone', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())(
    'takes along what is started for the network at the same moment, on %s',
    async databaseId => {
      const { clock, shares, start, store } = await setup(
        await databases.init(databaseId),
      );
      await store.transaction(tx => start(tx, 'orders'));
      clock.advance(7_200);

      let isLeaving: Promise<unknown> | undefined;
      await store.transaction(async tx => {
        await start(tx, 'billing');
        isLeaving = shares.expire();
        // As long as it takes whoever leaves to come to the zone, and more.
        for (let turn = 0; turn < 200; turn++) {
          await new Promise(resolve => setImmediate(resolve));
          await tx('shares').first('id');
        }
      });
      await isLeaving;

      const all = await store.read(tx => store.shares.list(tx));
      expect(
        all
          .map(({ databaseRef, lifecycle }) => [databaseRef, lifecycle])
          .sort(),
      ).toEqual([
        ['resource:default/billing', 'revoking'],
        ['resource:default/orders', 'revoking'],
      ]);
    },
  );
});

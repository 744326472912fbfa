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
import {
  Join,
  Pattern,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { GraphToBuild, REMOVE_OBJECT } from './Shares';
import { Store } from './Store';
import { Tx } from './Tx';

jest.setTimeout(60_000);

const LANE = { accountId: '333333333333', region: 'us-east-1' };

/** Objects of these names, each of which ends the path when it is removed. */
function graphOf(...names: string[]): GraphToBuild {
  return {
    nodes: names.map(name => ({
      key: name,
      type: 'part',
      title: name,
      lane: LANE,
      name,
      spec: {},
      dependsOn: [],
    })),
    cuts: names.map(name => ({
      lane: LANE,
      title: `remove ${name}`,
      how: { kind: REMOVE_OBJECT, node: name },
    })),
  };
}

describe('LivingPairs', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const store = await Store.create({
        database: { getClient: async () => knex },
      });
      const startedAt = new Date('2026-11-25T09:00:00.000Z');
      const row = (
        network: string,
        databaseArn: string,
        how: { zone?: string; pattern?: Pattern; join?: Join } = {},
      ) => ({
        zone: how.zone,
        id: `${network} ${databaseArn}`,
        requestId: `${network} ${databaseArn}`,
        requesterRef: 'user:default/requester',
        ownerRef: 'group:default/orders',
        databaseRef: 'resource:default/orders',
        databaseArn,
        network,
        pattern: how.pattern ?? ('lattice-resource-endpoint' as const),
        purpose: 'Reports',
        plan: {
          network: { owner: 'group:default/consumers' },
          join: how.join,
        } as Plan,
        startedAt,
        expiresAt: startedAt,
      });
      const share = (
        network: string,
        databaseArn: string,
        how: { zone?: string; graph?: GraphToBuild } = {},
      ) =>
        store.transaction(tx =>
          store.shares.create(tx, {
            graph: how.graph ?? { nodes: [], cuts: [] },
            share: row(network, databaseArn, how),
          }),
        );
      const end = (network: string, databaseArn: string) =>
        knex('shares')
          .where({ network, database_arn: databaseArn })
          .update({ lifecycle: 'revoking', living_key: null });
      const inZone = (network: string, database: string) =>
        share(network, database, {
          zone: 'reporting',
          graph: graphOf(`join of ${network}`, `${database} in it`),
        });
      return {
        pairs: store.livingPairs,
        row,
        share,
        end,
        inZone,
        knex,
        store,
        now: startedAt,
      };
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

    it('sees somebody in a zone until both the network and the database that left are out of it', async () => {
      const { pairs, knex, store, now, inZone } = await setup();
      await inZone('one', 'orders');
      const isLeaving = async () => (await pairs.inZone('reporting')).isLeaving;
      const isOut = (name: string) =>
        knex('objects').where({ name }).update({ removal: 'accepted' });
      expect(await isLeaving()).toBe(false);

      await store.transaction(tx =>
        store.shares.revoke(tx, 'one orders', {
          actor: 'user:default/requester',
          reason: 'Over',
          now,
        }),
      );
      expect(await isLeaving()).toBe(true);

      // One is enough to cut this pair; whoever joins now would still reach the other.
      await isOut('join of one');
      await knex('shares').update({ cut_at: now.toISOString() });
      expect(await isLeaving()).toBe(true);

      await isOut('orders in it');
      expect(await isLeaving()).toBe(false);
    });

    it('of two that would associate one VPC at the same time, lets the second one see the first', async () => {
      const { pairs, row, store } = await setup();
      const isTaken = (tx: Tx, pattern: Pattern) =>
        pairs.isTakenElsewhere(tx, { network: 'one', pattern });
      let second: Promise<boolean> | undefined;
      const first = await store.transaction(async tx => {
        const answer = await isTaken(tx, 'lattice-consumer-network');
        second = store.transaction(own =>
          isTaken(own, 'lattice-resource-endpoint'),
        );
        // Whoever does not wait has time to be wrong.
        for (let i = 0; i < 20; i++) {
          await tx('shares').first();
        }
        await store.shares.create(tx, {
          graph: { nodes: [], cuts: [] },
          share: row('one', 'orders', {
            pattern: 'lattice-consumer-network',
            join: 'association',
          }),
        });
        return answer;
      });
      expect([first, await second]).toEqual([false, true]);
    });

    it('does not mind what others go on using', async () => {
      const { pairs, knex, store, now, inZone } = await setup();
      await inZone('one', 'orders');
      await inZone('one', 'billing');
      await store.transaction(tx =>
        store.shares.revoke(tx, 'one orders', {
          actor: 'user:default/requester',
          reason: 'Over',
          now,
        }),
      );
      await knex('objects')
        .where({ name: 'orders in it' })
        .update({ removal: 'accepted' });
      await knex('shares')
        .where({ lifecycle: 'revoking' })
        .update({ cut_at: now.toISOString() });
      expect((await pairs.inZone('reporting')).isLeaving).toBe(false);
    });
  });
});

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
import { Knex } from 'knex';
import { LaneLease } from '../store';
import { ShareProgress } from './ShareProgress';
import {
  CONSUMER,
  pathGraph,
  PROVIDER,
  TestBench,
} from './__testUtils__/TestBench';

jest.setTimeout(60_000);

const SUBNET = { lane: CONSUMER, kind: 'ec2/subnet', awsId: 'subnet-1' };
const DATABASE = { lane: PROVIDER, kind: 'rds/database', awsId: 'arn:db' };

describe('S9: a share whose objects are all ready', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('is tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  /** A share whose objects have all just become ready, and nobody who works its lanes but the test. */
  async function builtShare(knex: Knex) {
    const bench = await TestBench.create(knex);
    const { store, clock } = bench;
    const id = await bench.share({
      graph: { ...pathGraph(), surroundings: [SUBNET, DATABASE] },
    });
    const progress = new ShareProgress(store);
    const leases = new Map<string, LaneLease>();
    for (const free of await store.read(tx =>
      store.leases.free(tx, [PROVIDER, CONSUMER]),
    )) {
      const lease = await store.transaction(tx =>
        store.leases.claim(tx, free, { owner: 'test', leaseMs: 600_000 }),
      );
      leases.set(free.lane.accountId, lease!);
    }
    await knex('objects').update({ condition: 'ready' });
    const advance = async () => {
      await progress.advance(clock.now());
      const { lifecycle, reason } = await bench.get(id);
      return reason ? `${lifecycle}: ${reason}` : lifecycle;
    };
    const unread = async () => {
      const found = await store.read(tx =>
        store.verifications.unreadOf(tx, [id]),
      );
      return (found.get(id) ?? []).map(({ what }) =>
        'title' in what ? what.title : what.awsId,
      );
    };
    /** As a look at each object does that began now. */
    const look = async () => {
      for (const object of await bench.objects(id)) {
        await store.transaction(tx =>
          store.knownObjects.learn(tx, leases.get(object.lane.accountId)!, {
            object,
            learned: { readAt: 1, nextLookAt: 1e15 },
          }),
        );
      }
    };
    const asked = async (place: typeof SUBNET) =>
      (await store.read(tx =>
        store.sweeps.due(tx, { lane: place.lane, now: 0 }),
      ))!.asked;
    /** As a sweep does that began when so many had been asked for. */
    const learn = (
      place: typeof SUBNET,
      sweep: number,
      inPart: readonly string[] = [],
    ) =>
      store.transaction(tx =>
        store.surroundings.learn(tx, leases.get(place.lane.accountId)!, {
          kind: place.kind,
          said: new Map([[place.awsId, {}]]),
          at: 1,
          sweep,
          inPart: new Set(inPart),
        }),
      );
    return { ...bench, bench, id, advance, unread, look, asked, learn };
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    it('is active only once every hop was read after that, whatever was read before', async () => {
      const s = await builtShare(await databases.init(databaseId));
      const before = await s.asked(SUBNET);
      await s.look();
      await s.learn(SUBNET, before);
      await s.learn(DATABASE, await s.asked(DATABASE));

      expect(await s.advance()).toBe('building');
      expect(await s.advance()).toBe('building');
      const titles = ['gateway', 'rule', 'configuration', 'principal'];
      expect((await s.unread()).sort()).toEqual(
        [
          ...[...titles, 'endpoint', 'association'].map(key => `The ${key}`),
          SUBNET.awsId,
          DATABASE.awsId,
        ].sort(),
      );

      await s.look();
      await s.learn(DATABASE, await s.asked(DATABASE));
      // Its sweep had begun before the last object was ready.
      await s.learn(SUBNET, before);
      expect(await s.unread()).toEqual([SUBNET.awsId]);
      expect(await s.advance()).toBe('building');

      await s.learn(SUBNET, await s.asked(SUBNET));
      expect(await s.unread()).toEqual([]);
      expect(await s.advance()).toBe('active');
      const told = await s.bench.timeline(s.id);
      expect(
        told
          .filter(({ kind }) => kind.startsWith('share.'))
          .map(({ kind, message }) => `${kind} ${message}`),
      ).toEqual([
        'share.building Began to build 6 objects',
        'share.built All objects are ready: all that packets meet on the way is read once more before it is called active',
        'share.active All that packets meet on the way was read',
      ]);
    });

    it('is not active while something on the way could be read in part only', async () => {
      const s = await builtShare(await databases.init(databaseId));
      await s.advance();
      await s.look();
      await s.learn(DATABASE, await s.asked(DATABASE));
      const asked = await s.asked(SUBNET);
      for (let times = 0; times < 2; times += 1) {
        await s.learn(SUBNET, asked, [SUBNET.awsId]);
        expect(await s.unread()).toEqual([SUBNET.awsId]);
        expect(await s.advance()).toBe('building');
      }
      await s.learn(SUBNET, asked);
      expect(await s.advance()).toBe('active');
    });

    it('is read anew once what was not ready any more is again', async () => {
      const knex = await databases.init(databaseId);
      const s = await builtShare(knex);
      await s.advance();
      await s.look();
      await s.learn(SUBNET, await s.asked(SUBNET));
      await s.learn(DATABASE, await s.asked(DATABASE));
      await knex('objects')
        .where({ type: 'rule' })
        .update({ condition: 'degraded' });
      expect(await s.advance()).toBe('building');
      await knex('objects').update({ condition: 'ready' });
      expect(await s.advance()).toBe('building');
      expect(await s.unread()).toHaveLength(8);
    });

    it('has its objects looked at once, and nobody is warned that anything has changed', async () => {
      const s = await builtShare(await databases.init(databaseId));
      await s.look();
      await s.advance();
      for (const object of await s.bench.objects(s.id)) {
        const { looksAsked, looksHeeded, looksWarned } = object;
        expect([looksAsked - looksHeeded, looksWarned > looksHeeded]).toEqual([
          1,
          false,
        ]);
      }
    });

    it('S4: is not active while AWS calls one of them partly working', async () => {
      const knex = await databases.init(databaseId);
      const s = await builtShare(knex);
      // PARTIAL of an association with a service network, partial of an endpoint: each type says so in its own test.
      await knex('objects')
        .where({ type: 'association' })
        .update({ condition: 'degraded' });
      expect(await s.advance()).toBe('building');
      await s.look();
      await s.learn(SUBNET, await s.asked(SUBNET));
      await s.learn(DATABASE, await s.asked(DATABASE));
      expect(await s.advance()).toBe('building');
      await knex('objects').update({ condition: 'ready' });
      await s.advance();
      await s.look();
      await s.learn(SUBNET, await s.asked(SUBNET));
      await s.learn(DATABASE, await s.asked(DATABASE));
      expect(await s.advance()).toBe('active');
    });

    it('waits for nothing for ever without a word: what was not read in time is said', async () => {
      const s = await builtShare(await databases.init(databaseId));
      await s.advance();
      await s.look();
      await s.learn(DATABASE, await s.asked(DATABASE));
      s.clock.advance(600);
      expect(await s.advance()).toBe('building');
      s.clock.advance(1);
      expect(await s.advance()).toBe(
        'stuck: All objects are ready, but nobody knows whether packets pass: Network ACLs of the database’s subnets in account 666666666666, us-east-1, could not be read. The lane has not been swept since',
      );
      await s.learn(SUBNET, await s.asked(SUBNET));
      expect(await s.advance()).toBe('active');
    });
  });
});

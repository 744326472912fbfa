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

import { createHash } from 'crypto';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { canonicalJson } from '../canonicalJson';
import { Store } from './Store';
import { ChainedEntry } from './timelineChain';
import { Tx } from './Tx';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@towpath/backstage-plugin-database-access-backend',
  'migrations',
);

const at = new Date('2026-11-29T09:00:00.000Z');

/** Whether each row carries the hash of all else that it says, and of the row before it. */
function expectChain(rows: ChainedEntry[]): void {
  let previousHash = '0'.repeat(64);
  rows.forEach(({ hash, ...rest }, index) => {
    const computed = createHash('sha256')
      .update(canonicalJson(rest))
      .digest('hex');
    expect(rest).toMatchObject({ sequence: index + 1, previousHash });
    expect(hash).toBe(computed);
    previousHash = hash;
  });
}

describe('the chain of the timeline', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const store = await Store.create({
        database: { getClient: async () => knex },
      });
      const append = (tx: Tx, requestId: string, message: string) =>
        store.timeline.append(tx, {
          requestId,
          at,
          actor: 'user:default/mia',
          kind: 'told',
          message,
        });
      const chain = (requestId: string) =>
        store.read(tx =>
          store.timeline.listChained(tx, {
            requestId,
            from: 1,
            to: 1_000,
            limit: 1_000,
          }),
        );
      return { knex, store, append, chain };
    }

    it('binds each row to the one before it, for each request by itself', async () => {
      const { store, append, chain } = await setup();
      await store.transaction(async tx => {
        await append(tx, 'request-1', 'first');
        await append(tx, 'request-2', 'of another');
        await append(tx, 'request-1', 'second');
      });
      await store.transaction(tx =>
        store.timeline.append(tx, {
          requestId: 'request-1',
          shareId: 'share-1',
          at,
          actor: 'system',
          kind: 'share.active',
          message: 'third',
          objectKey: 'endpoint',
          awsRequestId: 'aws-1',
          planDigest: 'd'.repeat(64),
          details: { isLast: true, addresses: ['10.0.0.1'] },
        }),
      );
      const first = await chain('request-1');
      expect(first.map(({ message }) => message)).toEqual([
        'first',
        'second',
        'third',
      ]);
      expectChain(first);
      const second = await chain('request-2');
      expect(second).toHaveLength(1);
      expectChain(second);
      await expect(
        store.read(tx => store.timeline.head(tx, 'request-1')),
      ).resolves.toEqual({ sequence: 3, hash: first[2].hash });
      await expect(
        store.read(tx => store.timeline.head(tx, 'unknown')),
      ).resolves.toEqual({ sequence: 0, hash: '0'.repeat(64) });
    });

    it('has no gap and no fork, however many write at the same time', async () => {
      const { store, append, chain } = await setup();
      const requests = ['request-1', 'request-2', 'request-3'];
      const outcomes = await Promise.allSettled(
        Array.from({ length: 40 }, (_, index) =>
          store.transaction(async tx => {
            await append(tx, requests[index % 3], `begun ${index}`);
            await append(tx, requests[(index + 1) % 3], `ended ${index}`);
            if (index % 8 === 7) {
              throw new Error('Not this time');
            }
          }),
        ),
      );
      expect(
        outcomes.filter(({ status }) => status === 'rejected'),
      ).toHaveLength(5);
      const chains = await Promise.all(requests.map(chain));
      expect(chains.flat()).toHaveLength(70);
      chains.forEach(expectChain);
    });

    it('is kept by the database itself: no row is changed, removed or doubled', async () => {
      const { knex, store, append, chain } = await setup();
      await store.transaction(tx => append(tx, 'request-1', 'first'));
      const before = await chain('request-1');
      for (const statement of [
        "update timeline set message = 'never happened'",
        'update timeline set sequence = 2',
        'delete from timeline',
      ]) {
        // An error of SQLite's own, which is not that of this realm.
        await expect(knex.raw(statement)).rejects.toMatchObject({
          message: expect.stringContaining('append-only'),
        });
      }
      const { id, ...row } = await knex('timeline').first();
      await expect(knex('timeline').insert(row)).rejects.toMatchObject({
        message: expect.stringMatching(/unique/i),
      });
      expect(await chain('request-1')).toEqual(before);
    });

    if (databaseId === 'POSTGRES_18') {
      it('is not emptied either', async () => {
        const { knex, store, append, chain } = await setup();
        await store.transaction(tx => append(tx, 'request-1', 'first'));
        await expect(knex.raw('truncate timeline')).rejects.toThrow(
          /append-only/,
        );
        expect(await chain('request-1')).toHaveLength(1);
      });
    }

    it('keeps what no database can keep in a form that it can', async () => {
      const { store, chain } = await setup();
      await store.transaction(tx =>
        store.timeline.append(tx, {
          requestId: 'request-1',
          at,
          actor: 'system',
          kind: 'told',
          message: 'half \ud83d of 🦊, é and é',
          awsRequestId: '',
          details: { event: { id: 'half \udc00', message: '' } },
        }),
      );
      const rows = await chain('request-1');
      expect(rows[0]).toMatchObject({
        message: 'half \ufffd of 🦊, é and é',
        details: { event: { id: 'half \ufffd', message: '' } },
      });
      expect(rows[0].awsRequestId).toBeUndefined();
      expectChain(rows);
    });

    it('takes in the rows that were written before there was one, and goes on from them', async () => {
      const { knex, store, append, chain } = await setup();
      await knex.migrate.down({
        directory,
        name: '20261129000000_timeline_chain.js',
      });
      await expect(knex.schema.hasColumn('timeline', 'hash')).resolves.toBe(
        false,
      );
      const old = Array.from({ length: 1_200 }, (_, index) => ({
        request_id: `request-${index % 2}`,
        share_id: index % 3 ? `share-${index}` : null,
        at: at.toISOString(),
        actor: 'system',
        kind: 'told',
        message: `Entry "${index}" é\n🦊`,
        aws_request_id: index % 5 ? null : `aws-${index}`,
        details:
          index % 7
            ? null
            : JSON.stringify({ isLast: true, addresses: ['b', 'a'] }),
      }));
      for (let i = 0; i < old.length; i += 50) {
        await knex('timeline').insert(old.slice(i, i + 50));
      }
      await knex.migrate.latest({ directory });
      await store.transaction(tx => append(tx, 'request-0', 'new'));
      const [first, second] = [
        await chain('request-0'),
        await chain('request-1'),
      ];
      expect(first).toHaveLength(601);
      expect(first[600].message).toBe('new');
      expectChain(first);
      expect(second).toHaveLength(600);
      expectChain(second);
    });
  });
});

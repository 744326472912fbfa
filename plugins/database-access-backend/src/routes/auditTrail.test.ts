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
import { verifyAll } from '../__testUtils__/auditVerifier';
import { writeAudit } from './writeAudit';
import { Store } from '../store';
import { AuditQuery, AuditTrail } from '../requests';

jest.setTimeout(120_000);

const at = new Date('2026-11-29T09:00:00.000Z');

describe('the audit trail', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const store = await Store.create({
        database: { getClient: async () => knex },
      });
      const trail = new AuditTrail({
        store,
        clock: { now: () => at },
        installation: 'demo',
      });
      const tell = (requestId: string, messages: string[]) =>
        store.transaction(async tx => {
          for (const message of messages) {
            await store.timeline.append(tx, {
              requestId,
              at,
              actor: 'system',
              kind: 'told',
              message,
            });
          }
        });
      const written = async (query: AuditQuery = {}) => {
        const records = await trail.open(query, 'user:default/auditor');
        let text = '';
        for await (const line of writeAudit(records, 'jsonl')) {
          text += line;
        }
        return text;
      };
      return { knex, store, trail, tell, written };
    }

    it('is read page by page, however long it is, and no further than somebody takes it', async () => {
      const { store, tell, trail, written } = await setup();
      await tell(
        'long',
        Array.from({ length: 1_234 }, (_, index) => `entry ${index}`),
      );
      for (let i = 0; i < 230; i++) {
        await tell(`request-${i}`, ['asked', 'answered']);
      }
      const listChained = jest.spyOn(store.timeline, 'listChained');
      const list = jest.spyOn(store.trails, 'list');
      const text = await written();
      const [verdict] = Object.values(await verifyAll({ text }));
      expect(verdict.said).toContain('231 requests, 1694 rows: every row');
      expect(list).toHaveBeenCalledTimes(3);
      for (const [, { limit }] of listChained.mock.calls) {
        expect(limit).toBeLessThanOrEqual(500);
      }

      listChained.mockClear();
      const records = await trail.open({}, 'user:default/auditor');
      for (let i = 0; i < 10; i++) {
        await records.next();
      }
      await records.return(undefined);
      // What the first request is about, and its first page.
      expect(listChained).toHaveBeenCalledTimes(2);
    });

    it('is whole as of one moment, though more happens while it is written', async () => {
      const { tell, trail } = await setup();
      await tell('request-1', ['asked', 'answered']);
      const records = await trail.open({}, 'user:default/auditor');
      const lines = writeAudit(records, 'jsonl');
      let text = '';
      for (let i = 0; i < 3; i++) {
        text += (await lines.next()).value;
      }
      await tell('request-1', ['meanwhile']);
      for await (const line of lines) {
        text += line;
      }
      const [verdict] = Object.values(await verifyAll({ text }));
      expect(verdict.isGood).toBe(true);
      expect(verdict.said).toContain('2 rows');
      expect(text).not.toContain('meanwhile');
    });

    it('has no gap at the ends of a range, though a later row may carry an earlier time', async () => {
      const { store, written } = await setup();
      for (const time of ['09:00', '09:02', '09:01', '09:03', '09:02']) {
        await store.transaction(tx =>
          store.timeline.append(tx, {
            requestId: 'request-1',
            at: new Date(`2026-11-29T${time}:00.000Z`),
            actor: 'system',
            kind: 'told',
            message: time,
          }),
        );
      }
      const text = await written({
        from: '2026-11-29T09:02:00Z',
        to: '2026-11-29T09:03:00Z',
      });
      const rows = text
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line))
        .filter(({ record }) => record === 'row');
      expect(rows.map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5]);
      expect((await verifyAll({ text })).text.isGood).toBe(true);
    });

    it('shows what somebody does to the table itself', async () => {
      const { knex, tell, written } = await setup();
      await tell('request-1', ['one', 'two', 'three', 'four']);
      await tell('request-2', ['one']);
      const isPostgres = knex.client.config.client === 'pg';
      for (const statement of isPostgres
        ? ['alter table timeline disable trigger all']
        : [
            'drop trigger timeline_keeps_rows_update',
            'drop trigger timeline_keeps_rows_delete',
          ]) {
        await knex.raw(statement);
      }
      await knex('timeline')
        .where({ request_id: 'request-1', sequence: 3 })
        .delete();
      await knex('timeline')
        .where({ request_id: 'request-1', sequence: 2 })
        .update({ actor: 'user:default/somebody-else' });
      const { text } = await verifyAll({ text: await written() });
      expect(text.isGood).toBe(false);
      expect(text.said).toContain('Row 3 of the request request-1 is missing');
      expect(text.said).toContain('Row 2 of the request request-1');
      expect(text.said).toContain('was changed');
      expect(text.said).not.toContain('request-2');
    });
  });
});

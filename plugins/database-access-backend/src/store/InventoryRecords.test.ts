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

import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Store } from './Store';

jest.setTimeout(60_000);

const ORDERS = { accountId: '333333333333', region: 'us-east-1' };
const BILLING = { accountId: '444444444444', region: 'us-east-1' };
const AT = new Date('2026-11-29T03:00:00.000Z');
const LATER = new Date('2026-11-29T03:10:00.000Z');

const databaseIn = ({ accountId, region }: typeof ORDERS, name: string) => {
  const arn = `arn:aws:rds:${region}:${accountId}:db:${name}`;
  return { arn, facts: { arn, status: 'available' } };
};

const PROBLEM = {
  code: 'account_refused',
  severity: 'warning' as const,
  message: 'Account 333333333333 (orders) refused it.',
};

describe('InventoryRecords', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async (id: TestDatabaseId = databaseId) => {
      const knex = await databases.init(id);
      const { inventory } = await Store.create({
        database: { getClient: async () => knex },
      });
      const arns = async (after?: string, limit = 10) =>
        (await inventory.databases([ORDERS, BILLING], { after, limit })).map(
          ({ arn }) => arn,
        );
      return { inventory, arns };
    };

    it('know of a lane what it had when it was read the last time', async () => {
      const { inventory, arns } = await setup();
      const [a, b, c] = ['a', 'b', 'c'].map(name => databaseIn(ORDERS, name));
      await inventory.saveRead(ORDERS, { readAt: AT, databases: [a, b] });
      await inventory.saveRead(ORDERS, { readAt: LATER, databases: [c, b] });
      await expect(arns()).resolves.toEqual([b.arn, c.arn]);
      await expect(inventory.lanes()).resolves.toEqual([
        { ...ORDERS, lookedAt: LATER, readAt: LATER },
      ]);
    });

    it('forget nothing of a lane that could not be read, and nothing of others', async () => {
      const { inventory, arns } = await setup();
      const [a, b] = [databaseIn(ORDERS, 'a'), databaseIn(BILLING, 'b')];
      await inventory.saveRead(ORDERS, { readAt: AT, databases: [a] });
      await inventory.saveRead(BILLING, { readAt: AT, databases: [b] });
      await inventory.saveProblem(ORDERS, {
        lookedAt: LATER,
        problem: PROBLEM,
      });
      await expect(arns()).resolves.toEqual([a.arn, b.arn]);
      await expect(inventory.lanes()).resolves.toEqual([
        { ...ORDERS, lookedAt: LATER, readAt: AT, problem: PROBLEM },
        { ...BILLING, lookedAt: AT, readAt: AT },
      ]);
      await inventory.saveRead(ORDERS, { readAt: LATER, databases: [a] });
      const [orders] = await inventory.lanes();
      expect(orders.problem).toBeUndefined();
    });

    it('give more databases than a statement takes, page by page, each once', async () => {
      const { inventory, arns } = await setup();
      const many = Array.from({ length: 1_201 }, (_, i) =>
        databaseIn(ORDERS, `db-${String(i).padStart(4, '0')}`),
      );
      await inventory.saveRead(ORDERS, { readAt: AT, databases: many });
      const seen: string[] = [];
      for (;;) {
        const page = await arns(seen[seen.length - 1], 100);
        if (page.length === 0) {
          break;
        }
        seen.push(...page);
      }
      expect(seen).toEqual(many.map(({ arn }) => arn));
    });

    it('forget lanes that are in config no longer, and show none of them before', async () => {
      const { inventory, arns } = await setup();
      const [a, b] = [databaseIn(ORDERS, 'a'), databaseIn(BILLING, 'b')];
      await inventory.saveRead(ORDERS, { readAt: AT, databases: [a] });
      await inventory.saveRead(BILLING, { readAt: AT, databases: [b] });
      const shown = await inventory.databases([BILLING], { limit: 10 });
      expect(shown.map(({ arn }) => arn)).toEqual([b.arn]);
      await inventory.forgetAllBut([BILLING]);
      await expect(arns()).resolves.toEqual([b.arn]);
      await expect(inventory.lanes()).resolves.toHaveLength(1);
    });
  });
});

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
import {
  owner,
  requestBench,
  requester,
  secondOwner,
} from '../__testUtils__/requestBench';

jest.setTimeout(240_000);

/** So often that one would lose to the other both ways round. */
const ROUNDS = 8;

describe('two people at the same moment', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('are tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  const setup = async (databaseId: TestDatabaseId) => {
    const networks = Array.from({ length: ROUNDS }, (_, i) => `network-${i}`);
    const bench = await requestBench(await databases.init(databaseId), {
      networks,
    });
    return { ...bench, one: bench.replica(), other: bench.replica(), networks };
  };

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    it('A7: who approve the same request: one word counts, one share is started, and the second hears who was faster', async () => {
      const { approve, file, knex, networks, one, other } = await setup(
        databaseId,
      );
      for (const network of networks) {
        const { id, planDigest } = await file(network);
        const word = { decision: 'approve', planDigest } as const;
        const words = await Promise.allSettled([
          one.requests.decide(owner, id, word),
          other.requests.decide(secondOwner, id, word),
        ]);
        const [lost] = words.flatMap(each =>
          each.status === 'rejected' ? [each.reason] : [],
        );
        expect(words.filter(each => each.status === 'fulfilled')).toHaveLength(
          1,
        );
        expect(lost.code).toBe('request_not_pending');
        expect(lost.message).toMatch(
          /^Already approved by user:default\/(owner|second) at 2026-/,
        );
        expect(lost.message).not.toContain(
          words[0].status === 'fulfilled' ? secondOwner.ref : owner.ref,
        );
        expect(await knex('decisions').where({ request_id: id })).toHaveLength(
          1,
        );
        expect(
          await knex('timeline').where({
            request_id: id,
            kind: 'request.approved',
          }),
        ).toHaveLength(1);

        await Promise.all([one.starter.startDue(), other.starter.startDue()]);
        expect(
          await knex('request_starts').where({ request_id: id }),
        ).toHaveLength(1);
        expect(await knex('shares').where({ request_id: id })).toHaveLength(1);
        // A third is as late as the second.
        await expect(
          approve({ id, planDigest }, secondOwner),
        ).rejects.toMatchObject({ code: 'request_not_pending' });
      }
    });

    it('A7: of whom one approves and one denies: the request is what the one word says, and nothing of the other is left', async () => {
      const { file, knex, networks, one, other } = await setup(databaseId);
      for (const network of networks) {
        const { id, planDigest } = await file(network);
        const words = await Promise.allSettled([
          one.requests.decide(owner, id, {
            decision: 'approve',
            planDigest,
          }),
          other.requests.decide(secondOwner, id, {
            decision: 'deny',
            comment: 'No',
            planDigest,
          }),
        ]);
        const won = words.flatMap(each =>
          each.status === 'fulfilled' ? [each.value.status] : [],
        );
        expect(won).toHaveLength(1);
        const { status, decisions } = await one.requests.get(id);
        expect(status).toBe(won[0]);
        expect(decisions.map(({ decision }) => decision)).toEqual([
          status === 'approved' ? 'approve' : 'deny',
        ]);
        await one.starter.startDue();
        expect(await knex('shares').where({ request_id: id })).toHaveLength(
          status === 'approved' ? 1 : 0,
        );
      }
    });

    it('of whom one approves and the requester withdraws: it is not both', async () => {
      const { file, knex, networks, one, other } = await setup(databaseId);
      for (const network of networks) {
        const { id, planDigest } = await file(network);
        await Promise.allSettled([
          one.requests.decide(owner, id, {
            decision: 'approve',
            planDigest,
          }),
          other.requests.cancel(requester, id),
        ]);
        await Promise.allSettled([
          one.starter.start(id),
          other.requests.cancel(requester, id),
        ]);
        const { status } = await one.requests.get(id);
        expect(['started', 'cancelled']).toContain(status);
        expect(await knex('shares').where({ request_id: id })).toHaveLength(
          status === 'started' ? 1 : 0,
        );
      }
    });
  });
});

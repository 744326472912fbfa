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
import { owner, requestBench, requester } from '../__testUtils__/requestBench';

jest.setTimeout(240_000);

const WISH = {
  databaseRef: 'resource:default/orders-postgres',
  network: 'analytics',
  durationSeconds: 86_400,
};

describe('F5: a pair that is taken', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())(
    'is said to be so before anybody files for it, with where to go instead, on %s',
    async databaseId => {
      const bench = await requestBench(await databases.init(databaseId), {
        networks: ['analytics', 'reports'],
      });
      const { approve, file, knex, requests, shares, starter } = bench;
      const first = await requests.plan(requester, WISH);
      expect(first.plan.digest).toBeDefined();

      const expectTaken = async (message: string, remedy: string) => {
        const { plan, graph } = await requests.plan(requester, WISH);
        expect(plan.findings[0]).toEqual({
          code: 'already_shared',
          severity: 'blocking',
          message,
          remedy,
        });
        // Nobody can send it on.
        expect([plan.digest, graph]).toEqual([undefined, undefined]);
        await expect(
          requests.file(requester, {
            ...WISH,
            purpose: 'Another report',
            planDigest: first.plan.digest!,
            idempotencyKey: 'second',
          }),
        ).rejects.toMatchObject({ code: 'already_shared' });
        // Another pair is another matter.
        const other = { ...WISH, network: 'reports' };
        const elsewhere = await requests.plan(requester, other);
        expect(elsewhere.plan.digest).toBeDefined();
      };

      const filed = await file('analytics');
      await expectTaken(
        `analytics has an open request for resource:default/orders-postgres already, by user:default/requester: ${filed.id}, which is pending.`,
        `Follow it at /database-access/requests/${filed.id}. Ask anew once it is over or was withdrawn there.`,
      );
      // The request itself is not in its own way.
      await approve(filed);
      const { shareId } = await starter.start(filed.id);
      const { share } = await shares.get(shareId!);
      await expectTaken(
        `analytics has access to resource:default/orders-postgres already, until ${share.expiresAt}: it is the share ${shareId}.`,
        `Use it: /database-access/shares/${shareId} shows how. Ask anew once it has ended or was revoked there.`,
      );

      await shares.revoke(owner, shareId!, { reason: 'Over' });
      const again = await requests.plan(requester, WISH);
      expect(again.plan.digest).toBe(first.plan.digest);
      expect(await knex('access_requests')).toHaveLength(1);
    },
  );
});

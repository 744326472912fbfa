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
  AuthorizeResult,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createDatabaseAccessShareConditionalDecision,
  databaseAccessShareConditions,
} from '@towpath/backstage-plugin-database-access-node';
import { exampleAccounts } from '../__testUtils__/exampleConfig';
import {
  handOver,
  heir,
  HEIRS,
  owner,
  OWNERS,
  requestBench,
} from '../__testUtils__/requestBench';
import { decide, fileRequest } from '../__testUtils__/requestSteps';
import { rowsOf } from '../__testUtils__/rowsOf';
import {
  databaseEntity,
  refOf,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';
import { AccountConfig } from '../config';

jest.setTimeout(240_000);

afterEach(stopPortals);

const ORDERS = 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';

type Bench = Awaited<ReturnType<typeof requestBench>>;

const OVER = { reason: 'The project is over' };

async function startedShare(bench: Bench): Promise<string> {
  const filed = await bench.file('analytics');
  await bench.approve(filed);
  const { shareId } = await bench.starter.start(filed.id);
  return shareId!;
}

/** What a company's own policy may say. */
function onlyOwnersRevoke(
  permission: Permission,
  personRef: string,
): PolicyDecision {
  if (permission.name !== 'database-access.share.revoke') {
    return { result: AuthorizeResult.ALLOW };
  }
  return createDatabaseAccessShareConditionalDecision(
    permission as never,
    databaseAccessShareConditions.isDatabaseOwner({
      ownerRefs:
        personRef === refOf('owner')
          ? ['group:default/orders-team']
          : ['group:default/visitors'],
    }),
  );
}

describe('whoever owns the database at that moment', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  const setup = async (databaseId: TestDatabaseId) =>
    requestBench(await databases.init(databaseId));

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    it('is asked, though another request cannot be planned', async () => {
      const bench = await requestBench(await databases.init(databaseId), {
        networks: ['analytics', 'payments'],
      });
      const { file, logger, requests, store } = bench;
      const first = await file('analytics');
      bench.clock.advance(1);
      const newer = await file('payments');
      handOver(bench);
      const sendBack = store.accessRequests.sendBack.bind(store.accessRequests);
      jest
        .spyOn(store.accessRequests, 'sendBack')
        .mockImplementation(async (tx, seen, now) => {
          if (seen.id === newer.id) {
            throw new Error('The database is full');
          }
          return sendBack(tx, seen, now);
        });
      await requests.followOwners();
      expect((await requests.get(first.id)).ownerRef).toBe(HEIRS);
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringContaining(newer.id),
      );
    });

    it('may end an access and try it again, and whoever owned it when it began may not any more', async () => {
      const bench = await setup(databaseId);
      const { shares, timelineOf } = bench;
      const id = await startedShare(bench);
      await expect(shares.revoke(heir, id, OVER)).rejects.toMatchObject({
        code: 'not_entitled',
      });
      handOver(bench);

      for (const act of [
        () => shares.revoke(owner, id, OVER),
        () => shares.retry(owner, id),
      ]) {
        await expect(act()).rejects.toMatchObject({ code: 'not_entitled' });
      }
      await shares.retry(heir, id);
      const { share } = await shares.revoke(heir, id, OVER);
      expect(share).toMatchObject({ lifecycle: 'revoking', ownerRef: HEIRS });
      // Whose it was when it was agreed on stays written.
      expect(share.plan.deciders?.refs).toEqual([OWNERS]);
      const handed = (await timelineOf(share.requestId)).filter(
        ({ kind }) => kind === 'share.handed',
      );
      expect(handed.map(({ message }) => message)).toEqual([
        `resource:default/orders-postgres belongs to ${HEIRS} now, and no more to ${OWNERS}`,
      ]);
    });

    it.each<[string, (bench: Bench) => void]>([
      [
        'another entity with its ARN and the own team',
        ({ shadow }) => {
          shadow.metadata.annotations = { 'aws.amazon.com/arn': ORDERS };
        },
      ],
      [
        'the own team in the true entity',
        ({ database }) => {
          database.spec!.owner = 'heirs-team';
        },
      ],
      [
        'an entity with its ARN and the own team instead of the true one',
        ({ database, shadow }) => {
          database.metadata.annotations = {};
          shadow.metadata.annotations = { 'aws.amazon.com/arn': ORDERS };
        },
      ],
      [
        'the true entity for another account, which names the own team',
        ({ database, config }) => {
          const accounts = config.accounts as Map<string, AccountConfig>;
          accounts.set('444444444444', {
            ...accounts.get('444444444444')!,
            owner: HEIRS,
          });
          database.metadata.annotations = {
            'aws.amazon.com/arn':
              'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
          };
          database.spec!.owner = 'heirs-team';
        },
      ],
    ])('is not who writes %s', async (_, forge) => {
      const bench = await setup(databaseId);
      const { clock, knex, shares } = bench;
      const id = await startedShare(bench);
      forge(bench);
      clock.advance(31);
      const before = await rowsOf(knex);
      await expect(shares.revoke(heir, id, OVER)).rejects.toMatchObject({
        code: 'not_entitled',
      });
      await shares.followOwners();
      expect(await rowsOf(knex)).toEqual(before);
      // Those who were known before can still end it.
      const { share } = await shares.revoke(owner, id, OVER);
      expect(share).toMatchObject({ lifecycle: 'revoking', ownerRef: OWNERS });
    });

    it('is whoever it was the last time, while AWS does not say', async () => {
      const bench = await setup(databaseId);
      const { company, shares } = bench;
      const id = await startedShare(bench);
      company.world.faults.add({
        operation: 'rds:DescribeDBInstances',
        kind: 'throttle',
        count: 100,
      });
      handOver(bench);
      await expect(shares.revoke(heir, id, OVER)).rejects.toMatchObject({
        code: 'not_entitled',
      });
      const { share } = await shares.revoke(owner, id, OVER);
      expect(share.lifecycle).toBe('revoking');
    });

    it('stands in lists before long, and in the timeline once', async () => {
      const bench = await setup(databaseId);
      const { shares, store, timelineOf } = bench;
      const id = await startedShare(bench);
      handOver(bench);
      await shares.followOwners();
      await shares.followOwners();
      const found = await store.read(tx =>
        store.shares.list(tx, {
          criteria: { field: 'ownerRef', values: [HEIRS] },
        }),
      );
      expect(found.map(share => share.id)).toEqual([id]);
      const handed = (await timelineOf(found[0].requestId)).filter(
        ({ kind }) => kind === 'share.handed',
      );
      expect(handed).toMatchObject([{ actor: 'system' }]);
    });

    it('finds a request that was filed before among those to decide', async () => {
      const bench = await setup(databaseId);
      const { approve, file, requests, timelineOf } = bench;
      const filed = await file('analytics');
      handOver(bench);
      await requests.followOwners();
      await requests.followOwners();
      const query = { toDecide: true, limit: 10 };
      expect(await requests.list(query, owner)).toEqual([]);
      const [waiting] = await requests.list(query, heir);
      expect(waiting).toMatchObject({ id: filed.id, generation: 2 });
      expect(
        (await timelineOf(filed.id)).map(({ message }) => message),
      ).toEqual([
        expect.stringMatching(/^Asked for/),
        `Has to be decided again: The database belongs to ${HEIRS} now`,
      ]);
      expect((await approve(waiting, heir)).status).toBe('approved');
    });

    it('decides on a request that was filed before', async () => {
      const bench = await setup(databaseId);
      const { file, requests } = bench;
      const filed = await file('analytics');
      handOver(bench);
      const no = {
        decision: 'deny',
        comment: 'Not from here',
        planDigest: filed.planDigest,
      } as const;
      await expect(requests.decide(owner, filed.id, no)).rejects.toMatchObject({
        code: 'not_a_decider',
        message: expect.stringContaining(HEIRS),
      });
      const denied = await requests.decide(heir, filed.id, no);
      expect(denied.status).toBe('denied');
    });

    it('is who a policy means by an owner', async () => {
      const knex = await databases.init(databaseId);
      const before = await startPortal({ knex });
      const filed = await fileRequest(before);
      await decide(before, filed);
      const { body: started } = await before
        .as('requester')
        .post(`/requests/${filed.id}/start`);
      await stopPortals();

      const portal = await startPortal({
        knex,
        databaseAccess: {
          accounts: exampleAccounts.map(account => ({
            ...(account as object),
            owner: 'group:default/visitors',
          })),
        },
        entities: [
          databaseEntity('orders-postgres', { arn: ORDERS, owner: 'visitors' }),
        ],
        policy: onlyOwnersRevoke,
      });
      const revoke = `/shares/${started.shareId}/revoke`;
      const byOwner = await portal.as('owner').post(revoke, OVER);
      expect(byOwner.status).toBe(403);
      const byVisitor = await portal.as('stranger').post(revoke, OVER);
      expect([byVisitor.status, byVisitor.body.ownerRef]).toEqual([
        200,
        'group:default/visitors',
      ]);
    });
  });
});

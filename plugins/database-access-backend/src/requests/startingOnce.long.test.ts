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

import { TestDatabases, TestDatabaseId } from '@backstage/backend-test-utils';
import {
  cheaperBy,
  handOver,
  heir,
  HEIRS,
  networkOf,
  owner,
  OWNERS,
  requestBench,
  requester,
  secondOwner,
} from '../__testUtils__/requestBench';

jest.setTimeout(240_000);

describe('starting what is approved', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('is tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  const setup = async (
    databaseId: TestDatabaseId,
    options: { networks?: string[] } = {},
  ) => requestBench(await databases.init(databaseId), options);

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    it('starts once, however many replicas try', async () => {
      const { approve, file, replica, starter, store } = await setup(
        databaseId,
      );
      const request = await file('analytics');
      await approve(request);
      const started = await Promise.all([
        starter.start(request.id),
        replica().starter.start(request.id),
        replica().starter.start(request.id),
      ]);
      expect(new Set(started.map(each => each.shareId)).size).toBe(1);
      expect(started.map(each => each.status)).toEqual([
        'started',
        'started',
        'started',
      ]);
      const shares = await store.transaction(tx => store.shares.list(tx));
      expect(shares).toHaveLength(1);
    });

    it('SEC-5: uses an approval once, even if somebody writes it back', async () => {
      const { approve, file, knex, starter, store } = await setup(databaseId);
      const request = await file('analytics');
      await approve(request);
      await starter.start(request.id);
      await knex('shares').update({ lifecycle: 'revoked', living_key: null });
      await knex('access_requests').update({ status: 'approved' });

      await starter.start(request.id);
      const shares = await store.transaction(tx => store.shares.list(tx));
      expect(shares).toHaveLength(1);
    });

    it('A6: voids no approval when prices, addresses or the day change, because the digest is the same', async () => {
      const { approve, clock, file, prices, replica } = await setup(databaseId);
      const request = await file('analytics');
      await approve(request);
      clock.advance(3 * 86_400);
      prices.table = cheaperBy(0.95);
      const started = await replica().starter.start(request.id);
      expect(started.status).toBe('started');
    });

    it('asks again when it would cost more than a tenth more', async () => {
      const { approve, file, prices, replica, timelineOf } = await setup(
        databaseId,
      );
      const request = await file('analytics');
      await approve(request);
      prices.table = cheaperBy(1.2);
      const back = await replica().starter.start(request.id);
      expect(back).toMatchObject({ status: 'pending', generation: 2 });
      const last = (await timelineOf(request.id)).pop()!;
      expect(last.kind).toBe('request.sent-back');
      expect(last.message).toContain('35.04 USD a month');

      await approve(back);
      const started = await replica().starter.start(request.id);
      expect(started.status).toBe('started');
    });

    it('asks again when it would open something else, and says what', async () => {
      const { approve, config, file, replica, requests, timelineOf } =
        await setup(databaseId);
      const request = await file('analytics');
      await approve(request);
      config.networks[0] = {
        ...networkOf('analytics'),
        accountId: '777777777777',
        vpcId: 'vpc-07777000000000001',
        subnetIds: ['subnet-07777000000000011'],
        clientSecurityGroupIds: ['sg-07777000000000018'],
      };

      const back = await replica().starter.start(request.id);
      expect(back).toMatchObject({ status: 'pending', generation: 2 });
      expect(back.planDigest).not.toBe(request.planDigest);
      const last = (await timelineOf(request.id)).pop()!;
      expect(last.message).toContain(
        ':5432 to analytics (vpc-07777000000000001)',
      );
      expect(last.message).toContain('It no longer opens');
      await expect(
        requests.decide(owner, request.id, {
          decision: 'approve',
          planDigest: request.planDigest,
        }),
      ).rejects.toMatchObject({ code: 'plan_changed' });
    });

    it('asks again when the approval is older than a week', async () => {
      const { approve, clock, file, starter } = await setup(databaseId);
      const request = await file('analytics');
      await approve(request);
      clock.advance(7 * 86_400 + 1);
      const back = await starter.start(request.id);
      expect(back).toMatchObject({
        status: 'pending',
        generation: 2,
        planDigest: request.planDigest,
      });
    });

    it('SEC-8: lets nothing that is approved wait for ever, be it that nobody starts it', async () => {
      const { approve, clock, file, knex, patience, requests, starter } =
        await setup(databaseId);
      const request = await file('analytics', { start: 'manual' });
      await approve(request);
      clock.advance(7 * 86_400);
      await starter.startDue();
      expect(await starter.lapse()).toEqual([]);
      clock.advance(1);
      await starter.startDue();
      expect((await requests.get(request.id)).status).toBe('approved');

      const [back] = await starter.lapse();
      expect(back).toMatchObject({
        id: request.id,
        status: 'pending',
        generation: 2,
        planDigest: request.planDigest,
      });
      const told = await knex('outbox').where({ kind: 'request.sent-back' });
      expect(JSON.parse(told[0].payload)).toMatchObject({
        message: 'Has to be decided again: The approval is older than 7 days',
        tell: { refs: [OWNERS, requester.ref] },
      });
      expect(await starter.lapse()).toEqual([]);

      // Nobody wants it any more: the pair is free for whoever asks next.
      await expect(file('analytics', { key: 'next' })).rejects.toMatchObject({
        code: 'already_shared',
      });
      clock.advance(14 * 86_400 + 1);
      expect(await patience.act()).toMatchObject([
        { id: request.id, status: 'expired' },
      ]);
      const next = await file('analytics', { key: 'next' });
      expect(next.status).toBe('pending');
    });

    it('SEC-8: nor that nothing can be planned', async () => {
      const { approve, clock, config, file, requests, starter, timelineOf } =
        await setup(databaseId);
      const request = await file('analytics');
      await approve(request);
      const network = config.networks[0];
      config.networks.length = 0;
      await starter.startDue();
      clock.advance(7 * 86_400 + 1);
      // Left to what ends it, whoever comes first.
      await starter.startDue();
      expect((await requests.get(request.id)).status).toBe('approved');

      const [back] = await starter.lapse();
      expect(back).toMatchObject({
        status: 'pending',
        generation: 2,
        planDigest: request.planDigest,
        plan: request.plan,
      });
      expect((await timelineOf(request.id)).pop()!.message).toBe(
        'Has to be decided again: The approval is older than 7 days; It was not started: the network does not exist any more',
      );
      config.networks.push(network);
      await approve(back);
      expect((await starter.start(request.id)).status).toBe('started');
    });

    it('SEC-7: asks again when who approved it has left the group since', async () => {
      const { approve, file, knex, starter, store, timelineOf, users } =
        await setup(databaseId);
      const request = await file('analytics');
      await approve(request);
      users.owner.relations!.length = 0;

      const back = await starter.start(request.id);
      expect(back).toMatchObject({
        status: 'pending',
        generation: 2,
        planDigest: request.planDigest,
      });
      const last = (await timelineOf(request.id)).pop()!;
      expect(last.message).toBe(
        'Has to be decided again: user:default/owner approved it and cannot decide for group:default/orders-team any more, so that approval counts no more',
      );
      const told = await knex('outbox').where({ kind: 'request.sent-back' });
      expect(JSON.parse(told[0].payload).tell.refs).toEqual([
        OWNERS,
        requester.ref,
      ]);
      expect(await store.read(tx => store.shares.list(tx))).toEqual([]);
      await expect(approve(back)).rejects.toMatchObject({
        code: 'not_a_decider',
      });

      await approve(back, secondOwner);
      expect((await starter.start(request.id)).status).toBe('started');
    });

    it('asks the new owners when the database has changed hands', async () => {
      const bench = await setup(databaseId);
      const { approve, file, requests, starter } = bench;
      const request = await file('analytics');
      await approve(request);
      handOver(bench);

      const back = await starter.start(request.id);
      expect(back).toMatchObject({
        status: 'pending',
        generation: 2,
        planDigest: request.planDigest,
        ownerRef: HEIRS,
        deciderRefs: [HEIRS],
        plan: { deciders: { refs: [HEIRS], requesterMayDecide: false } },
      });
      await expect(approve(back)).rejects.toMatchObject({
        code: 'not_a_decider',
      });
      const waiting = { toDecide: true, limit: 10 };
      expect(await requests.list(waiting, owner)).toEqual([]);
      expect(await requests.list(waiting, heir)).toHaveLength(1);
      await approve(back, heir);
      expect((await starter.start(request.id)).status).toBe('started');
    });

    it.each([
      ['that nobody approved', {}],
      ['that its requester approved', { deciderRef: requester.ref }],
      ['that was approved in an older generation', { generation: 0 }],
      ['of which another plan was approved', { planDigest: 'f'.repeat(64) }],
      ['that was denied', { decision: 'deny' as const }],
    ])('builds nothing %s, whatever its row says', async (_, change) => {
      const { file, knex, starter, store } = await setup(databaseId);
      const request = await file('analytics');
      if (Object.keys(change).length) {
        await store.transaction(tx =>
          store.accessRequests.addDecision(tx, request, {
            id: 'forged',
            deciderRef: owner.ref,
            decision: 'approve',
            planDigest: request.planDigest,
            generation: 1,
            decidedAt: new Date(0).toISOString(),
            ...change,
          }),
        );
      }
      await knex('access_requests').update({
        status: 'approved',
        approved_at: request.createdAt,
      });
      const back = await starter.start(request.id);
      expect(back).toMatchObject({ status: 'pending', generation: 2 });
      expect(await store.read(tx => store.shares.list(tx))).toEqual([]);
    });

    it('waits for what stands in the way, and says so once', async () => {
      const { approve, clock, company, file, starter, timelineOf } =
        await setup(databaseId);
      const request = await file('analytics');
      await approve(request);
      company.world.faults.add({
        operation: 'rds:DescribeDBInstances',
        kind: 'throttle',
        count: 100,
      });
      for (let i = 0; i < 2; i++) {
        clock.advance(31);
        expect((await starter.start(request.id)).status).toBe('approved');
      }
      const waits = (await timelineOf(request.id)).filter(
        entry => entry.kind === 'request.waits',
      );
      expect(waits).toHaveLength(1);
      expect(waits[0].message).toContain('333333333333');

      company.world.faults.clear();
      clock.advance(31);
      expect((await starter.start(request.id)).status).toBe('started');
    });

    it('waits until the same pair’s earlier access is gone', async () => {
      const { approve, file, knex, requests, shares, starter } = await setup(
        databaseId,
      );
      const first = await file('analytics');
      await approve(first);
      const { shareId } = await starter.start(first.id);
      await shares.revoke(owner, shareId!, { reason: 'Over' });

      const second = await requests.file(requester, {
        databaseRef: 'resource:default/orders-postgres',
        network: 'analytics',
        durationSeconds: 86_400,
        purpose: 'Again',
        planDigest: first.planDigest,
        idempotencyKey: 'again',
      });
      await approve(second);
      expect((await starter.start(second.id)).status).toBe('approved');
      await knex('shares').update({ lifecycle: 'revoked', living_key: null });
      expect((await starter.start(second.id)).status).toBe('started');
    });

    it('counts one of two words that are said at the same time', async () => {
      const { file, replica } = await setup(databaseId);
      const request = await file('analytics');
      const word = {
        decision: 'approve',
        planDigest: request.planDigest,
      } as const;
      const words = await Promise.allSettled([
        replica().requests.decide(owner, request.id, word),
        replica().requests.decide(owner, request.id, word),
      ]);
      expect(words.map(each => each.status).sort()).toEqual([
        'fulfilled',
        'rejected',
      ]);
    });

    it('files one of two requests for the same pair', async () => {
      const { file, replica } = await setup(databaseId);
      const wishes = ['one', 'two'].map(idempotencyKey => ({
        databaseRef: 'resource:default/orders-postgres',
        network: 'analytics',
        durationSeconds: 86_400,
        purpose: 'Report',
        idempotencyKey,
      }));
      const { plan } = await replica().planner.plan(wishes[0], requester);
      const filed = await Promise.allSettled(
        wishes.map(wish =>
          replica().requests.file(requester, {
            ...wish,
            planDigest: plan.digest!,
          }),
        ),
      );
      const refused = filed.filter(each => each.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]).toMatchObject({ reason: { code: 'already_shared' } });
      await expect(file('analytics')).rejects.toMatchObject({
        code: 'already_shared',
      });
    });
  });
});

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
import { Entity } from '@backstage/catalog-model';
import {
  handOver,
  heir,
  HEIRS,
  networkOf,
  owner,
  OWNERS,
  requestBench,
  requester,
} from '../__testUtils__/requestBench';
import { Person } from './Person';

jest.setTimeout(240_000);

const PLATFORM = 'group:default/platform-team';
const ASKERS = 'group:default/analytics-team';
const DAY = 86_400;
const HOUR = 3_600;

const EMERGENCY = {
  who: [ASKERS],
  longestSeconds: 4 * HOUR,
  review: ['database-owner'],
  reviewWithinSeconds: DAY,
};

const colleague: Person = {
  ref: 'user:default/colleague',
  ownerRefs: ['user:default/colleague', ASKERS],
  credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
};

const colleagueEntity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'colleague', namespace: 'default' },
  relations: [{ type: 'memberOf', targetRef: ASKERS }],
};

const NOT_IN_ORDER = {
  verdict: 'not-in-order',
  comment: 'The incident was over',
} as const;

describe('emergencies', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async (
      emergency: Partial<typeof EMERGENCY> = {},
      config: { platformTeam?: string } = {},
    ) => {
      const bench = await requestBench(await databases.init(databaseId), {
        config: {
          networks: [networkOf('analytics'), networkOf('payments')],
          policy: {
            classificationTag: 'data-classification',
            tags: [],
            rules: [],
            emergency: { ...EMERGENCY, ...emergency },
          },
          ...config,
        },
        entities: [colleagueEntity],
      });
      const { requests } = bench;
      const plan = async (
        how: { person?: Person; network?: string; emergency?: boolean } = {},
      ) => {
        const { person = requester, network = 'analytics' } = how;
        const planned = await requests.plan(person, {
          databaseRef: 'resource:default/orders-postgres',
          network,
          durationSeconds: 4 * HOUR,
          emergency: how.emergency ?? true,
        });
        return planned.plan;
      };
      const fileEmergency = async (
        how: { person?: Person; network?: string } = {},
      ) => {
        const { person = requester, network = 'analytics' } = how;
        const { digest } = await plan(how);
        return requests.file(person, {
          databaseRef: 'resource:default/orders-postgres',
          network,
          durationSeconds: 4 * HOUR,
          emergency: true,
          purpose: 'Orders are lost',
          planDigest: digest!,
          idempotencyKey: `${person.ref} ${bench.clock.now().toISOString()}`,
        });
      };
      const why = async (how: Parameters<typeof plan>[0] = {}) => {
        const { digest, findings } = await plan(how);
        const blocking = findings.find(each => each.severity === 'blocking');
        return digest ? undefined : blocking;
      };
      return { ...bench, fileEmergency, why };
    };

    it('end though they are started while somebody finds them not in order', async () => {
      const { fileEmergency, membership, requests, reviews, starter, store } =
        await setup();
      const request = await fileEmergency();
      jest.spyOn(membership, 'isOneOf').mockImplementationOnce(async () => {
        await starter.start(request.id);
        return true;
      });
      await reviews.review(owner, request.id, NOT_IN_ORDER);
      const { shareId } = await requests.get(request.id);
      const share = await store.read(tx => store.shares.find(tx, shareId!));
      expect(share?.lifecycle).toMatch(/^revok/);
    });

    it('end also as what has taken over from them since', async () => {
      const { clock, fileEmergency, requests, reviews, starter, store } =
        await setup();
      const request = await fileEmergency();
      await starter.start(request.id);
      const { shareId } = await requests.get(request.id);
      const former = (await store.read(tx => store.shares.find(tx, shareId!)))!;
      await store.transaction(tx =>
        store.shares.create(tx, {
          graph: former.graph,
          takesOver: { from: former.id, heldBack: [] },
          share: {
            ...former,
            id: 'changed',
            startedAt: clock.now(),
            expiresAt: new Date(former.expiresAt),
          },
        }),
      );
      await store.transaction(async tx =>
        store.shares.takeOver(tx, [(await store.shares.find(tx, 'changed'))!], {
          now: clock.now(),
        }),
      );
      await reviews.review(owner, request.id, NOT_IN_ORDER);
      const changed = await store.read(tx => store.shares.find(tx, 'changed'));
      expect(changed?.lifecycle).toMatch(/^revok/);
    });

    it('that were not started yet are not started any more', async () => {
      const { fileEmergency, requests, reviews, starter, store } =
        await setup();
      const request = await fileEmergency();
      await reviews.review(owner, request.id, NOT_IN_ORDER);
      expect((await requests.get(request.id)).status).toBe('denied');
      await starter.startDue();
      expect(await store.read(tx => store.shares.list(tx))).toEqual([]);
    });

    it('are none that nobody but the requester could look at', async () => {
      const { why } = await setup({ review: [requester.ref] });
      expect(await why()).toMatchObject({
        code: 'no_decider',
        message: expect.stringContaining('Nobody could look at'),
      });
      expect(await why({ person: colleague })).toBeUndefined();
    });

    it('are looked at by those who own the database today', async () => {
      const bench = await setup();
      const { fileEmergency, knex, clock, requests, reviews } = bench;
      const request = await fileEmergency();
      handOver(bench);
      await reviews.followOwners();
      const [listed] = await requests.list({ toReview: true, limit: 10 }, heir);
      expect(listed).toMatchObject({
        id: request.id,
        ownerRef: HEIRS,
        emergency: { refs: [HEIRS] },
      });
      expect(await requests.list({ toReview: true, limit: 10 }, owner)).toEqual(
        [],
      );
      clock.advance(DAY + 1);
      await reviews.remind();
      const [told] = await knex('outbox').where({
        kind: 'request.review-overdue',
      });
      expect(JSON.parse(told.payload).tell.refs).toEqual([HEIRS]);
      const inOrder = { verdict: 'in-order' } as const;
      await expect(
        reviews.review(owner, request.id, inOrder),
      ).rejects.toMatchObject({ code: 'not_a_decider' });
      await reviews.review(heir, request.id, inOrder);
    });

    it('are looked at by the new owners at once, before anybody has written that down', async () => {
      const bench = await setup();
      const request = await bench.fileEmergency();
      handOver(bench);
      const reviewed = await bench.reviews.review(heir, request.id, {
        verdict: 'in-order',
      });
      expect(reviewed.emergency).toMatchObject({ reviewedBy: heir.ref });
    });

    it('that nobody looks at in time are told to the platform team, too', async () => {
      const { clock, fileEmergency, knex, reviews } = await setup(
        {},
        { platformTeam: PLATFORM },
      );
      await fileEmergency();
      clock.advance(DAY + 1);
      await reviews.remind();
      const [told] = await knex('outbox').where({
        kind: 'request.review-overdue',
      });
      expect(JSON.parse(told.payload).tell.refs).toEqual([OWNERS, PLATFORM]);
    });

    it('do not follow one another: somebody looks at the first before there is a second', async () => {
      const { fileEmergency, requests, reviews, shares, starter, why } =
        await setup();
      const request = await fileEmergency();
      await starter.start(request.id);
      const { shareId } = await requests.get(request.id);
      // Of the same database by the same person, from wherever.
      const unseen = {
        code: 'emergency_not_entitled',
        message: expect.stringContaining('has not been looked at'),
      };
      expect(await why({ network: 'payments' })).toMatchObject(unseen);
      expect(
        await why({ network: 'payments', person: colleague }),
      ).toBeUndefined();
      await shares.revoke(requester, shareId!, { reason: 'Over' });
      expect(await why()).toMatchObject(unseen);
      expect(await why({ person: colleague })).toMatchObject(unseen);
      expect(await why({ emergency: false })).toBeUndefined();
      await reviews.review(owner, request.id, { verdict: 'in-order' });
      expect(await why()).toBeUndefined();
    });

    it('are none for a while for whoever had one that was not in order', async () => {
      const { clock, fileEmergency, reviews, why } = await setup();
      const request = await fileEmergency();
      await reviews.review(owner, request.id, NOT_IN_ORDER);
      clock.advance(30 * DAY - 1);
      expect(await why({ network: 'payments' })).toMatchObject({
        code: 'emergency_not_entitled',
        message: expect.stringContaining(owner.ref),
      });
      expect(await why({ person: colleague })).toBeUndefined();
      expect(await why({ emergency: false })).toBeUndefined();
      clock.advance(2);
      expect(await why()).toBeUndefined();
    });
  });
});

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
import { Entity } from '@backstage/catalog-model';
import {
  AccessPolicyConfig,
  AccessRule,
  AccountConfig,
  DEFAULT_REQUEST_TERMS,
  NetworkConfig,
} from '../config';
import {
  networkOf,
  owner,
  OWNERS,
  requestBench,
  requester,
  secondOwner,
} from '../__testUtils__/requestBench';
import { PARTNER } from '../__testUtils__/simulatedCompany';
import { askedOf } from './askedOf';
import { Person } from './Person';

jest.setTimeout(240_000);

const PLATFORM = 'group:default/platform-team';
const PRIVACY = 'group:default/privacy-team';

function personIn(name: string, ...groups: string[]): Person {
  return {
    ref: `user:default/${name}`,
    ownerRefs: [`user:default/${name}`, ...groups],
    credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
  };
}

const engineer = personIn('engineer', PLATFORM);
const secondEngineer = personIn('second-engineer', PLATFORM);
const officer = personIn('officer', PRIVACY);
/** Owns the database, and belongs to the platform team. */
const ofBoth = personIn('of-both', OWNERS, PLATFORM);

/** Outside of the organisation. */
const partnerNetwork: NetworkConfig = {
  ...networkOf('partner'),
  accountId: PARTNER,
  vpcId: 'vpc-08888000000000001',
  subnetIds: ['subnet-08888000000000011', 'subnet-08888000000000012'],
  clientSecurityGroupIds: ['sg-08888000000000018'],
};

function entityOf({ ref, ownerRefs }: Person): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: ref.split('/')[1], namespace: 'default' },
    relations: ownerRefs
      .filter(each => each.startsWith('group:'))
      .map(targetRef => ({ type: 'memberOf', targetRef })),
  };
}

function ruleOf(
  says: Partial<AccessRule['opinion']>,
  when: Partial<AccessRule['when']> = {},
): AccessRule {
  return {
    key: 'databaseAccess.policy.rules[0]',
    when: { database: {}, network: {}, ...when },
    opinion: { rule: 'the-rule', because: 'So we decided.', ...says },
  };
}

const by = (who: string, count = 1, stage = 1) => ({ by: who, count, stage });

/** First the owners, then two of the platform team. */
const STAGED = ruleOf({
  decide: [by('database-owner'), by(PLATFORM, 2, 2)],
});

const MINUTE = 60;
const DAY = 86_400;

describe('what policies ask for', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('is tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async (
      rules: AccessRule[],
      more: Partial<AccessPolicyConfig> = {},
      config: object = {},
    ) =>
      benchOf(databaseId, {
        policy: {
          classificationTag: 'data-classification',
          tags: [],
          rules,
          ...more,
        },
        ...config,
      });

    async function benchOf(id: TestDatabaseId, config: object) {
      const bench = await requestBench(await databases.init(id), {
        config: { networks: [networkOf('analytics')], ...config },
        entities: [engineer, secondEngineer, officer, ofBoth].map(entityOf),
      });
      const seatsOf = async (requestId: string) =>
        (await bench.requests.get(requestId)).turnRefs;
      const kinds = async (requestId: string) =>
        (await bench.timelineOf(requestId)).map(({ kind }) => kind);
      return { ...bench, seatsOf, kinds };
    }

    it('is a stage after the other, each person in one seat', async () => {
      const { approve, file, kinds, requests, seatsOf, starter } = await setup([
        STAGED,
      ]);
      const request = await file('analytics');
      expect(await seatsOf(request.id)).toEqual([OWNERS]);
      await expect(approve(request, engineer)).rejects.toMatchObject({
        code: 'not_your_turn',
        message: expect.stringContaining(`1 of ${OWNERS}`),
      });
      expect((await approve(request, owner)).status).toBe('pending');
      expect(await seatsOf(request.id)).toEqual([PLATFORM]);
      await expect(approve(request, secondOwner)).rejects.toMatchObject({
        code: 'not_your_turn',
      });
      expect((await approve(request, engineer)).status).toBe('pending');
      await expect(approve(request, engineer)).rejects.toMatchObject({
        code: 'request_not_pending',
        message: 'You have decided this request already',
      });
      expect((await approve(request, secondEngineer)).status).toBe('approved');
      await starter.startDue();
      expect((await requests.get(request.id)).status).toBe('started');
      expect(
        (await kinds(request.id)).filter(kind => kind.startsWith('request.')),
      ).toEqual([
        'request.filed',
        'request.approved-in-part',
        'request.approved-in-part',
        'request.approved',
        'request.started',
      ]);
    });

    it('A10: is known with whose turn it is, and when they were told', async () => {
      const { approve, clock, file, requests } = await setup([STAGED]);
      const filed = await file('analytics');
      expect(askedOf(filed)).toEqual([{ ref: OWNERS, at: filed.createdAt }]);
      clock.advance(DAY);
      await approve(filed, owner);
      const at = clock.now().toISOString();
      clock.advance(DAY);
      await approve(filed, engineer);
      expect(askedOf(await requests.get(filed.id))).toEqual([
        { ref: PLATFORM, at },
      ]);
      await approve(filed, secondEngineer);
      expect(askedOf(await requests.get(filed.id))).toEqual([]);
    });

    it('SEC-6: never two seats for one person, whatever groups they are in', async () => {
      const { approve, file, seatsOf } = await setup([
        ruleOf({ decide: [by('database-owner'), by(PLATFORM)] }),
      ]);
      const request = await file('analytics');
      expect((await approve(request, ofBoth)).status).toBe('pending');
      await expect(approve(request, ofBoth)).rejects.toMatchObject({
        code: 'request_not_pending',
      });
      expect(await seatsOf(request.id)).toHaveLength(1);
      // Whichever seat is left: the one of both groups takes the other.
      expect((await approve(request, owner)).status).toBe('approved');
    });

    it('is asked of nobody where a rule approves and none asks for a person', async () => {
      const { file, kinds, requests, starter, timelineOf } = await setup([
        ruleOf({ rule: 'development', approve: true }),
      ]);
      const request = await file('analytics');
      expect(request).toMatchObject({ status: 'approved', decisions: [] });
      const [, approved] = await timelineOf(request.id);
      expect(approved).toMatchObject({
        kind: 'request.approved',
        actor: 'policy:config/development',
      });
      await starter.startDue();
      expect((await requests.get(request.id)).status).toBe('started');
      expect(await kinds(request.id)).toContain('request.started');
    });

    it('is asked of nobody again where what would be built has changed, so that nobody waits for anybody', async () => {
      const { config, file, kinds, replica } = await setup([
        ruleOf({ rule: 'development', approve: true }),
      ]);
      const request = await file('analytics', { start: 'manual' });
      config.networks[0] = {
        ...config.networks[0],
        subnetIds: config.networks[0].subnetIds.slice(0, 1),
      };
      const again = await replica().starter.start(request.id);
      expect(again).toMatchObject({ status: 'approved', generation: 2 });
      expect(again.planDigest).not.toBe(request.planDigest);
      expect(await kinds(request.id)).toEqual([
        'request.filed',
        'request.approved',
        'request.sent-back',
        'request.approved',
      ]);
      const started = await replica().starter.start(request.id);
      expect(started.status).toBe('started');
    });

    it('SEC-8: ends what nobody was asked about and nobody starts in time', async () => {
      const { clock, file, starter, timelineOf } = await setup([
        ruleOf({ rule: 'development', approve: true }),
      ]);
      const request = await file('analytics', { start: 'manual' });
      clock.advance(7 * DAY + 1);
      expect(await starter.lapse()).toMatchObject([
        { id: request.id, status: 'expired' },
      ]);
      expect((await timelineOf(request.id)).pop()).toMatchObject({
        kind: 'request.expired',
        message: 'The approval is older than 7 days',
      });
      expect((await file('analytics', { key: 'next' })).status).toBe(
        'approved',
      );
    });

    it('SEC-4: is asked again at the start: who need not be asked yesterday decides today', async () => {
      const { config, file, replica } = await setup([
        ruleOf({ rule: 'development', approve: true }),
      ]);
      const request = await file('analytics', { start: 'manual' });
      expect(request.status).toBe('approved');
      config.policy = { ...config.policy!, rules: [STAGED] };
      const back = await replica().starter.start(request.id);
      expect(back).toMatchObject({
        status: 'pending',
        generation: 2,
        turnRefs: [OWNERS],
      });
    });

    it.each<[string, AccessRule, string]>([
      [
        'a refusal',
        ruleOf({ refuse: true, because: 'Audits end first.' }),
        'policy_refuses',
      ],
      [
        'a shorter time',
        ruleOf({ longestSeconds: 3_600 }),
        'duration_too_long',
      ],
      [
        'another pattern',
        ruleOf({ patterns: ['privatelink'] }),
        'pattern_forbidden',
      ],
      [
        'more people than there are',
        ruleOf({ decide: [by(PLATFORM, 4)] }),
        'no_decider',
      ],
    ])(
      'may be %s, which leaves no plan, with the rule and its reason',
      async (_what, rule, code) => {
        const { knex, replica, requests } = await setup([rule]);
        const { plan } = await requests.plan(requester, {
          databaseRef: 'resource:default/orders-postgres',
          network: 'analytics',
          durationSeconds: DAY,
        });
        expect(plan.digest).toBeUndefined();
        const finding = plan.findings.find(each => each.code === code)!;
        expect(finding).toMatchObject({ severity: 'blocking' });
        const named =
          code === 'no_decider'
            ? []
            : ['config/the-rule', rule.opinion.because];
        for (const part of named) {
          expect(finding.message).toContain(part);
        }
        const { plan: bare } = await replica().planner.plan(
          {
            databaseRef: 'resource:default/orders-postgres',
            network: 'analytics',
            durationSeconds: DAY,
          },
          requester,
        );
        await expect(
          requests.file(requester, {
            databaseRef: 'resource:default/orders-postgres',
            network: 'analytics',
            durationSeconds: DAY,
            purpose: 'Report',
            planDigest: bare.digest!,
            idempotencyKey: 'one',
          }),
        ).rejects.toMatchObject({ code: 'plan_blocked' });
        expect(await knex('access_requests')).toEqual([]);
      },
    );

    it('A4: may be a comment of whoever approves', async () => {
      const { file, requests } = await setup([
        ruleOf({ commentRequired: true }),
      ]);
      const { id, planDigest } = await file('analytics');
      const word = { decision: 'approve', planDigest } as const;
      await expect(requests.decide(owner, id, word)).rejects.toMatchObject({
        code: 'comment_required',
      });
      await expect(
        requests.decide(owner, id, { ...word, comment: 'Agreed on Monday' }),
      ).resolves.toMatchObject({ status: 'approved' });
    });

    it('knows a database without the tag as unknown', async () => {
      const { file } = await setup([
        ruleOf(
          { decide: [by(PRIVACY)] },
          { database: { dataClassifications: ['unknown'] } },
        ),
      ]);
      expect((await file('analytics')).turnRefs).toEqual([PRIVACY]);
    });

    it('SEC-7: only members of the network’s group ask, also while they wait', async () => {
      const { approve, file, starter, timelineOf, users } = await setup([]);
      const request = await file('analytics');
      users.requester.relations = [];
      await expect(approve(request)).rejects.toMatchObject({
        code: 'plan_blocked',
        message: expect.stringContaining('does not belong to'),
      });
      users.requester.relations = [
        { type: 'memberOf', targetRef: 'group:default/analytics-team' },
      ];
      await approve(request);
      users.requester.relations = [];
      const waits = await starter.start(request.id);
      expect(waits.status).toBe('approved');
      const last = (await timelineOf(request.id)).pop()!;
      expect(last.message).toContain('does not belong to');
    });

    it('SEC-20: one person more for what leaves the organisation, and nothing once config does not allow it', async () => {
      const { approve, config, file, requests, starter, timelineOf } =
        await setup(
          [ruleOf({ approve: true })],
          {},
          {
            networks: [partnerNetwork],
            platformTeam: PLATFORM,
          },
        );
      const accounts = config.accounts as Map<string, AccountConfig>;
      const allow = (allowOutsideOrganization: boolean) =>
        accounts.set(PARTNER, {
          ...accounts.get(PARTNER)!,
          allowOutsideOrganization,
        });
      const blocked = {
        code: 'plan_blocked',
        message: expect.stringContaining(
          'nothing is shared outside of an organisation unless config allows it',
        ),
      };
      const request = await file('partner', { start: 'manual' });
      expect(request).toMatchObject({ status: 'pending', turnRefs: [OWNERS] });
      expect((await approve(request, owner)).turnRefs).toEqual([PLATFORM]);
      allow(false);
      await expect(approve(request, engineer)).rejects.toMatchObject(blocked);
      await expect(
        requests.file(requester, {
          databaseRef: request.databaseRef,
          network: 'partner',
          durationSeconds: DAY,
          purpose: 'Report',
          planDigest: request.planDigest,
          idempotencyKey: 'another',
        }),
      ).rejects.toMatchObject({ code: 'plan_blocked' });
      allow(true);
      expect((await approve(request, engineer)).status).toBe('approved');
      allow(false);
      expect((await starter.start(request.id)).status).toBe('approved');
      expect((await timelineOf(request.id)).pop()!.message).toContain(
        'unless config allows it',
      );
      allow(true);
      expect((await starter.start(request.id)).status).toBe('started');
    });

    it('A4: a question stops the clock, and voids what was approved before', async () => {
      const { approve, clock, file, patience, questions, requests } =
        await setup([STAGED]);
      const request = await file('analytics');
      await approve(request, owner);
      clock.advance(13 * DAY);
      await patience.act();
      const asked = await questions.ask(
        engineer,
        request.id,
        'For which table?',
      );
      expect(asked).toMatchObject({
        status: 'questioned',
        messages: [{ kind: 'question', authorRef: engineer.ref }],
      });
      await expect(approve(request, engineer)).rejects.toMatchObject({
        code: 'request_not_pending',
      });
      clock.advance(10 * DAY);
      expect(await patience.act()).toEqual([]);
      await expect(
        questions.answer(owner, request.id, 'All of them'),
      ).rejects.toMatchObject({ code: 'not_the_requester' });
      const answered = await questions.answer(
        requester,
        request.id,
        'Orders only',
      );
      expect(answered).toMatchObject({
        status: 'pending',
        generation: 2,
        turnRefs: [OWNERS],
        messages: [
          { kind: 'question' },
          { kind: 'answer', text: 'Orders only' },
        ],
      });
      await expect(
        questions.answer(requester, request.id, 'And once more'),
      ).rejects.toMatchObject({ code: 'nothing_to_answer' });
      // Thirteen of fourteen days had passed before it was asked.
      clock.advance(DAY - MINUTE);
      expect(await patience.act()).toEqual([]);
      clock.advance(MINUTE);
      expect(await patience.act()).toMatchObject([{ id: request.id }]);
      expect((await requests.get(request.id)).status).toBe('expired');
    });

    it('A4: reminds nobody for the time of a question: its answer was told to them', async () => {
      const { clock, file, kinds, patience, questions } = await setup([]);
      const request = await file('analytics');
      const reminded = async () => {
        await patience.act();
        const all = await kinds(request.id);
        return all.filter(kind => kind === 'request.reminded').length;
      };
      const { remindAfterSeconds } = DEFAULT_REQUEST_TERMS;
      clock.advance(remindAfterSeconds);
      expect(await reminded()).toBe(1);
      clock.advance(DAY);
      await questions.ask(owner, request.id, 'For which table?');
      clock.advance(5 * DAY);
      await questions.answer(requester, request.id, 'Orders only');
      expect(await reminded()).toBe(1);
      clock.advance(remindAfterSeconds - 1);
      expect(await reminded()).toBe(1);
      clock.advance(1);
      expect(await reminded()).toBe(2);
      clock.advance(remindAfterSeconds);
      expect(await reminded()).toBe(3);
    });

    it('ends one request though another cannot be written', async () => {
      const { clock, file, logger, patience, store } = await benchOf(
        databaseId,
        { networks: [networkOf('analytics'), networkOf('payments')] },
      );
      const first = await file('analytics');
      const second = await file('payments');
      const move = store.accessRequests.move.bind(store.accessRequests);
      jest
        .spyOn(store.accessRequests, 'move')
        .mockImplementation(async (tx, seen, to) => {
          if (seen.id === second.id) {
            throw new Error('The database is full');
          }
          return move(tx, seen, to);
        });
      clock.advance(DEFAULT_REQUEST_TERMS.decideWithinSeconds);
      expect((await patience.act()).map(({ id }) => id)).toEqual([first.id]);
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringContaining(second.id),
      );
    });

    it.each<[string, Person, string]>([
      ['the requester', requester, 'own_request'],
      ['a stranger', officer, 'not_a_decider'],
      [
        'a service for an owner',
        { ...owner, via: 'plugin:scaffolder' },
        'not_in_person',
      ],
    ])(
      'lets nobody ask but those who decide: not %s',
      async (_who, person, code) => {
        const { file, kinds, questions } = await setup([]);
        const request = await file('analytics');
        await expect(
          questions.ask(person, request.id, 'Why?'),
        ).rejects.toMatchObject({ code });
        expect(await kinds(request.id)).toEqual(['request.filed']);
      },
    );

    it('ends a question that nobody answers', async () => {
      const { clock, file, patience, questions, timelineOf } = await setup([]);
      const request = await file('analytics');
      await questions.ask(owner, request.id, 'Why?');
      clock.advance(14 * DAY);
      expect(await patience.act()).toHaveLength(1);
      expect((await timelineOf(request.id)).pop()!.message).toBe(
        'The question was not answered within 14 days',
      );
    });

    it('A10: reminds those whose turn it is, gives it to others, and ends it', async () => {
      const { approve, clock, file, kinds, knex, patience, requests } =
        await benchOf(databaseId, {
          requestTerms: {
            decideWithinSeconds: 14 * DAY,
            startWithinSeconds: 7 * DAY,
            remindAfterSeconds: 2 * DAY,
            escalation: { afterSeconds: 5 * DAY, to: PLATFORM },
          },
        });
      const request = await file('analytics');
      for (let day = 0; day < 6; day++) {
        clock.advance(DAY);
        await patience.act();
        await patience.act();
      }
      expect(await kinds(request.id)).toEqual([
        'request.filed',
        'request.reminded',
        'request.reminded',
        'request.escalated',
        'request.reminded',
      ]);
      const told = await knex('outbox').where({ kind: 'request.escalated' });
      expect(JSON.parse(told[0].payload).tell.refs).toEqual([OWNERS, PLATFORM]);
      const shown = await requests.list(
        { toDecide: true, limit: 10 },
        engineer,
      );
      expect(shown.map(({ id }) => id)).toEqual([request.id]);
      expect((await approve(request, engineer)).status).toBe('approved');
    });

    it('SEC-19: an emergency begins at once, is short, and waits for somebody who looks at it', async () => {
      const emergency = {
        who: ['group:default/analytics-team'],
        longestSeconds: 4 * 3_600,
        review: ['database-owner', PLATFORM],
        reviewWithinSeconds: DAY,
      };
      const { clock, kinds, knex, requests, reviews, starter } = await setup(
        [STAGED],
        { emergency },
      );
      const wish = {
        databaseRef: 'resource:default/orders-postgres',
        network: 'analytics',
        durationSeconds: 4 * 3_600,
        emergency: true,
      };
      const tooLong = await requests.plan(requester, {
        ...wish,
        durationSeconds: 5 * 3_600,
      });
      expect(tooLong.plan.findings[0]).toMatchObject({
        code: 'duration_too_long',
        message: expect.stringContaining('4 hours at most (config/emergency'),
      });
      expect(tooLong.plan.deciders).toMatchObject({
        longestSeconds: 4 * 3_600,
        defaultSeconds: 4 * 3_600,
      });
      const { plan } = await requests.plan(requester, wish);
      expect(plan.deciders).toMatchObject({
        refs: [],
        automatic: ['config/emergency'],
        review: [OWNERS, PLATFORM],
      });
      const request = await requests.file(requester, {
        ...wish,
        purpose: 'Orders are lost',
        start: 'manual',
        planDigest: plan.digest!,
        idempotencyKey: 'now',
      });
      expect(request).toMatchObject({ status: 'approved', start: 'automatic' });
      await starter.startDue();
      expect((await requests.get(request.id)).status).toBe('started');
      const [told] = await knex('outbox').where({ kind: 'request.emergency' });
      expect(JSON.parse(told.payload).tell).toMatchObject({
        refs: [OWNERS, PLATFORM],
        severity: 'high',
      });

      expect(
        (await requests.list({ toReview: true, limit: 10 }, engineer)).map(
          ({ id }) => id,
        ),
      ).toEqual([request.id]);
      await expect(
        reviews.review(requester, request.id, { verdict: 'in-order' }),
      ).rejects.toMatchObject({ code: 'own_request' });
      await expect(
        reviews.review(officer, request.id, { verdict: 'in-order' }),
      ).rejects.toMatchObject({ code: 'not_a_decider' });
      await expect(
        reviews.review(engineer, request.id, { verdict: 'not-in-order' }),
      ).rejects.toMatchObject({ code: 'comment_required' });
      clock.advance(DAY + MINUTE);
      await reviews.remind();
      await reviews.remind();
      expect(
        (await kinds(request.id)).filter(
          kind => kind === 'request.review-overdue',
        ),
      ).toHaveLength(1);
      const reviewed = await reviews.review(engineer, request.id, {
        verdict: 'not-in-order',
        comment: 'The incident was over',
      });
      expect(reviewed.emergency).toMatchObject({
        verdict: 'not-in-order',
        reviewedBy: engineer.ref,
      });
      const [share] = await knex('shares');
      expect(share.lifecycle).toMatch(/^revok/);
      expect(share.revoked_by).toBe(engineer.ref);
      await expect(
        reviews.review(owner, request.id, { verdict: 'in-order' }),
      ).rejects.toMatchObject({ code: 'nothing_to_review' });
    });

    it('SEC-19: is no emergency for those who are not entitled to one', async () => {
      const { requests } = await setup([], {
        emergency: {
          who: [PLATFORM],
          longestSeconds: 3_600,
          review: ['database-owner'],
          reviewWithinSeconds: DAY,
        },
      });
      const { plan } = await requests.plan(requester, {
        databaseRef: 'resource:default/orders-postgres',
        network: 'analytics',
        durationSeconds: 3_600,
        emergency: true,
      });
      expect(plan.digest).toBeUndefined();
      expect(plan.findings[0]).toMatchObject({
        code: 'emergency_not_entitled',
        message: `Only ${PLATFORM} may have access before anybody is asked.`,
      });
    });

    it('A1: a queue has what is mine to decide, what waits for others, and what I decided', async () => {
      const { approve, file, requests } = await setup([STAGED]);
      const request = await file('analytics');
      const queues = async (person: Person) => {
        const ids = async (query: object) =>
          (await requests.list({ ...query, limit: 10 }, person)).length;
        return [
          await ids({ toDecide: true }),
          await ids({ waitingForOthers: true }),
          await ids({ decided: true }),
        ];
      };
      expect(await queues(owner)).toEqual([1, 0, 0]);
      expect(await queues(engineer)).toEqual([0, 1, 0]);
      expect(await queues(requester)).toEqual([0, 0, 0]);
      await approve(request, owner);
      expect(await queues(owner)).toEqual([0, 1, 1]);
      expect(await queues(secondOwner)).toEqual([0, 1, 0]);
      expect(await queues(engineer)).toEqual([1, 0, 0]);
    });
  });
});

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
import { Entity, RELATION_MEMBER_OF } from '@backstage/catalog-model';
import {
  AccessPolicyConfig,
  DEFAULT_REQUEST_TERMS,
  RequestTerms,
} from '../config';
import {
  handOver,
  HEIRS,
  heir,
  networkOf,
  owner,
  OWNERS,
  requestBench,
  secondOwner,
} from '../__testUtils__/requestBench';
import { AuditTrail } from './AuditTrail';
import { Person } from './Person';

jest.setTimeout(240_000);

const PLATFORM = 'group:default/platform-team';
/** The catalog says that it belongs to those who own the database. */
const BELOW = 'group:default/orders-interns';
const DAY = 86_400;

/** More than one page of any list. */
const MANY = 3_000;

const newcomer: Person = {
  ref: 'user:default/newcomer',
  ownerRefs: ['user:default/newcomer', OWNERS],
  credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
};
const engineer: Person = { ...newcomer, ref: 'user:default/engineer' };

function entityOf({ ref }: Pick<Person, 'ref'>, ...groups: string[]): Entity {
  const user: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: ref.split('/')[1], namespace: 'default' },
    relations: [],
  };
  groups.forEach(group => join(user, group));
  return user;
}

function join(user: Entity, targetRef: string): void {
  user.relations!.push({ type: RELATION_MEMBER_OF, targetRef });
}

function leaveAll(user: Entity): void {
  user.relations!.length = 0;
}

const below: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'orders-interns', namespace: 'default' },
  relations: [{ type: 'childOf', targetRef: OWNERS }],
};

const TWO_OWNERS: AccessPolicyConfig = {
  classificationTag: 'data-classification',
  tags: [],
  rules: [
    {
      key: 'databaseAccess.policy.rules[0]',
      when: { database: {}, network: {} },
      opinion: {
        rule: 'two',
        because: 'Two look at it.',
        decide: [{ by: 'database-owner', count: 2, stage: 1 }],
      },
    },
  ],
};

describe('SEC-7: who joins those who decide after they were asked', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  if (process.env.TOWPATH_REQUIRE_POSTGRES === '1') {
    it('is tested on Postgres, too', () => {
      expect(databases.supports('POSTGRES_18')).toBe(true);
    });
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup(
      terms: Partial<RequestTerms> = {},
      more: { entities?: Entity[]; policy?: AccessPolicyConfig } = {},
    ) {
      const knex = await databases.init(databaseId);
      const people = {
        newcomer: entityOf(newcomer),
        engineer: entityOf(engineer, PLATFORM),
      };
      const bench = await requestBench(knex, {
        config: {
          networks: [networkOf('analytics'), networkOf('reports')],
          requestTerms: { ...DEFAULT_REQUEST_TERMS, ...terms },
          policy: more.policy,
        },
        entities: [...Object.values(people), below, ...(more.entities ?? [])],
      });
      const said = async (id: string) =>
        (await bench.timelineOf(id)).pop()!.message;
      return { ...bench, people, said };
    }

    it('approves nothing, and hears of which group they were no member, and when', async () => {
      const { approve, file, people, requests, starter } = await setup();
      const filed = await file('analytics');
      join(people.newcomer, OWNERS);
      await expect(approve(filed, newcomer)).rejects.toMatchObject({
        name: 'NotAllowedError',
        code: 'joined_since',
        message: `You were no member of ${OWNERS} when this was filed, at ${filed.createdAt}: whoever joins afterwards does not approve it. Somebody who was a member then has to, or the requester withdraws it and asks again`,
      });
      expect(await requests.get(filed.id)).toEqual(filed);
      await starter.startDue();

      expect((await approve(filed, owner)).status).toBe('approved');
      await starter.startDue();
      expect((await requests.get(filed.id)).status).toBe('started');
    });

    it('may say no, and it stands in the word that they joined since', async () => {
      const { file, people, requests, said } = await setup();
      const filed = await file('analytics');
      join(people.newcomer, OWNERS);
      const denied = await requests.decide(newcomer, filed.id, {
        decision: 'deny',
        comment: 'Ask again in January',
        planDigest: filed.planDigest,
      });
      expect(denied).toMatchObject({
        status: 'denied',
        decisions: [{ decision: 'deny', joinedSince: [OWNERS] }],
      });
      expect(await said(filed.id)).toBe(
        `Denied, though no member of ${OWNERS} when they were asked: Ask again in January`,
      );
    });

    it.each([
      [
        'is no member where the catalog says only which group they are in',
        [BELOW],
        'not_a_decider',
      ],
      [
        'approves nothing where the catalog counts them to the group above, too',
        [BELOW, OWNERS],
        'joined_since',
      ],
    ])('joins a nested group: %s', async (_what, groups, code) => {
      const { approve, file, people, requests } = await setup();
      const filed = await file('analytics');
      groups.forEach(group => join(people.newcomer, group));
      await expect(approve(filed, newcomer)).rejects.toMatchObject({ code });
      expect(await requests.get(filed.id)).toEqual(filed);
    });

    it('is whoever was no member then: who left and came back approves', async () => {
      const { approve, file, starter, users } = await setup();
      const filed = await file('analytics');
      leaveAll(users.owner);
      await expect(approve(filed, owner)).rejects.toMatchObject({
        code: 'not_a_decider',
      });
      join(users.owner, OWNERS);
      expect((await approve(filed, owner)).status).toBe('approved');
      expect((await starter.start(filed.id)).status).toBe('started');
    });

    it('does not stand in for somebody who was removed after their word and before the start', async () => {
      const { approve, file, knex, people, said, starter, users } =
        await setup();
      const filed = await file('analytics', { start: 'manual' });
      await approve(filed, owner);
      leaveAll(users.owner);
      join(people.newcomer, OWNERS);
      expect(await starter.start(filed.id)).toMatchObject({
        status: 'pending',
        generation: 2,
      });
      expect(await knex('shares')).toEqual([]);
      expect(await said(filed.id)).toContain(
        `${owner.ref} approved it and cannot decide for ${OWNERS} any more`,
      );
    });

    it('has a word that is shown and fills no seat, where config has it flagged', async () => {
      const { approve, clock, file, people, requests, said, starter, store } =
        await setup({ newMembers: 'flagged' });
      const filed = await file('analytics');
      join(people.newcomer, OWNERS);
      const flagged = await approve(filed, newcomer);
      expect(flagged).toMatchObject({
        status: 'pending',
        turnRefs: [OWNERS],
        decisions: [{ decision: 'approve', joinedSince: [OWNERS] }],
      });
      expect(await said(filed.id)).toBe(
        `Approved, though no member of ${OWNERS} when they were asked, and ${OWNERS} must approve it, too`,
      );
      await starter.startDue();
      expect((await requests.get(filed.id)).status).toBe('pending');

      clock.advance(1);
      expect((await approve(filed, owner)).status).toBe('approved');
      expect((await starter.start(filed.id)).status).toBe('started');

      const trail = new AuditTrail({ store, clock, installation: 'test' });
      const records = [];
      for await (const record of await trail.open({}, 'user:default/auditor')) {
        records.push(record);
      }
      expect(records[1]).toMatchObject({
        record: 'request',
        membersNotedAt: filed.createdAt,
        decisions: [
          { deciderRef: newcomer.ref, joinedSince: [OWNERS], fills: [] },
          { deciderRef: owner.ref, fills: [OWNERS] },
        ],
      });
    });

    it('cannot approve twice what is flagged, nor be the two that two seats need', async () => {
      const { approve, file, people, requests } = await setup(
        { newMembers: 'flagged' },
        { policy: TWO_OWNERS },
      );
      const filed = await file('analytics');
      join(people.newcomer, OWNERS);
      await approve(filed, newcomer);
      await expect(approve(filed, newcomer)).rejects.toMatchObject({
        code: 'request_not_pending',
      });
      expect((await approve(filed, owner)).status).toBe('pending');
      expect((await requests.get(filed.id)).turnRefs).toEqual([OWNERS]);
      expect((await approve(filed, secondOwner)).status).toBe('approved');
    });

    it('cannot have it sent back by trying, so as to be asked anew', async () => {
      const { config, file, people, replica, requests } = await setup();
      const filed = await file('analytics');
      join(people.newcomer, OWNERS);
      config.networks[0] = {
        ...config.networks[0],
        subnetIds: config.networks[0].subnetIds.slice(0, 1),
      };
      await expect(
        replica().requests.decide(newcomer, filed.id, {
          decision: 'approve',
          planDigest: filed.planDigest,
        }),
      ).rejects.toMatchObject({ code: 'joined_since' });
      expect(await requests.get(filed.id)).toEqual(filed);
    });

    it('is asked like the others once it goes back to those who decide', async () => {
      const { approve, clock, file, people, starter } = await setup();
      const filed = await file('analytics', { start: 'manual' });
      await approve(filed, owner);
      join(people.newcomer, OWNERS);
      clock.advance(7 * DAY + 1);
      const [back] = await starter.lapse();
      expect(back).toMatchObject({ status: 'pending', generation: 2 });
      expect((await approve(back, newcomer)).status).toBe('approved');
      expect((await starter.start(filed.id)).status).toBe('started');
    });

    describe('where others are asked, too, because nobody decided', () => {
      const escalation = { afterSeconds: 5 * DAY, to: PLATFORM };

      it('is nobody who had joined them before', async () => {
        const { approve, clock, file, patience, people } = await setup({
          escalation,
        });
        const filed = await file('analytics');
        join(people.newcomer, PLATFORM);
        clock.advance(5 * DAY);
        await patience.act();
        expect((await approve(filed, newcomer)).status).toBe('approved');
      });

      it('approves nothing', async () => {
        const { approve, clock, file, patience, people, requests } =
          await setup({ escalation });
        const filed = await file('analytics');
        clock.advance(5 * DAY);
        await patience.act();
        join(people.newcomer, PLATFORM);
        await expect(approve(filed, newcomer)).rejects.toMatchObject({
          code: 'joined_since',
          message: expect.stringContaining(
            `You were no member of ${PLATFORM} when they were asked, at ${clock
              .now()
              .toISOString()}`,
          ),
        });
        expect((await requests.get(filed.id)).decisions).toEqual([]);
        expect((await approve(filed, engineer)).status).toBe('approved');
      });

      it('waits for nobody else’s request while the catalog does not say who they are', async () => {
        const { clock, file, membership, patience, requests } = await setup({
          escalation,
        });
        const filed = await file('analytics');
        const other = await file('reports');
        clock.advance(5 * DAY);
        const allOf = jest
          .spyOn(membership, 'allOf')
          .mockRejectedValueOnce(new Error('The catalog is down'));
        await patience.act();
        const given = async () =>
          Promise.all(
            [filed, other].map(
              async ({ id }) => (await requests.get(id)).escalatedTo,
            ),
          );
        expect((await given()).filter(to => to === PLATFORM)).toHaveLength(1);
        allOf.mockRestore();
        await patience.act();
        expect(await given()).toEqual([PLATFORM, PLATFORM]);
      });
    });

    it('cannot be told apart where the catalog says nothing when it is filed, so nothing is filed', async () => {
      const { file, knex, membership } = await setup();
      jest
        .spyOn(membership, 'allOf')
        .mockRejectedValueOnce(new Error('The catalog is down'));
      await expect(file('analytics')).rejects.toThrow('The catalog is down');
      expect(await knex('access_requests')).toEqual([]);
      expect((await file('analytics')).status).toBe('pending');
    });

    it('is nobody of those whose the database has become, once these were asked, though AWS says nothing', async () => {
      const bench = await setup();
      const { approve, company, file, people, requests } = bench;
      const filed = await file('analytics', { start: 'manual' });
      handOver(bench);
      company.world.faults.add({
        operation: 'ec2:*',
        accountId: '666666666666',
        kind: 'error',
        code: 'UnauthorizedOperation',
        count: 1_000,
      });
      await requests.followOwners();
      join(people.newcomer, HEIRS);
      await expect(approve(filed, newcomer)).rejects.toMatchObject({
        code: 'joined_since',
      });
      expect((await approve(filed, heir)).status).toBe('approved');
    });

    it('counts like everybody where it was filed before members were noted', async () => {
      const { approve, file, knex, people, requests } = await setup();
      const filed = await file('analytics');
      await knex('noted_members').delete();
      await knex('access_requests').update({ members_noted_at: null });
      join(people.newcomer, OWNERS);
      expect((await requests.get(filed.id)).noted).toBeUndefined();
      expect((await approve(filed, newcomer)).status).toBe('approved');
    });

    it(`is found in a group of ${MANY}, whose list is kept once`, async () => {
      const crowd = Array.from({ length: MANY }, (_, index) =>
        entityOf({ ref: `user:default/member-${index}` }, OWNERS),
      );
      const { approve, file, knex, people } = await setup(
        {},
        { entities: crowd },
      );
      const filed = await file('analytics');
      const other = await file('reports');
      join(people.newcomer, OWNERS);
      await expect(approve(filed, newcomer)).rejects.toMatchObject({
        code: 'joined_since',
      });
      const last = { ...newcomer, ref: `user:default/member-${MANY - 1}` };
      expect((await approve(filed, last)).status).toBe('approved');
      expect((await approve(other, last)).status).toBe('approved');
      expect(await knex('noted_members')).toHaveLength(2);
      expect(await knex('member_lists')).toHaveLength(1);
    });
  });
});

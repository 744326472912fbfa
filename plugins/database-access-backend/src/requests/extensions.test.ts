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
import {
  arnOf,
  BILLERS,
  DAY,
  HOUR,
  OWNERS,
  personOf,
  PLATFORM,
  seatOf,
  shareBench,
  USERS,
} from '../__testUtils__/shareBench';
import { ExtensionWithShare } from './Extensions';

jest.setTimeout(60_000);

const WISH = {
  durationSeconds: 5 * DAY,
  reason: 'The migration takes longer',
  idempotencyKey: 'key-1',
};

const requester = personOf('requester');
const colleague = personOf('colleague');
const owner = personOf('owner');
const second = personOf('second');

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    ({ name, code, message }) => ({ name, code, message }),
  );

describe('extensions', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    /** One access of ten days, of which six are over. */
    const setup = async (options?: Parameters<typeof shareBench>[1]) => {
      const bench = await shareBench(await databases.init(databaseId), options);
      const id = await bench.start('orders');
      bench.clock.advance(6 * DAY);
      const approve = (asked: ExtensionWithShare, by = owner) =>
        bench.extensions.decide(by, asked.extension.id, {
          decision: 'approve',
          until: asked.until,
        });
      return { ...bench, approve, id };
    };

    it('move the end once an owner agrees, and nothing else (T5)', async () => {
      const { approve, extensions, get, id, knex, timelineOf, told } =
        await setup();
      const before = await get(id);
      const objects = await knex('objects');

      const asked = await extensions.ask(requester, id, WISH);
      expect(asked).toMatchObject({
        expiresAt: '2026-11-12T09:00:00.000Z',
        until: '2026-11-17T09:00:00.000Z',
        extension: { status: 'pending', deciderRefs: [OWNERS] },
      });
      expect((await get(id)).expiresAt).toBe(before.expiresAt);
      await approve(asked);

      const { expiresAt, updatedAt, ...after } = await get(id);
      expect(expiresAt).toBe('2026-11-17T09:00:00.000Z');
      expect({
        ...after,
        expiresAt: before.expiresAt,
        updatedAt: before.updatedAt,
      }).toEqual(before);
      expect(await knex('objects')).toEqual(objects);
      expect((await timelineOf(id)).slice(-2)).toEqual([
        expect.objectContaining({
          kind: 'share.extension-asked',
          actor: 'user:default/requester',
          message:
            'Asked for 5 days more, until 2026-11-17T09:00:00.000Z and not 2026-11-12T09:00:00.000Z: The migration takes longer',
        }),
        expect.objectContaining({
          kind: 'share.extended',
          actor: 'user:default/owner',
          details: {
            before: { expiresAt: '2026-11-12T09:00:00.000Z' },
            after: { expiresAt: '2026-11-17T09:00:00.000Z' },
          },
          message:
            'Ends at 2026-11-17T09:00:00.000Z and not at 2026-11-12T09:00:00.000Z, as user:default/requester asked: The migration takes longer',
        }),
      ]);
      expect(await told('share.extension-asked')).toEqual([
        expect.objectContaining({
          refs: [OWNERS],
          except: 'user:default/requester',
        }),
      ]);
      expect(await told('share.extended')).toEqual([
        expect.objectContaining({ refs: ['user:default/requester', USERS] }),
      ]);
    });

    it('are offered from half of the time on, so often as config says, and one at a time (T5)', async () => {
      const bench = await shareBench(await databases.init(databaseId), {
        terms: { mostExtensions: 1 },
      });
      const { clock, extensions, get, start } = bench;
      const id = await start('orders');
      const offer = async () =>
        (await extensions.ofShare(requester, (await get(id)) as never)).offer;

      clock.advance(5 * DAY - 1);
      expect(await offer()).toMatchObject({
        mayExtend: false,
        from: '2026-11-07T09:00:00.000Z',
        because: expect.stringContaining('from 2026-11-07 09:00 UTC on'),
      });
      expect(await refusal(extensions.ask(requester, id, WISH))).toMatchObject({
        name: 'ConflictError',
        code: 'extension_impossible',
      });
      clock.advance(1);
      expect(await offer()).toMatchObject({
        mayExtend: true,
        extended: 0,
        mostExtensions: 1,
        deciderRefs: [OWNERS],
      });
      const asked = await extensions.ask(requester, id, WISH);
      expect(await offer()).toMatchObject({
        mayExtend: false,
        because: expect.stringContaining(
          'user:default/requester has asked for more time already',
        ),
      });
      await extensions.decide(owner, asked.extension.id, {
        decision: 'approve',
        until: asked.until,
      });
      clock.advance(9 * DAY);
      expect(await offer()).toMatchObject({
        mayExtend: false,
        because: expect.stringContaining('extended once, and once is the most'),
      });
    });

    it('are asked for by whoever has it, or owns its database or its network, and by nobody else', async () => {
      const { extensions, id } = await setup();
      expect(
        await refusal(extensions.ask(personOf('stranger'), id, WISH)),
      ).toMatchObject({ name: 'NotAllowedError', code: 'not_entitled' });
      expect(
        await refusal(extensions.ask(personOf('engineer'), id, WISH)),
      ).toMatchObject({ code: 'not_entitled' });
      for (const [n, person] of [colleague, owner].entries()) {
        const { extension } = await extensions.ask(person, id, {
          ...WISH,
          idempotencyKey: `key-of-${n}`,
        });
        await extensions.cancel(person, extension.id);
      }
    });

    it('are asked for once with one key, and a key is of one wish', async () => {
      const { approve, extensions, id } = await setup();
      const [one, other] = await Promise.all([
        extensions.ask(requester, id, WISH),
        extensions.ask(requester, id, WISH),
      ]);
      expect(other.extension.id).toBe(one.extension.id);
      await approve(one);
      const later = await extensions.ask(requester, id, WISH);
      expect(later.extension).toMatchObject({
        id: one.extension.id,
        status: 'approved',
      });
      for (const strange of [
        () => extensions.ask(colleague, id, WISH),
        () =>
          extensions.ask(requester, id, { ...WISH, durationSeconds: 2 * DAY }),
      ]) {
        expect(await refusal(strange())).toMatchObject({
          code: 'idempotency_key_reused',
        });
      }
    });

    it.each([
      ['too short', { durationSeconds: HOUR - 1 }, 'duration_invalid'],
      ['too long', { durationSeconds: 90 * DAY + 1 }, 'duration_invalid'],
      ['no whole number', { durationSeconds: 86_400.5 }, 'duration_invalid'],
      ['without a reason', { reason: '  ' }, 'purpose_missing'],
    ])('that are %s are refused', async (_, change, code) => {
      const { extensions, id, knex } = await setup();
      expect(
        await refusal(extensions.ask(requester, id, { ...WISH, ...change })),
      ).toMatchObject({ name: 'InputError', code });
      expect(await knex('share_extensions')).toEqual([]);
    });

    describe('decided by', () => {
      it('nobody whose access it is, nor who asked, in whatever groups they are (SEC-6)', async () => {
        const { approve, extensions, start, clock } = await shareBench(
          await databases.init(databaseId),
        ).then(bench => ({
          ...bench,
          approve: (asked: ExtensionWithShare, by = owner) =>
            bench.extensions.decide(by, asked.extension.id, {
              decision: 'approve',
              until: asked.until,
            }),
        }));
        const id = await start('orders', { requester: 'both' });
        clock.advance(6 * DAY);
        const asked = await extensions.ask(colleague, id, WISH);
        expect(await refusal(approve(asked, personOf('both')))).toMatchObject({
          name: 'NotAllowedError',
          code: 'own_request',
        });
        expect(await refusal(approve(asked, colleague))).toMatchObject({
          code: 'own_request',
        });
        await extensions.cancel(colleague, asked.extension.id);
        const own = await extensions.ask(owner, id, {
          ...WISH,
          idempotencyKey: 'of the owner',
        });
        expect(await refusal(approve(own, owner))).toMatchObject({
          code: 'own_request',
        });
        expect((await approve(own, second)).extension.status).toBe('approved');
      });

      it('nobody else than the owners of today, and no service in their name', async () => {
        const { approve, extensions, id, ownerOf } = await setup();
        const asked = await extensions.ask(requester, id, WISH);
        expect(await refusal(approve(asked, colleague))).toMatchObject({
          code: 'not_a_decider',
        });
        expect(
          await refusal(approve(asked, { ...owner, via: 'plugin:scaffolder' })),
        ).toMatchObject({ code: 'not_in_person' });
        ownerOf.set(arnOf('orders'), 'group:default/heirs-team');
        expect(await refusal(approve(asked))).toMatchObject({
          code: 'not_a_decider',
          message: expect.stringContaining('group:default/heirs-team'),
        });
        await extensions.followOwners();
        const [waiting] = await extensions.list(
          { toDecide: true, limit: 10 },
          {
            ...owner,
            ref: 'user:default/heir',
            ownerRefs: ['group:default/heirs-team'],
          },
        );
        expect(waiting.extension.id).toBe(asked.extension.id);
      });

      it('nobody who joined the owners after they were asked (SEC-7)', async () => {
        const { approve, extensions, get, id, join, ownerOf } = await setup();
        const stranger = { ...personOf('stranger'), ownerRefs: [OWNERS] };
        const asked = await extensions.ask(requester, id, WISH);
        join('stranger', OWNERS);
        expect(await refusal(approve(asked, stranger))).toMatchObject({
          name: 'NotAllowedError',
          code: 'joined_since',
          message: expect.stringContaining(
            `You were no member of ${OWNERS} when this was filed, at 2026-11-08T09:00:00.000Z`,
          ),
        });

        // Of those whose the database becomes, who belongs to them when they are asked.
        ownerOf.set(arnOf('orders'), BILLERS);
        expect(await refusal(approve(asked, personOf('biller')))).toMatchObject(
          {
            code: 'joined_since',
            message: expect.stringContaining('within five minutes'),
          },
        );
        await extensions.followOwners();
        join('stranger', BILLERS);
        expect(await refusal(approve(asked, stranger))).toMatchObject({
          code: 'joined_since',
        });
        expect((await get(id)).expiresAt).toBe('2026-11-12T09:00:00.000Z');
        const agreed = await approve(asked, personOf('biller'));
        expect(agreed.extension.status).toBe('approved');
      });

      it('everybody of today, if it was asked for before members were noted', async () => {
        const { approve, extensions, id, join, knex } = await setup();
        const asked = await extensions.ask(requester, id, WISH);
        await knex('noted_members').delete();
        join('stranger', OWNERS);
        const agreed = await approve(asked, personOf('stranger'));
        expect(agreed.extension.status).toBe('approved');
      });

      it('one of two who are as quick, and the other hears who', async () => {
        const { approve, extensions, get, id } = await setup();
        const asked = await extensions.ask(requester, id, WISH);
        const outcomes = await Promise.all([
          refusal(approve(asked, owner)),
          refusal(approve(asked, second)),
        ]);
        expect(outcomes.filter(each => each === undefined)).toHaveLength(1);
        expect(outcomes.find(each => each !== undefined)).toMatchObject({
          name: 'ConflictError',
          code: 'extension_not_pending',
          message: expect.stringMatching(
            /^Already approved by user:default\/(owner|second) at /,
          ),
        });
        expect((await get(id)).expiresAt).toBe('2026-11-17T09:00:00.000Z');
      });

      it('whoever says why, if it is a no', async () => {
        const { extensions, get, id, told } = await setup();
        const asked = await extensions.ask(colleague, id, WISH);
        const deny = (comment?: string) =>
          extensions.decide(owner, asked.extension.id, {
            decision: 'deny',
            until: asked.until,
            comment,
          });
        expect(await refusal(deny(' '))).toMatchObject({
          name: 'InputError',
          code: 'comment_required',
        });
        expect((await deny('The report is done')).extension).toMatchObject({
          status: 'denied',
          decisions: [
            {
              deciderRef: 'user:default/owner',
              decision: 'deny',
              comment: 'The report is done',
            },
          ],
        });
        expect((await get(id)).expiresAt).toBe('2026-11-12T09:00:00.000Z');
        expect(await told('share.extension-denied')).toEqual([
          expect.objectContaining({
            refs: ['user:default/colleague', 'user:default/requester'],
          }),
        ]);
      });

      it('a yes to the end that was seen, and to no other (SEC-4)', async () => {
        const { approve, clock, extensions, get, id, store } = await setup();
        const asked = await extensions.ask(requester, id, WISH);
        const share = await get(id);
        await store.transaction(tx =>
          store.shares.shorten(tx, share, {
            expiresAt: '2026-11-10T09:00:00.000Z',
            because: 'a test',
            now: clock.now(),
          }),
        );
        expect(await refusal(approve(asked))).toMatchObject({
          name: 'ConflictError',
          code: 'extension_changed',
          message: expect.stringContaining('2026-11-15T09:00:00.000Z'),
        });
        await approve(await extensions.get(asked.extension.id));
        expect((await get(id)).expiresAt).toBe('2026-11-15T09:00:00.000Z');
      });

      it('nobody, where policy lets it last longer at once', async () => {
        const { extensions, get, id } = await setup({
          policy: {
            rule: async () => ({
              mayExtend: true,
              needsDecision: false,
              longestSeconds: 7 * DAY,
              seats: [],
              commentRequired: false,
            }),
          },
        });
        expect(
          await refusal(
            extensions.ask(requester, id, {
              ...WISH,
              durationSeconds: 8 * DAY,
            }),
          ),
        ).toMatchObject({ message: expect.stringContaining('7 days') });
        const asked = await extensions.ask(requester, id, WISH);
        expect(asked.extension).toMatchObject({
          status: 'approved',
          decisions: [],
        });
        expect((await get(id)).expiresAt).toBe('2026-11-17T09:00:00.000Z');
      });

      it('nobody, where policy has changed its mind since it was asked (T5)', async () => {
        const ruling = {
          mayExtend: true,
          because: undefined as string | undefined,
          needsDecision: true,
          longestSeconds: 90 * DAY,
          seats: [seatOf(OWNERS)],
          commentRequired: false,
        };
        const { approve, extensions, get, id } = await setup({
          policy: { rule: async () => ruling },
        });
        const asked = await extensions.ask(requester, id, WISH);
        ruling.longestSeconds = DAY;
        expect(await refusal(approve(asked))).toMatchObject({
          code: 'extension_impossible',
          message: expect.stringContaining('1 day at most now'),
        });
        Object.assign(ruling, { mayExtend: false, because: 'Freeze' });
        expect(await refusal(approve(asked))).toMatchObject({
          message: 'Freeze',
        });
        expect((await get(id)).expiresAt).toBe('2026-11-12T09:00:00.000Z');
      });

      it('only whoever was asked, or owns it today, says no where policy refuses it by now', async () => {
        const ruling = {
          mayExtend: true,
          because: undefined as string | undefined,
          needsDecision: true,
          longestSeconds: 90 * DAY,
          seats: [seatOf(PLATFORM)],
          commentRequired: false,
        };
        const { extensions, id, ownerOf } = await setup({
          policy: { rule: async () => ruling },
        });
        const asked = await extensions.ask(requester, id, WISH);
        Object.assign(ruling, {
          mayExtend: false,
          because: 'The policy of the portal does not answer',
          seats: [],
        });
        const deny = (name: string) =>
          extensions.decide(personOf(name), asked.extension.id, {
            decision: 'deny',
            until: asked.until,
            comment: 'Enough',
          });
        ownerOf.set(arnOf('orders'), BILLERS);
        for (const name of ['stranger', 'owner']) {
          expect(await refusal(deny(name))).toMatchObject({
            name: 'NotAllowedError',
            code: 'not_a_decider',
          });
        }
        await extensions.followOwners();
        expect(
          (await extensions.get(asked.extension.id)).extension,
        ).toMatchObject({ status: 'pending', deciderRefs: [PLATFORM] });
        expect((await deny('engineer')).extension.status).toBe('denied');

        Object.assign(ruling, { mayExtend: true, seats: [seatOf(PLATFORM)] });
        const again = await extensions.ask(requester, id, {
          ...WISH,
          idempotencyKey: 'again',
        });
        Object.assign(ruling, { mayExtend: false, seats: [] });
        const denied = await extensions.decide(
          personOf('biller'),
          again.extension.id,
          { decision: 'deny', until: again.until, comment: 'Enough' },
        );
        expect(denied.extension.status).toBe('denied');
      });

      it('whoever owns it today, though nobody can tell who owns another', async () => {
        const ruling = {
          mayExtend: true,
          needsDecision: true,
          longestSeconds: 90 * DAY,
          seats: [seatOf(OWNERS)],
          commentRequired: false,
        };
        const failing: string[] = [];
        const { extensions, id, logger, start, clock } = await setup({
          policy: {
            rule: async ({ shares }) => {
              if (shares.some(share => failing.includes(share.id))) {
                throw new Error('The catalog does not answer');
              }
              return ruling;
            },
          },
        });
        const other = await start('billing', { seconds: 4 * DAY });
        clock.advance(3 * DAY);
        const asked = await extensions.ask(requester, id, WISH);
        clock.advance(HOUR);
        const newer = await extensions.ask(requester, other, {
          ...WISH,
          idempotencyKey: 'key-2',
        });
        ruling.seats = [seatOf(BILLERS)];
        failing.push(other);
        await extensions.followOwners();
        expect(
          (await extensions.get(asked.extension.id)).extension.deciderRefs,
        ).toEqual([BILLERS]);
        expect(logger.warn).toHaveBeenCalledWith(
          expect.stringContaining(newer.extension.id),
        );
      });

      it('as many as policy asks for, one stage after the other, each for one seat (A3)', async () => {
        const { approve, extensions, get, id, told } = await setup({
          policy: {
            rule: async () => ({
              mayExtend: true,
              needsDecision: true,
              longestSeconds: 90 * DAY,
              seats: [seatOf(OWNERS, 2), seatOf(PLATFORM, 1, 2)],
              commentRequired: false,
            }),
          },
        });
        const engineer = personOf('engineer');
        const asked = await extensions.ask(requester, id, WISH);
        expect(await refusal(approve(asked, engineer))).toMatchObject({
          code: 'not_a_decider',
        });
        await approve(asked, owner);
        expect(await refusal(approve(asked, owner))).toMatchObject({
          message: 'You have decided this already',
        });
        const half = await approve(asked, second);
        expect(half.extension).toMatchObject({
          status: 'pending',
          deciderRefs: [PLATFORM],
        });
        expect(await told('share.extension-agreed')).toEqual([
          expect.objectContaining({ refs: [PLATFORM] }),
        ]);
        expect((await get(id)).expiresAt).toBe('2026-11-12T09:00:00.000Z');
        const done = await approve(asked, engineer);
        expect(done.extension.status).toBe('approved');
      });

      it('whoever says why, also if it is a yes, where policy wants to know', async () => {
        const { approve, extensions, id } = await setup({
          policy: {
            rule: async () => ({
              mayExtend: true,
              needsDecision: true,
              longestSeconds: 90 * DAY,
              seats: [seatOf(OWNERS)],
              commentRequired: true,
            }),
          },
        });
        const asked = await extensions.ask(requester, id, WISH);
        expect(await refusal(approve(asked))).toMatchObject({
          code: 'comment_required',
        });
      });

      it('nobody could, where all owners have a part in it: it cannot be asked for', async () => {
        const { extensions, id } = await setup({
          users: ['requester', 'owner'],
        });
        expect(await refusal(extensions.ask(owner, id, WISH))).toMatchObject({
          code: 'extension_impossible',
          message: expect.stringContaining('Nobody could decide it'),
        });
      });
    });

    describe('of what ends', () => {
      it('are over with it', async () => {
        const { approve, extensions, id, shares, timelineOf } = await setup();
        const asked = await extensions.ask(requester, id, WISH);
        await shares.revoke(owner, id, { reason: 'Enough' });
        expect(await refusal(approve(asked))).toMatchObject({
          code: 'extension_not_pending',
          message: 'There is nothing to decide: it is expired',
        });
        expect(
          await refusal(
            extensions.ask(requester, id, { ...WISH, idempotencyKey: 'late' }),
          ),
        ).toMatchObject({ code: 'share_not_living' });
        expect((await timelineOf(id)).map(({ kind }) => kind)).toContain(
          'share.extension-expired',
        );
      });

      it('come too late when its time is over, though nobody has ended it yet', async () => {
        const { approve, clock, extensions, get, id, shares } = await setup();
        const asked = await extensions.ask(requester, id, WISH);
        clock.advance(4 * DAY);
        expect(await refusal(approve(asked))).toMatchObject({
          name: 'ConflictError',
          code: 'share_not_living',
        });
        expect(
          (await extensions.get(asked.extension.id)).extension,
        ).toMatchObject({
          status: 'pending',
          decisions: [],
        });
        clock.advance(1);
        await shares.expire();
        expect((await get(id)).lifecycle).toBe('revoking');
      });

      it('and end on time though one that ends as well cannot be written', async () => {
        const { clock, get, id, logger, shares, start, store } = await setup();
        const other = await start('billing', { seconds: 4 * DAY });
        const revoke = store.shares.revokeTogether.bind(store.shares);
        jest
          .spyOn(store.shares, 'revokeTogether')
          .mockImplementation(async (tx, ids, how) => {
            if (ids.includes(other)) {
              throw new Error('The database is full');
            }
            return revoke(tx, ids, how);
          });
        clock.advance(4 * DAY + 1);
        const ended = await shares.expire();
        expect(ended.map(share => share.id)).toEqual([id]);
        expect((await get(id)).lifecycle).toBe('revoking');
        expect(logger.warn).toHaveBeenCalledWith(
          expect.stringContaining(other),
        );
      });

      it('or are given just before: what was given more time is not ended by who read the old end', async () => {
        const { approve, clock, extensions, get, id, shares, store } =
          await setup();
        const asked = await extensions.ask(requester, id, WISH);
        clock.advance(4 * DAY + 1);
        // Whoever ends it has read that it is over, by a clock that is ahead of the other's.
        const read = jest
          .spyOn(store.shares, 'list')
          .mockImplementationOnce(async (...args) => {
            read.mockRestore();
            const over = await store.shares.list(...args);
            clock.advance(-2);
            await approve(asked);
            clock.advance(2);
            return over;
          });
        await expect(shares.expire()).resolves.toEqual([]);
        expect(await get(id)).toMatchObject({
          lifecycle: 'building',
          expiresAt: '2026-11-17T09:00:00.000Z',
        });
      });
    });

    describe('in a zone', () => {
      const inZone = async () => {
        const bench = await shareBench(await databases.init(databaseId));
        const orders = await bench.start('orders', { zone: 'reporting' });
        const billing = await bench.start('billing', { zone: 'reporting' });
        bench.ownerOf.set(arnOf('billing'), BILLERS);
        const other = await bench.start('orders', {
          zone: 'reporting',
          network: 'payments',
        });
        bench.clock.advance(6 * DAY);
        return { ...bench, orders, billing, other };
      };

      it('all that the network has there lasts longer together, once an owner of each agrees', async () => {
        const { billing, extensions, get, orders, other } = await inZone();
        const asked = await extensions.ask(requester, orders, WISH);
        expect(asked.together.map(({ shareId }) => shareId).sort()).toEqual(
          [billing, orders].sort(),
        );
        expect(asked.extension.deciderRefs).toEqual([BILLERS, OWNERS]);
        const word = { decision: 'approve' as const, until: asked.until };
        const { id } = asked.extension;
        await extensions.decide(owner, id, word);
        expect((await get(orders)).expiresAt).toBe('2026-11-12T09:00:00.000Z');
        expect(await refusal(extensions.decide(owner, id, word))).toMatchObject(
          {
            message: 'You have decided this already',
          },
        );

        await extensions.decide(personOf('biller'), id, word);
        const ends = await Promise.all(
          [orders, billing, other].map(
            async each => (await get(each)).expiresAt,
          ),
        );
        expect(ends).toEqual([
          '2026-11-17T09:00:00.000Z',
          '2026-11-17T09:00:00.000Z',
          '2026-11-12T09:00:00.000Z',
        ]);
      });

      it('one waits for all of them', async () => {
        const { billing, extensions, orders, other } = await inZone();
        await extensions.ask(requester, orders, WISH);
        expect(
          await refusal(
            extensions.ask(requester, billing, {
              ...WISH,
              idempotencyKey: 'of the other',
            }),
          ),
        ).toMatchObject({ code: 'extension_impossible' });
        await extensions.ask(requester, other, {
          ...WISH,
          idempotencyKey: 'of the other network',
        });
      });
    });

    it('are listed: mine, and those that wait for my word', async () => {
      const { extensions, id } = await setup();
      const asked = await extensions.ask(requester, id, WISH);
      const ids = async (
        query: { mine?: boolean; toDecide?: boolean },
        person = requester,
      ) =>
        (await extensions.list({ ...query, limit: 10 }, person)).map(
          ({ extension }) => extension.id,
        );
      expect(await ids({ mine: true })).toEqual([asked.extension.id]);
      expect(await ids({ mine: true }, colleague)).toEqual([]);
      expect(await ids({ toDecide: true }, owner)).toEqual([
        asked.extension.id,
      ]);
      expect(await ids({ toDecide: true })).toEqual([]);
      await extensions.cancel(requester, asked.extension.id);
      await extensions.cancel(requester, asked.extension.id);
      expect(await ids({ toDecide: true }, owner)).toEqual([]);
      expect(
        await refusal(extensions.cancel(owner, asked.extension.id)),
      ).toMatchObject({ code: 'not_the_requester' });
    });
  });
});

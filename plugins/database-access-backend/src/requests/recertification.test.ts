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
import { NewCertification } from '@towpath/backstage-plugin-database-access-common';
import {
  arnOf,
  BILLERS,
  DAY,
  OWNERS,
  personOf,
  shareBench,
} from '../__testUtils__/shareBench';
import { RecertifyTerms } from '../config';
import { StoredShare } from './LivingShares';

jest.setTimeout(60_000);

const TERMS: RecertifyTerms = {
  everySeconds: 90 * DAY,
  withinSeconds: 14 * DAY,
  otherwise: 'remind',
};

const owner = personOf('owner');

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    ({ name, code, message }) => ({ name, code, message }),
  );

describe('recertification', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async (terms: Partial<RecertifyTerms> | null = {}) => {
      const bench = await shareBench(await databases.init(databaseId), {
        terms: { recertify: terms ? { ...TERMS, ...terms } : undefined },
      });
      const { get, recertification, shares } = bench;
      const certify = async (
        shareId: string,
        said: Omit<NewCertification, 'shareId'>,
        person = owner,
      ) =>
        recertification.certify(person, (await get(shareId)) as StoredShare, {
          shareId,
          ...said,
        });
      const due = async (person = owner) => {
        const since = recertification.dueSince();
        const found = await shares.list(
          {
            toCertify: since && { since, ownerRefs: person.ownerRefs },
            limit: 100,
          },
          person,
        );
        return found.map(({ share }) => share.id);
      };
      return { ...bench, certify, due };
    };

    it('is due some time after an access began, and again after it was certified', async () => {
      const { certify, clock, due, get, recertification, start, timelineOf } =
        await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(90 * DAY - 1);
      expect(await due()).toEqual([]);
      expect(await refusal(certify(id, { verdict: 'keep' }))).toMatchObject({
        name: 'ConflictError',
        code: 'share_not_due',
      });
      clock.advance(1);
      expect(await due()).toEqual([id]);
      expect(recertification.certifySince(await get(id))).toBe(
        clock.now().toISOString(),
      );

      await certify(id, { verdict: 'keep', comment: 'Yearly report' });
      await certify(id, { verdict: 'keep' });
      expect(await due()).toEqual([]);
      expect(await get(id)).toMatchObject({
        certifiedBy: 'user:default/owner',
        certifiedAt: clock.now().toISOString(),
      });
      const said = (await timelineOf(id)).filter(
        ({ kind }) => kind === 'share.certified',
      );
      expect(said).toEqual([
        expect.objectContaining({
          actor: 'user:default/owner',
          message: 'Still needed: Yearly report',
        }),
      ]);
      expect(
        await refusal(certify(id, { verdict: 'keep' }, personOf('second'))),
      ).toMatchObject({
        code: 'share_not_due',
        message: expect.stringContaining('user:default/owner said at'),
      });
      clock.advance(90 * DAY);
      expect(await due()).toEqual([id]);
    });

    it('is never due unless config says so', async () => {
      const { clock, get, recertification, start } = await setup(null);
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(364 * DAY);
      expect(recertification.dueSince()).toBeUndefined();
      expect(recertification.certifySince(await get(id))).toBeUndefined();
      await expect(recertification.look()).resolves.toEqual([]);
    });

    it('is asked of the owners, and of nobody whose access it is', async () => {
      const { certify, clock, due, start } = await setup();
      const id = await start('orders', {
        seconds: 365 * DAY,
        requester: 'both',
      });
      clock.advance(91 * DAY);
      expect(await due(personOf('both'))).toEqual([]);
      for (const [name, code] of [
        ['both', 'own_share'],
        ['colleague', 'not_entitled'],
        ['engineer', 'not_entitled'],
      ]) {
        expect(
          await refusal(certify(id, { verdict: 'keep' }, personOf(name))),
        ).toMatchObject({ name: 'NotAllowedError', code });
      }
      expect(
        await refusal(
          certify(id, { verdict: 'keep' }, { ...owner, via: 'plugin:bot' }),
        ),
      ).toMatchObject({ code: 'not_in_person' });
    });

    it('may shorten an access, and in a zone all that the network has there', async () => {
      const { certify, clock, get, start, told } = await setup();
      const seconds = 365 * DAY;
      const orders = await start('orders', { seconds, zone: 'reporting' });
      const billing = await start('billing', { seconds, zone: 'reporting' });
      const alone = await start('catalog', { seconds });
      clock.advance(91 * DAY);
      const expiresAt = new Date(
        clock.now().getTime() + 30 * DAY * 1000,
      ).toISOString();
      const shorten = (id: string) =>
        certify(id, { verdict: 'shorten', expiresAt, comment: 'Until May' });
      await shorten(orders);
      await shorten(alone);
      await shorten(alone);
      for (const id of [orders, billing, alone]) {
        expect((await get(id)).expiresAt).toBe(expiresAt);
      }
      expect((await get(billing)).certifiedBy).toBeUndefined();
      expect(await told('share.certified-shorter')).toHaveLength(3);
    });

    it('shortens nothing that nobody has to certify, and says so', async () => {
      const { certify, clock, get, start, timelineOf } = await setup();
      const seconds = 365 * DAY;
      const orders = await start('orders', { seconds, zone: 'reporting' });
      const billing = await start('billing', { seconds, zone: 'reporting' });
      clock.advance(30 * DAY);
      const before = await Promise.all([get(orders), get(billing)]);
      const expiresAt = new Date(
        clock.now().getTime() + 30 * DAY * 1000,
      ).toISOString();
      const shorten = () =>
        certify(orders, { verdict: 'shorten', expiresAt, comment: 'Enough' });
      expect(await refusal(shorten())).toMatchObject({
        code: 'share_not_due',
      });
      expect(await Promise.all([get(orders), get(billing)])).toEqual(before);
      expect((await timelineOf(orders)).map(({ kind }) => kind)).not.toContain(
        'share.shortened',
      );

      clock.advance(61 * DAY);
      await certify(orders, { verdict: 'keep' });
      expect(await refusal(shorten())).toMatchObject({
        code: 'share_not_due',
      });
      expect((await get(billing)).expiresAt).toBe(before[1].expiresAt);
    });

    it('shortens nothing that another owner has just kept', async () => {
      const { clock, get, recertification, start, told } = await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(91 * DAY);
      const seen = (await get(id)) as StoredShare;
      const expiresAt = new Date(
        clock.now().getTime() + 30 * DAY * 1000,
      ).toISOString();
      await recertification.certify(owner, seen, {
        shareId: id,
        verdict: 'keep',
      });
      expect(
        await refusal(
          recertification.certify(personOf('second'), seen, {
            shareId: id,
            verdict: 'shorten',
            expiresAt,
            comment: 'Until May',
          }),
        ),
      ).toMatchObject({ code: 'share_not_due' });
      expect(await get(id)).toMatchObject({
        expiresAt: seen.expiresAt,
        certifiedBy: owner.ref,
      });
      expect(await told('share.certified-shorter')).toEqual([]);
    });

    it.each([
      ['no time', 'soon'],
      ['absent', undefined],
      ['over', '2026-11-02T09:00:00.000Z'],
      ['later than it ends anyway', '2027-12-31T09:00:00.000Z'],
    ])('shortens to no end that is %s', async (_, expiresAt) => {
      const { certify, clock, get, start } = await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      const { expiresAt: before } = await get(id);
      clock.advance(91 * DAY);
      expect(
        await refusal(
          certify(id, { verdict: 'shorten', expiresAt, comment: 'Earlier' }),
        ),
      ).toMatchObject({ name: 'InputError', code: 'end_invalid' });
      expect(await get(id)).toMatchObject({
        expiresAt: before,
        certifiedBy: undefined,
      });
    });

    it('may end an access, and says why', async () => {
      const { certify, clock, get, start, timelineOf } = await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(91 * DAY);
      expect(await refusal(certify(id, { verdict: 'revoke' }))).toMatchObject({
        code: 'purpose_missing',
      });
      await certify(id, { verdict: 'revoke', comment: 'Nobody uses it' });
      await certify(id, { verdict: 'revoke', comment: 'Nobody uses it' });
      expect((await get(id)).lifecycle).toBe('revoking');
      expect(
        (await timelineOf(id)).filter(({ kind }) => kind === 'share.revoking'),
      ).toEqual([
        expect.objectContaining({ message: 'Revoking: Nobody uses it' }),
      ]);
      expect(await refusal(certify(id, { verdict: 'keep' }))).toMatchObject({
        code: 'share_not_living',
      });
    });

    it('is told to those who own the database today, once each time', async () => {
      const { clock, ownerOf, recertification, replica, start, told } =
        await setup();
      await start('orders', { seconds: 365 * DAY });
      await start('billing', { seconds: 365 * DAY });
      ownerOf.set(arnOf('billing'), BILLERS);
      clock.advance(90 * DAY);
      await Promise.all([
        recertification.look(),
        replica().recertification.look(),
      ]);
      await recertification.look();
      const asked = await told('share.to-certify');
      expect(asked.map(({ refs }) => refs[0]).sort()).toEqual([
        BILLERS,
        OWNERS,
      ]);
      clock.advance(14 * DAY);
      await expect(recertification.look()).resolves.toEqual([]);
      expect(await told('share.to-certify')).toHaveLength(4);
    });

    it('ends what nobody certified in time, if config says so', async () => {
      const { certify, clock, get, recertification, start, timelineOf } =
        await setup({ otherwise: 'revoke' });
      const orders = await start('orders', { seconds: 365 * DAY });
      const billing = await start('billing', { seconds: 365 * DAY });
      clock.advance(90 * DAY);
      await expect(recertification.look()).resolves.toEqual([]);
      clock.advance(DAY);
      await certify(billing, { verdict: 'keep' });
      clock.advance(13 * DAY - 1);
      await expect(recertification.look()).resolves.toEqual([]);
      clock.advance(1);
      const ended = await recertification.look();
      expect(ended.map(({ id }) => id)).toEqual([orders]);
      expect((await get(orders)).lifecycle).toBe('revoking');
      expect((await get(billing)).lifecycle).toBe('building');
      expect(await timelineOf(orders)).toContainEqual(
        expect.objectContaining({
          actor: 'system',
          message:
            'Revoking: its owners did not say within 14 days that it is still needed',
        }),
      );
    });

    it('ends nothing whose owners were not told in time that it would, however long it is due', async () => {
      const { clock, get, recertification, start, told } = await setup({
        otherwise: 'revoke',
      });
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(200 * DAY);
      await expect(recertification.look()).resolves.toEqual([]);
      expect(await told('share.to-certify')).toHaveLength(1);
      clock.advance(14 * DAY - 1);
      await expect(recertification.look()).resolves.toEqual([]);
      expect((await get(id)).lifecycle).toBe('building');
      expect(await told('share.to-certify')).toHaveLength(1);
      clock.advance(1);
      const ended = await recertification.look();
      expect(ended.map(each => each.id)).toEqual([id]);
    });

    it('ends nothing whose owners were told only that they would be asked again', async () => {
      const { clock, get, recertification, replica, start, told } =
        await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(90 * DAY);
      await recertification.look();
      const { recertification: stricter } = replica({
        recertify: { ...TERMS, otherwise: 'revoke' },
      });
      clock.advance(30 * DAY);
      await expect(stricter.look()).resolves.toEqual([]);
      expect((await get(id)).lifecycle).toBe('building');
      expect(await told('share.to-certify')).toHaveLength(2);
      clock.advance(14 * DAY);
      expect((await stricter.look()).map(each => each.id)).toEqual([id]);
    });

    it('keeps no other access waiting with one that fails', async () => {
      const { clock, get, logger, recertification, start, store } = await setup(
        { otherwise: 'revoke' },
      );
      await start('orders', { seconds: 365 * DAY });
      const billing = await start('billing', { seconds: 365 * DAY });
      clock.advance(90 * DAY);
      await recertification.look();
      clock.advance(14 * DAY);
      const revoke = store.shares.revokeTogether.bind(store.shares);
      jest
        .spyOn(store.shares, 'revokeTogether')
        .mockImplementation(async (tx, ids, how) => {
          if (ids.some(id => id.endsWith('orders'))) {
            throw new Error('The database is full');
          }
          return revoke(tx, ids, how);
        });
      const ended = await recertification.look();
      expect(ended.map(({ id }) => id)).toEqual([billing]);
      expect((await get(billing)).lifecycle).toBe('revoking');
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringContaining('The database is full'),
      );
    });

    it('is said by one of two who are as quick', async () => {
      const { certify, clock, start, timelineOf } = await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(91 * DAY);
      const outcomes = await Promise.all([
        refusal(certify(id, { verdict: 'keep' })),
        refusal(certify(id, { verdict: 'keep' }, personOf('second'))),
      ]);
      expect(outcomes.filter(each => each === undefined)).toHaveLength(1);
      expect(outcomes.find(each => each)).toMatchObject({
        code: 'share_not_due',
      });
      const kinds = (await timelineOf(id)).map(({ kind }) => kind);
      expect(kinds.filter(kind => kind === 'share.certified')).toHaveLength(1);
    });
  });
});

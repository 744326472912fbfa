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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { DAY, personOf, shareBench } from '../__testUtils__/shareBench';
import { StoredShare } from './LivingShares';

jest.setTimeout(60_000);

const owner = personOf('owner');
const requester = personOf('requester');

const RECERTIFY = {
  everySeconds: 90 * DAY,
  withinSeconds: 14 * DAY,
  otherwise: 'remind' as const,
};

const BEGAN = '20261201070000_shares_began.js';
const directory = resolvePackagePath(
  '@towpath/backstage-plugin-database-access-backend',
  'migrations',
);

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    ({ code }) => code,
  );

describe('the time of an access that is changed', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async (options?: Parameters<typeof shareBench>[1]) => {
      const bench = await shareBench(await databases.init(databaseId), {
        ...options,
        terms: { recertify: RECERTIFY, ...options?.terms },
      });
      const { extensions, get, recertification } = bench;
      const keep = async (shareId: string) =>
        recertification.certify(owner, (await get(shareId)) as StoredShare, {
          shareId,
          verdict: 'keep',
        });
      /** Asks for more time and gets it. */
      const extend = async (shareId: string, days: number) => {
        const asked = await extensions.ask(requester, shareId, {
          durationSeconds: days * DAY,
          reason: 'It takes longer',
          idempotencyKey: `${shareId}-${bench.clock.now().toISOString()}`,
        });
        await extensions.decide(owner, asked.extension.id, {
          decision: 'approve',
          until: asked.until,
        });
      };
      const asked = async () => {
        await recertification.look();
        return (await bench.told('share.to-certify')).length;
      };
      return { ...bench, asked, extend, keep };
    };

    it('is asked about as early as without the change', async () => {
      const { asked, change, clock, get, recertification, start, takeOver } =
        await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(60 * DAY);
      const changed = await change(id);
      await takeOver(changed);
      clock.advance(30 * DAY - 1);
      expect(await asked()).toBe(0);
      clock.advance(1);
      expect(await asked()).toBe(1);
      expect(recertification.certifySince(await get(changed))).toBe(
        clock.now().toISOString(),
      );
    });

    it('is asked about once while the change is built, and the answer holds for both', async () => {
      const { asked, change, clock, get, keep, start, takeOver } =
        await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(90 * DAY);
      const changed = await change(id);
      expect(await asked()).toBe(1);
      expect(await refusal(keep(changed))).toBe('share_not_due');
      await keep(id);
      const { certifiedAt, certifiedBy } = await get(id);
      await takeOver(changed);
      expect(await get(changed)).toMatchObject({ certifiedAt, certifiedBy });

      clock.advance(30 * DAY);
      const again = await change(changed, { id: 'again' });
      await takeOver(again);
      expect(await get(again)).toMatchObject({ certifiedAt, certifiedBy });
      clock.advance(60 * DAY - 1);
      expect(await asked()).toBe(1);
      clock.advance(1);
      expect(await asked()).toBe(2);
    });

    it('is extended no more often than without the change', async () => {
      const { change, clock, extend, extensions, get, start, takeOver } =
        await setup({ terms: { mostExtensions: 2 } });
      const id = await start('orders');
      clock.advance(6 * DAY);
      await extend(id, 4);
      const changed = await change(id);
      clock.advance(2 * DAY);
      await extend(id, 10);
      await takeOver(changed);
      clock.advance(10 * DAY);
      const { offer } = await extensions.ofShare(
        requester,
        (await get(changed)) as StoredShare,
      );
      expect(offer).toMatchObject({ mayExtend: false, extended: 2 });
      expect(offer.because).toContain('It was extended 2 times');
    });

    it('counts from its beginning, also for policies', async () => {
      const began: string[] = [];
      const { change, clock, get, extensions, start, takeOver } = await setup({
        policy: {
          rule: async ({ shares }) => {
            began.push(...shares.map(({ beganAt }) => beganAt));
            return {
              mayExtend: true,
              needsDecision: false,
              longestSeconds: 90 * DAY,
              seats: [],
              commentRequired: false,
            };
          },
        },
      });
      const id = await start('orders');
      const { startedAt } = await get(id);
      clock.advance(4 * DAY);
      const changed = await change(id);
      await takeOver(changed);
      clock.advance(DAY);
      const { offer } = await extensions.ofShare(
        requester,
        (await get(changed)) as StoredShare,
      );
      expect(began).toEqual([startedAt]);
      expect(offer.mayExtend).toBe(true);
    });

    it('ends as early as it was shortened to while the change was built', async () => {
      const { change, clock, get, recertification, start, takeOver } =
        await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      clock.advance(90 * DAY);
      const changed = await change(id);
      const expiresAt = new Date(
        clock.now().getTime() + 30 * DAY * 1000,
      ).toISOString();
      await recertification.certify(owner, (await get(id)) as StoredShare, {
        shareId: id,
        verdict: 'shorten',
        expiresAt,
        comment: 'Until spring',
      });
      await takeOver(changed);
      expect((await get(changed)).expiresAt).toBe(expiresAt);
    });

    it('ends as late as it was extended to while the change was built', async () => {
      const { change, clock, extend, get, shares, start, takeOver } =
        await setup();
      const id = await start('orders');
      const earlier = '2026-11-11T09:00:00.000Z';
      const other = await start('billing');
      clock.advance(6 * DAY);
      const changed = await change(id);
      const shorter = await change(other, { expiresAt: earlier });
      await extend(id, 5);
      await extend(other, 5);
      const { expiresAt } = await get(id);
      expect(expiresAt).toBe('2026-11-17T09:00:00.000Z');
      expect((await get(changed)).expiresAt).toBe(expiresAt);
      // Whoever asked for the change wanted less, and nobody has given it more.
      expect((await get(shorter)).expiresAt).toBe(earlier);
      clock.advance(4 * DAY + 1);
      const ended = await shares.expire();
      expect(ended.map(share => share.id)).toEqual([shorter]);
      await takeOver(changed);
      expect(await get(changed)).toMatchObject({
        expiresAt,
        lifecycle: 'building',
      });
    });

    it('goes on also where it was changed before that was written down', async () => {
      const { change, clock, get, keep, knex, start, takeOver } = await setup();
      const id = await start('orders', { seconds: 365 * DAY });
      const { startedAt } = await get(id);
      clock.advance(90 * DAY);
      await keep(id);
      const { certifiedAt, certifiedBy } = await get(id);
      const changed = await change(id);
      await takeOver(changed);
      clock.advance(DAY);
      const again = await change(changed, { id: 'again' });
      await knex('shares')
        .whereIn('id', [changed, again])
        .update({ certified_at: null, certified_by: null });

      await knex.migrate.down({ directory, name: BEGAN });
      await knex.migrate.up({ directory, name: BEGAN });
      for (const each of [id, changed, again]) {
        expect(await get(each)).toMatchObject({
          beganAt: startedAt,
          certifiedAt,
          certifiedBy,
        });
      }
    });

    it('is extended in a zone together with what is built for its change', async () => {
      const { change, clock, extend, get, start } = await setup();
      const id = await start('orders', { zone: 'reporting' });
      clock.advance(6 * DAY);
      const changed = await change(id);
      await extend(id, 5);
      for (const each of [id, changed]) {
        expect((await get(each)).expiresAt).toBe('2026-11-17T09:00:00.000Z');
      }
    });
  });
});

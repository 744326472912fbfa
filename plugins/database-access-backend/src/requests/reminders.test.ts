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
  DAY,
  HOUR,
  personOf,
  shareBench,
  USERS,
} from '../__testUtils__/shareBench';

jest.setTimeout(60_000);

describe('reminders before the end (T5)', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async (options?: Parameters<typeof shareBench>[1]) =>
      shareBench(await databases.init(databaseId), options);

    it('come 7 days, 1 day and 1 hour before it, once each, to whoever asked and to those who own the network', async () => {
      const { clock, reminders, replica, start, told, timelineOf } =
        await setup();
      const id = await start('orders', { seconds: 30 * DAY });
      const titles = [];
      for (const before of [8 * DAY, 7 * DAY, DAY, HOUR, 60]) {
        const now = clock.now().getTime();
        const end = Date.parse('2026-11-02T09:00:00.000Z') + 30 * DAY * 1000;
        clock.advance((end - before * 1000 - now) / 1000);
        await reminders.remind();
        await replica().reminders.remind();
        titles.push((await told('share.reminded')).map(({ title }) => title));
      }
      const of = 'resource:default/orders from databricks';
      const [week, day, hour] = ['7 days', '1 day', '1 hour'].map(
        before => `Ends in less than ${before}: ${of}`,
      );
      expect(titles).toEqual([
        [],
        [week],
        [week, day],
        [week, day, hour],
        [week, day, hour],
      ]);
      expect((await told('share.reminded')).map(({ refs }) => refs)).toEqual([
        ['user:default/requester', USERS],
        ['user:default/requester', USERS],
        ['user:default/requester', USERS],
      ]);
      const kinds = (await timelineOf(id)).map(({ kind }) => kind);
      expect(kinds.filter(kind => kind === 'share.reminded')).toHaveLength(3);
    });

    it('are told by one of many replicas', async () => {
      const { clock, replica, start, told } = await setup();
      await start('orders', { seconds: 30 * DAY });
      clock.advance(24 * DAY);
      await Promise.all([1, 2, 3, 4].map(() => replica().reminders.remind()));
      expect(await told('share.reminded')).toHaveLength(1);
    });

    it('leave out times that are longer than half of what it lasts', async () => {
      const { clock, reminders, start, told } = await setup();
      await start('orders', { seconds: 3 * DAY });
      await start('billing', { seconds: HOUR });
      await reminders.remind();
      expect(await told('share.reminded')).toEqual([]);
      clock.advance(2 * DAY);
      await reminders.remind();
      expect(await told('share.reminded')).toEqual([
        expect.objectContaining({
          title: expect.stringContaining(
            'less than 1 day: resource:default/orders',
          ),
        }),
      ]);
    });

    it('say the nearest time only, if nobody looked for long', async () => {
      const { clock, reminders, start, told } = await setup();
      await start('orders', { seconds: 30 * DAY });
      clock.advance(30 * DAY - 10 * 60);
      await reminders.remind();
      await reminders.remind();
      expect(await told('share.reminded')).toEqual([
        expect.objectContaining({
          title: expect.stringContaining('less than 1 hour'),
          severity: 'high',
        }),
      ]);
    });

    it('come again before another end, after an extension', async () => {
      const { clock, extensions, reminders, start, told } = await setup();
      const id = await start('orders', { seconds: 20 * DAY });
      clock.advance(14 * DAY);
      await reminders.remind();
      const asked = await extensions.ask(personOf('requester'), id, {
        durationSeconds: 20 * DAY,
        reason: 'The migration takes longer',
        idempotencyKey: 'once',
      });
      await extensions.decide(personOf('owner'), asked.extension.id, {
        decision: 'approve',
        until: asked.until,
      });
      await reminders.remind();
      expect(await told('share.reminded')).toHaveLength(1);
      clock.advance(20 * DAY);
      await reminders.remind();
      expect(await told('share.reminded')).toHaveLength(2);
    });

    it('are known before, the next one first', async () => {
      const { clock, get, reminders, start } = await setup();
      const id = await start('orders', { seconds: 10 * DAY });
      clock.advance(DAY);
      // A week is longer than half of ten days.
      expect(reminders.coming(await get(id))).toEqual([
        '2026-11-11T09:00:00.000Z',
        '2026-11-12T08:00:00.000Z',
      ]);
      clock.advance(8.5 * DAY);
      expect(reminders.coming(await get(id))).toEqual([
        '2026-11-12T08:00:00.000Z',
      ]);
    });

    it('say nothing of what is over, or if config names no time', async () => {
      const { clock, reminders, shares, start, told } = await setup();
      const id = await start('orders', { seconds: 20 * DAY });
      await shares.revoke(personOf('owner'), id, { reason: 'Enough' });
      clock.advance(15 * DAY);
      await reminders.remind();
      expect(await told('share.reminded')).toEqual([]);

      const silent = await setup({ terms: { remindBeforeSeconds: [] } });
      await silent.start('orders', { seconds: 20 * DAY });
      silent.clock.advance(19 * DAY);
      await expect(silent.reminders.remind()).resolves.toEqual([]);
    });
  });
});

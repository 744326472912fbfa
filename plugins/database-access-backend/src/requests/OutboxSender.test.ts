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

import { readFileSync } from 'fs';
import { resolve } from 'path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { EventParams } from '@backstage/plugin-events-node';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  DATABASE_ACCESS_EVENT_KINDS,
  DATABASE_ACCESS_EVENTS_TOPIC,
} from '@towpath/backstage-plugin-database-access-node';
import { DrivenClock } from '../__testUtils__/DrivenClock';
import { MessageKind, Store } from '../store';
import { OutboxSender } from './OutboxSender';

jest.setTimeout(60_000);

const TELL = { refs: ['user:default/requester'], title: 'Denied' };

const PAGE = readFileSync(
  resolve(
    resolvePackagePath('@towpath/backstage-plugin-database-access-backend'),
    '../../docs/events.md',
  ),
  'utf8',
);

/** The first column of the table of the page whose first column has this title. */
function documented(title: string): string[] {
  const [, table = ''] = PAGE.split(new RegExp(`^\\| ${title} .*\\n`, 'm'));
  const [rows] = table.split('\n\n');
  return [...rows.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
}

describe('docs/events.md', () => {
  it('has the topic, and every kind that may be told there', () => {
    expect(PAGE).toContain(`\`${DATABASE_ACCESS_EVENTS_TOPIC}\``);
    expect(documented('kind')).toEqual([...DATABASE_ACCESS_EVENT_KINDS]);
  });
});

describe('the outbox', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const knex = await databases.init(databaseId);
      const store = await Store.create({
        database: { getClient: async () => knex },
      });
      const clock = new DrivenClock();
      const notifications: NotificationSendOptions[] = [];
      const events: EventParams[] = [];
      const signals: object[] = [];
      const log: string[] = [];
      /** What a test lets go wrong. */
      const fail: {
        notify?: (sent: NotificationSendOptions) => Promise<void>;
        signal?: () => Promise<void>;
      } = {};
      const write = (message: string) => log.push(message);
      /** Another process on the same store. */
      const replica = () =>
        new OutboxSender({
          store,
          clock,
          logger: mockServices.logger.mock({ warn: write, error: write }),
          sendMs: 200,
          notifications: {
            send: async sent => {
              await fail.notify?.(sent);
              notifications.push(sent);
            },
          },
          events: {
            publish: async event => {
              events.push(event);
            },
            subscribe: async () => {},
          },
          signals: {
            publish: async signal => {
              await fail.signal?.();
              signals.push(signal);
            },
          },
        });
      const add = (
        id: string,
        options: { kind?: MessageKind; tell?: object; shareId?: string } = {},
      ) =>
        store.transaction(tx =>
          store.outbox.add(tx, {
            id,
            kind: options.kind ?? 'request.denied',
            payload: {
              requestId: 'request-1',
              message: 'Denied: Too much',
              ...(options.shareId && { shareId: options.shareId }),
              ...('tell' in options ? options : { tell: TELL }),
            },
            at: clock.now(),
          }),
        );
      const rows = () => knex('outbox').orderBy('id');
      /** As if so much time had passed, for the clock of the database. */
      const makeDue = () =>
        knex('outbox')
          .whereNotNull('due_at')
          .update({ due_at: Date.now() - 1_000 });
      return {
        add,
        clock,
        events,
        fail,
        knex,
        log,
        makeDue,
        notifications,
        replica,
        rows,
        signals,
        store,
      };
    }

    it('tells people, plugins and pages once, however many replicas send', async () => {
      const { add, events, notifications, replica, rows, signals } =
        await setup();
      for (let i = 0; i < 50; i++) {
        await add(`message-${i}`);
      }
      await Promise.all([replica(), replica(), replica()].map(r => r.flush()));
      for (const sent of [notifications, events, signals]) {
        expect(sent).toHaveLength(50);
      }
      expect(
        new Set(notifications.map(({ payload }) => payload.scope)).size,
      ).toBe(50);
      const all = await rows();
      expect(all.every(row => row.sent_at && row.due_at === null)).toBe(true);
      await replica().flush();
      expect(notifications).toHaveLength(50);
    });

    it.each<[string, MessageKind, string | undefined, string]>([
      [
        'of a request to its page, at the place where something is asked',
        'request.filed',
        undefined,
        '/database-access/requests/request-1?focus=decision',
      ],
      [
        'of a share to its page',
        'share.extended',
        'share-1',
        '/database-access/shares/share-1',
      ],
      [
        'of what is to be certified to the one screen with all of it',
        'share.to-certify',
        'share-1',
        '/database-access?focus=certify',
      ],
    ])('leads people who are told %s', async (_what, kind, shareId, link) => {
      const { add, notifications, replica } = await setup();
      await add('a', { kind, shareId });
      await replica().flush();
      expect(notifications).toMatchObject([{ payload: { link } }]);
    });

    it('loses nothing when a replica dies between taking a message and sending it', async () => {
      const { add, makeDue, notifications, replica, store } = await setup();
      await add('a');
      await store.transaction(tx =>
        store.outbox.claim(tx, { limit: 10, claimMs: 60_000 }),
      );
      await replica().flush();
      expect(notifications).toEqual([]);

      await makeDue();
      await replica().flush();
      expect(notifications).toEqual([
        expect.objectContaining({
          payload: expect.objectContaining({ scope: 'database-access:a' }),
        }),
      ]);
    });

    it('tries again what failed, later each time, and only where it failed', async () => {
      const { add, events, fail, makeDue, notifications, replica, rows } =
        await setup();
      await add('a');
      fail.notify = async () => {
        throw new Error('The notifications backend is down');
      };
      const waits: number[] = [];
      for (let i = 0; i < 3; i++) {
        const before = Date.now();
        await replica().flush();
        const [{ due_at: dueAt, sent_at: sentAt }] = await rows();
        expect(sentAt).toBeNull();
        waits.push(Math.round((Number(dueAt) - before) / 5_000));
        await replica().flush();
        await makeDue();
      }
      expect(waits).toEqual([1, 2, 4]);
      expect(events).toHaveLength(1);

      fail.notify = undefined;
      await replica().flush();
      expect(notifications).toHaveLength(1);
      expect(events).toHaveLength(1);
      expect((await rows())[0].sent_at).not.toBeNull();
    });

    it('gives up after twelve tries, and says so', async () => {
      const { add, fail, log, makeDue, notifications, replica, rows } =
        await setup();
      await add('a');
      fail.notify = async () => {
        throw new Error('The notifications backend is down');
      };
      for (let i = 0; i < 12; i++) {
        await replica().flush();
        await makeDue();
      }
      expect(log).toHaveLength(12);
      expect(log[11]).toBe(
        'What should be told of request.denied (a) is given up after 12 tries, notification: The notifications backend is down. The page of the request has it in its timeline.',
      );
      fail.notify = undefined;
      await replica().flush();
      expect(notifications).toEqual([]);
      expect((await rows())[0]).toMatchObject({ sent_at: null, due_at: null });
    });

    it('lets a message that hangs delay no other', async () => {
      const { add, events, fail, log, notifications, replica } = await setup();
      await add('a');
      await add('b');
      fail.notify = sent =>
        sent.payload.scope === 'database-access:a'
          ? new Promise(() => {})
          : Promise.resolve();
      await replica().flush();
      expect(notifications.map(({ payload }) => payload.scope)).toEqual([
        'database-access:b',
      ]);
      expect(events).toHaveLength(2);
      expect(log).toEqual([
        expect.stringContaining('notification was not done within 0.2 s'),
      ]);
    });

    it('publishes what happened on its topic, but not each move of an object', async () => {
      const { add, clock, events, replica, signals } = await setup();
      await add('a');
      await add('b', { kind: 'share.moved', tell: undefined });
      await replica().flush();
      expect(signals).toHaveLength(2);
      expect(events).toEqual([
        {
          topic: DATABASE_ACCESS_EVENTS_TOPIC,
          eventPayload: {
            id: 'a',
            kind: 'request.denied',
            requestId: 'request-1',
            shareId: undefined,
            message: 'Denied: Too much',
            at: clock.now().toISOString(),
          },
        },
      ]);
      const [{ eventPayload }] = events;
      expect(Object.keys(eventPayload as object).sort()).toEqual(
        documented('field').sort(),
      );
    });

    it('lets pages that cannot hear keep nothing from people', async () => {
      const { add, fail, notifications, replica, rows } = await setup();
      await add('a');
      fail.signal = async () => {
        throw new Error('No signals');
      };
      await replica().flush();
      expect(notifications).toHaveLength(1);
      expect(JSON.parse((await rows())[0].sent_to)).toEqual([
        'event',
        'notification',
      ]);
    });
  });
});

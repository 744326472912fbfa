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

import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  DAY,
  HOUR,
  OWNERS,
  personOf,
  shareBench,
  USERS,
} from '../__testUtils__/shareBench';
import { OutboxSender } from './OutboxSender';
import { RemovalFindings } from './RemovalFindings';

jest.setTimeout(60_000);

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    ({ name, code, message }) => ({ name, code, message }),
  );

describe('revoking', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async () => shareBench(await databases.init(databaseId));

    it.each([
      ['whoever asked for it', 'requester'],
      ['those who own the database', 'owner'],
      ['those who own the network', 'colleague'],
      ['the platform team', 'engineer'],
    ])('is for %s, and keeps the reason', async (_, name) => {
      const { get, shares, start, timelineOf } = await setup();
      const id = await start('orders');
      const { share } = await shares.revoke(personOf(name), id, {
        reason: '  The project is over ',
      });
      expect(share).toMatchObject({
        lifecycle: 'revoking',
        revokedBy: `user:default/${name}`,
      });
      expect((await timelineOf(id)).slice(-1)).toEqual([
        expect.objectContaining({
          kind: 'share.revoking',
          actor: `user:default/${name}`,
          message: 'Revoking: The project is over',
        }),
      ]);
      await shares.revoke(personOf(name), id, { reason: 'Again' });
      expect((await timelineOf(id)).slice(-1)[0].message).toBe(
        'Revoking: The project is over',
      );
      expect((await get(id)).revokedBy).toBe(`user:default/${name}`);
    });

    it('is for nobody else, and not for those who owned the network once', async () => {
      const { get, networkOwner, shares, start } = await setup();
      const id = await start('orders');
      networkOwner.ref = 'group:default/others';
      for (const name of ['stranger', 'colleague']) {
        expect(
          await refusal(
            shares.revoke(personOf(name), id, { reason: 'Enough' }),
          ),
        ).toMatchObject({ name: 'NotAllowedError', code: 'not_entitled' });
      }
      expect((await get(id)).lifecycle).toBe('building');
    });

    it('of a database that leaves its zone is for its owners and the platform team', async () => {
      const { shares, start } = await setup();
      const zone = 'reporting';
      const one = await start('orders', { zone });
      const other = await start('orders', { zone, network: 'payments' });
      const leave = { reason: 'Enough', leave: 'database' as const };
      expect(
        await refusal(shares.revoke(personOf('colleague'), one, leave)),
      ).toMatchObject({
        code: 'not_entitled',
        message: expect.stringContaining('let the network leave instead'),
      });
      await shares.revoke(personOf('engineer'), one, leave);
      for (const id of [one, other]) {
        expect((await shares.get(id)).share.lifecycle).toBe('revoking');
      }
    });

    it('is told to all who are affected, and not to whoever did it', async () => {
      const { clock, shares, start, store } = await setup();
      const id = await start('orders');
      const sent: any[] = [];
      const sender = new OutboxSender({
        store,
        notifications: { send: async each => void sent.push(each) },
        events: { publish: async () => {}, subscribe: async () => {} },
        signals: { publish: async () => {} },
        clock,
        logger: mockServices.logger.mock(),
      });
      await shares.revoke(personOf('colleague'), id, { reason: 'Enough' });
      await sender.flush();
      expect(sent).toEqual([
        expect.objectContaining({
          recipients: {
            type: 'entity',
            entityRef: ['user:default/requester', OWNERS, USERS],
            excludeEntityRef: 'user:default/colleague',
          },
          payload: expect.objectContaining({
            title: 'Access ends: resource:default/orders from databricks',
            description: 'Revoking: Enough',
          }),
        }),
      ]);
    });

    it('happens at the end of its time though no backend ran at that moment', async () => {
      const { clock, get, replica, shares, start } = await setup();
      const short = await start('orders', { seconds: HOUR });
      const long = await start('billing', { seconds: 30 * DAY });
      clock.advance(3 * DAY);
      expect((await get(short)).lifecycle).toBe('building');
      // What has just begun to run looks once.
      replica();
      expect((await shares.expire()).map(({ id }) => id)).toEqual([short]);
      expect((await get(short)).lifecycle).toBe('revoking');
      expect((await get(long)).lifecycle).toBe('building');
      await expect(shares.expire()).resolves.toEqual([]);
    });
  });
});

describe('what was removed from under a share', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const bench = await shareBench(await databases.init(databaseId));
      const world = {
        inCatalog: true as boolean | Error,
        network: 'there' as 'there' | 'gone' | 'unknown',
        accounts: ['333333333333', '666666666666'],
      };
      const findings = new RemovalFindings({
        ...bench,
        databases: {
          isInCatalog: async () => {
            if (typeof world.inCatalog === 'boolean') {
              return world.inCatalog;
            }
            throw world.inCatalog;
          },
        },
        networks: { presence: async () => world.network },
        hasAccount: id => world.accounts.includes(id),
        logger: mockServices.logger.mock(),
      });
      const id = await bench.start('orders');
      const codes = async () =>
        (await bench.shares.get(id)).findings.map(({ code }) => code);
      return { ...bench, codes, findings, id, world };
    }

    it('is a finding until it is back, and ends nothing by itself', async () => {
      const { codes, findings, get, id, told, timelineOf, world } =
        await setup();
      await findings.look();
      expect(await codes()).toEqual([]);

      world.inCatalog = false;
      world.network = 'gone';
      await findings.look();
      await findings.look();
      expect((await codes()).sort()).toEqual([
        'database_removed',
        'network_removed',
      ]);
      expect((await get(id)).lifecycle).toBe('building');
      expect(await told('share.network-removed')).toEqual([
        expect.objectContaining({
          refs: ['user:default/requester', OWNERS, USERS],
          severity: 'high',
        }),
      ]);

      world.inCatalog = true;
      await findings.look();
      expect(await codes()).toEqual(['network_removed']);
      world.network = 'there';
      await findings.look();
      expect(await codes()).toEqual([]);
      expect((await timelineOf(id)).map(({ kind }) => kind)).toEqual([
        'share.building',
        'share.database-removed',
        'share.network-removed',
        'share.database-back',
        'share.network-back',
      ]);
    });

    it('names the account that config has no more', async () => {
      const { codes, findings, id, shares, world } = await setup();
      world.accounts = ['666666666666'];
      await findings.look();
      expect(await codes()).toEqual(['account_removed']);
      const { findings: shown } = await shares.get(id);
      expect(shown[0].message).toContain('333333333333');
      expect(shown[0].message).not.toContain('666666666666');
    });

    it('stays as it was while nobody can tell', async () => {
      const { codes, findings, world } = await setup();
      world.network = 'gone';
      await findings.look();
      world.network = 'unknown';
      await findings.look();
      expect(await codes()).toEqual(['network_removed']);
      world.network = 'there';
      world.inCatalog = new Error('The catalog is down');
      await findings.look();
      expect(await codes()).toEqual(['network_removed']);
    });
  });
});

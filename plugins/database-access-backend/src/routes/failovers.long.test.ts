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
import { decide, fileRequest } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';
import { Store } from '../store';

jest.setTimeout(60_000);

afterEach(stopPortals);

describe('GET /v1/shares/{id}/failovers', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    /** A share over PrivateLink that nothing is built for yet. */
    async function setup() {
      const knex = await databases.init(databaseId);
      const portal = await startPortal({ knex });
      const request = await fileRequest(portal, {
        wish: { connectVia: 'privatelink', overrideReason: 'A drill' },
      });
      await decide(portal, request);
      const { body } = await portal
        .as('requester')
        .post(`/requests/${request.id}/start`);
      const shareId: string = body.shareId;
      const store = await Store.create({
        database: {
          getClient: async () => knex,
          migrations: { skip: true },
        },
      });
      const at = new Date(portal.awsClock.now());
      const tell = (step: string, details: object, objectKey?: string) =>
        store.transaction(tx =>
          store.timeline.append(tx, {
            requestId: request.id,
            shareId,
            objectKey,
            at,
            actor: 'system',
            kind: `failover.${step}`,
            message: `It is ${step}`,
            details,
          }),
        );
      const get = (path: string) =>
        portal.as('requester').get(`/shares/${shareId}/${path}`);
      return { portal, tell, get, at: at.toISOString() };
    }

    it('tells of none while nothing has moved', async () => {
      const { get } = await setup();
      const { status, body } = await get('failovers');
      expect([status, body]).toEqual([200, { items: [] }]);
    });

    it('tells of the newest first, and the timeline has the same entries', async () => {
      const { get, tell, at } = await setup();
      const event = {
        id: 'RDS-EVENT-0013',
        message: 'Multi-AZ instance failover started',
        occurredAt: at,
      };
      await tell('moved', { addresses: ['10.20.1.7'] }, 'targets');
      await tell('gone', { addresses: ['10.20.0.5'], isLast: true }, 'targets');
      await tell('event', { event });

      const { status, body } = await get('failovers');
      expect(status).toBe(200);
      expect(body.items).toEqual([
        expect.objectContaining({
          objectKey: 'targets',
          title: 'Addresses of orders-postgres',
          status: 'waiting',
          cause: 'event',
          events: [{ ...event, at }],
        }),
        expect.objectContaining({
          status: 'done',
          cause: 're-resolution',
          startedAt: at,
          endedAt: at,
        }),
      ]);
      expect(body.items[1].steps).toEqual([
        { name: 'event', addresses: [] },
        {
          name: 'moved',
          at,
          addresses: ['10.20.1.7'],
          message: 'It is moved',
        },
        { name: 'registered', addresses: [] },
        { name: 'healthy', addresses: [] },
        { name: 'gone', at, addresses: ['10.20.0.5'], message: 'It is gone' },
      ]);

      const timeline = await get('timeline');
      expect(timeline.status).toBe(200);
      // The engine of the portal builds on meanwhile and tells of it too.
      const failovers = timeline.body.items.filter((entry: { kind: string }) =>
        entry.kind.startsWith('failover.'),
      );
      expect(failovers).toEqual([
        expect.objectContaining({
          kind: 'failover.moved',
          objectKey: 'targets',
          details: { addresses: ['10.20.1.7'] },
        }),
        expect.objectContaining({
          kind: 'failover.gone',
          details: { addresses: ['10.20.0.5'], isLast: true },
        }),
        expect.objectContaining({ kind: 'failover.event', details: { event } }),
      ]);
    });

    it('knows no share that there is not', async () => {
      const { portal } = await setup();
      const { status } = await portal
        .as('requester')
        .get('/shares/of-nobody/failovers');
      expect(status).toBe(404);
    });
  });
});

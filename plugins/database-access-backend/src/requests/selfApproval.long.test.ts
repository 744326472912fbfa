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

import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { Knex } from 'knex';
import request from 'supertest';
import { fileRequest, Portal } from '../__testUtils__/requestSteps';
import { rowsOf } from '../__testUtils__/rowsOf';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(240_000);

afterEach(stopPortals);

const OWNERS = 'group:default/orders-team';

/** A word with this token, as HTTP brings it. */
function say(
  portal: Portal,
  options: { token: string; path: string; body?: object },
) {
  return request(portal.server)
    .post(`/api/database-access/v1${options.path}`)
    .set('Authorization', `Bearer ${options.token}`)
    .send(options.body ?? {});
}

/** The token that another plugin gets to act in a person's name: whoever started a Scaffolder task, for example. */
function inTheNameOf(userRef: string, subject = 'plugin:scaffolder'): string {
  return mockCredentials.user.token(userRef, { actor: { subject } });
}

describe('nobody decides their own request', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  /** The request of somebody who owns the database, too. */
  async function setup(knex: Knex, options: { permissionsOff: boolean }) {
    const portal = await startPortal({ knex, ...options });
    const filed = await fileRequest(portal, {
      by: 'both',
      start: 'automatic',
    });
    const approval = { decision: 'approve', planDigest: filed.planDigest };
    return { portal, filed, approval };
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    describe.each([
      ['permissions switched off', true],
      ['a policy that allows everything', false],
    ])('with %s', (_, permissionsOff) => {
      it('A5, SEC-6, SEC-9: by no door at all, and nothing is changed', async () => {
        const knex = await databases.init(databaseId);
        const { portal, filed, approval } = await setup(knex, {
          permissionsOff,
        });
        portal.joinGroup('both', 'group:default/billing-team');
        const path = `/requests/${filed.id}/decisions`;
        const own = 'user:default/both';
        const before = await rowsOf(knex);

        const refused: Array<[string, string, string, string?]> = [
          ['the page', mockCredentials.user.token(own), 'own_request'],
          [
            'another spelling of the same person',
            mockCredentials.user.token('user:Default/BOTH'),
            'own_request',
          ],
          [
            'the Scaffolder, for who started the task',
            inTheNameOf(own),
            'own_request',
          ],
          [
            'the Scaffolder, for an owner who started somebody’s template',
            inTheNameOf('user:default/owner'),
            'not_in_person',
          ],
          [
            'an agent that speaks for an owner',
            inTheNameOf('user:default/owner', 'plugin:mcp-actions'),
            'not_in_person',
          ],
          [
            'a colleague who does not own the database',
            mockCredentials.user.token('user:default/colleague'),
            'not_a_decider',
          ],
        ];
        for (const [door, token, code] of refused) {
          const answer = await say(portal, { token, path, body: approval });
          expect([door, answer.status, answer.body.error?.code]).toEqual([
            door,
            403,
            code,
          ]);
        }
        for (const subject of ['plugin:scaffolder', 'external:ci']) {
          const answer = await say(portal, {
            token: mockCredentials.service.token({
              onBehalfOf: mockCredentials.service(subject),
              targetPluginId: 'database-access',
            }),
            path,
            body: approval,
          });
          expect([subject, answer.status]).toEqual([subject, 403]);
        }
        const nobody = await say(portal, {
          token: 'not-a-token',
          path,
          body: approval,
        });
        expect(nobody.status).toBe(401);

        // Among several at once, it is a failure like one by itself.
        portal.audit.length = 0;
        const several = await say(portal, {
          token: mockCredentials.user.token(own),
          path: '/decisions',
          body: { items: [{ requestId: filed.id, ...approval }] },
        });
        expect(several.body.items).toEqual([
          {
            requestId: filed.id,
            error: expect.objectContaining({ code: 'own_request' }),
          },
        ]);
        expect(portal.audit).toEqual([
          expect.objectContaining({
            eventId: 'request-decide',
            outcome: 'failure',
            meta: expect.objectContaining({ requestId: filed.id }),
          }),
          expect.objectContaining({
            eventId: 'request-decide',
            outcome: 'success',
            meta: expect.objectContaining({ refused: [filed.id] }),
          }),
        ]);
        for (const verb of ['questions', 'reviews']) {
          const answer = await say(portal, {
            token: mockCredentials.user.token(own),
            path: `/requests/${filed.id}/${verb}`,
            body:
              verb === 'questions'
                ? { text: 'Which invoices?' }
                : { verdict: 'in-order' },
          });
          expect([verb, Math.floor(answer.status / 100)]).toEqual([verb, 4]);
        }

        expect(await rowsOf(knex)).toEqual(before);
      });

      it('SEC-6: through a group that the requester joined afterwards neither', async () => {
        const knex = await databases.init(databaseId);
        const portal = await startPortal({ knex, permissionsOff });
        const filed = await fileRequest(portal, { start: 'automatic' });
        portal.joinGroup('requester', OWNERS);
        const before = await rowsOf(knex);

        const word = await portal
          .as('requester')
          .post(`/requests/${filed.id}/decisions`, {
            decision: 'approve',
            planDigest: filed.planDigest,
          });
        expect([word.status, word.body.error.code]).toEqual([
          403,
          'own_request',
        ]);
        const started = await portal
          .as('requester')
          .post(`/requests/${filed.id}/start`);
        expect([started.status, started.body.error.code]).toEqual([
          409,
          'request_not_approved',
        ]);
        for (const task of ['start', 'expire'] as const) {
          await portal.run(task);
        }
        expect(await rowsOf(knex)).toEqual(before);
      });

      it('SEC-6: not even against it, and a denial of it does not start it', async () => {
        const knex = await databases.init(databaseId);
        const { portal, filed, approval } = await setup(knex, {
          permissionsOff,
        });
        const path = `/requests/${filed.id}/decisions`;
        const before = await rowsOf(knex);
        const own = await portal
          .as('both')
          .post(path, { ...approval, decision: 'deny', comment: 'No' });
        expect(own.body.error.code).toBe('own_request');
        expect(await rowsOf(knex)).toEqual(before);

        const denied = await portal
          .as('owner')
          .post(path, { ...approval, decision: 'deny', comment: 'No' });
        expect(denied.body.status).toBe('denied');
        const late = await portal.as('secondOwner').post(path, approval);
        expect(late.status).toBe(409);
        await portal.run('start');
        expect(await knex('shares')).toEqual([]);
      });

      it('somebody else of the same group does', async () => {
        const knex = await databases.init(databaseId);
        const { portal, filed, approval } = await setup(knex, {
          permissionsOff,
        });
        const word = await portal
          .as('owner')
          .post(`/requests/${filed.id}/decisions`, approval);
        expect(word.body.status).toBe('approved');
        await portal.run('start');
        expect(await knex('shares')).toHaveLength(1);
      });
    });
  });

  it('SEC-9: by no action either, because this plugin registers none', async () => {
    const registry = actionsRegistryServiceMock();
    await startPortal({ actionsRegistry: registry });
    expect([...registry.actions.keys()]).toEqual([]);
  });

  it('A8, SEC-9: by no GET, so a link in a message decides nothing', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const answer = await portal
      .as('owner')
      .get(
        `/requests/${filed.id}/decisions?decision=approve&planDigest=${filed.planDigest}`,
      );
    expect([404, 405]).toContain(answer.status);
    const { body } = await portal.as('owner').get(`/requests/${filed.id}`);
    expect(body).toMatchObject({ status: 'pending', decisions: [] });
  });
});

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
import { Knex } from 'knex';
import request from 'supertest';
import {
  decide,
  fileRequest,
  Portal,
  WISH,
} from '../__testUtils__/requestSteps';
import { rowsOf } from '../__testUtils__/rowsOf';
import { refOf, startPortal, stopPortals } from '../__testUtils__/startPortal';
import { witnessOf } from '../__testUtils__/witnessOf';
import { openapi } from './openapi';

jest.setTimeout(240_000);

afterEach(stopPortals);

const DIGEST = '0'.repeat(64);

const NEW_REQUEST = {
  ...WISH,
  purpose: 'Report',
  planDigest: DIGEST,
  idempotencyKey: 'key',
};

/** Bodies that no page sends, for the route that would do most with them. */
const BODIES: Array<[string, string, object | string]> = [
  ['no JSON', '/requests', '{"databaseRef": '],
  ['a list', '/requests', [NEW_REQUEST]],
  ['nothing', '/requests', 'null'],
  ['a number', '/requests', '7'],
  [
    'a body that is too large',
    '/requests',
    { ...NEW_REQUEST, purpose: 'x'.repeat(200_000) },
  ],
  [
    'a purpose that is too long',
    '/requests',
    { ...NEW_REQUEST, purpose: 'x'.repeat(2_001) },
  ],
  ['a purpose of NUL', '/requests', { ...NEW_REQUEST, purpose: 'a\u0000b' }],
  [
    'a purpose of half a character',
    '/requests',
    { ...NEW_REQUEST, purpose: 'a\ud83d' },
  ],
  ['a purpose that is an object', '/requests', { ...NEW_REQUEST, purpose: {} }],
  ['a key of NUL', '/requests', { ...NEW_REQUEST, idempotencyKey: '\u0000' }],
  ['an empty key', '/requests', { ...NEW_REQUEST, idempotencyKey: '' }],
  [
    'a key that is too long',
    '/requests',
    { ...NEW_REQUEST, idempotencyKey: 'k'.repeat(256) },
  ],
  [
    'a digest that is none',
    '/requests',
    { ...NEW_REQUEST, planDigest: "' OR 1=1 --" },
  ],
  [
    'a duration of half a second',
    '/requests',
    { ...NEW_REQUEST, durationSeconds: 3600.5 },
  ],
  [
    'a duration without end',
    '/requests',
    { ...NEW_REQUEST, durationSeconds: 1e300 },
  ],
  [
    'a duration before now',
    '/requests',
    { ...NEW_REQUEST, durationSeconds: -3600 },
  ],
  [
    'a ref of NUL',
    '/plans',
    { ...WISH, databaseRef: 'resource:default/\u0000' },
  ],
  ['a ref that is none', '/plans', { ...WISH, databaseRef: ':::/' }],
  [
    'the ref of something else',
    '/plans',
    { ...WISH, databaseRef: 'user:default/owner' },
  ],
  [
    'a way to connect that is none',
    '/plans',
    { ...WISH, connectVia: '__proto__' },
  ],
  [
    'a prototype',
    '/plans',
    `{"__proto__": {"network": "billing"}, "databaseRef": "${WISH.databaseRef}", "network": "analytics-databricks", "durationSeconds": 86400}`,
  ],
  [
    'a list that never ends',
    '/plans',
    `{"databaseRef": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  ],
  [
    'a decision that is none',
    '/requests/ID/decisions',
    { decision: 'APPROVE', planDigest: DIGEST },
  ],
  [
    'a comment of NUL',
    '/requests/ID/decisions',
    { decision: 'deny', comment: '\u0000', planDigest: DIGEST },
  ],
  [
    'somebody else as decider',
    '/requests/ID/decisions',
    {
      decision: 'approve',
      planDigest: DIGEST,
      deciderRef: 'user:default/owner',
    },
  ],
  ['a reason of NUL', '/shares/ID/revoke', { reason: 'a\u0000' }],
  [
    'a comment of NUL among others',
    '/decisions',
    {
      items: [
        {
          requestId: 'ID',
          decision: 'deny',
          comment: 'No.',
          planDigest: DIGEST,
        },
        {
          requestId: 'ID',
          decision: 'deny',
          comment: '\u0000',
          planDigest: DIGEST,
        },
      ],
    },
  ],
  [
    'a comment of half a character among others',
    '/shares/certifications',
    { items: [{ shareId: 'ID', verdict: 'keep', comment: 'a\ud83d' }] },
  ],
];

/** Addresses that no page asks for. */
const PATHS = [
  '/requests?cursor=nonsense',
  `/requests?cursor=${cursorOf('ab')}`,
  `/requests?cursor=${cursorOf(null)}`,
  `/requests?cursor=${cursorOf(['2026-11-02T09:00:00.000Z', '\u0000'])}`,
  `/requests?cursor=${cursorOf([
    '\u0000',
    '00000000-0000-4000-8000-000000000000',
  ])}`,
  `/requests?cursor=${'x'.repeat(501)}`,
  '/requests?cursor=',
  '/requests?limit=0',
  '/requests?limit=101',
  '/requests?limit=1.5',
  '/requests?limit=-1',
  '/requests?limit=1e9',
  '/requests?limit=ten',
  '/requests?status=unknown',
  '/requests?status=pending&status=denied',
  '/requests?status[]=pending',
  '/requests?mine=perhaps',
  '/requests?databaseRef=%00',
  '/requests?databaseRef=',
  '/requests?whatever=1',
  `/requests/${'x'.repeat(37)}`,
  '/requests/%00',
  '/requests/%E0%A4%A',
  '/requests/ID/timeline?after=-1',
  '/requests/ID/timeline?after=99999999999',
  '/requests/ID/timeline?after=abc',
  `/shares?cursor=${cursorOf(['a', 'b'])}`,
  '/shares?health=excellent',
  '/shares?lifecycle=immortal',
  '/shares/%00',
  '/shares/%00/timeline',
  '/audit?from=%00',
  '/audit?from=yesterday',
  '/audit?from=2026-11-30&to=2026-11-29',
  '/audit?to=2026-02-30T25:00:00Z',
  '/audit?from=2026-11-29&from=2026-11-30',
  '/audit?format=exe',
  '/audit?requestId=%00',
  "/audit?requestId=' OR 1=1 --",
  `/audit?shareId=${'x'.repeat(37)}`,
  '/audit?whatever=1',
  '/databases/default/a%20b',
  '/databases/default/orders-postgres/metrics?hours=0',
  '/databases/default/orders-postgres/metrics?hours=10921',
  '/shares/of-nobody/metrics?hours=soon',
  '/databases/default/%00',
  '/databases/default/..%2f..%2fetc',
];

/** What an auditor calls what is done at a path. */
const VERBS: Record<string, string> = {
  reachability: 'probe',
  answers: 'answer',
  decisions: 'decide',
  extensions: 'extend',
  questions: 'ask',
  reviews: 'review',
};

/** As an auditor knows the routes. */
function eventOf(path: string): string {
  const [, things, id, verb = 'create'] = path.split('/');
  if (things === 'decisions') {
    return 'request-decide';
  }
  if (id === 'certifications') {
    return 'share-certify';
  }
  if (things === 'orphans') {
    return id === 'proposals' ? 'orphan-propose' : 'orphan-confirm';
  }
  return `${things.replace(/s$/, '')}-${VERBS[verb] ?? verb}`;
}

/** What only looks, though with a body. */
const LOOKS = ['/v1/policy/explanations'];

describe('a hostile caller', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    let knex: Knex;
    let portal: Portal;
    let id: string;

    /** One portal is enough: nothing of this changes anything. */
    const start = async () => {
      knex = await databases.init(databaseId);
      portal = await startPortal({ knex });
      ({ id } = await fileRequest(portal));
    };

    it('is refused with a sentence, whatever the body is, and nothing is changed', async () => {
      await start();
      const before = await rowsOf(knex);
      portal.audit.length = 0;
      for (const [what, path, body] of BODIES) {
        const answer = await request(portal.server)
          .post(`/api/database-access/v1${path.replace('ID', id)}`)
          .set('Authorization', mockCredentials.user.header(refOf('requester')))
          .set('Content-Type', 'application/json')
          .send(body as object);
        expectRefused(what, answer);
        // One trace of each, whether it came as far as its route or not.
        expect([what, portal.audit.splice(0)]).toEqual([
          what,
          [
            expect.objectContaining({
              eventId: eventOf(path),
              outcome: 'failure',
            }),
          ],
        ]);
      }
      const form = await request(portal.server)
        .post('/api/database-access/v1/requests')
        .set('Authorization', mockCredentials.user.header(refOf('requester')))
        .type('form')
        .send({ purpose: 'x' });
      expectRefused('a form', form);
      expect(await rowsOf(knex)).toEqual(before);
    });

    it('is refused with a sentence, whatever the address is', async () => {
      await start();
      for (const path of PATHS) {
        expectRefused(
          path,
          await portal.as('owner').get(path.replace('ID', id)),
        );
      }
    });

    it('gets nothing from a page beyond the last', async () => {
      await start();
      const cursor = cursorOf([
        '2000-01-01T00:00:00.000Z',
        '00000000-0000-4000-8000-000000000000',
      ]);
      for (const list of ['requests', 'shares']) {
        const { body } = await portal
          .as('owner')
          .get(`/${list}?cursor=${cursor}`);
        expect(body).toEqual({ items: [] });
      }
      const { body } = await portal
        .as('owner')
        .get(`/requests/${id}/timeline?after=2147483647`);
      expect(body).toEqual({ items: [] });
    });

    it('reads each request once, page by page, however many were filed at the same moment', async () => {
      await start();
      const [row] = await knex('access_requests');
      const many = Array.from({ length: 25 }, (_, i) => ({
        ...row,
        id: `00000000-0000-4000-8000-0000000000${String(i).padStart(2, '0')}`,
        idempotency_key: `copy-${i}`,
        open_key: null,
      }));
      await knex('access_requests').insert(many);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await portal
          .as('requester')
          .get(`/requests?limit=7${cursor ? `&cursor=${cursor}` : ''}`);
        expect(body.items.length).toBeLessThanOrEqual(7);
        seen.push(...body.items.map((item: { id: string }) => item.id));
        cursor = body.nextCursor;
      } while (cursor);
      expect(seen).toHaveLength(26);
      expect(new Set(seen).size).toBe(26);
    });
  });

  it('cannot plan more often by filing what cannot be filed', async () => {
    const portal = await startPortal();
    const file = (n: number) =>
      portal
        .as('requester')
        .post('/requests', { ...NEW_REQUEST, idempotencyKey: `key-${n}` });
    for (let n = 0; n < 20; n++) {
      const answer = await file(n);
      expect([answer.status, answer.body.error.code]).toEqual([
        409,
        'plan_changed',
      ]);
    }
    const answer = await file(20);
    expect([answer.status, answer.body.error.code]).toEqual([
      429,
      'too_many_plans',
    ]);
    expect(answer.text).not.toContain('findings');
    // Whoever has a plan may file it all the same.
    portal.awsClock.advance(60);
    await fileRequest(portal);
  });

  it('leaves one auditor event at each route that changes something, if nobody can read what it says', async () => {
    const portal = await startPortal();
    const { id } = await fileRequest(portal);
    const changes = Object.entries(openapi.paths)
      .filter(([, operations]) => 'post' in operations)
      .map(([path]) => path)
      .filter(path => !LOOKS.includes(path));
    expect(changes.length).toBeGreaterThan(6);
    for (const path of changes) {
      const at = path.replace('{id}', id).replace('/v1', '');
      for (const body of ['{"unknown": true}', '{"half', '["\\u0000"]']) {
        portal.audit.length = 0;
        const answer = await request(portal.server)
          .post(`/api/database-access/v1${at}`)
          .set('Authorization', mockCredentials.user.header(refOf('requester')))
          .set('Content-Type', 'application/json')
          .send(body);
        expect([path, body, answer.status]).toEqual([path, body, 400]);
        const [, , things] = path.split('/');
        const named = `${things.replace(/s$/, '')}Id`;
        expect(portal.audit).toEqual([
          {
            eventId: eventOf(at),
            severityLevel: expect.any(String),
            meta: path.includes('{id}') ? { [named]: id } : {},
            outcome: 'failure',
          },
        ]);
      }
    }
    // What only looks is not a change, and what is nowhere is no route.
    portal.audit.length = 0;
    await portal.as('requester').get('/requests?limit=ten');
    await portal.as('requester').post('/nowhere');
    expect(portal.audit).toEqual([]);
  });

  it('leaves an auditor event at every route that changes something, refused or not', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const id = 'no-such-thing';
    const routes: Array<[string, string, object]> = [
      ['request-create', '/requests', NEW_REQUEST],
      [
        'request-decide',
        `/requests/${filed.id}/decisions`,
        { decision: 'approve', planDigest: filed.planDigest },
      ],
      ['request-cancel', `/requests/${id}/cancel`, {}],
      ['request-start', `/requests/${filed.id}/start`, {}],
      ['share-revoke', `/shares/${id}/revoke`, { reason: 'No' }],
      ['share-retry', `/shares/${id}/retry`, {}],
      ['share-probe', `/shares/${id}/reachability`, { means: 'analyzer' }],
      // Of several, each is answered by itself; this is of none.
      ['request-decide', '/decisions', {}],
      ['request-ask', `/requests/${filed.id}/questions`, { text: 'Why?' }],
      ['request-answer', `/requests/${filed.id}/answers`, { text: 'So' }],
      [
        'request-review',
        `/requests/${filed.id}/reviews`,
        { verdict: 'justified' },
      ],
      [
        'share-extend',
        `/shares/${id}/extensions`,
        { durationSeconds: 86_400, reason: 'More', idempotencyKey: 'key' },
      ],
      ['extension-decide', `/extensions/${id}/decisions`, {}],
      ['extension-cancel', `/extensions/${id}/cancel`, {}],
      ['share-certify', '/shares/certifications', {}],
      ['orphan-propose', '/orphans/proposals', {}],
      ['orphan-confirm', '/orphans/confirmations', {}],
    ];
    const changing = Object.entries(openapi.paths).filter(
      ([path, methods]) =>
        'post' in methods && ![...LOOKS, '/v1/plans'].includes(path),
    );
    expect(routes).toHaveLength(changing.length);
    for (const [eventId, path, body] of routes) {
      portal.audit.length = 0;
      const refused = await portal.as('requester').post(path, body);
      expect([path, refused.status >= 400 && refused.status < 500]).toEqual([
        path,
        true,
      ]);
      expect(portal.audit).toEqual([
        expect.objectContaining({ eventId, outcome: 'failure' }),
      ]);
    }
  });

  it('P5: finds the digest of the plan in every auditor event of what became of it', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    await decide(portal, filed);
    const { body } = await portal
      .as('requester')
      .post(`/requests/${filed.id}/start`);
    const at = `/shares/${body.shareId}`;
    await portal.as('owner').post(`${at}/retry`);
    await portal.as('owner').post(`${at}/revoke`, { reason: 'Over' });
    const { planDigest } = filed;
    const requestId = filed.id;
    const timeline = witnessOf(requestId);
    expect(portal.audit.filter(({ meta }) => meta)).toEqual([
      {
        eventId: 'plan-create',
        severityLevel: 'low',
        outcome: 'success',
        meta: {
          databaseRef: WISH.databaseRef,
          network: WISH.network,
          planDigest,
        },
      },
      {
        eventId: 'request-create',
        severityLevel: 'medium',
        outcome: 'success',
        meta: {
          databaseRef: WISH.databaseRef,
          network: WISH.network,
          planDigest,
          requestId,
          timeline,
        },
      },
      {
        eventId: 'request-decide',
        severityLevel: 'high',
        outcome: 'success',
        meta: { actionType: 'approve', planDigest, requestId, timeline },
      },
      {
        eventId: 'request-start',
        severityLevel: 'high',
        outcome: 'success',
        meta: {
          actionType: 'started',
          planDigest,
          requestId,
          shareId: body.shareId,
          timeline,
        },
      },
      {
        eventId: 'share-retry',
        severityLevel: 'medium',
        outcome: 'success',
        meta: { shareId: body.shareId, planDigest, requestId, timeline },
      },
      {
        eventId: 'share-revoke',
        severityLevel: 'high',
        outcome: 'success',
        meta: { shareId: body.shareId, planDigest, requestId, timeline },
      },
    ]);
  });
});

function cursorOf(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** With a status of the caller's fault and words for people, and with nothing of what lies behind. */
function expectRefused(
  what: string,
  answer: { status: number; body: { error?: { message?: string } } },
): void {
  expect([what, answer.status >= 400 && answer.status < 500]).toEqual([
    what,
    true,
  ]);
  const message = answer.body.error?.message ?? '';
  expect([what, message.length > 10]).toEqual([what, true]);
  expect(message).not.toMatch(/select |insert |sqlite|knex| at .*\.ts:/i);
}

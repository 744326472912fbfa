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
  planDigest,
  Portal,
  WISH,
} from '../__testUtils__/requestSteps';
import { rowsOf } from '../__testUtils__/rowsOf';
import {
  databaseEntity,
  PersonName,
  refOf,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';

jest.setTimeout(240_000);

afterEach(stopPortals);

interface Try {
  by: PersonName | 'nobody' | 'service';
  path: string;
  /** Absent: it only looks. */
  body?: object;
  /** As an auditor knows it. */
  eventId: string;
  status: number;
  code?: string;
}

const OTHER = { databaseRef: 'resource:default/catalog-aurora' };
const DIGEST = '0'.repeat(64);

/** As it comes from anybody, or from nobody. */
function headerOf(by: Try['by']): string {
  switch (by) {
    case 'nobody':
      return mockCredentials.none.header();
    case 'service':
      return mockCredentials.service.header();
    default:
      return mockCredentials.user.header(refOf(by));
  }
}

/** Tries each, and holds the answer, every table and the auditor log against what a refusal is. */
async function expectRefused(
  portal: Portal,
  knex: Knex,
  tries: Record<string, Try>,
): Promise<void> {
  const before = await rowsOf(knex);
  for (const [what, each] of Object.entries(tries)) {
    portal.audit.length = 0;
    const call = request(portal.server)
      [each.body ? 'post' : 'get'](`/api/database-access/v1${each.path}`)
      .set('Authorization', headerOf(each.by));
    const { status, body } = await (each.body ? call.send(each.body) : call);
    const { code, message } = body.error ?? {};
    expect({ what, status, code: each.code && code }).toEqual({
      what,
      status: each.status,
      code: each.code,
    });
    // Who can read knows why. What Backstage itself says of nobody is short.
    expect([what, message]).toEqual([
      what,
      expect.stringMatching(
        status === 401 ? /^Missing credentials$/ : /\S+ \S+ \S+/,
      ),
    ]);
    // Nobody is stopped by Backstage at its door, and comes not as far as here.
    const event = { eventId: each.eventId, outcome: 'failure' };
    expect([what, portal.audit]).toEqual([
      what,
      each.by === 'nobody' ? [] : [expect.objectContaining(event)],
    ]);
  }
  const after = await rowsOf(knex);
  expect(Object.keys(after)).toEqual(
    expect.arrayContaining(['access_requests', 'outbox', 'shares', 'timeline']),
  );
  expect(after).toEqual(before);
}

describe('every refusal is a 4xx with a sentence, changes no row, and stands in the auditor log', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())(
    'whoever is refused, and why, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const portal = await startPortal({
        knex,
        entities: [
          databaseEntity('mine-now', {
            arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
            owner: 'analytics-team',
          }),
        ],
      });
      const started = await fileRequest(portal);
      await decide(portal, started);
      const { body } = await portal
        .as('requester')
        .post(`/requests/${started.id}/start`);
      const pending = await fileRequest(portal, { key: 'other', wish: OTHER });
      const share = `/shares/${body.shareId}`;
      const asked = `/requests/${pending.id}`;
      // Time stands still, and nobody works on.
      await portal.driveLanes();

      const yes = { decision: 'approve', planDigest: pending.planDigest };
      const wish = {
        ...WISH,
        purpose: 'Report',
        planDigest: started.planDigest,
        idempotencyKey: 'new',
      };
      const decideBy = (
        by: Try['by'],
        status: number,
        code?: string,
        change: object = {},
      ): Try => ({
        by,
        path: `${asked}/decisions`,
        body: { ...yes, ...change },
        eventId: 'request-decide',
        status,
        code,
      });
      const fileBy = (
        by: Try['by'],
        status: number,
        code: string | undefined,
        change: object,
      ): Try => ({
        by,
        path: '/requests',
        body: { ...wish, ...change },
        eventId: 'request-create',
        status,
        code,
      });
      const revokeBy = (
        by: Try['by'],
        status: number,
        code?: string,
        change: object = {},
      ): Try => ({
        by,
        path: `${share}/revoke`,
        body: { reason: 'No', ...change },
        eventId: 'share-revoke',
        status,
        code,
      });
      const extendBy = (
        by: Try['by'],
        status: number,
        code?: string,
        change: object = {},
      ): Try => ({
        by,
        path: `${share}/extensions`,
        body: {
          durationSeconds: 86_400,
          reason: 'It takes longer',
          idempotencyKey: 'extend',
          ...change,
        },
        eventId: 'share-extend',
        status,
        code,
      });
      const lookBy = (
        by: Try['by'],
        path: string,
        eventId: string,
        status: number,
        code?: string,
      ): Try => ({ by, path, eventId, status, code });

      await expectRefused(portal, knex, {
        'own request': decideBy('requester', 403, 'own_request'),
        'no decider': decideBy('stranger', 403, 'not_a_decider'),
        'a colleague of the requester': decideBy(
          'colleague',
          403,
          'not_a_decider',
        ),
        'a decision by a service': decideBy('service', 403),
        'a decision by nobody': decideBy('nobody', 401),
        'an old digest': decideBy('everyOwner', 409, 'plan_changed', {
          planDigest: DIGEST,
        }),
        'a no without a word': decideBy('everyOwner', 400, 'comment_required', {
          decision: 'deny',
        }),
        'somebody else as decider': decideBy('everyOwner', 400, undefined, {
          deciderRef: 'user:default/owner',
        }),
        'a word on what is decided': {
          ...decideBy('secondOwner', 409, 'request_not_pending', {
            planDigest: started.planDigest,
          }),
          path: `/requests/${started.id}/decisions`,
        },
        'a word on nothing': {
          ...decideBy('owner', 404, 'request_not_found'),
          path: '/requests/unknown/decisions',
        },
        'withdrawing for another': {
          by: 'everyOwner',
          path: `${asked}/cancel`,
          body: {},
          eventId: 'request-cancel',
          status: 403,
          code: 'not_the_requester',
        },
        'withdrawing what has begun': {
          by: 'requester',
          path: `/requests/${started.id}/cancel`,
          body: {},
          eventId: 'request-cancel',
          status: 409,
          code: 'request_not_pending',
        },
        'starting what is not approved': {
          by: 'requester',
          path: `${asked}/start`,
          body: {},
          eventId: 'request-start',
          status: 409,
          code: 'request_not_approved',
        },
        'starting for others': {
          by: 'stranger',
          path: `${asked}/start`,
          body: {},
          eventId: 'request-start',
          status: 403,
          code: 'not_entitled',
        },
        'what somebody has': fileBy('colleague', 409, 'already_shared', {}),
        'what somebody asks for': fileBy('colleague', 409, 'already_shared', {
          ...OTHER,
          planDigest: pending.planDigest,
        }),
        'another plan': fileBy('requester', 409, 'plan_changed', {
          databaseRef: 'resource:default/catalog-aurora',
          planDigest: DIGEST,
        }),
        'a used key': fileBy('requester', 409, 'idempotency_key_reused', {
          idempotencyKey: 'other',
        }),
        'no purpose': fileBy('requester', 400, 'purpose_missing', {
          purpose: ' ',
        }),
        "somebody else's network": fileBy('stranger', 403, undefined, {}),
        'a forged entity': fileBy('requester', 409, 'plan_blocked', {
          databaseRef: 'resource:default/mine-now',
        }),
        'no database': fileBy('requester', 404, 'database_not_found', {
          databaseRef: 'resource:default/unknown',
        }),
        'a role in the body': fileBy('requester', 400, undefined, {
          roleArn: 'arn:aws:iam::333333333333:role/admin',
        }),
        'more time for others': extendBy('stranger', 403, 'not_entitled'),
        'more time by a service': extendBy('service', 403),
        'more time too early': extendBy(
          'requester',
          409,
          'extension_impossible',
        ),
        'more time for nothing': extendBy('requester', 400, 'purpose_missing', {
          reason: ' ',
        }),
        'more time for what is nowhere': {
          ...extendBy('requester', 404, 'share_not_found'),
          path: '/shares/unknown/extensions',
        },
        'a word on no extension': {
          by: 'owner',
          path: '/extensions/unknown/decisions',
          body: { decision: 'approve', until: '2026-12-01T09:00:00.000Z' },
          eventId: 'extension-decide',
          status: 404,
          code: 'extension_not_found',
        },
        'withdrawing no extension': {
          by: 'requester',
          path: '/extensions/unknown/cancel',
          body: {},
          eventId: 'extension-cancel',
          status: 404,
          code: 'extension_not_found',
        },
        'certifying nothing': {
          by: 'owner',
          path: '/shares/certifications',
          body: { items: [] },
          eventId: 'share-certify',
          status: 400,
        },
        'ending for others': revokeBy('stranger', 403, 'not_entitled'),
        'ending as a service': revokeBy('service', 403),
        'ending without a reason': revokeBy('owner', 400, 'purpose_missing', {
          reason: ' ',
        }),
        'ending what is nowhere': {
          ...revokeBy('owner', 404, 'share_not_found'),
          path: '/shares/unknown/revoke',
        },
        'trying again for others': {
          by: 'stranger',
          path: `${share}/retry`,
          body: {},
          eventId: 'share-retry',
          status: 403,
          code: 'not_entitled',
        },
        'checking for others': {
          by: 'stranger',
          path: `${share}/reachability`,
          body: { means: 'analyzer' },
          eventId: 'share-probe',
          status: 403,
          code: 'not_entitled',
        },
        'checking where AWS may not be asked': {
          by: 'owner',
          path: `${share}/reachability`,
          body: { means: 'analyzer' },
          eventId: 'share-probe',
          status: 409,
          code: 'reachability_unavailable',
        },
        'no request': lookBy(
          'owner',
          '/requests/unknown',
          'request-fetch',
          404,
          'request_not_found',
        ),
        'no share': lookBy(
          'owner',
          '/shares/unknown',
          'share-fetch',
          404,
          'share_not_found',
        ),
        'requests for a service': lookBy(
          'service',
          '/requests',
          'request-fetch',
          403,
        ),
        'an audit trail for nobody': lookBy(
          'nobody',
          '/audit',
          'audit-export',
          401,
        ),
        'an audit trail of no range': lookBy(
          'owner',
          '/audit?from=yesterday',
          'audit-export',
          400,
        ),
        'an audit trail of no share': lookBy(
          'owner',
          '/audit?shareId=unknown',
          'audit-export',
          404,
          'share_not_found',
        ),
      });
    },
  );

  it('whatever a policy forbids', async () => {
    const knex = await databases.init('SQLITE_3');
    const allowed = await startPortal({ knex });
    const filed = await fileRequest(allowed);
    const digest = await planDigest(allowed, { wish: OTHER });
    await stopPortals();
    const portal = await startPortal({
      knex,
      denied: [
        'database-access.request.create',
        'database-access.audit.read',
        'database-access.database.read',
        'database-access.network.read',
      ],
    });
    await portal.driveLanes();
    await expectRefused(portal, knex, {
      planning: {
        by: 'requester',
        path: '/plans',
        body: WISH,
        eventId: 'plan-create',
        status: 403,
      },
      filing: {
        by: 'requester',
        path: '/requests',
        body: {
          ...WISH,
          ...OTHER,
          purpose: 'Report',
          planDigest: digest,
          idempotencyKey: 'denied',
        },
        eventId: 'request-create',
        status: 403,
      },
      starting: {
        by: 'requester',
        path: `/requests/${filed.id}/start`,
        body: {},
        eventId: 'request-start',
        status: 403,
      },
      exporting: {
        by: 'owner',
        path: '/audit',
        eventId: 'audit-export',
        status: 403,
      },
      databases: {
        by: 'owner',
        path: '/databases/default/orders-postgres',
        eventId: 'database-fetch',
        status: 403,
      },
      networks: {
        by: 'owner',
        path: '/networks',
        eventId: 'network-fetch',
        status: 403,
      },
    });
  });
});

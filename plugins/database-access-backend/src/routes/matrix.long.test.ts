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
import { Permission } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { decideDatabaseAccess } from '@towpath/backstage-plugin-database-access-node';
import { Knex } from 'knex';
import {
  fileRequest,
  planDigest,
  Portal,
  WISH,
} from '../__testUtils__/requestSteps';
import { exampleNetworks } from '../__testUtils__/exampleConfig';
import { rowsOf } from '../__testUtils__/rowsOf';
import {
  PEOPLE,
  PersonName,
  refOf,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';
import { openapi } from './openapi';

jest.setTimeout(300_000);

afterEach(stopPortals);

const ROLES = {
  platformTeam: ['group:default/platform-team'],
  auditors: ['group:default/auditors'],
};

/** Who asks: the requester, a colleague of the network's group, an owner of the database, and people to whom nothing of it belongs. */
const WHO = [
  'requester',
  'colleague',
  'owner',
  'billingOwner',
  'stranger',
  'platformEngineer',
  'auditor',
] as const satisfies readonly PersonName[];

type Who = (typeof WHO)[number];

const EVERYBODY: readonly Who[] = WHO;
const PARTIES: readonly Who[] = ['requester', 'colleague', 'owner'];
const SEERS: readonly Who[] = [...PARTIES, 'platformEngineer', 'auditor'];
const OVERSEERS: readonly Who[] = ['platformEngineer', 'auditor'];

/** Of this one somebody has said that it is to be kept. */
const ORPHAN = {
  accountId: '666666666666',
  region: 'us-east-1',
  type: 'ec2/vpc-endpoint',
  awsId: 'vpce-0123456789abcdef0',
};

interface Scene {
  portal: Portal;
  requestId: string;
  digest: string;
  shareId: string;
  extensionId: string;
  until: string;
}

interface Line {
  /** Who is let in: whatever the state of the thing then allows. Everybody else is refused and changes nothing. */
  may: readonly Who[];
  path: (scene: Scene) => string;
  body?: (scene: Scene) => object;
}

/** Every route, and who may what is the requester's, with the example policy. */
const MATRIX: Record<string, Line> = {
  'GET /v1/installation': { may: EVERYBODY, path: () => '/installation' },
  'GET /v1/databases/{namespace}/{name}': {
    may: EVERYBODY,
    path: () => '/databases/default/orders-postgres',
  },
  'GET /v1/databases/{namespace}/{name}/rds': {
    may: EVERYBODY,
    path: () => '/databases/default/orders-postgres/rds',
  },
  'GET /v1/inventory/databases': {
    may: OVERSEERS,
    path: () => '/inventory/databases',
  },
  'GET /v1/databases/{namespace}/{name}/metrics': {
    may: EVERYBODY,
    path: () => '/databases/default/orders-postgres/metrics',
  },
  'GET /v1/networks': { may: EVERYBODY, path: () => '/networks' },
  'POST /v1/plans': {
    may: ['requester', 'colleague'],
    path: () => '/plans',
    body: () => WISH,
  },
  'POST /v1/requests': {
    may: ['requester', 'colleague'],
    path: () => '/requests',
    body: ({ digest }) => ({
      ...WISH,
      purpose: 'Report',
      planDigest: digest,
      idempotencyKey: 'matrix',
    }),
  },
  'GET /v1/requests': { may: EVERYBODY, path: () => '/requests' },
  'GET /v1/requests/{id}': {
    may: SEERS,
    path: ({ requestId }) => `/requests/${requestId}`,
  },
  'GET /v1/requests/{id}/timeline': {
    may: SEERS,
    path: ({ requestId }) => `/requests/${requestId}/timeline`,
  },
  'POST /v1/requests/{id}/questions': {
    may: ['owner'],
    path: ({ requestId }) => `/requests/${requestId}/questions`,
    body: () => ({ text: 'Why?' }),
  },
  'POST /v1/requests/{id}/answers': {
    may: ['requester'],
    path: ({ requestId }) => `/requests/${requestId}/answers`,
    body: () => ({ text: 'Because' }),
  },
  'POST /v1/requests/{id}/decisions': {
    may: ['owner'],
    path: ({ requestId }) => `/requests/${requestId}/decisions`,
    body: ({ digest }) => ({ decision: 'approve', planDigest: digest }),
  },
  'POST /v1/requests/{id}/reviews': {
    // Those who may decide hear that it was decided before it began, and that there is nothing to review.
    may: ['colleague', 'owner', 'platformEngineer'],
    path: ({ requestId }) => `/requests/${requestId}/reviews`,
    body: () => ({ verdict: 'in-order' }),
  },
  'POST /v1/requests/{id}/start': {
    may: ['requester', 'owner'],
    path: ({ requestId }) => `/requests/${requestId}/start`,
  },
  'POST /v1/requests/{id}/cancel': {
    may: ['requester'],
    path: ({ requestId }) => `/requests/${requestId}/cancel`,
  },
  'POST /v1/decisions': {
    // Each word has an answer of its own.
    may: EVERYBODY,
    path: () => '/decisions',
    body: ({ digest }) => ({
      items: [
        { requestId: 'unknown', decision: 'approve', planDigest: digest },
      ],
    }),
  },
  'POST /v1/policy/explanations': {
    may: OVERSEERS,
    path: () => '/policy/explanations',
    body: () => ({}),
  },
  'GET /v1/orphans': { may: OVERSEERS, path: () => '/orphans' },
  'POST /v1/orphans/proposals': {
    may: ['platformEngineer'],
    path: () => '/orphans/proposals',
    body: () => ({
      ...ORPHAN,
      awsId: 'vpce-0123456789abcdef1',
      action: 'keep',
      reason: 'Left over',
    }),
  },
  'POST /v1/orphans/confirmations': {
    may: ['platformEngineer'],
    path: () => '/orphans/confirmations',
    body: () => ORPHAN,
  },
  'GET /v1/overview': { may: OVERSEERS, path: () => '/overview' },
  'GET /v1/lanes': { may: EVERYBODY, path: () => '/lanes' },
  'GET /v1/audit': { may: OVERSEERS, path: () => '/audit?format=jsonl' },
  'GET /v1/shares': { may: EVERYBODY, path: () => '/shares' },
  'GET /v1/shares/{id}': {
    may: SEERS,
    path: ({ shareId }) => `/shares/${shareId}`,
  },
  'GET /v1/shares/{id}/timeline': {
    may: SEERS,
    path: ({ shareId }) => `/shares/${shareId}/timeline`,
  },
  'GET /v1/shares/{id}/diagnosis': {
    may: SEERS,
    path: ({ shareId }) => `/shares/${shareId}/diagnosis`,
  },
  'GET /v1/shares/{id}/failovers': {
    may: SEERS,
    path: ({ shareId }) => `/shares/${shareId}/failovers`,
  },
  'GET /v1/shares/{id}/metrics': {
    may: SEERS,
    path: ({ shareId }) => `/shares/${shareId}/metrics`,
  },
  'GET /v1/shares/{id}/reachability': {
    may: SEERS,
    path: ({ shareId }) => `/shares/${shareId}/reachability`,
  },
  'POST /v1/shares/{id}/reachability': {
    may: [...PARTIES, 'platformEngineer'],
    path: ({ shareId }) => `/shares/${shareId}/reachability`,
    body: () => ({ means: 'analyzer' }),
  },
  'GET /v1/shares/{id}/zone-ending': {
    // It is in no zone: those who may hear that it has no such thing.
    may: [],
    path: ({ shareId }) => `/shares/${shareId}/zone-ending`,
  },
  'GET /v1/shares/{id}/extensions': {
    may: SEERS,
    path: ({ shareId }) => `/shares/${shareId}/extensions`,
  },
  'GET /v1/extensions': { may: EVERYBODY, path: () => '/extensions' },
  'POST /v1/shares/{id}/extensions': {
    may: PARTIES,
    path: ({ shareId }) => `/shares/${shareId}/extensions`,
    body: () => ({
      durationSeconds: 3_600,
      reason: 'More',
      idempotencyKey: 'matrix',
    }),
  },
  'POST /v1/extensions/{id}/decisions': {
    may: ['owner'],
    path: ({ extensionId }) => `/extensions/${extensionId}/decisions`,
    body: ({ until }) => ({ decision: 'approve', until }),
  },
  'POST /v1/extensions/{id}/cancel': {
    may: ['requester'],
    path: ({ extensionId }) => `/extensions/${extensionId}/cancel`,
  },
  'POST /v1/shares/certifications': {
    may: EVERYBODY,
    path: () => '/shares/certifications',
    body: () => ({ items: [{ shareId: 'unknown', verdict: 'keep' }] }),
  },
  'POST /v1/shares/{id}/retry': {
    may: [...PARTIES, 'platformEngineer'],
    path: ({ shareId }) => `/shares/${shareId}/retry`,
  },
  'POST /v1/shares/{id}/revoke': {
    may: [...PARTIES, 'platformEngineer'],
    path: ({ shareId }) => `/shares/${shareId}/revoke`,
    body: () => ({ reason: 'Over' }),
  },
};

/** The example policy, of the example's people. */
function byRole(permission: Permission, userEntityRef: string) {
  const person = Object.entries(PEOPLE).find(
    ([name]) => refOf(name as PersonName) === userEntityRef,
  );
  return decideDatabaseAccess(
    permission,
    { userEntityRef, ownershipEntityRefs: person?.[1] ?? [] },
    ROLES,
  )!;
}

const ROUTES = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
);

async function scene(portal: Portal): Promise<Scene> {
  // Waits for a word, while another becomes a share.
  const open = await fileRequest(portal, {
    start: 'manual',
    key: 'open',
    wish: { network: 'analytics-second' },
  });
  const request = await fileRequest(portal, { start: 'automatic' });
  await portal.as('owner').post(`/requests/${request.id}/decisions`, {
    decision: 'approve',
    planDigest: request.planDigest,
  });
  const share = await portal.until(async () => {
    await portal.run('start');
    const { items } = (await portal.as('requester').get('/shares')).body;
    return items[0]?.lifecycle === 'active' ? items[0] : undefined;
  });
  portal.awsClock.advance(12 * 3_600 + 60);
  const extension = await portal
    .as('requester')
    .post(`/shares/${share.id}/extensions`, {
      durationSeconds: 7_200,
      reason: 'It takes longer',
      idempotencyKey: 'scene',
    });
  return {
    portal,
    requestId: open.id,
    digest: open.planDigest,
    shareId: share.id,
    extensionId: extension.body.id,
    until: extension.body.until,
  };
}

/** Two that a sweep has seen; of one of them somebody has said what becomes of it. */
async function leaveOrphans(knex: Knex): Promise<void> {
  const lane = `${ORPHAN.accountId}/${ORPHAN.region}`;
  const { type, awsId } = ORPHAN;
  await knex('strays').insert(
    [awsId, 'vpce-0123456789abcdef1'].map(id => ({
      lane,
      type,
      aws_id: id,
      state: '{}',
      first_seen_at: 1,
      last_seen_at: 1,
    })),
  );
  await knex('stray_decisions').insert({
    lane,
    type,
    aws_id: awsId,
    action: 'keep',
    reason: 'It is needed',
    proposed_by: 'user:default/somebody-else',
    proposed_at: '2026-11-02T09:00:00.000Z',
  });
}

/** All that people wrote or want; lanes look at objects whenever they like. */
async function wishesOf(knex: Knex): Promise<Record<string, object[]>> {
  const rows = await rowsOf(knex);
  rows.objects = await knex('objects')
    .select('id', 'wanted', 'generation', 'spec')
    .orderBy('id');
  return rows;
}

describe('who may what, with the example policy', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('is said of every route', () => {
    expect(Object.keys(MATRIX).sort()).toEqual([...ROUTES].sort());
  });

  it('SEC-16: holds for every route and every person: who may not is refused by a sentence and changes no row', async () => {
    const knex = await databases.init('SQLITE_3');
    const portal = await startPortal({
      knex,
      databaseAccess: {
        platformTeam: ROLES.platformTeam[0],
        networks: [
          ...exampleNetworks,
          {
            ...(exampleNetworks[0] as JsonObject),
            name: 'analytics-second',
          },
        ],
      },
      policy: byRole,
    });
    const made = await scene(portal);
    const asked: string[] = [];
    const wrong: string[] = [];
    const call = async (route: string, who: Who) => {
      const { path, body } = MATRIX[route];
      const person = portal.as(who);
      asked.push(`${route} ${who}`);
      return route.startsWith('GET')
        ? person.get(path(made))
        : person.post(path(made), body?.(made) ?? {});
    };
    for (const route of ROUTES) {
      for (const who of WHO.filter(each => !MATRIX[route].may.includes(each))) {
        const before = await wishesOf(knex);
        const { status, body } = await call(route, who);
        const after = await wishesOf(knex);
        const changed = Object.keys(after).filter(
          table =>
            JSON.stringify(after[table]) !== JSON.stringify(before[table]),
        );
        const isRefused =
          (status === 403 || status === 404) &&
          body.error?.message?.length > 10;
        if (!isRefused || changed.length) {
          wrong.push(
            `${route}: ${who} should be refused, and got ${status} and changed ${changed}`,
          );
        }
      }
    }
    // Each account has been swept once by now, and is again in ten minutes.
    await leaveOrphans(knex);
    for (const route of ROUTES) {
      for (const who of WHO.filter(each => MATRIX[route].may.includes(each))) {
        const { status, body } = await call(route, who);
        if (status === 403 || status === 404 || status >= 500) {
          wrong.push(
            `${route}: ${who} should be let in, and got ${status}: ${body.error?.message}`,
          );
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toHaveLength(ROUTES.length * WHO.length);
    process.stderr.write(`${asked.length} pairs of route and person asked\n`);
  });

  it('SEC-16: shows in lists what each may see, and nothing else', async () => {
    const portal = await startPortal({
      policy: byRole,
    });
    const request = await fileRequest(portal);
    const digest = await planDigest(portal, {
      wish: { databaseRef: 'resource:default/billing-mysql' },
    });
    const billing = await portal.as('requester').post('/requests', {
      ...WISH,
      databaseRef: 'resource:default/billing-mysql',
      purpose: 'Report',
      start: 'manual',
      planDigest: digest,
      idempotencyKey: 'billing',
    });
    const seen = async (who: Who) => {
      const { items } = (await portal.as(who).get('/requests')).body;
      return items.map(({ id }: { id: string }) => id).sort();
    };
    const both = [request.id, billing.body.id].sort();
    expect(await seen('requester')).toEqual(both);
    expect(await seen('colleague')).toEqual(both);
    expect(await seen('owner')).toEqual([request.id]);
    expect(await seen('billingOwner')).toEqual([billing.body.id]);
    expect(await seen('stranger')).toEqual([]);
    expect(await seen('platformEngineer')).toEqual(both);
    expect(await seen('auditor')).toEqual(both);
  });
});

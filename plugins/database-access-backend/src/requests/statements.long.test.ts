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

import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  Hop,
  Plan,
  PlannedObject,
  Share,
  ShareObject,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import {
  createDatabaseAccessRequestConditionalDecision,
  createDatabaseAccessShareConditionalDecision,
  databaseAccessRequestConditions,
  databaseAccessShareConditions,
} from '@towpath/backstage-plugin-database-access-node';
import request from 'supertest';
import {
  decide,
  fileRequest,
  planDigest,
  Portal,
  WISH,
} from '../__testUtils__/requestSteps';
import {
  databaseEntity,
  refOf,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';

jest.setTimeout(240_000);

afterEach(stopPortals);

const NEW_REQUEST = {
  ...WISH,
  purpose: 'Report',
  planDigest: '0'.repeat(64),
  idempotencyKey: 'key',
};

async function expectNothingFiled(portal: Portal): Promise<void> {
  const { body } = await portal.as('everyOwner').get('/requests');
  expect(body).toEqual({ items: [] });
}

async function activeShare(portal: Portal): Promise<Share> {
  const filed = await fileRequest(portal, { start: 'automatic' });
  await decide(portal, filed);
  await portal.run('start');
  return portal.until(async () => {
    const { body } = await portal
      .as('requester')
      .get('/shares?lifecycle=active&health=healthy');
    return body.items[0];
  });
}

describe('filing', () => {
  it.each([
    ['of another group', 'billing'],
    ['that nobody knows', 'nowhere'],
    ['that is none but an id of AWS', 'vpc-04444000000000001'],
  ])(
    'F4: from a network %s is refused, however the request was made, and nothing is written',
    async (_, network) => {
      const portal = await startPortal();
      const digest = await planDigest(portal);
      for (const [path, body] of [
        ['/plans', { ...WISH, network }],
        ['/requests', { ...NEW_REQUEST, network, planDigest: digest }],
      ] as const) {
        const answer = await portal.as('requester').post(path, body);
        expect([answer.status, answer.body.error.code]).toEqual([
          403,
          'network_not_allowed',
        ]);
        expect(answer.body.error.message).toContain(`'${network}'`);
      }
      await expectNothingFiled(portal);
    },
  );

  it.each([
    [
      'duration',
      { durationSeconds: 60 },
      /durationSeconds .*3600 \(1 hour\).*7776000 \(90 days\), e\.g\. \d+.*it is 60/,
    ],
    [
      'duration',
      { durationSeconds: 10_368_000 },
      /durationSeconds .*90 days.*it is 10368000/,
    ],
    [
      'purpose',
      { purpose: ' ' },
      /purpose must say .*e\.g\. "Monthly revenue report"/,
    ],
    [
      'database',
      { databaseRef: 'orders postgres:' },
      /databaseRef|not the ref of a database: write it as resource:default\/orders-postgres/,
    ],
    ['digest', { planDigest: 'abc' }, /planDigest/],
    ['way', { connectVia: 'carrier-pigeon' }, /connectVia.*recommended/],
    ['key', { idempotencyKey: undefined }, /idempotencyKey/],
  ])(
    'F6: names the field that is wrong and its rule: %s',
    async (_, change, says) => {
      const portal = await startPortal();
      const answer = await portal
        .as('requester')
        .post('/requests', { ...NEW_REQUEST, ...change });
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(says);
      await expectNothingFiled(portal);
    },
  );

  it('F7: with the same key is the same request, also when it has moved on, and with another body it is refused', async () => {
    const portal = await startPortal();
    const body = {
      ...NEW_REQUEST,
      start: 'manual',
      planDigest: await planDigest(portal),
    };
    const first = await portal.as('requester').post('/requests', body);
    await decide(portal, first.body);
    const again = await portal.as('requester').post('/requests', body);
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ id: first.body.id, status: 'approved' });

    for (const change of [
      { purpose: 'Something else' },
      { durationSeconds: 90_000 },
      { start: 'automatic' },
      { connectVia: 'lattice' },
    ]) {
      const other = await portal
        .as('requester')
        .post('/requests', { ...body, ...change });
      expect([other.status, other.body.error.code]).toEqual([
        409,
        'idempotency_key_reused',
      ]);
    }
    const list = await portal.as('owner').get('/requests');
    expect(list.body.items).toHaveLength(1);
  });

  it('P6: what could not be read is said, with the account, and cannot be agreed to', async () => {
    const portal = await startPortal();
    const digest = await planDigest(portal);
    portal.awsClock.advance(31);
    await portal.aws.fault({
      operation: 'ec2:DescribeSubnets',
      accountId: '333333333333',
      kind: 'error',
      code: 'UnauthorizedOperation',
      count: 100,
    });
    const { body } = await portal.as('requester').post('/plans', WISH);
    expect(body.digest).toBe(undefined);
    const answer = await portal
      .as('requester')
      .post('/requests', { ...NEW_REQUEST, planDigest: digest });
    expect([answer.status, answer.body.error.code]).toEqual([
      409,
      'plan_blocked',
    ]);
    expect(answer.body.error.message).toContain(
      'Account 333333333333 (orders-prod) refused ec2:DescribeSubnets',
    );
    await expectNothingFiled(portal);
  });

  it('P6: what is previewed is what is built, object by object', async () => {
    const portal = await startPortal();
    const { body: plan } = await portal.as('requester').post('/plans', WISH);
    const share = await activeShare(portal);
    const named = (object: PlannedObject | ShareObject) => [
      object.key,
      object.type,
      object.accountId,
      object.region,
    ];
    expect(share.objects.map(named).sort()).toEqual(
      plan.objects.map(named).sort(),
    );
    expect(share.plan.opens).toEqual(plan.opens);
    expect(share.plan.digest).toBe(plan.digest);
  });
});

describe('a template', () => {
  /** The token with which the Scaffolder acts for whoever started a task. */
  const asTask = (portal: Portal, path: string, body: object) =>
    request(portal.server)
      .post(`/api/database-access/v1${path}`)
      .set(
        'Authorization',
        `Bearer ${mockCredentials.user.token(refOf('requester'), {
          actor: { subject: 'plugin:scaffolder' },
        })}`,
      )
      .send(body);

  it('SEC-12: that names what belongs to others is judged as whoever runs it', async () => {
    const portal = await startPortal({
      entities: [
        databaseEntity('mine', {
          arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
          owner: 'analytics-team',
        }),
      ],
    });
    const network = await asTask(portal, '/requests', {
      ...NEW_REQUEST,
      network: 'billing',
    });
    expect(network.body.error.code).toBe('network_not_allowed');
    const entity = await asTask(portal, '/requests', {
      ...NEW_REQUEST,
      databaseRef: 'resource:default/mine',
    });
    expect(entity.body.error.code).toBe('plan_blocked');
    await expectNothingFiled(portal);
  });

  it.each([
    ['a person', { requesterRef: 'user:default/owner' }],
    ['an owner', { ownerRefs: ['group:default/billing-team'] }],
    [
      'an ARN',
      { databaseArn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql' },
    ],
    ['an account', { accountId: '444444444444' }],
    ['a role', { roleArn: 'arn:aws:iam::333333333333:role/admin' }],
    ['an ExternalId', { externalId: 'guessed' }],
    ['a plan', { plan: { objects: [] } }],
  ])('SEC-1, SEC-12: can bring no %s of its own', async (_, change) => {
    const portal = await startPortal();
    const body = { ...NEW_REQUEST, planDigest: await planDigest(portal) };
    const refused = await asTask(portal, '/requests', { ...body, ...change });
    expect(refused.status).toBe(400);
    await expectNothingFiled(portal);
    const filed = await asTask(portal, '/requests', body);
    expect(filed.body.requesterRef).toBe(refOf('requester'));
  });

  it('SEC-6, SEC-9: may ask for whoever runs it, and decide for nobody', async () => {
    const portal = await startPortal();
    const digest = await planDigest(portal);
    const filed = await asTask(portal, '/requests', {
      ...NEW_REQUEST,
      planDigest: digest,
    });
    const word = await asTask(portal, `/requests/${filed.body.id}/decisions`, {
      decision: 'approve',
      planDigest: digest,
    });
    expect([word.status, word.body.error]).toEqual([
      403,
      {
        name: 'NotAllowedError',
        code: 'own_request',
        message: 'You cannot decide your own request',
        stack: word.body.error.stack,
      },
    ]);
  });
});

describe('who decides', () => {
  it('A3: reads who asks, what for, the exact plan, its cost, its risks, and why it is they who decide', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const { body } = await portal.as('owner').get(`/requests/${filed.id}`);
    expect(body).toMatchObject({
      requesterRef: 'user:default/requester',
      purpose: 'Monthly revenue report',
      durationSeconds: WISH.durationSeconds,
      deciderRefs: ['group:default/orders-team'],
      actions: { decide: true },
      plan: {
        network: {
          name: WISH.network,
          owner: 'group:default/analytics-team',
          accountId: '666666666666',
        },
        deciders: {
          refs: ['group:default/orders-team'],
          requesterMayDecide: false,
        },
        cost: {
          fixedMonthly: 14.6,
          pricesOf: expect.any(String),
          source: expect.any(String),
        },
        findings: [],
        digest: filed.planDigest,
      },
    });
    const plan: Plan = body.plan;
    expect(plan.objects.every(({ verb }) => verb === 'create')).toBe(true);
    for (const said of [
      plan.reasons,
      plan.opens,
      plan.enables,
      plan.cost.lines,
    ]) {
      expect(said).not.toEqual([]);
    }
    // Whoever owns the database reads the ids of its own side, too.
    expect(JSON.stringify(plan.objects)).toContain('333333333333');
  });

  it('P5: agrees to one digest, which is the same on the plan, the request, the word, the timeline and the share', async () => {
    const portal = await startPortal();
    const digest = await planDigest(portal);
    const filed = await fileRequest(portal);
    const { body: decided } = await decide(portal, filed);
    const { body: started } = await portal
      .as('requester')
      .post(`/requests/${filed.id}/start`);
    const { body: share } = await portal
      .as('requester')
      .get(`/shares/${started.shareId}`);
    const { body: timeline } = await portal
      .as('owner')
      .get(`/requests/${filed.id}/timeline`);
    const words: TimelineEntry[] = timeline.items.filter(
      ({ kind }: TimelineEntry) => kind.startsWith('request.'),
    );
    expect(words).toHaveLength(3);
    for (const said of [
      filed.planDigest,
      filed.plan.digest,
      decided.decisions[0].planDigest,
      started.planDigest,
      share.plan.digest,
      ...words.map(({ planDigest: of }) => of),
    ]) {
      expect(said).toBe(digest);
    }
    expect(words[2].message).toContain(digest.slice(0, 12));
  });
});

describe('the shares of a database', () => {
  it('S1: are listed once each, with life, health, way, network, owner, end, cost and the time of the last reading', async () => {
    const portal = await startPortal();
    const { id } = await activeShare(portal);
    const { body } = await portal
      .as('owner')
      .get(`/shares?databaseRef=${encodeURIComponent(WISH.databaseRef)}`);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      id,
      lifecycle: 'active',
      health: 'healthy',
      sync: 'in-sync',
      pattern: 'lattice-resource-endpoint',
      network: { name: WISH.network },
      ownerRef: 'group:default/orders-team',
      requesterRef: 'user:default/requester',
      plan: { cost: { fixedMonthly: 14.6 } },
    });
    const share: Share = body.items[0];
    expect(Date.parse(share.expiresAt)).toBeGreaterThan(portal.awsClock.now());
    expect(share.hops.every(({ readAt }) => readAt)).toBe(true);
  });

  it('S2: are of unknown health when they cannot be read, and never healthy by what was read before', async () => {
    const portal = await startPortal();
    const { id } = await activeShare(portal);
    await portal.aws.fault({
      operation: 'ec2:*',
      accountId: '666666666666',
      kind: 'error',
      code: 'UnauthorizedOperation',
      count: 1_000_000,
    });
    const share: Share = await portal.until(async () => {
      const { body } = await portal.as('owner').get(`/shares/${id}`);
      return body.health === 'healthy' ? undefined : body;
    });
    expect(share).toMatchObject({ lifecycle: 'active', health: 'unknown' });
    const unread = share.hops.filter(({ health }: Hop) => health === 'unknown');
    expect(unread.length).toBeGreaterThan(0);
    expect(unread[0].reason).toMatch(/was last read at|refused/);
    const healthy = await portal.as('owner').get('/shares?health=healthy');
    expect(healthy.body.items).toEqual([]);
  });
});

describe('who may not see', () => {
  const onlyOwn = (permission: Permission, ref: string): PolicyDecision => {
    const ownerRefs =
      ref === refOf('owner') ? ['group:default/orders-team'] : [];
    const userRefs = [ref];
    if (permission.name.startsWith('database-access.request.')) {
      return createDatabaseAccessRequestConditionalDecision(
        permission as never,
        {
          anyOf: [
            databaseAccessRequestConditions.isRequester({ userRefs }),
            databaseAccessRequestConditions.isDatabaseOwner({ ownerRefs }),
          ],
        },
      );
    }
    if (permission.name.startsWith('database-access.share.')) {
      return createDatabaseAccessShareConditionalDecision(permission as never, {
        anyOf: [
          databaseAccessShareConditions.isRequester({ userRefs }),
          databaseAccessShareConditions.isDatabaseOwner({ ownerRefs }),
        ],
      });
    }
    return { result: AuthorizeResult.ALLOW };
  };

  it('S6: an access gets neither a row nor a count nor a page nor a word of it', async () => {
    const portal = await startPortal({ policy: onlyOwn });
    const filed = await fileRequest(portal);
    await decide(portal, filed);
    const { body } = await portal
      .as('requester')
      .post(`/requests/${filed.id}/start`);
    const stranger = portal.as('stranger');
    for (const list of [
      '/requests',
      '/requests?limit=1',
      '/requests?status=started',
      '/shares',
      '/shares?limit=1',
      '/shares?health=pending',
      `/shares?databaseRef=${encodeURIComponent(WISH.databaseRef)}`,
    ]) {
      const answer = await stranger.get(list);
      expect([list, answer.body]).toEqual([list, { items: [] }]);
    }
    const request404 = `/requests/${filed.id}`;
    const share404 = `/shares/${body.shareId}`;
    const word = { decision: 'approve', planDigest: filed.planDigest };
    for (const answer of [
      await stranger.get(request404),
      await stranger.get(`${request404}/timeline`),
      await stranger.post(`${request404}/decisions`, word),
      await stranger.post(`${request404}/cancel`),
      await stranger.post(`${request404}/start`),
    ]) {
      expect([answer.status, answer.body.error.code]).toEqual([
        404,
        'request_not_found',
      ]);
    }
    for (const answer of [
      await stranger.get(share404),
      await stranger.get(`${share404}/timeline`),
      await stranger.post(`${share404}/revoke`, { reason: 'Mine' }),
      await stranger.post(`${share404}/retry`),
    ]) {
      expect([answer.status, answer.body.error.code]).toEqual([
        404,
        'share_not_found',
      ]);
    }
    // Nor is what is not there told from what may not be seen.
    const nothing = await stranger.get(
      '/shares/00000000-0000-4000-8000-000000000000',
    );
    expect(nothing.body.error.code).toBe('share_not_found');
    for (const by of ['requester', 'owner'] as const) {
      const list = await portal.as(by).get('/shares');
      expect(list.body.items).toHaveLength(1);
    }
  });

  it('S6: the ids of the database’s side are for those who take part, whoever else may read', async () => {
    const portal = await startPortal();
    const share = await activeShare(portal);
    const paths = [
      '/shares',
      `/shares/${share.id}`,
      '/requests',
      `/requests/${share.requestId}`,
      `/requests/${share.requestId}/timeline`,
      `/shares/${share.id}/timeline`,
    ];
    for (const path of paths) {
      const { text, status } = await portal.as('stranger').get(path);
      expect(status).toBe(200);
      expect([
        path,
        text.match(/(vpc|subnet|sg|sgr|vpce|rcfg|rgw)-0?333\w*/),
      ]).toEqual([path, null]);
    }
    const { body } = await portal.as('stranger').get(`/shares/${share.id}`);
    expect(body.outputs).toEqual([]);
    expect(
      body.objects.every(
        (object: ShareObject) => Object.keys(object.outputs).length === 0,
      ),
    ).toBe(true);
    expect(Object.values(body.actions)).not.toContain(true);
    const own = await portal.as('requester').get(`/shares/${share.id}`);
    expect(own.body.outputs.length).toBeGreaterThan(5);
  });
});

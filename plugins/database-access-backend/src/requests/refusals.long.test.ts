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

import {
  AuthorizeResult,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  createDatabaseAccessRequestConditionalDecision,
  databaseAccessRequestConditions,
} from '@towpath/backstage-plugin-database-access-node';
import request from 'supertest';
import {
  databaseEntity,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';
import {
  decide,
  fileRequest,
  planDigest,
  Portal,
  WISH,
} from '../__testUtils__/requestSteps';

jest.setTimeout(120_000);

afterEach(stopPortals);

async function statusOf(portal: Portal, id: string) {
  const { body } = await portal.as('owner').get(`/requests/${id}`);
  return { status: body.status, decisions: body.decisions };
}

const UNTOUCHED = { status: 'pending', decisions: [] };

describe('a decision', () => {
  it.each([
    ['the requester', 'requester', 'own_request'],
    ['the requester, who owns the database, too', 'both', 'own_request'],
  ] as const)('of %s on an own request is refused', async (_, by, code) => {
    const portal = await startPortal();
    const filed = await fileRequest(portal, { by });
    const answer = await decide(portal, filed, { by });
    expect(answer.status).toBe(403);
    expect(answer.body.error.code).toBe(code);
    expect(await statusOf(portal, filed.id)).toEqual(UNTOUCHED);
  });

  it('of somebody who does not own the database is refused', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    for (const by of ['colleague', 'stranger'] as const) {
      const answer = await decide(portal, filed, { by });
      expect(answer.status).toBe(403);
      expect(answer.body.error.code).toBe('not_a_decider');
    }
    expect(await statusOf(portal, filed.id)).toEqual(UNTOUCHED);
  });

  it('of a service is refused, whatever it may do elsewhere', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const answer = await request(portal.server)
      .post(`/api/database-access/v1/requests/${filed.id}/decisions`)
      .set('Authorization', mockCredentials.service.header())
      .send({ decision: 'approve', planDigest: filed.planDigest });
    expect(answer.status).toBe(403);
    expect(await statusOf(portal, filed.id)).toEqual(UNTOUCHED);
  });

  it('is not for somebody who has left the group since signing in', async () => {
    const portal = await startPortal({
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'User',
          metadata: { name: 'owner', namespace: 'default' },
          relations: [],
        },
      ],
    });
    const filed = await fileRequest(portal);
    const answer = await decide(portal, filed);
    expect(answer.status).toBe(403);
    expect(answer.body.error.code).toBe('not_a_decider');
  });

  it('on another plan than the one to be decided is refused', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const answer = await decide(portal, filed, { planDigest: 'f'.repeat(64) });
    expect(answer.status).toBe(409);
    expect(answer.body.error.code).toBe('plan_changed');
    expect(await statusOf(portal, filed.id)).toEqual(UNTOUCHED);
  });

  it('against a request says why', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const answer = await decide(portal, filed, { decision: 'deny' });
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('comment_required');
    expect(await statusOf(portal, filed.id)).toEqual(UNTOUCHED);
  });

  it('is made once if two say it at the same time', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const answers = await Promise.all([
      decide(portal, filed, { by: 'owner' }),
      decide(portal, filed, {
        by: 'secondOwner',
        decision: 'deny',
        comment: 'No',
      }),
    ]);
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 409]);
    const loser = answers.find(answer => answer.status === 409)!;
    expect(loser.body.error).toMatchObject({
      code: 'request_not_pending',
      message: expect.stringMatching(/^Already (approved|denied) by user:/),
    });
    const { decisions } = await statusOf(portal, filed.id);
    expect(decisions).toHaveLength(1);
  });
});

describe('a policy', () => {
  const onlyOwn = (permission: Permission, personRef: string): PolicyDecision =>
    permission.name.startsWith('database-access.request.')
      ? createDatabaseAccessRequestConditionalDecision(permission as never, {
          anyOf: [
            databaseAccessRequestConditions.isRequester({
              userRefs: [personRef],
            }),
            databaseAccessRequestConditions.isDatabaseOwner({
              ownerRefs:
                personRef === 'user:default/owner'
                  ? ['group:default/orders-team']
                  : [],
            }),
          ],
        })
      : { result: AuthorizeResult.ALLOW };

  it('hides what it does not show, in lists and one by one', async () => {
    const portal = await startPortal({ policy: onlyOwn });
    const filed = await fileRequest(portal);
    for (const by of ['requester', 'owner'] as const) {
      const list = await portal.as(by).get('/requests');
      expect(list.body.items).toHaveLength(1);
    }
    const stranger = portal.as('stranger');
    const list = await stranger.get('/requests');
    expect(list.body.items).toEqual([]);
    for (const path of ['', '/timeline']) {
      const answer = await stranger.get(`/requests/${filed.id}${path}`);
      expect(answer.status).toBe(404);
      expect(answer.body.error.code).toBe('request_not_found');
    }
    const word = await decide(portal, filed, { by: 'stranger' });
    expect(word.status).toBe(404);
  });

  it('can forbid a decision that the rules allow', async () => {
    const portal = await startPortal({
      policy: permission => ({
        result:
          permission.name === 'database-access.request.decide'
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      }),
    });
    const filed = await fileRequest(portal);
    const answer = await decide(portal, filed);
    expect(answer.status).toBe(403);
    expect(await statusOf(portal, filed.id)).toEqual(UNTOUCHED);
  });
});

describe('filing', () => {
  it('happens once for one key, however often it is sent', async () => {
    const portal = await startPortal();
    const body = {
      ...WISH,
      purpose: 'Report',
      planDigest: await planDigest(portal),
      idempotencyKey: 'same',
    };
    const answers = await Promise.all(
      [1, 2, 3].map(() => portal.as('requester').post('/requests', body)),
    );
    expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1);

    const another = await portal
      .as('requester')
      .post('/requests', { ...body, purpose: 'Something else' });
    const somebody = await portal.as('colleague').post('/requests', body);
    for (const answer of [another, somebody]) {
      expect(answer.status).toBe(409);
      expect(answer.body.error.code).toBe('idempotency_key_reused');
    }
    const list = await portal.as('owner').get('/requests');
    expect(list.body.items).toHaveLength(1);
  });

  it('is refused if another asks for the same pair, or has it', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const body = {
      ...WISH,
      purpose: 'Report',
      planDigest: filed.planDigest,
      idempotencyKey: 'second',
    };
    const asked = await portal.as('colleague').post('/requests', body);
    expect(asked.status).toBe(409);
    expect(asked.body.error.code).toBe('already_shared');

    await decide(portal, filed);
    await portal.as('requester').post(`/requests/${filed.id}/start`);
    const has = await portal.as('colleague').post('/requests', body);
    expect(has.status).toBe(409);
    expect(has.body.error).toMatchObject({
      code: 'already_shared',
      message: expect.stringContaining('has access to'),
    });
  });

  it('of another plan than the one that is true is refused, with that one', async () => {
    const portal = await startPortal();
    const answer = await portal.as('requester').post('/requests', {
      ...WISH,
      purpose: 'Report',
      planDigest: '0'.repeat(64),
      idempotencyKey: 'key',
    });
    expect(answer.status).toBe(409);
    expect(answer.body.error).toMatchObject({
      code: 'plan_changed',
      plan: { digest: await planDigest(portal) },
    });
    const list = await portal.as('owner').get('/requests');
    expect(list.body.items).toEqual([]);
  });

  it('is refused where something stands in the way', async () => {
    const portal = await startPortal({
      entities: [
        databaseEntity('mine-now', {
          arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
          owner: 'analytics-team',
        }),
      ],
    });
    const wish = { ...WISH, databaseRef: 'resource:default/mine-now' };
    const plan = await portal.as('requester').post('/plans', wish);
    expect(plan.body.digest).toBe(undefined);
    expect(
      plan.body.findings.map((finding: { code: string }) => finding.code),
    ).toEqual(expect.arrayContaining(['arn_not_unique', 'owner_mismatch']));

    const answer = await portal.as('requester').post('/requests', {
      ...wish,
      purpose: 'A forged entity',
      planDigest: '0'.repeat(64),
      idempotencyKey: 'key',
    });
    expect(answer.status).toBe(409);
    expect(answer.body.error.code).toBe('plan_blocked');
    const list = await portal.as('owner').get('/requests');
    expect(list.body.items).toEqual([]);
  });

  it.each([
    ['a role', { roleArn: 'arn:aws:iam::333333333333:role/admin' }],
    ['no key', { idempotencyKey: undefined }],
    ['a purpose that is empty', { purpose: '  ' }],
    ['a minute', { durationSeconds: 60 }],
  ])('with %s is refused', async (_, change) => {
    const portal = await startPortal();
    const answer = await portal.as('requester').post('/requests', {
      ...WISH,
      purpose: 'Report',
      planDigest: '0'.repeat(64),
      idempotencyKey: 'key',
      ...change,
    });
    expect(answer.status).toBe(400);
  });
});

describe('an access', () => {
  it('is ended by the requester or an owner, and by nobody else', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    await decide(portal, filed);
    const started = await portal
      .as('requester')
      .post(`/requests/${filed.id}/start`);
    const path = `/shares/${started.body.shareId}`;

    for (const action of ['revoke', 'retry'] as const) {
      const answer = await portal
        .as('stranger')
        .post(`${path}/${action}`, action === 'revoke' ? { reason: 'No' } : {});
      expect(answer.status).toBe(403);
      expect(answer.body.error.code).toBe('not_entitled');
    }
    const silent = await portal
      .as('owner')
      .post(`${path}/revoke`, { reason: ' ' });
    expect(silent.status).toBe(400);
    const { body } = await portal.as('owner').get(path);
    expect(['building', 'active']).toContain(body.lifecycle);
  });

  it('is not started before it is approved', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const answer = await portal
      .as('requester')
      .post(`/requests/${filed.id}/start`);
    expect(answer.status).toBe(409);
    expect(answer.body.error.code).toBe('request_not_approved');
    const stranger = await portal
      .as('stranger')
      .post(`/requests/${filed.id}/start`);
    expect(stranger.body.error.code).toBe('not_entitled');
    const shares = await portal.as('owner').get('/shares');
    expect(shares.body.items).toEqual([]);
  });
});

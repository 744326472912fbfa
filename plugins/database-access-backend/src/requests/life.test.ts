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
  PersonName,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

const PLAN = {
  databaseRef: 'resource:default/orders-postgres',
  network: 'analytics-databricks',
  durationSeconds: 86_400,
};

type Portal = Awaited<ReturnType<typeof startPortal>>;

async function planDigest(portal: Portal): Promise<string> {
  const { status, body } = await portal.as('requester').post('/plans', PLAN);
  expect(status).toBe(200);
  expect(body.findings.filter((f: any) => f.severity === 'blocking')).toEqual(
    [],
  );
  return body.digest;
}

async function file(
  portal: Portal,
  options: { by?: PersonName; start?: 'manual'; key?: string } = {},
) {
  const { by = 'requester', start, key = 'key-1' } = options;
  const answer = await portal.as(by).post('/requests', {
    ...PLAN,
    purpose: 'Monthly revenue report',
    start,
    planDigest: await planDigest(portal),
    idempotencyKey: key,
  });
  expect(answer.body).toMatchObject({ status: 'pending' });
  expect(answer.status).toBe(201);
  return answer.body;
}

describe('the life of a request', () => {
  it('leads from a plan to a share, and ends with it', async () => {
    const portal = await startPortal();
    const requester = portal.as('requester');
    const owner = portal.as('owner');

    const request = await file(portal);
    expect(request).toMatchObject({
      requesterRef: 'user:default/requester',
      deciderRefs: ['group:default/orders-team'],
      actions: { decide: false, cancel: true },
      cannotDecideBecause: 'You cannot decide your own request',
    });

    const waiting = await owner.get('/requests?toDecide=true');
    expect(waiting.body.items).toHaveLength(1);
    expect(waiting.body.items[0].actions.decide).toBe(true);

    const approved = await owner.post(`/requests/${request.id}/decisions`, {
      decision: 'approve',
      comment: 'For the report',
      planDigest: request.planDigest,
    });
    expect(approved.body).toMatchObject({ status: 'approved' });

    const started = await requester.post(`/requests/${request.id}/start`);
    expect(started.body).toMatchObject({
      status: 'started',
      shareId: expect.any(String),
    });
    const { shareId } = started.body;
    const share = await requester.get(`/shares/${shareId}`);
    expect(share.body).toMatchObject({
      requestId: request.id,
      ownerRef: 'group:default/orders-team',
      databaseRef: PLAN.databaseRef,
      plan: { digest: request.planDigest },
    });

    const revoked = await owner.post(`/shares/${shareId}/revoke`, {
      reason: 'The report is done',
    });
    expect(revoked.status).toBe(200);
    expect(['revoking', 'revoked']).toContain(revoked.body.lifecycle);

    const { body: timeline } = await requester.get(
      `/requests/${request.id}/timeline`,
    );
    const kinds = timeline.items.map((entry: any) => entry.kind);
    expect(kinds.slice(0, 2)).toEqual(['request.filed', 'request.approved']);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'request.started',
        'share.building',
        'share.revoking',
      ]),
    );
    expect(
      timeline.items.find((e: any) => e.kind === 'share.revoking'),
    ).toMatchObject({
      actor: 'user:default/owner',
      message: expect.stringContaining('The report is done'),
    });
  });
});

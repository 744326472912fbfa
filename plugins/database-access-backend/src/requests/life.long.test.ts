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

import { TimelineEntry } from '@towpath/backstage-plugin-database-access-common';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';
import {
  decide,
  fileRequest,
  Portal,
  WISH,
} from '../__testUtils__/requestSteps';
import { witnessOf } from '../__testUtils__/witnessOf';

jest.setTimeout(120_000);

afterEach(stopPortals);

async function kindsOf(portal: Portal, requestId: string): Promise<string[]> {
  const { body } = await portal
    .as('requester')
    .get(`/requests/${requestId}/timeline`);
  return body.items.map((entry: TimelineEntry) => entry.kind);
}

async function startedShare(portal: Portal): Promise<string> {
  const request = await fileRequest(portal);
  await decide(portal, request);
  const { body } = await portal
    .as('requester')
    .post(`/requests/${request.id}/start`);
  return body.shareId;
}

describe('the life of a request', () => {
  it('leads from a plan to a share, and ends with it', async () => {
    const portal = await startPortal();
    const requester = portal.as('requester');
    const owner = portal.as('owner');

    const request = await fileRequest(portal);
    expect(request).toMatchObject({
      status: 'pending',
      requesterRef: 'user:default/requester',
      deciderRefs: ['group:default/orders-team'],
      actions: { decide: false, cancel: true, ask: false },
      cannotDecideBecause: 'You cannot decide your own request',
    });
    const waiting = await owner.get('/requests?toDecide=true');
    expect(waiting.body.items).toEqual([
      expect.objectContaining({
        id: request.id,
        actions: {
          decide: true,
          cancel: false,
          ask: true,
          answer: false,
          review: false,
        },
      }),
    ]);

    const approved = await decide(portal, request, { comment: 'Go on' });
    expect(approved.body).toMatchObject({
      status: 'approved',
      decisions: [
        {
          deciderRef: 'user:default/owner',
          decision: 'approve',
          comment: 'Go on',
          planDigest: request.planDigest,
        },
      ],
    });

    const started = await requester.post(`/requests/${request.id}/start`);
    expect(started.body).toMatchObject({ status: 'started' });
    const again = await requester.post(`/requests/${request.id}/start`);
    expect(again.body.shareId).toBe(started.body.shareId);
    const { shareId } = started.body;
    const share = await requester.get(`/shares/${shareId}`);
    expect(share.body).toMatchObject({
      requestId: request.id,
      ownerRef: 'group:default/orders-team',
      databaseRef: WISH.databaseRef,
      plan: { digest: request.planDigest },
      actions: { revoke: true },
    });
    expect(
      Date.parse(share.body.expiresAt) - Date.parse(share.body.startedAt),
    ).toBe(WISH.durationSeconds * 1000);

    const revoked = await owner.post(`/shares/${shareId}/revoke`, {
      reason: 'The report is done',
    });
    expect(revoked.status).toBe(200);
    expect(['revoking', 'revoked']).toContain(revoked.body.lifecycle);
    const { body: timeline } = await requester.get(
      `/shares/${shareId}/timeline`,
    );
    expect(timeline.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'share.revoking',
          actor: 'user:default/owner',
          message: expect.stringContaining('The report is done'),
        }),
      ]),
    );
    expect((await kindsOf(portal, request.id)).slice(0, 2)).toEqual([
      'request.filed',
      'request.approved',
    ]);
  });

  it('builds by itself what is approved, until AWS has all of it', async () => {
    const portal = await startPortal();
    const request = await fileRequest(portal, { start: 'automatic' });
    await decide(portal, request);
    await portal.run('start');

    const share = await portal.until(async () => {
      const { body } = await portal.as('requester').get('/shares?mine=true');
      return body.items.find(
        (item: { lifecycle: string }) => item.lifecycle === 'active',
      );
    });
    expect(share).toMatchObject({ requestId: request.id });
    expect(
      share.outputs.map((output: { name: string }) => output.name),
    ).toEqual(expect.arrayContaining(['host', 'port']));
    const known = await portal.as('stranger').get(`/shares/${share.id}`);
    expect(known.body.outputs).toEqual([]);

    await portal
      .as('requester')
      .post(`/shares/${share.id}/revoke`, { reason: 'Not needed any more' });
    await portal.until(async () => {
      const { body } = await portal.as('owner').get(`/shares/${share.id}`);
      return body.lifecycle === 'revoked' ? body : undefined;
    });
  });

  it('ends a share when its time is over', async () => {
    const portal = await startPortal();
    const shareId = await startedShare(portal);
    portal.awsClock.advance(WISH.durationSeconds + 1);
    await portal.run('expire');

    const { body } = await portal.as('requester').get(`/shares/${shareId}`);
    expect(['revoking', 'revoked']).toContain(body.lifecycle);
    expect(portal.audit).toContainEqual({
      eventId: 'share-expire',
      severityLevel: 'medium',
      outcome: 'success',
      meta: {
        shareId,
        requestId: body.requestId,
        timeline: witnessOf(body.requestId),
      },
    });
    const timeline = await portal
      .as('requester')
      .get(`/shares/${shareId}/timeline`);
    expect(timeline.body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'share.revoking', actor: 'system' }),
      ]),
    );
  });

  it('is over when nobody decides it for 14 days', async () => {
    const portal = await startPortal();
    const request = await fileRequest(portal);
    portal.awsClock.advance(14 * 86_400 + 1);
    await portal.run('expire');

    const { body } = await portal
      .as('requester')
      .get(`/requests/${request.id}`);
    expect(body.status).toBe('expired');
    await fileRequest(portal, { key: 'another' });
  });

  it('goes back to those who decide when it is not started in time, and is over in the end, as config says', async () => {
    const portal = await startPortal({
      databaseAccess: {
        requests: { startWithin: { hours: 36 }, decideWithin: 'P3D' },
      },
    });
    const request = await fileRequest(portal);
    await decide(portal, request);
    portal.awsClock.advance(36 * 3_600 + 1);
    await portal.run('expire');
    await portal.run('tell');

    const path = `/requests/${request.id}`;
    const back = await portal.as('requester').get(path);
    expect(back.body).toMatchObject({ status: 'pending', generation: 2 });
    expect(portal.notifications).toContainEqual(
      expect.objectContaining({
        payload: expect.objectContaining({
          title: expect.stringMatching(/^To be decided again: /),
          description: expect.stringContaining('older than 36 hours'),
        }),
      }),
    );
    portal.awsClock.advance(3 * 86_400 + 1);
    await portal.run('expire');
    const over = await portal.as('requester').get(path);
    expect(over.body.status).toBe('expired');
    const { items } = (await portal.as('requester').get(`${path}/timeline`))
      .body;
    expect(items[items.length - 1]).toMatchObject({
      kind: 'request.expired',
      actor: 'system',
      message: 'Nobody decided it within 3 days',
    });
    const told = portal.audit.filter(each => each.eventId === 'request-expire');
    expect(told).toEqual(
      ['pending', 'expired'].map(actionType => ({
        eventId: 'request-expire',
        severityLevel: 'medium',
        outcome: 'success',
        meta: {
          requestId: request.id,
          planDigest: request.planDigest,
          actionType,
          timeline: witnessOf(request.id),
        },
      })),
    );
  });

  it('can be withdrawn by the one who asked, and by nobody else', async () => {
    const portal = await startPortal();
    const request = await fileRequest(portal);
    const byOwner = await portal
      .as('owner')
      .post(`/requests/${request.id}/cancel`);
    expect(byOwner.status).toBe(403);
    expect(byOwner.body.error.code).toBe('not_the_requester');

    const cancelled = await portal
      .as('requester')
      .post(`/requests/${request.id}/cancel`);
    expect(cancelled.body.status).toBe('cancelled');
    const late = await decide(portal, request);
    expect(late.status).toBe(409);
    expect(late.body.error.code).toBe('request_not_pending');
  });

  it('T2, A8: tells deciders and the requester by links to the page, and lets pages move', async () => {
    const portal = await startPortal();
    const request = await fileRequest(portal);
    await portal.run('tell');
    await decide(portal, request, { decision: 'deny', comment: 'Too much' });
    await portal.run('tell');
    await portal.run('tell');

    expect(portal.notifications.map(sent => sent.recipients)).toEqual([
      {
        type: 'entity',
        entityRef: ['group:default/orders-team'],
        excludeEntityRef: 'user:default/requester',
      },
      {
        type: 'entity',
        entityRef: ['user:default/requester'],
        excludeEntityRef: undefined,
      },
    ]);
    // Where something is asked of the reader, the link leads there.
    expect(portal.notifications[0].payload).toMatchObject({
      link: `/database-access/requests/${request.id}?focus=decision`,
    });
    expect(portal.notifications[1].payload).toMatchObject({
      title: `Denied: ${WISH.databaseRef} from ${WISH.network}`,
      description: 'Denied: Too much',
      link: `/database-access/requests/${request.id}`,
    });
    expect(portal.signals).toEqual([
      expect.objectContaining({
        channel: 'database-access',
        message: {
          kind: 'request.filed',
          requestId: request.id,
          shareId: null,
        },
      }),
      expect.objectContaining({
        channel: 'database-access',
        message: {
          kind: 'request.denied',
          requestId: request.id,
          shareId: null,
        },
      }),
    ]);
  });

  it('A9: decides several at once, each by itself: one that is refused hinders no other', async () => {
    const portal = await startPortal();
    const first = await fileRequest(portal);
    const second = await fileRequest(portal, {
      key: 'key-2',
      wish: { databaseRef: 'resource:default/catalog-aurora' },
    });
    const approve = ({ id, planDigest }: typeof first) => ({
      requestId: id,
      decision: 'approve',
      planDigest,
    });
    const { status, body } = await portal.as('everyOwner').post('/decisions', {
      items: [
        { ...approve(first), planDigest: '0'.repeat(64) },
        approve(second),
      ],
    });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { requestId: first.id, error: { code: 'plan_changed' } },
      { requestId: second.id, request: { status: 'approved' } },
    ]);
    const { body: left } = await portal
      .as('owner')
      .get(`/requests/${first.id}`);
    expect(left).toMatchObject({ status: 'pending', decisions: [] });
  });

  it('goes on, whatever becomes of what should be told', async () => {
    const portal = await startPortal();
    portal.failing.notifications = true;
    const request = await fileRequest(portal);
    await portal.run('tell');
    const approved = await decide(portal, request);
    expect(approved.body.status).toBe('approved');
    await portal.run('tell');
    const { body } = await portal
      .as('requester')
      .post(`/requests/${request.id}/start`);
    expect(body.status).toBe('started');
    expect(portal.notifications).toEqual([]);
    expect(portal.log.join('\n')).toContain('is tried again in 5 s');
    expect(
      portal.events.map(({ eventPayload }) => (eventPayload as any).kind),
    ).toEqual(['request.filed', 'request.approved']);
  });

  it('leaves an auditor event for each step that changes something', async () => {
    const portal = await startPortal();
    const request = await fileRequest(portal);
    await decide(portal, request, { by: 'requester' });
    await decide(portal, request);
    await portal.as('requester').post(`/requests/${request.id}/start`);

    expect(portal.audit).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          eventId: 'request-create',
          severityLevel: 'medium',
          outcome: 'success',
        }),
        expect.objectContaining({
          eventId: 'request-decide',
          severityLevel: 'high',
          outcome: 'failure',
        }),
        expect.objectContaining({
          eventId: 'request-decide',
          meta: {
            actionType: 'approve',
            requestId: request.id,
            planDigest: request.planDigest,
            timeline: witnessOf(request.id),
          },
          outcome: 'success',
        }),
        expect.objectContaining({
          eventId: 'request-start',
          outcome: 'success',
        }),
      ]),
    );
  });
});

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
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createDatabaseAccessShareConditionalDecision,
  databaseAccessShareConditions,
} from '@towpath/backstage-plugin-database-access-node';
import {
  decide,
  fileRequest,
  Portal,
  WISH,
} from './__testUtils__/requestSteps';
import { startPortal, stopPortals } from './__testUtils__/startPortal';
import { DATABASES, VPCS } from './__testUtils__/zoneScene';

jest.setTimeout(120_000);

afterEach(stopPortals);

const DAY = 86_400;

async function activeShare(portal: Portal, wish: object = {}): Promise<string> {
  const request = await fileRequest(portal, { start: 'automatic', wish });
  await decide(portal, request);
  await portal.run('start');
  const share = await portal.until(async () => {
    const { body } = await portal.as('requester').get('/shares?living=true');
    const [found] = body.items;
    return found?.lifecycle === 'active' ? found : undefined;
  });
  return share.id;
}

const reached = (portal: Portal) =>
  portal.aws.reaches(
    VPCS['analytics-databricks'],
    DATABASES['orders-postgres'],
  );

describe('the time of an access', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('is over at its end though the portal was down at that moment: one look after the start revokes it, and nothing passes any more', async () => {
    const knex = await databases.init('SQLITE_3');
    const before = await startPortal({ knex });
    const shareId = await activeShare(before);
    expect(await reached(before)).toBe(true);
    await before.stop();

    before.awsClock.advance(3 * DAY);
    // Nobody was there to end it.
    expect(await reached(before)).toBe(true);

    const after = await startPortal({ knex, after: before });
    await after.run('expire');
    const { body } = await after.as('requester').get(`/shares/${shareId}`);
    expect(body.lifecycle).toBe('revoking');
    await after.until(async () => {
      const { body: share } = await after
        .as('requester')
        .get(`/shares/${shareId}`);
      return share.cutAt ? share : undefined;
    });
    await after.until(async () => ((await reached(after)) ? undefined : true));
    await after.until(async () => {
      const { body: share } = await after
        .as('requester')
        .get(`/shares/${shareId}`);
      return share.lifecycle === 'revoked' ? share : undefined;
    });
  });

  it('is extended without a call to AWS that changes anything, and the path goes on (T5)', async () => {
    const portal = await startPortal();
    const shareId = await activeShare(portal);
    const requester = portal.as('requester');
    portal.awsClock.advance(DAY / 2);
    const run = await portal.driveLanes();
    const changes = async () =>
      (await portal.aws.operations()).filter(
        name => !/:(Describe|List|Get|Assume)/.test(name),
      );
    const before = await changes();

    const asked = await requester.post(`/shares/${shareId}/extensions`, {
      durationSeconds: 2 * DAY,
      reason: 'It takes longer',
      idempotencyKey: 'extend-1',
    });
    expect(asked.status).toBe(201);
    const waiting = await portal.as('owner').get('/extensions?toDecide=true');
    expect(waiting.body.items).toEqual([
      expect.objectContaining({
        id: asked.body.id,
        actions: { decide: true, cancel: false },
      }),
    ]);
    const word = { decision: 'approve', until: asked.body.until };
    const decided = await portal
      .as('owner')
      .post(`/extensions/${asked.body.id}/decisions`, word);
    expect(decided.body).toMatchObject({ status: 'approved' });
    const late = await portal
      .as('secondOwner')
      .post(`/extensions/${asked.body.id}/decisions`, word);
    expect(late.status).toBe(409);
    expect(late.body.error.code).toBe('extension_not_pending');

    portal.awsClock.advance(DAY);
    await portal.run('expire');
    await run();
    const { body: share } = await requester.get(`/shares/${shareId}`);
    expect(share).toMatchObject({
      lifecycle: 'active',
      expiresAt: asked.body.until,
    });
    expect(await changes()).toEqual(before);
    expect(await reached(portal)).toBe(true);
    expect(portal.audit).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          eventId: 'share-extend',
          outcome: 'success',
          meta: expect.objectContaining({ shareId, until: asked.body.until }),
        }),
        expect.objectContaining({
          eventId: 'extension-decide',
          severityLevel: 'high',
          outcome: 'success',
        }),
        expect.objectContaining({
          eventId: 'extension-decide',
          outcome: 'failure',
        }),
      ]),
    );
  });

  it('may be a year, if config says so', async () => {
    const wish = { ...WISH, durationSeconds: 365 * DAY };
    const short = await startPortal();
    const refused = await short.as('requester').post('/plans', wish);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain('(90 days)');

    const long = await startPortal({
      databaseAccess: { shares: { longestDuration: { days: 365 } } },
    });
    const planned = await long.as('requester').post('/plans', wish);
    expect(planned.body.digest).toEqual(expect.any(String));
  });

  it('is asked about again: each word by itself, and what is refused hinders no other', async () => {
    const portal = await startPortal({
      databaseAccess: {
        shares: {
          longestDuration: { days: 365 },
          recertifyEvery: { days: 90 },
        },
      },
    });
    const shareId = await activeShare(portal, { durationSeconds: 200 * DAY });
    const owner = portal.as('owner');
    const toCertify = async () =>
      (await owner.get('/shares?toCertify=true')).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await toCertify()).toEqual([]);
    await portal.driveLanes();
    portal.awsClock.advance(90 * DAY);
    expect(await toCertify()).toEqual([shareId]);
    await portal.run('remind');
    await portal.run('tell');
    expect(portal.notifications).toContainEqual(
      expect.objectContaining({
        payload: expect.objectContaining({
          title: `Still needed? ${WISH.databaseRef} from ${WISH.network}`,
        }),
      }),
    );
    const { body: share } = await owner.get(`/shares/${shareId}`);
    expect(share).toMatchObject({
      certifySince: expect.any(String),
      actions: { certify: true },
    });

    const items = [
      { shareId: '00000000-0000-4000-8000-000000000000', verdict: 'keep' },
      { shareId, verdict: 'keep' },
    ];
    const asRequester = await portal
      .as('requester')
      .post('/shares/certifications', { items });
    expect(asRequester.body.items[1].error.code).toBe('own_share');
    const { status, body } = await owner.post('/shares/certifications', {
      items,
    });
    expect(status).toBe(200);
    expect(body.items).toEqual([
      expect.objectContaining({
        error: expect.objectContaining({ code: 'share_not_found' }),
      }),
      expect.objectContaining({
        shareId,
        share: expect.objectContaining({ certifiedBy: 'user:default/owner' }),
      }),
    ]);
    expect(await toCertify()).toEqual([]);
    expect(portal.audit).toContainEqual(
      expect.objectContaining({
        eventId: 'share-certify',
        meta: {
          shareIds: items.map(item => item.shareId),
          refused: [items[0].shareId],
          timelines: [expect.anything()],
        },
      }),
    );
  });

  it('is not extended where a policy does not let these people extend it', async () => {
    const portal = await startPortal({
      policy: (permission, personRef) =>
        permission.name === 'database-access.share.extend'
          ? createDatabaseAccessShareConditionalDecision(
              permission as never,
              databaseAccessShareConditions.isDatabaseOwner({
                ownerRefs: [
                  personRef.endsWith('/owner')
                    ? 'group:default/orders-team'
                    : 'group:default/nobody',
                ],
              }),
            )
          : { result: AuthorizeResult.ALLOW },
    });
    const shareId = await activeShare(portal);
    portal.awsClock.advance(DAY / 2);
    const body = {
      durationSeconds: DAY,
      reason: 'It takes longer',
      idempotencyKey: 'extend-1',
    };
    const path = `/shares/${shareId}/extensions`;
    const refused = await portal.as('requester').post(path, body);
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toBe(
      'The permission database-access.share.extend is missing',
    );
    expect((await portal.as('owner').post(path, body)).status).toBe(201);
  });

  it('ends by the platform team of config, too, and a removed network is a finding on it', async () => {
    const knex = await databases.init('SQLITE_3');
    const before = await startPortal({ knex });
    const shareId = await activeShare(before);
    await before.stop();
    const after = await startPortal({
      knex,
      after: before,
      people: { stranger: ['group:default/platform-team'] },
      databaseAccess: {
        platformTeam: 'group:default/platform-team',
        networks: [],
      },
    });
    await after.driveLanes();
    await after.run('removals');
    const path = `/shares/${shareId}`;
    const { body: share } = await after.as('stranger').get(path);
    expect(share).toMatchObject({
      lifecycle: 'active',
      findings: [{ code: 'network_removed', severity: 'warning' }],
      actions: { revoke: true },
    });
    const list = await after.as('owner').get('/shares');
    expect(list.body.items[0].findings).toEqual(share.findings);
    const revoked = await after
      .as('stranger')
      .post(`${path}/revoke`, { reason: 'The network is gone' });
    expect(revoked.body.lifecycle).toBe('revoking');
  });
});

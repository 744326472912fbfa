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

import { Finding } from '@towpath/backstage-plugin-database-access-common';
import { planDigest, WISH } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

describe('a plan', () => {
  it('says who decides, which is never who asks, and is no part of what is agreed', async () => {
    const portal = await startPortal();
    const byRequester = await portal.as('requester').post('/plans', WISH);
    const byOwner = await portal.as('both').post('/plans', WISH);
    for (const { body } of [byRequester, byOwner]) {
      expect(body.deciders).toEqual({
        refs: ['group:default/orders-team'],
        requesterMayDecide: false,
        seats: [
          {
            ref: 'group:default/orders-team',
            role: 'database-owner',
            count: 1,
            stage: 1,
            rules: [],
          },
        ],
        policy: [],
      });
    }
    expect(byOwner.body.digest).toBe(byRequester.body.digest);
  });

  it('is none for somebody who alone could decide it', async () => {
    const gone = { owner: [], secondOwner: [], everyOwner: [] };
    const portal = await startPortal({ people: gone });
    const { body } = await portal.as('both').post('/plans', WISH);
    expect(body.digest).toBeUndefined();
    expect(body.deciders.refs).toEqual(['group:default/orders-team']);
    expect(body.findings).toEqual([
      {
        code: 'no_decider',
        severity: 'blocking',
        message: expect.stringContaining('you are its only member'),
        remedy: expect.stringContaining('group:default/orders-team'),
      },
    ]);
    const filed = await portal.as('both').post('/requests', {
      ...WISH,
      purpose: 'Report',
      planDigest: await planDigest(portal),
      idempotencyKey: 'lonely',
    });
    expect(filed.status).toBe(409);
    expect(filed.body.error.code).toBe('plan_blocked');
  });

  it('is none while the owning group has nobody', async () => {
    const gone = { owner: [], secondOwner: [], everyOwner: [], both: [] };
    const portal = await startPortal({ people: gone });
    const { body } = await portal.as('requester').post('/plans', WISH);
    expect(body.digest).toBeUndefined();
    expect(
      body.findings.find(({ code }: Finding) => code === 'no_decider'),
    ).toMatchObject({
      severity: 'blocking',
      message: expect.stringContaining('has no member in the catalog'),
    });
  });
});

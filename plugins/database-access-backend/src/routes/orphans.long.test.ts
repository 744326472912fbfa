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

import { OrphanRef } from '@towpath/backstage-plugin-database-access-common';
import { Portal } from '../__testUtils__/requestSteps';
import { refOf, startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(240_000);

afterEach(stopPortals);

/** A security group with the portal's tag that no access has, once a sweep has found it. */
async function orphaned(portal: Portal): Promise<OrphanRef> {
  await portal.tag('666666666666', 'sg-06666000000000018', {
    'database-access:installation': 'demo',
    'database-access:object': '00000000-0000-4000-8000-000000000000',
  });
  portal.awsClock.advance(700);
  const [{ accountId, region, type, awsId }] = await portal.until(async () => {
    const { body } = await portal.as('platformEngineer').get('/orphans');
    return body.items?.length ? body.items : undefined;
  });
  return { accountId, region, type, awsId };
}

describe('D2: what nobody claims', () => {
  it('goes by the words of two people, and each word is audited, whether it counts or not', async () => {
    const portal = await startPortal();
    const ref = await orphaned(portal);
    const proposed = await portal
      .as('platformEngineer')
      .post('/orphans/proposals', {
        ...ref,
        action: 'remove',
        reason: 'Left over',
      });
    expect(proposed.status).toBe(200);
    const alone = await portal
      .as('platformEngineer')
      .post('/orphans/confirmations', ref);
    expect([alone.status, alone.body.error.message]).toEqual([
      403,
      expect.stringContaining('somebody else has to agree'),
    ]);
    const second = await portal
      .as('everyOwner')
      .post('/orphans/confirmations', ref);
    expect(second.body.decision).toMatchObject({
      action: 'remove',
      proposedBy: refOf('platformEngineer'),
      confirmedBy: refOf('everyOwner'),
    });
    const adopted = await portal
      .as('platformEngineer')
      .post('/orphans/proposals', { ...ref, action: 'adopt', reason: 'Ours' });
    expect(adopted.status).toBe(409);

    const told = portal.audit.filter(event =>
      /^orphan-(propose|confirm)/.test(String(event.eventId)),
    );
    expect(told.map(({ eventId, outcome }) => [eventId, outcome])).toEqual([
      ['orphan-propose', 'success'],
      ['orphan-confirm', 'failure'],
      ['orphan-confirm', 'success'],
      ['orphan-propose', 'failure'],
    ]);
    for (const event of told) {
      expect(JSON.stringify(event)).toContain(ref.awsId);
    }
  });
});

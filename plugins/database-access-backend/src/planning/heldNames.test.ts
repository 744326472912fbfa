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
import { JsonObject } from '@backstage/types';
import { exampleNetworks } from '../__testUtils__/exampleConfig';
import { decide, fileRequest, WISH } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

describe('an endpoint of ours in the VPC of two networks', () => {
  it('keeps the second network from the same database, over either way', async () => {
    const [first] = exampleNetworks as JsonObject[];
    const portal = await startPortal({
      databaseAccess: {
        networks: [...exampleNetworks, { ...first, name: 'second' }],
      },
    });
    const request = await fileRequest(portal, { start: 'automatic' });
    await decide(portal, request);
    await portal.run('start');
    await portal.until(async () => {
      const { body } = await portal
        .as('requester')
        .get('/shares?lifecycle=active');
      return body.items[0];
    });
    portal.awsClock.advance(31);
    for (const connectVia of ['lattice', 'privatelink']) {
      const { body } = await portal.as('requester').post('/plans', {
        ...WISH,
        network: 'second',
        connectVia,
        overrideReason: 'We need it so.',
      });
      expect(body.digest).toBe(undefined);
      expect(body.findings.map((finding: Finding) => finding.code)).toEqual([
        'endpoint_exists',
      ]);
      expect(body.findings[0].message).toMatch(
        /has the endpoint vpce-\S+, which Towpath made for another access from this VPC/,
      );
    }
  });
});

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
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { portalWithNames, startShare } from './__testUtils__/privateNameScene';
import { stopPortals } from './__testUtils__/startPortal';
import { PRIVATE_NAME } from './__testUtils__/withPrivateName';

jest.setTimeout(120_000);

afterEach(stopPortals);

describe('a database whose account has a domain for its names', () => {
  it('gets stuck with a sentence when the world asks another zone for the proof, and goes on when it does not', async () => {
    const { portal, reaches } = await portalWithNames();
    // Somebody has delegated the name to a zone of another account, so nobody looks into the one in config.
    const route53 = new Route53Client({
      region: 'us-east-1',
      endpoint: portal.awsUrl,
      credentials: {
        accessKeyId: '444444444444',
        secretAccessKey: 'simulated',
      },
    });
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({
        Name: PRIVATE_NAME,
        CallerReference: 'delegated',
      }),
    );
    const { until } = await startShare(portal);
    const { reason } = await until('stuck');
    expect(reason).toContain('AWS does not find the TXT record _');
    expect(reason).toContain(
      `it does not believe that ${PRIVATE_NAME} is yours`,
    );
    // The way itself has nothing to do with it.
    expect([reaches(PRIVATE_NAME), reaches()]).toEqual([false, true]);

    await route53.send(new DeleteHostedZoneCommand({ Id: HostedZone!.Id }));
    const stuck = await until('stuck');
    await portal.as('requester').post(`/shares/${stuck.id}/retry`);
    await until('active');
    expect(reaches(PRIVATE_NAME)).toBe(true);
  });
});

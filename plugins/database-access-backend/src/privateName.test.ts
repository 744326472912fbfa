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
  portalWithNames,
  startShare,
  wish,
} from './__testUtils__/privateNameScene';
import { stopPortals } from './__testUtils__/startPortal';
import { PRIVATE_NAME } from './__testUtils__/withPrivateName';

jest.setTimeout(60_000);

afterEach(stopPortals);

describe('a database whose account has a domain for its names', () => {
  it('shows it in the plan and is reached by it, too; its snippets and the host stay those of RDS', async () => {
    const { portal, reaches } = await portalWithNames();
    const { body: plan } = await portal.as('requester').post('/plans', wish);
    const types = plan.objects.map(({ type }: { type: string }) => type);
    expect(types).toEqual(
      expect.arrayContaining([
        'ec2/endpoint-service-name',
        'route53/verification-record',
        'ec2/endpoint-service-verification',
        'ec2/endpoint-private-dns',
      ]),
    );
    const { id, until } = await startShare(portal);
    await until('active');
    expect([reaches(PRIVATE_NAME), reaches()]).toEqual([true, true]);
    const { body } = await portal.as('requester').get(`/shares/${id}`);
    const values = new Map(
      body.outputs.map((o: { name: string; value: string }) => [
        o.name,
        o.value,
      ]),
    );
    expect(values.get('endpoint-name.privateDnsName')).toBe(PRIVATE_NAME);
    expect(values.get('host')).toContain('.rds.amazonaws.com');
    expect(JSON.stringify(body.snippets)).not.toContain(PRIVATE_NAME);

    await portal
      .as('requester')
      .post(`/shares/${id}/revoke`, { reason: 'Over' });
    await until('revoked');
    expect([reaches(PRIVATE_NAME), reaches()]).toEqual([false, false]);
  });
});

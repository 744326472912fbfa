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
import { awsBench } from './__testUtils__/awsBench';

jest.setTimeout(60_000);

describe('an endpoint that is accepted', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('is not shown as one that waits until its next look is due', async () => {
    const { ask, bench, engine, calls } = await awsBench(
      await databases.init('SQLITE_3'),
    );
    const share = await ask('privatelink', 'analytics');
    const replica = engine();
    const statusOf = async (key: string) =>
      (await bench.object(share, key)).awsStatus;
    const isAccepted = async () =>
      calls(operation => operation === 'ec2:AcceptVpcEndpointConnections') > 0;
    await bench.drive(replica, isAccepted, 1_200);
    await replica.runOnce();
    expect(await statusOf('connection')).toBe('pending');
    expect(await statusOf('interface-endpoint')).toBe('pending');
    await bench.driveTo(replica, share, 'active', 1_200);
    expect(await statusOf('interface-endpoint')).toBe('available');
  });
});

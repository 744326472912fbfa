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
import {
  handOver,
  heir,
  requestBench,
  requester,
} from '../__testUtils__/requestBench';

jest.setTimeout(120_000);

describe('the timeline of a request and its share', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('says of each change what was before it and what is since', async () => {
    const bench = await requestBench(await databases.init('SQLITE_3'));
    const { approve, clock, file, shares, starter, timelineOf } = bench;
    const request = await file('analytics');
    await approve(request);
    const expiresAt = new Date(clock.now().getTime() + 86_400_000);
    const { shareId } = await starter.start(request.id);
    handOver(bench);
    await shares.followOwners();
    await shares.revoke(heir, shareId!, { reason: 'Enough' });

    const told = await timelineOf(request.id);
    expect(
      told.map(({ kind, details }) => [kind, details?.before, details?.after]),
    ).toEqual([
      ['request.filed', undefined, { status: 'pending' }],
      ['request.approved', { status: 'pending' }, { status: 'approved' }],
      [
        'share.building',
        undefined,
        { lifecycle: 'building', expiresAt: expiresAt.toISOString() },
      ],
      ['request.started', { status: 'approved' }, { status: 'started' }],
      [
        'share.handed',
        { ownerRef: 'group:default/orders-team' },
        { ownerRef: 'group:default/heirs-team' },
      ],
      ['share.revoking', { lifecycle: 'building' }, { lifecycle: 'revoking' }],
    ]);
  });

  it('is told of one request and of no other', async () => {
    const { file, requests, timelineOf } = await requestBench(
      await databases.init('SQLITE_3'),
      { networks: ['one', 'two'] },
    );
    const { id } = await file('one');
    await requests.cancel(requester, id);
    const other = await file('two');
    expect(await timelineOf(other.id)).toHaveLength(1);
    expect((await timelineOf(id)).map(({ details }) => details)).toEqual([
      { after: { status: 'pending' } },
      { before: { status: 'pending' }, after: { status: 'cancelled' } },
    ]);
  });
});

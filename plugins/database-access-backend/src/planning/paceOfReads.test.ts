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

// Before all that mocks it.
import { ReadBucket } from '../aws/ReadBucket';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { requestBench, requester } from '../__testUtils__/requestBench';
import { decide, fileRequest } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

/** Whose own rates these are not: the portal's word to enter an account is a call of the portal's account. */
const ENTERING = /^sts:/;

describe('reads outside of the lanes', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function setup() {
    const bench = await requestBench(await databases.init('SQLITE_3'));
    const take = jest.mocked(ReadBucket.prototype.take);
    take.mockClear();
    bench.company.world.calls.clear();
    return {
      ...bench,
      /** How many turns each lane's bucket has given. */
      turns: () => {
        const turns = new Map<unknown, number>();
        for (const bucket of take.mock.contexts) {
          turns.set(bucket, (turns.get(bucket) ?? 0) + 1);
        }
        return [...turns.values()].sort();
      },
      /** How many calls each lane has had. */
      calls: () => {
        const calls = new Map<string, number>();
        for (const call of bench.company.world.calls.toJSON()) {
          if (!ENTERING.test(call.operation)) {
            const lane = `${call.accountId} ${call.region}`;
            calls.set(lane, (calls.get(lane) ?? 0) + call.count);
          }
        }
        return [...calls.values()].sort();
      },
    };
  }

  it('take one turn of their lane’s bucket for each call that a plan costs', async () => {
    const { calls, replica, turns } = await setup();
    const { plan } = await replica().planner.plan(
      {
        databaseRef: 'resource:default/orders-postgres',
        network: 'analytics',
        durationSeconds: 86_400,
      },
      requester,
    );
    expect(plan.digest).toBeDefined();
    expect(calls().length).toBeGreaterThan(1);
    expect(turns()).toEqual(calls());
  });

  it('take it from filing to the start of a share, too', async () => {
    const { approve, calls, clock, file, starter, turns } = await setup();
    const request = await file('analytics');
    await approve(request);
    clock.advance(3_600);
    await starter.startDue();
    expect(calls().length).toBeGreaterThan(1);
    expect(turns()).toEqual(calls());
  });

  it('are none to look at shares: their health is known from what lanes have read', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal, { start: 'automatic' });
    await decide(portal, filed);
    await portal.run('start');
    const share: Share = await portal.until(async () => {
      const { body } = await portal
        .as('requester')
        .get('/shares?lifecycle=active&health=healthy');
      return body.items[0];
    });
    const before = await portal.aws.countCalls({});
    expect(before).toBeGreaterThan(10);
    const answers = [
      await portal.as('owner').get('/shares?health=healthy'),
      await portal.as('owner').get(`/shares/${share.id}`),
      await portal.as('owner').get(`/shares/${share.id}/timeline`),
      await portal.as('owner').get(`/requests/${filed.id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await portal.aws.countCalls({})).toBe(before);
  });
});

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

import { exampleAccounts, ordersAccount } from './__testUtils__/exampleConfig';
import {
  failoverScene,
  fewestRegistered,
  unreachableSeconds,
} from './__testUtils__/failoverScene';
import { stopPortals } from './__testUtils__/startPortal';

// The updater's own code runs, in a process for each run.
jest.setTimeout(120_000);

afterEach(stopPortals);

const WITH_UPDATER = {
  updater: { enabled: true },
  accounts: [
    { ...ordersAccount, roles: { updater: 'database-access-updater' } },
    ...exampleAccounts.slice(1),
  ],
};

type Scene = Awaited<ReturnType<typeof failoverScene>>;

/** A second passes in AWS, functions included; the portal's lanes stand still. */
async function passWithoutPortal({ portal }: Scene) {
  const answer = await fetch(`${portal.awsUrl}/_simulated/clock`, {
    method: 'POST',
    body: '{"advanceSeconds": 1}',
  });
  expect(answer.status).toBe(200);
}

/** The types of what AWS has in the database's account, and is named as the portal names things. */
async function objectsIn({ portal }: Scene): Promise<string[]> {
  const answer = await fetch(
    `${portal.awsUrl}/_simulated/objects?account=${ordersAccount.accountId}`,
  );
  const { objects } = (await answer.json()) as {
    objects: Array<{ type: string; id: string }>;
  };
  return objects.filter(({ id }) => /\bdba-/.test(id)).map(({ type }) => type);
}

describe('a share with an updater', () => {
  it('comes through a failover that the portal sleeps through, and takes all of it away in the end', async () => {
    const s = await failoverScene('orders-postgres', undefined, {
      databaseAccess: WITH_UPDATER,
    });
    expect(await objectsIn(s)).toEqual(
      expect.arrayContaining(['events/rule', 'lambda/function']),
    );
    const [[before]] = await s.registered();
    expect(s.reaches()).toBe(true);

    await s.failOver();
    const samples = [];
    while (samples.length < s.awsSeconds + 20) {
      samples.push({ writer: s.reaches(), registered: await s.registered() });
      await passWithoutPortal(s);
    }
    expect(unreachableSeconds(samples)).toBeGreaterThan(0);
    expect(unreachableSeconds(samples)).toBeLessThanOrEqual(s.awsSeconds + 5);
    expect(fewestRegistered(samples)).toBe(1);
    const [[after]] = samples.at(-1)!.registered;
    expect(after).not.toBe(before);
    expect(samples.at(-1)).toEqual({ writer: true, registered: [[after]] });

    // Back again, the portal finds that nothing is left to do, and tells of it all the same.
    const { aws } = s.portal;
    const operation = 'elasticloadbalancing:RegisterTargets';
    const registrations = await aws.countCalls({ operation });
    await s.pass(60);
    expect((await s.share()).health).toBe('healthy');
    expect(await aws.countCalls({ operation })).toBe(registrations);
    const told = (await s.timeline()).map(({ message }) => message);
    expect(told).toContain(
      `DNS says that orders-postgres moved from ${before} to ${after}`,
    );

    const { id } = await s.share();
    const revoked = await s.portal
      .as('owner')
      .post(`/shares/${id}/revoke`, { reason: 'The drill is over' });
    expect(revoked.status).toBe(200);
    for (let passed = 0; passed < 3_600; passed += 15) {
      if ((await s.share()).lifecycle === 'revoked') {
        break;
      }
      await s.pass(15);
    }
    expect((await s.share()).lifecycle).toBe('revoked');
    expect(await objectsIn(s)).toEqual([]);
    expect(s.reaches()).toBe(false);
  });
});

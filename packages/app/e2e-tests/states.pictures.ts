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
  asAdmin,
  callAs,
  databasePath,
  enterAs,
  expect,
  fileAndAgree,
  healFaults,
  letFail,
  picture,
  setPace,
  test,
} from './portal';

const DATABASE = 'orders-postgres';
const PROVIDER = '333333333333';
const CONSUMER = '666666666666';
const TAB = databasePath(DATABASE, '/access');
const PACE = 10;

// Pictures and no test: what is seen here has tests of its own, which break every hop.
test.afterAll(async () => {
  await healFaults();
  await setPace(1);
});

test('an access is pictured in each state that it can be in', async ({
  page,
}) => {
  test.setTimeout(900_000);
  const read = await callAs('requester');
  await enterAs(page, 'requester');
  // So slow that nothing is built before it was looked at.
  await setPace(0.05);
  const request = await fileAndAgree(
    {
      databaseRef: `resource:default/${DATABASE}`,
      network: 'analytics-databricks',
      durationSeconds: 30 * 86_400,
    },
    ['database owner'],
  );
  let id = '';
  await expect(async () => {
    ({ shareId: id } = await read('GET', `/requests/${request}`));
    expect(id).toBeTruthy();
  }).toPass({ timeout: 60_000 });

  const healthIs = (health: string) =>
    expect
      .poll(async () => (await read('GET', `/shares/${id}`)).health, {
        timeout: 120_000,
        intervals: [1_000],
      })
      .toBe(health);
  const look = async (name: string, word: string) => {
    await page.goto(TAB);
    await expect(page.getByText(word).first()).toBeVisible();
    await expect(page.getByText(/^(Asking|Looking) /)).toHaveCount(0);
    await picture(page, `tab-${name}`);
  };
  const rds = (Action: string, more: Record<string, string> = {}) =>
    asAdmin(PROVIDER, 'rds', {
      Action,
      DBInstanceIdentifier: DATABASE,
      ...more,
    });

  await look('pending', 'Being built');
  await setPace(PACE);
  await healthIs('healthy');
  await look('healthy', 'Healthy');
  await page.goto(`/database-access/shares/${id}`);
  const silence = page.getByText(/AWS publishes no metric/).first();
  await silence.scrollIntoViewIfNeeded();
  await picture(page, 'no-metric');

  // What is open to the world is not well, though packets pass.
  await rds('ModifyDBInstance', {
    PubliclyAccessible: 'true',
    ApplyImmediately: 'true',
  });
  await healthIs('degraded');
  await look('degraded', 'Degraded');
  await rds('ModifyDBInstance', {
    PubliclyAccessible: 'false',
    ApplyImmediately: 'true',
  });
  await healthIs('healthy');

  await rds('StopDBInstance');
  await healthIs('broken');
  await look('broken-provider', 'Broken');
  await rds('StartDBInstance');
  await healthIs('healthy');

  for (const service of ['ec2', 'ram', 'rds', 'route53', 'vpc-lattice']) {
    await letFail({
      operation: `${service}:*`,
      accountId: PROVIDER,
      kind: 'error',
      code: 'AccessDeniedException',
      message: 'The role database-access-read may do nothing any more.',
      count: 10_000,
    });
  }
  await healthIs('unknown');
  await look('unreadable', 'Unknown');
  await healFaults();
  await healthIs('healthy');

  const { outputs } = await read('GET', `/shares/${id}`);
  await asAdmin(CONSUMER, 'ec2', {
    Action: 'DeleteVpcEndpoints',
    'VpcEndpointId.1': JSON.stringify(outputs).match(/vpce-[0-9a-f]{17}/)![0],
  });
  await healthIs('broken');
  await look('broken-consumer', 'Broken');

  // As many as a database of a whole company has: the portal's answer for one, two hundred times.
  await page.route(/\/v1\/shares\?/, async route => {
    const response = await route.fetch();
    const { items } = await response.json();
    await route.fulfill({
      headers: { 'access-control-allow-origin': '*' },
      json: { items: twoHundredOf(items[0]) },
    });
  });
  await page.goto(TAB);
  await expect(page.getByText('Network 200').first()).toBeAttached();
  await picture(page, 'tab-two-hundred');
});

function twoHundredOf(share: any): object[] {
  const unwell = ['broken', 'degraded', 'unknown'];
  return Array.from({ length: 200 }, (_, i) => ({
    ...share,
    id: `${share.id}-${i}`,
    health: unwell[i] ?? 'healthy',
    drift: undefined,
    network: { ...share.network, title: `Network ${i + 1}` },
  }));
}

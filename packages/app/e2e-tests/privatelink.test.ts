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
  databasePath,
  enterAs,
  expect,
  picture,
  test,
} from './portal';

const REASON = 'Our auditors want a load balancer’s logs.';

test('who chooses PrivateLink says why, and sees its targets follow a failover', async ({
  portal,
}) => {
  test.setTimeout(300_000);

  const requester = await portal.newPage();
  const owner = await portal.newPage();

  // Another way than the recommended one needs a reason.
  await enterAs(requester, 'requester');
  await requester.goto(databasePath('orders-postgres', '/access'));
  await requester.getByRole('button', { name: 'Request access' }).click();
  await requester
    .getByRole('combobox', { name: 'Network' })
    .selectOption('analytics-databricks');
  await requester
    .getByRole('textbox', { name: 'Purpose' })
    .fill('Monthly revenue report of the analytics team');
  await requester.getByRole('button', { name: 'Next' }).click();
  await requester
    .getByRole('list', { name: 'Ways to connect' })
    .getByRole('radio', { name: /PrivateLink/ })
    .check();
  await requester
    .getByRole('textbox', { name: /Why another way/ })
    .fill(REASON);
  await requester.getByRole('button', { name: 'Next' }).click();
  // Without a plan the step cannot be left.
  await expect(
    requester.getByRole('region', { name: 'Who decides' }),
  ).toBeVisible();
  await requester.getByRole('button', { name: 'Review' }).press('Enter');
  await requester.getByRole('button', { name: 'Send the request' }).click();
  await requester.getByRole('link', { name: 'Follow the request' }).click();
  await expect(requester).toHaveURL(/database-access\/requests\//);

  // The owner reads the reason beside the comparison, and approves.
  await enterAs(owner, 'database owner');
  await owner.goto(requester.url());
  await expect(owner.getByText(REASON).first()).toBeVisible();
  await picture(owner, 'decide-override', { whole: true });
  await owner.getByLabel(/^Comment/).fill('The logs are worth it.');
  await owner.getByRole('button', { name: 'Approve' }).click();

  await requester
    .getByRole('link', { name: 'The share that it became' })
    .click({ timeout: 60_000 });
  await expect(
    requester.getByText('Active', { exact: true }).first(),
  ).toBeVisible({ timeout: 120_000 });
  await expect(
    requester.getByText('The database has not moved since this share exists.'),
  ).toBeVisible();
  await picture(requester, 'privatelink-share');

  // The database moves, and the page tells it without being asked again.
  await asAdmin('333333333333', 'rds', {
    Action: 'RebootDBInstance',
    DBInstanceIdentifier: 'orders-postgres',
    ForceFailover: 'true',
  });
  await expect(
    requester.getByText('Addresses of orders-postgres: Done.'),
  ).toBeAttached({ timeout: 60_000 });
  await expect(requester.getByText('Healthy').first()).toBeVisible({
    timeout: 60_000,
  });
  await requester
    .getByRole('heading', { name: 'Failover' })
    .scrollIntoViewIfNeeded();
  await picture(requester, 'failover');

  await requester.getByRole('button', { name: 'Revoke access' }).click();
  const dialog = requester.getByRole('dialog');
  await dialog.getByLabel(/^Reason/).fill('The report is done.');
  await dialog.getByLabel(/to confirm/).fill('orders-postgres');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(
    requester.getByText('Revoked', { exact: true }).first(),
  ).toBeVisible({ timeout: 120_000 });
});

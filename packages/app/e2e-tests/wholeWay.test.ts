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

import { databasePath, enterAs, expect, picture, test } from './portal';

test('a requester asks, the owner approves, the path is built, and goes again', async ({
  portal,
}) => {
  test.setTimeout(480_000);

  const requester = await portal.newPage();
  const owner = await portal.newPage();

  // The requester asks from the database's page.
  await enterAs(requester, 'requester');
  await requester.goto(databasePath('orders-postgres', '/access'));
  await requester.getByRole('button', { name: 'Request access' }).click();
  await expect(
    requester
      .getByRole('heading', { name: /Request access to a database/ })
      .first(),
  ).toBeVisible();
  await expect(
    requester.getByRole('textbox', { name: 'Database' }),
  ).toHaveValue(/orders-postgres/);
  await requester
    .getByRole('combobox', { name: 'Network' })
    .selectOption('analytics-databricks');
  await requester
    .getByRole('textbox', { name: 'Purpose' })
    .fill('Monthly revenue report of the analytics team');
  await picture(requester, 'form');
  await requester.getByRole('button', { name: 'Next' }).click();

  // Which ways there are, what each costs and why the others lost, on one screen.
  await requester
    .getByRole('spinbutton', { name: /Expected data/ })
    .fill('250');
  const ways = requester.getByRole('list', { name: 'Ways to connect' });
  await expect(ways.getByText(/at 250 GB a month/).first()).toBeVisible();
  await expect(
    ways.getByRole('radio', { name: /VPC Lattice resource endpoint/ }),
  ).toBeChecked();
  await expect(
    requester.getByRole('textbox', { name: /Why another way/ }),
  ).toBeHidden();
  await picture(requester, 'compare', { whole: true });
  await requester.getByRole('button', { name: 'Next' }).click();

  await expect(
    requester.getByRole('region', { name: 'Who decides' }),
  ).toContainText('You cannot approve it yourself');
  await expect(
    requester.getByText(/With the expected data: \$/).first(),
  ).toBeVisible();
  await picture(requester, 'plan-preview', { whole: true });
  await requester.getByRole('button', { name: 'Review' }).press('Enter');
  await requester.getByRole('button', { name: 'Send the request' }).click();
  await requester.getByRole('link', { name: 'Follow the request' }).click();
  await expect(requester).toHaveURL(/database-access\/requests\//);
  const requestUrl = requester.url();

  // Nobody decides their own request.
  await expect(
    requester.getByText(/cannot decide your own request/i).first(),
  ).toBeVisible();
  await expect(
    requester.getByRole('button', { name: 'Approve' }),
  ).toBeDisabled();
  await picture(requester, 'own-request');

  // The owner finds it, reads the plan and approves.
  await enterAs(owner, 'database owner');
  await owner.goto('/database-access');
  await expect(
    owner.getByRole('table', { name: 'Needs my decision' }),
  ).toBeVisible();
  await picture(owner, 'waiting-for-me');
  await owner.goto(requestUrl);
  await expect(owner.getByText(/Monthly revenue report/).first()).toBeVisible();
  await owner.getByLabel(/^Comment/).fill('Known team, known purpose.');
  await picture(owner, 'decide');
  await owner.getByRole('button', { name: 'Approve' }).click();

  // Both watch it being built, without reloading.
  await requester
    .getByRole('link', { name: 'The share that it became' })
    .click({ timeout: 60_000 });
  await expect(
    requester.getByText(/of 14 done|of \d+ done/).first(),
  ).toBeVisible({
    timeout: 30_000,
  });
  await picture(requester, 'building');
  await expect(
    requester.getByText('Active', { exact: true }).first(),
  ).toBeVisible({
    timeout: 120_000,
  });
  await expect(requester.getByText('Healthy').first()).toBeVisible();
  await expect(
    requester.getByText(/sslmode=verify-full/).first(),
  ).toBeVisible();
  await picture(requester, 'share');

  // All is well, so whoever it does not connect for is told to look at the client.
  await requester.getByRole('button', { name: 'It does not connect' }).click();
  const diagnosis = requester.getByRole('dialog');
  await expect(
    diagnosis.getByText('Nothing that the portal reads is wrong'),
  ).toBeVisible();
  await diagnosis
    .getByLabel('The error that the client shows')
    .fill('FATAL: password authentication failed for user "report"');
  await diagnosis.getByRole('button', { name: 'Look again with it' }).click();
  await expect(
    diagnosis.getByText('The database itself gives this answer'),
  ).toBeVisible();
  await picture(requester, 'diagnosis');
  await diagnosis.getByRole('button', { name: 'Close' }).click();

  // The path as a graph, hop by hop with the keyboard; on a phone, too.
  await requester.getByRole('button', { name: 'Graph' }).press('Enter');
  const hops = requester
    .getByRole('group', { name: 'Path from client to database' })
    .getByRole('button');
  // It is hidden, and takes no key, until all of it is in its place.
  await expect(hops.first()).toBeVisible();
  await hops.first().press('ArrowDown');
  await expect(hops.nth(1)).toBeFocused();
  await hops.nth(1).press('Enter');
  const ofHop = requester.getByRole('dialog', { name: 'Details of the hop' });
  await expect(ofHop).toContainText('Healthy');
  await expect(ofHop).toHaveCSS('opacity', '1');
  await picture(requester, 'share-graph');
  await requester.keyboard.press('Escape');
  await expect(hops.nth(1)).toBeFocused();
  await requester.setViewportSize({ width: 390, height: 844 });
  await hops.nth(1).scrollIntoViewIfNeeded();
  await expect(hops.nth(1)).toBeInViewport({ ratio: 0.9 });
  await hops.nth(1).press('Enter');
  await expect(ofHop).toBeInViewport({ ratio: 1 });
  await picture(requester, 'share-graph-phone');
  await requester.keyboard.press('Escape');
  await requester.setViewportSize({ width: 1440, height: 1000 });

  // Whoever looks at what runs there reads which databases it uses, and which it lacks.
  const component = await portal.newPage();
  await enterAs(component, 'requester');
  await component.goto('/catalog/default/component/order-insights');
  await expect(
    component
      .getByRole('table', { name: 'Databases that it depends on' })
      .getByRole('row', { name: /orders-postgres.*VPC Lattice.*Healthy/ }),
  ).toBeVisible();
  await expect(component.getByText(/catalog-aurora/).first()).toBeVisible();
  await picture(component, 'component');
  await component.close();

  // The platform team sees all of it, and each number opens the list that it counts.
  const engineer = await portal.newPage();
  await enterAs(engineer, 'platform engineer');
  await engineer.goto('/database-access');
  await engineer
    .getByRole('link', { name: 'Overview of all accesses' })
    .click();
  await expect(engineer.getByRole('table', { name: 'Lanes' })).toBeVisible();
  // No column of it is cut off.
  await expect
    .poll(() =>
      engineer
        .getByRole('region', { name: 'Lanes', exact: true })
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
    )
    .toBe(0);
  await picture(engineer, 'overview', { whole: true });
  await engineer
    .getByRole('list', { name: /each with the list/ })
    .getByRole('link', { name: /Broken/ })
    .click();
  await expect(
    engineer.getByText('You see no share of this kind.'),
  ).toBeVisible();
  await expect(engineer).toHaveURL(/database-access\/shares\?living=true/);

  // Configured is not reachable: that is looked at when somebody asks, and the price is said before.
  await requester.getByRole('button', { name: 'Check reachability' }).click();
  const check = requester.getByRole('dialog');
  await expect(check).toContainText('AWS bills $0.20 for 2 analyses');
  await picture(requester, 'check-reachability');
  await check.getByRole('button', { name: 'Check for $0.20' }).click();
  const parts = requester.getByRole('list', { name: 'Parts of the way' });
  await expect(parts.getByText('Reachable', { exact: true })).toHaveCount(2, {
    timeout: 60_000,
  });
  await picture(requester, 'reachability', { whole: true });
  await requester
    .getByRole('button', { name: 'Connect from the network' })
    .click();
  await requester
    .getByRole('dialog')
    .getByRole('button', { name: 'Check', exact: true })
    .click();
  await expect(
    requester
      .getByRole('list', { name: 'Layers of the connection, in order' })
      .getByText('Passed', { exact: true }),
  ).toHaveCount(4, { timeout: 60_000 });
  await picture(requester, 'probed', { whole: true });
  await owner.goto(databasePath('orders-postgres', '/access'));
  await expect(
    owner.getByText(/Analytics, Databricks workspace/).first(),
  ).toBeVisible();
  await picture(owner, 'access-tab-share');

  // The requester gives it back.
  await requester.getByRole('button', { name: 'Revoke access' }).click();
  const dialog = requester.getByRole('dialog');
  await dialog.getByLabel(/^Reason/).fill('The report is done.');
  await dialog.getByLabel(/to confirm/).fill('orders-postgres');
  await picture(requester, 'revoke');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(
    requester.getByText(/is cut|Access is being revoked/).first(),
  ).toBeVisible();
  await picture(requester, 'revoking');
  await expect(
    requester.getByText('Revoked', { exact: true }).first(),
  ).toBeVisible({
    timeout: 120_000,
  });
  await picture(requester, 'revoked');
});

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

import type { Page } from '@playwright/test';
import { beginRequest, enterAs, expect, picture, test } from './portal';

test('who takes a database out of a zone reads the names of all accesses that end, and just these end', async ({
  portal,
}) => {
  test.setTimeout(300_000);

  const requester = await portal.newPage();
  const owner = await portal.newPage();
  await enterAs(requester, 'requester');
  await enterAs(owner, 'database owner');

  // Two networks of the zone get the same database.
  await ask(requester, 'analytics-databricks');
  await approve(owner, requester.url());
  const first = await shareOf(requester);
  await ask(requester, 'payments');
  await approve(owner, requester.url());
  const second = await shareOf(requester);
  await expect(requester.getByText('reporting').first()).toBeVisible();
  await picture(requester, 'zone-share', { whole: true });

  // A requester is offered that the network leaves, an owner the database, too.
  await requester.getByRole('button', { name: 'Revoke access' }).click();
  await expect(
    requester.getByText('payments to orders-postgres (this one)'),
  ).toBeVisible();
  await expect(requester.getByRole('radio')).toBeHidden();
  await owner.goto(second);
  await owner.getByRole('button', { name: 'Revoke access' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^The database leaves/ }).check();
  await expect(
    dialog
      .getByRole('list', { name: /^The database leaves/ })
      .getByRole('listitem'),
  ).toHaveText([
    'payments to orders-postgres (this one)',
    'analytics-databricks to orders-postgres',
  ]);
  await picture(owner, 'zone-revoke');
  await dialog.getByLabel(/^Reason/).fill('The report is done.');
  await dialog.getByLabel(/to confirm/).fill('orders-postgres');
  await dialog.getByRole('button', { name: 'Revoke 2 accesses' }).click();
  // Leaving the page before the answer would take it back.
  await expect(dialog).toBeHidden();

  for (const share of [first, second]) {
    await owner.goto(share);
    await expect(
      owner.getByText('Revoked', { exact: true }).first(),
    ).toBeVisible({ timeout: 120_000 });
  }
  await expect(
    owner.getByRole('link', { name: 'Request it over a resource endpoint' }),
  ).toBeVisible();
});

/** Asks for orders-postgres over the service network of the zone. */
async function ask(page: Page, network: string): Promise<void> {
  await beginRequest(page, {
    databaseRef: 'resource:default/orders-postgres',
    network,
  });
  await page
    .getByRole('radio', { name: 'Shared VPC Lattice service network' })
    .check();
  await expect(
    page.getByRole('radio', { name: 'VPC endpoint', exact: true }),
  ).toBeChecked();
  await page
    .getByRole('textbox', { name: /Why another way/ })
    .fill('More networks of the zone will follow.');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByText(/service network of the zone reporting/).first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Review' }).press('Enter');
  await page.getByRole('button', { name: 'Send the request' }).click();
  await page.getByRole('link', { name: 'Follow the request' }).click();
  await expect(page).toHaveURL(/database-access\/requests\//);
}

async function approve(page: Page, request: string): Promise<void> {
  await page.goto(request);
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(
    page.getByRole('link', { name: 'The share that it became' }),
  ).toBeVisible();
}

/** The address of what a request became. */
async function shareOf(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'The share that it became' }).click();
  await expect(page).toHaveURL(/database-access\/shares\//);
  return page.url();
}

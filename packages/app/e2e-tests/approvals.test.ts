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

import type { BrowserContext, Page } from '@playwright/test';
import {
  beginRequest,
  enterAs,
  expect,
  picture,
  setPace,
  test,
} from './portal';

// Nobody here looks at how a path is built.
test.beforeAll(() => setPace(10));
test.afterAll(() => setPace(1));

test('production is decided by its owner, who asks first, and then by the platform team', async ({
  portal,
}) => {
  test.setTimeout(300_000);
  const requester = await pageOf(portal, 'requester');
  const owner = await pageOf(portal, 'database owner');
  const engineer = await pageOf(portal, 'platform engineer');

  await ask(requester, { database: 'billing-mysql' });
  const decides = requester.getByRole('region', { name: 'Who decides' });
  await expect(decides).toContainText('Real business depends on it');
  await picture(requester, 'staged-plan', { whole: true });
  await send(requester);
  const request = requester.url();

  // The platform team sees it, and that it is not their turn.
  await engineer.goto(request);
  await expect(
    engineer.getByText(/It waits for .*billing/i).first(),
  ).toBeVisible();
  await expect(
    engineer.getByRole('button', { name: 'Approve' }),
  ).toBeDisabled();

  // The owner asks; the requester answers.
  await owner.goto('/database-access');
  await expect(
    owner.getByRole('tab', { name: /Needs my decision/ }),
  ).toBeVisible();
  await picture(owner, 'queue', { whole: true });
  await owner.goto(request);
  await owner.getByRole('button', { name: 'Ask the requester' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog
    .getByLabel(/^Question/)
    .fill('Which tables does the report read?');
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(dialog).toBeHidden();
  await requester
    .getByLabel(/^Your answer/)
    .fill('Only invoices and payments.', { timeout: 30_000 });
  await picture(requester, 'question', { whole: true });
  await requester.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(requester.getByLabel(/^Your answer/)).toBeHidden();

  // Both agree, one after the other.
  await owner.goto(request);
  await expect(
    owner.getByText('Only invoices and payments.').first(),
  ).toBeVisible();
  await owner.getByRole('button', { name: 'Approve' }).click();
  await expect(
    owner.getByText(/You have decided this request already/).first(),
  ).toBeVisible();
  await engineer.goto(`${request}?focus=decision`);
  await expect(engineer.getByRole('button', { name: 'Approve' })).toBeEnabled();
  await picture(engineer, 'second-stage', { whole: true });
  await engineer.getByRole('button', { name: 'Approve' }).click();
  await engineer
    .getByRole('link', { name: 'The share that it became' })
    .click({ timeout: 60_000 });
  await revoke(engineer, 'billing-mysql');
});

test('development is approved without asking anybody', async ({ portal }) => {
  test.setTimeout(300_000);
  const requester = await pageOf(portal, 'requester');
  await ask(requester, { database: 'billing-dev' });
  await expect(
    requester.getByText(/Nobody need be asked|Nobody has to/).first(),
  ).toBeVisible();
  await picture(requester, 'automatic-plan', { whole: true });
  await send(requester);
  await expect(
    requester
      .getByText(/Approved by the policy without asking anybody/)
      .first(),
  ).toBeVisible({ timeout: 30_000 });
  await requester
    .getByRole('link', { name: 'The share that it became' })
    .click({ timeout: 60_000 });
  await expect(
    requester.getByRole('button', { name: 'Extend' }),
  ).toBeDisabled();
  await revoke(requester, 'billing-dev');
});

test('a denial says why', async ({ portal }) => {
  test.setTimeout(180_000);
  const requester = await pageOf(portal, 'requester');
  const owner = await pageOf(portal, 'database owner');
  await ask(requester, { database: 'catalog-aurora' });
  await send(requester);
  await owner.goto(requester.url());
  await owner.getByLabel(/^Comment/).fill('Use the nightly export instead.');
  await owner.getByRole('button', { name: 'Deny' }).click();
  await expect(owner.getByText('Denied').first()).toBeVisible();
  await expect(
    requester.getByText('Use the nightly export instead.').first(),
  ).toBeVisible({ timeout: 30_000 });
});

test('an emergency begins at once, in full view, and somebody looks at it', async ({
  portal,
}) => {
  test.setTimeout(300_000);
  const requester = await pageOf(portal, 'requester');
  const engineer = await pageOf(portal, 'platform engineer');
  await ask(requester, {
    database: 'catalog-aurora',
    network: 'payments',
    durationSeconds: 3_600,
  });
  await requester.getByRole('checkbox', { name: /It cannot wait/ }).check();
  await expect(
    requester.getByText(/must look at it afterwards/).first(),
  ).toBeVisible({ timeout: 30_000 });
  await picture(requester, 'emergency-plan', { whole: true });
  await send(requester);
  const request = requester.url();
  await expect(
    requester.getByText('Emergency access: nobody was asked before').first(),
  ).toBeVisible();

  await engineer.goto('/database-access');
  await engineer.getByRole('tab', { name: /To review/ }).click();
  await expect(engineer.getByText(/catalog-aurora/).first()).toBeVisible();
  await engineer.goto(request);
  const inOrder = engineer.getByRole('button', {
    name: 'In order',
    exact: true,
  });
  await expect(inOrder).toBeEnabled();
  await picture(engineer, 'emergency-review');
  await inOrder.click();
  await expect(engineer.getByText('It was in order.').first()).toBeVisible({
    timeout: 30_000,
  });
  await requester
    .getByRole('link', { name: 'The share that it became' })
    .click({ timeout: 60_000 });
  await revoke(requester, 'catalog-aurora');
});

test('who keeps the policy sees what it says of any request', async ({
  portal,
}) => {
  const engineer = await pageOf(portal, 'platform engineer');
  await engineer.goto('/database-access');
  await engineer.getByRole('link', { name: 'What the policy says' }).click();
  await engineer
    .getByRole('textbox', { name: 'Environment' })
    .fill('production');
  await engineer.getByRole('button', { name: 'What would it say?' }).click();
  await expect(
    engineer.getByText(/Real business depends on it/).first(),
  ).toBeVisible();
  await picture(engineer, 'policy', { whole: true });

  const requester = await pageOf(portal, 'requester');
  await requester.goto('/database-access/policy');
  await expect(
    requester.getByText('You may not see what the policy says').first(),
  ).toBeVisible();
});

async function pageOf(portal: BrowserContext, person: string): Promise<Page> {
  const page = await portal.newPage();
  await enterAs(page, person);
  return page;
}

/** Fills the form in, up to the plan. */
async function ask(
  page: Page,
  wish: { database: string; network?: string; durationSeconds?: number },
): Promise<void> {
  const { network = 'analytics-databricks', durationSeconds } = wish;
  await beginRequest(page, {
    databaseRef: `resource:default/${wish.database}`,
    network,
    durationSeconds,
  });
  await expect(
    page.getByRole('list', { name: 'Ways to connect' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('region', { name: 'Who decides' })).toBeVisible();
}

async function send(page: Page): Promise<void> {
  // By key, because a message about an earlier request may lie over the button.
  await page.getByRole('button', { name: 'Review' }).press('Enter');
  await page.getByRole('button', { name: 'Send the request' }).press('Enter');
  // Where nobody is asked, the template goes on until the path is built.
  await page
    .getByRole('link', { name: 'Follow the request' })
    .click({ timeout: 150_000 });
  await expect(page).toHaveURL(/database-access\/requests\//);
}

/** Gives it back, and does not wait until all of it is gone. */
async function revoke(page: Page, database: string): Promise<void> {
  await page.getByRole('button', { name: 'Revoke access' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Reason/).fill('The report is done.');
  const confirmed = dialog.getByLabel(/to confirm/);
  if (await confirmed.isVisible()) {
    await confirmed.fill(database);
  }
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(dialog).toBeHidden();
}

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

test('a visitor chooses among three people, named by role', async ({
  page,
}) => {
  await page.goto('/');
  const people = page.getByRole('button', { name: /^Enter as/ });
  await expect(people).toHaveText([
    'Enter as requester',
    'Enter as database owner',
    'Enter as platform engineer',
  ]);
  await picture(page, 'sign-in');
  await people.first().click();
  // Signed in is who sees the catalog.
  await expect(
    page.getByRole('link', { name: 'Catalog' }).first(),
  ).toBeVisible();
});

test('the Access tab says what AWS says of orders-postgres, and when it was read', async ({
  page,
}) => {
  await enterAs(page, 'requester');
  await page.goto(databasePath('orders-postgres'));
  await page.getByRole('link', { name: 'Access', exact: true }).click();

  await expect(page.getByText('Simulated AWS').first()).toBeVisible();
  await expect(
    page.getByText(/Read from AWS .* through orders-prod/),
  ).toBeVisible();
  for (const fact of [
    /PostgreSQL 16/,
    'available',
    'Private',
    'Yes, standby in another zone',
    '5432',
    'use1-az1',
    'use1-az2',
    'use1-az4',
    'rds-ca-rsa2048-g1',
    'orders-prod (333333333333)',
    'orders-postgres.c0ffee0orders.us-east-1.rds.amazonaws.com',
  ]) {
    await expect(page.getByText(fact).first()).toBeVisible();
  }
  await expect(page.getByText('Nobody outside has access yet')).toBeVisible();
  await expect(page.getByText(/decides each request/)).toBeVisible();
  await picture(page, 'access-tab');
});

test('the Access tab says how RDS keeps a database, and what would make it safer', async ({
  page,
}) => {
  await enterAs(page, 'requester');
  await page.goto(databasePath('billing-public', '/access'));
  await expect(
    page.getByText(/billing-public has an address on the internet/),
  ).toBeVisible();
  await page.goto(databasePath('billing-mysql', '/access'));
  for (const fact of [
    /MySQL 8\.0\.39, db\.m6g\.large/,
    'KMS key',
    '7 days',
    'New Operating System update is available',
    'Finished DB Instance backup',
  ]) {
    await expect(page.getByText(fact, { exact: true }).first()).toBeVisible();
  }
  await picture(page, 'rds-panel', { whole: true });
});

test('the card on the overview tells it in short and leads to the tab', async ({
  page,
}) => {
  await enterAs(page, 'database owner');
  await page.goto(databasePath('orders-postgres'));
  await expect(page.getByText('Nobody outside yet')).toBeVisible();
  await picture(page, 'access-card');
  await page.getByRole('link', { name: /All facts/ }).click();
  await expect(page).toHaveURL(/\/access$/);
});

test('an account that refuses is named in one sentence, with the role, the operation and the fix', async ({
  page,
}) => {
  await enterAs(page, 'platform engineer');
  await page.goto(databasePath('quarantine-postgres', '/access'));
  const sentence = page.getByText(
    /999999999999.*database-access-read.*|database-access-read.*999999999999.*/,
  );
  await expect(sentence.first()).toBeVisible();
  await expect(page.getByText(/AssumeRole/).first()).toBeVisible();
  await picture(page, 'account-refuses');
  await page.goto(databasePath('quarantine-postgres'));
  await expect(page.getByText(/quarantine/).first()).toBeVisible();
  await picture(page, 'account-refuses-card');
});

test('a publicly accessible database is shown as what nothing private can lead to', async ({
  page,
}) => {
  await enterAs(page, 'database owner');
  await page.goto(databasePath('billing-public', '/access'));
  await expect(page.getByText('Publicly accessible').first()).toBeVisible();
  await expect(page.getByText('Blocking').first()).toBeVisible();
  await picture(page, 'public-database');
});

test('an Aurora cluster shows its writer and its reader', async ({ page }) => {
  await enterAs(page, 'database owner');
  await page.goto(databasePath('catalog-aurora', '/access'));
  await expect(
    page.getByText(/catalog-aurora\.cluster-c0ffeecatalog/).first(),
  ).toBeVisible();
  await expect(
    page.getByText(/catalog-aurora\.cluster-ro-c0ffeecatalog/).first(),
  ).toBeVisible();
});

test('an entity without the annotation says which one to add', async ({
  page,
}) => {
  await enterAs(page, 'database owner');
  await page.goto(databasePath('returns-postgres', '/access'));
  await expect(page.getByText('aws.amazon.com/arn').first()).toBeVisible();
  await picture(page, 'no-annotation');
});

test('while AWS is slow the tab says what it waits for', async ({ page }) => {
  await enterAs(page, 'requester');
  let answer = () => {};
  const held = new Promise<void>(resolve => {
    answer = resolve;
  });
  await page.route('**/api/database-access/v1/databases/**', async route => {
    await held;
    await route.continue();
  });
  await page.goto(databasePath('billing-mysql', '/access'));
  await expect(page.getByText(/Asking AWS about billing-mysql/)).toBeVisible();
  await picture(page, 'loading');
  answer();
  await expect(page.getByText(/MySQL 8/).first()).toBeVisible();
});

test('the page lists the networks of the groups that a person is in, and no others', async ({
  page,
}) => {
  await enterAs(page, 'requester');
  await page.goto('/database-access');
  // Other tables of the page name networks, too: of whatever was asked for before.
  const networks = page.getByRole('region', { name: 'My networks' });
  await expect(
    networks.getByText('Analytics, Databricks workspace'),
  ).toBeVisible();
  await expect(networks.getByText('Networking, shared VPC')).toBeHidden();
  await picture(page, 'my-networks');
});

test('who owns no network is told what to do', async ({ page }) => {
  await enterAs(page, 'database owner');
  await page.goto('/database-access');
  await expect(
    page.getByText('No group of yours owns a network'),
  ).toBeVisible();
  await picture(page, 'no-networks');
});

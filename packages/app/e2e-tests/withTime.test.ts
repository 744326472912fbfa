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
  callAs,
  enterAs,
  expect,
  fileAndAgree,
  isReached,
  letBackend,
  letPass,
  picture,
  setPace,
  test,
} from './portal';

const NETWORK = {
  name: 'analytics-databricks',
  vpcId: 'vpc-06666000000000001',
};
const DATABASE = {
  ref: 'resource:default/billing-mysql',
  arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
};
const DAY = 86_400;

test('an access lasts longer, is certified for less, and ends at its time though the portal is down', async ({
  portal,
}) => {
  test.setTimeout(300_000);
  const share = await grantAccess(30 * DAY);
  const people = {
    requester: await portal.newPage(),
    owner: await portal.newPage(),
    engineer: await portal.newPage(),
  };
  const { requester, owner, engineer } = people;
  await enterAs(requester, 'requester');
  await enterAs(owner, 'database owner');
  await enterAs(engineer, 'platform engineer');
  const pages = Object.values(people);
  const page = `/database-access/shares/${share}`;

  // From half of its time on, whoever has it may ask for more; those decide who decided before.
  await letPass(16, pages);
  await requester.goto(page);
  await requester.getByRole('button', { name: 'Extend' }).click();
  const dialog = requester.getByRole('dialog');
  await expect(dialog).toContainText('These decide');
  await dialog.getByLabel(/^Reason/).fill('The report is late.');
  await picture(requester, 'extend');
  await dialog.getByRole('button', { name: 'Ask for more time' }).click();
  await expect(dialog).toBeHidden();
  await owner.goto('/database-access');
  await owner
    .getByRole('table', { name: 'More time, waiting for me' })
    .getByRole('link', { name: /billing-mysql/ })
    .click();
  await expect(owner.getByText('The report is late.').first()).toBeVisible();
  await picture(owner, 'extension');
  await owner.getByRole('button', { name: 'Agree' }).click();
  await expect(owner.getByRole('button', { name: 'Agree' })).toBeHidden();
  await engineer.goto(`${page}#extension`);
  await engineer.getByRole('button', { name: 'Agree' }).click();
  await expect(engineer.getByText('1 of 3 times')).toBeVisible();

  // Its owners are asked whether it is still needed.
  await letPass(15, pages);
  await owner.goto('/database-access');
  await owner.getByRole('button', { name: /^Is .* still needed/ }).click();
  await owner.getByRole('option', { name: 'Until a day' }).click();
  const dayAfterTomorrow = await owner.evaluate(
    ms => new Date(Date.now() + ms).toISOString().slice(0, 10),
    2 * DAY * 1000,
  );
  await owner.getByLabel(/^Last day of/).fill(dayAfterTomorrow);
  await owner.getByLabel(/^Reason for/).fill('The report is done by then.');
  await picture(owner, 'certify', { whole: true });
  await owner.getByRole('button', { name: 'Certify 1 access' }).click();
  await expect(owner.getByText('All of it was recorded')).toBeVisible();
  expect(await isReached(NETWORK.vpcId, DATABASE.arn)).toBe(true);

  // Nobody is there at its end, and it is kept all the same.
  await letBackend('stop');
  await letPass(3, pages);
  await letBackend('start');
  await setPace(20);
  await requester.goto(page);
  await expect(
    requester.getByText('Revoked', { exact: true }).first(),
  ).toBeVisible({ timeout: 90_000 });
  expect(await isReached(NETWORK.vpcId, DATABASE.arn)).toBe(false);
  await expect(
    requester.getByText(/Towpath, .*: Revoking: /).first(),
  ).toBeVisible();
  await setPace(1);
  await picture(requester, 'expired');
});

/** @returns the id of a share that works */
async function grantAccess(durationSeconds: number): Promise<string> {
  const request = await fileAndAgree(
    {
      databaseRef: DATABASE.ref,
      network: NETWORK.name,
      durationSeconds,
    },
    ['database owner', 'platform engineer'],
  );
  await setPace(20);
  await expect
    .poll(() => isReached(NETWORK.vpcId, DATABASE.arn), { timeout: 90_000 })
    .toBe(true);
  await setPace(1);
  const requester = await callAs('requester');
  const { shareId } = await requester('GET', `/requests/${request}`);
  return shareId;
}

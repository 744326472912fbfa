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
  expect,
  test as base,
  type BrowserContext,
  type Page,
} from '@playwright/test';

export { expect };

/**
 * All pages of a run are of one context, so that the portal's code is fetched and compiled once. Who somebody is stays with
 * the page, as it does with a browser's tab.
 */
export const test = base.extend<object, { portal: BrowserContext }>({
  portal: [
    async ({ browser }, give) => {
      const portal = await browser.newContext({
        baseURL: process.env.TOWPATH_URL,
        viewport: { width: 1440, height: 1000 },
      });
      await give(portal);
      await portal.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ portal }, give) => {
    const page = await portal.newPage();
    await give(page);
    await page.close();
  },
});

/**
 * Lets a page be of one of the example people from its next address on. That they choose who they are is a test of its own;
 * here the choice is made, as a reload finds it.
 */
export async function enterAs(page: Page, person: string): Promise<void> {
  await page.addInitScript(
    providerId => sessionStorage.setItem('towpath.demo-person', providerId),
    `demo-${person.replace(' ', '-')}`,
  );
}

/** The page of a database in the catalog. */
export function databasePath(name: string, tab = ''): string {
  return `/catalog/default/resource/${name}${tab}`;
}

/** Lets an instance fail over, as its account's admin would. */
export async function failOver(
  accountId: string,
  instance: string,
): Promise<void> {
  const answer = await fetch(process.env.TOWPATH_SIMULATED_AWS_URL!, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20261102/us-east-1/rds/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({
      Action: 'RebootDBInstance',
      Version: '2014-10-31',
      DBInstanceIdentifier: instance,
      ForceFailover: 'true',
    }),
  });
  expect(await answer.text()).toContain('rebooting');
}

/**
 * Keeps a picture for the documentation where one is wanted: `TOWPATH_PICTURES=docs/images yarn test:browser`.
 *
 * @param whole - all of the page and not only what fits on the screen
 */
export async function picture(
  page: Page,
  name: string,
  { whole = false } = {},
): Promise<void> {
  const folder = process.env.TOWPATH_PICTURES;
  if (!folder) {
    return;
  }
  const usual = page.viewportSize()!;
  if (whole) {
    // The page scrolls inside of the portal, so a picture of the whole document would be one of the screen.
    const height = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll('main, article, body')].map(
          ({ scrollHeight }) => scrollHeight,
        ),
      ),
    );
    await page.setViewportSize({
      ...usual,
      height: Math.max(usual.height, height),
    });
  }
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.setViewportSize(usual);
}

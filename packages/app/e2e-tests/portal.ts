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

import { expect, type Page } from '@playwright/test';

/** Opens the portal as one of the example people. */
export async function enterAs(page: Page, person: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: `Enter as ${person}` }).click();
  await expect(
    page.getByRole('button', { name: `Enter as ${person}` }),
  ).toBeHidden();
}

/** The page of a database in the catalog. */
export function databasePath(name: string, tab = ''): string {
  return `/catalog/default/resource/${name}${tab}`;
}

/** Keeps a picture for the documentation where one is wanted: `TOWPATH_PICTURES=docs/images yarn test:browser`. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.TOWPATH_PICTURES;
  if (folder) {
    await page.screenshot({ path: `${folder}/${name}.png` });
  }
}

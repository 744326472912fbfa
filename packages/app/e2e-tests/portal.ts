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

import { randomUUID } from 'node:crypto';
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
export const test = base.extend<
  { onlyItsOwnPages: void },
  { portal: BrowserContext }
>({
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
  // A page that nobody looks at any more goes on asking, and slows the next story down.
  onlyItsOwnPages: [
    async ({ portal }, give) => {
      await give();
      await Promise.all(portal.pages().map(page => page.close()));
    },
    { auto: true },
  ],
  page: async ({ portal }, give) => {
    const page = await portal.newPage();
    await give(page);
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

/** Opens the form with this filled in, says what for, and goes on to the ways to connect. */
export async function beginRequest(
  page: Page,
  filledIn: { databaseRef: string; network: string; durationSeconds?: number },
): Promise<void> {
  await page.goto(
    `/create/templates/default/request-database-access?formData=${encodeURIComponent(
      JSON.stringify(filledIn),
    )}`,
  );
  await expect(page.getByRole('combobox', { name: 'Network' })).toHaveValue(
    filledIn.network,
  );
  await page
    .getByRole('textbox', { name: 'Purpose' })
    .fill('Monthly revenue report of the analytics team');
  await page.getByRole('button', { name: 'Next' }).click();
}

/** One of the example people, who calls the API without a page: for what a story only needs to have happened. */
export async function callAs(
  person: string,
): Promise<(method: 'GET' | 'POST', path: string, body?: object) => any> {
  const backend = process.env.TOWPATH_BACKEND_URL!;
  const signedIn = await fetch(
    `${backend}/api/auth/demo-${person.replace(' ', '-')}/refresh`,
    { headers: { 'X-Requested-With': 'XMLHttpRequest' } },
  );
  const { backstageIdentity } = await signedIn.json();
  return async (method, path, body) => {
    const answer = await fetch(`${backend}/api/database-access/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${backstageIdentity.token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    expect(answer.ok, `${method} ${path} as ${person}`).toBe(true);
    return answer.json();
  };
}

/** Drives the clock of simulated AWS, which is the portal's, too. */
async function driveClock(how: object): Promise<void> {
  const answer = await fetch(
    `${process.env.TOWPATH_SIMULATED_AWS_URL}/_simulated/clock`,
    { method: 'POST', body: JSON.stringify(how) },
  );
  expect(answer.ok).toBe(true);
}

/** Lets AWS, and the portal that waits for it, go so many times as fast as the real time. */
export function setPace(rate: number): Promise<void> {
  return driveClock({ rate });
}

/** Lets days pass for AWS, for the portal, and for these pages from their next address on. */
export async function letPass(days: number, pages: Page[]): Promise<void> {
  const seconds = days * 86_400;
  await driveClock({ advanceSeconds: seconds });
  for (const page of pages) {
    await page.addInitScript(goOn, seconds * 1000);
  }
}

/** In the browser: lets its clock be so many milliseconds ahead of what it was. */
function goOn(ms: number): void {
  const Former = globalThis.Date;
  globalThis.Date = class extends Former {
    constructor(...parts: any[]) {
      super(...((parts.length ? parts : [Former.now() + ms]) as [number]));
    }

    static now() {
      return Former.now() + ms;
    }
  } as DateConstructor;
}

/** Whether packets come through, by the wires and not by what anybody says of them. */
export async function isReached(
  vpcId: string,
  databaseArn: string,
): Promise<boolean> {
  const answer = await fetch(
    `${process.env.TOWPATH_SIMULATED_AWS_URL}/_simulated/reachable?from=${vpcId}&to=${databaseArn}`,
  );
  return (await answer.json()).reachable;
}

/** The backend ends, as in a release, and begins again. */
export async function letBackend(step: 'stop' | 'start'): Promise<void> {
  const answer = await fetch(
    `${process.env.TOWPATH_BACKEND_CONTROL_URL}/${step}`,
    { method: 'POST' },
  );
  expect(answer.ok).toBe(true);
}

/**
 * Files a request and agrees to it, as its requester and those who decide would.
 *
 * @returns its id
 */
export async function fileAndAgree(
  wish: { databaseRef: string; network: string; durationSeconds: number },
  deciders: readonly string[],
): Promise<string> {
  const requester = await callAs('requester');
  const { digest } = await requester('POST', '/plans', wish);
  const { id } = await requester('POST', '/requests', {
    ...wish,
    purpose: 'Monthly revenue report of the analytics team',
    planDigest: digest,
    idempotencyKey: randomUUID(),
  });
  for (const decider of deciders) {
    const call = await callAs(decider);
    await call('POST', `/requests/${id}/decisions`, {
      decision: 'approve',
      planDigest: digest,
    });
  }
  return id;
}

/** What the admin of an account does in AWS, in the Query protocol. @returns what AWS answered */
export async function asAdmin(
  accountId: string,
  service: 'ec2' | 'rds',
  parameters: Record<string, string>,
): Promise<string> {
  const Version = { ec2: '2016-11-15', rds: '2014-10-31' }[service];
  const answer = await fetch(process.env.TOWPATH_SIMULATED_AWS_URL!, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20261102/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ Version, ...parameters }),
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return text;
}

/** Lets calls fail until they are healed. */
export async function letFail(fault: object): Promise<void> {
  const answer = await fetch(
    `${process.env.TOWPATH_SIMULATED_AWS_URL}/_simulated/faults`,
    { method: 'POST', body: JSON.stringify(fault) },
  );
  expect(answer.ok, await answer.text()).toBe(true);
}

/** No call fails by `letFail` any more. */
export async function healFaults(): Promise<void> {
  await fetch(`${process.env.TOWPATH_SIMULATED_AWS_URL}/_simulated/faults`, {
    method: 'DELETE',
  });
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
  await page.screenshot({
    path: `${folder}/${name}.png`,
    animations: 'disabled',
  });
  await page.setViewportSize(usual);
}

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

import { defineConfig } from '@playwright/test';

/** The browser's view of the demo: run by `yarn test:browser`, which starts the portal and names it here. */
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  // What only takes pictures for the documentation runs where they are wanted.
  testMatch: process.env.TOWPATH_PICTURES
    ? /\.(test|pictures)\.ts$/
    : /\.test\.ts$/,
  timeout: 90_000,
  expect: { timeout: 30_000 },
  // One portal, one story at a time.
  workers: 1,
  forbidOnly: true,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.TOWPATH_BROWSER_RESULTS }],
  ],
  outputDir: 'node_modules/.cache/e2e-test-results',
  use: {
    actionTimeout: 20_000,
    baseURL: process.env.TOWPATH_URL,
    viewport: { width: 1440, height: 1000 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.TOWPATH_CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});

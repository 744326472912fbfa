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

import { existsSync } from 'node:fs';
import { Complaint, run } from './project.mjs';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const find = () =>
  [process.env.TOWPATH_CHROMIUM, ...USUAL_PLACES].find(
    path => path && existsSync(path),
  );

/** The path of a Chromium; where the machine is Debian and we are root, a missing one is installed. */
export async function ensureChromium() {
  const found = find();
  if (found) {
    return found;
  }
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', [
      ...['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
    ]);
  }
  const installed = find();
  if (!installed) {
    throw new Complaint(
      'The browser tests need Chromium or Chrome: install it, or name it in TOWPATH_CHROMIUM.',
    );
  }
  return installed;
}

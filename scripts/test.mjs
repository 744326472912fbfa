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

/** `npm test`: every test but the long ones and the browser's, once. */
import { ensureInstalled } from './lib/install.mjs';
import { runMain } from './lib/project.mjs';

await runMain(async () => {
  await ensureInstalled();
  // Only now: these need what was installed.
  const { expectPostgresRan, runJest } = await import('./lib/jest.mjs');
  const started = Date.now();
  const code = await runJest('test', [
    // Before ours, which would take what follows for more of its kind.
    ...process.argv.slice(2),
    '--testPathIgnorePatterns',
    '\\.long\\.test\\.',
  ]);
  if (process.argv.length === 2) {
    expectPostgresRan('test');
  }
  process.stdout.write(
    `Took ${Math.round((Date.now() - started) / 1000)} seconds.\n`,
  );
  return code;
});

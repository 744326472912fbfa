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

/** `yarn test:long [words]`: the suites named `*.long.test.ts`; only those whose path has one of the words, if there are. */
import { ensureInstalled } from './lib/install.mjs';
import { runMain } from './lib/project.mjs';

/** A word, and anywhere behind it what all long suites have. */
const longOnesOf = word =>
  word.includes('.long') ? word : `${word}.*\\.long\\.test\\.`;

await runMain(async () => {
  await ensureInstalled();
  const { runJest } = await import('./lib/jest.mjs');
  const args = process.argv.slice(2);
  const flagsFrom = args.findIndex(arg => arg.startsWith('-'));
  const words = flagsFrom < 0 ? args : args.slice(0, flagsFrom);
  return runJest('test-long', [
    '--testPathPatterns',
    ...(words.length ? words.map(longOnesOf) : ['\\.long\\.test\\.']),
    '--passWithNoTests',
    ...args.slice(words.length),
  ]);
});

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

/**
 * `.ci/run`: everything that must hold before a change lands, each check to its end, and the sum as the last line.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import {
  backstageCli,
  dataFolder,
  root,
  run,
  runMain,
} from './lib/project.mjs';

const { CI: _, ...withoutCi } = process.env;
const bin = name => join(root, 'node_modules', name);
const node = process.execPath;

/** Each check: what it is called, what it runs, and the file that counts its tests if it has any. */
const checks = [
  // As a person runs it: without CI set.
  {
    name: 'npm test',
    command: ['npm', 'test'],
    env: withoutCi,
    results: 'test',
  },
  {
    name: 'yarn test:long',
    command: [node, 'scripts/test-long.mjs'],
    results: 'test-long',
  },
  { name: 'types', command: [node, bin('typescript/bin/tsc')] },
  { name: 'lint', command: [node, backstageCli, 'repo', 'lint'] },
  {
    name: 'prettier',
    command: [node, bin('prettier/bin-prettier.js'), '--check', '.'],
  },
  {
    name: 'package metadata',
    command: [node, backstageCli, 'repo', 'fix', '--publish', '--check'],
  },
  { name: 'build', command: [node, backstageCli, 'repo', 'build'] },
  { name: 'API reports', command: [node, 'scripts/api-reports.mjs', '--ci'] },
  {
    name: 'browser',
    command: [node, 'scripts/test-browser.mjs'],
    results: 'browser',
  },
];

await runMain(async () => {
  await ensureInstalled();
  mkdirSync(join(dataFolder, 'test-results'), { recursive: true });
  let passed = 0;
  let failed = 0;
  const summary = [];
  for (const check of checks) {
    process.stdout.write(`\n=== ${check.name}\n`);
    const started = Date.now();
    if (check.results) {
      rmSync(resultsFile(check), { force: true });
    }
    const [command, ...args] = check.command;
    const code = await run(command, args, { env: check.env ?? process.env });
    const counted = countOf(check, code);
    passed += counted.passed;
    failed += counted.failed;
    const seconds = Math.round((Date.now() - started) / 1000);
    summary.push(
      `${code === 0 ? 'ok    ' : 'FAILED'} ${check.name}, ${seconds} s`,
    );
  }
  process.stdout.write(`\n${summary.join('\n')}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});

function resultsFile(check) {
  return join(dataFolder, 'test-results', `${check.results}.json`);
}

/** A check without tests counts as one; one that fails for another reason than a test counts as a failure too. */
function countOf(check, code) {
  const tests = testsOf(check);
  if (!tests) {
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  }
  const failed = code !== 0 && tests.failed === 0 ? 1 : tests.failed;
  return { passed: tests.passed, failed };
}

function testsOf(check) {
  if (!check.results || !existsSync(resultsFile(check))) {
    return undefined;
  }
  const results = JSON.parse(readFileSync(resultsFile(check), 'utf8'));
  if (results.stats) {
    const { expected, unexpected, flaky } = results.stats;
    return { passed: expected, failed: unexpected + flaky };
  }
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
  };
}

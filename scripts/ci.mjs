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
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { join, relative } from 'node:path';
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
const repoTools = bin('@backstage/repo-tools/bin/backstage-repo-tools');
const node = process.execPath;

/** Each check: what it is called, what it runs, and the file that counts its tests if it has any. */
const tests = [
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
];

/** What uses one core or, as the browser does, waits most of the time: rows of them, beside each other. */
const rows = [
  [
    {
      name: 'types',
      command: [node, bin('typescript/bin/tsc'), '--incremental', 'false'],
    },
    // Both read the declarations that the types' check has just written.
    {
      name: 'API reports',
      command: [node, 'scripts/api-reports.mjs', '--compiled', '--ci'],
    },
    { name: 'build', command: [node, backstageCli, 'repo', 'build'] },
  ],
  [
    { name: 'lint', command: [node, backstageCli, 'repo', 'lint'] },
    {
      name: 'prettier',
      command: [node, bin('prettier/bin-prettier.js'), '--check', '.'],
    },
    {
      name: 'package metadata',
      command: [node, backstageCli, 'repo', 'fix', '--publish', '--check'],
    },
    {
      name: 'unused code',
      command: [node, repoTools, 'knip-reports', '--ci'],
    },
    {
      name: 'catalog entries',
      command: [node, repoTools, 'generate-catalog-info', '--ci'],
    },
  ],
  [
    {
      name: 'browser',
      command: [node, 'scripts/test-browser.mjs'],
      results: 'browser',
    },
  ],
];

await runMain(async () => {
  await ensureInstalled();
  mkdirSync(join(dataFolder, 'test-results'), { recursive: true });
  const done = [
    ...(await inTurn(tests, live)),
    ...(await Promise.all(rows.map(row => inTurn(row, atItsEnd)))).flat(),
  ];
  const sum = key => done.reduce((total, each) => total + each[key], 0);
  for (const { name, code, seconds } of done) {
    const word = code === 0 ? 'ok    ' : 'FAILED';
    process.stdout.write(`${word} ${name}, ${seconds} s\n`);
  }
  // Once more, where nobody has to look for them.
  for (const test of done.flatMap(({ failures }) => failures)) {
    process.stdout.write(`FAILED ${test}\n`);
  }
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
  return sum('failed') === 0 ? 0 : 1;
});

async function inTurn(checks, how) {
  const done = [];
  for (const check of checks) {
    const started = Date.now();
    if (check.results) {
      rmSync(resultsFile(check), { force: true });
    }
    const code = await how(check);
    const seconds = Math.round((Date.now() - started) / 1000);
    done.push({ name: check.name, code, seconds, ...countOf(check, code) });
  }
  return done;
}

function live({ name, command: [program, ...args], env = process.env }) {
  process.stdout.write(`\n=== ${name}\n`);
  return run(program, args, { env });
}

/** Prints what it said in one piece, since another one runs beside it. */
async function atItsEnd({ name, command: [program, ...args] }) {
  const file = join(dataFolder, 'test-results', `${name}.log`);
  const log = openSync(file, 'w');
  const code = await run(program, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  process.stdout.write(`\n=== ${name}\n${readFileSync(file, 'utf8')}`);
  return code;
}

function resultsFile(check) {
  return join(dataFolder, 'test-results', `${check.results}.json`);
}

/** A check without tests counts as one; one that fails for another reason than a test counts as a failure too. */
function countOf(check, code) {
  const { passed, failures } = testsOf(check) ?? {
    passed: code === 0 ? 1 : 0,
    failures: [],
  };
  const failed = Math.max(failures.length, code === 0 ? 0 : 1);
  return { passed, failed, failures };
}

function testsOf(check) {
  if (!check.results || !existsSync(resultsFile(check))) {
    return undefined;
  }
  const results = JSON.parse(readFileSync(resultsFile(check), 'utf8'));
  return results.stats ? ofPlaywright(results) : ofJest(results);
}

function ofPlaywright({ stats, suites }) {
  const specsOf = suite => [
    ...suite.specs,
    ...(suite.suites ?? []).flatMap(specsOf),
  ];
  const failures = suites
    .flatMap(specsOf)
    .filter(({ tests }) =>
      tests.some(({ status }) => status === 'unexpected' || status === 'flaky'),
    )
    .map(({ file, title }) => `${file}: ${title}`);
  return { passed: stats.expected, failures };
}

function ofJest({ numPassedTests, testResults }) {
  const failures = testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter(test => test.status === 'failed');
    return status === 'failed' && failed.length === 0
      ? [`${file}: did not run`]
      : failed.map(({ fullName }) => `${file}: ${fullName}`);
  });
  return { passed: numPassedTests, failures };
}

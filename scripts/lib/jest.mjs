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

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withPostgres } from './postgres.mjs';
import {
  backstageCli,
  Complaint,
  dataFolder,
  root,
  runNode,
} from './project.mjs';

const migrations = join(
  root,
  'plugins',
  'database-access-backend',
  'migrations',
);

/**
 * Runs Jest over the whole repository, once and without questions, with a real PostgreSQL beside it, and prints the
 * sum as a plain line.
 *
 * @param name - of the results file in `.data/test-results`
 * @returns exit code
 */
export async function runJest(name, args) {
  const folder = join(dataFolder, 'test-results');
  mkdirSync(folder, { recursive: true });
  const outputFile = join(folder, `${name}.json`);
  rmSync(outputFile, { force: true });

  const code = await withPostgres(
    postgres =>
      runNode(
        [
          backstageCli,
          ...['repo', 'test', '--watchAll=false'],
          ...['--json', '--outputFile', outputFile],
          // Jest's 5 s are less than a busy machine may need to load what a test is about.
          ...['--testTimeout', '120000'],
          ...args,
        ],
        {
          // Jest's JSON goes to the file; what people read comes on stderr.
          stdio: ['ignore', 'ignore', 'inherit'],
          env: {
            ...process.env,
            ...postgres,
            // What a test makes lives for moments: with room for it, less is copied only to be thrown away.
            NODE_OPTIONS: `${
              process.env.NODE_OPTIONS ?? ''
            } --max-semi-space-size=64`,
            BACKSTAGE_TEST_DISABLE_DOCKER: '1',
            // In every process, that of Node 20 is warned of Node 22.
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
            TOWPATH_REQUIRE_POSTGRES: '1',
          },
        },
      ),
    { migrations },
  );
  const results = readResults(outputFile);
  process.stdout.write(
    `${results.numPassedTests} passed, ${failuresOf(results)} failed\n`,
  );
  return code || (failuresOf(results) ? 1 : 0);
}

/** Fails unless suites ran against PostgreSQL: a test that silently skips it proves nothing. */
export function expectPostgresRan(name) {
  const results = readResults(join(dataFolder, 'test-results', `${name}.json`));
  const onPostgres = results.testResults
    .flatMap(suite => suite.assertionResults)
    .filter(
      test => test.status === 'passed' && test.fullName.includes('POSTGRES_'),
    );
  if (onPostgres.length === 0) {
    throw new Complaint('No test ran against PostgreSQL.');
  }
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Complaint('Jest wrote no results; the lines above say why.');
  }
}

function failuresOf(results) {
  return results.numFailedTests + results.numRuntimeErrorTestSuites;
}

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
 * `yarn policy:test [file …]`: holds the rules in config against what people expect of them, as YAML files say. Default:
 * `policy-tests.yaml`. It ends with 1 if one expectation is not met.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadBackend, readConfig } from './lib/backend.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { readPolicyConfig } from './lib/policy.mjs';
import { Complaint, root, runMain } from './lib/project.mjs';

await runMain(async () => {
  await ensureInstalled();
  const { parse } = await import('yaml');
  const { runPolicyTests } = loadBackend('policy');
  const args = process.argv.slice(2);
  const flagsFrom = args.findIndex(arg => arg.startsWith('-'));
  const files = flagsFrom < 0 ? args : args.slice(0, flagsFrom);
  const config = readPolicyConfig(await readConfig(args.slice(files.length)));
  let passed = 0;
  let failed = 0;
  for (const file of files.length ? files : ['policy-tests.yaml']) {
    const path = resolve(files.length ? process.cwd() : root, file);
    if (!existsSync(path)) {
      throw new Complaint(`There is no file ${file}`);
    }
    const results = await testsIn(path, file, {
      parse,
      runPolicyTests,
      config,
    });
    for (const { name, failures } of results) {
      process.stdout.write(
        `${failures.length ? 'FAILED' : 'ok    '} ${name}\n`,
      );
      failures.forEach(failure => process.stdout.write(`       ${failure}\n`));
      passed += failures.length ? 0 : 1;
      failed += failures.length ? 1 : 0;
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed ? 1 : 0;
});

async function testsIn(path, file, { parse, runPolicyTests, config }) {
  try {
    return await runPolicyTests(config, parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Complaint(`${file}: ${error.message}`);
  }
}

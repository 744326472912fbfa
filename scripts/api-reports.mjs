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

/** `yarn build:api-reports`: writes every package's API and SQL report; with `--ci` it fails where one is out of date, and with `--compiled` it takes the declarations that are there. */
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { root, runMain, runNode } from './lib/project.mjs';

await runMain(async () => {
  await ensureInstalled();
  const args = process.argv.slice(2);
  const isCompiled = args.includes('--compiled');
  // The reports are made from declarations, which must be whole and new.
  const code = isCompiled ? 0 : await compile();
  if (code !== 0) {
    return code;
  }
  return runNode([
    join(
      root,
      'node_modules',
      '@backstage',
      'repo-tools',
      'bin',
      'backstage-repo-tools',
    ),
    ...['api-reports', 'plugins/*', 'packages/simulated-aws', '--sql-reports'],
    ...['-o', 'ae-wrong-input-file-type,ae-undocumented'],
    ...args.filter(arg => arg !== '--compiled'),
  ]);
});

function compile() {
  const typeScript = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return runNode([typeScript, '--incremental', 'false']);
}

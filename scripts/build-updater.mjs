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
 * `yarn build:updater`: writes the code that runs in AWS Lambda, which is shipped as it can be read; with `--check` it
 * fails where that is not what its source says.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const ts = require('typescript');
const prettier = require('prettier');

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const plugin = join(root, 'plugins', 'database-access-backend');

/** What is shipped, and what it is made of. */
const FILES = {
  'index.mjs': 'updater/handler.ts',
  'databaseHosts.mjs': 'databaseHosts.ts',
  'targetStep.mjs': 'targetStep.ts',
};

/** Without the types, and otherwise as it stands there. */
function translate(source) {
  const { outputText } = ts.transpileModule(
    readFileSync(join(plugin, 'src', 'objects', source), 'utf8'),
    {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
      },
    },
  );
  const beside = outputText.replace(
    /from '\.{1,2}\/(\w+)'/g,
    "from './$1.mjs'",
  );
  return prettier.format(beside, {
    ...prettier.resolveConfig.sync(join(plugin, 'updater', 'index.mjs')),
    parser: 'babel',
  });
}

const check = process.argv.includes('--check');
for (const [name, source] of Object.entries(FILES)) {
  const path = join(plugin, 'updater', name);
  const text = translate(source);
  if (!check) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(
      `plugins/database-access-backend/updater/${name} is not what its source says: run yarn build:updater`,
    );
    process.exitCode = 1;
  }
}

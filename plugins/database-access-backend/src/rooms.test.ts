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

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

// ESLint and its configuration belong to the repository, not to the plugin.
/* eslint-disable @backstage/no-undeclared-imports */
import { ESLint } from 'eslint';

const packageRoot = join(__dirname, '..');

/** Lints two files as if they stood in these rooms, the first importing the second. */
async function lintImport(from: string, to: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'towpath-rooms-'));
  const write = (file: string, content: string) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  // The rule speaks of src/<room>: its zones are moved to where the probe stands.
  const { rules, settings } = require('../.eslintrc.js'); // eslint-disable-line import/extensions
  const [severity, { zones }] = rules['import/no-restricted-paths'];
  const move = (path: string) => path.replace(join(packageRoot, 'src'), folder);
  try {
    const importing = join(folder, from, 'importing.ts');
    write(join(folder, to, 'imported.ts'), 'export const imported = 1;\n');
    write(importing, `export * from '../${to}/imported';\n`);
    const eslint = new ESLint({
      cwd: packageRoot,
      useEslintrc: false,
      overrideConfig: {
        parser: require.resolve('@typescript-eslint/parser'),
        parserOptions: { sourceType: 'module', ecmaVersion: 2022 },
        plugins: ['import'],
        settings,
        rules: {
          'import/no-restricted-paths': [
            severity,
            {
              zones: zones.map(
                (zone: {
                  target: string;
                  from: string[];
                  message: string;
                }) => ({
                  ...zone,
                  target: move(zone.target),
                  from: zone.from.map(move),
                }),
              ),
            },
          ],
        },
      },
    });
    const [result] = await eslint.lintFiles([importing]);
    return result.messages.map(message => message.message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the rooms of the backend', () => {
  it.each([
    ['routes', 'planning'],
    ['routes', 'store'],
    ['lanes', 'aws'],
    ['objects', 'aws'],
    ['doctor', 'setup'],
    ['setup', 'patterns'],
  ])('%s may use %s, which lies below', async (from, to) => {
    expect(await lintImport(from, to)).toEqual([]);
  });

  it.each([
    ['store', 'routes'],
    ['aws', 'planning'],
    ['patterns', 'planning'],
    ['planning', 'requests'],
    ['setup', 'doctor'],
    ['patterns', 'setup'],
  ])('%s must not use %s, which lies above', async (from, to) => {
    expect(await lintImport(from, to)).toEqual([
      expect.stringContaining(`The room ${from} may only use rooms below it`),
    ]);
  });

  it.each([
    ['aws', 'store'],
    ['lanes', 'requests'],
    ['reachability', 'lanes'],
    ['setup', 'planning'],
  ])('%s must not use %s, which lies beside it', async (from, to) => {
    expect(await lintImport(from, to)).toHaveLength(1);
  });
});

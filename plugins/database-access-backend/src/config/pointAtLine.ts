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

import { existsSync, readFileSync } from 'fs';
import { basename, dirname, resolve } from 'path';
import { InputError } from '@backstage/errors';
import { isNode, LineCounter, parseDocument } from 'yaml';

const FILES = ['app-config.yaml', 'app-config.local.yaml'];

const KEY = /databaseAccess(?:\.[\w-]+|\[\d+\])+/;

/**
 * The same error with the file and the line that it speaks of, if they can be found: what is wrong in config is mended in
 * a file.
 *
 * @param error - names a key, e.g. `databaseAccess.policy.rules[2].when`
 * @param options - the command line, which may name other files by `--config`, and where to look for the files
 */
export function pointAtLine(
  error: unknown,
  options: { argv: readonly string[]; cwd: string },
): unknown {
  const key = error instanceof InputError && KEY.exec(error.message)?.[0];
  if (!key) {
    return error;
  }
  // What stands in a later file holds.
  for (const file of filesOf(options).reverse()) {
    const line = lineOf(file, key);
    if (line !== undefined) {
      return new InputError(
        `${basename(file)}:${line}: ${(error as Error).message}`,
      );
    }
  }
  return error;
}

function filesOf({
  argv,
  cwd,
}: {
  argv: readonly string[];
  cwd: string;
}): string[] {
  const given = argv.flatMap((arg, index) =>
    arg === '--config' && argv[index + 1] ? [argv[index + 1]] : [],
  );
  const files = given.length ? given : FILES;
  return files.flatMap(file => {
    const found = upwards(cwd)
      .map(folder => resolve(folder, file))
      .find(path => existsSync(path));
    return found ?? [];
  });
}

function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/** The line of a key, from 1, or of the closest one above it that stands in the file. */
function lineOf(file: string, key: string): number | undefined {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), {
    lineCounter: lines,
  });
  const path = key
    .split(/\.|\[|\]/)
    .filter(part => part !== '')
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
  for (let length = path.length; length > 1; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      return lines.linePos(node.range[0]).line;
    }
  }
  return undefined;
}

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

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Complaint, dataFolder, root, run } from './project.mjs';

const NODE_MAJORS = [20, 22, 24];
const stamp = join(root, 'node_modules', '.towpath-installed');

/**
 * Installs the dependencies if the lock file or a package.json changed since the last time, with the Yarn that
 * package.json names. Nothing but Node and npm needs to be there.
 */
export async function ensureInstalled() {
  checkNode();
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  process.stdout.write(
    'Installing dependencies (some minutes the first time) …\n',
  );
  const { packageManager } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const version = packageManager.replace('yarn@', '');
  mkdirSync(join(dataFolder, 'logs'), { recursive: true });
  const logFile = join(dataFolder, 'logs', 'install.log');
  const log = openSync(logFile, 'w');
  const code = await run(
    'npx',
    [
      ...['--yes', `@yarnpkg/cli-dist@${version}`, 'install'],
      // A checkout that is only run must not change; a developer's may want a new dependency.
      ...(process.env.CI ? ['--immutable'] : []),
    ],
    {
      shell: process.platform === 'win32',
      stdio: ['ignore', log, log],
      // Yarn draws progress for terminals only; a log wants lines.
      env: { ...process.env, YARN_ENABLE_PROGRESS_BARS: '0' },
    },
  );
  if (code !== 0) {
    const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
    throw new Complaint(
      `${lines
        .slice(-25)
        .join(
          '\n',
        )}\n\nThe dependencies could not be installed; the lines above say why.`,
    );
  }
  writeFileSync(stamp, fingerprint());
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (!NODE_MAJORS.includes(major)) {
    throw new Complaint(
      `Towpath runs on Node ${NODE_MAJORS.join(', ')}; this is Node ${
        process.versions.node
      }.`,
    );
  }
}

/** One value for everything that decides what is installed, the Node version too: native modules are built for it. */
function fingerprint() {
  const files = ['yarn.lock', '.yarnrc.yml', 'package.json'];
  for (const folder of ['packages', 'plugins']) {
    for (const name of readdirSync(join(root, folder))) {
      files.push(join(folder, name, 'package.json'));
    }
  }
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of files) {
    if (existsSync(join(root, file))) {
      hash.update(file).update(readFileSync(join(root, file)));
    }
  }
  return hash.digest('hex');
}

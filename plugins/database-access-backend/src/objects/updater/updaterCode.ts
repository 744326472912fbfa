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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { join } from 'path';
import { sameZip } from './sameZip';

/** What Lambda runs. */
export const UPDATER_HANDLER = 'index.handler';

const FILES = ['databaseHosts.mjs', 'index.mjs', 'targetStep.mjs'];

/** A deployment package. */
export interface UpdaterCode {
  zip: Buffer;
  /** Of the package, base64: as AWS says it of a function. */
  sha256: string;
}

let read: UpdaterCode | undefined;

/** The updater as this version ships it. */
export function updaterCode(): UpdaterCode {
  read ??= readCode();
  return read;
}

function readCode(): UpdaterCode {
  const directory = resolvePackagePath(
    '@towpath/backstage-plugin-database-access-backend',
    'updater',
  );
  const zip = sameZip(
    FILES.map(path => ({ path, content: readFileSync(join(directory, path)) })),
  );
  return { zip, sha256: createHash('sha256').update(zip).digest('base64') };
}

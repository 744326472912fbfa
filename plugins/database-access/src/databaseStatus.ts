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

import { Tone } from './components/tone';

/**
 * RDS's status words as far as they are documented, by what they mean for someone who wants to connect.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html
 */
const TONES: Record<string, Tone> = {
  available: 'ok',
  'backing-up': 'ok',
  'storage-initialization': 'ok',
  'storage-optimization': 'ok',

  backtracking: 'progress',
  'converting-to-vpc': 'progress',
  creating: 'progress',
  'failing-over': 'progress',
  maintenance: 'progress',
  modifying: 'progress',
  'moving-to-vpc': 'progress',
  'preparing-data-migration': 'progress',
  promoting: 'progress',
  rebooting: 'progress',
  renaming: 'progress',
  'resetting-master-credentials': 'progress',
  starting: 'progress',
  'storage-config-upgrade': 'progress',
  'update-iam-db-auth': 'progress',
  upgrading: 'progress',

  'delete-precheck': 'warning',
  deleting: 'warning',
  stopped: 'warning',
  stopping: 'warning',

  'cloning-failed': 'error',
  failed: 'error',
  'inaccessible-encryption-credentials': 'error',
  'inaccessible-encryption-credentials-recoverable': 'error',
  'insufficient-capacity': 'error',
  'migration-failed': 'error',
  'restore-error': 'error',
  'storage-full': 'error',
};

const TONES_OF_PREFIXES: ReadonlyArray<readonly [string, Tone]> = [
  ['configuring-', 'ok'],
  ['incompatible-', 'error'],
];

/**
 * What a status word means; undefined for a word we do not know. RDS's list is open, and a word that AWS adds tomorrow
 * says nothing bad about the database.
 */
export function toneOfDatabaseStatus(status: string): Tone | undefined {
  const word = status.toLocaleLowerCase('en-US');
  if (Object.hasOwn(TONES, word)) {
    return TONES[word];
  }
  return TONES_OF_PREFIXES.find(([prefix]) => word.startsWith(prefix))?.[1];
}

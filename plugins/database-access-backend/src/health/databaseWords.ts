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
import {
  Health,
  HopCause,
} from '@towpath/backstage-plugin-database-access-common';

interface Judged {
  health: Health;
  cause?: HopCause;
}

type Words = ReadonlyArray<{ words: RegExp; judged: Judged }>;

/** What makes either of them answer nobody any more. */
const FAILED: Words = [
  {
    words: /^(stopped|stopping|deleting)$/,
    judged: { health: 'broken', cause: 'database-stopped' },
  },
  {
    words:
      /^(failed|storage-full|restore-error|insufficient-capacity|incompatible-.+|inaccessible-encryption-credentials.*|cloning-failed|migration-failed)$/,
    judged: { health: 'broken', cause: 'database-failed' },
  },
];

/** RDS's words, and what they mean for who connects (aws.md §3.1). The same word is not the same of both. */
const WORDS: Record<'instance' | 'cluster', Words> = {
  instance: [
    {
      words:
        /^(available|backing-up|configuring-.+|storage-(initialization|optimization))$/,
      judged: { health: 'healthy' },
    },
    {
      words: /^(modifying|maintenance|upgrading)$/,
      judged: { health: 'degraded', cause: 'database-degraded' },
    },
    {
      words:
        /^(creating|starting|rebooting|renaming|resetting-master-credentials|moving-to-vpc|converting-to-vpc|storage-config-upgrade|delete-precheck)$/,
      judged: { health: 'pending', cause: 'database-changing' },
    },
    ...FAILED,
  ],
  cluster: [
    {
      words:
        /^(available|backing-up|backtracking|configuring-.+|storage-optimization)$/,
      judged: { health: 'healthy' },
    },
    {
      words:
        /^(creating|starting|failing-over|promoting|modifying|maintenance|upgrading|migrating|preparing-data-migration|renaming|resetting-master-credentials|update-iam-db-auth)$/,
      judged: { health: 'pending', cause: 'database-changing' },
    },
    ...FAILED,
  ],
};

/** What a word of RDS means. One that AWS adds tomorrow is not known, and never broken. */
export function databaseWord(of: 'instance' | 'cluster', word: string): Judged {
  return (
    WORDS[of].find(({ words }) => words.test(word.toLocaleLowerCase('en-US')))
      ?.judged ?? { health: 'unknown', cause: 'database-status-unknown' }
  );
}

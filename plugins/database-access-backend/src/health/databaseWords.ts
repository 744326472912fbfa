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

/** RDS's words for instances and clusters, and what they mean for who connects (aws.md §3.1). */
const WORDS: ReadonlyArray<{ words: RegExp; judged: Judged }> = [
  {
    words:
      /^(available|backing-up|backtracking|configuring-.+|storage-(initialization|optimization))$/,
    judged: { health: 'healthy' },
  },
  {
    words:
      /^(modifying|maintenance|upgrading|update-iam-db-auth|migrating|promoting)$/,
    judged: { health: 'degraded', cause: 'database-degraded' },
  },
  {
    words:
      /^(creating|starting|rebooting|renaming|resetting-master-credentials|moving-to-vpc|converting-to-vpc|storage-config-upgrade|delete-precheck|failing-over|preparing-data-migration)$/,
    judged: { health: 'pending', cause: 'database-changing' },
  },
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

/** What a word of RDS means. One that AWS adds tomorrow is not known, and never broken. */
export function databaseWord(word: string): Judged {
  return (
    WORDS.find(({ words }) => words.test(word.toLocaleLowerCase('en-US')))
      ?.judged ?? { health: 'unknown', cause: 'database-status-unknown' }
  );
}

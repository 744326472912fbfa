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

import { LoggerService } from '@backstage/backend-plugin-api';
import { Finding } from '@towpath/backstage-plugin-database-access-common';

/** Writes what a person should know to the task's log. */
export function tellFindings(findings: Finding[], logger: LoggerService): void {
  for (const finding of findings) {
    const level = finding.severity === 'info' ? 'info' : 'warn';
    logger[level](sentenceOf(finding), { code: finding.code });
  }
}

/** What is wrong, and what to do about it. */
export function sentenceOf({ message, remedy }: Finding): string {
  return remedy ? `${message} ${remedy}` : message;
}

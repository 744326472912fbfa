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
  ERROR_CODES,
  Finding,
  FindingSeverity,
} from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError } from '../aws';

const RANK: Record<FindingSeverity, number> = {
  blocking: 0,
  warning: 1,
  info: 2,
};

const UNREAD: ReadonlySet<string> = new Set([
  ERROR_CODES.awsUnavailable,
  ERROR_CODES.awsThrottled,
  ERROR_CODES.awsBusy,
  ERROR_CODES.accountRefused,
  ERROR_CODES.accountMismatch,
]);

/** The worst first; equals stay in their order. */
export function inOrderOfSeverity(
  findings: Array<Finding | undefined>,
): Finding[] {
  return findings
    .filter((finding): finding is Finding => finding !== undefined)
    .sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** Whether one of them stops a request. */
export function isBlocked(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'blocking');
}

/** Whether it says that AWS was not read, and so nothing of the world. */
export function isUnread({ code }: Finding): boolean {
  return UNREAD.has(code);
}

/** Stops a request. */
export function blocking(
  code: string,
  words: { message: string; remedy: string },
): Finding {
  return { code, severity: 'blocking', ...words };
}

/** Stops nothing and should be looked at. */
export function warning(
  code: string,
  words: { message: string; remedy: string },
): Finding {
  return { code, severity: 'warning', ...words };
}

/** Good to know. */
export function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}

/** A call that failed as a finding. What passes by itself is a warning; what somebody must mend stands in the way. */
export function problemFinding(
  problem: AwsCallError,
  severity: FindingSeverity = passesByItself(problem) ? 'warning' : 'blocking',
): Finding {
  const { code, message, awsMessage, remedy } = problem;
  return { code, severity, message, awsMessage, remedy };
}

function passesByItself({ verdict }: AwsCallError): boolean {
  return verdict === 'retry-now' || verdict === 'retry-later';
}

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

import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError } from '../aws';

/** `warn`: it works, and somebody should know; `fail`: something does not work, or is not safe. */
export type CheckVerdict = 'ok' | 'warn' | 'fail';

/** One line of what the doctor says. */
export interface CheckResult {
  /** Twelve digits, or `portal` for what is no single account's. */
  account: string;
  /** What was looked at, e.g. `trust of database-access-read`. */
  check: string;
  verdict: CheckVerdict;
  /** One sentence, with AWS's own words where it said some. */
  said: string;
  /** What to do, and where. */
  remedy?: string;
}

/** What a check found out; the doctor knows of which account and by which check. */
export type Found = Omit<CheckResult, 'account' | 'check'> & {
  /** Instead of the check's own name. */
  check?: string;
};

export function ok(said: string): Found {
  return { verdict: 'ok', said };
}

export function warn(said: string, remedy?: string): Found {
  return { verdict: 'warn', said, ...(remedy && { remedy }) };
}

export function fail(said: string, remedy?: string): Found {
  return { verdict: 'fail', said, ...(remedy && { remedy }) };
}

/**
 * A call that failed, as something found out.
 *
 * @throws what is no failure of AWS
 */
export function failed(error: unknown): Found {
  if (!(error instanceof AwsCallError)) {
    throw error;
  }
  const words = error.awsMessage ? ` AWS said: ${error.awsMessage}` : '';
  return fail(`${error.message}${words}`, error.remedy);
}

/** Whether an account's role may not ask this, which is nothing that stops anybody. */
export function isRefused(error: unknown): boolean {
  return (
    error instanceof AwsCallError && error.code === ERROR_CODES.accountRefused
  );
}

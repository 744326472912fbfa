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

/** AWS has no time now, and may have some soon. */
const LATER: readonly string[] = [
  ERROR_CODES.awsThrottled,
  ERROR_CODES.awsBusy,
];

/**
 * For what only advises: a role that may not ask hides nothing but the advice.
 *
 * @returns undefined if the account's role may not ask
 * @throws AwsCallError if AWS does not say for another reason
 */
export function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  return unless(answer, [ERROR_CODES.accountRefused]);
}

/**
 * The same of what is asked of a service with little patience, and for which nobody has to wait: Route 53 lets an account
 * make five calls a second for everything.
 *
 * @returns undefined also if AWS has no time for it
 * @throws AwsCallError if AWS does not say for another reason
 */
export function unlessBusy<T>(answer: Promise<T>): Promise<T | undefined> {
  return unless(answer, [ERROR_CODES.accountRefused, ...LATER]);
}

async function unless<T>(
  answer: Promise<T>,
  codes: readonly string[],
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsCallError && codes.includes(error.code)) {
      return undefined;
    }
    throw error;
  }
}

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
import { AwsCallError, Verdict } from '../aws';
import { DeadlineError } from './callWithin';

/** What a failed call means for the work. */
export interface Failure {
  verdict: Verdict;
  /** For people. */
  sentence: string;
  /** AWS may have done it, or may do it yet: look before doing it again. */
  isUncertain: boolean;
  /** Something else has to end first, which is normal on removal. */
  isBusy: boolean;
  isThrottled: boolean;
  retryAfterMs: number;
  /** Not AWS's failure but a mistake of ours. */
  isOurs: boolean;
}

/** Makes of what was thrown what to do about it. Errors of AWS were classified where they came in. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AwsCallError) {
    const isUnavailable = error.code === ERROR_CODES.awsUnavailable;
    return {
      verdict: error.verdict,
      sentence: error.message,
      isUncertain: isUnavailable && error.verdict !== 'never',
      isBusy: error.code === ERROR_CODES.awsBusy,
      isThrottled: error.code === ERROR_CODES.awsThrottled,
      retryAfterMs: (error.retryAfterSeconds ?? 0) * 1_000,
      isOurs: false,
    };
  }
  const isOurs = !(error instanceof DeadlineError);
  return {
    verdict: 'retry-later',
    sentence: isOurs
      ? 'Something unexpected happened in the portal; its log says what. It is tried again in a while.'
      : (error as Error).message,
    isUncertain: true,
    isBusy: false,
    isThrottled: false,
    retryAfterMs: 0,
    isOurs,
  };
}

/** Whether only a person can make it work. */
export function needsPerson(verdict: Verdict): boolean {
  return verdict === 'needs-a-person' || verdict === 'never';
}

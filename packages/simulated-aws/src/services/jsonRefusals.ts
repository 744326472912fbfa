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

import { AwsError } from '../core/errors';
import type { Problem, Refusals } from '../core/Service';

/** How services that speak JSON refuse; they differ in the codes for bad input and for too many calls. */
export function jsonRefusals(codes: {
  invalid: string;
  throttled: string;
}): Refusals {
  return {
    invalid: (_operation, problems) =>
      new AwsError(codes.invalid, sentenceOf(problems)),
    throttled: () => new AwsError(codes.throttled, 'Rate exceeded'),
    denied: ({ caller, action, resource, because }) =>
      new AwsError(
        'AccessDeniedException',
        `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
      ),
    unknownCredentials: () =>
      new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      ),
    expiredCredentials: () =>
      new AwsError(
        'ExpiredTokenException',
        'The security token included in the request is expired',
      ),
  };
}

/** As AWS's services word it: how many, and each with its place. */
export function sentenceOf(problems: Problem[]): string {
  const details = problems.map(
    ({ path, why }) =>
      `Value at '${path}' failed to satisfy constraint: Member ${why}`,
  );
  const errors = problems.length === 1 ? 'error' : 'errors';
  return `${problems.length} validation ${errors} detected: ${details.join(
    '; ',
  )}`;
}

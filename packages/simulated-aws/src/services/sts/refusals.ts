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

import { AwsError } from '../../core/errors';
import type { Refusals } from '../../core/Service';

/** How STS and IAM refuse; both speak the query protocol and share its common errors. */
export const queryRefusals: Refusals = {
  invalid(_operation, problems) {
    const detail = problems
      .map(
        ({ path, why }) =>
          `Value at '${path}' failed to satisfy constraint: Member ${why}`,
      )
      .join('; ');
    const count = problems.length;
    return new AwsError(
      'ValidationError',
      `${count} validation error${count === 1 ? '' : 's'} detected: ${detail}`,
      {},
      400,
    );
  },
  throttled: () => new AwsError('Throttling', 'Rate exceeded', {}, 400),
  denied: ({ caller, action, resource, because }) =>
    new AwsError(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
      {},
      403,
    ),
  unknownCredentials: () =>
    new AwsError(
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      {},
      403,
    ),
  expiredCredentials: () =>
    new AwsError(
      'ExpiredToken',
      'The security token included in the request is expired',
      {},
      403,
    ),
};

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

import type { Refusals } from '../../core/Service';
import { missing, refuse } from './errors';

/** EC2's own codes for the reasons that all services have to refuse. */
export const ec2Refusals: Refusals = {
  invalid(_operation, [problem]) {
    const parameter = problem.path.replace(
      /\[(\d+)\]/g,
      (_, i) =>
        // EC2 counts the members of a list from one.
        `.${Number(i) + 1}`,
    );
    return problem.kind === 'missing'
      ? missing(parameter)
      : refuse(
          'InvalidParameterValue',
          `Invalid value for parameter ${parameter}: ${problem.why}`,
        );
  },
  throttled: () =>
    refuse('RequestLimitExceeded', 'Request limit exceeded.', 503),
  denied: ({ caller, action, resource, because }) =>
    refuse(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
      403,
    ),
  unknownCredentials: () =>
    refuse(
      'AuthFailure',
      'AWS was not able to validate the provided access credentials',
      401,
    ),
  expiredCredentials: () =>
    refuse('RequestExpired', 'Request has expired.', 400),
};

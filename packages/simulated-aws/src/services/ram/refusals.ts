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

export function unknownShare(arn: string): AwsError {
  return new AwsError(
    'UnknownResourceException',
    `ResourceShare ${arn} could not be found.`,
  );
}

export function unknownResource(what: string): AwsError {
  return new AwsError(
    'UnknownResourceException',
    `${what} could not be found.`,
  );
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

export function malformedArn(arn: string): AwsError {
  return new AwsError(
    'MalformedArnException',
    `The specified resource ARN ${arn} is not valid. Verify the ARN and try again.`,
  );
}

export function notPermitted(message: string): AwsError {
  return new AwsError('OperationNotPermittedException', message);
}

/** AWS's own words, for an external principal as well as for an organisation that RAM does not share with. */
export function onlyWithinOrganization(): AwsError {
  return notPermitted(
    'The resource you are attempting to share can only be shared within your AWS Organization. This error may also occur if you have not enabled sharing with your AWS organization, or that onboarding process is still in progress.',
  );
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('ResourceShareLimitExceededException', message);
}

export const ramRefusals: Refusals = {
  invalid: (_operation, problems) =>
    invalidParameter(problems.map(p => `${p.path} ${p.why}`).join('; ')),
  throttled: () =>
    new AwsError('ThrottlingException', 'Rate exceeded', {}, 429),
  denied: ({ caller, action, resource, because }) =>
    new AwsError(
      'AccessDeniedException',
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
      {},
      403,
    ),
  unknownCredentials: () =>
    new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      {},
      403,
    ),
  expiredCredentials: () =>
    new AwsError(
      'ExpiredTokenException',
      'The security token included in the request is expired',
      {},
      403,
    ),
};

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
import type { Call, Refusals } from '../../core/Service';

export type ResourceKind =
  | 'RESOURCE_GATEWAY'
  | 'RESOURCE_CONFIGURATION'
  | 'RESOURCE_ENDPOINT_ASSOCIATION'
  | 'RESOURCE_POLICY'
  | 'SERVICE_NETWORK'
  | 'SERVICE_NETWORK_RESOURCE_ASSOCIATION'
  | 'SERVICE_NETWORK_VPC_ASSOCIATION'
  | 'ACCESS_LOG_SUBSCRIPTION';

/** The input cannot be meant like this: 400, do not retry. */
export function invalid(field: string, message: string): AwsError {
  return new AwsError('ValidationException', message, {
    reason: 'fieldValidationFailed',
    fieldList: [{ name: field, message }],
  });
}

export function notFound(
  kind: ResourceKind,
  id: string,
  message: string = `${id} does not exist.`,
): AwsError {
  return new AwsError('ResourceNotFoundException', message, {
    resourceId: id,
    resourceType: kind,
  });
}

export function conflict(
  kind: ResourceKind,
  id: string,
  message: string,
): AwsError {
  return new AwsError('ConflictException', message, {
    resourceId: id,
    resourceType: kind,
  });
}

export function quotaExceeded(options: {
  kind: ResourceKind;
  quotaCode: string;
  message: string;
}): AwsError {
  return new AwsError('ServiceQuotaExceededException', options.message, {
    resourceType: options.kind,
    serviceCode: 'vpc-lattice',
    quotaCode: options.quotaCode,
  });
}

export const latticeRefusals: Refusals = {
  invalid: (_operation, problems) =>
    new AwsError(
      'ValidationException',
      problems.map(p => `${p.path}: ${p.why}`).join('; '),
      {
        reason: 'fieldValidationFailed',
        fieldList: problems.map(p => ({ name: p.path, message: p.why })),
      },
    ),
  throttled: () =>
    new AwsError('ThrottlingException', 'Rate exceeded', {
      serviceCode: 'vpc-lattice',
      retryAfterSeconds: 1,
    }),
  denied: ({ caller, action, resource, because }) =>
    new AwsError(
      'AccessDeniedException',
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
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

/** Another account's resource that its owner does not share with the caller. */
export function notShared(
  call: Call,
  action: string,
  resourceArn: string,
): AwsError {
  return latticeRefusals.denied({
    caller: call.caller,
    action,
    resource: resourceArn,
    because: `because no resource-based policy allows the ${action} action`,
  });
}

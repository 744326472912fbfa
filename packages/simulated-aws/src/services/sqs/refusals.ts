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
import { queryRefusals } from '../sts/refusals';

/** SQS speaks JSON and kept the codes of its query protocol ("awsQueryCompatible" in its model). */
export const sqsRefusals: Refusals = {
  ...queryRefusals,
  invalid: (_operation, [problem]) =>
    problem.kind === 'missing'
      ? new AwsError(
          'MissingParameter',
          `The request must contain the parameter ${problem.path}.`,
        )
      : new AwsError(
          'InvalidParameterValue',
          `Value for parameter ${problem.path} is invalid. Reason: It ${problem.why}.`,
        ),
  throttled: () => new AwsError('RequestThrottled', 'Rate exceeded'),
};

export function noSuchQueue(): AwsError {
  return new AwsError(
    'QueueDoesNotExist',
    'The specified queue does not exist.',
  );
}

export function invalidAttribute(name: string, why: string): AwsError {
  return new AwsError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}. Reason: It ${why}.`,
  );
}

export function unsupported(message: string): AwsError {
  return new AwsError('UnsupportedOperation', message);
}

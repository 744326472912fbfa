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

/**
 * Most refusals of EC2 are a code and a sentence with HTTP 400. The codes are those of AWS's page "Error codes for the
 * Amazon EC2 API".
 */
export function refuse(code: string, message: string, status = 400): AwsError {
  return new AwsError(code, message, {}, status);
}

export function missing(parameter: string): AwsError {
  return refuse(
    'MissingParameter',
    `The request must contain the parameter ${parameter}`,
  );
}

export function invalidValue(
  parameter: string,
  value: unknown,
  why: string,
): AwsError {
  return refuse(
    'InvalidParameterValue',
    `Value (${value}) for parameter ${parameter} is invalid. ${why}`,
  );
}

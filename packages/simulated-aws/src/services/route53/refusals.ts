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

export function refuse(code: string, message: string): AwsError {
  return new AwsError(code, message);
}

export function invalidInput(message: string): AwsError {
  return refuse('InvalidInput', message);
}

/** Of a batch that does not fit the zone: one sentence for each change that does not. */
export function invalidBatch(messages: string[]): AwsError {
  return new AwsError(
    'InvalidChangeBatch',
    `[${messages.join(', ')}]`,
    { messages },
    400,
  );
}

/** "HTTP 400, Code Throttling, Message Rate exceeded" (Route 53 Developer Guide, quotas). */
export const route53Refusals: Refusals = {
  ...queryRefusals,
  invalid(_operation, [problem]) {
    return invalidInput(`Invalid value for ${problem.path}: ${problem.why}`);
  },
};

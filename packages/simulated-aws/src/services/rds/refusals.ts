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

export function refuse(code: string, message: string, status = 400): AwsError {
  return new AwsError(code, message, {}, status);
}

/** RDS speaks the query protocol with its common errors, except for parameters. */
export const rdsRefusals: Refusals = {
  ...queryRefusals,
  invalid(_operation, [problem]) {
    return problem.kind === 'missing'
      ? refuse(
          'MissingParameter',
          `The request must contain the parameter ${problem.path}.`,
        )
      : refuse(
          'InvalidParameterValue',
          `Invalid value for parameter ${problem.path}: ${problem.why}`,
        );
  },
};

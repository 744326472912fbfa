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
import { sentenceOf } from '../jsonRefusals';
import { queryRefusals } from '../sts/refusals';

export const snsRefusals: Refusals = {
  ...queryRefusals,
  invalid: (_operation, problems) => invalid(sentenceOf(problems)),
  denied: ({ caller, action, resource, because }) =>
    new AwsError(
      'AuthorizationErrorException',
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
    ),
};

export function invalid(why: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${why}`);
}

export function notFound(what: string): AwsError {
  return new AwsError('NotFoundException', `${what} does not exist`);
}

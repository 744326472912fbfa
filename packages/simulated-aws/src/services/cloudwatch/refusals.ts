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
import type { Problem, Refusals } from '../../core/Service';
import { queryRefusals } from '../sts/refusals';

/** CloudWatch speaks JSON and kept the codes of its query protocol ("awsQueryCompatible" in its model). */
export const cloudWatchRefusals: Refusals = {
  ...queryRefusals,
  invalid(operation, problems) {
    const sentences = problems.map(sentenceOf);
    if (operation === 'GetMetricData') {
      return invalidQueries(sentences);
    }
    const missing = problems.find(({ kind }) => kind === 'missing');
    return missing
      ? new AwsError('MissingRequiredParameterException', sentenceOf(missing))
      : invalidParameter(sentences[0]);
  },
  // No resource has a part in its permissions, and its sentence names none.
  denied: ({ caller, action, because }) =>
    new AwsError(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: ${action} ${because}`,
      {},
      403,
    ),
};

function sentenceOf({ path, why, kind }: Problem): string {
  const parameter = spelled(path);
  return kind === 'missing'
    ? `The parameter ${parameter} is required.`
    : `The value for parameter ${parameter} is invalid: it ${why}.`;
}

/** As the query protocol counts: `MetricDataQueries.member.1.Id`. */
function spelled(path: string): string {
  return path.replace(/\[(\d+)\]/g, (_, i) => `.member.${Number(i) + 1}`);
}

/** GetMetricData tells everything that is wrong, a line for each. */
export function invalidQueries(sentences: string[]): AwsError {
  const lines = sentences.map(sentence => `${sentence}\n`).join('');
  return new AwsError('ValidationError', lines, {}, 400);
}

export function invalidParameter(sentence: string): AwsError {
  return new AwsError('InvalidParameterValueException', sentence);
}

export function invalidCombination(sentence: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', sentence);
}

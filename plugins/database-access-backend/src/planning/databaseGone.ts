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

import {
  DatabaseArn,
  ERROR_CODES,
} from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, ReadSession } from '../aws';

/** The error of a database that its account does not have. */
export function databaseGone(
  session: ReadSession,
  arn: DatabaseArn,
  operation: string,
): AwsCallError {
  const { account, region } = session;
  return new AwsCallError({
    message: `Account ${account.accountId} (${account.name}) has no ${arn.kind} ${arn.identifier} in ${region}, says ${operation}: it was deleted or renamed, or the entity's ARN is wrong.`,
    code: ERROR_CODES.databaseGone,
    verdict: 'never',
    lane: { accountId: account.accountId, region },
    operation,
  });
}

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

import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients } from '../aws';

/**
 * Invokes a function and waits for what it returns.
 *
 * @throws AwsCallError if AWS refuses; Error if the function failed
 */
export async function invokeFunction(
  { account, region, lambda }: LaneClients,
  invocation: { functionName: string; payload: object },
): Promise<unknown> {
  const { functionName, payload } = invocation;
  const where = `account ${account.accountId} (${account.name})`;
  try {
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        Payload: Buffer.from(JSON.stringify(payload)),
      }),
    );
    const text = Payload ? Buffer.from(Payload).toString('utf8') : 'null';
    if (FunctionError) {
      throw new Error(
        `The function ${functionName} of ${where} failed: ${
          messageIn(text) ?? FunctionError
        }`,
      );
    }
    return JSON.parse(text);
  } catch (error) {
    if (
      error instanceof AwsCallError &&
      error.awsCode === 'ResourceNotFoundException'
    ) {
      throw new AwsCallError({
        message: `${where} has no function ${functionName} in ${region}, so lambda:Invoke could not be done: make it as docs/reachability.md says, or see databaseAccess.reachability.prober.functionPrefix.`,
        code: ERROR_CODES.reachabilityUnavailable,
        verdict: 'never',
        lane: error.lane,
        operation: error.operation,
      });
    }
    throw error;
  }
}

function messageIn(text: string): string | undefined {
  try {
    const { errorMessage } = JSON.parse(text) as { errorMessage?: unknown };
    return typeof errorMessage === 'string'
      ? errorMessage.slice(0, 1_000)
      : undefined;
  } catch {
    return undefined;
  }
}

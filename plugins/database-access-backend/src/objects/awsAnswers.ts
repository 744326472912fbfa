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

import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients } from '../aws';

/** AWS's own name of an error. */
export function awsCodeOf(error: unknown): string | undefined {
  return error instanceof AwsCallError ? error.awsCode : undefined;
}

/** AWS has many words for "there is no such thing"; all of them say it. */
export function isNotFound(code: string | undefined): boolean {
  return (
    code !== undefined &&
    (/NotFound(Exception|Fault)?$/.test(code) ||
      /^NoSuch/.test(code) ||
      code === 'UnknownResourceException')
  );
}

export function isDenied(code: string | undefined): boolean {
  return (
    code !== undefined && /^(AccessDenied|UnauthorizedOperation)/.test(code)
  );
}

/** What AWS answers, or undefined if it says that there is no such thing. */
export async function unlessNotFound<T>(
  asked: Promise<T>,
): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isNotFound(awsCodeOf(error))) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Removes something. Gone already is success, and a policy that asks for tags denies the removal of what is gone,
 * since that has no tags: a denial counts only while the thing is still to be seen.
 */
export async function removeOnce(
  removal: () => Promise<unknown>,
  isThere: () => Promise<boolean>,
): Promise<void> {
  try {
    await removal();
  } catch (error) {
    const code = awsCodeOf(error);
    if (isNotFound(code)) {
      return;
    }
    if (isDenied(code) && !(await isThere())) {
      return;
    }
    throw error;
  }
}

/** Somebody else's thing stands where ours should be. Nothing is adopted: a person has to say whose it is. */
export function foreign(
  aws: LaneClients,
  operation: string,
  what: string,
  cause?: unknown,
): AwsCallError {
  const { account, region } = aws;
  return new AwsCallError({
    message: `${what} exists in account ${account.accountId} (${account.name}), ${region}, and is not of this portal, so ${operation} made nothing: remove it, or rename it.`,
    code: ERROR_CODES.awsObjectForeign,
    verdict: 'needs-a-person',
    lane: { accountId: account.accountId, region },
    operation,
    remedy: `In account ${account.accountId}, find out who made it and remove it; the portal then makes its own.`,
    awsCode: awsCodeOf(cause),
    awsMessage: cause instanceof AwsCallError ? cause.awsMessage : undefined,
  });
}

/** One account cannot see yet what another one has done: nothing is wrong, and it is looked for again. */
export function notVisibleYet(
  aws: LaneClients,
  operation: string,
  sentence: string,
): AwsCallError {
  const { account, region } = aws;
  return new AwsCallError({
    message: sentence,
    code: ERROR_CODES.awsNotVisibleYet,
    verdict: 'retry-later',
    lane: { accountId: account.accountId, region },
    operation,
  });
}

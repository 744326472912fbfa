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
import { INSTALLATION_TAG, OBJECT_TAG } from './ours';

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
    if (!isDenied(code)) {
      throw error;
    }
    if (await isThere()) {
      throw deniedRemoval(error);
    }
  }
}

/** Sessions may remove only what carries the tags of their objects, so a denial may have two reasons. */
export function deniedRemoval(error: unknown): unknown {
  if (!(error instanceof AwsCallError)) {
    return error;
  }
  const { message, remedy, lane, operation, code, verdict } = error;
  return new AwsCallError({
    ...{ lane, operation, code, verdict },
    message: `${message} If the policy allows it, what was to be removed does not carry the tags of this portal and of its object any more, and nothing was removed: give it its tags back and retry, or remove it by hand.`,
    remedy: `${remedy} Or see whose it is by its tags ${INSTALLATION_TAG} and ${OBJECT_TAG}.`,
    awsCode: error.awsCode,
    awsMessage: error.awsMessage,
  });
}

/** It has the id that we know and is not marked as ours: nothing is removed, and a person has to say whose it is. */
export function notOurs(
  aws: LaneClients,
  operation: string,
  what: string,
  mark: string,
): AwsCallError {
  const { account, region } = aws;
  return new AwsCallError({
    message: `${what} in account ${account.accountId} (${account.name}), ${region}, does not carry ${mark} any more, so ${operation} did not remove it: find out whose it is; give it back what marks it and retry, or remove it by hand.`,
    code: ERROR_CODES.awsObjectForeign,
    verdict: 'needs-a-person',
    lane: { accountId: account.accountId, region },
    operation,
    remedy: `In account ${account.accountId}, find out who changed it, and remove it if nobody needs it; the portal then goes on.`,
  });
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

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
  ERROR_CODES,
  ErrorCode,
} from '@towpath/backstage-plugin-database-access-common';
import { AccountConfig } from '../config';
import { roleArn } from './roleArn';
import { AwsCallError, Verdict } from './AwsCallError';

/** A call and the role that makes it. */
export interface AwsCall {
  account: AccountConfig;
  region: string;
  roleName: string;
  /** For example `rds:DescribeDBInstances`. */
  operation: string;
}

interface Reason {
  verdict: Verdict;
  code: ErrorCode;
  sentence: string;
  remedy?: string;
}

// The services spell one reason in many ways:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'UnauthorizedOperation',
]);
const EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
]);
const UNKNOWN_CREDENTIALS = new Set([
  'AuthFailure',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const THROTTLED = new Set([
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
]);
// What has to wait for something else to end: a deletion while something still uses it, a change during another one.
const IN_USE = new Set([
  'AnalysisExistsForNetworkInsightsPath',
  'AnalysisLimitExceeded',
  'ConcurrentModificationException',
  'ConflictException',
  'DependencyViolation',
  'ExistingVpcEndpointConnections',
  'HostedZoneNotEmpty',
  'IncorrectState',
  'InvalidStateTransitionException',
  'PriorRequestNotComplete',
  'ResourceConflictException',
  'ResourceInUse',
  'ResourceInUseException',
]);
const QUOTA = new Set([
  'CodeStorageExceededException',
  'LimitExceededException',
  'ResourceShareLimitExceededException',
  'RulesPerSecurityGroupLimitExceeded',
  'SecurityGroupLimitExceeded',
  'ServiceQuotaExceededException',
  'TooManyHostedZones',
  'TooManyListeners',
  'TooManyListenersException',
  'TooManyLoadBalancers',
  'TooManyLoadBalancersException',
  'TooManyTargetGroups',
  'TooManyTargetGroupsException',
  'TooManyTargets',
  'TooManyTargetsException',
  'VpcEndpointLimitExceeded',
]);
const DATABASE_GONE = new Set([
  'DBClusterNotFound',
  'DBClusterNotFoundFault',
  'DBInstanceNotFound',
  'DBInstanceNotFoundFault',
]);
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether a new session may help: this one is over, or AWS does not know it any more. */
export function isSessionOver(error: unknown): boolean {
  const { name } = partsOf(error);
  return EXPIRED.has(name) || UNKNOWN_CREDENTIALS.has(name);
}

/**
 * Turns what a client of AWS threw into what a person and the engine need to know. The only place that does.
 *
 * @returns undefined if it is no failure of AWS but a mistake of ours
 */
export function classifyAwsError(
  error: unknown,
  call: AwsCall,
): AwsCallError | undefined {
  if (error instanceof AwsCallError) {
    return error;
  }
  const reason = reasonOf(error, call);
  if (!reason) {
    return undefined;
  }
  const { name, status, retryAfterSeconds } = partsOf(error);
  return new AwsCallError({
    message: reason.sentence,
    code: reason.code,
    verdict: reason.verdict,
    remedy: reason.remedy,
    lane: { accountId: call.account.accountId, region: call.region },
    operation: call.operation,
    awsMessage: status ? awsWords(error) : undefined,
    awsCode: status === undefined ? undefined : name,
    retryAfterSeconds,
  });
}

function reasonOf(error: unknown, call: AwsCall): Reason | undefined {
  const { name, systemCode, status } = partsOf(error);
  if (name === 'CredentialsProviderError') {
    return noOwnCredentials(call);
  }
  if (name === 'TimeoutError' || (systemCode && UNREACHABLE.has(systemCode))) {
    return unreachable(call, systemCode ?? 'no answer in time');
  }
  if (status === undefined) {
    return undefined;
  }
  if (DENIED.has(name)) {
    return isAssumeRole(call) ? refusedRole(call) : refusedCall(call, error);
  }
  if (UNKNOWN_CREDENTIALS.has(name)) {
    return isAssumeRole(call) ? noOwnCredentials(call) : unknownSession(call);
  }
  if (EXPIRED.has(name)) {
    return {
      verdict: 'retry-now',
      code: ERROR_CODES.awsUnavailable,
      sentence: `The session in ${nameOf(call)} ended during ${
        call.operation
      }: try again.`,
    };
  }
  if (name === 'RegionDisabledException') {
    return regionDisabled(call);
  }
  if (THROTTLED.has(name) || status === 429) {
    return throttled(call);
  }
  if (IN_USE.has(name)) {
    return {
      verdict: 'retry-later',
      code: ERROR_CODES.awsBusy,
      sentence: `${nameOf(call)} could not do ${call.operation} in ${
        call.region
      } yet, because something else is in use or changing (${name}): it is tried again in a while.`,
    };
  }
  if (QUOTA.has(name)) {
    return {
      verdict: 'needs-a-person',
      code: ERROR_CODES.awsQuotaExceeded,
      sentence: `${nameOf(call)} has reached a quota of AWS at ${
        call.operation
      } in ${
        call.region
      } (${name}): raise the quota, or remove what is not needed any more.`,
      remedy: `In account ${call.account.accountId}, ask for more in Service Quotas (${call.region}), or remove what nobody uses.`,
    };
  }
  if (DATABASE_GONE.has(name)) {
    return {
      verdict: 'never',
      code: ERROR_CODES.databaseGone,
      sentence: `${nameOf(call)} has no such database in ${call.region}, says ${
        call.operation
      }: it was deleted or renamed, or the entity's ARN is wrong.`,
      remedy:
        'Correct the ARN in the entity, or remove the entity from the catalog.',
    };
  }
  if (status >= 500) {
    return {
      verdict: 'retry-later',
      code: ERROR_CODES.awsUnavailable,
      sentence: `AWS failed at ${call.operation} in ${nameOf(call)}, ${
        call.region
      }: try again in a while.`,
    };
  }
  return {
    verdict: 'never',
    code: ERROR_CODES.awsUnavailable,
    sentence: `AWS refused ${call.operation} in ${nameOf(call)}, ${
      call.region
    }, with ${name}: repeating it will not help.`,
  };
}

function refusedRole(call: AwsCall): Reason {
  const { account, roleName, region } = call;
  return {
    verdict: 'needs-a-person',
    code: ERROR_CODES.accountRefused,
    sentence: `${nameOf(
      call,
    )} refused sts:AssumeRole of its role ${roleName}: let the role's trust policy name the portal and ask for the ExternalId that databaseAccess.accounts has for this account.`,
    remedy: `In account ${account.accountId}, let the trust policy of ${roleArn(
      account.accountId,
      region,
      roleName,
    )} allow sts:AssumeRole and sts:SetSourceIdentity to the portal's own role, on condition of sts:ExternalId; then compare that ExternalId with the one in the portal's config.`,
  };
}

/** One call may need several permissions, e.g. to tag what it makes: AWS says which one is missing. */
function refusedCall(call: AwsCall, error: unknown): Reason {
  const { account, roleName, operation, region } = call;
  const [, action = operation] =
    /is not authorized to perform: ([a-z0-9-]+:\w+)/.exec(
      (error as Error).message,
    ) ?? [];
  const because =
    action === operation ? '' : `, because that takes ${action}, too`;
  return {
    verdict: 'needs-a-person',
    code: ERROR_CODES.accountRefused,
    sentence: `${nameOf(
      call,
    )} refused ${operation} to its role ${roleName} in ${region}${because}: allow ${action} in the role's policy.`,
    remedy: `In account ${
      account.accountId
    }, allow ${action} in the policy of ${roleArn(
      account.accountId,
      region,
      roleName,
    )}, and see that no service control policy denies it.`,
  };
}

function unknownSession(call: AwsCall): Reason {
  return {
    verdict: 'needs-a-person',
    code: ERROR_CODES.accountRefused,
    sentence: `${nameOf(call)} does not know the portal's session at ${
      call.operation
    } in ${
      call.region
    }: see that the account is active and has this Region enabled.`,
  };
}

function regionDisabled(call: AwsCall): Reason {
  return {
    verdict: 'needs-a-person',
    code: ERROR_CODES.accountRefused,
    sentence: `${nameOf(call)} refused ${call.operation}, because the Region ${
      call.region
    } is not enabled there: enable it, or remove it from databaseAccess.accounts.`,
  };
}

function noOwnCredentials(call: AwsCall): Reason {
  return {
    verdict: 'needs-a-person',
    code: ERROR_CODES.awsUnavailable,
    sentence: `The portal has no valid AWS credentials of its own for ${
      call.operation
    } in ${nameOf(
      call,
    )}: give its process a role, or set aws.mainAccount in its config.`,
  };
}

function unreachable(call: AwsCall, why: string): Reason {
  return {
    verdict: 'retry-later',
    code: ERROR_CODES.awsUnavailable,
    sentence: `AWS could not be reached for ${call.operation} in ${nameOf(
      call,
    )}, ${
      call.region
    } (${why}): see that the portal's network lets it reach AWS, and try again in a while.`,
  };
}

function throttled(call: AwsCall): Reason {
  return {
    verdict: 'retry-later',
    code: ERROR_CODES.awsThrottled,
    sentence: `AWS throttled ${call.operation} in ${nameOf(call)}, ${
      call.region
    }: try again in a while.`,
  };
}

function nameOf({ account }: AwsCall): string {
  return `Account ${account.accountId} (${account.name})`;
}

function isAssumeRole(call: AwsCall): boolean {
  return call.operation === 'sts:AssumeRole';
}

/** What of a thrown thing is worth knowing; nothing of it is sure to exist. */
function partsOf(error: unknown): {
  name: string;
  systemCode?: string;
  status?: number;
  retryAfterSeconds?: number;
} {
  const thrown = (error ?? {}) as {
    name?: unknown;
    code?: unknown;
    $fault?: unknown;
    $metadata?: { httpStatusCode?: number };
    retryAfterSeconds?: unknown;
  };
  const { retryAfterSeconds } = thrown;
  const isAnswer = thrown.$fault !== undefined;
  return {
    name: String(thrown.name ?? ''),
    systemCode: typeof thrown.code === 'string' ? thrown.code : undefined,
    status: isAnswer ? thrown.$metadata?.httpStatusCode ?? 0 : undefined,
    retryAfterSeconds:
      typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
  };
}

/** AWS's message, without what only AWS can read. `AwsCallError` takes the secrets out of it. */
function awsWords(error: unknown): string | undefined {
  const [readable] = (error as Error).message.split(
    / *Encoded authorization failure message:/i,
  );
  return readable || undefined;
}

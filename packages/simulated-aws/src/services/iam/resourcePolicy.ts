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

import type { Call } from '../../core/Service';
import type { Delivery } from '../../core/World';
import { evaluate, parsePolicy, Request } from './policy';
import { roleOfCaller } from './roles';

/** Who asks, as policies may name them: ARNs, an account's id, a service such as `events.amazonaws.com`. */
export interface Asking extends Request {
  principals: string[];
}

/** What a resource's own policy says of someone who wants to use it. */
export function resourcePolicyAllows(
  policy: string | undefined,
  { principals, ...request }: Asking,
): boolean {
  if (policy === undefined) {
    return false;
  }
  const meant = parsePolicy(policy).filter(statement =>
    statement.principals.some(p => p === '*' || principals.includes(p)),
  );
  return evaluate(meant, request) === 'allowed';
}

/** Someone of another account, who needs the resource's own policy beside the role's. */
export function callerAsking(
  call: Call,
  action: string,
  resource: string,
): Asking {
  const { caller } = call;
  return {
    principals: [
      caller.arn,
      roleOfCaller(call)?.arn ?? caller.arn,
      caller.accountId,
      `arn:aws:iam::${caller.accountId}:root`,
    ],
    action,
    resource,
    context: { 'aws:SecureTransport': 'true' },
  };
}

/** A service of AWS that acts for one of its objects, e.g. a rule (IAM user guide, aws:SourceArn, aws:SourceAccount). */
export function serviceAsking(
  { from, to }: Pick<Delivery, 'from' | 'to'>,
  action: string,
): Asking {
  const [, , , , accountId] = from.arn.split(':');
  return {
    principals: [from.service],
    action,
    resource: to,
    context: {
      'aws:SourceArn': from.arn,
      'aws:SourceAccount': accountId,
      'aws:SecureTransport': 'true',
    },
  };
}

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

import type { Call, Caller, Permission } from '../../core/Service';
import { organizationOf } from '../organizations/membership';
import { evaluate, parsePolicy, Request, RequestContext } from './policy';
import { roleOfCaller } from './roles';

export interface Denial {
  caller: Caller;
  action: string;
  resource: string;
  /** The end of AWS's sentence. */
  because: string;
  /** A statement forbids it, where else nothing allows it. */
  explicit: boolean;
}

/**
 * Whether the caller's role, and the session policy if there is one, allow this on every resource. An account's admin
 * may do everything in it.
 *
 * @returns what forbids it, or undefined
 */
export function authorize(
  call: Call,
  permission: Permission,
): Denial | undefined {
  for (const resource of permission.resources ?? ['*']) {
    const because = reasonToDeny(call, {
      action: permission.action,
      resource,
      context: {
        ...contextOf(call, resource),
        ...permission.context,
      },
    });
    if (because) {
      const { action } = permission;
      const explicit = because.startsWith('with an explicit deny');
      return { caller: call.caller, action, resource, because, explicit };
    }
  }
  return undefined;
}

function reasonToDeny(call: Call, request: Request): string | undefined {
  const { session } = call.caller;
  if (!session) {
    return undefined;
  }
  const role = roleOfCaller(call);
  const identity = evaluate(
    Object.values(role?.inlinePolicies ?? {}).flatMap(parsePolicy),
    request,
  );
  if (identity === 'denied') {
    return 'with an explicit deny in an identity-based policy';
  }
  const ofSession =
    session.policy === undefined
      ? 'allowed'
      : evaluate(parsePolicy(session.policy), request);
  if (ofSession === 'denied') {
    return 'with an explicit deny in a session policy';
  }
  if (identity !== 'allowed') {
    return `because no identity-based policy allows the ${request.action} action`;
  }
  return ofSession === 'allowed'
    ? undefined
    : `because no session policy allows the ${request.action} action`;
}

/** The condition keys that every request has, whatever the service. */
export function contextOf(call: Call, resource: string): RequestContext {
  const { world, caller } = call;
  const [, , , , resourceAccountId] = resource.split(':');
  const context: RequestContext = {
    'aws:PrincipalAccount': caller.accountId,
    'aws:userid': caller.userId,
    'aws:RequestedRegion': call.region,
    'aws:SecureTransport': 'true',
    'aws:PrincipalArn': roleOfCaller(call)?.arn ?? caller.arn,
  };
  const add = (key: string, value: string | undefined) => {
    if (value) {
      context[key] = value;
    }
  };
  add('aws:PrincipalOrgID', organizationOf(world, caller.accountId)?.id);
  add('aws:SourceIdentity', caller.session?.sourceIdentity);
  add('aws:ResourceAccount', resourceAccountId);
  add(
    'aws:ResourceOrgID',
    resourceAccountId && organizationOf(world, resourceAccountId)?.id,
  );
  for (const [key, value] of Object.entries(caller.session?.tags ?? {})) {
    context[`aws:PrincipalTag/${key}`] = value;
  }
  return context;
}

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

import type { Call, Permission } from '../../core/Service';
import { arnMeant, latticeArn, LatticeKind, tagsOf } from './identifiers';

type Context = Record<string, string | string[]>;

/** Tags as condition keys, e.g. `aws:RequestTag/owner`. */
export function tagKeys(
  prefix: 'aws:RequestTag' | 'aws:ResourceTag',
  tags: Record<string, string> = {},
): Context {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]),
  );
}

function requestTags(tags: Record<string, string> = {}): Context {
  const keys = Object.keys(tags);
  return keys.length
    ? { ...tagKeys('aws:RequestTag', tags), 'aws:TagKeys': keys }
    : {};
}

/** To create something with tags one needs TagResource beside the creation (Service Authorization Reference). */
export function toCreate(
  call: Call,
  operation: string,
  kind: LatticeKind,
  tags: Record<string, string> = {},
): Permission[] {
  const resources = [latticeArn(call, kind, '*')];
  const context = requestTags(tags);
  const create = { action: `vpc-lattice:${operation}`, resources, context };
  if (!Object.keys(tags).length) {
    return [create];
  }
  return [
    create,
    {
      action: 'vpc-lattice:TagResource',
      resources,
      context: { ...context, 'vpc-lattice:CreateAction': operation },
    },
  ];
}

/**
 * To touch something that exists. A resource that is gone has no tags, so a policy that asks for tags then denies:
 * AccessDenied, not NotFound, as AWS does.
 */
export function toTouch(
  call: Call,
  operation: string,
  kind: LatticeKind,
  identifier: string | undefined,
): Permission[] {
  return toTouchArn(call, operation, arnMeant(call, kind, identifier ?? '*'));
}

export function toTouchArn(
  call: Call,
  operation: string,
  arn: string,
  request: { tags?: Record<string, string>; tagKeys?: string[] } = {},
): Permission[] {
  // The tags that another account put on a resource it shares are nothing to a policy of this account.
  const own = arn.split(':')[4] === call.accountId;
  return [
    {
      action: `vpc-lattice:${operation}`,
      resources: [arn],
      context: {
        ...(own ? tagKeys('aws:ResourceTag', tagsOf(call.world, arn)) : {}),
        ...requestTags(request.tags),
        ...(request.tagKeys?.length ? { 'aws:TagKeys': request.tagKeys } : {}),
      },
    },
  ];
}

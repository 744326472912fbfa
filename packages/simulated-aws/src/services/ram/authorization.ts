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
import { tagKeys, toTouchArn } from '../vpc-lattice/permissions';
import { placeOf } from './lookup';
import { resourceTypeOf } from './shareableResources';
import { ramState } from './state';

type Context = Record<string, string | string[]>;

interface Request {
  resourceArns?: string[];
  principals?: string[];
}

/** Condition keys as the Service Authorization Reference of AWS RAM names them. */
export function toCreateShare(
  call: Call,
  request: Request & {
    name?: string;
    allowExternalPrincipals?: boolean;
    tags?: Array<{ key?: string; value?: string }>;
  },
): Permission[] {
  const tags = Object.fromEntries(
    (request.tags ?? []).map(tag => [tag.key ?? '', tag.value ?? '']),
  );
  return [
    {
      action: 'ram:CreateResourceShare',
      resources: [
        `arn:aws:ram:${call.region}:${call.accountId}:resource-share/*`,
      ],
      context: {
        ...requested(request),
        ...tagKeys('aws:RequestTag', tags),
        ...(request.tags?.length ? { 'aws:TagKeys': Object.keys(tags) } : {}),
        'ram:ResourceShareName': request.name ?? '',
        'ram:RequestedAllowsExternalPrincipals': String(
          request.allowExternalPrincipals ?? true,
        ),
      },
    },
    ...toPutPolicies(call, request),
  ];
}

/** To change a share that exists; one that is gone has no tags, so a policy that asks for tags denies. */
export function toChangeShare(
  call: Call,
  shareArn: string | undefined,
  request: Request & { context?: Context } = {},
): Permission[] {
  return [
    {
      action: `ram:${call.operation}`,
      resources: [shareArn ?? '*'],
      context: {
        ...shareContext(call, shareArn ?? ''),
        ...requested(request),
        ...request.context,
      },
    },
    ...(call.operation === 'AssociateResourceShare'
      ? toPutPolicies(call, request)
      : []),
  ];
}

export function toAnswerInvitation(
  call: Call,
  invitationArn: string | undefined,
): Permission[] {
  const place = invitationArn ? placeOf(invitationArn) : undefined;
  const invitation =
    place && ramState.of(call.world, place).invitations[invitationArn!];
  return [
    {
      action: `ram:${call.operation}`,
      resources: [invitationArn ?? '*'],
      context: {
        ...(place && { 'ram:ShareOwnerAccountId': place.accountId }),
        ...(invitation && { 'ram:ResourceShareName': invitation.shareName }),
      },
    },
  ];
}

/** RAM puts a policy on each Lattice resource it shares, in its caller's name (VPC Lattice User Guide, sharing). */
function toPutPolicies(
  call: Call,
  { resourceArns = [] }: Request,
): Permission[] {
  return resourceArns
    .filter(arn => resourceTypeOf(arn))
    .flatMap(arn => toTouchArn(call, 'PutResourcePolicy', arn));
}

function requested({ resourceArns = [], principals = [] }: Request): Context {
  const types = resourceArns
    .map(resourceTypeOf)
    .filter(type => type !== undefined);
  return {
    ...(types.length
      ? { 'ram:RequestedResourceType': [...new Set(types)] }
      : {}),
    ...(resourceArns.length ? { 'ram:ResourceArn': resourceArns } : {}),
    ...(principals.length ? { 'ram:Principal': principals } : {}),
  };
}

function shareContext(call: Call, arn: string): Context {
  const place = placeOf(arn);
  const share = place && ramState.of(call.world, place).shares[arn];
  if (!share || share.ownerAccountId !== call.accountId) {
    return {};
  }
  return {
    ...tagKeys('aws:ResourceTag', share.tags),
    'ram:ResourceShareName': share.name,
    'ram:AllowsExternalPrincipals': String(share.allowExternalPrincipals),
  };
}

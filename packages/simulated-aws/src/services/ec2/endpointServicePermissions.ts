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

import type { PrincipalType } from '@aws-sdk/client-ec2';
import { describe } from './describe';
import { ownService } from './endpointServiceLookup';
import { refuse } from './errors';
import { VPC_ENDPOINT_SERVICE } from './ids';
import type { Ec2Part } from './part';
import { onExisting } from './permissions';

/** How long the other account does not see yet that it is allowed (aws.md §1.4 D10: up to two minutes). */
const VISIBLE_AFTER_SECONDS = 20;

/** An account, or a role or user without a path: "Principal ARNs with path components aren't supported" (API Reference). */
const PRINCIPAL = /^arn:aws:iam::\d{12}:(root|(role|user)\/[\w+=,.@-]+)$/;

function typeOf(principal: string): PrincipalType {
  if (principal === '*') {
    return 'All';
  }
  if (principal.endsWith(':root')) {
    return 'Account';
  }
  return principal.includes(':role/') ? 'Role' : 'User';
}

function checkPrincipals(principals: string[]) {
  const bad = principals.find(p => p !== '*' && !PRINCIPAL.test(p));
  if (bad !== undefined) {
    throw refuse('InvalidPrincipal', `Invalid Principal: '${bad}'`);
  }
}

const handlers: Ec2Part['handlers'] = {
  /** To take a principal away cuts nothing that is connected (aws.md §0.1 item 4). */
  ModifyVpcEndpointServicePermissions(input, call) {
    const service = ownService(call, input.ServiceId!);
    const { world } = call;
    const added = input.AddAllowedPrincipals ?? [];
    checkPrincipals([...added, ...(input.RemoveAllowedPrincipals ?? [])]);
    const made = added.filter(principal => !service.principals[principal]);
    for (const principal of made) {
      service.principals[principal] = {
        servicePermissionId: world.ids.next('vpce-svc-perm'),
        visibleAt: world.deadline(VISIBLE_AFTER_SECONDS),
      };
    }
    for (const principal of input.RemoveAllowedPrincipals ?? []) {
      delete service.principals[principal];
    }
    return {
      AddedPrincipals: made
        .filter(principal => service.principals[principal])
        .map(Principal => ({
          PrincipalType: typeOf(Principal),
          Principal,
          ServicePermissionId:
            service.principals[Principal].servicePermissionId,
          ServiceId: service.serviceId,
        })),
      ReturnValue: true,
    };
  },

  DescribeVpcEndpointServicePermissions(input, call) {
    const service = ownService(call, input.ServiceId!);
    const { items, NextToken } = describe({
      kind: VPC_ENDPOINT_SERVICE,
      objects: Object.fromEntries(
        Object.entries(service.principals).map(([principal, permission]) => [
          principal,
          { ...permission, principal, tags: {} },
        ]),
      ),
      input,
      limits: { min: 5, max: 1000, byDefault: 1000, capped: true },
      fields: {
        principal: item => [item.principal],
        'principal-type': item => [typeOf(item.principal)],
      },
    });
    return {
      AllowedPrincipals: items.map(({ principal, servicePermissionId }) => ({
        PrincipalType: typeOf(principal),
        Principal: principal,
        ServicePermissionId: servicePermissionId,
        ServiceId: service.serviceId,
        Tags: [],
      })),
      NextToken,
    };
  },
};

export const endpointServicePermissions: Ec2Part = {
  handlers,
  permissions: {
    ModifyVpcEndpointServicePermissions: (input, call) =>
      onExisting(call, VPC_ENDPOINT_SERVICE, [input.ServiceId!]),
    DescribeVpcEndpointServicePermissions: () => [
      { action: 'ec2:DescribeVpcEndpointServicePermissions' },
    ],
  },
};

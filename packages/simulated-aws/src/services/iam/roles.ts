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

import type { Role as RoleOutput } from '@aws-sdk/client-iam';
import type { Call } from '../../core/Service';
import { GLOBAL_REGION } from '../../core/state';
import type { World } from '../../core/World';
import { iamState, Role } from './state';

/** What a new role needs; the rest is made up as IAM does. */
export interface NewRole {
  accountId: string;
  roleName: string;
  trustPolicy: string;
  inlinePolicies?: Record<string, string>;
  /** Default `/`. */
  path?: string;
  /** Default 3600. */
  maxSessionSeconds?: number;
  description?: string;
  tags?: Record<string, string>;
}

export function rolesOf(world: World, accountId: string): Role[] {
  const place = { accountId, region: GLOBAL_REGION };
  return Object.values(iamState.of(world, place).roles);
}

export function roleByArn(world: World, arn: string): Role | undefined {
  const [, , , , accountId] = arn.split(':');
  return rolesOf(world, accountId).find(role => role.arn === arn);
}

/** The role that a session stands for, unless it was deleted since. */
export function roleOfCaller({ world, caller }: Call): Role | undefined {
  const roles = caller.session ? rolesOf(world, caller.accountId) : [];
  return roles.find(role => role.roleName === caller.session?.roleName);
}

/** Makes a role that must not exist yet. */
export function createRole(world: World, wanted: NewRole): Role {
  const { accountId, roleName, path = '/' } = wanted;
  const role: Role = {
    roleName,
    roleId: `AROA${world.ids.hex(17).toUpperCase()}`,
    arn: `arn:aws:iam::${accountId}:role${path}${roleName}`,
    path,
    createdAt: world.clock.now(),
    trustPolicy: wanted.trustPolicy,
    inlinePolicies: wanted.inlinePolicies ?? {},
    maxSessionSeconds: wanted.maxSessionSeconds ?? 3600,
    description: wanted.description,
    tags: wanted.tags,
  };
  const place = { accountId, region: GLOBAL_REGION };
  iamState.of(world, place).roles[roleName] = role;
  return role;
}

const SERVICE_LINKED_ROLES: Record<string, string> = {
  'vpc-lattice.amazonaws.com': 'AWSServiceRoleForVpcLattice',
  'rds.amazonaws.com': 'AWSServiceRoleForRDS',
  'ram.amazonaws.com': 'AWSServiceRoleForResourceAccessManager',
  'elasticloadbalancing.amazonaws.com': 'AWSServiceRoleForElasticLoadBalancing',
  'organizations.amazonaws.com': 'AWSServiceRoleForOrganizations',
};

/** The name of the role that a service of AWS has in every account that uses it; undefined for other services. */
export function serviceLinkedRoleName(service: string): string | undefined {
  return SERVICE_LINKED_ROLES[service];
}

/** Makes the service's own role unless the account has it, as many services do at their first use. */
export function ensureServiceLinkedRole(
  world: World,
  accountId: string,
  service: string,
): Role {
  const roleName = serviceLinkedRoleName(service);
  if (!roleName) {
    throw new Error(`${service} has no service-linked role here`);
  }
  const known = rolesOf(world, accountId).find(r => r.roleName === roleName);
  return (
    known ??
    createRole(world, {
      accountId,
      roleName,
      path: `/aws-service-role/${service}/`,
      trustPolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: service },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    })
  );
}

/** IAM answers policies URL-encoded (IAM API reference, GetRolePolicy). */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document);
}

export function describeRole(role: Role): RoleOutput {
  const tags = Object.entries(role.tags ?? {});
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.description ? { Description: role.description } : {}),
    ...(tags.length
      ? { Tags: tags.map(([Key, Value]) => ({ Key, Value })) }
      : {}),
  };
}

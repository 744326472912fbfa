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

import * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../core/errors';
import { pageOf } from '../../core/paging';
import {
  Call,
  defineService,
  Permission,
  ValueRules,
} from '../../core/Service';
import { queryRefusals } from '../sts/refusals';
import { parsePolicy } from './policy';
import {
  createRole,
  describeRole,
  encodeDocument,
  ensureServiceLinkedRole,
  rolesOf,
  serviceLinkedRoleName,
} from './roles';
import { simulatePrincipalPolicy } from './simulatePrincipalPolicy';
import { iamState, Role } from './state';

/** Limits as the IAM API reference gives them for each operation. */
const ROLE_NAME = { length: [1, 64], pattern: /^[\w+=,.@-]+$/ } as const;
const POLICY_NAME = { length: [1, 128], pattern: /^[\w+=,.@-]+$/ } as const;
const DOCUMENT = { length: [1, 131072] } as const;

const rules: ValueRules = {
  'CreateRole.Path': { length: [1, 512], pattern: /^(\/|\/[!-~]+\/)$/ },
  'CreateRole.Description': { length: [0, 1000] },
  'CreateRole.MaxSessionDuration': { range: [3600, 43200] },
  'CreateRole.Tags': { length: [0, 50] },
  'CreateRole.Tags[].Key': { length: [1, 128] },
  'CreateRole.Tags[].Value': { length: [0, 256] },
  'CreateRole.AssumeRolePolicyDocument': { length: [...DOCUMENT.length] },
  'PutRolePolicy.PolicyDocument': { length: [...DOCUMENT.length] },
  'UpdateAssumeRolePolicy.PolicyDocument': { length: [...DOCUMENT.length] },
  'ListRoles.MaxItems': { range: [1, 1000] },
  'ListRolePolicies.MaxItems': { range: [1, 1000] },
  'CreateServiceLinkedRole.AWSServiceName': { length: [1, 128] },
  'SimulatePrincipalPolicy.PolicySourceArn': { length: [20, 2048] },
  'SimulatePrincipalPolicy.ActionNames[]': { length: [3, 128] },
  'SimulatePrincipalPolicy.ResourceArns[]': { length: [1, 2048] },
  'SimulatePrincipalPolicy.MaxItems': { range: [1, 1000] },
};
for (const operation of [
  'CreateRole',
  'GetRole',
  'DeleteRole',
  'UpdateAssumeRolePolicy',
  'PutRolePolicy',
  'GetRolePolicy',
  'DeleteRolePolicy',
  'ListRolePolicies',
]) {
  rules[`${operation}.RoleName`] = {
    length: [...ROLE_NAME.length],
    pattern: ROLE_NAME.pattern,
  };
  rules[`${operation}.PolicyName`] = {
    length: [...POLICY_NAME.length],
    pattern: POLICY_NAME.pattern,
  };
}

function noSuchRole(name: string): AwsError {
  return new AwsError(
    'NoSuchEntity',
    `The role with name ${name} cannot be found.`,
  );
}

function findRole(call: Call, name = ''): Role {
  const role = iamState.of(call.world, call).roles[name];
  if (!role) {
    throw noSuchRole(name);
  }
  return role;
}

function findRolePolicy(role: Role, name = ''): string {
  const document = role.inlinePolicies[name];
  if (document === undefined) {
    throw new AwsError(
      'NoSuchEntity',
      `The role policy with name ${name} cannot be found.`,
    );
  }
  return document;
}

function checkPolicy(document = ''): string {
  try {
    parsePolicy(document);
  } catch (error) {
    throw new AwsError('MalformedPolicyDocument', (error as Error).message);
  }
  return document;
}

function checkTrustPolicy(document = ''): string {
  checkPolicy(document);
  if (!document.includes('"Principal"')) {
    throw new AwsError(
      'MalformedPolicyDocument',
      'AssumeRole policy must contain a Principal',
    );
  }
  return document;
}

function mustBeFree(call: Call, name = '') {
  // Role names differ by more than case (IAM API reference, CreateRole).
  const taken = rolesOf(call.world, call.accountId).some(
    role => role.roleName.toLowerCase() === name.toLowerCase(),
  );
  if (taken) {
    throw new AwsError(
      'EntityAlreadyExists',
      `Role with name ${name} already exists.`,
    );
  }
}

function onRole(
  { RoleName = '' }: { RoleName?: string },
  call: Call,
): Permission[] {
  const known = iamState.of(call.world, call).roles[RoleName];
  const arn = known?.arn ?? `arn:aws:iam::${call.accountId}:role/${RoleName}`;
  const action = `iam:${call.operation}`;
  return [{ action, resources: [arn], context: tagContext(known) }];
}

function tagContext(role: Role | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(role?.tags ?? {}).map(([key, value]) => [
      `aws:ResourceTag/${key}`,
      value,
    ]),
  );
}

function pageOrRefuse<T>(
  items: T[],
  keyOf: (item: T) => string,
  input: { Marker?: string; MaxItems?: number },
) {
  const page = pageOf(items, keyOf, {
    token: input.Marker,
    size: input.MaxItems ?? 100,
  });
  if (!page) {
    throw new AwsError(
      'ValidationError',
      `Invalid Marker: ${input.Marker}`,
      {},
      400,
    );
  }
  return {
    items: page.items,
    rest: {
      IsTruncated: page.nextToken !== undefined,
      ...(page.nextToken ? { Marker: page.nextToken } : {}),
    },
  };
}

export const iam = defineService<typeof sdk>({
  sdk,
  prefix: 'iam',
  global: true,
  refusals: queryRefusals,
  rules,
  permissions: {
    GetRole: onRole,
    DeleteRole: onRole,
    UpdateAssumeRolePolicy: onRole,
    PutRolePolicy: onRole,
    GetRolePolicy: onRole,
    DeleteRolePolicy: onRole,
    ListRolePolicies: onRole,
    SimulatePrincipalPolicy: ({ PolicySourceArn = '*' }) => [
      { action: 'iam:SimulatePrincipalPolicy', resources: [PolicySourceArn] },
    ],
    CreateRole: ({ RoleName, Path = '/' }, { accountId }) => [
      {
        action: 'iam:CreateRole',
        resources: [`arn:aws:iam::${accountId}:role${Path}${RoleName}`],
      },
    ],
    CreateServiceLinkedRole: ({ AWSServiceName = '' }, { accountId }) => [
      {
        action: 'iam:CreateServiceLinkedRole',
        resources: [
          `arn:aws:iam::${accountId}:role/aws-service-role/${AWSServiceName}/` +
            `${serviceLinkedRoleName(AWSServiceName)}`,
        ],
        context: { 'iam:AWSServiceName': AWSServiceName },
      },
    ],
  },
  handlers: {
    CreateRole(input, call) {
      const trustPolicy = checkTrustPolicy(input.AssumeRolePolicyDocument);
      mustBeFree(call, input.RoleName);
      const role = createRole(call.world, {
        accountId: call.accountId,
        roleName: input.RoleName!,
        trustPolicy,
        path: input.Path,
        maxSessionSeconds: input.MaxSessionDuration,
        description: input.Description,
        tags: Object.fromEntries(
          (input.Tags ?? []).map(({ Key, Value }) => [Key!, Value!]),
        ),
      });
      return { Role: describeRole(role) };
    },
    GetRole: (input, call) => ({
      Role: describeRole(findRole(call, input.RoleName)),
    }),
    ListRoles(input, call) {
      const roles = rolesOf(call.world, call.accountId).filter(role =>
        role.path.startsWith(input.PathPrefix ?? '/'),
      );
      const { items, rest } = pageOrRefuse(roles, r => r.roleName, input);
      return { Roles: items.map(describeRole), ...rest };
    },
    DeleteRole(input, call) {
      const role = findRole(call, input.RoleName);
      if (Object.keys(role.inlinePolicies).length) {
        throw new AwsError(
          'DeleteConflict',
          'Cannot delete entity, must delete policies first.',
        );
      }
      delete iamState.of(call.world, call).roles[role.roleName];
      return {};
    },
    UpdateAssumeRolePolicy(input, call) {
      const role = findRole(call, input.RoleName);
      role.trustPolicy = checkTrustPolicy(input.PolicyDocument);
      return {};
    },
    PutRolePolicy(input, call) {
      const role = findRole(call, input.RoleName);
      role.inlinePolicies[input.PolicyName!] = checkPolicy(
        input.PolicyDocument,
      );
      return {};
    },
    GetRolePolicy(input, call) {
      const role = findRole(call, input.RoleName);
      const document = findRolePolicy(role, input.PolicyName);
      return {
        RoleName: role.roleName,
        PolicyName: input.PolicyName!,
        PolicyDocument: encodeDocument(document),
      };
    },
    DeleteRolePolicy(input, call) {
      const role = findRole(call, input.RoleName);
      findRolePolicy(role, input.PolicyName);
      delete role.inlinePolicies[input.PolicyName!];
      return {};
    },
    ListRolePolicies(input, call) {
      const names = Object.keys(findRole(call, input.RoleName).inlinePolicies);
      const { items, rest } = pageOrRefuse(names, name => name, input);
      return { PolicyNames: items, ...rest };
    },
    SimulatePrincipalPolicy(input, call) {
      const results = simulatePrincipalPolicy(input, call);
      const { items, rest } = pageOrRefuse(
        results,
        result => `${result.EvalActionName} ${result.EvalResourceName}`,
        input,
      );
      return { EvaluationResults: items, ...rest };
    },
    CreateServiceLinkedRole(input, { world, accountId }) {
      const service = input.AWSServiceName!;
      const roleName = serviceLinkedRoleName(service);
      if (!roleName) {
        throw new AwsError(
          'InvalidInput',
          `${service} has no service-linked role in simulated AWS.`,
        );
      }
      if (rolesOf(world, accountId).some(r => r.roleName === roleName)) {
        throw new AwsError(
          'InvalidInput',
          `Service role name ${roleName} has been taken in this account, please try a different suffix.`,
        );
      }
      const role = ensureServiceLinkedRole(world, accountId, service);
      return { Role: describeRole(role) };
    },
  },
  objects: world =>
    iamState.all(world).flatMap(({ accountId, region, state }) =>
      Object.values(state.roles).map(role => ({
        accountId,
        region,
        type: 'iam/role',
        id: role.arn,
        tags: role.tags ?? {},
      })),
    ),
});

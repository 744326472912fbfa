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

import * as sdk from '@aws-sdk/client-organizations';
import { AwsError } from '../../core/errors';
import { pageOf } from '../../core/paging';
import { Call, defineService, Refusals } from '../../core/Service';
import { organizationOf } from './membership';
import type { OrganizationAccount, OrganizationsState } from './state';

type Organization = NonNullable<OrganizationsState['organization']>;

const refusals: Refusals = {
  invalid: (_operation, problems) =>
    new AwsError(
      'InvalidInputException',
      `You specified an invalid value: ${problems
        .map(({ path, why }) => `${path} ${why}`)
        .join('; ')}.`,
      { Reason: 'INVALID_PATTERN' },
    ),
  throttled: () =>
    new AwsError('TooManyRequestsException', 'Too many requests', {
      Type: 'Sender',
    }),
  denied: ({ caller, action, resource, because }) =>
    new AwsError(
      'AccessDeniedException',
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
    ),
  unknownCredentials: () =>
    new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ),
  expiredCredentials: () =>
    new AwsError(
      'ExpiredTokenException',
      'The security token included in the request is expired',
    ),
};

function ownOrganization({ world, accountId }: Call): Organization {
  const organization = organizationOf(world, accountId);
  if (!organization) {
    throw new AwsError(
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    );
  }
  return organization;
}

/** Most of Organizations answers its management account only. */
function managedOrganization(call: Call): Organization {
  const organization = ownOrganization(call);
  if (organization.managementAccountId !== call.accountId) {
    throw new AwsError(
      'AccessDeniedException',
      "You don't have permissions to access this resource.",
    );
  }
  return organization;
}

function accountArn(organization: Organization, accountId: string): string {
  const { id, managementAccountId } = organization;
  return `arn:aws:organizations::${managementAccountId}:account/${id}/${accountId}`;
}

function describeAccount(
  organization: Organization,
  account: OrganizationAccount,
): sdk.Account {
  return {
    Id: account.id,
    Arn: accountArn(organization, account.id),
    Email: account.email,
    Name: account.name,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    JoinedMethod: 'CREATED',
    JoinedTimestamp: new Date(account.joinedAt),
  };
}

function pageOrRefuse<T>(
  items: T[],
  keyOf: (item: T) => string,
  input: { NextToken?: string; MaxResults?: number },
) {
  const page = pageOf(items, keyOf, {
    token: input.NextToken,
    size: input.MaxResults ?? 20,
  });
  if (!page) {
    throw new AwsError(
      'InvalidInputException',
      'You specified an invalid NextToken.',
      { Reason: 'INVALID_NEXT_TOKEN' },
    );
  }
  return {
    items: page.items,
    rest: page.nextToken ? { NextToken: page.nextToken } : {},
  };
}

export const organizations = defineService<typeof sdk>({
  sdk,
  prefix: 'organizations',
  global: true,
  refusals,
  rules: {
    'DescribeAccount.AccountId': { pattern: /^\d{12}$/ },
    'ListAccounts.MaxResults': { range: [1, 20] },
    'ListRoots.MaxResults': { range: [1, 20] },
    'ListAWSServiceAccessForOrganization.MaxResults': { range: [1, 20] },
    'EnableAWSServiceAccess.ServicePrincipal': {
      length: [1, 128],
      pattern: /^[\w+=,.@-]*$/,
    },
    'DisableAWSServiceAccess.ServicePrincipal': {
      length: [1, 128],
      pattern: /^[\w+=,.@-]*$/,
    },
  },
  handlers: {
    DescribeOrganization(_input, call) {
      const organization = ownOrganization(call);
      const { managementAccountId, accounts } = organization;
      const management = accounts.find(a => a.id === managementAccountId);
      return {
        Organization: {
          Id: organization.id,
          Arn: organization.arn,
          FeatureSet: 'ALL',
          MasterAccountArn: accountArn(organization, managementAccountId),
          MasterAccountId: managementAccountId,
          MasterAccountEmail: management?.email,
          AvailablePolicyTypes: [],
        },
      };
    },
    DescribeAccount(input, call) {
      const organization = managedOrganization(call);
      const account = organization.accounts.find(a => a.id === input.AccountId);
      if (!account) {
        throw new AwsError(
          'AccountNotFoundException',
          "You specified an account that doesn't exist.",
        );
      }
      return { Account: describeAccount(organization, account) };
    },
    ListAccounts(input, call) {
      const organization = managedOrganization(call);
      const { items, rest } = pageOrRefuse(
        organization.accounts,
        account => account.id,
        input,
      );
      return {
        Accounts: items.map(account => describeAccount(organization, account)),
        ...rest,
      };
    },
    ListRoots(_input, call) {
      const { id, rootId, managementAccountId } = managedOrganization(call);
      return {
        Roots: [
          {
            Id: rootId,
            Arn: `arn:aws:organizations::${managementAccountId}:root/${id}/${rootId}`,
            Name: 'Root',
            PolicyTypes: [],
          },
        ],
      };
    },
    EnableAWSServiceAccess(input, call) {
      const { trustedServices } = managedOrganization(call);
      if (!trustedServices.includes(input.ServicePrincipal!)) {
        trustedServices.push(input.ServicePrincipal!);
      }
      return {};
    },
    DisableAWSServiceAccess(input, call) {
      const organization = managedOrganization(call);
      organization.trustedServices = organization.trustedServices.filter(
        service => service !== input.ServicePrincipal,
      );
      return {};
    },
    ListAWSServiceAccessForOrganization(input, call) {
      const membersMay =
        call.world.doubts['member-sees-service-access'] === 'allowed';
      const { trustedServices } = membersMay
        ? ownOrganization(call)
        : managedOrganization(call);
      const { items, rest } = pageOrRefuse(trustedServices, s => s, input);
      return {
        EnabledServicePrincipals: items.map(ServicePrincipal => ({
          ServicePrincipal,
        })),
        ...rest,
      };
    },
  },
});

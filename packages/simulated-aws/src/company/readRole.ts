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

import type { CompanyAccount } from './Company';

/** What the portal's `read` role may do, as AWS would be told (aws.md §4.4). */
const READ_ACTIONS = [
  'rds:DescribeDBInstances',
  'rds:DescribeDBClusters',
  'rds:DescribeDBProxies',
  'rds:DescribeDBProxyTargets',
  'rds:DescribeDBSubnetGroups',
  'rds:DescribeEvents',
  'rds:DescribeEventSubscriptions',
  'rds:ListTagsForResource',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeVpcs',
  'ec2:DescribeVpcAttribute',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSecurityGroupRules',
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeManagedPrefixLists',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcEndpointAssociations',
  'ec2:DescribeVpcEndpointConnections',
  'ec2:DescribeVpcEndpointServices',
  'ec2:DescribeVpcEndpointServiceConfigurations',
  'ec2:DescribeVpcEndpointServicePermissions',
  'vpc-lattice:Get*',
  'vpc-lattice:List*',
  'ram:Get*',
  'ram:List*',
  'organizations:DescribeOrganization',
  'elasticloadbalancing:Describe*',
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'servicequotas:ListServiceQuotas',
  'servicequotas:GetServiceQuota',
  'route53:ListHostedZonesByVPC',
  'tag:GetResources',
];

/** The `read` role's permissions policy. */
export function readPolicy(): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: READ_ACTIONS, Resource: '*' }],
  });
}

/** Who may assume the `read` role: the portal's account with this account's own ExternalId, or nobody but the account. */
export function readTrustPolicy(
  account: CompanyAccount,
  portalAccountId: string,
): string {
  const portal = account.readRole?.trustsPortal;
  const trusted = portal ? portalAccountId : account.id;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${trusted}:root` },
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Condition: {
          StringEquals: { 'sts:ExternalId': account.readRole?.externalId },
        },
      },
    ],
  });
}

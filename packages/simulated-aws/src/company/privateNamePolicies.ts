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

/**
 * What the portal's roles need beside for private DNS names: both of them in an account whose databases get names of a
 * domain, the one that changes things in an account of a network that knows databases by such a name. The portal generates these, and its tests
 * compare.
 *
 * @public
 */
export const PRIVATE_NAME_POLICIES: Record<
  'databaseRead' | 'database' | 'network',
  object
> = {
  databaseRead: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'ec2:DescribeVpcEndpointServiceConfigurations',
          'route53:GetChange',
          'route53:ListHostedZones',
          'route53:ListResourceRecordSets',
        ],
        Resource: '*',
      },
    ],
  },
  database: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'ec2:DescribeVpcEndpointServiceConfigurations',
          'route53:ListHostedZones',
          'route53:ListResourceRecordSets',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: [
          'ec2:ModifyVpcEndpointServiceConfiguration',
          'ec2:StartVpcEndpointServicePrivateDnsVerification',
        ],
        Resource: [
          'arn:${partition}:ec2:*:${accountId}:vpc-endpoint-service/*',
        ],
        Condition: {
          StringEquals: {
            'aws:ResourceTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['route53:ChangeResourceRecordSets'],
        Resource: ['arn:${partition}:route53:::hostedzone/${hostedZoneId}'],
        Condition: {
          'ForAllValues:StringLike': {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': [
              '_*.${domain}',
            ],
          },
          'ForAllValues:StringEquals': {
            'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
          },
        },
      },
    ],
  },
  network: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ec2:ModifyVpcEndpoint'],
        Resource: ['arn:${partition}:ec2:*:${accountId}:vpc-endpoint/*'],
        Condition: {
          StringEquals: {
            'aws:ResourceTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['route53:AssociateVPCWithHostedZone'],
        Resource: '*',
      },
    ],
  },
};

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

import type { PortalSide } from './Company';

/**
 * What the portal's two roles may do in an account, by what the account is wanted for. Written by
 * `yarn build:simulated-roles` from what the portal's object types declare.
 *
 * @public
 */
export const ROLE_POLICIES: Record<
  PortalSide,
  Record<'read' | 'provision', object[]>
> = {
  provider: {
    read: [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'cloudwatch:GetMetricData',
              'cloudwatch:ListMetrics',
              'ec2:DescribeNetworkAcls',
              'ec2:DescribeRegions',
              'ec2:DescribeSecurityGroupRules',
              'ec2:DescribeSecurityGroups',
              'ec2:DescribeSubnets',
              'ec2:DescribeVpcEndpointConnections',
              'ec2:DescribeVpcEndpointServiceConfigurations',
              'ec2:DescribeVpcEndpointServicePermissions',
              'ec2:DescribeVpcs',
              'elasticloadbalancing:DescribeListeners',
              'elasticloadbalancing:DescribeLoadBalancers',
              'elasticloadbalancing:DescribeTags',
              'elasticloadbalancing:DescribeTargetGroupAttributes',
              'elasticloadbalancing:DescribeTargetGroups',
              'elasticloadbalancing:DescribeTargetHealth',
              'organizations:DescribeOrganization',
              'organizations:ListAWSServiceAccessForOrganization',
              'ram:GetResourceShareAssociations',
              'ram:GetResourceShares',
              'rds:DescribeCertificates',
              'rds:DescribeDBClusters',
              'rds:DescribeDBInstances',
              'rds:DescribeEvents',
              'rds:DescribePendingMaintenanceActions',
              'route53:GetHostedZone',
              'servicequotas:ListAWSDefaultServiceQuotas',
              'servicequotas:ListServiceQuotas',
              'vpc-lattice:GetResourceConfiguration',
              'vpc-lattice:GetResourceGateway',
              'vpc-lattice:GetServiceNetworkResourceAssociation',
              'vpc-lattice:ListAccessLogSubscriptions',
              'vpc-lattice:ListResourceConfigurations',
              'vpc-lattice:ListResourceEndpointAssociations',
              'vpc-lattice:ListResourceGateways',
              'vpc-lattice:ListServiceNetworkResourceAssociations',
              'vpc-lattice:ListServiceNetworks',
              'vpc-lattice:ListTagsForResource',
            ],
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Action: ['iam:GetRole'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/${readRole}',
              'arn:${partition}:iam::${accountId}:role/${provisionRole}',
              'arn:${partition}:iam::${accountId}:role/aws-service-role/*',
              'arn:${partition}:iam::${accountId}:role/AWSServiceRole*',
            ],
          },
          {
            Effect: 'Allow',
            Action: ['iam:SimulatePrincipalPolicy'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/${readRole}',
              'arn:${partition}:iam::${accountId}:role/${provisionRole}',
            ],
          },
          {
            Effect: 'Allow',
            Action: ['logs:FilterLogEvents'],
            Resource: [
              'arn:${partition}:logs:*:${accountId}:log-group:/aws/vendedlogs/vpc-lattice/*',
            ],
          },
        ],
      },
    ],
    provision: [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'ec2:DescribeAccountAttributes',
              'ec2:DescribeAddresses',
              'ec2:DescribeInstances',
              'ec2:DescribeInternetGateways',
              'ec2:DescribeSecurityGroupRules',
              'ec2:DescribeSecurityGroups',
              'ec2:DescribeSubnets',
              'ec2:DescribeVpcEndpointConnections',
              'ec2:DescribeVpcEndpointServiceConfigurations',
              'ec2:DescribeVpcEndpointServicePermissions',
              'ec2:DescribeVpcs',
              'elasticloadbalancing:DescribeListeners',
              'elasticloadbalancing:DescribeLoadBalancers',
              'elasticloadbalancing:DescribeTags',
              'elasticloadbalancing:DescribeTargetGroups',
              'ram:GetResourceShareAssociations',
              'ram:GetResourceShareInvitations',
              'ram:GetResourceShares',
              'rds:DescribeDBClusters',
              'rds:DescribeDBInstances',
              'vpc-lattice:GetResourceConfiguration',
              'vpc-lattice:GetResourceGateway',
              'vpc-lattice:GetServiceNetwork',
              'vpc-lattice:GetServiceNetworkResourceAssociation',
              'vpc-lattice:ListResourceConfigurations',
              'vpc-lattice:ListResourceEndpointAssociations',
              'vpc-lattice:ListResourceGateways',
              'vpc-lattice:ListServiceNetworkResourceAssociations',
              'vpc-lattice:ListServiceNetworks',
              'vpc-lattice:ListTagsForResource',
            ],
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateSecurityGroup'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:security-group/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateSecurityGroup'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:vpc/*'],
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateTags'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:security-group/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'ec2:CreateAction': ['CreateSecurityGroup'],
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'ec2:DeleteSecurityGroup',
              'ec2:RevokeSecurityGroupEgress',
            ],
            Resource: ['arn:${partition}:ec2:*:${accountId}:security-group/*'],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'ec2:AuthorizeSecurityGroupEgress',
              'ec2:AuthorizeSecurityGroupIngress',
              'ec2:RevokeSecurityGroupEgress',
              'ec2:RevokeSecurityGroupIngress',
            ],
            Resource: [
              'arn:${partition}:ec2:*:${accountId}:security-group/*',
              'arn:${partition}:ec2:*:${accountId}:security-group-rule/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'ec2:AuthorizeSecurityGroupIngress',
              'ec2:RevokeSecurityGroupIngress',
            ],
            Resource: ['arn:${partition}:ec2:*:${accountId}:security-group/*'],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:shareable': 'true',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateTags'],
            Resource: [
              'arn:${partition}:ec2:*:${accountId}:security-group-rule/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'ec2:CreateAction': [
                  'AuthorizeSecurityGroupEgress',
                  'AuthorizeSecurityGroupIngress',
                ],
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateResourceGateway'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:resourcegateway/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:TagResource'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:resourcegateway/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'vpc-lattice:CreateAction': 'CreateResourceGateway',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:DeleteResourceGateway'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:resourcegateway/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['iam:CreateServiceLinkedRole'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/aws-service-role/vpc-lattice.amazonaws.com/*',
            ],
            Condition: {
              StringEquals: {
                'iam:AWSServiceName': 'vpc-lattice.amazonaws.com',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateResourceConfiguration'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:resourceconfiguration/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:TagResource'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:resourceconfiguration/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'vpc-lattice:CreateAction': 'CreateResourceConfiguration',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'vpc-lattice:DeleteResourceConfiguration',
              'vpc-lattice:DeleteResourcePolicy',
              'vpc-lattice:PutResourcePolicy',
            ],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:resourceconfiguration/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ram:CreateResourceShare'],
            Resource: ['arn:${partition}:ram:*:${accountId}:resource-share/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'ram:RequestedResourceType': [
                  'vpc-lattice:ResourceConfiguration',
                  'vpc-lattice:ServiceNetwork',
                ],
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ram:TagResource'],
            Resource: ['arn:${partition}:ram:*:${accountId}:resource-share/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'ram:AssociateResourceShare',
              'ram:DeleteResourceShare',
              'ram:DisassociateResourceShare',
            ],
            Resource: ['arn:${partition}:ram:*:${accountId}:resource-share/*'],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'vpc-lattice:DeleteResourcePolicy',
              'vpc-lattice:PutResourcePolicy',
            ],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetwork/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ram:AcceptResourceShareInvitation'],
            Resource: ['arn:${partition}:ram:*:*:resource-share-invitation/*'],
            Condition: {
              StringLikeIfExists: {
                'ram:ResourceShareName': 'dba-${installation}-*',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:DeleteResourceEndpointAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:resourceendpointassociation/*',
            ],
          },
        ],
      },
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateServiceNetworkResourceAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetworkresourceassociation/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateServiceNetworkResourceAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:*:resourceconfiguration/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateServiceNetworkResourceAssociation'],
            Resource: ['arn:${partition}:vpc-lattice:*:*:servicenetwork/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:TagResource'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetworkresourceassociation/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'vpc-lattice:CreateAction':
                  'CreateServiceNetworkResourceAssociation',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:DeleteServiceNetworkResourceAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:*:servicenetworkresourceassociation/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['elasticloadbalancing:CreateTargetGroup'],
            Resource: [
              'arn:${partition}:elasticloadbalancing:*:${accountId}:targetgroup/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['elasticloadbalancing:AddTags'],
            Resource: [
              'arn:${partition}:elasticloadbalancing:*:${accountId}:targetgroup/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'elasticloadbalancing:CreateAction': 'CreateTargetGroup',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'elasticloadbalancing:DeleteTargetGroup',
              'elasticloadbalancing:DeregisterTargets',
              'elasticloadbalancing:ModifyTargetGroupAttributes',
              'elasticloadbalancing:RegisterTargets',
            ],
            Resource: [
              'arn:${partition}:elasticloadbalancing:*:${accountId}:targetgroup/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['elasticloadbalancing:CreateLoadBalancer'],
            Resource: [
              'arn:${partition}:elasticloadbalancing:*:${accountId}:loadbalancer/net/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['elasticloadbalancing:AddTags'],
            Resource: [
              'arn:${partition}:elasticloadbalancing:*:${accountId}:loadbalancer/net/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'elasticloadbalancing:CreateAction': 'CreateLoadBalancer',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'elasticloadbalancing:DeleteLoadBalancer',
              'elasticloadbalancing:SetSecurityGroups',
            ],
            Resource: [
              'arn:${partition}:elasticloadbalancing:*:${accountId}:loadbalancer/net/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['iam:CreateServiceLinkedRole'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*',
            ],
            Condition: {
              StringEquals: {
                'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['elasticloadbalancing:CreateListener'],
            Resource: [
              'arn:${partition}:elasticloadbalancing:*:${accountId}:loadbalancer/net/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['elasticloadbalancing:AddTags'],
            Resource: [
              'arn:${partition}:elasticloadbalancing:*:${accountId}:listener/net/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'elasticloadbalancing:CreateAction': 'CreateListener',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['elasticloadbalancing:DeleteListener'],
            Resource: [
              'arn:${partition}:elasticloadbalancing:*:${accountId}:listener/net/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateVpcEndpointServiceConfiguration'],
            Resource: [
              'arn:${partition}:ec2:*:${accountId}:vpc-endpoint-service/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateTags'],
            Resource: [
              'arn:${partition}:ec2:*:${accountId}:vpc-endpoint-service/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'ec2:CreateAction': ['CreateVpcEndpointServiceConfiguration'],
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'ec2:AcceptVpcEndpointConnections',
              'ec2:DeleteVpcEndpointServiceConfigurations',
              'ec2:ModifyVpcEndpointServiceConfiguration',
              'ec2:ModifyVpcEndpointServicePermissions',
              'ec2:RejectVpcEndpointConnections',
            ],
            Resource: [
              'arn:${partition}:ec2:*:${accountId}:vpc-endpoint-service/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpce:AllowMultiRegion'],
            Resource: [
              'arn:${partition}:ec2:*:${accountId}:vpc-endpoint-service/*',
            ],
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:DeleteServiceNetworkResourceAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:*:servicenetworkresourceassociation/*',
            ],
            Condition: {
              StringEqualsIfExists: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
        ],
      },
    ],
  },
  consumer: {
    read: [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'cloudwatch:GetMetricData',
              'cloudwatch:ListMetrics',
              'ec2:DescribeNetworkAcls',
              'ec2:DescribeRegions',
              'ec2:DescribeSecurityGroupRules',
              'ec2:DescribeSecurityGroups',
              'ec2:DescribeSubnets',
              'ec2:DescribeVpcAttribute',
              'ec2:DescribeVpcEndpointAssociations',
              'ec2:DescribeVpcEndpoints',
              'ec2:DescribeVpcs',
              'organizations:DescribeOrganization',
              'organizations:ListAWSServiceAccessForOrganization',
              'ram:GetResourceShares',
              'rds:DescribeDBClusters',
              'rds:DescribeDBInstances',
              'route53:GetChange',
              'route53:GetHostedZone',
              'route53:ListHostedZones',
              'route53:ListHostedZonesByVPC',
              'route53:ListResourceRecordSets',
              'servicequotas:ListAWSDefaultServiceQuotas',
              'servicequotas:ListServiceQuotas',
              'vpc-lattice:GetServiceNetwork',
              'vpc-lattice:GetServiceNetworkResourceAssociation',
              'vpc-lattice:GetServiceNetworkVpcAssociation',
              'vpc-lattice:ListAccessLogSubscriptions',
              'vpc-lattice:ListServiceNetworkResourceAssociations',
              'vpc-lattice:ListServiceNetworkVpcAssociations',
              'vpc-lattice:ListServiceNetworkVpcEndpointAssociations',
              'vpc-lattice:ListServiceNetworks',
              'vpc-lattice:ListTagsForResource',
            ],
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Action: ['iam:GetRole'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/${readRole}',
              'arn:${partition}:iam::${accountId}:role/${provisionRole}',
              'arn:${partition}:iam::${accountId}:role/aws-service-role/*',
              'arn:${partition}:iam::${accountId}:role/AWSServiceRole*',
            ],
          },
          {
            Effect: 'Allow',
            Action: ['iam:SimulatePrincipalPolicy'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/${readRole}',
              'arn:${partition}:iam::${accountId}:role/${provisionRole}',
            ],
          },
          {
            Effect: 'Allow',
            Action: ['logs:FilterLogEvents'],
            Resource: [
              'arn:${partition}:logs:*:${accountId}:log-group:/aws/vendedlogs/vpc-lattice/*',
            ],
          },
        ],
      },
    ],
    provision: [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'ec2:DescribeSecurityGroupRules',
              'ec2:DescribeSecurityGroups',
              'ec2:DescribeVpcEndpointAssociations',
              'ec2:DescribeVpcEndpointServices',
              'ec2:DescribeVpcEndpoints',
              'ec2:DescribeVpcs',
              'ram:GetResourceShareInvitations',
              'ram:GetResourceShares',
              'route53:AssociateVPCWithHostedZone',
              'route53:DeleteHostedZone',
              'route53:GetHostedZone',
              'route53:ListHostedZones',
              'route53:ListHostedZonesByVPC',
              'route53:ListResourceRecordSets',
              'vpc-lattice:GetResourceConfiguration',
              'vpc-lattice:GetServiceNetwork',
              'vpc-lattice:GetServiceNetworkResourceAssociation',
              'vpc-lattice:GetServiceNetworkVpcAssociation',
              'vpc-lattice:ListServiceNetworkResourceAssociations',
              'vpc-lattice:ListServiceNetworkVpcAssociations',
              'vpc-lattice:ListServiceNetworks',
              'vpc-lattice:ListTagsForResource',
            ],
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateSecurityGroup'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:security-group/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateSecurityGroup'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:vpc/*'],
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateTags'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:security-group/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'ec2:CreateAction': ['CreateSecurityGroup'],
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'ec2:DeleteSecurityGroup',
              'ec2:RevokeSecurityGroupEgress',
            ],
            Resource: ['arn:${partition}:ec2:*:${accountId}:security-group/*'],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'ec2:AuthorizeSecurityGroupEgress',
              'ec2:AuthorizeSecurityGroupIngress',
              'ec2:RevokeSecurityGroupEgress',
              'ec2:RevokeSecurityGroupIngress',
            ],
            Resource: [
              'arn:${partition}:ec2:*:${accountId}:security-group/*',
              'arn:${partition}:ec2:*:${accountId}:security-group-rule/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'ec2:AuthorizeSecurityGroupIngress',
              'ec2:RevokeSecurityGroupIngress',
            ],
            Resource: ['arn:${partition}:ec2:*:${accountId}:security-group/*'],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:shareable': 'true',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateTags'],
            Resource: [
              'arn:${partition}:ec2:*:${accountId}:security-group-rule/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'ec2:CreateAction': [
                  'AuthorizeSecurityGroupEgress',
                  'AuthorizeSecurityGroupIngress',
                ],
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ram:AcceptResourceShareInvitation'],
            Resource: ['arn:${partition}:ram:*:*:resource-share-invitation/*'],
            Condition: {
              StringLikeIfExists: {
                'ram:ResourceShareName': 'dba-${installation}-*',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateVpcEndpoint'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:vpc-endpoint/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateVpcEndpoint'],
            Resource: [
              'arn:${partition}:ec2:*:${accountId}:vpc/*',
              'arn:${partition}:ec2:*:${accountId}:subnet/*',
              'arn:${partition}:ec2:*:${accountId}:security-group/*',
            ],
          },
          {
            Effect: 'Allow',
            Action: ['ec2:CreateTags'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:vpc-endpoint/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'ec2:CreateAction': ['CreateVpcEndpoint'],
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ec2:DeleteVpcEndpoints'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:vpc-endpoint/*'],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateServiceNetwork'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetwork/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:TagResource'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetwork/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'vpc-lattice:CreateAction': 'CreateServiceNetwork',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:DeleteServiceNetwork'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetwork/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['iam:CreateServiceLinkedRole'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/aws-service-role/vpc-lattice.amazonaws.com/*',
            ],
            Condition: {
              StringEquals: {
                'iam:AWSServiceName': 'vpc-lattice.amazonaws.com',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateServiceNetworkResourceAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetworkresourceassociation/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateServiceNetworkResourceAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:*:resourceconfiguration/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'vpc-lattice:CreateServiceNetworkResourceAssociation',
              'vpc-lattice:CreateServiceNetworkVpcAssociation',
            ],
            Resource: ['arn:${partition}:vpc-lattice:*:*:servicenetwork/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:TagResource'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetworkresourceassociation/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'vpc-lattice:CreateAction':
                  'CreateServiceNetworkResourceAssociation',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:DeleteServiceNetworkResourceAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:*:servicenetworkresourceassociation/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
        ],
      },
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateServiceNetworkVpcAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetworkvpcassociation/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:TagResource'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetworkvpcassociation/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'vpc-lattice:CreateAction':
                  'CreateServiceNetworkVpcAssociation',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:DeleteServiceNetworkVpcAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:*:servicenetworkvpcassociation/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateServiceNetworkVpcEndpointAssociation'],
            Resource: ['arn:${partition}:vpc-lattice:*:*:servicenetwork/*'],
          },
          {
            Effect: 'Allow',
            Action: ['vpce:AllowMultiRegion'],
            Resource: ['arn:${partition}:ec2:*:${accountId}:vpc-endpoint/*'],
          },
          {
            Effect: 'Allow',
            Action: ['route53:CreateHostedZone'],
            Resource: '*',
            Condition: { Null: { 'route53:VPCs': 'false' } },
          },
          {
            Effect: 'Allow',
            Action: ['route53:ChangeResourceRecordSets'],
            Resource: '*',
            Condition: {
              'ForAllValues:StringLike': {
                'route53:ChangeResourceRecordSetsNormalizedRecordNames': [
                  '*.rds.amazonaws.com',
                  '*.rds.amazonaws.com.cn',
                ],
              },
              'ForAllValues:StringEquals': {
                'route53:ChangeResourceRecordSetsRecordTypes': ['A'],
              },
            },
          },
        ],
      },
    ],
  },
  networking: {
    read: [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'ec2:DescribeRegions',
              'organizations:DescribeOrganization',
              'organizations:ListAWSServiceAccessForOrganization',
              'ram:GetResourceShareAssociations',
              'ram:GetResourceShares',
              'rds:DescribeDBClusters',
              'rds:DescribeDBInstances',
              'servicequotas:ListAWSDefaultServiceQuotas',
              'servicequotas:ListServiceQuotas',
              'vpc-lattice:GetServiceNetwork',
              'vpc-lattice:GetServiceNetworkVpcAssociation',
              'vpc-lattice:ListAccessLogSubscriptions',
              'vpc-lattice:ListServiceNetworkVpcAssociations',
              'vpc-lattice:ListServiceNetworkVpcEndpointAssociations',
              'vpc-lattice:ListServiceNetworks',
              'vpc-lattice:ListTagsForResource',
            ],
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Action: ['iam:GetRole'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/${readRole}',
              'arn:${partition}:iam::${accountId}:role/${provisionRole}',
              'arn:${partition}:iam::${accountId}:role/aws-service-role/*',
              'arn:${partition}:iam::${accountId}:role/AWSServiceRole*',
            ],
          },
          {
            Effect: 'Allow',
            Action: ['iam:SimulatePrincipalPolicy'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/${readRole}',
              'arn:${partition}:iam::${accountId}:role/${provisionRole}',
            ],
          },
          {
            Effect: 'Allow',
            Action: ['logs:FilterLogEvents'],
            Resource: [
              'arn:${partition}:logs:*:${accountId}:log-group:/aws/vendedlogs/vpc-lattice/*',
            ],
          },
        ],
      },
    ],
    provision: [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'ram:GetResourceShareAssociations',
              'ram:GetResourceShares',
              'vpc-lattice:GetServiceNetwork',
              'vpc-lattice:GetServiceNetworkVpcAssociation',
              'vpc-lattice:ListServiceNetworkVpcAssociations',
              'vpc-lattice:ListServiceNetworks',
              'vpc-lattice:ListTagsForResource',
            ],
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Action: ['ram:CreateResourceShare'],
            Resource: ['arn:${partition}:ram:*:${accountId}:resource-share/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'ram:RequestedResourceType': [
                  'vpc-lattice:ResourceConfiguration',
                  'vpc-lattice:ServiceNetwork',
                ],
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['ram:TagResource'],
            Resource: ['arn:${partition}:ram:*:${accountId}:resource-share/*'],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'ram:AssociateResourceShare',
              'ram:DeleteResourceShare',
              'ram:DisassociateResourceShare',
            ],
            Resource: ['arn:${partition}:ram:*:${accountId}:resource-share/*'],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'vpc-lattice:DeleteResourcePolicy',
              'vpc-lattice:PutResourcePolicy',
            ],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:resourceconfiguration/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: [
              'vpc-lattice:DeleteResourcePolicy',
              'vpc-lattice:DeleteServiceNetwork',
              'vpc-lattice:PutResourcePolicy',
            ],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetwork/*',
            ],
            Condition: {
              StringEquals: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:CreateServiceNetwork'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetwork/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:TagResource'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:${accountId}:servicenetwork/*',
            ],
            Condition: {
              StringEquals: {
                'aws:RequestTag/database-access:installation':
                  '${installation}',
                'vpc-lattice:CreateAction': 'CreateServiceNetwork',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['iam:CreateServiceLinkedRole'],
            Resource: [
              'arn:${partition}:iam::${accountId}:role/aws-service-role/vpc-lattice.amazonaws.com/*',
            ],
            Condition: {
              StringEquals: {
                'iam:AWSServiceName': 'vpc-lattice.amazonaws.com',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: ['vpc-lattice:DeleteServiceNetworkVpcAssociation'],
            Resource: [
              'arn:${partition}:vpc-lattice:*:*:servicenetworkvpcassociation/*',
            ],
            Condition: {
              StringEqualsIfExists: {
                'aws:ResourceTag/database-access:installation':
                  '${installation}',
              },
            },
          },
        ],
      },
    ],
  },
};

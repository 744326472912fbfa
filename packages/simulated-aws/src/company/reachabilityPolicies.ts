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
 * What the portal's `provision` role needs beside to find out whether shares can be reached: where AWS analyses paths, and
 * where a function probes. The portal generates these, and its tests compare.
 *
 * @public
 */
export const REACHABILITY_POLICIES: Record<'analyzer' | 'prober', object> = {
  analyzer: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'ec2:DescribeAvailabilityZones',
          'ec2:DescribeCustomerGateways',
          'ec2:DescribeInstances',
          'ec2:DescribeInternetGateways',
          'ec2:DescribeManagedPrefixLists',
          'ec2:DescribeNatGateways',
          'ec2:DescribeNetworkAcls',
          'ec2:DescribeNetworkInsightsAnalyses',
          'ec2:DescribeNetworkInsightsPaths',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribePrefixLists',
          'ec2:DescribeRegions',
          'ec2:DescribeRouteTables',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeTransitGatewayAttachments',
          'ec2:DescribeTransitGatewayPeeringAttachments',
          'ec2:DescribeTransitGatewayRouteTables',
          'ec2:DescribeTransitGatewayVpcAttachments',
          'ec2:DescribeTransitGateways',
          'ec2:DescribeVpcEndpointServiceConfigurations',
          'ec2:DescribeVpcEndpoints',
          'ec2:DescribeVpcPeeringConnections',
          'ec2:DescribeVpcs',
          'ec2:DescribeVpnConnections',
          'ec2:DescribeVpnGateways',
          'ec2:GetManagedPrefixListEntries',
          'ec2:GetTransitGatewayRouteTablePropagations',
          'ec2:SearchTransitGatewayRoutes',
          'elasticloadbalancing:DescribeListeners',
          'elasticloadbalancing:DescribeLoadBalancerAttributes',
          'elasticloadbalancing:DescribeLoadBalancers',
          'elasticloadbalancing:DescribeRules',
          'elasticloadbalancing:DescribeTags',
          'elasticloadbalancing:DescribeTargetGroupAttributes',
          'elasticloadbalancing:DescribeTargetGroups',
          'elasticloadbalancing:DescribeTargetHealth',
          'tiros:CreateQuery',
          'tiros:GetQueryAnswer',
          'tiros:GetQueryExplanation',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: ['ec2:CreateNetworkInsightsPath'],
        Resource: [
          'arn:${partition}:ec2:*:${accountId}:network-insights-path/*',
        ],
        Condition: {
          StringEquals: {
            'aws:RequestTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['ec2:CreateNetworkInsightsPath'],
        Resource: ['arn:${partition}:ec2:*:${accountId}:network-interface/*'],
      },
      {
        Effect: 'Allow',
        Action: ['ec2:StartNetworkInsightsAnalysis'],
        Resource: [
          'arn:${partition}:ec2:*:${accountId}:network-insights-analysis/*',
        ],
        Condition: {
          StringEquals: {
            'aws:RequestTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: [
          'ec2:DeleteNetworkInsightsPath',
          'ec2:StartNetworkInsightsAnalysis',
        ],
        Resource: [
          'arn:${partition}:ec2:*:${accountId}:network-insights-path/*',
        ],
        Condition: {
          StringEquals: {
            'aws:ResourceTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['ec2:DeleteNetworkInsightsAnalysis'],
        Resource: [
          'arn:${partition}:ec2:*:${accountId}:network-insights-analysis/*',
        ],
        Condition: {
          StringEquals: {
            'aws:ResourceTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['ec2:CreateTags'],
        Resource: [
          'arn:${partition}:ec2:*:${accountId}:network-insights-path/*',
        ],
        Condition: {
          StringEquals: {
            'aws:RequestTag/database-access:installation': '${installation}',
            'ec2:CreateAction': ['CreateNetworkInsightsPath'],
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['ec2:CreateTags'],
        Resource: [
          'arn:${partition}:ec2:*:${accountId}:network-insights-analysis/*',
        ],
        Condition: {
          StringEquals: {
            'aws:RequestTag/database-access:installation': '${installation}',
            'ec2:CreateAction': ['StartNetworkInsightsAnalysis'],
          },
        },
      },
    ],
  },
  prober: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['lambda:InvokeFunction'],
        Resource: [
          'arn:${partition}:lambda:*:${accountId}:function:${proberPrefix}-*',
        ],
      },
    ],
  },
};

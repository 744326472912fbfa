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
 * What the portal's two roles need beside in an account whose databases have updaters, and what the role may do as which
 * these run. The portal generates these, and its tests compare.
 *
 * @public
 */
export const UPDATER_POLICIES: Record<
  'read' | 'provision' | 'execution',
  object
> = {
  read: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'events:DescribeRule',
          'events:ListRules',
          'events:ListTagsForResource',
          'events:ListTargetsByRule',
          'lambda:GetFunctionConfiguration',
          'lambda:GetPolicy',
          'lambda:ListFunctions',
          'lambda:ListTags',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: ['iam:GetRole'],
        Resource: ['arn:${partition}:iam::${accountId}:role/${updaterRole}'],
      },
    ],
  },
  provision: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'events:DescribeRule',
          'events:ListTagsForResource',
          'events:ListTargetsByRule',
          'lambda:GetFunctionConfiguration',
          'lambda:GetPolicy',
          'lambda:ListTags',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: ['lambda:CreateFunction', 'lambda:TagResource'],
        Resource: [
          'arn:${partition}:lambda:*:${accountId}:function:dba-${installation}-*',
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
          'lambda:AddPermission',
          'lambda:DeleteFunction',
          'lambda:RemovePermission',
          'lambda:UpdateFunctionCode',
          'lambda:UpdateFunctionConfiguration',
        ],
        Resource: [
          'arn:${partition}:lambda:*:${accountId}:function:dba-${installation}-*',
        ],
        Condition: {
          StringEquals: {
            'aws:ResourceTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: ['arn:${partition}:iam::${accountId}:role/${updaterRole}'],
        Condition: {
          StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
        },
      },
      {
        Effect: 'Allow',
        Action: ['events:PutRule', 'events:TagResource'],
        Resource: [
          'arn:${partition}:events:*:${accountId}:rule/dba-${installation}-*',
        ],
        Condition: {
          StringEquals: {
            'aws:RequestTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['events:DeleteRule', 'events:RemoveTargets'],
        Resource: [
          'arn:${partition}:events:*:${accountId}:rule/dba-${installation}-*',
        ],
        Condition: {
          StringEquals: {
            'aws:ResourceTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['events:PutTargets'],
        Resource: [
          'arn:${partition}:events:*:${accountId}:rule/dba-${installation}-*',
        ],
        Condition: {
          StringEquals: {
            'aws:ResourceTag/database-access:installation': '${installation}',
          },
          'ForAllValues:ArnLike': {
            'events:TargetArn':
              'arn:${partition}:lambda:*:${accountId}:function:dba-${installation}-*',
          },
        },
      },
    ],
  },
  execution: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'ec2:DescribeInstances',
          'ec2:DescribeInternetGateways',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcs',
          'elasticloadbalancing:DescribeTargetHealth',
          'rds:DescribeDBClusters',
          'rds:DescribeDBInstances',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: [
          'elasticloadbalancing:DeregisterTargets',
          'elasticloadbalancing:RegisterTargets',
        ],
        Resource: [
          'arn:${partition}:elasticloadbalancing:*:${accountId}:targetgroup/dba-${installation}-*',
        ],
        Condition: {
          StringEquals: {
            'aws:ResourceTag/database-access:installation': '${installation}',
          },
        },
      },
      {
        Effect: 'Allow',
        Action: [
          'logs:CreateLogGroup',
          'logs:CreateLogStream',
          'logs:PutLogEvents',
        ],
        Resource: [
          'arn:${partition}:logs:*:${accountId}:log-group:/aws/lambda/dba-${installation}-*',
        ],
      },
    ],
  },
};

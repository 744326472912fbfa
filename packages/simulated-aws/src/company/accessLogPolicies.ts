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
 * What the portal's role that changes things needs beside in an account whose databases' access logs it keeps. The portal
 * generates it, and its tests compare.
 *
 * @public
 */
export const ACCESS_LOG_POLICY: object = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
        'vpc-lattice:ListAccessLogSubscriptions',
        'vpc-lattice:ListTagsForResource',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['vpc-lattice:CreateAccessLogSubscription'],
      Resource: [
        'arn:${partition}:vpc-lattice:*:${accountId}:accesslogsubscription/*',
      ],
      Condition: {
        StringEquals: {
          'aws:RequestTag/database-access:installation': '${installation}',
        },
      },
    },
    {
      Effect: 'Allow',
      Action: ['vpc-lattice:TagResource'],
      Resource: [
        'arn:${partition}:vpc-lattice:*:${accountId}:accesslogsubscription/*',
      ],
      Condition: {
        StringEquals: {
          'aws:RequestTag/database-access:installation': '${installation}',
          'vpc-lattice:CreateAction': 'CreateAccessLogSubscription',
        },
      },
    },
    {
      Effect: 'Allow',
      Action: [
        'vpc-lattice:DeleteAccessLogSubscription',
        'vpc-lattice:UpdateAccessLogSubscription',
      ],
      Resource: [
        'arn:${partition}:vpc-lattice:*:${accountId}:accesslogsubscription/*',
      ],
      Condition: {
        StringEquals: {
          'aws:ResourceTag/database-access:installation': '${installation}',
        },
      },
    },
  ],
};

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

import type { PolicyStatement } from '../ObjectType';
import { arn, IS_OURS, reading } from '../statements';

/** What the updater's code calls, and nothing else: it can register and deregister addresses in our target groups. */
export const EXECUTION: PolicyStatement[] = [
  reading(
    'elasticloadbalancing:DescribeTargetHealth',
    // Who reads in a cluster.
    'rds:DescribeDBClusters',
    'rds:DescribeDBInstances',
    // ELB looks at these in its caller's name.
    'ec2:DescribeInstances',
    'ec2:DescribeInternetGateways',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
  ),
  {
    actions: [
      'elasticloadbalancing:DeregisterTargets',
      'elasticloadbalancing:RegisterTargets',
    ],
    resources: [
      arn('elasticloadbalancing', 'targetgroup/dba-${installation}-*'),
    ],
    conditions: IS_OURS,
  },
  // One sentence for each move. Lambda makes the log group when it first writes to it.
  {
    actions: [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ],
    resources: [arn('logs', 'log-group:/aws/lambda/dba-${installation}-*')],
  },
];

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

import { AwsError } from '../../core/errors';
import { pageOf } from '../../core/paging';
import type { ValueRule } from '../../core/Service';
import type { LogsPart } from './part';
import { onGroup } from './permissions';
import { invalid, noSuchGroup } from './refusals';
import { logGroupArn, logsState } from './state';

const GROUP_NAME: ValueRule = {
  length: [1, 512],
  pattern: /^[.\-_/#A-Za-z0-9]+$/,
};

/** CloudWatch Logs API Reference, PutRetentionPolicy. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
  2192, 2557, 2922, 3288, 3653,
];

export const logGroups: LogsPart = {
  rules: {
    'CreateLogGroup.logGroupName': GROUP_NAME,
    'CreateLogGroup.tags': { length: [1, 50] },
    'DeleteLogGroup.logGroupName': GROUP_NAME,
    'PutRetentionPolicy.logGroupName': GROUP_NAME,
    'DescribeLogGroups.logGroupNamePrefix': GROUP_NAME,
    'DescribeLogGroups.limit': { range: [1, 50] },
  },

  permissions: {
    CreateLogGroup: ({ logGroupName, tags }, call) => {
      const create = onGroup(call, 'CreateLogGroup', logGroupName!, { tags });
      return tags
        ? [
            create,
            onGroup(call, 'TagResource', logGroupName!, {
              tags,
              isTagging: true,
            }),
          ]
        : [create];
    },
    DeleteLogGroup: ({ logGroupName }, call) => [
      onGroup(call, 'DeleteLogGroup', logGroupName!),
    ],
    PutRetentionPolicy: ({ logGroupName }, call) => [
      onGroup(call, 'PutRetentionPolicy', logGroupName!),
    ],
  },

  handlers: {
    CreateLogGroup({ logGroupName, tags }, call) {
      const name = logGroupName!;
      const { groups } = logsState.of(call.world, call);
      if (name.startsWith('aws/')) {
        throw invalid('Log groups starting with AWS/ are reserved for AWS.');
      }
      if (groups[name]) {
        throw new AwsError(
          'ResourceAlreadyExistsException',
          'The specified log group already exists',
        );
      }
      groups[name] = {
        name,
        createdAt: call.now,
        tags: { ...tags },
        events: [],
      };
      return {};
    },

    DeleteLogGroup({ logGroupName }, call) {
      const { groups } = logsState.of(call.world, call);
      if (!groups[logGroupName!]) {
        throw noSuchGroup();
      }
      delete groups[logGroupName!];
      return {};
    },

    PutRetentionPolicy({ logGroupName, retentionInDays }, call) {
      const group = logsState.of(call.world, call).groups[logGroupName!];
      if (!group) {
        throw noSuchGroup();
      }
      if (!RETENTION_DAYS.includes(retentionInDays!)) {
        throw invalid(
          `retentionInDays must be one of ${RETENTION_DAYS.join(', ')}.`,
        );
      }
      group.retentionInDays = retentionInDays;
      return {};
    },

    /** Those of this account only: that of another one needs a monitoring account, which is not simulated. */
    DescribeLogGroups(input, call) {
      const { logGroupNamePrefix: prefix, logGroupNamePattern: part } = input;
      if (prefix !== undefined && part !== undefined) {
        throw invalid(
          'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
        );
      }
      const found = Object.values(logsState.of(call.world, call).groups)
        .filter(({ name }) => name.startsWith(prefix ?? ''))
        .filter(({ name }) => name.includes(part ?? ''));
      const page = pageOf(found, ({ name }) => name, {
        token: input.nextToken,
        size: input.limit ?? 50,
      });
      if (!page) {
        throw invalid('The specified nextToken is invalid.');
      }
      return {
        logGroups: page.items.map(group => {
          const arn = logGroupArn(call, group.name);
          return {
            logGroupName: group.name,
            arn: `${arn}:*`,
            logGroupArn: arn,
            creationTime: group.createdAt,
            retentionInDays: group.retentionInDays,
            metricFilterCount: 0,
            storedBytes: group.events.reduce(
              (sum, { message }) => sum + message.length,
              0,
            ),
            logGroupClass: 'STANDARD',
          };
        }),
        nextToken: page.nextToken,
      };
    },
  },
};

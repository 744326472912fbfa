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

import * as sdk from '@aws-sdk/client-sts';
import { AwsError } from '../../core/errors';
import { defineService } from '../../core/Service';
import { assumeRole } from './assumeRole';
import { sessionOf } from './credentials';
import { queryRefusals } from './refusals';

export const sts = defineService<typeof sdk>({
  sdk,
  prefix: 'sts',
  refusals: queryRefusals,
  // STS API reference, AssumeRole.
  rules: {
    'AssumeRole.RoleArn': { length: [20, 2048] },
    'AssumeRole.RoleSessionName': {
      length: [2, 64],
      pattern: /^[\w+=,.@-]*$/,
    },
    'AssumeRole.DurationSeconds': { range: [900, 43200] },
    'AssumeRole.ExternalId': {
      length: [2, 1224],
      pattern: /^[\w+=,.@:/-]*$/,
    },
    'AssumeRole.SourceIdentity': { length: [2, 64], pattern: /^[\w+=,.@-]*$/ },
    'AssumeRole.Policy': { length: [1, Infinity] },
    'AssumeRole.Tags': { length: [0, 50] },
    'AssumeRole.Tags[].Key': { length: [1, 128] },
    'AssumeRole.Tags[].Value': { length: [0, 256] },
    'AssumeRole.TransitiveTagKeys': { length: [0, 50] },
    'GetAccessKeyInfo.AccessKeyId': { length: [16, 128], pattern: /^\w*$/ },
  },
  permissions: {
    // Everybody may ask who they are, whatever their policies say.
    GetCallerIdentity: () => [],
    // The role's trust decides with the caller's policies, and AWS has one sentence for both.
    AssumeRole: () => [],
  },
  targetAccountId: (operation, { RoleArn }) =>
    operation === 'AssumeRole' ? String(RoleArn).split(':')[4] : undefined,
  handlers: {
    AssumeRole: assumeRole,
    GetCallerIdentity: (_input, { caller }) => ({
      Account: caller.accountId,
      Arn: caller.arn,
      UserId: caller.userId,
    }),
    GetAccessKeyInfo(input, { world }) {
      const session = sessionOf(world, input.AccessKeyId!);
      if (!session) {
        throw new AwsError(
          'ValidationError',
          `The access key ${input.AccessKeyId} does not exist.`,
          {},
          400,
        );
      }
      return { Account: session.accountId };
    },
  },
});

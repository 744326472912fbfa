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

import {
  AccessLogSubscriptionSummary,
  CreateAccessLogSubscriptionCommand,
  DeleteAccessLogSubscriptionCommand,
  paginateListAccessLogSubscriptions,
  UpdateAccessLogSubscriptionCommand,
} from '@aws-sdk/client-vpc-lattice';
import { AwsCallError, LaneClients } from '../aws';
import { awsCodeOf, foreign, isNotFound, removeOnce } from './awsAnswers';
import { isOursByTags, latticeObjectTag } from './lattice';
import { defineObjectType, ObjectRef } from './ObjectType';
import { unpublishedRate } from './rates';
import { resourceConfiguration } from './resourceConfiguration';
import {
  arn,
  IS_OURS,
  latticeTagOnCreate,
  reading,
  TAGGED_AS_OURS,
} from './statements';

/** Without the log group: that is the account's in config, and one that config changes is another place for the same log. */
export type AccessLogSubscriptionSpec = {
  readonly resourceConfigurationArn: string;
};

export interface AccessLogSubscriptionState {
  id: string;
  arn: string;
  resourceArn: string;
  destinationArn: string;
  /** Where config wants it; absent where config wants none any more: then it stays as it is. */
  wantedArn?: string;
}

const KIND = 'accesslogsubscription/*';

/**
 * Keeps the log of who connects to a database, in a log group of its account that the portal does not make: AWS has no
 * metric of it ("Access logs for Amazon VPC Lattice", User Guide).
 */
export const accessLogSubscription = defineObjectType<
  AccessLogSubscriptionSpec,
  AccessLogSubscriptionState
>({
  type: 'vpc-lattice/access-log-subscription',
  title: 'Access log',
  partOf: 'access-log',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'vpc-lattice:ListAccessLogSubscriptions',
        'vpc-lattice:ListTagsForResource',
      ),
    ],
    provision: [
      {
        actions: ['vpc-lattice:CreateAccessLogSubscription'],
        resources: [arn('vpc-lattice', KIND)],
        conditions: TAGGED_AS_OURS,
      },
      latticeTagOnCreate(KIND, 'CreateAccessLogSubscription'),
      {
        actions: [
          'vpc-lattice:DeleteAccessLogSubscription',
          'vpc-lattice:UpdateAccessLogSubscription',
        ],
        resources: [arn('vpc-lattice', KIND)],
        conditions: IS_OURS,
      },
      {
        // Lattice asks for them in its caller's name, with which it also opens the log group to the delivery.
        actions: [
          'logs:CreateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:DescribeLogGroups',
          'logs:DescribeResourcePolicies',
          'logs:GetLogDelivery',
          'logs:PutResourcePolicy',
          'logs:UpdateLogDelivery',
        ],
      },
    ],
  },
  rates: {
    create: unpublishedRate('vpc-lattice:CreateAccessLogSubscription'),
    remove: unpublishedRate('vpc-lattice:DeleteAccessLogSubscription'),
  },
  budgetSeconds: 10 * 60,
  oneByOne: true,
  // No path hangs on it.
  watchSeconds: 10 * 60,

  async find(aws, ref) {
    for await (const found of subscriptionsTo(
      aws,
      ref.spec.resourceConfigurationArn,
    )) {
      const isIt = ref.awsId
        ? found.id === ref.awsId
        : await isOursByTags(aws, found.arn, ref);
      if (isIt) {
        return found;
      }
    }
    return undefined;
  },

  async create(aws, ref, token) {
    const { resourceConfigurationArn } = ref.spec;
    const command = new CreateAccessLogSubscriptionCommand({
      clientToken: token,
      resourceIdentifier: resourceConfigurationArn,
      destinationArn: wantedArn(aws, resourceConfigurationArn),
      tags: ref.tags,
    });
    try {
      return toState(aws, await aws.vpcLattice.send(command));
    } catch (error) {
      throw await explained(aws, ref, error);
    }
  },

  remove: (aws, ref, { id }) =>
    removeOnce(
      () =>
        aws.vpcLattice.send(
          new DeleteAccessLogSubscriptionCommand({
            accessLogSubscriptionIdentifier: id,
          }),
        ),
      async () => {
        const { resourceConfigurationArn } = ref.spec;
        for await (const found of subscriptionsTo(
          aws,
          resourceConfigurationArn,
        )) {
          if (found.id === id) {
            return true;
          }
        }
        return false;
      },
    ),

  /** Of our configurations; AWS lists them for one at a time. */
  async *list(aws, installation) {
    for await (const configuration of resourceConfiguration.list(
      aws,
      installation,
    )) {
      yield* subscriptionsTo(aws, configuration.arn);
    }
  },

  correction: {
    needed: (_ref, { destinationArn, wantedArn: wanted }) =>
      wanted === undefined || isSameGroup(destinationArn, wanted)
        ? undefined
        : `The access log goes to ${destinationArn}, and config wants it in ${wanted}.`,
    async make(aws, _ref, { id, wantedArn: wanted }) {
      await aws.vpcLattice.send(
        new UpdateAccessLogSubscriptionCommand({
          accessLogSubscriptionIdentifier: id,
          destinationArn: wanted,
        }),
      );
    },
    rate: unpublishedRate('vpc-lattice:UpdateAccessLogSubscription'),
  },

  // Wherever the log goes, packets pass.
  assess: () => ({ condition: 'ready' }),
  objectTag: latticeObjectTag,
  awsId: ({ id }) => id,
  outputs: state => ({
    accessLogSubscriptionId: state.id,
    logGroupArn: state.destinationArn,
  }),
});

/** Those to log groups: what somebody sends to S3 or Firehose beside is none of ours. */
async function* subscriptionsTo(
  aws: LaneClients,
  resourceConfigurationArn: string,
): AsyncIterable<AccessLogSubscriptionState> {
  const pages = paginateListAccessLogSubscriptions(
    { client: aws.vpcLattice, pageSize: 100 },
    { resourceIdentifier: resourceConfigurationArn },
  );
  for await (const { items = [] } of pages) {
    yield* items
      .filter(({ destinationArn }) => destinationArn?.split(':')[2] === 'logs')
      .map(item => toState(aws, item));
  }
}

/** Why AWS made none, where it is for somebody in the account to mend. */
async function explained(
  aws: LaneClients,
  ref: ObjectRef<AccessLogSubscriptionSpec>,
  error: unknown,
): Promise<unknown> {
  const operation = 'vpc-lattice:CreateAccessLogSubscription';
  const { resourceConfigurationArn } = ref.spec;
  if (await isTaken(aws, ref, error)) {
    const what = `An access log subscription of ${resourceConfigurationArn} to CloudWatch Logs`;
    return foreign(aws, operation, what, error);
  }
  const code = awsCodeOf(error);
  if (
    !(error instanceof AwsCallError) ||
    !(code === 'ValidationException' || isNotFound(code))
  ) {
    return error;
  }
  const { accountId, name, accessLogGroup } = aws.account;
  return new AwsCallError({
    message: `AWS refused ${operation} in account ${accountId} (${name}), ${aws.region}, to the log group ${accessLogGroup}: see that it is there.`,
    code: error.code,
    verdict: 'needs-a-person',
    lane: { accountId, region: aws.region },
    operation,
    remedy: `In account ${accountId}, create the log group ${accessLogGroup} in ${aws.region} and say how long it keeps its lines, or name another one in databaseAccess.accessLogs.`,
    awsCode: code,
    awsMessage: error.awsMessage,
  });
}

/** AWS takes one to CloudWatch Logs for each configuration. */
async function isTaken(
  aws: LaneClients,
  ref: ObjectRef<AccessLogSubscriptionSpec>,
  error: unknown,
): Promise<boolean> {
  if (awsCodeOf(error) !== 'ConflictException') {
    return false;
  }
  for await (const { arn: its } of subscriptionsTo(
    aws,
    ref.spec.resourceConfigurationArn,
  )) {
    return !(await isOursByTags(aws, its, ref));
  }
  return false;
}

function wantedArn(
  { account, region }: LaneClients,
  resourceConfigurationArn: string,
): string | undefined {
  const { accountId, accessLogGroup } = account;
  const [, partition] = resourceConfigurationArn.split(':');
  return accessLogGroup === undefined
    ? undefined
    : `arn:${partition}:logs:${region}:${accountId}:log-group:${accessLogGroup}`;
}

/** AWS may show it with the `:*` that stands for its streams. */
function isSameGroup(one: string, other: string): boolean {
  return one.replace(/:\*$/, '') === other.replace(/:\*$/, '');
}

function toState(
  aws: LaneClients,
  {
    id,
    arn: its,
    resourceArn,
    destinationArn,
  }: Pick<
    AccessLogSubscriptionSummary,
    'id' | 'arn' | 'resourceArn' | 'destinationArn'
  >,
): AccessLogSubscriptionState {
  const wanted = wantedArn(aws, resourceArn!);
  return {
    id: id!,
    arn: its!,
    resourceArn: resourceArn!,
    destinationArn: destinationArn!,
    ...(wanted && { wantedArn: wanted }),
  };
}

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

import type {
  AccessLogSubscriptionSummary,
  CreateAccessLogSubscriptionCommandInput,
} from '@aws-sdk/client-vpc-lattice';
import type { Call, Permission } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { logGroupAt, parseLogGroupArn } from '../logs/state';
import { ownConfiguration } from './configurationAccess';
import { idIn, latticeArn, ownId } from './identifiers';
import { createOnce } from './idempotency';
import { ownNetwork } from './networkAccess';
import { latticePage } from './paging';
import type { LatticePart } from './part';
import { toCreate, toTouch } from './permissions';
import { conflict, invalid, notFound } from './refusals';
import {
  LOG_DESTINATION,
  LOGGED_RESOURCE_IDENTIFIER,
  PAGE_SIZE,
  SUBSCRIPTION_IDENTIFIER,
  tagRules,
} from './rules';
import { AccessLogSubscription, vpcLatticeState } from './state';

const KIND = 'ACCESS_LOG_SUBSCRIPTION';
const ARN_KIND = 'accesslogsubscription';

/** "The supported destination types are CloudWatch Log groups, Kinesis Data Firehose delivery streams, and Amazon S3 buckets." */
const DESTINATIONS = [
  { name: 'CloudWatch Logs', service: 'logs' },
  { name: 'Amazon S3', service: 's3' },
  { name: 'Firehose', service: 'firehose' },
] as const;

/**
 * Who keeps the log of connections (VPC Lattice User Guide, "Access logs"; aws.md §3.2). What goes to S3 and Firehose goes
 * nowhere here: neither is simulated.
 */
export const accessLogSubscriptions: LatticePart = {
  rules: {
    'CreateAccessLogSubscription.clientToken': { length: [1, 64] },
    'CreateAccessLogSubscription.resourceIdentifier':
      LOGGED_RESOURCE_IDENTIFIER,
    'CreateAccessLogSubscription.destinationArn': LOG_DESTINATION,
    'CreateAccessLogSubscription.serviceNetworkLogType': {
      enum: ['SERVICE', 'RESOURCE'],
    },
    ...tagRules('CreateAccessLogSubscription'),
    'GetAccessLogSubscription.accessLogSubscriptionIdentifier':
      SUBSCRIPTION_IDENTIFIER,
    'UpdateAccessLogSubscription.accessLogSubscriptionIdentifier':
      SUBSCRIPTION_IDENTIFIER,
    'UpdateAccessLogSubscription.destinationArn': LOG_DESTINATION,
    'DeleteAccessLogSubscription.accessLogSubscriptionIdentifier':
      SUBSCRIPTION_IDENTIFIER,
    'ListAccessLogSubscriptions.resourceIdentifier': LOGGED_RESOURCE_IDENTIFIER,
    'ListAccessLogSubscriptions.maxResults': PAGE_SIZE,
  },

  permissions: {
    CreateAccessLogSubscription: (input, call) => [
      ...toCreate(call, 'CreateAccessLogSubscription', ARN_KIND, input.tags),
      ...toDeliver('CreateLogDelivery', input.destinationArn),
    ],
    GetAccessLogSubscription: (input, call) => [
      ...toTouch(
        call,
        'GetAccessLogSubscription',
        ARN_KIND,
        input.accessLogSubscriptionIdentifier,
      ),
      { action: 'logs:GetLogDelivery' },
    ],
    UpdateAccessLogSubscription: (input, call) => [
      ...toTouch(
        call,
        'UpdateAccessLogSubscription',
        ARN_KIND,
        input.accessLogSubscriptionIdentifier,
      ),
      ...toDeliver('UpdateLogDelivery', input.destinationArn),
    ],
    DeleteAccessLogSubscription: (input, call) => [
      ...toTouch(
        call,
        'DeleteAccessLogSubscription',
        ARN_KIND,
        input.accessLogSubscriptionIdentifier,
      ),
      { action: 'logs:DeleteLogDelivery' },
      { action: 'logs:GetLogDelivery' },
    ],
  },

  handlers: {
    CreateAccessLogSubscription(input, call) {
      const subscription = createOnce(call, {
        kind: KIND,
        input,
        existing: subscriptionsOf(call.world, call),
        make: () => createSubscription(input, call),
      });
      return coreOf(subscription);
    },

    GetAccessLogSubscription(input, call) {
      return summaryOf(meant(call, input.accessLogSubscriptionIdentifier!));
    },

    /** Those of the caller's own account: whose the subscriptions of others are, nobody else is told. */
    ListAccessLogSubscriptions(input, call) {
      const found = Object.values(subscriptionsOf(call.world, call)).filter(
        ({ resourceId }) => resourceId === idIn(input.resourceIdentifier!),
      );
      const page = latticePage(found, input);
      return { ...page, items: page.items.map(summaryOf) };
    },

    UpdateAccessLogSubscription(input, call) {
      const subscription = meant(call, input.accessLogSubscriptionIdentifier!);
      checkDestination(call, input.destinationArn!);
      checkOnlyOne(call, subscription, input.destinationArn!);
      subscription.destinationArn = input.destinationArn!;
      subscription.updatedAt = call.now;
      const { serviceNetworkLogType: _, ...core } = coreOf(subscription);
      return core;
    },

    DeleteAccessLogSubscription(input, call) {
      const { id } = meant(call, input.accessLogSubscriptionIdentifier!);
      delete subscriptionsOf(call.world, call)[id];
      return {};
    },
  },
};

export function subscriptionsOf(
  world: World,
  place: Place,
): Record<string, AccessLogSubscription> {
  const state = vpcLatticeState.of(world, place);
  state.accessLogSubscriptions ??= {};
  return state.accessLogSubscriptions;
}

/** What was subscribed goes with what it was about; AWS says nothing of the log that would be left without a source. */
export function dropSubscriptions(
  world: World,
  place: Place,
  resourceId: string,
): void {
  const subscriptions = subscriptionsOf(world, place);
  for (const { id, resourceId: of } of Object.values(subscriptions)) {
    if (of === resourceId) {
      delete subscriptions[id];
    }
  }
}

/**
 * "You must have the following actions", and those with which the log group is opened to the delivery: "A resource policy
 * is created automatically" (User Guide, "Access logs"; CloudWatch Logs User Guide, "Logs sent to CloudWatch Logs").
 */
function toDeliver(action: string, destinationArn = ''): Permission[] {
  const toOpen = [
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:PutResourcePolicy',
  ];
  return [
    `logs:${action}`,
    'logs:GetLogDelivery',
    ...(serviceOf(destinationArn) === 'logs' ? toOpen : []),
  ].map(each => ({ action: each }));
}

function createSubscription(
  input: CreateAccessLogSubscriptionCommandInput,
  call: Call,
): AccessLogSubscription {
  const { destinationArn, serviceNetworkLogType } = input;
  const resource = loggedResource(call, input.resourceIdentifier!);
  const isNetwork = resource.id.startsWith('sn-');
  if (serviceNetworkLogType && !isNetwork) {
    throw invalid(
      'serviceNetworkLogType',
      `${resource.id} is no service network.`,
    );
  }
  checkDestination(call, destinationArn!);
  const id = call.world.ids.next('als');
  const subscription: AccessLogSubscription = {
    id,
    arn: latticeArn(call, ARN_KIND, id),
    resourceId: resource.id,
    resourceArn: resource.arn,
    destinationArn: destinationArn!,
    ...(isNetwork && {
      serviceNetworkLogType: serviceNetworkLogType ?? 'SERVICE',
    }),
    createdAt: call.now,
    updatedAt: call.now,
    tags: { ...input.tags },
  };
  checkOnlyOne(call, subscription, destinationArn!);
  subscriptionsOf(call.world, call)[id] = subscription;
  return subscription;
}

/** Its owner's only: "The service network owner can use the access logs". */
function loggedResource(
  call: Call,
  identifier: string,
): { id: string; arn: string } {
  const operation = 'CreateAccessLogSubscription';
  switch (idIn(identifier).split('-')[0]) {
    case 'sn':
      return ownNetwork(call, operation, identifier);
    case 'rcfg':
      return ownConfiguration(call, operation, identifier);
    default:
      throw notFound(
        KIND,
        identifier,
        `${identifier} does not exist: simulated AWS has no services of VPC Lattice, which are HTTP.`,
      );
  }
}

function serviceOf(destinationArn: string): string {
  return destinationArn.split(':')[2];
}

/** With which error AWS refuses a log group that is not there, it does not say. */
function checkDestination(call: Call, destinationArn: string): void {
  const kind = DESTINATIONS.find(
    ({ service }) => service === serviceOf(destinationArn),
  );
  if (!kind) {
    throw invalid(
      'destinationArn',
      `${destinationArn} is neither a log group nor a bucket nor a delivery stream.`,
    );
  }
  if (kind.service !== 'logs') {
    return;
  }
  const group = parseLogGroupArn(destinationArn);
  if (
    group?.accountId !== call.accountId ||
    group.region !== call.region ||
    !logGroupAt(call.world, destinationArn)
  ) {
    throw invalid(
      'destinationArn',
      `There is no log group ${destinationArn} in this account and Region.`,
    );
  }
}

/** One for each type of destination; of a service network, for each type of log. */
function checkOnlyOne(
  call: Call,
  { id, resourceId, serviceNetworkLogType }: AccessLogSubscription,
  destinationArn: string,
): void {
  const other = Object.values(subscriptionsOf(call.world, call)).find(
    each =>
      each.id !== id &&
      each.resourceId === resourceId &&
      each.serviceNetworkLogType === serviceNetworkLogType &&
      serviceOf(each.destinationArn) === serviceOf(destinationArn),
  );
  if (other) {
    const kind = DESTINATIONS.find(
      ({ service }) => service === serviceOf(destinationArn),
    )!;
    throw conflict(
      KIND,
      other.id,
      `${resourceId} has the access log subscription ${other.id} for ${kind.name} already.`,
    );
  }
}

function meant(call: Call, identifier: string): AccessLogSubscription {
  const id = ownId(call, identifier);
  const found = id && subscriptionsOf(call.world, call)[id];
  if (!found) {
    throw notFound(KIND, identifier);
  }
  return found;
}

function coreOf(subscription: AccessLogSubscription) {
  const { id, arn, resourceId, resourceArn, destinationArn } = subscription;
  const { serviceNetworkLogType } = subscription;
  return {
    id,
    arn,
    resourceId,
    resourceArn,
    destinationArn,
    serviceNetworkLogType,
  };
}

function summaryOf(
  subscription: AccessLogSubscription,
): AccessLogSubscriptionSummary {
  return {
    ...coreOf(subscription),
    createdAt: new Date(subscription.createdAt),
    lastUpdatedAt: new Date(subscription.updatedAt),
  };
}

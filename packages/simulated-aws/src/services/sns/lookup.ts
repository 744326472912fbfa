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
import type { Call, Permission } from '../../core/Service';
import type { World } from '../../core/World';
import { callerAsking, resourcePolicyAllows } from '../iam/resourcePolicy';
import { invalid, notFound } from './refusals';
import { snsState, Subscription, Topic } from './state';

export function topicByArn(world: World, arn: string): Topic | undefined {
  const [, , service, region, accountId, name] = arn.split(':');
  return service === 'sns'
    ? snsState.of(world, { accountId, region }).topics[name]
    : undefined;
}

/** The topic that a call names; another account's only if that topic's policy lets this caller. */
export function topicMeant(call: Call, arn: string): Topic {
  const [, , service, region, accountId] = arn.split(':');
  if (service !== 'sns' || region !== call.region) {
    throw invalid(`TopicArn Reason: ${arn} is no topic of ${call.region}`);
  }
  const topic = topicByArn(call.world, arn);
  if (accountId !== call.accountId && !(topic && mayUse(call, topic))) {
    throw new AwsError(
      'AuthorizationErrorException',
      `User: ${call.caller.arn} is not authorized to perform: SNS:${call.operation} on resource: ${arn} because no resource-based policy allows the SNS:${call.operation} action`,
    );
  }
  if (!topic) {
    throw notFound('Topic');
  }
  return topic;
}

function mayUse(call: Call, topic: Topic): boolean {
  const action = `sns:${call.operation}`;
  return resourcePolicyAllows(
    topic.attributes.Policy,
    callerAsking(call, action, topic.arn),
  );
}

/** A subscription's ARN is its topic's and an id. */
export function subscriptionMeant(
  call: Call,
  arn: string,
): { topic: Topic; subscription: Subscription } {
  const topicArn = arn.split(':').slice(0, 6).join(':');
  const topic = topicByArn(call.world, topicArn);
  const subscription = topic?.subscriptions[arn];
  const mine = [topicArn.split(':')[4], subscription?.owner];
  if (!topic || !subscription || !mine.includes(call.accountId)) {
    throw notFound('Subscription');
  }
  return { topic, subscription };
}

/** Pages of SNS hold a hundred, and nobody may ask for another number (Amazon SNS API Reference, ListTopics). */
export function snsPage<T>(
  items: T[],
  keyOf: (item: T) => string,
  token: string | undefined,
) {
  const page = pageOf(items, keyOf, { token, size: 100 });
  if (!page) {
    throw invalid('nextToken');
  }
  return {
    items: page.items,
    rest: page.nextToken ? { NextToken: page.nextToken } : {},
  };
}

/** To act on a topic, which its calls name in different ways. */
export function onTopic(
  input: {
    TopicArn?: string;
    ResourceArn?: string;
    SubscriptionArn?: string;
  },
  call: Call,
): Permission[] {
  const arn =
    input.TopicArn ??
    input.ResourceArn ??
    input.SubscriptionArn?.split(':').slice(0, 6).join(':') ??
    '*';
  return [{ action: `sns:${call.operation}`, resources: [arn] }];
}

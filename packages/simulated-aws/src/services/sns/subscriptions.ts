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
  MessageAttributeValue,
  Subscription as SubscriptionAnswer,
} from '@aws-sdk/client-sns';
import type { Call } from '../../core/Service';
import { onTopic, snsPage, subscriptionMeant, topicMeant } from './lookup';
import { NotificationAttribute, publish } from './notifications';
import type { SnsPart } from './part';
import { invalid } from './refusals';
import { snsState, Subscription, Topic } from './state';

const PROTOCOLS = ['sqs', 'lambda'] as const;

function readRaw(attributes: Record<string, string> = {}): boolean {
  const other = Object.keys(attributes).find(n => n !== 'RawMessageDelivery');
  if (other) {
    throw invalid(`Simulated AWS has no subscriptions with ${other}`);
  }
  return attributes.RawMessageDelivery === 'true';
}

/** AWS asks the owner of an endpoint to confirm; an owner who subscribes has said yes by that. */
function checkEndpoint(call: Call, protocol: string, endpoint: string) {
  const [, , service, , accountId] = endpoint.split(':');
  if (service !== protocol) {
    throw invalid(`Endpoint Reason: ${endpoint} is no ARN of ${protocol}`);
  }
  if (accountId !== call.accountId) {
    throw invalid(
      `Endpoint Reason: simulated AWS subscribes only what the caller owns, and ${endpoint} is of account ${accountId}`,
    );
  }
}

function describe(
  topic: Topic,
  subscription: Subscription,
): SubscriptionAnswer {
  return {
    SubscriptionArn: subscription.arn,
    Owner: subscription.owner,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: topic.arn,
  };
}

function readAttributes(
  attributes: Record<string, MessageAttributeValue> | undefined,
): Record<string, NotificationAttribute> | undefined {
  const entries = Object.entries(attributes ?? {});
  const read = entries.map(([name, { DataType, StringValue, BinaryValue }]) => {
    const Value =
      StringValue ??
      (BinaryValue && Buffer.from(BinaryValue).toString('base64'));
    if (!Value) {
      throw invalid(`The message attribute '${name}' must have a value`);
    }
    return [name, { Type: DataType!, Value }] as const;
  });
  return read.length ? Object.fromEntries(read) : undefined;
}

export const subscriptions: SnsPart = {
  rules: {
    'Subscribe.Protocol': { enum: PROTOCOLS },
    'Publish.Subject': { length: [1, 100] },
  },
  permissions: {
    Subscribe: onTopic,
    Unsubscribe: onTopic,
    Publish: onTopic,
    ListSubscriptionsByTopic: onTopic,
    GetSubscriptionAttributes: onTopic,
    SetSubscriptionAttributes: onTopic,
  },
  handlers: {
    Subscribe(input, call) {
      const topic = topicMeant(call, input.TopicArn!);
      const protocol = input.Protocol as Subscription['protocol'];
      const endpoint = input.Endpoint ?? '';
      const raw = readRaw(input.Attributes);
      checkEndpoint(call, protocol, endpoint);
      const known = Object.values(topic.subscriptions).find(
        s => s.endpoint === endpoint,
      );
      const subscription = known ?? {
        arn: `${topic.arn}:${call.world.ids.uuid()}`,
        protocol,
        endpoint,
        owner: call.accountId,
        raw,
      };
      if (subscription.raw !== raw) {
        throw invalid(
          'Attributes Reason: Subscription already exists with different attributes',
        );
      }
      topic.subscriptions[subscription.arn] = subscription;
      return { SubscriptionArn: subscription.arn };
    },

    Unsubscribe(input, call) {
      const { topic, subscription } = subscriptionMeant(
        call,
        input.SubscriptionArn!,
      );
      delete topic.subscriptions[subscription.arn];
      return {};
    },

    ListSubscriptionsByTopic(input, call) {
      const topic = topicMeant(call, input.TopicArn!);
      const { items, rest } = snsPage(
        Object.values(topic.subscriptions),
        ({ arn }) => arn,
        input.NextToken,
      );
      return { Subscriptions: items.map(s => describe(topic, s)), ...rest };
    },

    ListSubscriptions(input, call) {
      const all = snsState
        .all(call.world)
        .filter(({ region }) => region === call.region)
        .flatMap(({ state }) => Object.values(state.topics))
        .flatMap(topic =>
          Object.values(topic.subscriptions)
            .filter(({ owner }) => owner === call.accountId)
            .map(subscription => describe(topic, subscription)),
        );
      const { items, rest } = snsPage(
        all,
        ({ SubscriptionArn }) => SubscriptionArn!,
        input.NextToken,
      );
      return { Subscriptions: items, ...rest };
    },

    GetSubscriptionAttributes(input, call) {
      const { topic, subscription } = subscriptionMeant(
        call,
        input.SubscriptionArn!,
      );
      return {
        Attributes: {
          ...describe(topic, subscription),
          RawMessageDelivery: String(subscription.raw),
          PendingConfirmation: 'false',
          ConfirmationWasAuthenticated: 'true',
        } as Record<string, string>,
      };
    },

    SetSubscriptionAttributes(input, call) {
      const { AttributeName = '', AttributeValue = '' } = input;
      const { subscription } = subscriptionMeant(call, input.SubscriptionArn!);
      subscription.raw = readRaw({ [AttributeName]: AttributeValue });
      return {};
    },

    Publish(input, call) {
      const arn = input.TopicArn ?? input.TargetArn;
      if (!arn || input.MessageStructure) {
        throw invalid(
          'Simulated AWS publishes one text to a topic: TopicArn, and no MessageStructure',
        );
      }
      if (!input.Message) {
        throw invalid('Empty message');
      }
      const MessageId = publish(call.world, topicMeant(call, arn), {
        message: input.Message,
        subject: input.Subject,
        attributes: readAttributes(input.MessageAttributes),
      });
      return { MessageId };
    },
  },
};

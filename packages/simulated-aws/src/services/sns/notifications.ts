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

import type { Delivery, World } from '../../core/World';
import { resourcePolicyAllows, serviceAsking } from '../iam/resourcePolicy';
import { topicByArn } from './lookup';
import type { Subscription, Topic } from './state';

/** An attribute beside a message; bytes are base64. */
export interface NotificationAttribute {
  Type: string;
  Value: string;
}

export interface Notification {
  message: string;
  subject?: string;
  attributes?: Record<string, NotificationAttribute>;
}

const FROM = 'sns.amazonaws.com';

/** Tells every subscriber; who does not let SNS in hears nothing. */
export function publish(
  world: World,
  topic: Topic,
  notification: Notification,
): string {
  const messageId = world.ids.uuid();
  for (const subscription of Object.values(topic.subscriptions)) {
    const payload = payloadFor(subscription, {
      ...notification,
      messageId,
      topicArn: topic.arn,
      timestamp: new Date(world.clock.now()).toISOString(),
    });
    const from = { service: FROM, arn: topic.arn };
    world.deliver({ to: subscription.endpoint, from, payload });
  }
  return messageId;
}

type Sent = Notification & {
  messageId: string;
  topicArn: string;
  timestamp: string;
};

function payloadFor(subscription: Subscription, sent: Sent): string {
  if (subscription.protocol === 'lambda') {
    return JSON.stringify(lambdaEvent(subscription, sent));
  }
  return subscription.raw
    ? sent.message
    : JSON.stringify(envelope(subscription, sent), undefined, 2);
}

function unsubscribeUrl({ arn }: Subscription): string {
  const [, , , region] = arn.split(':');
  return `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}`;
}

/** Amazon SNS Developer Guide, "Parsing message formats". Nothing is signed: who checks a signature must refuse it. */
function envelope(subscription: Subscription, sent: Sent): object {
  return {
    Type: 'Notification',
    MessageId: sent.messageId,
    TopicArn: sent.topicArn,
    ...(sent.subject ? { Subject: sent.subject } : {}),
    Message: sent.message,
    Timestamp: sent.timestamp,
    SignatureVersion: '1',
    Signature: 'simulated',
    SigningCertURL: 'https://sns.us-east-1.amazonaws.com/simulated.pem',
    UnsubscribeURL: unsubscribeUrl(subscription),
    ...(sent.attributes ? { MessageAttributes: sent.attributes } : {}),
  };
}

/** AWS Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications". */
function lambdaEvent(subscription: Subscription, sent: Sent): object {
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: 'Notification',
          MessageId: sent.messageId,
          TopicArn: sent.topicArn,
          Subject: sent.subject ?? null,
          Message: sent.message,
          Timestamp: sent.timestamp,
          SignatureVersion: '1',
          Signature: 'simulated',
          SigningCertUrl: 'https://sns.us-east-1.amazonaws.com/simulated.pem',
          UnsubscribeUrl: unsubscribeUrl(subscription),
          MessageAttributes: sent.attributes ?? {},
        },
      },
    ],
  };
}

/** From another service, e.g. a rule: only if the topic's policy lets it. */
export function receiveDelivery(world: World, delivery: Delivery): boolean {
  const topic = topicByArn(world, delivery.to);
  const asking = serviceAsking(delivery, 'sns:Publish');
  if (!topic || !resourcePolicyAllows(topic.attributes.Policy, asking)) {
    return false;
  }
  publish(world, topic, { message: delivery.payload });
  return true;
}

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

import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { SimulatedClock } from '../../core/clock';
import type { Delivery } from '../../core/World';
import { World } from '../../core/World';
import { SimulatedAws } from '../../SimulatedAws';
import { simulatedClientConfig } from '../../testing/clients';
import { sqs as sqsService } from '../sqs';
import { sns as snsService } from '.';

const OWNER = '333333333333';
const OTHER = '444444444444';
const TOPIC = `arn:aws:sns:us-east-1:${OWNER}:rds`;
const QUEUE = `arn:aws:sqs:us-east-1:${OWNER}:events`;
const FUNCTION = `arn:aws:lambda:us-east-1:${OWNER}:function:updater`;

function lets(service: string, action: string, resource: string, from: string) {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: action,
        Resource: resource,
        Condition: { ArnEquals: { 'aws:SourceArn': from } },
      },
    ],
  });
}

async function setup() {
  const world = new World({ clock: SimulatedClock.frozen() });
  const aws = SimulatedAws.create({
    world,
    services: [snsService, sqsService],
  });
  const sns = new SNS(simulatedClientConfig(aws, { accountId: OWNER }));
  const sqs = new SQS(simulatedClientConfig(aws, { accountId: OWNER }));
  await sns.createTopic({ Name: 'rds', Tags: [{ Key: 'a', Value: '1' }] });
  const { QueueUrl } = await sqs.createQueue({
    QueueName: 'events',
    Attributes: {
      Policy: lets('sns.amazonaws.com', 'sqs:SendMessage', QUEUE, TOPIC),
    },
  });
  return {
    world,
    sns,
    sqs,
    QueueUrl,
    other: new SNS(simulatedClientConfig(aws, { accountId: OTHER })),
    subscribe: async (Attributes?: Record<string, string>) => {
      const answer = await sns.subscribe({
        TopicArn: TOPIC,
        Protocol: 'sqs',
        Endpoint: QUEUE,
        Attributes,
      });
      return answer.SubscriptionArn!;
    },
    async received() {
      const { Messages = [] } = await sqs.receiveMessage({
        QueueUrl,
        MaxNumberOfMessages: 10,
      });
      return Messages.map(({ Body }) => Body!);
    },
  };
}

describe('a topic', () => {
  it('is made once, and not again with other tags', async () => {
    const { sns } = await setup();
    expect(await sns.createTopic({ Name: 'rds' })).toMatchObject({
      TopicArn: TOPIC,
    });
    await expect(
      sns.createTopic({ Name: 'rds', Tags: [{ Key: 'a', Value: '2' }] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await sns.listTopics()).toMatchObject({
      Topics: [{ TopicArn: TOPIC }],
    });
    const { Attributes } = await sns.getTopicAttributes({ TopicArn: TOPIC });
    expect(Attributes).toMatchObject({ Owner: OWNER, TopicArn: TOPIC });
    expect(JSON.parse(Attributes!.Policy).Statement[0].Condition).toEqual({
      StringEquals: { 'AWS:SourceOwner': OWNER },
    });
  });

  it('has tags', async () => {
    const { sns } = await setup();
    const ResourceArn = TOPIC;
    await sns.tagResource({ ResourceArn, Tags: [{ Key: 'b', Value: '2' }] });
    await sns.untagResource({ ResourceArn, TagKeys: ['a'] });
    expect(await sns.listTagsForResource({ ResourceArn })).toMatchObject({
      Tags: [{ Key: 'b', Value: '2' }],
    });
  });

  it('is gone when it is deleted, and may be deleted again', async () => {
    const { sns } = await setup();
    await sns.deleteTopic({ TopicArn: TOPIC });
    await sns.deleteTopic({ TopicArn: TOPIC });
    await expect(
      sns.publish({ TopicArn: TOPIC, Message: 'x' }),
    ).rejects.toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('is open to another account by its policy only', async () => {
    const { sns, other } = await setup();
    const publish = () => other.publish({ TopicArn: TOPIC, Message: 'x' });
    await expect(publish()).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      $metadata: { httpStatusCode: 403 },
    });
    await sns.setTopicAttributes({
      TopicArn: TOPIC,
      AttributeName: 'Policy',
      AttributeValue: JSON.stringify({
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
          Action: 'SNS:Publish',
          Resource: TOPIC,
        },
      }),
    });
    await publish();
    await expect(
      other.listSubscriptionsByTopic({ TopicArn: TOPIC }),
    ).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
  });
});

describe('a subscription', () => {
  it('brings what is published to a queue, in an envelope', async () => {
    const { sns, subscribe, received } = await setup();
    const SubscriptionArn = await subscribe();
    await sns.publish({
      TopicArn: TOPIC,
      Subject: 'Hear',
      Message: '{"a": 1}',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'rds' } },
    });
    const [body] = await received();
    expect(JSON.parse(body)).toMatchObject({
      Type: 'Notification',
      TopicArn: TOPIC,
      Subject: 'Hear',
      Message: '{"a": 1}',
      UnsubscribeURL: expect.stringContaining(SubscriptionArn),
      MessageAttributes: { kind: { Type: 'String', Value: 'rds' } },
    });
  });

  it('brings the message alone when it is raw', async () => {
    const { sns, subscribe, received } = await setup();
    const SubscriptionArn = await subscribe({ RawMessageDelivery: 'true' });
    await sns.publish({ TopicArn: TOPIC, Message: 'alone' });
    expect(await received()).toEqual(['alone']);
    await sns.setSubscriptionAttributes({
      SubscriptionArn,
      AttributeName: 'RawMessageDelivery',
      AttributeValue: 'false',
    });
    expect(
      await sns.getSubscriptionAttributes({ SubscriptionArn }),
    ).toMatchObject({ Attributes: { RawMessageDelivery: 'false' } });
    await sns.publish({ TopicArn: TOPIC, Message: 'wrapped' });
    expect(JSON.parse((await received())[0]).Message).toBe('wrapped');
  });

  it('brings nothing to a queue whose policy does not let the topic in', async () => {
    const { sns, sqs, QueueUrl, subscribe, received } = await setup();
    await subscribe();
    await sqs.setQueueAttributes({
      QueueUrl,
      Attributes: {
        Policy: lets(
          'sns.amazonaws.com',
          'sqs:SendMessage',
          QUEUE,
          `${TOPIC}-other`,
        ),
      },
    });
    await sns.publish({ TopicArn: TOPIC, Message: 'x' });
    expect(await received()).toEqual([]);
  });

  it('hands a function what Lambda says that it gets', async () => {
    const { world, sns } = await setup();
    const deliveries: Delivery[] = [];
    world.onDelivery('lambda', (_, delivery) => {
      deliveries.push(delivery);
      return true;
    });
    await sns.subscribe({
      TopicArn: TOPIC,
      Protocol: 'lambda',
      Endpoint: FUNCTION,
    });
    await sns.publish({ TopicArn: TOPIC, Message: 'x' });
    expect(deliveries).toMatchObject([
      { to: FUNCTION, from: { service: 'sns.amazonaws.com', arn: TOPIC } },
    ]);
    expect(JSON.parse(deliveries[0].payload)).toMatchObject({
      Records: [
        { EventSource: 'aws:sns', Sns: { Message: 'x', Subject: null } },
      ],
    });
  });

  it('is made once, listed, and ended', async () => {
    const { sns, subscribe, received } = await setup();
    const SubscriptionArn = await subscribe();
    expect(await subscribe()).toBe(SubscriptionArn);
    await expect(
      subscribe({ RawMessageDelivery: 'true' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const listed = { SubscriptionArn, Endpoint: QUEUE, Owner: OWNER };
    expect(
      await sns.listSubscriptionsByTopic({ TopicArn: TOPIC }),
    ).toMatchObject({ Subscriptions: [listed] });
    expect(await sns.listSubscriptions()).toMatchObject({
      Subscriptions: [listed],
    });
    await sns.unsubscribe({ SubscriptionArn });
    await sns.publish({ TopicArn: TOPIC, Message: 'x' });
    expect(await received()).toEqual([]);
    await expect(sns.unsubscribe({ SubscriptionArn })).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it.each([
    ['https', 'https://example.com'],
    ['sqs', FUNCTION],
    ['sqs', `arn:aws:sqs:us-east-1:${OTHER}:events`],
  ])('is not simulated for %s %s', async (Protocol, Endpoint) => {
    const { sns } = await setup();
    await expect(
      sns.subscribe({ TopicArn: TOPIC, Protocol, Endpoint }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

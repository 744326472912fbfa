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

import { ReceiveMessageCommandInput, SQS } from '@aws-sdk/client-sqs';
import { SimulatedClock } from '../../core/clock';
import { World } from '../../core/World';
import { SimulatedAws } from '../../SimulatedAws';
import { simulatedClientConfig } from '../../testing/clients';
import { sqs } from '.';

const OWNER = '333333333333';
const OTHER = '444444444444';

function setup() {
  const clock = SimulatedClock.frozen();
  const world = new World({ clock });
  const aws = SimulatedAws.create({ world, services: [sqs] });
  const as = (accountId: string) =>
    new SQS(simulatedClientConfig(aws, { accountId }));
  const client = as(OWNER);
  return {
    aws,
    world,
    clock,
    as,
    client,
    async queue(Attributes: Record<string, string> = {}) {
      const { QueueUrl } = await client.createQueue({
        QueueName: 'events',
        Attributes,
      });
      return {
        QueueUrl,
        send: (MessageBody: string) =>
          client.sendMessage({ QueueUrl, MessageBody }),
        async receive(input: Partial<ReceiveMessageCommandInput> = {}) {
          const { Messages = [] } = await client.receiveMessage({
            QueueUrl,
            MaxNumberOfMessages: 10,
            ...input,
          });
          return Messages;
        },
      };
    },
  };
}

/** What is waited for, and whether it has come. */
function watched<T>(promise: Promise<T>) {
  const state: { value?: T } = {};
  promise.then(value => Object.assign(state, { value }));
  return state;
}

/** Lets everything go on that waits for nothing but its turn. */
const turns = async () => {
  for (let i = 0; i < 50; i++) {
    await new Promise(resolve => setImmediate(resolve));
  }
};

describe('a queue', () => {
  it('has a URL, an ARN and AWS’s defaults', async () => {
    const { client, queue } = setup();
    const { QueueUrl } = await queue({ VisibilityTimeout: '60' });
    expect(QueueUrl).toBe(
      `https://sqs.us-east-1.amazonaws.com/${OWNER}/events`,
    );
    expect(await client.getQueueUrl({ QueueName: 'events' })).toMatchObject({
      QueueUrl,
    });
    const attributes = async (...AttributeNames: string[]) => {
      const answer = await client.getQueueAttributes({
        QueueUrl,
        AttributeNames: AttributeNames as ['All'],
      });
      return answer.Attributes;
    };
    expect(await attributes('All')).toMatchObject({
      QueueArn: `arn:aws:sqs:us-east-1:${OWNER}:events`,
      VisibilityTimeout: '60',
      ReceiveMessageWaitTimeSeconds: '0',
      MessageRetentionPeriod: '345600',
      ApproximateNumberOfMessages: '0',
    });
    expect(await attributes('QueueArn')).toEqual({
      QueueArn: `arn:aws:sqs:us-east-1:${OWNER}:events`,
    });
    expect(await attributes()).toBeUndefined();
    await expect(attributes('Colour')).rejects.toMatchObject({
      name: 'InvalidAttributeName',
    });
  });

  it('is made once, and not again with other attributes', async () => {
    const { queue } = setup();
    const first = await queue({ VisibilityTimeout: '60' });
    const again = await queue({ VisibilityTimeout: '60' });
    expect(again.QueueUrl).toBe(first.QueueUrl);
    expect((await queue()).QueueUrl).toBe(first.QueueUrl);
    await expect(queue({ VisibilityTimeout: '61' })).rejects.toMatchObject({
      name: 'QueueNameExists',
    });
  });

  it('that was deleted is gone, and its name free after a minute', async () => {
    const { client, queue, clock } = setup();
    const { QueueUrl, send } = await queue();
    await client.deleteQueue({ QueueUrl });
    await expect(send('x')).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(queue()).rejects.toMatchObject({
      name: 'QueueDeletedRecently',
    });
    clock.advance(60);
    await expect(queue()).resolves.toMatchObject({ QueueUrl });
  });

  it('tells clients of its old protocol the code that they know', async () => {
    const { aws } = setup();
    const headers: Record<string, string>[] = [];
    const { requestHandler, ...config } = simulatedClientConfig(aws, {
      accountId: OWNER,
    });
    const spying = new SQS({
      ...config,
      requestHandler: {
        ...requestHandler,
        async handle(request: any) {
          const answer = await requestHandler.handle(request);
          headers.push(answer.response.headers);
          return answer;
        },
      } as any,
    });
    await expect(
      spying.getQueueUrl({ QueueName: 'nothing' }),
    ).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    expect(headers[0]['x-amzn-query-error']).toBe(
      'AWS.SimpleQueueService.NonExistentQueue;Sender',
    );
  });

  it.each<[Record<string, string>, string]>([
    [{ VisibilityTimeout: '43201' }, 'InvalidAttributeValue'],
    [{ DelaySeconds: 'soon' }, 'InvalidAttributeValue'],
    [{ Policy: '{' }, 'InvalidAttributeValue'],
    [{ Colour: 'blue' }, 'InvalidAttributeName'],
    [{ RedrivePolicy: '{}' }, 'UnsupportedOperation'],
  ])('is refused %o', async (attributes, name) => {
    await expect(setup().queue(attributes)).rejects.toMatchObject({ name });
  });

  it('lists and tags', async () => {
    const { client, queue } = setup();
    const { QueueUrl } = await queue();
    await client.createQueue({ QueueName: 'other', tags: { owner: 'orders' } });
    expect(await client.listQueues({ QueueNamePrefix: 'ev' })).toMatchObject({
      QueueUrls: [QueueUrl],
    });
    const first = await client.listQueues({ MaxResults: 1 });
    expect(first.QueueUrls).toHaveLength(1);
    const second = await client.listQueues({
      MaxResults: 1,
      NextToken: first.NextToken,
    });
    expect(second.QueueUrls).toEqual([expect.stringMatching(/other$/)]);
    expect(
      await client.listQueueTags({ QueueUrl: second.QueueUrls![0] }),
    ).toMatchObject({ Tags: { owner: 'orders' } });
    await client.tagQueue({ QueueUrl, Tags: { a: '1', b: '2' } });
    await client.untagQueue({ QueueUrl, TagKeys: ['a'] });
    expect(await client.listQueueTags({ QueueUrl })).toMatchObject({
      Tags: { b: '2' },
    });
  });
});

describe('a message', () => {
  it('is hidden when received, and comes again unless it is deleted', async () => {
    const { client, queue, clock } = setup();
    const { QueueUrl, send, receive } = await queue();
    const { MessageId } = await send('{"a": 1}');
    const [first] = await receive({ MessageSystemAttributeNames: ['All'] });
    expect(first).toMatchObject({
      MessageId,
      Body: '{"a": 1}',
      Attributes: { ApproximateReceiveCount: '1', SenderId: OWNER },
    });
    expect(await receive()).toEqual([]);
    clock.advance(29);
    expect(await receive()).toEqual([]);
    clock.advance(1);
    const [again] = await receive({ AttributeNames: ['All'] });
    expect(again.Attributes!.ApproximateReceiveCount).toBe('2');

    // Only the last handle deletes.
    const { ReceiptHandle } = first;
    await client.deleteMessage({ QueueUrl, ReceiptHandle });
    clock.advance(30);
    expect(await receive()).toHaveLength(1);
    const [{ ReceiptHandle: last }] = (clock.advance(30), await receive());
    await client.deleteMessage({ QueueUrl, ReceiptHandle: last });
    clock.advance(30);
    expect(await receive()).toEqual([]);
    await expect(
      client.deleteMessage({ QueueUrl, ReceiptHandle: 'nonsense' }),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  it('is shown earlier or later when its receiver says so', async () => {
    const { client, queue, clock } = setup();
    const { QueueUrl, send, receive } = await queue();
    await send('x');
    const [{ ReceiptHandle }] = await receive();
    const change = (VisibilityTimeout: number) =>
      client.changeMessageVisibility({
        QueueUrl,
        ReceiptHandle,
        VisibilityTimeout,
      });
    await change(100);
    clock.advance(99);
    expect(await receive()).toEqual([]);
    await change(0);
    await expect(change(10)).rejects.toMatchObject({
      name: 'MessageNotInflight',
    });
    expect(await receive()).toHaveLength(1);
  });

  it('carries attributes, and the digests that SDKs compare', async () => {
    const { client, queue } = setup();
    const { QueueUrl, receive } = await queue();
    const sent = await client.sendMessage({
      QueueUrl,
      MessageBody: 'x',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'rds' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
      },
    });
    // Of these two attributes, by AWS's algorithm, written down once by hand.
    expect(sent.MD5OfMessageAttributes).toBe(
      '4d0b7af12a8bb8382b648af07644b169',
    );
    const [message] = await receive({
      MessageAttributeNames: ['ki.*', 'kind'],
    });
    expect(message.MessageAttributes).toEqual({
      kind: { DataType: 'String', StringValue: 'rds' },
    });
    await expect(
      client.sendMessage({
        QueueUrl,
        MessageBody: 'x',
        MessageAttributes: { kind: { DataType: 'Text', StringValue: 'a' } },
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('may be late, may be too large, and is forgotten after four days', async () => {
    const { client, queue, clock } = setup();
    const { QueueUrl, send, receive } = await queue({ DelaySeconds: '10' });
    await send('late');
    expect(await receive()).toEqual([]);
    clock.advance(10);
    expect(await receive()).toHaveLength(1);
    await client.setQueueAttributes({
      QueueUrl,
      Attributes: { MaximumMessageSize: '1024' },
    });
    await expect(send('x'.repeat(1025))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    clock.advance(4 * 24 * 3600);
    expect(await receive()).toEqual([]);
  });

  it('is sent and deleted in batches, each entry for itself', async () => {
    const { client, queue } = setup();
    const { QueueUrl, receive } = await queue();
    const sent = await client.sendMessageBatch({
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: '1' },
        { Id: 'b', MessageBody: '' },
      ],
    });
    expect(sent.Successful).toMatchObject([{ Id: 'a' }]);
    expect(sent.Failed).toMatchObject([{ Id: 'b', Code: 'MissingParameter' }]);
    const [{ ReceiptHandle }] = await receive();
    const deleted = await client.deleteMessageBatch({
      QueueUrl,
      Entries: [
        { Id: 'a', ReceiptHandle },
        { Id: 'b', ReceiptHandle: 'nonsense' },
      ],
    });
    expect(deleted.Successful).toEqual([{ Id: 'a' }]);
    expect(deleted.Failed).toMatchObject([
      { Id: 'b', Code: 'ReceiptHandleIsInvalid' },
    ]);
    const batch = (...ids: string[]) =>
      client.deleteMessageBatch({
        QueueUrl,
        Entries: ids.map(Id => ({ Id, ReceiptHandle })),
      });
    await expect(batch()).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(batch('a', 'a')).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinct',
    });
    await expect(
      batch(...Array.from({ length: 11 }, (_, i) => `id-${i}`)),
    ).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
  });

  it('goes with all the others when its queue is purged', async () => {
    const { client, queue, clock } = setup();
    const { QueueUrl, send, receive } = await queue();
    await send('x');
    await client.purgeQueue({ QueueUrl });
    expect(await receive()).toEqual([]);
    await expect(client.purgeQueue({ QueueUrl })).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
    });
    clock.advance(60);
    await client.purgeQueue({ QueueUrl });
  });
});

describe('a long poll', () => {
  it('waits for a message as long as the simulated clock allows', async () => {
    const { queue, clock } = setup();
    const { receive } = await queue();
    const polled = watched(receive({ WaitTimeSeconds: 20 }));
    await turns();
    clock.advance(19);
    await turns();
    expect(polled.value).toBeUndefined();
    clock.advance(1);
    await turns();
    expect(polled.value).toEqual([]);
  });

  it('ends as soon as a message comes, or shows up again', async () => {
    const { queue, clock } = setup();
    const { send, receive } = await queue();
    const polled = watched(receive({ WaitTimeSeconds: 20 }));
    await turns();
    await send('now');
    await turns();
    expect(polled.value).toMatchObject([{ Body: 'now' }]);
    clock.advance(20);
    const again = watched(receive({ WaitTimeSeconds: 20 }));
    await turns();
    expect(again.value).toBeUndefined();
    clock.advance(10);
    await turns();
    expect(again.value).toMatchObject([{ Body: 'now' }]);
  });

  it('is what the queue asks for unless the call says otherwise', async () => {
    const { queue, clock } = setup();
    const { receive } = await queue({ ReceiveMessageWaitTimeSeconds: '5' });
    const polled = watched(receive());
    await turns();
    expect(polled.value).toBeUndefined();
    clock.advance(5);
    await turns();
    expect(polled.value).toEqual([]);
    expect(await receive({ WaitTimeSeconds: 0 })).toEqual([]);
  });

  it('takes no message away when its caller has hung up', async () => {
    const { aws, queue } = setup();
    const { QueueUrl, send, receive } = await queue();
    const hungUp = new AbortController();
    const { requestHandler, ...config } = simulatedClientConfig(aws, {
      accountId: OWNER,
    });
    const leaving = new SQS({
      ...config,
      requestHandler: {
        ...requestHandler,
        handle: (request: any) =>
          requestHandler.handle({ ...request, signal: hungUp.signal }),
      } as any,
    });
    const polled = watched(
      leaving.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 }),
    );
    await turns();
    hungUp.abort();
    await turns();
    expect(polled.value!.Messages).toBeUndefined();
    await send('still here');
    expect(await receive()).toMatchObject([{ Body: 'still here' }]);
  });

  it('fails when its queue is deleted', async () => {
    const { client, queue } = setup();
    const { QueueUrl, receive } = await queue();
    const polled = receive({ WaitTimeSeconds: 20 });
    polled.catch(() => {});
    await turns();
    await client.deleteQueue({ QueueUrl });
    await client.createQueue({ QueueName: 'other' });
    const { QueueUrl: other } = await client.getQueueUrl({
      QueueName: 'other',
    });
    await client.sendMessage({ QueueUrl: other, MessageBody: 'wakes all' });
    await expect(polled).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('follows a clock that runs', async () => {
    const clock = new SimulatedClock();
    clock.setRate(1000);
    const aws = SimulatedAws.create({
      world: new World({ clock }),
      services: [sqs],
    });
    const client = new SQS(simulatedClientConfig(aws, { accountId: OWNER }));
    const { QueueUrl } = await client.createQueue({ QueueName: 'events' });
    const before = clock.now();
    await client.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 });
    expect(clock.now() - before).toBeGreaterThanOrEqual(20_000);
  });
});

describe('another account', () => {
  const policy = (condition: object = {}) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: OTHER },
          Action: 'sqs:SendMessage',
          Resource: `arn:aws:sqs:us-east-1:${OWNER}:events`,
          ...condition,
        },
      ],
    });

  it('may do what the queue’s policy allows, and nothing else', async () => {
    const { as, client, queue } = setup();
    const { QueueUrl } = await queue();
    const send = () =>
      as(OTHER).sendMessage({ QueueUrl, MessageBody: 'from elsewhere' });
    await expect(send()).rejects.toMatchObject({ name: 'AccessDenied' });
    await client.setQueueAttributes({
      QueueUrl,
      Attributes: { Policy: policy() },
    });
    await send();
    await expect(as(OTHER).receiveMessage({ QueueUrl })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await client.setQueueAttributes({ QueueUrl, Attributes: { Policy: '' } });
    await expect(send()).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

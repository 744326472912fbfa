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
  Message,
  MessageSystemAttributeName,
  ReceiveMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { untilArrival } from '../../core/arrivals';
import type { Call } from '../../core/Service';
import type { World } from '../../core/World';
import { numberOf } from './attributes';
import { queueMeant } from './lookup';
import {
  attributesForMessage,
  md5,
  wantedAttributes,
} from './messageAttributes';
import type { Queue, QueuedMessage } from './state';

/**
 * A long poll: it answers as soon as there is a message, at the latest when so many seconds of the simulated clock have
 * passed (Amazon SQS Developer Guide, "Amazon SQS short and long polling").
 */
export async function receive(
  input: ReceiveMessageCommandInput,
  call: Call,
): Promise<Message[]> {
  const { world, signal } = call;
  const first = queueMeant(call, input.QueueUrl!);
  const seconds =
    input.WaitTimeSeconds ?? numberOf(first, 'ReceiveMessageWaitTimeSeconds');
  const deadline = call.now + seconds * 1000;
  for (;;) {
    world.settle();
    // It may have been deleted meanwhile.
    const queue = queueMeant(call, input.QueueUrl!);
    // Who hung up must not take a message away from who asks next.
    const found = signal?.aborted ? [] : take(world, queue, input);
    if (found.length || signal?.aborted || world.clock.now() >= deadline) {
      return found.map(message => describe(message, input));
    }
    await untilArrival(world, nextLook(world, queue, deadline), signal);
  }
}

/** A message that is hidden shows up again by itself; a timer may bring one. A second is soon enough for both. */
function nextLook(world: World, queue: Queue, deadline: number): number {
  const shown = queue.messages.map(({ visibleAt }) => visibleAt);
  return Math.min(deadline, world.clock.now() + 1000, ...shown);
}

function take(
  world: World,
  queue: Queue,
  { MaxNumberOfMessages = 1, VisibilityTimeout }: ReceiveMessageCommandInput,
): QueuedMessage[] {
  const now = world.clock.now();
  const oldest = now - numberOf(queue, 'MessageRetentionPeriod') * 1000;
  queue.messages = queue.messages.filter(({ sentAt }) => sentAt >= oldest);
  const hidden = VisibilityTimeout ?? numberOf(queue, 'VisibilityTimeout');
  const taken = queue.messages
    .filter(({ visibleAt }) => visibleAt <= now)
    .slice(0, MaxNumberOfMessages);
  for (const message of taken) {
    message.visibleAt = now + hidden * 1000;
    message.firstReceivedAt ??= now;
    message.receiveCount += 1;
    message.receiptHandle = `${message.messageId}/${world.ids.hex(32)}`;
  }
  return taken;
}

function describe(
  message: QueuedMessage,
  input: ReceiveMessageCommandInput,
): Message {
  const system = systemAttributes(message, [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ]);
  return {
    MessageId: message.messageId,
    ReceiptHandle: Buffer.from(message.receiptHandle!).toString('base64'),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length ? { Attributes: system } : {}),
    ...attributesForMessage(
      wantedAttributes(message.attributes, input.MessageAttributeNames),
    ),
  };
}

function systemAttributes(
  message: QueuedMessage,
  names: string[],
): Partial<Record<MessageSystemAttributeName, string>> {
  const all: Partial<Record<MessageSystemAttributeName, string>> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  };
  return Object.fromEntries(
    Object.entries(all).filter(
      ([name]) => names.includes('All') || names.includes(name),
    ),
  );
}

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
import { enqueue, NewMessage } from './delivery';
import { onQueue, queueMeant } from './lookup';
import { md5, md5OfAttributes, readAttributes } from './messageAttributes';
import type { SqsPart } from './part';
import { receive } from './receiving';
import type { Queue, QueuedMessage } from './state';
import type { Call } from '../../core/Service';
import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';

const MOST_IN_A_BATCH = 10;

function newMessage(
  call: Call,
  input: Pick<
    SendMessageBatchRequestEntry,
    'MessageBody' | 'DelaySeconds' | 'MessageAttributes'
  >,
): NewMessage {
  if (!input.MessageBody) {
    throw new AwsError(
      'MissingParameter',
      'The request must contain the parameter MessageBody.',
    );
  }
  return {
    body: input.MessageBody,
    attributes: readAttributes(input.MessageAttributes),
    senderId: call.caller.userId,
    delaySeconds: input.DelaySeconds,
  };
}

function sent(message: QueuedMessage) {
  const MD5OfMessageAttributes = md5OfAttributes(message.attributes);
  return {
    MessageId: message.messageId,
    MD5OfMessageBody: md5(message.body),
    ...(MD5OfMessageAttributes ? { MD5OfMessageAttributes } : {}),
  };
}

/** Which message, and whether this is the handle that it was given last. */
function readHandle(queue: Queue, handle: string) {
  const text = Buffer.from(handle, 'base64').toString('utf8');
  const [, messageId] = /^([0-9a-f-]{36})\/[0-9a-f]{32}$/.exec(text) ?? [];
  if (!messageId) {
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      {},
      404,
    );
  }
  return queue.messages.find(({ receiptHandle }) => receiptHandle === text);
}

/** "You must provide the most recently received ReceiptHandle (otherwise, the request succeeds, but the message will not be deleted)." */
function remove(queue: Queue, handle: string) {
  const message = readHandle(queue, handle);
  queue.messages = queue.messages.filter(other => other !== message);
}

interface Failure {
  Id: string;
  SenderFault: boolean;
  Code: string;
  Message: string;
}

/** Each entry for itself: HTTP 200 says nothing of the single ones. */
function inBatch<E extends { Id?: string }, R>(
  entries: E[] = [],
  perform: (entry: E) => R,
): { Successful: Array<R & { Id: string }>; Failed: Failure[] } {
  checkBatch(entries.map(({ Id }) => Id ?? ''));
  const Successful: Array<R & { Id: string }> = [];
  const Failed: Failure[] = [];
  for (const entry of entries) {
    const Id = entry.Id!;
    try {
      Successful.push({ ...perform(entry), Id });
    } catch (error) {
      if (!(error instanceof AwsError)) {
        throw error;
      }
      const { code: Code, message: Message } = error;
      Failed.push({ Id, SenderFault: true, Code, Message });
    }
  }
  return { Successful, Failed };
}

function checkBatch(ids: string[]) {
  if (!ids.length) {
    throw new AwsError(
      'EmptyBatchRequest',
      'There should be at least one entry in the request.',
    );
  }
  if (ids.length > MOST_IN_A_BATCH) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MOST_IN_A_BATCH}. You have sent ${ids.length}.`,
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two entries have one id.');
  }
  if (ids.some(id => !/^[\w-]{1,80}$/.test(id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
}

export const messages: SqsPart = {
  permissions: {
    SendMessage: onQueue,
    SendMessageBatch: onQueue,
    ReceiveMessage: onQueue,
    DeleteMessage: onQueue,
    DeleteMessageBatch: onQueue,
    ChangeMessageVisibility: onQueue,
  },
  rules: {
    'SendMessage.DelaySeconds': { range: [0, 900] },
    'SendMessageBatch.Entries[].DelaySeconds': { range: [0, 900] },
    'ReceiveMessage.MaxNumberOfMessages': { range: [1, 10] },
    'ReceiveMessage.WaitTimeSeconds': { range: [0, 20] },
    'ReceiveMessage.VisibilityTimeout': { range: [0, 43_200] },
    'ChangeMessageVisibility.VisibilityTimeout': { range: [0, 43_200] },
  },
  handlers: {
    SendMessage(input, call) {
      const queue = queueMeant(call, input.QueueUrl!);
      return sent(enqueue(call.world, queue, newMessage(call, input)));
    },

    SendMessageBatch(input, call) {
      const queue = queueMeant(call, input.QueueUrl!);
      return inBatch(input.Entries, entry =>
        sent(enqueue(call.world, queue, newMessage(call, entry))),
      );
    },

    async ReceiveMessage(input, call) {
      const Messages = await receive(input, call);
      return Messages.length ? { Messages } : {};
    },

    DeleteMessage(input, call) {
      remove(queueMeant(call, input.QueueUrl!), input.ReceiptHandle!);
      return {};
    },

    DeleteMessageBatch(input, call) {
      const queue = queueMeant(call, input.QueueUrl!);
      return inBatch(input.Entries, ({ ReceiptHandle }) => {
        remove(queue, ReceiptHandle!);
        return {};
      });
    },

    ChangeMessageVisibility(input, call) {
      const queue = queueMeant(call, input.QueueUrl!);
      const message = readHandle(queue, input.ReceiptHandle!);
      if (!message || message.visibleAt <= call.now) {
        throw new AwsError(
          'MessageNotInflight',
          'The message referred to is not in flight.',
        );
      }
      message.visibleAt = call.now + input.VisibilityTimeout! * 1000;
      return {};
    },
  },
};

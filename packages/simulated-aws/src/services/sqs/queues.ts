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
import type { Call } from '../../core/Service';
import { attributesAnswer, checkAttributes } from './attributes';
import { onQueue, queueMeant, queueUrlOf } from './lookup';
import type { SqsPart } from './part';
import { noSuchQueue, unsupported } from './refusals';
import { Queue, sqsState } from './state';

/** Amazon SQS API Reference: CreateQueue (QueueDeletedRecently) and PurgeQueue say one minute. */
const ONE_MINUTE = 60_000;

function newQueue(
  call: Call,
  name: string,
  attributes: Record<string, string>,
  tags: Record<string, string>,
): Queue {
  return {
    name,
    arn: `arn:aws:sqs:${call.region}:${call.accountId}:${name}`,
    createdAt: call.now,
    modifiedAt: call.now,
    attributes,
    tags,
    messages: [],
  };
}

/** Asked for again with other attributes, a queue is refused; with the same ones, or some of them, it is answered. */
function sameOrRefuse(queue: Queue, attributes: Record<string, string>) {
  const has = attributesAnswer(queue, ['All'], 0)!;
  const differing = Object.entries(attributes).find(
    ([name, value]) => has[name] !== value,
  );
  if (differing) {
    throw new AwsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${differing[0]}`,
    );
  }
  return queue;
}

export const queues: SqsPart = {
  permissions: {
    CreateQueue: onQueue,
    DeleteQueue: onQueue,
    GetQueueUrl: onQueue,
    GetQueueAttributes: onQueue,
    SetQueueAttributes: onQueue,
    PurgeQueue: onQueue,
    ListQueueTags: onQueue,
    TagQueue: onQueue,
    UntagQueue: onQueue,
  },
  rules: {
    'CreateQueue.QueueName': {
      length: [1, 80],
      pattern: /^[A-Za-z0-9_-]+(\.fifo)?$/,
    },
    'ListQueues.MaxResults': { range: [1, 1000] },
  },
  handlers: {
    CreateQueue(input, call) {
      const { queues: known, deleted } = sqsState.of(call.world, call);
      const { QueueName: name = '', Attributes = {}, tags = {} } = input;
      const attributes = Attributes as Record<string, string>;
      if (name.endsWith('.fifo')) {
        throw unsupported('Simulated AWS has no FIFO queues.');
      }
      checkAttributes(attributes);
      if (call.now - (deleted[name] ?? -Infinity) < ONE_MINUTE) {
        throw new AwsError(
          'QueueDeletedRecently',
          'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
        );
      }
      known[name] = known[name]
        ? sameOrRefuse(known[name], attributes)
        : newQueue(call, name, attributes, tags);
      return { QueueUrl: queueUrlOf(known[name]) };
    },

    DeleteQueue(input, call) {
      const { name } = queueMeant(call, input.QueueUrl!);
      const state = sqsState.of(call.world, call);
      delete state.queues[name];
      state.deleted[name] = call.now;
      return {};
    },

    GetQueueUrl(input, call) {
      const { QueueName, QueueOwnerAWSAccountId: owner } = input;
      const place = { accountId: owner ?? call.accountId, region: call.region };
      const queue = sqsState.of(call.world, place).queues[QueueName!];
      if (!queue) {
        throw noSuchQueue();
      }
      return { QueueUrl: queueUrlOf(queueMeant(call, queueUrlOf(queue))) };
    },

    ListQueues(input, call) {
      const { QueueNamePrefix: prefix = '', MaxResults, NextToken } = input;
      const all = Object.values(sqsState.of(call.world, call).queues);
      const found = all.filter(({ name }) => name.startsWith(prefix));
      const page = pageOf(found, ({ name }) => name, {
        token: NextToken,
        size: MaxResults ?? 1000,
      });
      if (!page) {
        throw new AwsError(
          'InvalidParameterValue',
          'Value for parameter NextToken is invalid.',
        );
      }
      const urls = page.items.map(queueUrlOf);
      return {
        ...(urls.length ? { QueueUrls: urls } : {}),
        ...(page.nextToken && MaxResults ? { NextToken: page.nextToken } : {}),
      };
    },

    GetQueueAttributes(input, call) {
      const queue = queueMeant(call, input.QueueUrl!);
      const Attributes = attributesAnswer(
        queue,
        input.AttributeNames,
        call.now,
      );
      return Attributes ? { Attributes } : {};
    },

    SetQueueAttributes(input, call) {
      const queue = queueMeant(call, input.QueueUrl!);
      const attributes = input.Attributes as Record<string, string>;
      checkAttributes(attributes);
      Object.assign(queue.attributes, attributes);
      queue.modifiedAt = call.now;
      return {};
    },

    PurgeQueue(input, call) {
      const queue = queueMeant(call, input.QueueUrl!);
      if (call.now - (queue.purgedAt ?? -Infinity) < ONE_MINUTE) {
        throw new AwsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
          {},
          403,
        );
      }
      queue.messages = [];
      queue.purgedAt = call.now;
      return {};
    },

    ListQueueTags(input, call) {
      const { tags } = queueMeant(call, input.QueueUrl!);
      return Object.keys(tags).length ? { Tags: tags } : {};
    },

    TagQueue(input, call) {
      Object.assign(queueMeant(call, input.QueueUrl!).tags, input.Tags);
      return {};
    },

    UntagQueue(input, call) {
      const { tags } = queueMeant(call, input.QueueUrl!);
      for (const key of input.TagKeys ?? []) {
        delete tags[key];
      }
      return {};
    },
  },
};

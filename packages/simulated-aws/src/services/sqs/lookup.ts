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
import type { Call, Permission } from '../../core/Service';
import type { World } from '../../core/World';
import { callerAsking, resourcePolicyAllows } from '../iam/resourcePolicy';
import { policyOf } from './attributes';
import { noSuchQueue } from './refusals';
import { Queue, sqsState } from './state';

/** Whatever its host: the path of a queue's URL is its account and its name. */
function partsOf(queueUrl: string): { accountId: string; name: string } {
  const [, accountId, name] =
    /\/(\d{12})\/([\w-]{1,80}(?:\.fifo)?)$/.exec(queueUrl) ?? [];
  if (!accountId) {
    throw new AwsError(
      'InvalidAddress',
      `The address ${queueUrl} is not valid for this endpoint.`,
    );
  }
  return { accountId, name };
}

export function queueUrlOf({ arn }: Queue): string {
  const [, , , region, accountId, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
}

export function queueByArn(world: World, arn: string): Queue | undefined {
  const [, , service, region, accountId, name] = arn.split(':');
  return service === 'sqs'
    ? sqsState.of(world, { accountId, region }).queues[name]
    : undefined;
}

/** The queue that a call names; another account's only if that queue's policy lets this caller. */
export function queueMeant(call: Call, queueUrl: string): Queue {
  const { accountId, name } = partsOf(queueUrl);
  const place = { accountId, region: call.region };
  const queue = sqsState.of(call.world, place).queues[name];
  if (accountId !== call.accountId && !(queue && mayUse(call, queue))) {
    throw noSuchQueueFor(call, queueUrl);
  }
  if (!queue) {
    throw noSuchQueue();
  }
  return queue;
}

/** To who may not use it, a queue of another account is none (Amazon SQS Developer Guide, "Troubleshooting"). */
function noSuchQueueFor({ caller, operation }: Call, queueUrl: string) {
  return new AwsError(
    'AccessDenied',
    `User: ${
      caller.arn
    } is not authorized to perform: sqs:${operation.toLowerCase()} on resource: ${queueUrl} because no resource-based policy allows the action`,
    {},
    403,
  );
}

function mayUse(call: Call, queue: Queue): boolean {
  const action = `sqs:${call.operation}`;
  return resourcePolicyAllows(
    policyOf(queue),
    callerAsking(call, action, queue.arn),
  );
}

/** Batches need what their single calls need (Service Authorization Reference, Amazon SQS). */
const ACTIONS: Record<string, string> = {
  DeleteMessageBatch: 'DeleteMessage',
  SendMessageBatch: 'SendMessage',
};

export function onQueue(
  input: { QueueUrl?: string; QueueName?: string },
  { region, accountId, operation }: Call,
): Permission[] {
  const [, owner = accountId, name = '*'] =
    /\/(\d{12})\/([^/]+)$/.exec(input.QueueUrl ?? '') ?? [];
  return [
    {
      action: `sqs:${ACTIONS[operation] ?? operation}`,
      resources: [`arn:aws:sqs:${region}:${owner}:${input.QueueName ?? name}`],
    },
  ];
}

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
import { parsePolicy } from '../iam/policy';
import { invalidAttribute, unsupported } from './refusals';
import type { Queue } from './state';

/** Smallest, default and largest value (Amazon SQS API Reference, SetQueueAttributes). */
const NUMBERS: Record<string, [least: number, usual: number, most: number]> = {
  DelaySeconds: [0, 0, 900],
  MaximumMessageSize: [1024, 1_048_576, 1_048_576],
  MessageRetentionPeriod: [60, 345_600, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 0, 20],
  VisibilityTimeout: [0, 30, 43_200],
  KmsDataKeyReusePeriodSeconds: [60, 300, 86_400],
};

const OTHERS = ['Policy', 'KmsMasterKeyId', 'SqsManagedSseEnabled'];

/** AWS has these, and to accept and forget them would be a lie. */
const NOT_SIMULATED = [
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'RedrivePolicy',
  'RedriveAllowPolicy',
];

const READ_ONLY = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];

function invalidName(name: string): AwsError {
  return new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

export function checkAttributes(attributes: Record<string, string>) {
  for (const [name, value] of Object.entries(attributes)) {
    if (NOT_SIMULATED.includes(name)) {
      throw unsupported(`Simulated AWS has no queues with ${name}.`);
    }
    if (NUMBERS[name]) {
      const [least, , most] = NUMBERS[name];
      const number = Number(value);
      if (!/^\d+$/.test(value) || number < least || number > most) {
        throw invalidAttribute(name, `must be ${least} to ${most}`);
      }
    } else if (!OTHERS.includes(name)) {
      throw invalidName(name);
    }
  }
  checkPolicy(attributes.Policy);
}

function checkPolicy(policy: string | undefined) {
  if (!policy) {
    return;
  }
  try {
    parsePolicy(policy);
  } catch (error) {
    throw invalidAttribute(
      'Policy',
      `must be a policy: ${(error as Error).message}`,
    );
  }
}

/** A number that was set, or that every queue has. */
export function numberOf(queue: Queue, name: string): number {
  return Number(queue.attributes[name] ?? NUMBERS[name][1]);
}

/** The queue's own policy; an empty one takes it away. */
export function policyOf(queue: Queue): string | undefined {
  return queue.attributes.Policy || undefined;
}

function seconds(moment: number): string {
  return String(Math.floor(moment / 1000));
}

function allAttributes(queue: Queue, now: number): Record<string, string> {
  const waiting = queue.messages.filter(m => m.visibleAt > now);
  const inFlight = waiting.filter(m => m.receiveCount > 0);
  const count = (messages: unknown[]) => String(messages.length);
  const numbers = Object.entries(NUMBERS)
    .filter(([name]) => !name.startsWith('Kms'))
    .map(([name, [, usual]]) => [name, String(usual)]);
  return {
    ...Object.fromEntries(numbers),
    SqsManagedSseEnabled: 'true',
    ...Object.fromEntries(
      Object.entries(queue.attributes).filter(([, value]) => value !== ''),
    ),
    QueueArn: queue.arn,
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
    ApproximateNumberOfMessages: String(queue.messages.length - waiting.length),
    ApproximateNumberOfMessagesNotVisible: count(inFlight),
    ApproximateNumberOfMessagesDelayed: String(
      waiting.length - inFlight.length,
    ),
  };
}

/** What was asked for and the queue has; none asked for, none answered. */
export function attributesAnswer(
  queue: Queue,
  names: string[] = [],
  now: number,
): Record<string, string> | undefined {
  const all = allAttributes(queue, now);
  const known = [
    'All',
    ...Object.keys(NUMBERS),
    ...OTHERS,
    ...NOT_SIMULATED,
    ...READ_ONLY,
  ];
  const unknown = names.find(name => !known.includes(name));
  if (unknown) {
    throw invalidName(unknown);
  }
  const wanted = Object.entries(all).filter(
    ([name]) => names.includes('All') || names.includes(name),
  );
  return wanted.length ? Object.fromEntries(wanted) : undefined;
}

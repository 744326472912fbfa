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

import { announce } from '../../core/arrivals';
import { AwsError } from '../../core/errors';
import type { Delivery, World } from '../../core/World';
import { resourcePolicyAllows, serviceAsking } from '../iam/resourcePolicy';
import { numberOf, policyOf } from './attributes';
import { queueByArn } from './lookup';
import type { MessageAttribute, Queue, QueuedMessage } from './state';

/** A message as whoever sends it writes it. */
export interface NewMessage {
  body: string;
  attributes?: Record<string, MessageAttribute>;
  senderId: string;
  delaySeconds?: number;
}

/** Puts a message into a queue and wakes who waits for one. */
export function enqueue(
  world: World,
  queue: Queue,
  { body, attributes = {}, senderId, delaySeconds }: NewMessage,
): QueuedMessage {
  const most = numberOf(queue, 'MaximumMessageSize');
  if (Buffer.byteLength(body) > most) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
    );
  }
  const sentAt = world.clock.now();
  const delay = delaySeconds ?? numberOf(queue, 'DelaySeconds');
  const message: QueuedMessage = {
    messageId: world.ids.uuid(),
    body,
    attributes,
    senderId,
    sentAt,
    visibleAt: sentAt + delay * 1000,
    receiveCount: 0,
  };
  queue.messages.push(message);
  announce(world);
  return message;
}

/** From another service: only if the queue's policy lets it (Amazon SQS Developer Guide, "Access policies"). */
export function receiveDelivery(world: World, delivery: Delivery): boolean {
  const queue = queueByArn(world, delivery.to);
  const asking = serviceAsking(delivery, 'sqs:SendMessage');
  if (!queue || !resourcePolicyAllows(policyOf(queue), asking)) {
    return false;
  }
  enqueue(world, queue, {
    body: delivery.payload,
    senderId: delivery.from.service,
  });
  return true;
}

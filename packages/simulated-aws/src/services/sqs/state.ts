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

import { defineState } from '../../core/state';

/** An attribute that a sender put beside a message; bytes are base64. */
export interface MessageAttribute {
  dataType: string;
  stringValue?: string;
  binaryValue?: string;
}

export interface QueuedMessage {
  messageId: string;
  body: string;
  attributes: Record<string, MessageAttribute>;
  /** As `SenderId` answers it. */
  senderId: string;
  sentAt: number;
  /** When it may be received, or received again. */
  visibleAt: number;
  firstReceivedAt?: number;
  receiveCount: number;
  /** Of the last time that it was received: older ones delete nothing. */
  receiptHandle?: string;
}

export interface Queue {
  name: string;
  arn: string;
  createdAt: number;
  modifiedAt: number;
  /** What was set; the rest has its default. */
  attributes: Record<string, string>;
  tags: Record<string, string>;
  messages: QueuedMessage[];
  purgedAt?: number;
}

export interface SqsState {
  queues: Record<string, Queue>;
  /** Name to when it was deleted: for a minute no other may have it. */
  deleted: Record<string, number>;
}

export const sqsState = defineState<SqsState>('sqs', () => ({
  queues: {},
  deleted: {},
}));

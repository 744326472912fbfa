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

export interface Subscription {
  arn: string;
  protocol: 'sqs' | 'lambda';
  /** ARN of the queue or function. */
  endpoint: string;
  /** The account that subscribed. */
  owner: string;
  /** The message alone, without the envelope that tells what it is. */
  raw: boolean;
}

export interface Topic {
  name: string;
  arn: string;
  /** What was set: `Policy`, `DisplayName`. */
  attributes: Record<string, string>;
  tags: Record<string, string>;
  /** By ARN. */
  subscriptions: Record<string, Subscription>;
}

export interface SnsState {
  topics: Record<string, Topic>;
}

export const snsState = defineState<SnsState>('sns', () => ({ topics: {} }));

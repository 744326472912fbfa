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

export interface RuleTarget {
  id: string;
  arn: string;
  roleArn?: string;
  /** Given instead of the event. */
  input?: string;
  /** Part of the event that is given instead of all of it. */
  inputPath?: string;
  retryPolicy?: {
    MaximumRetryAttempts?: number;
    MaximumEventAgeInSeconds?: number;
  };
}

export interface Rule {
  name: string;
  arn: string;
  createdBy: string;
  enabled: boolean;
  eventPattern?: string;
  scheduleExpression?: string;
  /** When it fires by itself the next time. */
  nextAt?: number;
  description?: string;
  roleArn?: string;
  tags: Record<string, string>;
  targets: RuleTarget[];
}

/** The default bus, which every account has in every Region, and the only one here. */
export interface EventsState {
  rules: Record<string, Rule>;
}

export const eventsState = defineState<EventsState>('events', () => ({
  rules: {},
}));

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

import { defineState, Place } from '../../core/state';
import type { World } from '../../core/World';

/** One line of a log. */
export interface LogEvent {
  id: string;
  /** Of what it tells, in milliseconds since the epoch. */
  at: number;
  /** From when on it can be read. */
  ingestedAt: number;
  stream: string;
  message: string;
}

export interface LogGroup {
  name: string;
  createdAt: number;
  /** Absent: for ever. */
  retentionInDays?: number;
  tags: Record<string, string>;
  events: LogEvent[];
}

export interface LogsState {
  /** By name. */
  groups: Record<string, LogGroup>;
}

export const logsState = defineState<LogsState>('logs', () => ({ groups: {} }));

/** Without the `:*` that stands for its streams. */
export function logGroupArn({ region, accountId }: Place, name: string) {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}

/** The log group that an ARN names, with `:*` at its end or without. */
export function parseLogGroupArn(
  arn: string,
): (Place & { name: string }) | undefined {
  const match =
    /^arn:[a-z0-9-]+:logs:([a-z0-9-]+):(\d{12}):log-group:([.\-_/#A-Za-z0-9]{1,512})(:\*)?$/.exec(
      arn,
    );
  if (!match) {
    return undefined;
  }
  const [, region, accountId, name] = match;
  return { region, accountId, name };
}

export function logGroupAt(world: World, arn: string): LogGroup | undefined {
  const parsed = parseLogGroupArn(arn);
  return parsed && logsState.of(world, parsed).groups[parsed.name];
}

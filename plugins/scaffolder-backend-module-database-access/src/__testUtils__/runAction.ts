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

import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { DatabaseAccessApi } from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessActionOptions } from '../actions/asInitiator';
import { Time } from '../actions/watch';

const METHODS = [
  'getInstallation',
  'getDatabase',
  'listNetworks',
  'plan',
  'fileRequest',
  'listRequests',
  'getRequest',
  'decide',
  'cancelRequest',
  'startRequest',
  'getRequestTimeline',
  'listShares',
  'getShare',
  'revokeShare',
  'retryShare',
  'extendShare',
  'getShareTimeline',
  'listShareFailovers',
  'getShareReachability',
  'checkShareReachability',
] as const satisfies ReadonlyArray<keyof DatabaseAccessApi>;

/** An API that refuses whatever the test did not expect. */
export function apiOf(
  answers: Partial<DatabaseAccessApi>,
): jest.Mocked<DatabaseAccessApi> {
  const unexpected = (method: string) => async () => {
    throw new Error(`Nobody expected ${method}`);
  };
  return Object.fromEntries(
    METHODS.map(method => [
      method,
      jest.fn<any, any>(answers[method] ?? unexpected(method)),
    ]),
  ) as unknown as jest.Mocked<DatabaseAccessApi>;
}

/** How the backend refuses. */
export function refused(
  statusCode: number,
  code: string,
  message: string,
): Promise<ResponseError> {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name: 'ConflictError', message, code },
        response: { statusCode },
      }),
      {
        status: statusCode,
        headers: { 'Content-Type': 'application/json' },
      },
    ),
  );
}

/** A time that passes only while somebody waits. */
export function drivenTime(onPause?: (minutes: number) => void): Time {
  let now = 0;
  return {
    now: () => now,
    pause: async (ms, signal) => {
      now += ms;
      onPause?.(now / 60_000);
      signal?.throwIfAborted();
    },
  };
}

/** A task as the Scaffolder keeps it: what survives a crash of the process that runs it. */
export interface KeptTask {
  id: string;
  checkpoints: Map<string, unknown>;
}

export const newTask = (id = 'task-1'): KeptTask => ({
  id,
  checkpoints: new Map(),
});

/** Runs an action as a step of a task, in the name of a person. */
export async function runAction(options: {
  create(options: DatabaseAccessActionOptions): TemplateAction<any, any, any>;
  client: jest.Mocked<DatabaseAccessApi>;
  input: object;
  task?: KeptTask;
  isDryRun?: boolean;
  initiator?: string;
  signal?: AbortSignal;
}): Promise<{ outputs: Record<string, unknown>; log: string[] }> {
  const { create, client, input, task = newTask() } = options;
  const action = create({
    client,
    auth: mockServices.auth({ pluginId: 'scaffolder' }),
  });
  const outputs: Record<string, unknown> = {};
  const log: string[] = [];
  const write = (message: string) => log.push(message);
  const logger = mockServices.logger.mock({ info: write, warn: write });
  const { checkpoints } = task;
  const ctx = {
    ...createMockActionContext({ input: input as any, task: { id: task.id } }),
    logger,
    step: { id: 'step', name: 'Step' },
    isDryRun: options.isDryRun,
    signal: options.signal,
    // The person who ran the task first: actions must not speak for them.
    user: { ref: 'user:default/somebody-else' },
    getInitiatorCredentials: async (): Promise<BackstageCredentials> =>
      mockCredentials.user(options.initiator ?? 'user:default/requester'),
    checkpoint: async ({ key, fn }: { key: string; fn(): unknown }) => {
      if (!checkpoints.has(key)) {
        checkpoints.set(key, (await fn()) ?? {});
      }
      return checkpoints.get(key);
    },
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
  };
  await action.handler(ctx as any);
  // What a template sees has gone through JSON.
  return { outputs: JSON.parse(JSON.stringify(outputs)), log };
}

/** The token that the backend sees if this person started the task. */
export function tokenOf(userRef: string): string {
  return mockCredentials.service.token({
    onBehalfOf: mockCredentials.user(userRef),
    targetPluginId: 'database-access',
  });
}

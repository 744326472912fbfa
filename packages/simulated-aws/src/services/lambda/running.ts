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

import type { InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { AwsError } from '../../core/errors';
import { invoke, invokeAsync, retry, RETRY, wake, WAKE } from './invocation';
import { functionMeant, onFunction } from './lookup';
import type { LambdaPart } from './part';
import { conflict } from './refusals';
import type { LambdaFunction } from './state';

/** Without a payload a function gets an empty object. */
function readPayload(payload: Uint8Array | undefined): string {
  const text = payload?.length ? Buffer.from(payload).toString('utf8') : '{}';
  try {
    JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      { Type: 'User' },
    );
  }
  return text;
}

/** A function that is being changed runs what it was; one that is being made cannot run yet. */
function expectActive({ state }: LambdaFunction) {
  if (state !== 'Active') {
    throw conflict(
      `The operation cannot be performed at this time. The function is currently in the following state: ${state}`,
    );
  }
}

/** The last 4 KB of what it printed. */
function tailOf(log: string): string {
  return Buffer.from(log).subarray(-4096).toString('base64');
}

type Blob = NonNullable<InvokeCommandOutput['Payload']>;

/** Readers of the wire want bytes; how the SDK dresses them up for its callers is no matter here. */
function blobOf(text: string): Blob {
  return Buffer.from(text) as Uint8Array as Blob;
}

export const running: LambdaPart = {
  rules: {
    'Invoke.InvocationType': { enum: ['RequestResponse', 'Event', 'DryRun'] },
    'Invoke.LogType': { enum: ['None', 'Tail'] },
  },
  permissions: {
    Invoke: (input, call) =>
      onFunction(call, input.FunctionName!, {
        action: 'lambda:InvokeFunction',
      }),
  },
  timers: { [RETRY]: retry, [WAKE]: wake },
  handlers: {
    async Invoke(input, call) {
      const fn = functionMeant(call, input.FunctionName!);
      const payload = readPayload(
        // The wire hands over bytes, whatever the SDK lets its callers write.
        input.Payload as Uint8Array | undefined,
      );
      expectActive(fn);
      if (input.InvocationType === 'DryRun') {
        return { StatusCode: 204 };
      }
      if (input.InvocationType === 'Event') {
        invokeAsync(call.world, fn.arn, payload);
        return { StatusCode: 202, Payload: blobOf('') };
      }
      const run = await invoke(call.world, fn, JSON.parse(payload));
      return {
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        Payload: blobOf(JSON.stringify(run.error ?? run.result ?? null)),
        ...(run.error ? { FunctionError: 'Unhandled' } : {}),
        ...(input.LogType === 'Tail' ? { LogResult: tailOf(run.log) } : {}),
      };
    },
  },
};

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

import type { Rest } from '../../core/Background';
import type { Place } from '../../core/state';
import type { Delivery, World } from '../../core/World';
import { resourcePolicyAllows, serviceAsking } from '../iam/resourcePolicy';
import { executionCredentials } from './executionRole';
import { functionByArn } from './lookup';
import { Run, runFunction, RunResult } from './runtime';
import { LambdaFunction } from './state';
import { vpcNetwork } from './vpcNetwork';

/** Who waits for the answer of a function waits for the clock, too. */
const NO_REST: Rest = () => () => {};

/** Runs a function as its role, with the simulated AWS as its AWS. */
export async function invoke(
  world: World,
  fn: LambdaFunction,
  event: unknown,
  rest = NO_REST,
): Promise<RunResult & { requestId: string }> {
  const requestId = world.ids.uuid();
  const run = await runOf(world, fn, requestId, event);
  const result = await runFunction({
    ...run,
    wait: ms => waitForClock(world, ms, rest),
  });
  fn.lastRun = {
    at: world.clock.now(),
    requestId,
    error: result.error?.errorMessage,
  };
  return { ...result, requestId };
}

async function runOf(
  world: World,
  fn: LambdaFunction,
  requestId: string,
  event: unknown,
): Promise<Omit<Run, 'wait'>> {
  const [, , , region] = fn.arn.split(':');
  return {
    requestId,
    event,
    functionName: fn.name,
    functionArn: fn.arn,
    handler: fn.handler,
    memorySize: fn.memorySize,
    timeoutSeconds: fn.timeoutSeconds,
    zip: Buffer.from(fn.zip, 'base64'),
    environment: {
      ...fn.environment,
      ...executionCredentials(world, fn),
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: await world.endpoint(),
    },
    dnsServer: await world.dnsServer(),
    ...(fn.vpc && { network: vpcNetwork(world, fn.vpc) }),
    signal: world.background.closing,
  };
}

export const WAKE = 'lambda/wake';

/** Those who wait, by the timers that wake them. What waited when the process ended waits no more. */
const waiting = new WeakMap<World, Map<string, () => void>>();

function waitForClock(world: World, ms: number, rest: Rest): Promise<void> {
  const others = waiting.get(world) ?? new Map<string, () => void>();
  waiting.set(world, others);
  const id = world.ids.uuid();
  return new Promise(resolve => {
    const goOn = rest();
    others.set(id, () => {
      goOn();
      resolve();
    });
    world.at(world.clock.now() + ms, WAKE, { id });
  });
}

export function wake(world: World, { id }: Record<string, string>) {
  const waiter = waiting.get(world)?.get(id);
  waiting.get(world)?.delete(id);
  waiter?.();
}

export const RETRY = 'lambda/retry';

/**
 * "Lambda attempts to run it two more times, with a one-minute wait between the first two attempts, and two minutes
 * between the second and third" (AWS Lambda Developer Guide, "Error handling for asynchronous invocation").
 */
const RETRY_SECONDS = [60, 120];

/** Runs a function that nobody waits for. */
export function invokeAsync(
  world: World,
  arn: string,
  payload: string,
  attempt = 0,
) {
  world.background.run(async rest => {
    const fn = functionByArn(world, arn);
    // It may have been deleted since.
    const failed = fn && (await failure(world, fn, { payload, rest }));
    if (failed && attempt < RETRY_SECONDS.length) {
      const wait = RETRY_SECONDS[attempt] * 1000;
      world.at(world.clock.now() + wait, RETRY, {
        arn,
        payload,
        attempt: String(attempt + 1),
      });
    }
  }, world.onDefect);
}

/** A role that lets Lambda in no more is a failure like one of the code. */
async function failure(
  world: World,
  fn: LambdaFunction,
  { payload, rest }: { payload: string; rest: Rest },
): Promise<boolean> {
  try {
    const { error } = await invoke(world, fn, JSON.parse(payload), rest);
    return error !== undefined;
  } catch (error) {
    fn.lastRun = {
      at: world.clock.now(),
      requestId: '',
      error: (error as Error).message,
    };
    return true;
  }
}

export function retry(
  world: World,
  { arn, payload, attempt }: Record<string, string>,
) {
  invokeAsync(world, arn, payload, Number(attempt));
}

/** From another service: only if the function's own policy lets it. */
export function receiveDelivery(world: World, delivery: Delivery): boolean {
  const fn = functionByArn(world, delivery.to);
  if (!fn || fn.state !== 'Active' || !lets(fn, delivery)) {
    return false;
  }
  invokeAsync(world, fn.arn, delivery.payload);
  return true;
}

function lets(fn: LambdaFunction, delivery: Delivery): boolean {
  return (
    fn.policy.length > 0 &&
    resourcePolicyAllows(
      policyDocument(fn),
      serviceAsking(delivery, 'lambda:InvokeFunction'),
    )
  );
}

export function policyDocument({ policy }: LambdaFunction): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'default',
    Statement: policy,
  });
}

/** Where a function lives. */
export function placeOf({ arn }: LambdaFunction): Place {
  const [, , , region, accountId] = arn.split(':');
  return { accountId, region };
}

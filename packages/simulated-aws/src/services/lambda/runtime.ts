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

import { ChildProcess, fork } from 'child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { dirname, join, sep } from 'path';
import { BOOTSTRAP } from './bootstrap';
import { TimeLimit } from './TimeLimit';
import type { VpcNetwork } from './vpcNetwork';
import { unzip } from './zip';

/** Everything that a run needs to know. */
export interface Run {
  requestId: string;
  functionName: string;
  functionArn: string;
  handler: string;
  memorySize: number;
  timeoutSeconds: number;
  zip: Buffer;
  /** The function's own, with keys and Region. */
  environment: Record<string, string>;
  event: unknown;
  /** The DNS server that it asks. */
  dnsServer: string;
  /** What a function that is attached to a VPC meets there. */
  network?: VpcNetwork;
  /** Lets so many milliseconds pass by the clock that it waits for. */
  wait: (ms: number) => Promise<void>;
  /** Ends it before its time. */
  signal: AbortSignal;
}

export interface RunError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export interface RunResult {
  result?: unknown;
  error?: RunError;
  /** What it printed. */
  log: string;
}

/**
 * The clients that code finds without bringing them, as in AWS's Node runtimes: nothing else of this machine is to be
 * found by it.
 */
const SDK_CLIENTS = [
  'cloudwatch',
  'ec2',
  'elastic-load-balancing-v2',
  'eventbridge',
  'lambda',
  'rds',
  'route-53',
  'sns',
  'sqs',
  'sts',
].map(name => `@aws-sdk/client-${name}`);

/**
 * Runs a function's code for real: in a process of its own, which knows nothing of this one but the URL of the simulated
 * AWS. Every run is a cold start. It works in real time; what it waits for by `timers/promises` passes by the simulated
 * clock.
 */
export async function runFunction(run: Run): Promise<RunResult> {
  const place = await mkdtemp(join(tmpdir(), 'simulated-lambda-'));
  try {
    await unpack(place, run.zip);
    return await execute(place, run);
  } catch (error) {
    return {
      error: {
        errorType: 'Runtime.InvalidPackage',
        errorMessage: (error as Error).message,
      },
      log: '',
    };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

const taskRoot = (place: string) => join(place, 'task');

async function unpack(place: string, zip: Buffer) {
  await mkdir(taskRoot(place));
  await writeFile(join(place, 'bootstrap.cjs'), BOOTSTRAP);
  for (const [path, content] of unzip(zip)) {
    const file = join(taskRoot(place), path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await linkSdk(place);
}

/** Above the code, where both `require` and `import` look. */
async function linkSdk(place: string) {
  const scope = join(place, 'node_modules', '@aws-sdk');
  await mkdir(scope, { recursive: true });
  for (const client of SDK_CLIENTS) {
    const [, name] = client.split('/');
    await symlink(packageFolder(client), join(scope, name), 'junction');
  }
}

function packageFolder(name: string): string {
  const end = join('node_modules', ...name.split('/')) + sep;
  const main = require.resolve(name);
  return main.slice(0, main.lastIndexOf(end) + end.length - 1);
}

function execute(place: string, run: Run): Promise<RunResult> {
  const child = fork(join(place, 'bootstrap.cjs'), [], {
    cwd: taskRoot(place),
    // Only its own environment: nothing of this process, and none of its Node's flags.
    env: environmentOf(place, run),
    execArgv: [],
    silent: true,
  });
  const log: string[] = [];
  child.stdout!.on('data', chunk => log.push(String(chunk)));
  child.stderr!.on('data', chunk => log.push(String(chunk)));
  return outcome(child, place, run).then(({ result, error }) => ({
    result,
    error,
    log: log.join(''),
  }));
}

function environmentOf(place: string, run: Run): Record<string, string> {
  return {
    ...run.environment,
    AWS_LAMBDA_FUNCTION_NAME: run.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(run.memorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs',
    LAMBDA_TASK_ROOT: taskRoot(place),
    _HANDLER: run.handler,
    TZ: ':UTC',
  };
}

function outcome(
  child: ChildProcess,
  place: string,
  run: Run,
): Promise<Omit<RunResult, 'log'>> {
  const { requestId, timeoutSeconds, signal } = run;
  return new Promise(resolve => {
    let said: Omit<RunResult, 'log'> | undefined;
    const kill = () => child.kill('SIGKILL');
    const time = new TimeLimit(timeoutSeconds * 1000, () => {
      said ??= { error: timedOut(requestId, timeoutSeconds) };
      kill();
    });
    if (signal.aborted) {
      kill();
    }
    signal.addEventListener('abort', kill);
    child.on('message', (message: Message) => {
      if (message.wait !== undefined) {
        time
          .passing(message.wait, run.wait)
          .then(() => child.connected && child.send({ woken: true }));
        return;
      }
      if (message.ask) {
        child.send({ answered: answerOf(message.ask, run.network!) });
        return;
      }
      const { result, failure } = message;
      said ??= failure ? { error: failure } : { result };
    });
    child.on('error', ({ message }) => {
      said ??= { error: exited(requestId, message) };
    });
    // After all that it wrote was read.
    child.on('close', (code, killedBy) => {
      time.end();
      signal.removeEventListener('abort', kill);
      const why = killedBy ? `signal: ${killedBy}` : `exit status ${code}`;
      resolve(said ?? { error: exited(requestId, why) });
    });
    child.send({
      event: run.event,
      handler: run.handler,
      root: taskRoot(place),
      deadline: Date.now() + timeoutSeconds * 1000,
      dnsServer: run.dnsServer,
      inVpc: run.network !== undefined,
      context: {
        awsRequestId: requestId,
        functionName: run.functionName,
        functionVersion: '$LATEST',
        invokedFunctionArn: run.functionArn,
        memoryLimitInMB: String(run.memorySize),
        callbackWaitsForEmptyEventLoop: true,
      },
    });
  });
}

/** What code asks of the network that it is in. */
type Ask = { id: number } & (
  | { resolve: string; connect?: undefined }
  | { resolve?: undefined; connect: { host: string; port: number } }
);

function answerOf(ask: Ask, network: VpcNetwork) {
  const answer = ask.connect
    ? network.connect(ask.connect)
    : network.resolve(ask.resolve);
  return { id: ask.id, ...answer };
}

/** What the process says: that it waits, what it asks of its network, or what came out. */
interface Message {
  wait?: number;
  ask?: Ask;
  result?: unknown;
  failure?: RunError;
}

/** As Lambda words it since it tells error types for the sandbox. */
function timedOut(requestId: string, seconds: number): RunError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(
      2,
    )} seconds`,
  };
}

function exited(requestId: string, why: string): RunError {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${why}`,
  };
}

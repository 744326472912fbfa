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

import type { Fault } from '../core/Faults';
import { DoubtName, Doubts, DOUBTS } from '../doubts';
import { ReachabilityQuestion, UnknownObjectError } from '../network/question';
import { reachable } from '../network/reachable';
import {
  ImpossibleTrafficError,
  sendTraffic,
  Traffic,
} from '../services/cloudwatch/traffic';
import { problemWithOperation } from '../problemWithOperation';
import type { Simulation } from './Simulation';

/** How long `GET /_simulated/clock?after=` waits for the clock to be driven. */
const LONG_POLL_MS = 30_000;

export const CONTROL_PREFIX = '/_simulated/';

export interface ControlRequest {
  method: string;
  url: URL;
  body: string;
  /** Aborted when the caller hangs up. */
  signal: AbortSignal;
}

export interface ControlAnswer {
  status: number;
  body: object;
}

type Endpoint = (
  simulation: Simulation,
  request: ControlRequest,
) => object | Promise<object>;

/** Something is wrong with what a person sent; the message tells them what. */
class BadInput extends Error {}

const MISTAKES = [BadInput, UnknownObjectError, ImpossibleTrafficError];

const ENDPOINTS: Record<string, Endpoint> = {
  'GET health': ({ aws, clock }) => ({
    status: 'ok',
    services: aws.services.map(service => service.prefix),
    now: new Date(clock.now()).toISOString(),
  }),
  'GET reachable': ({ world }, { url }) => {
    world.settle();
    return reachable(world, readQuestion(url.searchParams));
  },
  'POST traffic': ({ world }, request) =>
    sendTraffic(world, readTraffic(readObject(request))),
  'GET clock': clockNow,
  'POST clock': driveClock,
  'GET faults': ({ world }) => ({ faults: world.faults.toJSON() }),
  'POST faults': (simulation, request) => {
    const { world } = simulation;
    world.faults.add(readFault(simulation, readObject(request)));
    return { faults: world.faults.toJSON() };
  },
  'DELETE faults': ({ world }) => {
    world.faults.clear();
    return { faults: [] };
  },
  'GET calls': ({ world }) => ({ calls: world.calls.toJSON() }),
  'DELETE calls': ({ world }) => {
    world.calls.clear();
    return { calls: [] };
  },
  'POST reset': simulation => {
    simulation.reset();
    return { reset: true };
  },
  'GET objects': ({ aws, world }, { url }) => {
    world.settle();
    const account = url.searchParams.get('account');
    if (account !== null && !/^\d{12}$/.test(account)) {
      throw new BadInput('account must be the twelve digits of an account id.');
    }
    const objects = aws.services.flatMap(s => s.objects?.(world) ?? []);
    return {
      objects: objects.filter(o => account === null || o.accountId === account),
    };
  },
  'GET doubts': ({ world }) => describeDoubts(world.doubts),
  'POST doubts': ({ world }, request) => {
    Object.assign(world.doubts, readDoubts(readObject(request)));
    return describeDoubts(world.doubts);
  },
};

/** Answers what stands below `/_simulated/`: what AWS would never tell, and what no AWS would do. */
export async function answerControl(
  simulation: Simulation,
  request: ControlRequest,
): Promise<ControlAnswer> {
  const path = request.url.pathname.slice(CONTROL_PREFIX.length);
  const endpoint = ENDPOINTS[`${request.method} ${path}`];
  if (!endpoint) {
    const message = `There is no ${request.method} ${
      request.url.pathname
    }. There are: ${Object.keys(ENDPOINTS)
      .map(key => key.replace(' ', ` ${CONTROL_PREFIX}`))
      .join(', ')}.`;
    return { status: 404, body: { error: message } };
  }
  try {
    return { status: 200, body: await endpoint(simulation, request) };
  } catch (error) {
    if (MISTAKES.some(mistake => error instanceof mistake)) {
      return { status: 400, body: { error: (error as Error).message } };
    }
    throw error;
  }
}

function readObject({ body }: ControlRequest): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new BadInput('The body must be JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadInput('The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

const QUESTION = ['from', 'to', 'subnet', 'sg', 'name', 'port', 'tls'];

const isPort = (port: number) =>
  Number.isInteger(port) && port >= 1 && port <= 65535;

function readQuestion(query: URLSearchParams): ReachabilityQuestion {
  const from = query.get('from');
  const to = query.get('to');
  if (!from || !to) {
    throw new BadInput(
      'reachable needs ?from=<id of the client`s VPC>&to=<ARN of the database>, and traffic needs both as members.',
    );
  }
  const port = query.get('port') ?? undefined;
  if (port !== undefined && !isPort(Number(port))) {
    throw new BadInput(`port must be 1 to 65535, not ${port}.`);
  }
  const tls = query.get('tls') ?? undefined;
  if (tls !== undefined && tls !== 'verify-full') {
    throw new BadInput(`tls can only be verify-full, not ${tls}.`);
  }
  return {
    from,
    to,
    tls,
    subnet: query.get('subnet') ?? undefined,
    sg: query.get('sg') ?? undefined,
    name: query.get('name') ?? undefined,
    port: port === undefined ? undefined : Number(port),
  };
}

/** More than any database holds. */
const MOST_BYTES = 1e18;

function readTraffic(raw: Record<string, unknown>): Traffic {
  const {
    bytesToDatabase = 0,
    bytesToClient = 0,
    connections = 1,
    at,
    ...question
  } = raw;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(question)) {
    if (!QUESTION.includes(name)) {
      throw new BadInput(`Traffic has no member ${name}.`);
    }
    query.set(name, String(value));
  }
  const most = 1_000_000;
  return {
    ...readQuestion(query),
    bytesToDatabase: readNumber(
      'bytesToDatabase',
      bytesToDatabase,
      0,
      MOST_BYTES,
    ),
    bytesToClient: readNumber('bytesToClient', bytesToClient, 0, MOST_BYTES),
    connections: readNumber('connections', connections, 1, most),
    ...(at !== undefined && { at: readMoment('at', at) }),
  };
}

function readMoment(name: string, value: unknown): Date {
  const moment = new Date(typeof value === 'string' ? value : NaN);
  if (Number.isNaN(moment.getTime())) {
    throw new BadInput(
      `${name} must be a moment such as 2026-11-02T09:00:00Z, not ${JSON.stringify(
        value,
      )}.`,
    );
  }
  return moment;
}

function describeClock({ clock, clockVersion }: Simulation) {
  return {
    now: new Date(clock.now()).toISOString(),
    rate: clock.rate,
    version: clockVersion,
  };
}

/** Answers at once unless the caller has seen this version; then when the clock is driven, or after a while. */
async function clockNow(
  simulation: Simulation,
  { url, signal }: ControlRequest,
): Promise<object> {
  const after = url.searchParams.get('after');
  if (after !== null && !/^\d+$/.test(after)) {
    throw new BadInput('after must be a version that this endpoint answered.');
  }
  if (after !== null && Number(after) === simulation.clockVersion) {
    await clockDriven(simulation, signal);
  }
  return describeClock(simulation);
}

function clockDriven(
  simulation: Simulation,
  signal: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    const undo: Array<() => void> = [];
    const done = () => {
      for (const step of undo) {
        step();
      }
      resolve();
    };
    const timeout = setTimeout(done, LONG_POLL_MS);
    undo.push(() => clearTimeout(timeout), simulation.onClock(done));
    signal.addEventListener('abort', done, { once: true });
    undo.push(() => signal.removeEventListener('abort', done));
  });
}

/** Answers when everything that this woke has happened, functions included. */
async function driveClock(
  simulation: Simulation,
  request: ControlRequest,
): Promise<object> {
  const { advanceSeconds, rate, ...rest } = readObject(request);
  const unknown = Object.keys(rest);
  if (
    unknown.length ||
    (advanceSeconds === undefined) === (rate === undefined)
  ) {
    throw new BadInput(
      'The clock takes either {"advanceSeconds": n} or {"rate": n}.',
    );
  }
  if (rate !== undefined) {
    simulation.clock.setRate(readNumber('rate', rate, 0, 100_000));
  } else {
    const aCentury = 3.2e9;
    simulation.clock.advance(
      readNumber('advanceSeconds', advanceSeconds, 0, aCentury),
    );
  }
  simulation.world.settle();
  await simulation.aws.idle();
  return describeClock(simulation);
}

function readNumber(
  name: string,
  value: unknown,
  least: number,
  most: number,
): number {
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw new BadInput(
      `${name} must be a number from ${least} to ${most}, not ${JSON.stringify(
        value,
      )}.`,
    );
  }
  return value;
}

const FAULT_KINDS = ['error', 'throttle', 'lost-answer', 'delay'] as const;

function readFault(
  simulation: Simulation,
  raw: Record<string, unknown>,
): Fault {
  const {
    operation,
    kind,
    count,
    code,
    message,
    accountId,
    region,
    delaySeconds,
    ...rest
  } = raw;
  for (const name of Object.keys(rest)) {
    throw new BadInput(`A fault has no member ${name}.`);
  }
  const knownKind = FAULT_KINDS.find(k => k === kind);
  if (!knownKind) {
    throw new BadInput(
      `kind must be one of ${FAULT_KINDS.join(', ')}, not ${JSON.stringify(
        kind,
      )}.`,
    );
  }
  const fault: Fault = {
    operation: readOperation(simulation, operation),
    kind: knownKind,
  };
  if (count !== undefined) {
    fault.count = readNumber('count', count, 1, 1_000_000);
  }
  if (delaySeconds !== undefined) {
    fault.delaySeconds = readNumber('delaySeconds', delaySeconds, 0, 600);
  }
  const texts = { code, message, accountId, region };
  for (const [name, value] of Object.entries(texts)) {
    if (value !== undefined) {
      fault[name as keyof typeof texts] = readText(name, value);
    }
  }
  return fault;
}

const FAULT_TEXTS: Record<string, RegExp> = {
  // It travels in a header.
  code: /^[A-Za-z][A-Za-z0-9.]*$/,
  accountId: /^\d{12}$/,
  region: /^[a-z0-9-]+$/,
};

function readText(name: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw new BadInput(`${name} must be a string.`);
  }
  if (FAULT_TEXTS[name] && !FAULT_TEXTS[name].test(value)) {
    throw new BadInput(
      `${name} must match ${FAULT_TEXTS[name].source}, not ${value}.`,
    );
  }
  return value;
}

function readOperation({ aws }: Simulation, operation: unknown): string {
  if (typeof operation !== 'string') {
    throw new BadInput(
      'operation must be a string, for example ec2:CreateVpcEndpoint or ec2:*.',
    );
  }
  const problem = problemWithOperation(aws.services, operation);
  if (problem) {
    throw new BadInput(problem);
  }
  return operation;
}

function describeDoubts(doubts: Doubts): object {
  return {
    doubts: Object.entries(DOUBTS).map(([name, doubt]) => ({
      name,
      ...doubt,
      answer: doubts[name as DoubtName],
    })),
  };
}

function readDoubts(raw: Record<string, unknown>): Partial<Doubts> {
  for (const [name, answer] of Object.entries(raw)) {
    const problem = problemWithDoubt(name, answer);
    if (problem) {
      throw new BadInput(problem);
    }
  }
  return raw as Partial<Doubts>;
}

/** Why this is no answer to that doubt, as a sentence; undefined if it is one. */
export function problemWithDoubt(
  name: string,
  answer: unknown,
): string | undefined {
  if (!Object.hasOwn(DOUBTS, name)) {
    const names = Object.keys(DOUBTS).join(', ');
    return `There is no doubt ${name}. There are: ${names}.`;
  }
  const answers: readonly string[] = DOUBTS[name as DoubtName].answers;
  return typeof answer === 'string' && answers.includes(answer)
    ? undefined
    : `${name} can be answered ${answers.join(' or ')}, not ${answer}.`;
}

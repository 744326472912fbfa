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

import { randomUUID } from 'crypto';
import { setTimeout as sleep } from 'timers/promises';
import { AwsError, LostAnswer } from './core/errors';
import type { Fault } from './core/Faults';
import type {
  Call,
  Caller,
  Permission,
  SimulatedService,
} from './core/Service';
import { GLOBAL_REGION } from './core/state';
import { World, WorldOptions } from './core/World';
import { Loopback, openLoopback } from './http/loopback';
import { DnsServer, startDnsServer } from './network/dnsServer';
import { problemWithOperation } from './problemWithOperation';
import { authorize } from './services/iam/authorize';
import { recognise } from './services/sts/credentials';
import { allServices } from './services';
import { checkInput, checkOutput } from './wire/check';
import type { WireAnswer, WireRequest } from './wire/http';
import { locate, Located } from './wire/locate';
import { readInput } from './wire/readInput';
import { loadService, WireService } from './wire/WireService';
import { writeAnswer } from './wire/writeAnswer';
import { writeError } from './wire/writeError';
import { SdkRequestHandler, sdkRequestHandler } from './wire/sdkRequestHandler';

/** @public */
export interface SimulatedAwsOptions {
  world?: World | WorldOptions;
  /** Default: every simulated service. */
  services?: SimulatedService[];
  /** Hears of mistakes of the simulation itself; its callers get InternalFailure. */
  onDefect?: (error: Error) => void;
}

type KnownRequest = Located & Required<Pick<Located, 'service' | 'operation'>>;

type Output = Record<string, unknown>;

/** Operations that change nothing, in all of AWS's services. */
const READING = /^(Describe|Get|List)/;

/** What a service declares for its operations, once their types are past checking. */
type ByOperation<Result> = Record<
  string,
  ((input: Output, call: Call) => Result) | undefined
>;

/** One request on its way through. */
interface Passage {
  located: Located;
  requestId: string;
  fault?: Fault;
  /** What the call log will say. */
  accountId: string;
  targetAccountId?: string;
}

/**
 * Simulated AWS without a socket: takes the requests of real AWS clients and answers them.
 *
 * @public
 */
export class SimulatedAws {
  static create(options: SimulatedAwsOptions = {}): SimulatedAws {
    const { world, services = allServices, onDefect = () => {} } = options;
    return new SimulatedAws(
      world instanceof World ? world : new World(world),
      services,
      onDefect,
    );
  }

  readonly services: readonly SimulatedService[];
  readonly #wire: WireService[];
  readonly #onDefect: (error: Error) => void;
  #world: World;
  /** Where whoever gave it a socket says that it is. */
  #listens: { url: string; dnsServer: string } | undefined;
  #loopback: Promise<Loopback> | undefined;
  #dns: Promise<DnsServer> | undefined;

  private constructor(
    world: World,
    services: SimulatedService[],
    onDefect: (error: Error) => void,
  ) {
    this.services = services;
    this.#wire = services.map(loadService);
    this.#onDefect = onDefect;
    this.#world = this.#adopt(world);
  }

  get world(): World {
    return this.#world;
  }

  /** Goes on with another world: everything that was is forgotten. */
  reset(world: World): void {
    // It ends by itself; nobody waits for what is forgotten.
    void this.#world.background.close();
    this.#world = this.#adopt(world);
  }

  /**
   * Answers one request. Every error of AWS is an answer, too.
   *
   * @throws LostAnswer - the work is done and the connection must be cut
   */
  async handle(request: WireRequest): Promise<WireAnswer> {
    const passage: Passage = {
      located: locate(this.#wire, request),
      requestId: randomUUID(),
      accountId: 'unknown',
    };
    const { answer, outcome } = await this.#pass(passage);
    this.#record(passage, outcome);
    if (passage.fault?.kind === 'delay') {
      await sleep((passage.fault.delaySeconds ?? 1) * 1000);
    }
    if (passage.fault?.kind === 'lost-answer') {
      throw new LostAnswer('The connection is cut before the answer');
    }
    return answer;
  }

  /** For the `requestHandler` of an SDK client: it talks to this object and opens no socket. */
  requestHandler(): SdkRequestHandler {
    return sdkRequestHandler(request => this.handle(request));
  }

  /**
   * Where it is to be reached over HTTP, and where names are asked for. Not told, it opens ways in of its own when code
   * that it runs needs them.
   */
  listensAt(url: string, dnsServer: string): void {
    this.#listens = { url, dnsServer };
  }

  /** Resolves when every function that simulated AWS invoked by itself has ended, or waits for the clock. */
  async idle(): Promise<void> {
    await this.world.background.idle();
  }

  /** Ends the functions that run, and closes what was opened for them. */
  async close(): Promise<void> {
    await this.world.background.close();
    const [loopback, dns] = [await this.#loopback, await this.#dns];
    this.#loopback = undefined;
    this.#dns = undefined;
    await Promise.all([loopback?.close(), dns?.close()]);
  }

  #adopt(world: World): World {
    world.faults.checkedBy(operation =>
      problemWithOperation(this.services, operation),
    );
    world.endpoint = async () => {
      if (this.#listens) {
        return this.#listens.url;
      }
      this.#loopback ??= openLoopback(request => this.handle(request));
      return (await this.#loopback).url;
    };
    world.dnsServer = async () => {
      if (this.#listens) {
        return this.#listens.dnsServer;
      }
      this.#dns ??= startDnsServer(() => this.world, { unref: true });
      return `127.0.0.1:${(await this.#dns).port}`;
    };
    world.onDefect = this.#onDefect;
    for (const service of this.services) {
      for (const [name, handler] of Object.entries(service.timers ?? {})) {
        world.onTimer(name, handler);
      }
      if (service.onChange) {
        world.onChange(service.onChange);
      }
      if (service.receive) {
        world.onDelivery(service.prefix, service.receive);
      }
    }
    // Who watches sees how it is before anything changes.
    world.changed();
    return world;
  }

  async #pass(
    passage: Passage,
  ): Promise<{ answer: WireAnswer; outcome: string }> {
    const { located, requestId } = passage;
    try {
      this.world.settle();
      const known = knownRequest(located);
      const output = await this.#perform(known, passage);
      return { answer: writeAnswer(known, output, requestId), outcome: 'ok' };
    } catch (caught) {
      const error = this.#asAwsError(caught as Error);
      return { answer: this.#spell(error, passage), outcome: error.code };
    }
  }

  /** The order is AWS's: who is it, how often, is it well-formed, may they, and only then what. */
  async #perform(request: KnownRequest, passage: Passage): Promise<Output> {
    const service = request.service.simulated;
    const { caller, region } = this.#authenticate(request, passage);
    const operation = request.operationName;
    const input = await readInput(request);
    passage.targetAccountId = service.targetAccountId?.(operation, input);
    passage.fault = this.world.faults.take({
      operation: `${service.prefix}:${operation}`,
      accountId: caller.accountId,
      region,
    });
    refuseByFault(passage.fault, service, operation);
    this.#throttle(service, { operation, input }, caller, region);

    const behaviour = (service.handlers as ByOperation<unknown>)[operation];
    if (!behaviour) {
      throw notSimulated(request);
    }
    const problems = checkInput(
      operation,
      request.operation[4],
      input,
      service.rules,
    );
    if (problems.length) {
      throw service.refusals.invalid(operation, problems);
    }
    const call: Call = {
      world: this.world,
      caller,
      accountId: caller.accountId,
      region: service.global ? GLOBAL_REGION : region,
      operation,
      requestId: passage.requestId,
      now: this.world.clock.now(),
      signal: request.request.signal,
    };
    this.#authorize(service, call, input);
    const output = ((await behaviour(input, call)) ?? {}) as Output;
    if (!READING.test(operation)) {
      this.world.changed(call);
    }
    const answer = faultless(request, output);
    for (const { hear } of this.services) {
      hear?.(call, {
        service: service.prefix,
        input,
        output: answer,
        userAgent: request.request.headers['user-agent'],
      });
    }
    return answer;
  }

  #authenticate(
    { signature, service }: KnownRequest,
    passage: Passage,
  ): { caller: Caller; region: string } {
    const { refusals } = service.simulated;
    const recognition = recognise(this.world, signature);
    if ('caller' in recognition) {
      passage.accountId = recognition.caller.accountId;
      return {
        caller: recognition.caller,
        region: signature.region || 'us-east-1',
      };
    }
    passage.accountId = recognition.accountId ?? passage.accountId;
    switch (recognition.refused) {
      case 'expired':
        throw refusals.expiredCredentials();
      case 'missing':
        throw missingCredentials(service);
      default:
        throw refusals.unknownCredentials();
    }
  }

  #throttle(
    service: SimulatedService,
    { operation, input }: { operation: string; input: Output },
    caller: Caller,
    region: string,
  ) {
    const now = this.world.clock.now();
    for (const { name, size } of [
      service.bucket?.(operation, input) ?? [],
    ].flat()) {
      const key = [service.prefix, name, caller.accountId, region];
      if (!this.world.buckets.take(key.join('/'), size, now)) {
        throw service.refusals.throttled(operation);
      }
    }
  }

  #authorize(service: SimulatedService, call: Call, input: Output) {
    const { operation } = call;
    const asks = service.permissions as ByOperation<Permission[]> | undefined;
    const permissions = asks?.[operation]?.(input, call) ?? [
      { action: `${service.prefix}:${operation}` },
    ];
    for (const permission of permissions) {
      const denial = authorize(call, permission);
      if (denial) {
        throw service.refusals.denied(denial);
      }
    }
  }

  /** No error of a behaviour, however odd its members, may leave the caller without an answer. */
  #spell(error: AwsError, { located, requestId }: Passage): WireAnswer {
    try {
      return writeError(located, error, requestId);
    } catch (unwritable) {
      this.#onDefect(unwritable as Error);
      const bare = new AwsError(error.code, error.message, {}, error.status);
      return writeError({ ...located, service: undefined }, bare, requestId);
    }
  }

  #asAwsError(error: Error): AwsError {
    if (error instanceof AwsError) {
      return error;
    }
    this.#onDefect(error);
    return new AwsError(
      'InternalFailure',
      `Simulated AWS made a mistake: ${error.message}`,
      {},
      500,
    );
  }

  #record(passage: Passage, outcome: string) {
    const { located, accountId, targetAccountId } = passage;
    const prefix = located.service?.simulated.prefix ?? 'unknown';
    this.world.calls.record({
      accountId,
      region: located.signature.region || 'us-east-1',
      operation: `${prefix}:${located.operationName}`,
      outcome,
      ...(targetAccountId ? { targetAccountId } : {}),
    });
  }
}

function knownRequest(located: Located): KnownRequest {
  const { service, operation } = located;
  if (!service || !operation) {
    throw notSimulated(located);
  }
  return { ...located, service, operation };
}

/** Asked for what AWS may have, but this does not. The codes are those that AWS has for operations it does not know. */
function notSimulated(located: Located): AwsError {
  const { service, operationName, protocol } = located;
  const message = service
    ? `Simulated AWS has no ${service.simulated.prefix}:${operationName}.`
    : `No service of simulated AWS knows ${operationName}.`;
  switch (protocol) {
    case 'ec2':
    case 'query':
      return new AwsError('InvalidAction', message, {}, 400);
    default:
      return new AwsError(
        'UnknownOperationException',
        message,
        {},
        protocol.startsWith('rest-') ? 404 : 400,
      );
  }
}

function missingCredentials({ protocol }: WireService): AwsError {
  const message = 'Request is missing Authentication Token';
  return ['ec2', 'query', 'rest-xml'].includes(protocol)
    ? new AwsError('MissingAuthenticationToken', message, {}, 403)
    : new AwsError('MissingAuthenticationTokenException', message, {}, 403);
}

function refuseByFault(
  fault: Fault | undefined,
  service: SimulatedService,
  operation: string,
) {
  if (fault?.kind === 'throttle') {
    throw service.refusals.throttled(operation);
  }
  if (fault?.kind === 'error') {
    throw new AwsError(
      fault.code ?? 'InternalError',
      fault.message ?? `${operation} fails because a test wants it to.`,
    );
  }
}

function faultless(request: KnownRequest, output: Output): Output {
  const problems = checkOutput(request.operation[5], output);
  if (problems.length) {
    const list = problems.map(({ path, why }) => `${path} ${why}`).join('; ');
    throw new Error(
      `${request.operationName} answered what AWS cannot: ${list}`,
    );
  }
  return output;
}

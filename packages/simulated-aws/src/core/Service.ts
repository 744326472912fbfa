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

import type { AwsError } from './errors';
import type { NamedBucket } from './TokenBuckets';
import type {
  ChangeListener,
  DeliveryHandler,
  TimerHandler,
  World,
} from './World';

/**
 * Who signed a call.
 *
 * @public
 */
export interface Caller {
  /** Twelve digits. */
  accountId: string;
  /** `arn:aws:iam::<account>:root` for an account's admin, `arn:aws:sts::<account>:assumed-role/<role>/<session>` else. */
  arn: string;
  /** As GetCallerIdentity answers it. */
  userId: string;
  /** Absent for an account's admin, who may do everything. */
  session?: {
    roleName: string;
    sessionName: string;
    sourceIdentity?: string;
    tags: Record<string, string>;
    transitiveTagKeys?: string[];
    /** Inline session policy, JSON. */
    policy?: string;
  };
}

/**
 * Everything a behaviour may look at beside its input.
 *
 * @public
 */
export interface Call {
  world: World;
  caller: Caller;
  accountId: string;
  region: string;
  operation: string;
  requestId: string;
  /** Simulated milliseconds since the epoch. */
  now: number;
  /** Aborted when the caller hangs up: what takes long need not go on. */
  signal?: AbortSignal;
}

/**
 * The input of an operation, by the SDK.
 *
 * @public
 */
export type CommandInput<M, N extends string> = `${N}Command` extends keyof M
  ? M[`${N}Command`] extends abstract new (...args: any) => {
      readonly input: infer I;
    }
    ? I
    : never
  : never;

/**
 * The output of an operation, by the SDK.
 *
 * @public
 */
export type CommandOutput<M, N extends string> = `${N}Command` extends keyof M
  ? M[`${N}Command`] extends abstract new (...args: any) => {
      resolveMiddleware(...args: any): infer H;
    }
    ? H extends (...args: any) => Promise<{ output: infer O }>
      ? Omit<O, '$metadata'>
      : never
    : never
  : never;

/**
 * The operations of an SDK module.
 *
 * @public
 */
export type OperationName<M> = {
  [K in keyof M]: K extends `${infer N}Command`
    ? N extends '$'
      ? never
      : N
    : never;
}[keyof M] &
  string;

/**
 * One behaviour for each simulated operation, from the SDK's input type to its output type. A wrong output or an
 * operation that does not exist does not compile.
 *
 * @public
 */
export type Handlers<M> = {
  [N in OperationName<M>]?: (
    input: CommandInput<M, N>,
    call: Call,
  ) => CommandOutput<M, N> | Promise<CommandOutput<M, N>>;
};

/**
 * What a caller must be allowed before the behaviour runs.
 *
 * @public
 */
export interface Permission {
  /** For example `ec2:CreateVpcEndpoint`. */
  action: string;
  /** ARNs. Default `['*']`. Each must be allowed. */
  resources?: string[];
  /** Condition keys in their spelling, e.g. `aws:RequestTag/owner`. */
  context?: Record<string, string | string[]>;
}

/** @public */
export type Permissions<M> = {
  [N in OperationName<M>]?: (
    input: CommandInput<M, N>,
    call: Call,
  ) => Permission[];
};

/**
 * What a value must be beyond its type: the schemas do not tell.
 *
 * @public
 */
export interface ValueRule {
  /** Shortest and longest: characters of a string, items of a list. */
  length?: [number, number];
  range?: [number, number];
  pattern?: RegExp;
  enum?: readonly string[];
}

/**
 * Paths of an operation's input: `[]` for each item of a list, `{}` for each value of a map, `{key}` for each key.
 * For example `{ 'CreateResourceGateway.name': { length: [3, 40], pattern: … }, 'CreateVpcEndpoint.SubnetIds[]': … }`.
 *
 * @public
 */
export type ValueRules = Record<string, ValueRule>;

/**
 * One thing wrong with an input.
 *
 * @public
 */
export interface Problem {
  /** For example `name` or `subnetIds[0]`. */
  path: string;
  why: string;
  kind: 'missing' | 'invalid';
}

/**
 * An object of the simulated AWS as `GET /_simulated/objects` lists it.
 *
 * @public
 */
export interface SimulatedObject {
  accountId: string;
  region: string;
  /** For example `vpc-lattice/resource-gateway`. */
  type: string;
  id: string;
  state?: string;
  tags: Record<string, string>;
}

/**
 * How a service refuses; every service has its own codes for the same reasons.
 *
 * @public
 */
export interface Refusals {
  /** The input does not fit its schema or the rules. */
  invalid(operation: string, problems: Problem[]): AwsError;
  throttled(operation: string): AwsError;
  denied(denial: {
    caller: Caller;
    action: string;
    resource: string;
    /** `no identity-based policy allows the …` and the like. */
    because: string;
  }): AwsError;
  unknownCredentials(): AwsError;
  expiredCredentials(): AwsError;
}

/**
 * A call that was answered without an error.
 *
 * @public
 */
export interface Answered {
  /** IAM's prefix: `ec2`, `vpc-lattice`. */
  service: string;
  input: Record<string, unknown>;
  output: Record<string, unknown>;
  userAgent?: string;
}

/**
 * One simulated AWS service.
 *
 * @public
 */
export interface SimulatedService<M = any> {
  /** The SDK's module: its schemas are the wire. */
  sdk: M;
  /** IAM's prefix, also the service's name in faults and calls: `ec2`, `vpc-lattice`. */
  prefix: string;
  /** Global services keep their state in `aws-global`, whatever Region signed. */
  global?: boolean;
  handlers: Handlers<M>;
  rules?: ValueRules;
  /** Absent: `<prefix>:<Operation>` on `*`. */
  permissions?: Permissions<M>;
  /**
   * AWS's bucket for this call, if it publishes one; several if each of them must have a token. Some calls cost more when
   * they ask for everything.
   */
  bucket?(
    operation: string,
    input: Record<string, unknown>,
  ): NamedBucket | NamedBucket[] | undefined;
  refusals: Refusals;
  timers?: Record<string, TimerHandler>;
  /** Called after every call that may have changed something, and after every timer. */
  onChange?: ChangeListener;
  /** Hears of every call to any service that was answered without an error. */
  hear?(call: Call, answered: Answered): void;
  /** Takes what other services hand to objects of this one. */
  receive?: DeliveryHandler;
  /** The account that a call is about, where that is not the caller's; the call log keeps it. */
  targetAccountId?(
    operation: string,
    input: Record<string, unknown>,
  ): string | undefined;
  /** Every object of this service in all accounts. */
  objects?(world: World): SimulatedObject[];
}

/**
 * Checks at compile time that behaviours, permissions and client belong together.
 *
 * @public
 */
export function defineService<M>(
  service: SimulatedService<M>,
): SimulatedService<M> {
  return service;
}

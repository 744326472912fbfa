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

import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { Lane } from '../config';
import { METRICS, MetricId } from './metrics';
import {
  MetricsService,
  MetricsServiceObservableGauge,
  TracingService,
} from './services';

/** How an attempt of a call ended. */
export type CallOutcome = 'ok' | 'throttled' | 'refused' | 'failed';

/** A call to AWS, as far as telemetry may know it. */
export interface TracedCall extends Lane {
  /** The name of the account in config. */
  account: string;
  /** For example `ec2:CreateVpcEndpoint`. */
  operation: string;
}

/** How many there are of something, told apart by these attributes. */
export interface Count {
  value: number;
  attributes?: Record<string, string>;
}

/** What can be counted at any time, from what is stored. */
export type Counted = Extract<
  MetricId,
  | 'shares'
  | 'requests'
  | 'stuckObjects'
  | 'outbox'
  | 'outboxAge'
  | 'outboxGivenUp'
  | 'laneSweepAge'
  | 'laneSweepDuration'
  | 'laneSweepProblems'
>;

/** Everything that is counted, at one moment. */
export type Counts = Record<Counted, Count[]>;

/** What those who call AWS tell. */
export type CallTelemetry = Pick<Telemetry, 'attempt' | 'call'>;

/**
 * What operators see of Towpath: metrics and traces through Backstage's services, so that without an OpenTelemetry SDK in the
 * portal all of it is nothing. Nothing that fails here fails anything else.
 */
export class Telemetry {
  readonly #metrics: MetricsService;
  readonly #tracing: TracingService;
  readonly #logger: LoggerService;
  readonly #accountName: (accountId: string) => string;
  readonly #now: () => number;
  readonly #calls: ReturnType<MetricsService['createCounter']>;
  readonly #callDuration: ReturnType<MetricsService['createHistogram']>;
  readonly #passDuration: ReturnType<MetricsService['createHistogram']>;

  constructor(options: {
    metrics: MetricsService;
    tracing: TracingService;
    logger: LoggerService;
    accountName: (accountId: string) => string;
    /** Monotonic milliseconds. */
    now?: () => number;
  }) {
    const { metrics } = options;
    this.#metrics = metrics;
    this.#tracing = options.tracing;
    this.#logger = options.logger;
    this.#accountName = options.accountName;
    this.#now = options.now ?? (() => performance.now());
    this.#calls = metrics.createCounter(...named('awsCalls'));
    this.#callDuration = metrics.createHistogram(...named('awsCallDuration'));
    this.#passDuration = metrics.createHistogram(...named('lanePassDuration'));
  }

  /** Counts whenever somebody asks; what cannot be counted then is missing. */
  observe(count: () => Promise<Counts>): void {
    const counted = [
      'shares',
      'requests',
      'stuckObjects',
      'outbox',
      'outboxAge',
      'outboxGivenUp',
      'laneSweepAge',
      'laneSweepDuration',
      'laneSweepProblems',
    ] as const satisfies readonly Counted[];
    for (const id of counted) {
      this.#gauge(id).addCallback(async result => {
        try {
          for (const { value, attributes } of (await count())[id]) {
            result.observe(value, attributes);
          }
        } catch (error) {
          this.#logger.warn(
            `${METRICS[id].name} could not be counted: ${
              toError(error).message
            }`,
          );
        }
      });
    }
  }

  /** A call with all of its attempts. */
  call<T>(call: TracedCall, send: () => Promise<T>): Promise<T> {
    const { account, accountId, region, operation } = call;
    return this.#tracing.startActiveSpan(
      `aws ${operation}`,
      {
        kind: 'client',
        attributes: {
          'rpc.system': 'aws-api',
          'rpc.method': operation,
          'cloud.account.id': accountId,
          'cloud.region': region,
          'database-access.account': account,
        },
      },
      send,
    );
  }

  /** One attempt is over. */
  attempt(
    { account, region, operation }: TracedCall,
    { outcome, seconds }: { outcome: CallOutcome; seconds: number },
  ): void {
    this.#calls.add(1, { account, region, operation, outcome });
    this.#callDuration.record(seconds, { operation });
  }

  /** The work of a lane until nothing is due there. */
  async lanePass<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    const begun = this.#now();
    const attributes = this.#attributesOf(lane);
    try {
      return await this.#tracing.startActiveSpan(
        'lane pass',
        { attributes: { ...attributes, 'cloud.account.id': lane.accountId } },
        work,
      );
    } finally {
      this.#passDuration.record((this.#now() - begun) / 1000, attributes);
    }
  }

  #attributesOf({ accountId, region }: Lane): Record<string, string> {
    return { account: this.#accountName(accountId), region };
  }

  #gauge(id: MetricId): MetricsServiceObservableGauge {
    return this.#metrics.createObservableGauge(...named(id));
  }
}

function named(
  id: MetricId,
): [name: string, options: { description: string; unit?: string }] {
  const { name, description, ...rest } = METRICS[id];
  return [name, { description, ...('unit' in rest && { unit: rest.unit }) }];
}

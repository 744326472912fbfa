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

/** What is measured, as OpenTelemetry and docs/observability.md call it. */
interface Measured {
  name: string;
  kind: 'counter' | 'histogram' | 'gauge';
  description: string;
  /** As UCUM writes it; times have theirs in the name, too, so that Prometheus calls them alike behind any exporter. */
  unit?: 's';
  /** By what it is told apart: what config, code or AWS have few of. Never ids, people or databases. */
  attributes: readonly string[];
}

const OF_LANE = ['account', 'region'] as const;

/** Everything that Towpath tells of itself: `backstage.<plugin>.<category>.<metric>`. */
export const METRICS = {
  shares: {
    name: 'backstage.database-access.shares.living',
    kind: 'gauge',
    description: 'Shares that are not over',
    attributes: ['lifecycle', 'health', 'pattern'],
  },
  requests: {
    name: 'backstage.database-access.requests.pending',
    kind: 'gauge',
    description: 'Requests that wait for people, by how long they wait',
    attributes: ['age'],
  },
  stuckObjects: {
    name: 'backstage.database-access.objects.stuck',
    kind: 'gauge',
    description: 'Objects in AWS that wait for a person, by their type',
    attributes: ['type'],
  },
  outbox: {
    name: 'backstage.database-access.outbox.waiting',
    kind: 'gauge',
    description: 'Messages that nobody has been told of yet',
    attributes: [],
  },
  outboxAge: {
    name: 'backstage.database-access.outbox.oldest.age.seconds',
    kind: 'gauge',
    description: 'How long the oldest of them waits',
    unit: 's',
    attributes: [],
  },
  outboxGivenUp: {
    name: 'backstage.database-access.outbox.given_up',
    kind: 'gauge',
    description: 'Messages that could not be sent and are not tried again',
    attributes: [],
  },
  awsCalls: {
    name: 'backstage.database-access.aws.calls',
    kind: 'counter',
    description:
      'Calls to AWS, each attempt by itself: `ok`, `throttled`, `refused` or `failed`',
    attributes: [...OF_LANE, 'operation', 'outcome'],
  },
  awsCallDuration: {
    name: 'backstage.database-access.aws.call.duration.seconds',
    kind: 'histogram',
    description: 'How long an attempt took',
    unit: 's',
    attributes: ['operation'],
  },
  lanePassDuration: {
    name: 'backstage.database-access.lane.pass.duration.seconds',
    kind: 'histogram',
    description: 'How long a lane was worked until nothing was due there',
    unit: 's',
    attributes: OF_LANE,
  },
  laneSweepAge: {
    name: 'backstage.database-access.lane.sweep.age.seconds',
    kind: 'gauge',
    description: 'How long ago the last reading of all of ours in a lane began',
    unit: 's',
    attributes: OF_LANE,
  },
  laneSweepDuration: {
    name: 'backstage.database-access.lane.sweep.duration.seconds',
    kind: 'gauge',
    description: 'How long that reading took',
    unit: 's',
    attributes: OF_LANE,
  },
  laneSweepProblems: {
    name: 'backstage.database-access.lane.sweep.problems',
    kind: 'gauge',
    description: 'What could not be read in it',
    attributes: OF_LANE,
  },
} as const satisfies Record<string, Measured>;

/** One of them. */
export type MetricId = keyof typeof METRICS;

/**
 * What Prometheus calls it: other characters become `_`, and what only grows ends with `_total`. A histogram has three
 * series.
 */
export function prometheusNames({ name, kind }: Measured): string[] {
  const base = name.replace(/[^A-Za-z0-9_]/g, '_');
  switch (kind) {
    case 'counter':
      return [`${base}_total`];
    case 'histogram':
      return [`${base}_bucket`, `${base}_sum`, `${base}_count`];
    default:
      return [base];
  }
}

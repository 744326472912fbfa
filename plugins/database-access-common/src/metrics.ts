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

/**
 * How the numbers of a series are to be read. Throughputs are a second's.
 *
 * @public
 */
export type MetricUnit =
  | 'bytes'
  | 'bytes-per-second'
  | 'count'
  | 'count-per-second'
  | 'percent'
  | 'seconds';

/**
 * One number of CloudWatch over time.
 *
 * @public
 */
export interface MetricSeries {
  /** For example `AWS/PrivateLinkEndpoints`; `VpcLatticeResourceAccessLogs` for what was counted in a log. */
  namespace: string;
  /** As CloudWatch calls it, e.g. `BytesProcessed`. */
  name: string;
  /** What of each period is shown. */
  statistic: 'Average' | 'Maximum' | 'Sum';
  unit: MetricUnit;
  /** The oldest first, by the start of the period in ISO 8601, UTC. A period in which AWS published nothing has none. */
  points: Array<{ at: string; value: number }>;
}

/**
 * What CloudWatch says of something: its numbers, that AWS publishes none, or why nobody can tell.
 *
 * @public
 */
export interface MetricReading {
  state: 'published' | 'not-published' | 'unreadable';
  /** One sentence, where it is unreadable, or where only a part could be read. */
  reason?: string;
  series: MetricSeries[];
}

/**
 * Whether the owner of a link of VPC Lattice keeps the log of who connects, and where; what goes `elsewhere`, to S3 or
 * Firehose, is not read. AWS has no metric of these links.
 *
 * @public
 */
export interface AccessLogState {
  state: 'kept' | 'not-kept' | 'elsewhere';
  /** The name of the log group that is read. */
  logGroup?: string;
  /** The ARN of what is not read. */
  destination?: string;
}

/**
 * What CloudWatch says of one link of the path, or the log of who connected.
 *
 * @public
 */
export interface HopMetrics extends MetricReading {
  /** The name of the hop, as `Share.hops` has it. */
  name: string;
  /** How many shares the numbers are of: AWS does not tell one from another where they use the same. */
  sharedBy: number;
  /** Of links over VPC Lattice; absent where another link says it already. */
  accessLog?: AccessLogState;
}

/**
 * A time that was looked at, and how fine. Times are ISO 8601, UTC.
 *
 * @public
 */
export interface MetricWindow {
  from: string;
  to: string;
  periodSeconds: number;
}

/**
 * What CloudWatch says of the path of a share, in the order a packet meets its hops, the database at last.
 *
 * @public
 */
export interface ShareMetrics extends MetricWindow {
  hops: HopMetrics[];
}

/**
 * What CloudWatch says of a database.
 *
 * @public
 */
export interface DatabaseMetrics extends MetricWindow, MetricReading {}

/**
 * Whether somebody uses a share, as far as AWS publishes it: `used`, something passed at `usedAt`; `unused`, nothing has
 * passed since `watchedSince`; `not-published`, AWS has no metric by which it could be told, and nobody keeps a log; `unread`, nobody has looked yet,
 * or nobody could. It says nothing of life and health, and a share that cannot be watched is never called unused.
 *
 * @public
 */
export interface ShareUse {
  state: 'used' | 'unused' | 'not-published' | 'unread';
  /** The last time that bytes or connections passed. */
  usedAt?: string;
  /** From when on nothing was missed. */
  watchedSince?: string;
  /** How many shares it was measured for: it may have been any of them. */
  sharedBy?: number;
  /** By what it is told: metrics of CloudWatch, or the log of who connected. */
  toldBy?: 'metrics' | 'access-log';
  /** When AWS was asked last and answered. */
  readAt?: string;
  /** Why it could not be read the last time, one sentence. */
  reason?: string;
}

/**
 * The longest time that CloudWatch remembers: 455 days, an hour at a time.
 *
 * @public
 */
export const MOST_METRIC_HOURS = 455 * 24;

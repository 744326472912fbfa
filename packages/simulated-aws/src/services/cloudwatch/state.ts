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

import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { defineState } from '../../core/state';

/** What names a metric: AWS takes each combination of dimensions for a metric of its own. */
export interface MetricName {
  namespace: string;
  name: string;
  /** By name, in no order that matters. */
  dimensions: Record<string, string>;
}

/** What a service of AWS publishes by itself, from one moment on. */
export interface Level {
  /** Simulated milliseconds since the epoch. */
  since: number;
  /** Null: nothing is published. */
  value: number | null;
}

/** A metric with everything that was ever published of it. */
export interface Series extends MetricName {
  unit: StandardUnit;
  /** Between two data points. */
  intervalSeconds: number;
  /** No more is ever shown. */
  most?: number;
  levels: Level[];
  /** What passed, by the start of the minute in milliseconds since the epoch; it comes on top of the level. */
  passed: Record<number, number>;
}

export interface CloudWatchState {
  /** By `keyOf`. */
  series: Record<string, Series>;
  /** By the id that no second instance gets: the bytes that clients sent there. */
  stored: Record<string, number>;
}

/** In the account and the Region of what it is about. */
export const cloudWatchState = defineState<CloudWatchState>(
  'cloudwatch',
  () => ({ series: {}, stored: {} }),
);

export function keyOf({ namespace, name, dimensions }: MetricName): string {
  const named = Object.keys(dimensions)
    .sort()
    .map(dimension => [dimension, dimensions[dimension]]);
  return JSON.stringify([namespace, name, named]);
}

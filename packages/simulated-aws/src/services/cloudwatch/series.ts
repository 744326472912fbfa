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

import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { cloudWatchState, keyOf, Level, MetricName, Series } from './state';

export const MINUTE_MS = 60_000;

const DAY_MS = 24 * 3600 * 1000;

/** How long points of each resolution are kept (CloudWatch API Reference, GetMetricData). */
export const KEPT = {
  minutes: 15 * DAY_MS,
  fiveMinutes: 63 * DAY_MS,
  hours: 455 * DAY_MS,
};

/** A metric as one of AWS's services publishes it. */
export interface Published extends MetricName {
  unit: Series['unit'];
  /** Default 60. */
  intervalSeconds?: number;
  /** See `Series`. */
  most?: number;
}

export interface Point {
  /** Start of its minute, in milliseconds since the epoch. */
  at: number;
  value: number;
}

export function startOfMinute(moment: number): number {
  return Math.floor(moment / MINUTE_MS) * MINUTE_MS;
}

export function seriesOf(
  world: World,
  place: Place,
  metric: Published,
): Series {
  const { series } = cloudWatchState.of(world, place);
  const key = keyOf(metric);
  series[key] ??= {
    namespace: metric.namespace,
    name: metric.name,
    dimensions: metric.dimensions,
    unit: metric.unit,
    intervalSeconds: metric.intervalSeconds ?? 60,
    ...(metric.most !== undefined && { most: metric.most }),
    levels: [],
    passed: {},
  };
  return series[key];
}

/** From this moment on, and never before what is known already. */
export function setLevel(series: Series, { since, value }: Level): void {
  const last = series.levels.at(-1);
  if ((last?.value ?? null) !== value) {
    series.levels.push({ since: Math.max(since, last?.since ?? since), value });
  }
}

/** In the minute of this moment. */
export function addPassed(series: Series, moment: number, amount: number) {
  const minute = startOfMinute(moment);
  series.passed[minute] = (series.passed[minute] ?? 0) + amount;
}

/**
 * The data points whose minutes start in a span of time and are over now: CloudWatch knows a minute when it has ended.
 *
 * @param from - inclusive, milliseconds since the epoch
 * @param to - exclusive
 */
export function pointsOf(
  series: Series,
  span: { from: number; to: number; now: number },
): Point[] {
  const step = series.intervalSeconds * 1000;
  const begin = Math.max(span.from, firstMinute(series));
  const lastStart = Math.min(span.to - 1, startOfMinute(span.now) - step);
  const points: Point[] = [];
  for (let at = Math.ceil(begin / step) * step; at <= lastStart; at += step) {
    const value = valueAt(series, at, step);
    if (value !== undefined) {
      points.push({ at, value });
    }
  }
  return points;
}

function valueAt(series: Series, at: number, step: number): number | undefined {
  const level = series.levels.findLast(({ since }) => since < at + step);
  const passed = series.passed[at];
  if ((level?.value ?? null) === null && passed === undefined) {
    return undefined;
  }
  const value = (level?.value ?? 0) + (passed ?? 0);
  return Math.min(value, series.most ?? value);
}

/** When the last point starts that CloudWatch knows now; -Infinity if there is none. */
export function lastMinute(series: Series, now: number): number {
  const step = series.intervalSeconds * 1000;
  const known = startOfMinute(now);
  const passed = Object.keys(series.passed)
    .map(Number)
    .filter(at => at + step <= known);
  const ofLevels = series.levels.flatMap(({ since, value }, i) => {
    const end = Math.min(known, series.levels[i + 1]?.since ?? known);
    const at = Math.floor(end / step) * step - step;
    return value !== null && at + step > since ? at : [];
  });
  return Math.max(...passed, ...ofLevels);
}

/** When the first point starts; Infinity if there is none. */
export function firstMinute({
  levels,
  passed,
  intervalSeconds,
}: Series): number {
  const step = intervalSeconds * 1000;
  const ofLevels = levels
    .slice(0, 1)
    .map(({ since }) => Math.floor(since / step) * step);
  return Math.min(...Object.keys(passed).map(Number), ...ofLevels);
}

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

import type { Point } from './series';

/** From the values of the minutes in one period to what is shown of them. */
export type Statistic = (values: number[]) => number;

const sum: Statistic = values => values.reduce((a, b) => a + b, 0);

const PLAIN: Record<string, Statistic> = {
  SampleCount: values => values.length,
  Sum: sum,
  Average: values => sum(values) / values.length,
  Minimum: values => Math.min(...values),
  Maximum: values => Math.max(...values),
};

/** Of `Average`, `p99`, `p99.9` and the like; undefined for what is none. */
export function statisticNamed(name: string): Statistic | undefined {
  if (Object.hasOwn(PLAIN, name)) {
    return PLAIN[name];
  }
  const percent = /^p(\d{1,2}(\.\d{1,10})?|100)$/.exec(name)?.[1];
  return percent === undefined ? undefined : percentile(Number(percent));
}

/** The least value that so many percent do not exceed. */
function percentile(percent: number): Statistic {
  return values => {
    const sorted = [...values].sort((a, b) => a - b);
    const rank = Math.ceil((percent / 100) * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  };
}

/** Whether CloudWatch takes so many seconds for a period. */
export function isPeriod(seconds: number): boolean {
  return [1, 5, 10, 20, 30].includes(seconds) || seconds % 60 === 0;
}

/**
 * The values of each period that has any, oldest first.
 *
 * @param from - where the first period starts, in milliseconds since the epoch
 */
export function byPeriod(
  points: Point[],
  from: number,
  seconds: number,
): Array<{ at: number; values: number[] }> {
  const length = seconds * 1000;
  const periods = new Map<number, number[]>();
  for (const { at, value } of points) {
    const start = from + Math.floor((at - from) / length) * length;
    const values = periods.get(start) ?? [];
    values.push(value);
    periods.set(start, values);
  }
  return [...periods].map(([at, values]) => ({ at, values }));
}

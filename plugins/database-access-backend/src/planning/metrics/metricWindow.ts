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

/** A time to look at, in periods. Both ends are multiples of the period. */
export interface Periods {
  from: Date;
  to: Date;
  periodSeconds: number;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** How long CloudWatch keeps points this fine: "Metrics retention", Amazon CloudWatch User Guide (aws.md §3.2). */
const KEPT: ReadonlyArray<{ periodSeconds: number; keptSeconds: number }> = [
  { periodSeconds: 60, keptSeconds: 15 * DAY },
  { periodSeconds: 300, keptSeconds: 63 * DAY },
  { periodSeconds: HOUR, keptSeconds: 455 * DAY },
];

/** What people reckon in. */
const PERIODS = [60, 300, 900, HOUR, 2 * HOUR, 6 * HOUR, DAY, 7 * DAY];

/**
 * The finest periods in which so long a time has no more points than that, and which CloudWatch still has.
 *
 * @param mostPoints - of one series
 */
export function periodsOf(options: {
  now: Date;
  seconds: number;
  mostPoints: number;
}): Periods {
  const { now, seconds, mostPoints } = options;
  const finest =
    KEPT.find(
      // The beginning is rounded down, by an hour at most.
      ({ keptSeconds }) => seconds + HOUR <= keptSeconds,
    )?.periodSeconds ?? HOUR;
  const periodSeconds =
    PERIODS.find(
      period =>
        period >= finest && Math.ceil(seconds / period) + 1 <= mostPoints,
    ) ?? PERIODS[PERIODS.length - 1];
  const end = now.getTime() / 1000;
  const to = Math.ceil(end / periodSeconds) * periodSeconds;
  const from = Math.floor((end - seconds) / periodSeconds) * periodSeconds;
  return {
    from: new Date(from * 1000),
    to: new Date(to * 1000),
    periodSeconds,
  };
}

/** How many points a series may have in it. */
export function pointsIn({ from, to, periodSeconds }: Periods): number {
  return Math.ceil((to.getTime() - from.getTime()) / 1000 / periodSeconds);
}

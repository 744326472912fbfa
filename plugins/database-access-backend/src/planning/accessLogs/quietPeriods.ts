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

import type { MetricSeries } from '@towpath/backstage-plugin-database-access-common';
import type { Periods } from '../metrics';

/** AWS delivers lines within two minutes or so: of the last ones it is not known yet that there are none. */
const LATE_MS = 5 * 60_000;
/** The shortest time that CloudWatch Logs keeps lines. */
const KEPT_MS = 24 * 3_600_000;

/**
 * Adds a point of 0 for each period in which nobody connected. Only for as far back as lines are certainly there: to the first
 * one that was found, and a day at least; of what came before nobody knows how long it is kept.
 *
 * @param points - the oldest first
 * @param completeFrom - milliseconds: before, lines are missing
 */
export function withQuietPeriods(
  points: MetricSeries['points'],
  { to, periodSeconds }: Periods,
  completeFrom: number,
): MetricSeries['points'] {
  const periodMs = periodSeconds * 1000;
  const counted = new Map(points.map(({ at, value }) => [at, value]));
  const first = points.length > 0 ? Date.parse(points[0].at) : Infinity;
  const from = Math.max(completeFrom, Math.min(first, to.getTime() - KEPT_MS));
  const begin = Math.ceil(from / periodMs) * periodMs;
  for (
    let at = begin;
    at + periodMs <= to.getTime() - LATE_MS;
    at += periodMs
  ) {
    const period = new Date(at).toISOString();
    counted.set(period, counted.get(period) ?? 0);
  }
  return [...counted]
    .map(([at, value]) => ({ at, value }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

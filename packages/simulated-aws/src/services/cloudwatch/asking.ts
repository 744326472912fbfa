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

import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { Call } from '../../core/Service';
import { KEPT, pointsOf } from './series';
import { byPeriod } from './statistics';
import { cloudWatchState, keyOf, Series } from './state';

/** What is asked of one metric. */
export interface Asked {
  namespace?: string;
  name?: string;
  dimensions?: Dimension[];
  unit?: string;
  from: Date;
  to: Date;
  periodSeconds: number;
}

/** The values of each period, oldest first; none if nothing was published, or not under this unit. */
export function valuesOf(
  call: Call,
  asked: Asked,
): Array<{ at: number; values: number[] }> {
  const series = seriesAsked(call, asked);
  const { periodSeconds } = asked;
  if (!series || (asked.unit ?? series.unit) !== series.unit) {
    return [];
  }
  const { now } = call;
  const from = roundedStart(asked.from.getTime(), now);
  const span = { from, to: asked.to.getTime(), now };
  // AWS's metrics have "regular resolution": a minute, and more the older they are.
  if (periodSeconds % resolutionAt(from, now) !== 0) {
    return [];
  }
  const points = pointsOf(series, {
    ...span,
    from: Math.max(from, now - KEPT.hours),
  });
  return byPeriod(points, from, periodSeconds);
}

export function seriesAsked(
  call: Call,
  { namespace = '', name = '', dimensions = [] }: Asked,
): Series | undefined {
  const key = keyOf({
    namespace,
    name,
    dimensions: Object.fromEntries(
      dimensions.map(({ Name, Value }) => [Name!, Value!]),
    ),
  });
  return cloudWatchState.of(call.world, call).series[key];
}

/** The seconds that a period must be a multiple of, or there are no points (MetricStat, Period). */
function resolutionAt(from: number, now: number): number {
  const age = now - from;
  if (age > KEPT.fiveMinutes) {
    return 3600;
  }
  return age > KEPT.minutes ? 300 : 60;
}

/** "CloudWatch rounds the specified time stamp": down, the more the older it is (GetMetricData, StartTime). */
function roundedStart(from: number, now: number): number {
  const unit = resolutionAt(from, now) * 1000;
  return Math.floor(from / unit) * unit;
}

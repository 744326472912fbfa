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

import {
  MetricSeries,
  MetricUnit,
  MetricWindow,
} from '@towpath/backstage-plugin-database-access-common';

/** One place on a chart; without a value where AWS published nothing and nobody can tell. */
export interface ChartPoint {
  /** Milliseconds since the epoch. */
  at: number;
  value: number | null;
}

/** CloudWatch has a minute some minutes after it. */
const LATE_MILLISECONDS = 5 * 60_000;

/**
 * A point for each period. PrivateLink publishes only in the minutes in which something passed, so that nothing is 0 there;
 * of anything else a missing point is a gap.
 */
export function pointsOf(
  series: Pick<MetricSeries, 'namespace' | 'points'>,
  window: MetricWindow,
): ChartPoint[] {
  const known = new Map(
    series.points.map(({ at, value }) => [Date.parse(at), value]),
  );
  const step = window.periodSeconds * 1000;
  const end = Date.parse(window.to);
  const silence = series.namespace.startsWith('AWS/PrivateLink') ? 0 : null;
  const points: ChartPoint[] = [];
  for (let at = Date.parse(window.from); at < end; at += step) {
    const isLate = at + step > end - LATE_MILLISECONDS;
    points.push({ at, value: known.get(at) ?? (isLate ? null : silence) });
  }
  return points;
}

/** There is something to look at. */
export function hasMoved({ points }: Pick<MetricSeries, 'points'>): boolean {
  return points.some(({ value }) => value !== 0);
}

/** What a series comes to. */
export interface Summary {
  highest: number;
  last: number;
  /** Of all periods together; absent where adding up means nothing. */
  total?: number;
}

/** @returns undefined without any point */
export function summaryOf({
  points,
  statistic,
}: Pick<MetricSeries, 'points' | 'statistic'>): Summary | undefined {
  if (points.length === 0) {
    return undefined;
  }
  const values = points.map(({ value }) => value);
  return {
    highest: Math.max(...values),
    last: values[values.length - 1],
    ...(statistic === 'Sum' && {
      total: values.reduce((sum, value) => sum + value, 0),
    }),
  };
}

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `1.2 MB`, `12%`, `3 ms`: in the unit that makes it short. */
export function formatValue(
  value: number,
  unit: MetricUnit,
  language?: string,
): string {
  switch (unit) {
    case 'bytes':
    case 'bytes-per-second': {
      const power = Math.min(
        BYTES.length - 1,
        Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)),
      );
      const perSecond = unit === 'bytes' ? '' : '-per-second';
      return inUnit(value / 1000 ** power, `${BYTES[power]}${perSecond}`);
    }
    case 'percent':
      return inUnit(value, 'percent');
    case 'seconds':
      return value < 1
        ? inUnit(value * 1000, 'millisecond')
        : inUnit(value, 'second');
    case 'count-per-second':
      return `${number(value)}/s`;
    default:
      return number(value);
  }

  function inUnit(amount: number, name: string): string {
    return new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    }).format(amount);
  }

  function number(amount: number): string {
    return new Intl.NumberFormat(language, {
      maximumFractionDigits: 1,
    }).format(amount);
  }
}

/** What AWS's names mean, by the last part of a text's key. */
export const EXPLAINED_METRICS = [
  'ActiveConnections',
  'ActiveFlowCount',
  'BytesProcessed',
  'CPUUtilization',
  'Connections',
  'DatabaseConnections',
  'FreeStorageSpace',
  'FreeableMemory',
  'HealthyHostCount',
  'NetworkReceiveThroughput',
  'NetworkTransmitThroughput',
  'NewConnections',
  'NewFlowCount',
  'PacketsDropped',
  'PortAllocationErrorCount',
  'ProcessedBytes',
  'ReadIOPS',
  'ReadLatency',
  'ReplicaLag',
  'RstPacketsReceived',
  'RstPacketsSent',
  'TCP_Target_Reset_Count',
  'UnHealthyHostCount',
  'VolumeBytesUsed',
  'WriteIOPS',
  'WriteLatency',
] as const;

/** One that has a text. */
export type ExplainedMetric = (typeof EXPLAINED_METRICS)[number];

/** Whether there is a text for it. */
export function isExplained(name: string): name is ExplainedMetric {
  return (EXPLAINED_METRICS as readonly string[]).includes(name);
}

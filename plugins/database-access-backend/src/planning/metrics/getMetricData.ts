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
  MetricDataResult,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import type { MetricSeries } from '@towpath/backstage-plugin-database-access-common';
import { LaneClients } from '../../aws';
import { ListedMetric } from './listMetrics';
import { Periods, pointsIn } from './metricWindow';

/** Of queries and of points in one call: GetMetricData, Amazon CloudWatch API Reference (aws.md §3.2). */
const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;

/** One series to ask for. */
export interface MetricQuery extends ListedMetric {
  statistic: MetricSeries['statistic'];
}

/** What AWS has of one. */
export interface MetricAnswer {
  points: MetricSeries['points'];
  /** Why AWS gave none of it, in its own words. */
  problem?: string;
}

/**
 * As many as there are, 500 in a call, in their order.
 *
 * @throws AwsCallError
 */
export async function getMetricData(
  session: LaneClients,
  queries: readonly MetricQuery[],
  periods: Periods,
): Promise<MetricAnswer[]> {
  const size = Math.max(
    1,
    Math.min(MOST_QUERIES, Math.floor(MOST_POINTS / pointsIn(periods))),
  );
  const answers: MetricAnswer[] = [];
  for (let start = 0; start < queries.length; start += size) {
    const some = queries.slice(start, start + size);
    answers.push(...(await askAtOnce(session, some, periods)));
  }
  return answers;
}

async function askAtOnce(
  session: LaneClients,
  queries: readonly MetricQuery[],
  { from, to, periodSeconds }: Periods,
): Promise<MetricAnswer[]> {
  const answers = queries.map((): MetricAnswer => ({ points: [] }));
  const pages = paginateGetMetricData(
    { client: session.cloudWatch },
    {
      StartTime: from,
      EndTime: to,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: queries.map((query, index) => ({
        Id: idOf(index),
        MetricStat: {
          Metric: {
            Namespace: query.namespace,
            MetricName: query.name,
            Dimensions: Object.entries(query.dimensions).map(
              ([Name, Value]) => ({ Name, Value }),
            ),
          },
          Period: periodSeconds,
          Stat: query.statistic,
        },
      })),
    },
  );
  for await (const { MetricDataResults = [] } of pages) {
    for (const result of MetricDataResults) {
      const answer = answers[Number(result.Id!.slice(1))];
      answer.points.push(...pointsOf(result));
      answer.problem ??= problemOf(result);
    }
  }
  return answers;
}

/** AWS wants a letter first. */
function idOf(index: number): string {
  return `m${index}`;
}

function pointsOf({
  Timestamps = [],
  Values = [],
}: MetricDataResult): MetricAnswer['points'] {
  return Timestamps.map((at, index) => ({
    at: at.toISOString(),
    value: Values[index],
  }));
}

/** `PartialData` is none: the rest is on the next page. */
function problemOf({
  StatusCode,
  Messages = [],
}: MetricDataResult): string | undefined {
  return StatusCode === 'Forbidden' || StatusCode === 'InternalError'
    ? Messages[0]?.Value ?? StatusCode
    : undefined;
}

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

import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { digestOf } from '../../core/digest';
import { AwsError } from '../../core/errors';
import type { Call } from '../../core/Service';
import { valuesOf } from './asking';
import { recordBeforeAsking } from './levels';
import { invalidQueries } from './refusals';
import { isPeriod, statisticNamed } from './statistics';

/** Of queries and of data points in one call (CloudWatch API Reference, GetMetricData; aws.md §3.2). */
const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;

type Input = GetMetricDataCommandInput;

/** The points of one query, in the order that was asked for. */
interface Found {
  query: MetricDataQuery;
  points: Array<{ at: number; value: number }>;
}

export function getMetricData(
  input: Input,
  call: Call,
): Omit<GetMetricDataCommandOutput, '$metadata'> {
  const problems = problemsOf(input);
  if (problems.length) {
    throw invalidQueries(problems);
  }
  recordBeforeAsking(call.world, call);
  const found = input
    .MetricDataQueries!.filter(({ ReturnData }) => ReturnData !== false)
    .map(query => ({ query, points: pointsOfQuery(call, input, query) }));
  return page(input, call, found);
}

function problemsOf(input: Input): string[] {
  const { MetricDataQueries: queries = [], StartTime, EndTime } = input;
  const problems = timeProblems(StartTime!, EndTime!);
  if (queries.length > MOST_QUERIES) {
    problems.push(
      `The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`,
    );
  }
  const ids = queries.map(({ Id }) => Id);
  if (new Set(ids).size < ids.length) {
    problems.push(
      'The values for parameter id in MetricDataQueries are not unique.',
    );
  }
  queries.forEach((query, i) => {
    const where = `MetricDataQueries.member.${i + 1}`;
    problems.push(...queryProblems(query, where));
  });
  return problems;
}

function timeProblems(start: Date, end: Date): string[] {
  if (start.getTime() === end.getTime()) {
    return ['The parameter StartTime must not equal parameter EndTime.'];
  }
  return start > end
    ? ['The parameter StartTime must be less than the parameter EndTime.']
    : [];
}

function queryProblems(query: MetricDataQuery, where: string): string[] {
  const { Id = '', Expression, MetricStat: stat } = query;
  const problems: string[] = [];
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(Id)) {
    problems.push(
      `The value ${Id} for parameter ${where}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  if ((Expression === undefined) === (stat === undefined)) {
    problems.push(
      `Exactly one of the parameters ${where}.MetricStat and ${where}.Expression must be given.`,
    );
  }
  if (Expression !== undefined) {
    problems.push(
      `Simulated AWS computes no ${where}.Expression: ask for the metrics themselves.`,
    );
  }
  if (!stat) {
    return problems;
  }
  if (!isPeriod(stat.Period!)) {
    problems.push(
      `The value ${stat.Period} for parameter ${where}.MetricStat.Period must be a value in the set [ 1, 5, 10, 20, 30 ], or a multiple of 60.`,
    );
  }
  if (!statisticNamed(stat.Stat!)) {
    problems.push(
      `The value ${stat.Stat} for parameter ${where}.MetricStat.Stat is not a valid statistic.`,
    );
  }
  return problems;
}

function pointsOfQuery(
  call: Call,
  { StartTime, EndTime, ScanBy }: Input,
  { MetricStat, AccountId }: MetricDataQuery,
): Found['points'] {
  if (isForeign(call, AccountId)) {
    return [];
  }
  const { Metric, Period, Stat, Unit } = MetricStat!;
  const periods = valuesOf(call, {
    namespace: Metric!.Namespace,
    name: Metric!.MetricName,
    dimensions: Metric!.Dimensions,
    unit: Unit,
    from: StartTime!,
    to: EndTime!,
    periodSeconds: Period!,
  });
  const statistic = statisticNamed(Stat!)!;
  const points = periods.map(({ at, values }) => ({
    at,
    value: statistic(values),
  }));
  return ScanBy === 'TimestampAscending' ? points : points.reverse();
}

/** No account of this company shares its metrics with another one. */
function isForeign(call: Call, accountId: string | undefined): boolean {
  return accountId !== undefined && accountId !== call.accountId;
}

/** So many points from where the last page ended, through all queries. Each query is in each page. */
function page(
  input: Input,
  call: Call,
  found: Found[],
): Omit<GetMetricDataCommandOutput, '$metadata'> {
  const { NextToken, MaxDatapoints = MOST_POINTS, ...asked } = input;
  const digest = digestOf({ ...asked, accountId: call.accountId });
  let skip = offsetIn(NextToken, digest);
  const next = skip + MaxDatapoints;
  let room = MaxDatapoints;
  let total = 0;
  const results = found.map(({ query, points }): MetricDataResult => {
    total += points.length;
    const rest = points.slice(skip);
    skip = Math.max(0, skip - points.length);
    const shown = rest.slice(0, room);
    room -= shown.length;
    return {
      Id: query.Id,
      Label: query.Label ?? query.MetricStat!.Metric!.MetricName,
      Timestamps: shown.map(({ at }) => new Date(at)),
      Values: shown.map(({ value }) => value),
      ...statusOf(call, query, shown.length < rest.length),
    };
  });
  return {
    MetricDataResults: results,
    Messages: [],
    ...(next < total && { NextToken: tokenOf(digest, next) }),
  };
}

function statusOf(
  call: Call,
  { AccountId }: MetricDataQuery,
  isPart: boolean,
): Pick<MetricDataResult, 'StatusCode' | 'Messages'> {
  if (isForeign(call, AccountId)) {
    const Value = `${AccountId} shares no metrics with ${call.accountId}.`;
    return {
      StatusCode: 'Forbidden',
      Messages: [{ Code: 'Forbidden', Value }],
    };
  }
  return { StatusCode: isPart ? 'PartialData' : 'Complete' };
}

function tokenOf(digest: string, offset: number): string {
  return Buffer.from(`${digest}:${offset}`, 'utf8').toString('base64url');
}

/** A token belongs to the question that it was given for. */
function offsetIn(token: string | undefined, digest: string): number {
  if (token === undefined) {
    return 0;
  }
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const [of, offset] = text.split(':');
  if (of !== digest || !/^\d+$/.test(offset ?? '')) {
    throw new AwsError(
      'InvalidNextToken',
      'The next token specified is invalid.',
    );
  }
  return Number(offset);
}

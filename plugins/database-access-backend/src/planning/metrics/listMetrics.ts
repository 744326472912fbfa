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

import { Metric, paginateListMetrics } from '@aws-sdk/client-cloudwatch';
import { LaneClients } from '../../aws';

/** A metric that AWS has, by all of its dimensions. */
export interface ListedMetric {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}

/** What AWS lists: what it has measured within two weeks, and no sooner than 15 minutes after the first time. */
export const LISTED_SECONDS = 14 * 24 * 3_600;

/**
 * The metrics of a namespace that a lane has.
 *
 * @param dimensions - only those that have these; default: all
 * @throws AwsCallError
 */
export async function listMetrics(
  session: LaneClients,
  namespace: string,
  dimensions: Readonly<Record<string, string>> = {},
): Promise<ListedMetric[]> {
  const listed: ListedMetric[] = [];
  const pages = paginateListMetrics(
    { client: session.cloudWatch },
    {
      Namespace: namespace,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({
        Name,
        Value,
      })),
    },
  );
  for await (const { Metrics = [] } of pages) {
    listed.push(...Metrics.map(toListedMetric));
  }
  return listed;
}

function toListedMetric({
  Namespace,
  MetricName,
  Dimensions = [],
}: Metric): ListedMetric {
  return {
    namespace: Namespace!,
    name: MetricName!,
    dimensions: Object.fromEntries(
      Dimensions.map(({ Name, Value }) => [Name!, Value!]),
    ),
  };
}

/**
 * The one that is meant by these dimensions. Of several it is that with the fewest: the others are of a zone or a subnet, and
 * parts of it.
 */
export function findListed(
  listed: readonly ListedMetric[],
  wanted: ListedMetric,
): ListedMetric | undefined {
  const meant = listed.filter(
    ({ namespace, name, dimensions }) =>
      namespace === wanted.namespace &&
      name === wanted.name &&
      Object.entries(wanted.dimensions).every(
        ([dimension, value]) => dimensions[dimension] === value,
      ),
  );
  return meant.reduce<ListedMetric | undefined>(
    (best, each) => (best && countOf(best) <= countOf(each) ? best : each),
    undefined,
  );
}

function countOf({ dimensions }: ListedMetric): number {
  return Object.keys(dimensions).length;
}

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
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AwsSessions } from '../../aws';
import { Lane } from '../../config';
import type { MetricSource, WantedMetric } from '../../objects';
import { observed, Observed } from '../sides';
import { SingleFlightCache } from '../SingleFlightCache';
import { getMetricData, MetricAnswer, MetricQuery } from './getMetricData';
import { findListed, ListedMetric, listMetrics } from './listMetrics';
import { Periods } from './metricWindow';

/** What an account publishes changes with what is made there, and AWS itself takes 15 minutes to list it. */
const LIST_MAX_AGE_SECONDS = 600;
/** AWS has a new point each minute. */
const DATA_MAX_AGE_SECONDS = 45;

/** A number of a source, and what AWS has of it. */
export interface ReadSeries {
  metric: WantedMetric;
  points: MetricSeries['points'];
  /** Why AWS gave none of it, in its own words. */
  problem?: string;
}

/** What AWS has of a source: nothing that it neither lists nor documents. */
export interface SourceReading {
  source: MetricSource;
  series: ReadSeries[];
}

/**
 * Reads CloudWatch of a lane: what it publishes once in ten minutes, its numbers each once in a while, however many pages
 * ask.
 */
export class MetricsReader {
  readonly #sessions: AwsSessions;
  readonly #listings: SingleFlightCache<ListedMetric[]>;
  readonly #data: SingleFlightCache<MetricAnswer[]>;

  constructor(options: { sessions: AwsSessions; clock: Clock }) {
    const { sessions, clock } = options;
    this.#sessions = sessions;
    this.#listings = new SingleFlightCache({
      clock,
      maxAgeSeconds: LIST_MAX_AGE_SECONDS,
    });
    this.#data = new SingleFlightCache({
      clock,
      maxAgeSeconds: DATA_MAX_AGE_SECONDS,
    });
  }

  /** In the order of the sources, all of one lane; or why its account does not answer. */
  read(
    lane: Lane,
    sources: readonly MetricSource[],
    periods: Periods,
  ): Promise<Observed<SourceReading[]>> {
    return observed(async () => {
      const listed = await this.#listed(lane, sources);
      const wanted = sources.map((source, index) =>
        source.metrics.flatMap(metric => {
          const { namespace, dimensions, documentedAs } = source;
          const { name } = metric;
          const found =
            findListed(listed[index], { namespace, name, dimensions }) ??
            (documentedAs && { namespace, name, dimensions: documentedAs });
          return found ? [{ metric, found }] : [];
        }),
      );
      const answers = await this.#answers(
        lane,
        wanted.flat().map(({ metric, found }) => ({
          ...found,
          statistic: metric.statistic,
        })),
        periods,
      );
      let next = 0;
      return sources.map((source, index) => ({
        source,
        series: wanted[index].map(({ metric }) => ({
          metric,
          ...answers[next++],
        })),
      }));
    });
  }

  /** One after the other, so that a lane's other readings have their turns between them. */
  async #listed(
    lane: Lane,
    sources: readonly MetricSource[],
  ): Promise<ListedMetric[][]> {
    const listed: ListedMetric[][] = [];
    for (const { namespace, dimensions, listedAlone } of sources) {
      const only = listedAlone ? dimensions : undefined;
      const key = JSON.stringify([
        lane.accountId,
        lane.region,
        namespace,
        only,
      ]);
      listed.push(
        await this.#listings.get(key, () =>
          listMetrics(this.#sessions.read(lane), namespace, only),
        ),
      );
    }
    return listed;
  }

  async #answers(
    lane: Lane,
    queries: readonly MetricQuery[],
    periods: Periods,
  ): Promise<MetricAnswer[]> {
    if (queries.length === 0) {
      return [];
    }
    const { from, to, periodSeconds } = periods;
    const key = JSON.stringify([
      ...[lane.accountId, lane.region, from, to, periodSeconds],
      queries.map(({ name, statistic, dimensions }) => [
        name,
        statistic,
        dimensions,
      ]),
    ]);
    return this.#data.get(key, () =>
      getMetricData(this.#sessions.read(lane), queries, periods),
    );
  }
}

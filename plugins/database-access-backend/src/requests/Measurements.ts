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
  DatabaseMetrics,
  Hop,
  HopMetrics,
  MetricReading,
  MetricWindow,
  parseDatabaseArn,
  ShareMetrics,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Lane } from '../config';
import {
  accessLogSourceOf,
  Measured,
  metricSourcesOf,
  metricSourcesOfDatabase,
} from '../health';
import type { AccessLogSource, MetricSource } from '../objects';
import {
  ACCESS_LOG_NAMESPACE,
  AccessLogReading,
  AccessLogsReader,
  MetricsReader,
  Periods,
  periodsOf,
  SourceReading,
} from '../planning';
import { laneKey, ObjectOfShare } from '../store';
import { ShareWithObjects } from './LivingShares';

/** More points than this nobody tells apart on a screen. */
const POINTS_ON_SCREEN = 480;

/** The last hop, which no object of ours carries. */
const DATABASE = 'Database';

/** A source, and where it is. */
interface PlacedSource {
  lane: Lane;
  source: MetricSource;
}

/** A log that somebody may keep, and where. */
interface PlacedLog {
  lane: Lane;
  source: AccessLogSource;
}

/** A hop, and what there may be of it. */
interface MeasuredHop {
  name: string;
  sharedBy: number;
  placed: PlacedSource[];
  log?: PlacedLog;
}

/** What CloudWatch says of shares and databases, and the logs of who connects, for who wants to look. */
export class Measurements {
  readonly #metrics: Pick<MetricsReader, 'read'>;
  readonly #accessLogs: Pick<AccessLogsReader, 'read'>;
  readonly #clock: Clock;

  constructor(options: {
    metrics: Pick<MetricsReader, 'read'>;
    accessLogs: Pick<AccessLogsReader, 'read'>;
    clock: Clock;
  }) {
    this.#metrics = options.metrics;
    this.#accessLogs = options.accessLogs;
    this.#clock = options.clock;
  }

  /** @param hops - of the share, as its page shows them */
  async ofShare(
    { share, objects }: Pick<ShareWithObjects, 'share' | 'objects'>,
    hops: ReadonlyArray<Pick<Hop, 'name' | 'objects'>>,
    hours: number,
  ): Promise<ShareMetrics> {
    const measured: Measured = {
      objects: objects.map(toMeasured),
      vpcId: share.plan.network.vpcId,
    };
    const ofObjects = hops
      .filter(({ name }) => name !== DATABASE)
      .map((hop): MeasuredHop => {
        const own = objects.filter(({ key }) => hop.objects.includes(key));
        const placed = own.flatMap((object): PlacedSource[] =>
          metricSourcesOf(toMeasured(object), measured).map(source => ({
            lane: object.lane,
            source,
          })),
        );
        return {
          name: hop.name,
          placed,
          sharedBy: usersOf(own),
          log: own.map(object => logOf(object, measured)).find(isPlaced),
        };
      });
    const database: MeasuredHop = {
      name: DATABASE,
      placed: sourcesOfDatabase(share.databaseArn),
      sharedBy: 1,
    };
    const all = [...ofObjects, database];
    const periods = this.#periods(hours);
    const [read, logs] = await Promise.all([
      this.#read(
        all.flatMap(({ placed }) => placed),
        periods,
      ),
      this.#readLogs(all.map(({ log }) => log).filter(isPlaced), periods),
    ]);
    return {
      ...windowOf(periods),
      hops: sayOnce(
        all.map(({ name, placed, sharedBy, log }): HopMetrics => {
          const logged = log && logs.get(log);
          return {
            name,
            sharedBy,
            ...together(placed.map(each => read.get(each)!)),
            ...(logged && readingOfLog(logged)),
          };
        }),
      ),
    };
  }

  async ofDatabase(
    databaseArn: string,
    hours: number,
  ): Promise<DatabaseMetrics> {
    const placed = sourcesOfDatabase(databaseArn);
    const periods = this.#periods(hours);
    const read = await this.#read(placed, periods);
    return {
      ...windowOf(periods),
      ...together(placed.map(each => read.get(each)!)),
    };
  }

  #periods(hours: number): Periods {
    return periodsOf({
      now: this.#clock.now(),
      seconds: hours * 3_600,
      mostPoints: POINTS_ON_SCREEN,
    });
  }

  /** The same of logs. */
  async #readLogs(
    placed: readonly PlacedLog[],
    periods: Periods,
  ): Promise<Map<PlacedLog, AccessLogReading>> {
    const read = new Map<PlacedLog, AccessLogReading>();
    await Promise.all(
      [...byLane(placed)].map(async ofLane => {
        const readings = await this.#accessLogs.read(
          ofLane[0].lane,
          ofLane.map(({ source }) => source),
          periods,
        );
        ofLane.forEach((each, index) => read.set(each, readings[index]));
      }),
    );
    return read;
  }

  /** Each lane by itself and all at once: one that refuses or waits costs nothing but its own. */
  async #read(
    placed: readonly PlacedSource[],
    periods: Periods,
  ): Promise<Map<PlacedSource, MetricReading>> {
    const read = new Map<PlacedSource, MetricReading>();
    await Promise.all(
      [...byLane(placed)].map(async ofLane => {
        const { facts, problem } = await this.#metrics.read(
          ofLane[0].lane,
          ofLane.map(({ source }) => source),
          periods,
        );
        ofLane.forEach((each, index) =>
          read.set(
            each,
            facts
              ? readingOf(facts[index])
              : { state: 'unreadable', reason: problem.message, series: [] },
          ),
        );
      }),
    );
    return read;
  }
}

function toMeasured({ type, outputs, lane }: ObjectOfShare) {
  return { type, outputs, region: lane.region };
}

function logOf(
  object: ObjectOfShare,
  measured: Measured,
): PlacedLog | undefined {
  const source = accessLogSourceOf(toMeasured(object), measured);
  return source && { lane: object.lane, source };
}

function isPlaced(log: PlacedLog | undefined): log is PlacedLog {
  return log !== undefined;
}

function sourcesOfDatabase(databaseArn: string): PlacedSource[] {
  const arn = parseDatabaseArn(databaseArn);
  return arn
    ? metricSourcesOfDatabase(databaseArn).map(source => ({
        lane: { accountId: arn.accountId, region: arn.region },
        source,
      }))
    : [];
}

/** What every share of a hop uses is of as many as use the most used of it. */
function usersOf(objects: readonly ObjectOfShare[]): number {
  return Math.max(1, ...objects.map(({ users }) => users));
}

function byLane<P extends { lane: Lane }>(placed: readonly P[]): Iterable<P[]> {
  const lanes = new Map<string, P[]>();
  for (const each of placed) {
    const key = laneKey(each.lane);
    lanes.set(key, [...(lanes.get(key) ?? []), each]);
  }
  return lanes.values();
}

function windowOf({ from, to, periodSeconds }: Periods): MetricWindow {
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    periodSeconds,
  };
}

function readingOf({ source, series: read }: SourceReading): MetricReading {
  const { namespace } = source;
  const problem = read.find(each => each.problem)?.problem;
  const series = read
    .filter(each => !each.problem)
    .map(({ metric: { name, statistic, unit }, points }) => ({
      ...{ namespace, name, statistic, unit, points },
    }));
  if (series.length > 0) {
    return { state: 'published', ...(problem && { reason: problem }), series };
  }
  return problem
    ? { state: 'unreadable', reason: problem, series }
    : { state: 'not-published', series };
}

/** Published if anything of it is; what could not be read is said all the same. */
function together(readings: readonly MetricReading[]): MetricReading {
  const states = readings.map(({ state }) => state);
  const reason = readings.find(each => each.reason)?.reason;
  const worst = states.includes('unreadable') ? 'unreadable' : 'not-published';
  return {
    state: states.includes('published') ? 'published' : worst,
    ...(reason && { reason }),
    series: readings.flatMap(({ series }) => series),
  };
}

/** A log tells the connections of one share from those of all others. */
function readingOfLog(
  log: AccessLogReading,
): Partial<HopMetrics> & Pick<HopMetrics, 'state'> {
  switch (log.state) {
    case 'kept': {
      const { logGroupName: logGroup, problem, series } = log;
      const { name, statistic, unit } = series.metric;
      const { points } = series;
      return {
        state: 'published',
        sharedBy: 1,
        accessLog: { state: 'kept', logGroup },
        ...(problem && { reason: problem }),
        series: [
          { namespace: ACCESS_LOG_NAMESPACE, name, statistic, unit, points },
        ],
      };
    }
    case 'unreadable':
      return { state: 'unreadable', reason: log.problem };
    case 'elsewhere':
      return {
        state: 'not-published',
        accessLog: { state: 'elsewhere', destination: log.destination },
      };
    default:
      return { state: 'not-published', accessLog: { state: 'not-kept' } };
  }
}

/** One log is enough: that there is no second one is said of no hop, and that there is none of the nearest to the database. */
function sayOnce(hops: readonly HopMetrics[]): HopMetrics[] {
  const isKept = hops.some(({ accessLog }) => accessLog?.state === 'kept');
  const silent = hops.filter(
    ({ accessLog }) => accessLog?.state === 'not-kept',
  );
  const told = isKept ? undefined : silent[silent.length - 1];
  return hops.map(hop => {
    if (hop === told || !silent.includes(hop)) {
      return hop;
    }
    const { accessLog: _, ...rest } = hop;
    return rest;
  });
}

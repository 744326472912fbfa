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

import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AwsCallError, AwsSessions } from '../../aws';
import { Lane } from '../../config';
import type {
  AccessLogSource,
  ConnectionMark,
  WantedMetric,
} from '../../objects';
import type { ReadSeries, Periods } from '../metrics';
import { SingleFlightCache } from '../SingleFlightCache';
import { filterPatterns } from './filterPatterns';
import { findAccessLog, FoundAccessLog } from './findAccessLog';
import { withQuietPeriods } from './quietPeriods';
import { readTally, TalliedLog } from './readTally';
import { Tally } from './Tally';

/** Who keeps a log changes seldom. */
const FOUND_MAX_AGE_SECONDS = 600;
/** AWS delivers lines within two minutes or so. */
const TALLY_MAX_AGE_SECONDS = 60;

/** What AWS calls this log, in the place of a namespace. */
export const ACCESS_LOG_NAMESPACE = 'VpcLatticeResourceAccessLogs';

/** The one number that a line tells: it has no bytes (aws.md §3.2). */
const CONNECTIONS: WantedMetric = {
  name: 'Connections',
  statistic: 'Sum',
  unit: 'count',
  tellsUse: true,
};

/** What a log has of the connections of one share. */
export type AccessLogReading =
  | KeptReading
  | ({ source: AccessLogSource } & (
      | Exclude<FoundAccessLog, { state: 'kept' }>
      | Unreadable
    ));

/** Of one that can be read. */
export interface KeptReading {
  source: AccessLogSource;
  state: 'kept';
  logGroupName: string;
  series: ReadSeries;
  /** When somebody connected last, in ISO 8601, UTC. */
  lastAt?: string;
  /** Milliseconds since the epoch: from then on nothing is missing. */
  completeFrom: number;
  /** Why something is missing, one sentence. */
  problem?: string;
}

/** Why AWS did not answer, one sentence. */
interface Unreadable {
  state: 'unreadable';
  problem: string;
}

/**
 * Reads access logs of a lane, as far as their owners keep them in CloudWatch Logs: who keeps one is asked once in ten
 * minutes, its lines once a minute, for all shares of a log together and however many pages ask.
 */
export class AccessLogsReader {
  readonly #sessions: Pick<AwsSessions, 'read'>;
  readonly #found: SingleFlightCache<FoundAccessLog>;
  readonly #tallies: SingleFlightCache<TalliedLog>;

  constructor(options: { sessions: Pick<AwsSessions, 'read'>; clock: Clock }) {
    const { sessions, clock } = options;
    this.#sessions = sessions;
    this.#found = new SingleFlightCache({
      clock,
      maxAgeSeconds: FOUND_MAX_AGE_SECONDS,
    });
    this.#tallies = new SingleFlightCache({
      clock,
      maxAgeSeconds: TALLY_MAX_AGE_SECONDS,
    });
  }

  /** In the order of the sources, all of one lane. One after the other, so that its other readings have their turns. */
  async read(
    lane: Lane,
    sources: readonly AccessLogSource[],
    periods: Periods,
  ): Promise<AccessLogReading[]> {
    const found: Array<FoundAccessLog | Unreadable> = [];
    for (const { resourceId } of sources) {
      found.push(await this.#find(lane, resourceId));
    }
    const tallies = new Map<ConnectionMark, TalliedLog | Unreadable>();
    for (const [logGroupName, marks] of marksByGroup(sources, found)) {
      for (const { pattern, marks: some } of filterPatterns(marks)) {
        const tally = await this.#tally(lane, logGroupName, pattern, periods);
        some.forEach(mark => tallies.set(mark, tally));
      }
    }
    return sources.map((source, index) => {
      const log = found[index];
      if (log.state !== 'kept') {
        return { source, ...log };
      }
      const tally = tallies.get(source.mark)!;
      return 'tally' in tally
        ? { source, ...readingOf(source, log, tally, periods) }
        : { source, ...tally };
    });
  }

  #find(lane: Lane, resourceId: string): Promise<FoundAccessLog | Unreadable> {
    const key = JSON.stringify([lane.accountId, lane.region, resourceId]);
    return unlessUnreadable(
      this.#found.get(key, () =>
        findAccessLog(this.#sessions.read(lane), resourceId),
      ),
    );
  }

  #tally(
    lane: Lane,
    logGroupName: string,
    filterPattern: string,
    { from, to, periodSeconds }: Periods,
  ): Promise<TalliedLog | Unreadable> {
    const { accountId, region } = lane;
    const key = JSON.stringify([
      ...[accountId, region, logGroupName, filterPattern],
      ...[from, to, periodSeconds],
    ]);
    return unlessUnreadable(
      this.#tallies.get(key, () =>
        readTally(this.#sessions.read(lane), {
          logGroupName,
          filterPattern,
          periodSeconds,
          window: { from: from.getTime(), to: to.getTime() },
        }),
      ),
    );
  }
}

async function unlessUnreadable<T>(
  answer: Promise<T>,
): Promise<T | Unreadable> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsCallError) {
      return { state: 'unreadable', problem: error.message };
    }
    throw error;
  }
}

function marksByGroup(
  sources: readonly AccessLogSource[],
  found: ReadonlyArray<FoundAccessLog | Unreadable>,
): Map<string, ConnectionMark[]> {
  const groups = new Map<string, ConnectionMark[]>();
  sources.forEach(({ mark }, index) => {
    const log = found[index];
    if (log.state === 'kept') {
      const { logGroupName } = log;
      groups.set(logGroupName, [...(groups.get(logGroupName) ?? []), mark]);
    }
  });
  return groups;
}

function readingOf(
  { mark }: AccessLogSource,
  { logGroupName, since }: Extract<FoundAccessLog, { state: 'kept' }>,
  { tally, completeFrom }: TalliedLog,
  periods: Periods,
): Omit<KeptReading, 'source'> {
  const completeSince = Math.max(completeFrom, since);
  const problem = problemOf(logGroupName, tally, completeFrom, periods);
  return {
    state: 'kept',
    logGroupName,
    series: {
      metric: CONNECTIONS,
      points: withQuietPeriods(
        // A period of which a part is missing would look like a quiet one.
        tally.pointsOf(mark).filter(({ at }) => Date.parse(at) >= completeFrom),
        periods,
        completeSince,
      ),
    },
    lastAt: tally.lastOf(mark),
    completeFrom: completeSince,
    ...(problem && { problem }),
  };
}

function problemOf(
  logGroupName: string,
  { strangeLines }: Tally,
  completeFrom: number,
  { from, to }: Periods,
): string | undefined {
  if (completeFrom >= to.getTime()) {
    return `${logGroupName} has more lines of the last hour than are read at a time, so its connections are not counted.`;
  }
  if (completeFrom > from.getTime()) {
    const since = new Date(completeFrom).toISOString();
    return `${logGroupName} has more lines than are read at a time: connections are counted from ${since} on.`;
  }
  return strangeLines > 0
    ? `${strangeLines} lines of ${logGroupName} are not in the format that AWS documents, and were not counted.`
    : undefined;
}

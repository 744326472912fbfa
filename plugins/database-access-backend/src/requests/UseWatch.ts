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
import { Lane } from '../config';
import { accessLogSourceOf, metricSourcesOf } from '../health';
import type { AccessLogSource, MetricSource } from '../objects';
import {
  AccessLogReading,
  AccessLogsReader,
  LISTED_SECONDS,
  MetricsReader,
  Periods,
  periodsOf,
  SourceReading,
} from '../planning';
import {
  laneKey,
  ObjectOfShare,
  Store,
  StoredShare,
  StoredUse,
} from '../store';
import { LivingShares } from './LivingShares';

/** Shares whose objects are read from the store at a time. */
const SHARES_AT_ONCE = 100;

/** Points of a series, so that 500 series fit into one call: GetMetricData answers with 100,800 points. */
const POINTS = 200;

/** Where weeks have to be read, which happens once, to the hour: fewer series fit into a call then. */
const POINTS_AT_FIRST = 1_500;

/** AWS lists a new metric after 15 minutes, a listing is kept for ten, and points may come late: so far back it is looked again. */
const OVERLAP_MS = 3_600_000;

/** Looks that begin no longer ago than this are made together, minute by minute. */
const RECENT_MS = 3 * 3_600_000;

/** So long AWS has points of five minutes (aws.md §3.2). */
const MOST_MS = 62 * 24 * 3_600_000;

const LISTED_MS = LISTED_SECONDS * 1000;

/** The shortest time that CloudWatch Logs keeps lines: what is older may be gone, which is not the same as nothing. */
const LOGGED_MS = 24 * 3_600_000;

/** One place where the use of a share would show. */
type Probe = {
  lane: Lane;
  /** How many shares use what is measured. */
  sharedBy: number;
} & (
  | { toldBy: 'metrics'; source: MetricSource }
  | { toldBy: 'access-log'; source: AccessLogSource }
);

type ProbeOf<K extends Probe['toldBy']> = Extract<Probe, { toldBy: K }>;

/** A share, what is known of its use, and where to look, the best first. */
interface Watched {
  id: string;
  before: StoredUse | undefined;
  /** Milliseconds: what came before is known, or was before the share. */
  from: number;
  probes: Probe[];
}

/** What a place tells of the use of a share. */
interface Told {
  /** It is there, and it can be told by it. */
  published: boolean;
  /** Milliseconds: from when on nothing was missed. */
  since: number;
  usedAt?: string;
}

/** A probe of a share, and what it told. */
interface Look {
  watched: Watched;
  probe: Probe;
  told?: Told;
  /** Why AWS did not say, here or at a place before. */
  problem?: string;
}

/**
 * Looks now and then whether anything passes the shares, lane by lane and 500 numbers in a call, and over VPC Lattice whether
 * anybody has connected, where the log of it is kept. It keeps what it saw: so lists and pages cost no call to AWS, and what
 * AWS forgets after two weeks is remembered.
 */
export class UseWatch {
  readonly #store: Store;
  readonly #shares: Pick<LivingShares, 'allLiving'>;
  readonly #metrics: Pick<MetricsReader, 'read'>;
  readonly #accessLogs: Pick<AccessLogsReader, 'read'>;
  readonly #clock: Clock;

  constructor(options: {
    store: Store;
    shares: Pick<LivingShares, 'allLiving'>;
    metrics: Pick<MetricsReader, 'read'>;
    accessLogs: Pick<AccessLogsReader, 'read'>;
    clock: Clock;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#metrics = options.metrics;
    this.#accessLogs = options.accessLogs;
    this.#clock = options.clock;
  }

  /** Looks at all that is in use. An account that does not answer leaves what was known of its shares as it was. */
  async look(signal?: AbortSignal): Promise<void> {
    const now = this.#clock.now().getTime();
    const watched = await this.#allWatched(now);
    const uses = new Map<string, StoredUse>();
    let looks = watched.map(each => toLook(each, 0)).filter(isLook);
    for (const each of watched.filter(({ probes }) => probes.length === 0)) {
      uses.set(each.id, unpublished(now));
    }
    // Where the first place does not say, the next one is asked, in another account.
    for (let round = 1; looks.length > 0; round++) {
      const next: Look[] = [];
      for (const look of await this.#ask(looks, now, signal)) {
        const { watched: share } = look;
        const other = isAnswer(look) ? undefined : toLook(share, round);
        if (other) {
          next.push({ ...other, problem: look.problem });
        } else {
          uses.set(share.id, useAfter(look, now));
        }
      }
      looks = next;
    }
    if (!signal?.aborted) {
      await this.#store.transaction(tx => this.#store.shareUses.save(tx, uses));
    }
  }

  async #allWatched(now: number): Promise<Watched[]> {
    const watched: Watched[] = [];
    let page: StoredShare[] = [];
    for await (const share of this.#shares.allLiving()) {
      // What was never ready nobody can have used.
      if (share.activeAt) {
        page.push(share);
      }
      if (page.length === SHARES_AT_ONCE) {
        watched.push(...(await this.#watched(page, now)));
        page = [];
      }
    }
    return [...watched, ...(await this.#watched(page, now))];
  }

  #watched(shares: readonly StoredShare[], now: number): Promise<Watched[]> {
    return this.#store.read(async tx => {
      const objects = await this.#store.shares.objectsOfEach(tx, shares);
      const uses = await this.#store.shareUses.ofEach(
        tx,
        shares.map(({ id }) => id),
      );
      return shares.map((share, index) => {
        const before = uses.get(share.id);
        return {
          id: share.id,
          before,
          from: beginningOf(share, before, now),
          probes: probesOf(share, objects[index]),
        };
      });
    });
  }

  /** Lane by lane; those that were looked at lately apart from those of which more has to be read. */
  async #ask(
    looks: readonly Look[],
    now: number,
    signal: AbortSignal | undefined,
  ): Promise<Look[]> {
    const groups = new Map<string, Look[]>();
    for (const look of looks) {
      const isRecent = now - look.watched.from <= RECENT_MS;
      const { lane, toldBy } = look.probe;
      const key = `${laneKey(lane)} ${toldBy} ${isRecent}`;
      groups.set(key, [...(groups.get(key) ?? []), look]);
    }
    const asked: Look[] = [];
    for (const group of groups.values()) {
      if (!signal?.aborted) {
        asked.push(...(await this.#askLane(group, now)));
      }
    }
    return asked;
  }

  async #askLane(looks: readonly Look[], now: number): Promise<Look[]> {
    const { lane, toldBy } = looks[0].probe;
    const earliest = Math.min(...looks.map(({ watched }) => watched.from));
    const from =
      toldBy === 'metrics' ? earliest : Math.max(earliest, now - LOGGED_MS);
    const periods = periodsOf({
      now: new Date(now),
      seconds: (now - from) / 1000,
      mostPoints: now - from <= RECENT_MS ? POINTS : POINTS_AT_FIRST,
    });
    return toldBy === 'metrics'
      ? this.#askMetrics(lane, looks, periods, now)
      : this.#askLogs(lane, looks, periods);
  }

  async #askMetrics(
    lane: Lane,
    looks: readonly Look[],
    periods: Periods,
    now: number,
  ): Promise<Look[]> {
    const { facts, problem } = await this.#metrics.read(
      lane,
      looks.map(({ probe }) => (probe as ProbeOf<'metrics'>).source),
      periods,
    );
    return looks.map((look, index) => {
      const reason = facts ? problemIn(facts[index]) : problem.message;
      return facts && reason === undefined
        ? { ...look, told: toldByMetrics(facts[index], look.watched, now) }
        : { ...look, problem: reason };
    });
  }

  async #askLogs(
    lane: Lane,
    looks: readonly Look[],
    periods: Periods,
  ): Promise<Look[]> {
    const readings = await this.#accessLogs.read(
      lane,
      looks.map(({ probe }) => (probe as ProbeOf<'access-log'>).source),
      periods,
    );
    return looks.map((look, index) => {
      const reading = readings[index];
      return reading.state === 'unreadable'
        ? { ...look, problem: reading.problem }
        : { ...look, told: toldByLog(reading, look.watched) };
    });
  }
}

/** A log knows the connections of one share from those of all others, so it comes first. */
function probesOf(
  share: StoredShare,
  objects: readonly ObjectOfShare[],
): Probe[] {
  return [...logProbesOf(share, objects), ...metricProbesOf(share, objects)];
}

/** That of the configuration, which knows all who come, before that of the service network. */
function logProbesOf(
  share: StoredShare,
  objects: readonly ObjectOfShare[],
): Probe[] {
  const measured = objects.map(toMeasured);
  const { vpcId } = share.plan.network;
  return objects
    .flatMap((object, index): Array<ProbeOf<'access-log'>> => {
      const source = accessLogSourceOf(measured[index], {
        objects: measured,
        vpcId,
      });
      return source
        ? [{ toldBy: 'access-log', lane: object.lane, source, sharedBy: 1 }]
        : [];
    })
    .sort(
      (a, b) =>
        Number(b.source.resourceId.startsWith('rcfg-')) -
        Number(a.source.resourceId.startsWith('rcfg-')),
    );
}

/** The numbers that tell of use; an account is not asked, and billed, for more. */
function metricProbesOf(
  share: StoredShare,
  objects: readonly ObjectOfShare[],
): Probe[] {
  const measured = objects.map(toMeasured);
  const { vpcId } = share.plan.network;
  const consumer = share.plan.network.accountId;
  return objects
    .flatMap((object, index) =>
      metricSourcesOf(measured[index], { objects: measured, vpcId }).map(
        (source): ProbeOf<'metrics'> => ({
          toldBy: 'metrics',
          lane: object.lane,
          source: {
            ...source,
            metrics: source.metrics.filter(({ tellsUse }) => tellsUse),
          },
          sharedBy: Math.max(1, object.users),
        }),
      ),
    )
    .filter(({ source }) => source.metrics.length > 0)
    .sort(
      (a, b) =>
        Number(b.lane.accountId === consumer) -
        Number(a.lane.accountId === consumer),
    );
}

function toMeasured({ type, outputs, lane }: ObjectOfShare) {
  return { type, outputs, region: lane.region };
}

function beginningOf(
  { activeAt, startedAt }: StoredShare,
  before: StoredUse | undefined,
  now: number,
): number {
  const from = before?.watchedUntil
    ? Date.parse(before.watchedUntil) - OVERLAP_MS
    : Date.parse(activeAt ?? startedAt);
  return Math.max(from, now - MOST_MS);
}

function toLook(watched: Watched, round: number): Look | undefined {
  const probe = watched.probes[round];
  return probe && { watched, probe };
}

function isLook(look: Look | undefined): look is Look {
  return look !== undefined;
}

/** It says something of use; `not published` may be better known elsewhere. */
function isAnswer({ told }: Look): boolean {
  return told?.published === true;
}

/** What was published once is so: nothing has passed for so long that AWS does not list it any more. */
function toldByMetrics(
  answer: SourceReading,
  { before, from }: Watched,
  now: number,
): Told {
  const isListed = answer.series.length > 0;
  return {
    published:
      isListed ||
      (before?.published === true && before.toldBy !== 'access-log'),
    // Of what is not listed it is known that nothing came within two weeks, and no more.
    since: isListed ? from : Math.max(from, now - LISTED_MS),
    usedAt: latest(answer.series.map(lastOf)),
  };
}

/** A log that is kept no longer tells nothing, whatever it told before. */
function toldByLog(
  reading: Exclude<AccessLogReading, { state: 'unreadable' }>,
  { from }: Watched,
): Told {
  return reading.state === 'kept'
    ? {
        published: true,
        since: Math.max(from, reading.completeFrom),
        usedAt: reading.lastAt,
      }
    : { published: false, since: from };
}

function problemIn({ series }: SourceReading): string | undefined {
  return series.find(each => each.problem)?.problem;
}

function unpublished(now: number): StoredUse {
  return {
    published: false,
    sharedBy: 1,
    readAt: new Date(now).toISOString(),
  };
}

function useAfter(look: Look, now: number): StoredUse {
  const { watched, probe, told, problem } = look;
  const { before } = watched;
  if (!told?.published) {
    return problem === undefined
      ? unpublished(now)
      : { ...(before ?? { published: false, sharedBy: 1 }), reason: problem };
  }
  const at = new Date(now).toISOString();
  const watchedFrom = new Date(Math.min(told.since, now)).toISOString();
  const goesOn =
    before?.watchedSince !== undefined &&
    before.watchedUntil !== undefined &&
    watchedFrom <= before.watchedUntil;
  return {
    published: true,
    toldBy: probe.toldBy,
    usedAt: latest([before?.usedAt, told.usedAt]),
    watchedSince: goesOn ? before.watchedSince : watchedFrom,
    watchedUntil: at,
    sharedBy: probe.sharedBy,
    readAt: at,
  };
}

/** When more than nothing passed last. */
function lastOf({
  points,
}: SourceReading['series'][number]): string | undefined {
  return points.findLast(({ value }) => value > 0)?.at;
}

function latest(times: ReadonlyArray<string | undefined>): string | undefined {
  return times
    .filter(time => time !== undefined)
    .sort()
    .pop();
}

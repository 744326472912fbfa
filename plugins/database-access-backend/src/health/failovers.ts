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
  Failover,
  FAILOVER_STEPS,
  FailoverStatus,
  FailoverStepName,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';

const KIND = 'failover.';

/** The kind of the timeline entry that tells of a step. */
export function kindOfStep(step: FailoverStepName): string {
  return `${KIND}${step}`;
}

/** Of the entries that failovers are told by. */
export const FAILOVER_KINDS: readonly string[] = FAILOVER_STEPS.map(kindOfStep);

/** A database that has not moved so long after an event did not fail over. */
const MOVES_WITHIN_MS = 10 * 60_000;

/** AWS tells of an end after it has come, so such an event belongs to a failover that was done before. */
const TOLD_AFTER_MS = 5 * 60_000;

/** They say that something is over ("Amazon RDS event categories and event messages"). */
const LAST_WORDS = [
  'RDS-EVENT-0006',
  'RDS-EVENT-0015',
  'RDS-EVENT-0049',
  'RDS-EVENT-0051',
  'RDS-EVENT-0065',
  'RDS-EVENT-0071',
];

/** What follows the database for a share. */
export interface Follower {
  /** Its key in the share's graph. */
  key: string;
  title: string;
}

/**
 * The failovers that a share's timeline tells of, the oldest first: by what follows the database, since a cluster's writer
 * and its readers move apart. What AWS told concerns all of them.
 *
 * @param entries - those of FAILOVER_KINDS, the oldest first
 */
export function failoversOf(
  entries: readonly TimelineEntry[],
  options: { followers: readonly Follower[]; now: Date },
): Failover[] {
  const { followers, now } = options;
  return followers
    .flatMap(({ key, title }) =>
      failoversOfOne(
        entries.filter(({ objectKey }) => !objectKey || objectKey === key),
        { key, title },
      ),
    )
    .map(failover => ({ ...failover, status: statusOf(failover, now) }))
    .sort((a, b) => entryOf(a) - entryOf(b) || (a.title < b.title ? -1 : 1));
}

/** Timeline ids grow. */
function entryOf({ id }: Failover): number {
  return Number.parseInt(id, 10);
}

function failoversOfOne(
  entries: readonly TimelineEntry[],
  follower: Follower,
): Failover[] {
  const failovers: Failover[] = [];
  for (const entry of entries) {
    const last = failovers[failovers.length - 1];
    if (last && belongsTo(last, entry)) {
      add(last, entry);
    } else if (begins(entry)) {
      failovers.push(begin(entry, follower));
    }
  }
  return failovers;
}

/** What is healthy or gone without that anything moved was no failover. */
function begins({ kind }: TimelineEntry): boolean {
  return kind === kindOfStep('event') || kind === kindOfStep('moved');
}

function belongsTo(last: Failover, entry: TimelineEntry): boolean {
  const { event } = entry.details ?? {};
  if (last.endedAt) {
    return (
      event !== undefined &&
      LAST_WORDS.includes(event.id) &&
      isWithin(TOLD_AFTER_MS, { from: last.endedAt, to: entry.at })
    );
  }
  return (
    hasMoved(last) ||
    !begins(entry) ||
    isWithin(MOVES_WITHIN_MS, { from: lastHeard(last), to: entry.at })
  );
}

function begin(entry: TimelineEntry, { key, title }: Follower): Failover {
  const failover: Failover = {
    id: `${entry.id}-${key}`,
    objectKey: key,
    title,
    status: 'waiting',
    cause: entry.details?.event ? 'event' : 're-resolution',
    startedAt: entry.at,
    steps: FAILOVER_STEPS.map(name => ({ name, addresses: [] })),
    events: [],
  };
  add(failover, entry);
  return failover;
}

function add(failover: Failover, entry: TimelineEntry): void {
  const { addresses = [], event, isLast } = entry.details ?? {};
  const { at, message } = entry;
  if (event) {
    failover.events.push({ ...event, at });
  }
  if (event && hasHeard(failover)) {
    return;
  }
  const index = FAILOVER_STEPS.findIndex(
    name => kindOfStep(name) === entry.kind,
  );
  const isMove = FAILOVER_STEPS[index] === 'moved';
  failover.steps = failover.steps.map((step, place) => {
    const { name } = step;
    // What was done for an address that it has left meanwhile counts no more.
    const kept = isMove && place >= index ? { name, addresses: [] } : step;
    return place === index
      ? { name, at, message, addresses: union(kept.addresses, addresses) }
      : kept;
  });
  if (isLast) {
    failover.endedAt = at;
  }
}

function union(some: string[], others: string[]): string[] {
  return [...new Set([...some, ...others])].sort();
}

function statusOf(failover: Failover, now: Date): FailoverStatus {
  if (failover.endedAt) {
    return 'done';
  }
  if (hasMoved(failover)) {
    return 'moving';
  }
  return isWithin(MOVES_WITHIN_MS, {
    from: lastHeard(failover),
    to: now.toISOString(),
  })
    ? 'waiting'
    : 'unmoved';
}

function hasHeard({ steps }: Failover): boolean {
  return steps.some(({ name, at }) => name === 'event' && at !== undefined);
}

function hasMoved({ steps }: Failover): boolean {
  return steps.some(({ name, at }) => name !== 'event' && at !== undefined);
}

function lastHeard({ events, startedAt }: Failover): string {
  return events[events.length - 1]?.at ?? startedAt;
}

function isWithin(ms: number, time: { from: string; to: string }): boolean {
  return Date.parse(time.to) - Date.parse(time.from) <= ms;
}

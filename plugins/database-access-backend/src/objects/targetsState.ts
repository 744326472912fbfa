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

import type { ObjectRef } from './ObjectType';
import { isSame } from './lists';
import { isInService, OneTarget, servingOf } from './targetStep';

export interface TargetsState {
  targetGroupArn: string;
  database: string;
  targets: OneTarget[];
  /** Where the database is now. Absent if nobody says. */
  wanted?: string[];
  /** Why nobody says, one sentence. */
  problem?: string;
  /** Where the database was when that was known last. */
  known?: string[];
  /** Milliseconds: since when the database has been reached over none of them. */
  unservedSince?: number;
  /** Milliseconds: since when there has been something left to do, or to wait for. */
  unsettledSince?: number;
  /** Milliseconds: when it was first seen elsewhere, while it is not at rest there. */
  movedAt?: number;
  /** Milliseconds: when somebody said that the database may move. It has not since. */
  warnedAt?: number;
  /** Milliseconds. */
  lookedAt?: number;
}

/** So long a database that does not come to rest is looked at more often. */
const RESTLESS_MS = 15 * 60_000;

/** So long after a warning a database may move; a failover seldom takes longer than two minutes. */
const WARNED_MS = 5 * 60_000;

/** AWS says of nothing since when it is as it is. */
export function withTime(
  state: TargetsState,
  { look }: Pick<ObjectRef<unknown>, 'look'>,
): TargetsState {
  if (!look) {
    return state;
  }
  const { at, isAsked } = look;
  const before = (look.before ?? {}) as Partial<TargetsState>;
  const known = state.wanted ?? before.known;
  const hasMoved =
    before.known !== undefined && !isSame(before.known, known ?? []);
  const movedAt = before.movedAt ?? (hasMoved ? at : undefined);
  const isAtRest = isSettled({ ...state, wanted: known });
  const hasArrived = isAtRest && movedAt !== undefined;
  // Who has come to rest elsewhere needs no warning any more.
  const warnedBefore = hasArrived ? undefined : before.warnedAt;
  return {
    ...state,
    known,
    lookedAt: at,
    unservedSince: unservedSince(state, before.unservedSince, at),
    unsettledSince: isAtRest ? undefined : before.unsettledSince ?? at,
    movedAt: isAtRest ? undefined : movedAt,
    warnedAt: isAsked ? at : warnedBefore,
  };
}

function unservedSince(
  state: TargetsState,
  before: number | undefined,
  now: number,
): number | undefined {
  if (servingOf(state).length) {
    return undefined;
  }
  return state.wanted ? before ?? now : before;
}

/** Every address where the database is serves, and no other is left. */
export function isSettled({
  targets: all,
  wanted = [],
}: Pick<TargetsState, 'targets' | 'wanted'>): boolean {
  return (
    isSame(wanted, inServiceOf({ targets: all })) &&
    servingOf({ targets: all, wanted }).length === wanted.length
  );
}

/** Whether it moves, or may be about to: then it is looked at more often, though not for ever. */
export function isRestless({
  lookedAt = 0,
  unsettledSince,
  warnedAt,
}: TargetsState): boolean {
  const isWithin = (ms: number, since: number | undefined) =>
    since !== undefined && lookedAt - since < ms;
  return isWithin(RESTLESS_MS, unsettledSince) || isWithin(WARNED_MS, warnedAt);
}

/** The addresses that connections are sent to. */
export function inServiceOf({
  targets,
}: Pick<TargetsState, 'targets'>): string[] {
  return targets
    .filter(isInService)
    .map(({ address }) => address)
    .sort();
}

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
  Health,
  Hop,
  ObjectCondition,
  ObjectDifference,
  ObjectHold,
  ShareObject,
  ShareSync,
} from '@towpath/backstage-plugin-database-access-common';
import {
  allHops,
  KnownSurrounding,
  LaneReading,
  ReadingTerms,
  shareHealth,
  syncOf,
  USUAL_READING_SECONDS,
} from '../health';
import { holdOf, objectTypes } from '../objects';
import { ObjectOfShare, StoredSurrounding, StoredSweep } from '../store';
import type { ShareWithObjects } from './LivingShares';

/** How a share is at a moment, by what was read of it. */
export interface StateOfShare {
  /** In the order of its graph. */
  objects: ShareObject[];
  hops: Hop[];
  health: Health;
  sync: ShareSync;
}

/** Something that AWS has otherwise than it shall be. */
export interface Drifted {
  object: ShareObject;
  what: 'gone' | 'changed';
  differences: readonly ObjectDifference[];
  /** To put it back lets packets pass that pass no more, or an account do what it cannot any more. */
  reopens: boolean;
}

/** Judges a share by what is known of it: nobody is asked. */
export function stateOf(
  found: ShareWithObjects,
  options: { now: Date; accountName: (accountId: string) => string },
): StateOfShare {
  const { share, objects: stored, surroundings, sweeps } = found;
  const { now, accountName } = options;
  const terms: ReadingTerms = {
    now,
    secondsBetween,
    lanes: sweeps.map(toLaneReading),
  };
  const objects = stored.map(object => ({
    ...toShareObject(object, accountName),
    hold: holdAmong(stored, object, accountName),
  }));
  const hops = allHops(
    share,
    {
      objects,
      surroundings: surroundings.map(each =>
        toKnownSurrounding(each, accountName),
      ),
    },
    terms,
  );
  // What other shares still use is their affair, once this one has let go of it.
  const own = objects.filter((_, index) => stored[index].outcome !== 'kept');
  return { objects, hops, health: shareHealth(hops), sync: syncOf(own, terms) };
}

/** How the last sweep of a lane went, as health takes it. */
export function toLaneReading({
  lane,
  beganAt = 0,
  problems,
}: StoredSweep): LaneReading {
  return { ...lane, at: beganAt, problems };
}

/** What of a share AWS has otherwise than it shall be. */
export function driftOf({ objects }: Pick<StateOfShare, 'objects'>): Drifted[] {
  return objects.flatMap(object => {
    const { differences = [], wanted, condition, type } = object;
    const isGone = condition === 'gone';
    if (wanted === 'absent' || (!isGone && differences.length === 0)) {
      return [];
    }
    const closes = objectTypes.get(type)?.closes === true;
    const isOnlyMore = differences.every(({ effect }) => effect === 'degraded');
    return [
      {
        object,
        what: isGone ? ('gone' as const) : ('changed' as const),
        differences,
        reopens: !closes && (isGone || !isOnlyMore),
      },
    ];
  });
}

/** What the portal may not put right before somebody takes a tag away in AWS. */
export function heldOf({
  objects,
}: Pick<StateOfShare, 'objects'>): Array<ShareObject & { hold: ObjectHold }> {
  return objects.flatMap(object => {
    const { hold, wanted, condition } = object;
    const isUnwell = ['gone', 'broken', 'degraded'].includes(condition);
    return hold && wanted === 'present' && isUnwell
      ? [{ ...object, hold }]
      : [];
  });
}

/** What is gone carries no tags any more: then those of what it depends on hold it. */
function holdAmong(
  stored: readonly ObjectOfShare[],
  object: ObjectOfShare,
  accountName: (accountId: string) => string,
): ObjectHold | undefined {
  const carriers =
    object.condition === 'gone'
      ? stored.filter(({ key }) => object.dependsOn.includes(key))
      : [object];
  return carriers.flatMap(({ title, lane: { accountId }, state }) => {
    const says = holdOf(state);
    return says === undefined
      ? []
      : [{ says, title, accountId, accountName: accountName(accountId) }];
  })[0];
}

function secondsBetween(type: string): number {
  return objectTypes.get(type)?.watchSeconds ?? USUAL_READING_SECONDS;
}

function toShareObject(
  object: ObjectOfShare,
  accountName: (accountId: string) => string,
): ShareObject {
  const { accountId, region } = object.lane;
  return {
    id: object.id,
    key: object.key,
    type: object.type,
    title: object.title,
    accountId,
    accountName: accountName(accountId),
    region,
    name: object.name,
    wanted: object.wanted,
    condition: object.condition satisfies ObjectCondition,
    awsStatus: object.awsStatus,
    reason: object.reason,
    differences: object.differences,
    since: isoOf(object.conditionSince),
    outputs: object.outputs,
    users: object.users,
    dependsOn: object.dependsOn,
    readAt: isoOf(object.readAt),
    nextLookAt: isoOf(object.nextLookAt),
  };
}

function toKnownSurrounding(
  { lane, kind, awsId, state, readAt, changedAt }: StoredSurrounding,
  accountName: (accountId: string) => string,
): KnownSurrounding {
  return {
    kind,
    awsId,
    ...lane,
    accountName: accountName(lane.accountId),
    state,
    readAt: isoOf(readAt),
    changedAt: isoOf(changedAt),
  };
}

function isoOf(time: number | undefined): string | undefined {
  return time ? new Date(time).toISOString() : undefined;
}

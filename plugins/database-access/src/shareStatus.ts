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
  Share,
  ShareLifecycle,
  ShareObject,
  ShareSync,
  ShareVerification,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { Tone } from './components/tone';

/** How each part of a share's life looks. It says nothing of its health. */
export const TONE_OF_LIFECYCLE: Record<ShareLifecycle, Tone> = {
  building: 'progress',
  active: 'ok',
  stuck: 'error',
  revoking: 'progress',
  revoked: 'neutral',
};

/** How each health looks. */
export const TONE_OF_HEALTH: Record<Health, Tone> = {
  healthy: 'ok',
  pending: 'progress',
  degraded: 'warning',
  broken: 'error',
  unknown: 'neutral',
};

/** How it looks whether AWS has what the plan says. */
export const TONE_OF_SYNC: Record<ShareSync, Tone> = {
  'in-sync': 'ok',
  drifted: 'warning',
  unknown: 'neutral',
};

/** From the worst to the best. */
const HEALTH_ORDER: readonly Health[] = [
  'broken',
  'degraded',
  'pending',
  'unknown',
  'healthy',
];

/** The worst of them; undefined of none. */
export function worstHealth(healths: Health[]): Health | undefined {
  return HEALTH_ORDER.find(health => healths.includes(health));
}

/** The share is gone: nothing about it changes any more. */
export function isShareFinal(share: Share): boolean {
  return share.lifecycle === 'revoked';
}

/** The share is being built or taken away: someone may be watching. */
export function isShareMoving(share: Share): boolean {
  return share.lifecycle === 'building' || share.lifecycle === 'revoking';
}

/**
 * When the whole path had been read: the oldest reading of its hops. Undefined as long as one of them has never been
 * read.
 */
export function pathReadAt(hops: Hop[]): string | undefined {
  const readings = hops.map(hop => hop.readAt);
  if (readings.length === 0 || readings.includes(undefined)) {
    return undefined;
  }
  return readings.reduce((oldest, readAt) =>
    readAt! < oldest! ? readAt : oldest,
  );
}

/** The first hop that a packet does not get past, as far as is known, and not because of another one. */
export function firstTroubledHop(hops: Hop[]): Hop | undefined {
  const causes = hops.filter(({ follows }) => !follows);
  const worst = worstHealth(causes.map(hop => hop.health));
  return worst === 'healthy'
    ? undefined
    : causes.find(hop => hop.health === worst);
}

/** How far one object is on its way to what is wanted of it. */
export type Progress = 'done' | 'running' | 'waiting' | 'failed';

const GONE: readonly ObjectCondition[] = ['absent', 'gone'];

/**
 * How far an object is; it waits while what it needs is not there, or, on removal, while what needs it still is. What its
 * share stands still at has failed, whatever AWS calls it.
 */
export function progressOf(
  object: ShareObject,
  share: Pick<Share, 'objects' | 'reason'>,
): Progress {
  const { wanted, condition, reason } = object;
  const stuck = reason !== undefined && reason === share.reason;
  if (condition === 'broken' || stuck) {
    return 'failed';
  }
  const done =
    wanted === 'absent'
      ? GONE.includes(condition)
      : condition === 'ready' || condition === 'degraded';
  if (done) {
    return 'done';
  }
  return missingFor(object, share.objects).length > 0 ? 'waiting' : 'running';
}

/** How far the reading is after which a share is called active. */
export function progressOfVerification({
  waitsFor,
}: ShareVerification): Progress {
  if (waitsFor.some(({ problem }) => problem)) {
    return 'failed';
  }
  return waitsFor.length === 0 ? 'done' : 'running';
}

/** What keeps a share from going on. */
export interface Standstill {
  objects: ShareObject[];
  /** The kind of the newest entry about them: stable, for whoever helps. */
  code?: string;
  /** What was done about them, the oldest first. */
  tried: TimelineEntry[];
  /** When they are looked at again without anybody doing anything. */
  nextLookAt?: string;
}

const TRIED: readonly string[] = [
  'share.built',
  'object.creating',
  'object.removing',
  'object.retrying',
  'share.retried',
];

/** The reading of all that was built, and that it did not end. */
const OF_VERIFICATION: readonly string[] = ['share.built', 'share.stuck'];

/** A moment that the backend gives to what it never looks at again. */
const NEVER = '9999';

/** What a stuck share stands still at, what was tried, and when it is looked at again. */
export function standstillOf(
  share: Share,
  timeline: TimelineEntry[],
): Standstill {
  const objects = share.objects.filter(
    object => progressOf(object, share) === 'failed',
  );
  // All of it is built, and not all of it was read since.
  const unread = objects.length === 0 ? share.verification?.waitsFor : [];
  const kinds = ['share.retried', ...(unread?.length ? OF_VERIFICATION : [])];
  const about = timeline.filter(
    ({ objectKey, kind }) =>
      kinds.includes(kind) || objects.some(({ key }) => key === objectKey),
  );
  const looks = [...objects, ...(unread ?? [])]
    .map(({ nextLookAt }) => nextLookAt)
    .filter(at => at !== undefined && !at.startsWith(NEVER))
    .sort();
  return {
    objects,
    code: about.findLast(({ kind }) => !TRIED.includes(kind))?.kind,
    tried: about.filter(({ kind }) => TRIED.includes(kind)),
    nextLookAt: looks[0],
  };
}

/** What an object waits for, in the order of the plan. */
export function missingFor(
  object: ShareObject,
  objects: ShareObject[],
): ShareObject[] {
  return objects.filter(other =>
    object.wanted === 'absent'
      ? other.dependsOn.includes(object.key) && !GONE.includes(other.condition)
      : object.dependsOn.includes(other.key) && other.condition !== 'ready',
  );
}

/** What revoking deletes, and what stays because other shares use it. */
export function partedByRevoking(objects: ShareObject[]): {
  deleted: ShareObject[];
  kept: ShareObject[];
} {
  const present = objects.filter(({ condition }) => !GONE.includes(condition));
  return {
    deleted: present.filter(({ users }) => users <= 1),
    kept: present.filter(({ users }) => users > 1),
  };
}

const CONDITION_ORDER: readonly ObjectCondition[] = [
  'broken',
  'gone',
  'degraded',
  'pending',
  'absent',
  'unknown',
  'ready',
];

/** The object that a hop's health comes from. */
export function worstObjectOf(
  hop: Hop,
  objects: ShareObject[],
): ShareObject | undefined {
  const carriers = objects.filter(({ key }) => hop.objects.includes(key));
  const condition = CONDITION_ORDER.find(each =>
    carriers.some(object => object.condition === each),
  );
  return carriers.find(object => object.condition === condition);
}

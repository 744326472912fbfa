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
  Share,
  ShareObject,
} from '@towpath/backstage-plugin-database-access-common';
import {
  allHops,
  KnownSurrounding,
  outputsOf,
  ReadingTerms,
  shareHealth,
  snippetsOf,
  syncOf,
  useOf,
} from '../health';
import { READY_AGAIN_MS } from '../lanes';
import { objectTypes } from '../objects';
import { maskIdsBeside } from '../planning';
import { Person, samePerson, ShareWithObjects } from '../requests';
import { ObjectOfShare, StoredSurrounding } from '../store';

/** A share as this person may see it. What it says of their rights is for pages; the rules are asked again. */
export function toShare(
  found: ShareWithObjects,
  options: {
    person: Person;
    now: Date;
    accountName: (accountId: string) => string;
    /** Since when somebody has to say whether it is needed. */
    certifySince: string | undefined;
    /** May end any access. */
    platformTeam: string | undefined;
  },
): Share {
  const { share, objects: stored, findings, use } = found;
  const { person, now, accountName, certifySince, platformTeam } = options;
  const { objects, hops, terms } = judged(found, { now, accountName });
  // What other shares still use is their affair, once this one has let go of it.
  const own = objects.filter((_, index) => stored[index].outcome !== 'kept');
  const takesPart = takesPartIn(share, person);
  const isLiving = share.lifecycle !== 'revoked';
  const mayEnd =
    takesPart ||
    isOneOf(person, [share.plan.network.owner, platformTeam ?? '']);
  /** Ids of the database's side are for those whose access it is. */
  const shown = <T>(said: T): T =>
    takesPart ? said : maskIdsBeside(share.plan.network, said);
  return {
    id: share.id,
    requestId: share.requestId,
    requesterRef: share.requesterRef,
    ownerRef: share.ownerRef,
    lifecycle: share.lifecycle,
    reason: shown(share.reason),
    health: shareHealth(hops),
    sync: syncOf(own, terms),
    databaseRef: share.databaseRef,
    databaseArn: share.databaseArn,
    network: share.plan.network,
    pattern: share.pattern,
    endpoint: share.plan.endpoint,
    purpose: share.purpose,
    plan: shown(share.plan),
    objects: shown(takesPart ? objects : objects.map(withoutOutputs)),
    hops: shown(hops),
    outputs: takesPart
      ? outputsOf(share.plan.endpoint, objects, share.plan)
      : [],
    snippets: snippetsOf(
      share.plan.engine,
      share.plan.endpoint,
      share.plan.opens,
    ),
    startedAt: share.startedAt,
    activeAt: share.activeAt,
    expiresAt: share.expiresAt,
    cutAt: share.cutAt,
    revokedAt: share.revokedAt,
    certifiedAt: share.certifiedAt,
    certifiedBy: share.certifiedBy,
    certifySince,
    use: shown(useOf(use)),
    findings,
    updatedAt: share.updatedAt,
    actions: {
      revoke:
        mayEnd && ['building', 'active', 'stuck'].includes(share.lifecycle),
      retry: mayEnd && isLiving,
      certify:
        certifySince !== undefined &&
        isOneOf(person, [share.ownerRef]) &&
        !samePerson(person.ref, share.requesterRef),
    },
  };
}

/** How the path of a share is, as its page says. */
export function healthOf(found: ShareWithObjects, now: Date): Health {
  return shareHealth(judged(found, { now, accountName: id => id }).hops);
}

/** What is known of the path, and what it comes to at this moment. */
function judged(
  { share, objects: stored, surroundings, sweeps }: ShareWithObjects,
  options: { now: Date; accountName: (accountId: string) => string },
) {
  const { now, accountName } = options;
  const objects = stored.map(object => toShareObject(object, accountName));
  const terms: ReadingTerms = {
    now,
    secondsBetween,
    lanes: sweeps.map(({ lane, beganAt = 0, problems }) => ({
      ...lane,
      at: beganAt,
      problems,
    })),
  };
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
  return { objects, hops, terms };
}

/** Whether it is this person's access, or database. */
export function takesPartIn(
  share: ShareWithObjects['share'],
  person: Person,
): boolean {
  return isOneOf(person, [share.ownerRef, share.requesterRef]);
}

function isOneOf(person: Person, refs: readonly string[]): boolean {
  return [person.ref, ...person.ownerRefs].some(own =>
    refs.some(ref => samePerson(own, ref)),
  );
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

function secondsBetween(type: string): number {
  return objectTypes.get(type)?.watchSeconds ?? READY_AGAIN_MS / 1000;
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
    condition: object.condition,
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

/** Ids are for those whose access it is. */
function withoutOutputs(object: ShareObject): ShareObject {
  return { ...object, outputs: {} };
}

function isoOf(time: number | undefined): string | undefined {
  return time ? new Date(time).toISOString() : undefined;
}

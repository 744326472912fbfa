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
  DriftAuthor,
  Share,
  ShareDrift,
  ShareObject,
  ShareVerification,
} from '@towpath/backstage-plugin-database-access-common';
import { outputsOf, snippetsOf, unreadPlaces, useOf } from '../health';
import { maskIdsBeside } from '../planning';
import {
  driftOf,
  heldOf,
  Person,
  samePerson,
  ShareWithObjects,
  stateOf,
} from '../requests';
import type { StoredDriftQuestion } from '../store';

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
  const { share, findings } = found;
  const { person, now, accountName, certifySince, platformTeam } = options;
  const { objects, hops, health, sync } = stateOf(found, {
    now,
    accountName,
  });
  const takesPart = takesPartIn(share, person);
  const isLiving = share.lifecycle !== 'revoked';
  const mayEnd =
    takesPart ||
    isOneOf(person, [share.plan.network.owner, platformTeam ?? '']);
  // What was taken away or changed may have been meant so: who owns the database says whether the path opens again.
  const reopens =
    share.lifecycle === 'active' &&
    driftOf({ objects }).some(each => each.reopens);
  const isHeld =
    share.lifecycle !== 'revoking' && heldOf({ objects }).length > 0;
  const mayReopen = isOneOf(person, [share.ownerRef, platformTeam ?? '']);
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
    verification: shown(verificationOf(found, accountName)),
    health,
    sync,
    drift: shown(driftOfShare({ share, objects, authors: found.authors })),
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
    use: shown(useOf(found.use)),
    findings,
    updatedAt: share.updatedAt,
    actions: {
      revoke:
        mayEnd && ['building', 'active', 'stuck'].includes(share.lifecycle),
      retry: mayEnd && isLiving && !isHeld && (mayReopen || !reopens),
      certify:
        certifySince !== undefined &&
        isOneOf(person, [share.ownerRef]) &&
        !samePerson(person.ref, share.requesterRef),
    },
  };
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

/** Ids are for those whose access it is. */
function withoutOutputs(object: ShareObject): ShareObject {
  return { ...object, outputs: {} };
}

function driftOfShare(options: {
  share: ShareWithObjects['share'];
  objects: ShareObject[];
  authors: ShareWithObjects['authors'];
}): ShareDrift | undefined {
  const { share, objects, authors } = options;
  const drifted = driftOf({ objects });
  return drifted.length
    ? {
        reopens: drifted.some(({ reopens }) => reopens),
        deciderRef: share.ownerRef,
        objects: drifted.map(({ object, what, differences }) => ({
          key: object.key,
          title: object.title,
          accountId: object.accountId,
          accountName: object.accountName,
          region: object.region,
          what,
          differences: [...differences],
          since: object.since,
          hold: object.hold,
          author: toAuthor(authors.get(object.id)),
        })),
      }
    : undefined;
}

/** Absent: it is not built yet, or it was active already. */
function verificationOf(
  { share, unread }: ShareWithObjects,
  accountName: (accountId: string) => string,
): ShareVerification | undefined {
  return unread && share.builtAt
    ? {
        since: share.builtAt,
        waitsFor: unreadPlaces(unread, { plan: share.plan, accountName }),
      }
    : undefined;
}

/** Absent: CloudTrail was not asked about this change. */
function toAuthor(
  known: StoredDriftQuestion | undefined,
): DriftAuthor | undefined {
  if (!known) {
    return undefined;
  }
  const { author, trouble, lookAt } = known;
  if (author) {
    return { status: 'named', ...author };
  }
  if (trouble) {
    return { status: 'not-asked', ...trouble };
  }
  return lookAt === undefined
    ? { status: 'nobody' }
    : { status: 'asking', nextLookAt: new Date(lookAt).toISOString() };
}

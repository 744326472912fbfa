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

import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import { maskProviderIds } from '../planning';
import { Person, samePerson, StoredRequest } from '../requests';

/** A request as this person may see it. What it says of their rights is for pages; the rules are asked again. */
export function toAccessRequest(
  request: StoredRequest,
  person: Person,
): AccessRequest {
  const isRequester = samePerson(request.requesterRef, person.ref);
  const because = whyNotToDecide(request, person);
  return {
    id: request.id,
    status: request.status,
    generation: request.generation,
    requesterRef: request.requesterRef,
    databaseRef: request.databaseRef,
    databaseArn: request.databaseArn,
    deciderRefs: request.deciderRefs,
    network: request.network,
    purpose: request.purpose,
    durationSeconds: request.durationSeconds,
    start: request.start,
    plan: seesAllIds(request, person)
      ? request.plan
      : maskProviderIds(request.plan),
    planDigest: request.planDigest,
    decisions: request.decisions,
    shareId: request.shareId,
    actions: {
      decide: because === undefined,
      cancel: isRequester && ['pending', 'approved'].includes(request.status),
    },
    cannotDecideBecause: because,
    createdAt: request.createdAt,
    updatedAt: request.updatedAt,
  };
}

/** The owners of the database know its network; the one who asked learns of it with their word, and nobody else. */
export function seesAllIds(request: StoredRequest, person: Person): boolean {
  return (
    ownsDatabase(request, person) ||
    (samePerson(request.requesterRef, person.ref) &&
      ['approved', 'started'].includes(request.status))
  );
}

function whyNotToDecide(
  request: StoredRequest,
  person: Person,
): string | undefined {
  if (samePerson(request.requesterRef, person.ref)) {
    return 'You cannot decide your own request';
  }
  if (!ownsDatabase(request, person)) {
    return `Only the owners of the database decide: ${request.deciderRefs.join(
      ', ',
    )}`;
  }
  if (request.status !== 'pending') {
    return `There is nothing to decide: it is ${request.status}`;
  }
  // Where several must approve, it waits for the others.
  const hasDecided = request.decisions.some(
    ({ deciderRef, generation }) =>
      generation === request.generation && samePerson(deciderRef, person.ref),
  );
  return hasDecided ? 'You have decided this request already' : undefined;
}

function ownsDatabase(request: StoredRequest, person: Person): boolean {
  return [person.ref, ...person.ownerRefs].some(ref =>
    request.deciderRefs.some(decider => samePerson(decider, ref)),
  );
}

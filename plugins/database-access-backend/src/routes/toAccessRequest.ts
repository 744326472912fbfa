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
  AccessRequest,
  JoinedSince,
  SeatState,
} from '@towpath/backstage-plugin-database-access-common';
import { RequestTerms } from '../config';
import { maskProviderIds } from '../planning';
import { fillSeats, openSeats } from '../policy';
import {
  approvalsOf,
  askedOf,
  joinedGroup,
  Person,
  samePerson,
  seatsOf,
  StoredRequest,
  waitingOf,
  wasMember,
} from '../requests';

/** A request as this person may see it. What it says of their rights is for pages; the rules are asked again. */
export function toAccessRequest(
  request: StoredRequest,
  person: Person,
  terms: RequestTerms,
): AccessRequest {
  const isRequester = samePerson(request.requesterRef, person.ref);
  const seats = seatStates(request);
  const because = whyNotToDecide(request, person, seats);
  const waiting = waitingOf(request, terms);
  const isOthers = !isRequester && !person.via;
  return {
    id: request.id,
    status: request.status,
    generation: request.generation,
    requesterRef: request.requesterRef,
    databaseRef: request.databaseRef,
    databaseArn: request.databaseArn,
    deciderRefs: seats.map(({ ref }) => ref),
    seats,
    waiting: waiting && { ...waiting, asked: askedOf(request) },
    messages: request.messages,
    emergency: request.emergency,
    network: request.network,
    purpose: request.purpose,
    durationSeconds: request.durationSeconds,
    start: request.start,
    plan: seesAllIds(request, person)
      ? request.plan
      : maskProviderIds(request.plan),
    planDigest: request.planDigest,
    decisions: request.decisions.map(({ fills: _fills, ...word }) => word),
    shareId: request.shareId,
    actions: {
      decide: because === undefined,
      cancel:
        isRequester &&
        ['pending', 'questioned', 'approved'].includes(request.status),
      ask:
        isOthers &&
        request.status === 'pending' &&
        isOneOf(person, [
          ...seats.map(({ ref }) => ref),
          ...(request.escalatedTo ? [request.escalatedTo] : []),
        ]),
      answer: isRequester && request.status === 'questioned',
      review:
        isOthers &&
        request.emergency !== undefined &&
        !request.emergency.verdict &&
        isOneOf(person, request.emergency.refs),
    },
    cannotDecideBecause: because,
    joinedSince:
      because === undefined
        ? joinedSinceOf(request, person, { seats, terms })
        : undefined,
    membersNotedAt: request.noted?.at,
    createdAt: request.createdAt,
    updatedAt: request.updatedAt,
  };
}

/** Who has agreed for whom, as it was when they said it; the start asks again. */
function seatStates(request: StoredRequest): SeatState[] {
  const seats = seatsOf(request);
  const filled = fillSeats(
    seats,
    approvalsOf(request).map(({ deciderRef, fills }) => ({
      by: deciderRef,
      fills: fills ?? seats.map(({ ref }) => ref),
    })),
  );
  const open =
    request.status === 'pending' || request.status === 'questioned'
      ? openSeats(filled)
      : [];
  return filled.map(seat => ({ ...seat, isOpen: open.includes(seat) }));
}

/** The owners of the database know its network; the one who asked learns of it with their word, and nobody else. */
export function seesAllIds(request: StoredRequest, person: Person): boolean {
  return (
    isOneOf(person, request.deciderRefs) ||
    (samePerson(request.requesterRef, person.ref) &&
      ['approved', 'started'].includes(request.status))
  );
}

function whyNotToDecide(
  request: StoredRequest,
  person: Person,
  seats: readonly SeatState[],
): string | undefined {
  if (samePerson(request.requesterRef, person.ref)) {
    return 'You cannot decide your own request';
  }
  const escalated = request.escalatedTo ? [request.escalatedTo] : [];
  const refs = [...seats.map(({ ref }) => ref), ...escalated];
  if (!isOneOf(person, refs)) {
    return refs.length
      ? `Only these decide: ${refs.join(', ')}`
      : 'Nobody decides this request: the policy does';
  }
  if (request.status !== 'pending') {
    return `There is nothing to decide: it is ${request.status}`;
  }
  // Where several must approve, it waits for the others.
  const hasDecided = request.decisions.some(
    ({ deciderRef, generation }) =>
      generation === request.generation && samePerson(deciderRef, person.ref),
  );
  if (hasDecided) {
    return 'You have decided this request already';
  }
  const open = seats.filter(({ isOpen }) => isOpen).map(({ ref }) => ref);
  return isOneOf(person, [...open, ...escalated])
    ? undefined
    : `It waits for ${open.join(' and ')}`;
}

/** What the approval of somebody is worth who joined those who decide after they were asked. */
function joinedSinceOf(
  request: StoredRequest,
  person: Person,
  options: { seats: readonly SeatState[]; terms: RequestTerms },
): JoinedSince | undefined {
  const { seats, terms } = options;
  const open = seats.filter(({ isOpen }) => isOpen).map(({ ref }) => ref);
  const theirs = [
    ...open,
    ...(request.escalatedTo ? [request.escalatedTo] : []),
  ].filter(ref => isOneOf(person, [ref]));
  if (
    theirs.length === 0 ||
    theirs.some(ref => wasMember(request, person.ref, ref))
  ) {
    return undefined;
  }
  const groups = [...new Set(theirs)].map(ref => joinedGroup(request, ref));
  const [{ notedAt }] = groups;
  return {
    refs: groups.map(({ ref }) => ref),
    ...(notedAt !== undefined && { notedAt }),
    approval: terms.newMembers,
  };
}

function isOneOf(person: Person, refs: readonly string[]): boolean {
  return [person.ref, ...person.ownerRefs].some(ref =>
    refs.some(other => samePerson(other, ref)),
  );
}

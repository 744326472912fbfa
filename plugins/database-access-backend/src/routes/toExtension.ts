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

import { ShareExtension } from '@towpath/backstage-plugin-database-access-common';
import {
  ExtensionWithShare,
  partiesOf,
  Person,
  samePerson,
  wasMember,
} from '../requests';

/** An extension as this person may see it. What it says of their rights is for pages; the rules are asked again. */
export function toExtension(
  { extension, share, together, expiresAt, until }: ExtensionWithShare,
  person: Person,
): ShareExtension {
  const isPending = extension.status === 'pending';
  const because = isPending
    ? whyNotDecide({ extension, share }, person)
    : undefined;
  return {
    id: extension.id,
    shareId: extension.shareId,
    requestId: share.requestId,
    status: extension.status,
    askedBy: extension.askedBy,
    requesterRef: share.requesterRef,
    databaseRef: share.databaseRef,
    network: share.network,
    durationSeconds: extension.durationSeconds,
    reason: extension.reason,
    expiresAt,
    until,
    together,
    deciderRefs: extension.deciderRefs,
    decisions: extension.decisions,
    actions: {
      decide: isPending && because === undefined,
      cancel: isPending && samePerson(extension.askedBy, person.ref),
    },
    cannotDecideBecause: because,
    createdAt: extension.createdAt,
    updatedAt: extension.updatedAt,
  };
}

function whyNotDecide(
  { extension, share }: Pick<ExtensionWithShare, 'extension' | 'share'>,
  person: Person,
): string | undefined {
  if (partiesOf(extension, [share]).some(ref => samePerson(ref, person.ref))) {
    return 'You cannot decide how long your own access lasts';
  }
  const refs = [person.ref, ...person.ownerRefs];
  const isDecider = extension.deciderRefs.some(ref =>
    refs.some(own => samePerson(own, ref)),
  );
  if (!isDecider) {
    return `Only these decide: ${extension.deciderRefs.join(', ')}`;
  }
  const belonged = extension.deciderRefs.some(
    ref =>
      refs.some(own => samePerson(own, ref)) &&
      wasMember(extension, person.ref, ref),
  );
  if (!belonged) {
    return 'You joined those who decide after they were asked: somebody who was a member then decides';
  }
  const hasSpoken = extension.decisions.some(({ deciderRef }) =>
    samePerson(deciderRef, person.ref),
  );
  return hasSpoken
    ? 'You have agreed already; somebody else has to agree, too'
    : undefined;
}

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
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  ERROR_CODES,
  Finding,
  ObjectHold,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import {
  blocking,
  maskIdsBeside,
  maskProviderIds,
  withCode,
} from '../planning';
import { tellHold } from '../objects';
import { StoredRequest, StoredShare } from '../store';
import { JoinedGroup } from './joinedSince';

export function requestNotFound(id: string): Error {
  return withCode(
    new NotFoundError(`No request ${id}`),
    ERROR_CODES.requestNotFound,
  );
}

export function shareNotFound(id: string): Error {
  return withCode(
    new NotFoundError(`No share ${id}`),
    ERROR_CODES.shareNotFound,
  );
}

/** Whatever groups a person is in, and whatever any policy allows. */
export function ownRequest(): Error {
  return withCode(
    new NotAllowedError('You cannot decide your own request'),
    ERROR_CODES.ownRequest,
  );
}

/** A template, a bot or an agent may ask in a person's name, and never decide in it. */
export function notInPerson(person: { ref: string; via?: string }): Error {
  return withCode(
    new NotAllowedError(
      `${person.via} spoke in the name of ${person.ref}, and a decision is said in person: open the request in the portal`,
    ),
    ERROR_CODES.notInPerson,
  );
}

export function notADecider(refs: readonly string[]): Error {
  return withCode(
    new NotAllowedError(
      refs.length
        ? `Only these decide: ${refs.join(', ')}`
        : 'Nobody decides this request: the policy does',
    ),
    ERROR_CODES.notADecider,
  );
}

export function notTheRequester(what: string = 'withdraw a request'): Error {
  return withCode(
    new NotAllowedError(`Only the one who asked may ${what}`),
    ERROR_CODES.notTheRequester,
  );
}

export function nothingToAnswer(status: string): Error {
  return withCode(
    new ConflictError(`Nothing was asked: the request is ${status}`),
    ERROR_CODES.nothingToAnswer,
  );
}

export function nothingToReview(said: string): Error {
  return withCode(new ConflictError(said), ERROR_CODES.nothingToReview);
}

export function notEntitled(what: string): Error {
  return withCode(
    new NotAllowedError(
      `Only the one who asked and the owners of the database and of the network may ${what}`,
    ),
    ERROR_CODES.notEntitled,
  );
}

/** What others have of a database is for its owners to end. */
export function notTheOwner({
  databaseRef,
  ownerRef,
}: Pick<StoredShare, 'databaseRef' | 'ownerRef'>): Error {
  return withCode(
    new NotAllowedError(
      `Only ${ownerRef}, who own ${databaseRef}, may take it out of its zone, because other networks lose it, too: let the network leave instead`,
    ),
    ERROR_CODES.notEntitled,
  );
}

export function notInZone(id: string): Error {
  return withCode(
    new NotFoundError(`The share ${id} is in no zone`),
    ERROR_CODES.shareNotFound,
  );
}

/** Those of an earlier stage decide first, and one of each seat is enough. */
export function notYourTurn(
  open: ReadonlyArray<{ ref: string; count: number; filledBy: string[] }>,
): Error {
  const waits = open.map(
    ({ ref, count, filledBy }) => `${count - filledBy.length} of ${ref}`,
  );
  return withCode(
    new ConflictError(
      `It waits for ${waits.join(
        ' and ',
      )}, and your word fills no seat of theirs`,
    ),
    ERROR_CODES.notYourTurn,
  );
}

/** Whoever joins those who decide after they were asked gains nothing by it. */
export function joinedSince(
  asked: { createdAt: string },
  groups: readonly JoinedGroup[],
): Error {
  const known = groups.map(({ ref, notedAt }) => {
    if (!notedAt) {
      return `It has not been noted yet who belonged to ${ref} when they were asked, which happens within five minutes`;
    }
    const since =
      notedAt === asked.createdAt
        ? `this was filed, at ${notedAt}`
        : `they were asked, at ${notedAt}`;
    return `You were no member of ${ref} when ${since}`;
  });
  return withCode(
    new NotAllowedError(
      `${known.join(
        '; ',
      )}: whoever joins afterwards does not approve it. Somebody who was a member then has to, or the requester withdraws it and asks again`,
    ),
    ERROR_CODES.joinedSince,
  );
}

export function commentRequired(decision: 'approve' | 'deny'): Error {
  return withCode(
    new InputError(
      decision === 'deny'
        ? 'Say why: a denial needs a comment, e.g. "Use the read replica of the reporting database"'
        : 'Say why: the policy asks for a comment of whoever approves this, e.g. "Agreed with the security team on Monday"',
    ),
    ERROR_CODES.commentRequired,
  );
}

export function notPending(said: string): Error {
  return withCode(new ConflictError(said), ERROR_CODES.requestNotPending);
}

export function notApproved(said: string): Error {
  return withCode(new ConflictError(said), ERROR_CODES.requestNotApproved);
}

export function notLiving(said: string): Error {
  return withCode(new ConflictError(said), ERROR_CODES.shareNotLiving);
}

/** A change of a zone that somebody wants to give up is made. */
export function takenOver({ network, databaseRef }: StoredShare): Error {
  return notLiving(
    `The access of ${network} to ${databaseRef} has just taken over from the one before it: look at it again, and end it if it is still to end`,
  );
}

export function extensionNotFound(id: string): Error {
  return withCode(
    new NotFoundError(`No extension ${id}`),
    ERROR_CODES.extensionNotFound,
  );
}

/** Neither of what one asked for, nor of what one uses. */
export function ownExtension(): Error {
  return withCode(
    new NotAllowedError(
      'You cannot decide how long your own access lasts: somebody else who owns the database decides it',
    ),
    ERROR_CODES.ownRequest,
  );
}

export function notTheAsker(): Error {
  return withCode(
    new NotAllowedError(
      'Only the one who asked for more time may withdraw that',
    ),
    ERROR_CODES.notTheRequester,
  );
}

export function extensionNotPending(said: string): Error {
  return withCode(new ConflictError(said), ERROR_CODES.extensionNotPending);
}

/** Too early, too often, or asked for already. */
export function notExtendable(because: string): Error {
  return withCode(new ConflictError(because), ERROR_CODES.extensionImpossible);
}

/** The end travels with the refusal, so that a page can show it. */
export function extensionChanged(seen: string, until: string): Error {
  return withCode(
    Object.assign(
      new ConflictError(
        `It would last until ${until} now, and you saw ${seen}: look at it again`,
      ),
      { until },
    ),
    ERROR_CODES.extensionChanged,
  );
}

/** Nobody says of their own access that it is needed. */
export function ownShare(): Error {
  return withCode(
    new NotAllowedError(
      'You cannot say whether your own access is still needed: somebody else who owns the database does',
    ),
    ERROR_CODES.ownShare,
  );
}

export function notTheCertifier(ownerRef: string): Error {
  return withCode(
    new NotAllowedError(
      `Only the owners of the database say whether an access to it is still needed: ${ownerRef}`,
    ),
    ERROR_CODES.notEntitled,
  );
}

export function notDue({
  certifiedBy,
  certifiedAt,
}: Pick<StoredShare, 'certifiedBy' | 'certifiedAt'>): Error {
  return withCode(
    new ConflictError(
      certifiedBy
        ? `${certifiedBy} said at ${certifiedAt} that it is still needed`
        : 'Nobody has to say yet whether it is still needed',
    ),
    ERROR_CODES.shareNotDue,
  );
}

export function endInvalid(expiresAt: string): Error {
  return withCode(
    new InputError(
      `expiresAt must be a time between now and ${expiresAt}, when it ends anyway, e.g. 2027-01-31T12:00:00.000Z`,
    ),
    ERROR_CODES.endInvalid,
  );
}

export function reasonMissing(example: string): Error {
  return withCode(
    new InputError(`reason must say why, e.g. "${example}"`),
    ERROR_CODES.purposeMissing,
  );
}

export function alreadyShared({ message, remedy }: Finding): Error {
  return withCode(
    new ConflictError(`${message} ${remedy}`),
    ERROR_CODES.alreadyShared,
  );
}

/** There is one living access for a network and a database. */
export function sharedFinding(
  share: Pick<StoredShare, 'id' | 'network' | 'databaseRef' | 'expiresAt'>,
): Finding {
  return blocking(ERROR_CODES.alreadyShared, {
    message: `${share.network} has access to ${share.databaseRef} already, until ${share.expiresAt}: it is the share ${share.id}.`,
    remedy: `Use it: /database-access/shares/${share.id} shows how. Ask anew once it has ended or was revoked there.`,
  });
}

/** Nor are there two open requests for them. */
export function askedFinding(
  request: Pick<
    StoredRequest,
    'id' | 'network' | 'databaseRef' | 'requesterRef' | 'status'
  >,
): Finding {
  return blocking(ERROR_CODES.alreadyShared, {
    message: `${request.network} has an open request for ${request.databaseRef} already, by ${request.requesterRef}: ${request.id}, which is ${request.status}.`,
    remedy: `Follow it at /database-access/requests/${request.id}. Ask anew once it is over or was withdrawn there.`,
  });
}

/** The same of a request that is over again when it is looked for. */
export function askedMeanwhile({
  network,
  databaseRef,
}: Pick<Plan, 'network' | 'databaseRef'>): Finding {
  return blocking(ERROR_CODES.alreadyShared, {
    message: `Somebody asked for ${databaseRef} from ${network.name} at the same time.`,
    remedy: 'Try again.',
  });
}

export function keyReused(): Error {
  return withCode(
    new ConflictError(
      'This idempotency key was used for another request: send a new one',
    ),
    ERROR_CODES.idempotencyKeyReused,
  );
}

/** Before what is different, in the timeline of a request that goes back to those who decide. */
export const DECIDE_AGAIN = 'Has to be decided again: ';

/** The difference travels with the refusal, so that a page can show it. */
export function planChanged(change: {
  difference: string[];
  plan: Plan;
}): Error {
  return withCode(
    Object.assign(
      new ConflictError(
        `The plan is not the one you saw: ${change.difference.join('; ')}`,
      ),
      { difference: change.difference, plan: maskProviderIds(change.plan) },
    ),
    ERROR_CODES.planChanged,
  );
}

export function planBlocked(plan: Plan): Error {
  const { findings } = maskProviderIds(plan);
  return blocked(
    `Something stands in the way: ${findings
      .filter(isBlocking)
      .map(finding => finding.message)
      .join(' ')}`,
    findings,
  );
}

/** Nobody says yes to what cannot be planned at that moment. */
export function notPlannable(
  obstacle: { why: string; findings: Finding[] },
  { network }: Pick<Plan, 'network'>,
): Error {
  const { why, findings } = maskIdsBeside(network, obstacle);
  return blocked(
    `It cannot be approved now, because nothing can be planned: ${why}`,
    findings,
  );
}

function blocked(said: string, findings: Finding[]): Error {
  return withCode(
    Object.assign(new ConflictError(said), { findings }),
    ERROR_CODES.planBlocked,
  );
}

export function isBlocking(finding: Finding): boolean {
  return finding.severity === 'blocking';
}

/** To put back what somebody took away opens a path again, and that is decided by those who own the database. */
export function reopeningNotYours(
  ownerRef: string,
  drifted: readonly string[],
): Error {
  return withCode(
    new NotAllowedError(
      `What this access needs was taken away or changed outside of this portal (${drifted.join(
        ', ',
      )}), and to put it back opens the path again: ask ${ownerRef}, who decides that`,
    ),
    ERROR_CODES.notEntitled,
  );
}

/** Somebody in AWS says by a tag that it is to stay as it is. */
export function heldInAws(held: { title: string; hold: ObjectHold }): Error {
  return withCode(
    new ConflictError(`${held.title} is not put back. ${tellHold(held.hold)}`),
    ERROR_CODES.heldInAws,
  );
}

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
  Decision,
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { blocking, inOrderOfSeverity, Planned } from '../planning';
import { emptySeats, FilledSeat, Seat } from '../policy';
import { GroupMembers } from '../store';
import { JoinedGroup, joinedGroup, wasMember } from './joinedSince';
import { Membership, samePerson } from './Membership';
import { StoredRequest } from './Requests';
import { Asking, RuledPlan, Rulings } from './Rulings';
import { Seating, SeatsToFill } from './Seating';

/** What somebody's word is worth on a request today. */
export interface Standing {
  /** The seats that the person may fill, by their refs. */
  fills: string[];
  /** Groups of those who decide, to which the person belongs today and not when they were asked, if these are all. */
  joinedSince: JoinedGroup[];
}

/** Who decides, and whose word counts: asked of the catalog at this moment, whatever was true when it was said. */
export class Deciders {
  readonly #membership: Membership;
  readonly #seating: Seating;
  readonly #rulings: Rulings;

  constructor(options: { membership: Membership; rulings: Rulings }) {
    this.#membership = options.membership;
    this.#seating = new Seating(options);
    this.#rulings = options.rulings;
  }

  /** A plan for somebody who may ask for it, with who would decide. Where nobody else could, it is no plan. */
  async planFor(planned: Planned, asking: Asking): Promise<RuledPlan> {
    const ruled = await this.#rulings.on(planned, asking);
    const { requesterRef } = asking;
    const seats = ruled.ruling?.seats ?? [];
    const findings = [
      ...(await this.#withoutPeople(seats, requesterRef)),
      ...(await this.#withoutReviewer(
        ruled.plan.deciders?.review,
        requesterRef,
      )),
    ];
    return findings.length === 0
      ? ruled
      : {
          ownerRef: ruled.ownerRef,
          ruling: ruled.ruling,
          plan: {
            ...ruled.plan,
            findings: inOrderOfSeverity([...findings, ...ruled.plan.findings]),
            digest: undefined,
          },
        };
  }

  /**
   * The seats of a request, and who fills them today: members of today who were members when their group was asked.
   *
   * @param also - somebody who is about to approve it
   */
  async filled(
    request: StoredRequest,
    to: SeatsToFill,
    also?: string,
  ): Promise<FilledSeat[]> {
    const said = approvalsOf(request).map(({ deciderRef }) => deciderRef);
    return this.#seating.filledBy(
      also ? [...said, also] : said,
      countingFor(request, to),
    );
  }

  async standing(
    personRef: string,
    request: StoredRequest,
    to: SeatsToFill,
  ): Promise<Standing> {
    const fills = await this.#seating.fills(
      personRef,
      countingFor(request, to),
    );
    if (fills.length) {
      return { fills, joinedSince: [] };
    }
    const refs = to.seats.flatMap(seat => [
      seat.ref,
      ...(to.alike?.(seat) ?? []),
    ]);
    const joined: string[] = [];
    for (const ref of new Set(refs)) {
      if (await this.#membership.isOneOf(personRef, [ref])) {
        joined.push(ref);
      }
    }
    return { fills, joinedSince: joined.map(ref => joinedGroup(request, ref)) };
  }

  /** Who belongs to the groups that have these seats. */
  membersOf(seats: readonly Seat[]): Promise<GroupMembers[]> {
    return this.#membership.allOf(seats.map(({ ref }) => ref));
  }

  /** Why the approvals of a request do not suffice today; undefined if they do. */
  async whyNotApproved(
    request: StoredRequest,
    seats: readonly Seat[],
  ): Promise<string | undefined> {
    const filled = await this.filled(request, {
      seats,
      alike: () => escalatedTo(request),
    });
    const empty = emptySeats(filled);
    if (empty.length === 0) {
      return undefined;
    }
    const said = approvalsOf(request).map(({ deciderRef }) => deciderRef);
    const missing = empty.map(spellSeat).join(' and ');
    if (said.length === 0) {
      return `Nobody who may decide has approved it, and ${missing} must`;
    }
    const lost = said.filter(
      person => !filled.some(({ filledBy }) => filledBy.includes(person)),
    );
    return lost.length
      ? `${lost.join(
          ', ',
        )} approved it and cannot decide for ${missing} any more, so that approval counts no more`
      : `${missing} must approve it now, too`;
  }

  /** Seats that nobody but the requester could fill, or not as many as are needed. */
  async #withoutPeople(
    seats: readonly Seat[],
    requesterRef: string,
  ): Promise<Finding[]> {
    const empty = await this.#seating.beyondReach(seats, [requesterRef]);
    return Promise.all(
      empty.map(async seat =>
        noDecider(seat, {
          isMember: await this.#membership.isOneOf(requesterRef, [seat.ref]),
        }),
      ),
    );
  }

  /** Any one of them looks at an emergency afterwards, and nobody at their own. */
  async #withoutReviewer(
    review: readonly string[] | undefined,
    requesterRef: string,
  ): Promise<Finding[]> {
    if (!review) {
      return [];
    }
    for (const ref of review) {
      const seat: Seat = { ref, role: 'named', count: 1, stage: 1, rules: [] };
      const empty = await this.#seating.beyondReach([seat], [requesterRef]);
      if (empty.length === 0) {
        return [];
      }
    }
    return [
      blocking(ERROR_CODES.noDecider, {
        message: `Nobody could look at this emergency afterwards: ${review.join(
          ' or ',
        )} must, the catalog has nobody of them beside you, and nobody looks at their own.`,
        remedy: 'Ask without "It cannot wait", and tell those who decide.',
      }),
    ];
  }
}

/** Nobody's word fills a seat of a group that they joined after it was asked. */
function countingFor(request: StoredRequest, to: SeatsToFill): SeatsToFill {
  return {
    ...to,
    counts: (personRef, ref) => wasMember(request, personRef, ref),
  };
}

/** For people: `2 of group:default/platform-team`. */
export function spellSeat({ ref, count }: Pick<Seat, 'ref' | 'count'>): string {
  return count === 1 ? ref : `${count} of ${ref}`;
}

/** The seats of a request as they were when it was planned. */
export function seatsOf({
  plan,
  deciderRefs,
}: Pick<StoredRequest, 'plan' | 'deciderRefs'>): Seat[] {
  return (
    plan.deciders?.seats ??
    deciderRefs.map(ref => ({
      ref,
      role: 'database-owner' as const,
      count: 1,
      stage: 1,
      rules: [],
    }))
  );
}

/** Who may fill any seat, because nobody did for too long. */
export function escalatedTo({
  escalatedTo: to,
}: Pick<StoredRequest, 'escalatedTo'>): string[] {
  return to ? [to] : [];
}

/**
 * Words that count: of this generation and this plan, by somebody else than the requester, who was a member when their
 * group was asked.
 */
export function approvalsOf<D extends Decision>(request: {
  decisions: D[];
  generation: number;
  planDigest: string;
  requesterRef: string;
}): D[] {
  return request.decisions.filter(
    word =>
      word.decision === 'approve' &&
      word.joinedSince === undefined &&
      word.generation === request.generation &&
      word.planDigest === request.planDigest &&
      !samePerson(word.deciderRef, request.requesterRef),
  );
}

/** What is written down of a plan beside itself: whom it concerns, and whose turn it is first. */
export function concernedBy(planned: RuledPlan): {
  deciderRefs: string[];
  turnRefs: string[];
} {
  const seats = planned.ruling?.seats ?? [];
  const owners = planned.ownerRefs ?? [planned.ownerRef!];
  const review = planned.plan.deciders?.review ?? [];
  return {
    deciderRefs: [
      ...new Set([...owners, ...seats.map(({ ref }) => ref), ...review]),
    ],
    turnRefs: firstTurnOf(seats),
  };
}

/** Whose turn it is before anybody has said anything. */
export function firstTurnOf(seats: readonly Seat[]): string[] {
  return seats.filter(({ stage }) => stage === 1).map(({ ref }) => ref);
}

function noDecider(seat: FilledSeat, who: { isMember: boolean }): Finding {
  const { ref, count, filledBy, role } = seat;
  const owns = role === 'database-owner' ? `${ref} owns the database` : ref;
  const alone = who.isMember
    ? `${owns}, you are its only member in the catalog who has no other seat, and nobody decides their own request`
    : `${owns} has no member in the catalog who could decide`;
  const few =
    filledBy.length || count > 1
      ? `${count} people of ${ref} must agree, each for no other group, and the catalog has ${filledBy.length} who could`
      : alone;
  return {
    code: ERROR_CODES.noDecider,
    severity: 'blocking',
    message: `Nobody could decide this request: ${few}.`,
    remedy: `Have somebody else added to ${ref} where the catalog gets its groups from, then plan again.`,
  };
}

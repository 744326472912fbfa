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
  Decision,
  DecisionSeat,
  PolicyWord,
  SeatState,
} from '@towpath/backstage-plugin-database-access-common';
import { isSameRef } from './isSameRef';

/** How many approvals a request needs, and how many it has. */
export function approvalsOf(request: Pick<AccessRequest, 'seats'>): {
  given: number;
  needed: number;
} {
  return {
    given: sum(request.seats.map(givenOf)),
    needed: sum(request.seats.map(({ count }) => count)),
  };
}

/** How many of the people that a seat needs have agreed; more than needed count no more. */
export function givenOf({ filledBy, count }: SeatState): number {
  return Math.min(filledBy.length, count);
}

/** Seats by stage, in the order in which people decide. */
export function stagesOf<S extends DecisionSeat>(
  seats: readonly S[],
): Array<{ stage: number; seats: S[] }> {
  const stages = [...new Set(seats.map(({ stage }) => stage))];
  return stages
    .sort((one, other) => one - other)
    .map(stage => ({
      stage,
      seats: seats.filter(seat => seat.stage === stage),
    }));
}

/** Those whose turn it is: groups or people. */
export function turnOf(request: Pick<AccessRequest, 'seats'>): string[] {
  return request.seats.filter(({ isOpen }) => isOpen).map(({ ref }) => ref);
}

/** The word with which somebody fills a seat: on the plan as it stands. */
export function wordOf(
  request: Pick<AccessRequest, 'decisions' | 'generation'>,
  personRef: string,
): Decision | undefined {
  return request.decisions.findLast(
    ({ decision, deciderRef, generation, joinedSince }) =>
      decision === 'approve' &&
      !joinedSince &&
      generation === request.generation &&
      isSameRef(deciderRef, personRef),
  );
}

/** Why a seat is asked for: what its rules say. */
export function reasonsOf(
  seat: DecisionSeat,
  policy: readonly PolicyWord[] = [],
): PolicyWord[] {
  return seat.rules.map(
    rule =>
      policy.find(word => word.rule === rule) ?? {
        rule,
        because: '',
      },
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

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

import { emptySeats, FilledSeat, fillSeats, Seat } from '../policy';
import { Membership, samePerson } from './Membership';

/** Seats that are to be filled. */
export interface SeatsToFill {
  seats: readonly Seat[];
  /** Whose word fills a seat beside those of its own group. */
  alike?: (seat: Seat) => readonly string[];
  /** Whether a person's word counts for one of these refs, beside being a member today. Default: it does. */
  counts?: (personRef: string, ref: string) => boolean;
}

/** Who may sit where, as the catalog says at this moment. */
export class Seating {
  readonly #membership: Membership;

  constructor(options: { membership: Membership }) {
    this.#membership = options.membership;
  }

  /** The seats that somebody may fill, by their refs. */
  async fills(
    personRef: string,
    { seats, alike = () => [], counts = () => true }: SeatsToFill,
  ): Promise<string[]> {
    const fills: string[] = [];
    for (const seat of seats) {
      const refs = [seat.ref, ...alike(seat)].filter(ref =>
        counts(personRef, ref),
      );
      if (await this.#membership.isOneOf(personRef, refs)) {
        fills.push(seat.ref);
      }
    }
    return fills;
  }

  /** The seats, filled by these people: those who spoke first are named first. */
  async filledBy(
    people: readonly string[],
    to: SeatsToFill,
  ): Promise<FilledSeat[]> {
    const words = [];
    for (const by of people) {
      words.push({ by, fills: await this.fills(by, to) });
    }
    return fillSeats(to.seats, words);
  }

  /** Seats for which the catalog has too few people, these not counted. */
  async beyondReach(
    seats: readonly Seat[],
    except: readonly string[],
  ): Promise<FilledSeat[]> {
    const needed = seats.reduce((sum, { count }) => sum + count, 0);
    const fills = new Map<string, string[]>();
    for (const { ref } of seats) {
      // So many that one is left for this seat, whatever the others do.
      const members = await this.#membership.someOf(
        ref,
        needed + except.length,
      );
      for (const member of members) {
        if (!except.some(other => samePerson(other, member))) {
          fills.set(member, [...(fills.get(member) ?? []), ref]);
        }
      }
    }
    const words = [...fills].map(([by, refs]) => ({ by, fills: refs }));
    return emptySeats(fillSeats(seats, words));
  }
}

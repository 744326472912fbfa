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

import { Seat } from './Ruling';

/** Somebody's approval, and of whose groups that person was a member when it was said. */
export interface Word {
  /** Full entity ref of the person. */
  by: string;
  /** Refs of seats that the person may fill. */
  fills: readonly string[];
}

/** A seat, and who fills it. */
export interface FilledSeat extends Seat {
  filledBy: string[];
}

/**
 * Who fills which seat, so that as many as possible are filled: each person one, whatever groups they are in. Those who
 * spoke first keep a seat, though not always the same one.
 */
export function fillSeats(
  seats: readonly Seat[],
  words: readonly Word[],
): FilledSeat[] {
  const places = seats.flatMap(seat =>
    Array.from({ length: seat.count }, () => seat.ref),
  );
  const taken: Array<number | undefined> = places.map(() => undefined);
  /** Finds a place for a word, moving others to another of theirs (Kuhn's algorithm). */
  const place = (word: number, tried: Set<number>): boolean => {
    for (let at = 0; at < places.length; at++) {
      if (tried.has(at) || !words[word].fills.includes(places[at])) {
        continue;
      }
      tried.add(at);
      const sitting = taken[at];
      if (sitting === undefined || place(sitting, tried)) {
        taken[at] = word;
        return true;
      }
    }
    return false;
  };
  words.forEach((_word, index) => place(index, new Set()));
  return seats.map(seat => ({
    ...seat,
    filledBy: taken
      .filter((word, at) => word !== undefined && places[at] === seat.ref)
      .map(word => word!)
      .sort((a, b) => a - b)
      .map(word => words[word].by),
  }));
}

/** Seats that nobody fills yet. */
export function emptySeats(filled: readonly FilledSeat[]): FilledSeat[] {
  return filled.filter(({ count, filledBy }) => filledBy.length < count);
}

/** Those whose turn it is: the empty seats of the first stage that has any. */
export function openSeats(filled: readonly FilledSeat[]): FilledSeat[] {
  const empty = emptySeats(filled);
  const stage = Math.min(...empty.map(each => each.stage));
  return empty.filter(each => each.stage === stage);
}

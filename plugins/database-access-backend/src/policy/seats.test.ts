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
import { emptySeats, fillSeats, openSeats } from './seats';

const seat = (ref: string, count = 1, stage = 1): Seat => ({
  ref,
  role: 'named',
  count,
  stage,
  rules: [],
});

const filledBy = (seats: Seat[], words: Array<[string, string[]]>) =>
  fillSeats(
    seats,
    words.map(([by, fills]) => ({ by, fills })),
  ).map(each => each.filledBy);

describe('who fills which seat', () => {
  it('gives one person one seat, whatever groups they are in', () => {
    expect(
      filledBy(
        [seat('owners'), seat('platform')],
        [['ana', ['owners', 'platform']]],
      ),
    ).toEqual([['ana'], []]);
  });

  it('lets a person move to their other seat, so that the next one fits', () => {
    expect(
      filledBy(
        [seat('owners'), seat('platform')],
        [
          ['ana', ['owners', 'platform']],
          ['ben', ['owners']],
        ],
      ),
    ).toEqual([['ben'], ['ana']]);
  });

  it('counts as many people of one group as there are seats', () => {
    const filled = fillSeats(
      [seat('owners', 2)],
      [{ by: 'ana', fills: ['owners'] }],
    );
    expect(emptySeats(filled)).toHaveLength(1);
    expect(
      filledBy(
        [seat('owners', 2)],
        [
          ['ana', ['owners']],
          ['ben', ['owners']],
          ['cem', ['owners']],
        ],
      ),
    ).toEqual([['ana', 'ben']]);
  });

  it('opens the seats of the first stage that is not full', () => {
    const seats = [seat('owners'), seat('network'), seat('platform', 1, 2)];
    const open = (words: Array<[string, string[]]>) =>
      openSeats(
        fillSeats(
          seats,
          words.map(([by, fills]) => ({ by, fills })),
        ),
      ).map(({ ref }) => ref);
    expect(open([])).toEqual(['owners', 'network']);
    expect(open([['ana', ['owners']]])).toEqual(['network']);
    expect(
      open([
        ['ana', ['owners']],
        ['ben', ['network']],
      ]),
    ).toEqual(['platform']);
    expect(
      open([
        ['ana', ['owners']],
        ['ben', ['network']],
        ['cem', ['platform']],
      ]),
    ).toEqual([]);
  });
});

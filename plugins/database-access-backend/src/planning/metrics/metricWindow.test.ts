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

import { periodsOf, pointsIn } from './metricWindow';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const now = new Date('2026-11-29T10:07:31.000Z');

function periods(seconds: number, mostPoints = 480) {
  return periodsOf({ now, seconds, mostPoints });
}

describe('the periods that CloudWatch is asked for', () => {
  it.each([
    [3 * HOUR, 60],
    [DAY, 300],
    [7 * DAY, HOUR],
    [30 * DAY, 2 * HOUR],
    [455 * DAY, DAY],
  ])('are, for %d seconds, %d seconds each', (seconds, periodSeconds) => {
    expect(periods(seconds).periodSeconds).toBe(periodSeconds);
  });

  it.each([
    ['15 days', 15 * DAY, 60, 300],
    ['63 days', 63 * DAY, 300, HOUR],
  ])(
    'are no finer than what AWS keeps longer than %s',
    (_, kept, fine, coarse) => {
      const finest = (seconds: number) =>
        periods(seconds, Infinity).periodSeconds;
      expect(finest(kept - 2 * HOUR)).toBe(fine);
      expect(finest(kept)).toBe(coarse);
    },
  );

  it('begin and end where a period does, around all of the time', () => {
    const { from, to, periodSeconds } = periods(DAY);
    expect(from.toISOString()).toBe('2026-11-28T10:05:00.000Z');
    expect(to.toISOString()).toBe('2026-11-29T10:10:00.000Z');
    expect(pointsIn({ from, to, periodSeconds })).toBe(289);
  });

  it('are never more than were asked for', () => {
    for (const hours of [1, 3, 24, 168, 720, 2_000, 455 * 24]) {
      expect(pointsIn(periods(hours * HOUR, 200))).toBeLessThanOrEqual(200);
    }
  });
});

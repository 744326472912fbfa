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

import { failureWait, pendingWait } from './waits';

const steady = () => 0;

describe('waits', () => {
  it('begin at 2 s while AWS works, grow by a half, and end at 15 s', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 50].map(n => pendingWait(n, steady));
    expect(waits).toEqual([
      2_000, 3_000, 4_500, 6_750, 10_125, 15_000, 15_000, 15_000,
    ]);
  });

  it('are shortened by jitter and never made longer than their cap', () => {
    expect(pendingWait(50, () => 1)).toBe(12_000);
    expect(pendingWait(50, () => 0.5)).toBe(13_500);
  });

  it.each([
    ['retry-now', 500, 15_000],
    ['retry-later', 3_000, 60_000],
    ['needs-a-person', 15_000, 60_000],
    ['never', 60_000, 300_000],
  ] as const)(
    'after a failure that means %s begin at %d ms and end at %d ms',
    (verdict, first, cap) => {
      expect(failureWait(verdict, 0, steady)).toBe(first);
      expect(failureWait(verdict, 1_000, steady)).toBe(cap);
    },
  );
});

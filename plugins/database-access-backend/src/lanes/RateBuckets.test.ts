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

import { RateBuckets } from './RateBuckets';

const rate = { operation: 'ec2:CreateVpcEndpoint', burst: 4, perSecond: 0.5 };

describe('RateBuckets', () => {
  it('let a burst through, and then say when there is the next token', () => {
    const buckets = new RateBuckets();
    const burst = [1, 2, 3, 4].map(() => buckets.take(rate, 10_000));
    expect(burst).toEqual([0, 0, 0, 0]);
    expect(buckets.take(rate, 10_000)).toBe(12_000);
    expect(buckets.take(rate, 12_000)).toBe(0);
    expect(buckets.take(rate, 12_000)).toBe(14_000);
  });

  it('give each who waits a turn of his own, and have a token for him then', () => {
    const buckets = new RateBuckets(10_000);
    const thirds = { ...rate, perSecond: 0.3 };
    const turns = Array.from({ length: 40 }, () =>
      buckets.take(thirds, 10_000),
    );
    expect(turns.slice(0, 3)).toEqual([13_334, 16_667, 20_000]);
    expect(turns.map(turn => buckets.take(thirds, turn))).toEqual(
      Array(40).fill(0),
    );
  });

  it('keep no turn for those who come once others did not use theirs', () => {
    const buckets = new RateBuckets(10_000);
    for (const _ of Array(40)) {
      buckets.take(rate, 10_000);
    }
    expect(buckets.take(rate, 12_000)).toBe(0);
    expect(buckets.take(rate, 200_000)).toBe(0);
  });

  it('never hold more than a burst', () => {
    const buckets = new RateBuckets();
    buckets.take(rate, 0);
    const later = [1, 2, 3, 4, 5].map(() => buckets.take(rate, 3_600_000));
    expect(later).toEqual([0, 0, 0, 0, 3_602_000]);
  });

  it('are empty at first if somebody else may have used them up', () => {
    const buckets = new RateBuckets(10_000);
    expect(buckets.take(rate, 10_000)).toBe(12_000);
    expect(buckets.take(rate, 12_000)).toBe(0);
  });

  it('give nothing before the time that AWS named, and fill from then on', () => {
    const buckets = new RateBuckets();
    buckets.drain(rate, 30_000);
    expect(buckets.take(rate, 29_000)).toBeGreaterThan(30_000);
    expect(buckets.take(rate, 32_000)).toBe(0);
  });

  it('are one for each operation', () => {
    const buckets = new RateBuckets();
    buckets.drain(rate, 30_000);
    expect(
      buckets.take({ ...rate, operation: 'ec2:DeleteVpcEndpoints' }, 0),
    ).toBe(0);
  });
});

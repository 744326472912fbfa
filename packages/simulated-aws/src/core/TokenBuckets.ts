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

/**
 * How AWS limits a group of calls per account and Region.
 *
 * @public
 */
export interface BucketSize {
  /** Calls that may come at once. */
  burst: number;
  /** Calls per second that come back. */
  refillPerSecond: number;
}

/**
 * A bucket that the calls of one or more operations take from.
 *
 * @public
 */
export interface NamedBucket {
  name: string;
  size: BucketSize;
}

/**
 * Bucket key to what was left at which simulated millisecond.
 *
 * @public
 */
export type BucketState = Record<string, { tokens: number; at: number }>;

/**
 * AWS's token buckets over the simulated clock.
 *
 * @public
 */
export class TokenBuckets {
  constructor(private readonly state: BucketState = {}) {}

  /** Takes one token; false means throttled. */
  take(key: string, size: BucketSize, now: number): boolean {
    const bucket = this.state[key] ?? { tokens: size.burst, at: now };
    const refilled =
      bucket.tokens +
      (Math.max(0, now - bucket.at) / 1000) * size.refillPerSecond;
    const tokens = Math.min(size.burst, refilled);
    // A millisecond's rounding must not throttle a caller who waited exactly long enough.
    const granted = tokens >= 1 - 1e-9;
    this.state[key] = { tokens: granted ? tokens - 1 : tokens, at: now };
    return granted;
  }

  toJSON(): BucketState {
    return this.state;
  }
}

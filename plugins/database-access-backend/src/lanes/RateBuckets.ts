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

import type { Rate } from '../objects';

interface Bucket {
  tokens: number;
  /** Milliseconds. */
  filledAt: number;
  /** The last time that somebody was told to ask again at. */
  lastTurn: number;
}

/** Sums of fractions must not keep somebody waiting who comes just in time. */
const ALMOST_ONE = 1 - 1e-6;

/** What one lane may still call without being throttled: AWS counts for each account, Region and operation. */
export class RateBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #emptyAt?: number;

  /**
   * @param emptyAt - the lane came from another replica then, which may have used up everything; absent: nobody called
   */
  constructor(emptyAt?: number) {
    this.#emptyAt = emptyAt;
  }

  /**
   * Takes a call's token.
   *
   * @returns 0, or the time at which to ask again, in milliseconds: another one for each who asks, since they would all
   *   come for the one next token
   */
  take(rate: Rate, now: number): number {
    const bucket = this.#filled(rate, now);
    if (bucket.tokens >= ALMOST_ONE) {
      bucket.tokens -= 1;
      return 0;
    }
    const msPerToken = 1_000 / rate.perSecond;
    bucket.lastTurn = Math.max(
      bucket.filledAt + (1 - bucket.tokens) * msPerToken,
      bucket.lastTurn + msPerToken,
    );
    return Math.ceil(bucket.lastTurn);
  }

  /** AWS throttled: there is nothing until then. */
  drain(rate: Rate, until: number): void {
    this.#buckets.set(bucketOf(rate), {
      tokens: 0,
      filledAt: until,
      lastTurn: -Infinity,
    });
  }

  #filled(rate: Rate, now: number): Bucket {
    const { burst, perSecond } = rate;
    const known = this.#buckets.get(bucketOf(rate)) ?? {
      tokens: this.#emptyAt === undefined ? burst : 0,
      filledAt: this.#emptyAt ?? now,
      lastTurn: -Infinity,
    };
    const seconds = (now - known.filledAt) / 1_000;
    const bucket =
      seconds <= 0
        ? known
        : {
            ...known,
            tokens: Math.min(burst, known.tokens + seconds * perSecond),
            filledAt: now,
          };
    this.#buckets.set(bucketOf(rate), bucket);
    return bucket;
  }
}

/** What a call takes its token from. */
export function bucketOf({ bucket, operation }: Rate): string {
  return bucket ?? operation;
}

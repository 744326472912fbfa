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

/** AWS's own numbers of one operation. */
export interface Rate {
  operation: string;
  burst: number;
  perSecond: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds. */
  filledAt: number;
}

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
   * @returns 0, or the time at which to ask again, in milliseconds
   */
  take(rate: Rate, now: number): number {
    const bucket = this.#filled(rate, now);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.ceil(now + ((1 - bucket.tokens) / rate.perSecond) * 1_000);
  }

  /** AWS throttled: there is nothing until then. */
  drain(rate: Rate, until: number): void {
    this.#buckets.set(rate.operation, { tokens: 0, filledAt: until });
  }

  #filled(rate: Rate, now: number): Bucket {
    const { operation, burst, perSecond } = rate;
    const known = this.#buckets.get(operation) ?? {
      tokens: this.#emptyAt === undefined ? burst : 0,
      filledAt: this.#emptyAt ?? now,
    };
    const seconds = (now - known.filledAt) / 1_000;
    const bucket =
      seconds <= 0
        ? known
        : {
            tokens: Math.min(burst, known.tokens + seconds * perSecond),
            filledAt: now,
          };
    this.#buckets.set(operation, bucket);
    return bucket;
  }
}

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

/** Reads that a quiet lane lets through at once: what one page of one database needs. */
const BURST = 4;
const MS_PER_READ = 500;
const LONGEST_WAIT_MS = 10_000;

/**
 * Spaces the reads of one lane: people's clicks may take 2 calls a second of the account's own rate, and no more. It
 * runs on real time, as AWS's buckets do.
 */
export class ReadBucket {
  /** When the lane would be quiet again if nobody asked any more. */
  #quietAt = 0;

  /**
   * Waits for this read's turn.
   *
   * @returns false, at once, if so many reads wait already that no person would wait behind them
   */
  async take(): Promise<boolean> {
    const now = performance.now();
    const quietAt = Math.max(this.#quietAt, now) + MS_PER_READ;
    const wait = quietAt - now - BURST * MS_PER_READ;
    if (wait > LONGEST_WAIT_MS) {
      return false;
    }
    this.#quietAt = quietAt;
    if (wait > 0) {
      await new Promise(resolve => setTimeout(resolve, wait));
    }
    return true;
  }
}

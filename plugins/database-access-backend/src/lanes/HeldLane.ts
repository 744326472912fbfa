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

import { Lane } from '../config';
import { LaneLease } from '../store';
import { RateBuckets } from './RateBuckets';

/** Somebody else works the lane by now: nothing may be called or written there any more. */
export class LeaseLostError extends Error {
  constructor(lane: Lane) {
    super(
      `The lease of account ${lane.accountId}, ${lane.region}, is over or went to another replica`,
    );
    this.name = 'LeaseLostError';
  }
}

/** A lane that this replica works. */
export class HeldLane {
  /** What works it right now: resolves to whether anything was done. */
  pass?: Promise<boolean>;
  /** It is being swept, which may take long. */
  isSwept = false;
  /** What cuts paths there meanwhile. */
  cutting?: Promise<unknown>;
  /** What asks CloudTrail about it right now, beside that. */
  asking?: Promise<boolean>;
  #validUntil: number;

  constructor(
    readonly lease: LaneLease,
    readonly buckets: RateBuckets,
    private readonly options: {
      /** Monotonic milliseconds. */
      validUntil: number;
      callDeadlineMs: number;
      monotonic: () => number;
    },
  ) {
    this.#validUntil = options.validUntil;
  }

  get lane(): Lane {
    return this.lease.lane;
  }

  /** Monotonic milliseconds. */
  get validUntil(): number {
    return this.#validUntil;
  }

  /** @param validUntil - monotonic milliseconds */
  renew(validUntil: number): void {
    this.#validUntil = validUntil;
  }

  /** No more calls, though one that was begun may end. */
  lose(): void {
    this.#validUntil = -Infinity;
  }

  /** Whether a call that is begun now ends while the lane is ours, whatever happens. */
  mayCall(): boolean {
    const { monotonic, callDeadlineMs } = this.options;
    return monotonic() + callDeadlineMs <= this.#validUntil;
  }
}

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

import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Store } from '../store';

const MOST_A_MINUTE = 20;
const MINUTE_MS = 60_000;

/** Too much at once; the answer is HTTP's 429. */
export class TooManyRequestsError extends Error {
  readonly code = ERROR_CODES.tooManyPlans;

  constructor(message: string) {
    super(message);
    this.name = 'TooManyRequestsError';
  }

  /** For HTTP, and not for the body of the answer. */
  get statusCode(): number {
    return 429;
  }
}

/** Keeps one person's plans from using up the reads of an account that everybody shares, however many replicas there are. */
export class PlanLimit {
  readonly #store: Pick<Store, 'transaction' | 'planTurns'>;
  readonly #clock: Clock;

  constructor(options: {
    store: Pick<Store, 'transaction' | 'planTurns'>;
    clock: Clock;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
  }

  /** @throws TooManyRequestsError after 20 in a minute */
  async take(personRef: string): Promise<void> {
    const now = this.#clock.now();
    const freeAt = await this.#store.transaction(tx =>
      this.#store.planTurns.take(tx, {
        personRef,
        now,
        most: MOST_A_MINUTE,
        windowMs: MINUTE_MS,
      }),
    );
    if (freeAt) {
      const seconds = Math.ceil((freeAt.getTime() - now.getTime()) / 1000);
      throw new TooManyRequestsError(
        `You have asked for ${MOST_A_MINUTE} plans within a minute: ask again in ${seconds} s`,
      );
    }
  }
}

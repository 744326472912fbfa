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

const MOST_A_MINUTE = 20;
const MINUTE_MS = 60_000;

/** Too much at once; the answer is HTTP's 429. */
export class TooManyRequestsError extends Error {
  readonly statusCode = 429;
  readonly code = ERROR_CODES.tooManyPlans;

  constructor(message: string) {
    super(message);
    this.name = 'TooManyRequestsError';
  }
}

/** Keeps one person's plans from using up the reads of an account that everybody shares. Each replica counts its own. */
export class PlanLimit {
  readonly #clock: Clock;
  readonly #recent = new Map<string, number[]>();

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  /** @throws TooManyRequestsError after 20 in a minute */
  take(personRef: string): void {
    const now = this.#clock.now().getTime();
    this.#forgetBefore(now - MINUTE_MS);
    const recent = this.#recent.get(personRef) ?? [];
    if (recent.length >= MOST_A_MINUTE) {
      const seconds = Math.ceil((recent[0] + MINUTE_MS - now) / 1000);
      throw new TooManyRequestsError(
        `You have asked for ${MOST_A_MINUTE} plans within a minute: ask again in ${seconds} s`,
      );
    }
    this.#recent.set(personRef, [...recent, now]);
  }

  #forgetBefore(time: number): void {
    for (const [person, times] of this.#recent) {
      const recent = times.filter(each => each > time);
      if (recent.length) {
        this.#recent.set(person, recent);
      } else {
        this.#recent.delete(person);
      }
    }
  }
}

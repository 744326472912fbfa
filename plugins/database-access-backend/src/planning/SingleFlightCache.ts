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

import { Clock } from '@towpath/backstage-plugin-database-access-node';

/** Remembers answers for a while, and asks once however many want to know at the same time. */
export class SingleFlightCache<T> {
  readonly #clock: Clock;
  readonly #maxAgeMs: number;
  readonly #answers = new Map<
    string,
    { askedAt: number; answer: Promise<T> }
  >();

  constructor(options: { clock: Clock; maxAgeSeconds: number }) {
    this.#clock = options.clock;
    this.#maxAgeMs = options.maxAgeSeconds * 1000;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#clock.now().getTime();
    this.#dropOlderThan(now - this.#maxAgeMs);
    const known = this.#answers.get(key);
    if (known) {
      return known.answer;
    }
    const answer = ask();
    this.#answers.set(key, { askedAt: now, answer });
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }

  #dropOlderThan(time: number): void {
    for (const [key, { askedAt }] of this.#answers) {
      if (askedAt <= time) {
        this.#answers.delete(key);
      }
    }
  }
}

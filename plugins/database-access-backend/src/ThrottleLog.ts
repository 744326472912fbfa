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

import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Lane } from './config';
import { laneKey, laneOfKey, Store } from './store';

/**
 * Keeps how often AWS throttled whom. Those who call never wait for it: what comes while something is written is written
 * next, together.
 */
export class ThrottleLog {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  #counted = new Map<string, number>();
  #writing?: Promise<void>;

  constructor(options: { store: Store; clock: Clock; logger: LoggerService }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** AWS has refused one attempt of a call, because there were too many. */
  note(lane: Lane): void {
    const key = laneKey(lane);
    this.#counted.set(key, (this.#counted.get(key) ?? 0) + 1);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    while (this.#counted.size > 0) {
      const counted = this.#counted;
      this.#counted = new Map();
      const at = this.#clock.now().getTime();
      try {
        await this.#store.transaction(async tx => {
          for (const key of [...counted.keys()].sort()) {
            await this.#store.laneThrottles.add(tx, {
              lane: laneOfKey(key),
              count: counted.get(key)!,
              at,
            });
          }
        });
      } catch (error) {
        this.#logger.warn(
          `That AWS throttled calls could not be counted: ${
            toError(error).message
          }`,
        );
      }
    }
  }
}

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

/** How long a function may run: real milliseconds while it works, simulated ones while it waits. */
export class TimeLimit {
  #left: number;
  readonly #onOver: () => void;
  #timer: NodeJS.Timeout | undefined;
  #since = 0;
  #hasEnded = false;

  constructor(ms: number, onOver: () => void) {
    this.#left = ms;
    this.#onOver = onOver;
    this.#start();
  }

  /** Lets it wait, as long as it may. */
  async passing(ms: number, wait: (ms: number) => Promise<void>) {
    clearTimeout(this.#timer);
    this.#left -= Date.now() - this.#since;
    await wait(Math.max(0, Math.min(ms, this.#left)));
    this.#left -= ms;
    this.#start();
  }

  end() {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
  }

  #start() {
    if (this.#hasEnded) {
      return;
    }
    this.#since = Date.now();
    this.#timer = setTimeout(this.#onOver, Math.max(0, this.#left));
  }
}

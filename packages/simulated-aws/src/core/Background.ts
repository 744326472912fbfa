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
 * What goes on beside calls and timers: functions that run. It is not part of a world's state, and what was going on
 * when the process ends is lost.
 *
 * @public
 */
export class Background {
  readonly #running = new Set<Promise<void>>();

  /** @param onError - hears of a mistake of the simulation itself; the work should report its own failures */
  run(work: () => Promise<void>, onError: (error: Error) => void): void {
    const running = work()
      .catch(onError)
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when all that goes on now has ended, and all that it began. */
  async idle(): Promise<void> {
    while (this.#running.size) {
      await Promise.all(this.#running);
    }
  }
}

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
 * Says that a piece of work waits for the simulated clock and does nothing until then.
 *
 * @returns how to say that it goes on
 *
 * @public
 */
export type Rest = () => () => void;

/**
 * What goes on beside calls and timers: functions that run. It is not part of a world's state, and what was going on
 * when the process ends is lost.
 *
 * @public
 */
export class Background {
  /** All work, that which rests, too. */
  readonly #running = new Set<Promise<void>>();
  /** How much of it does not rest. */
  #busy = 0;
  #idlers: Array<() => void> = [];
  readonly #closing = new AbortController();

  /** Aborted when nothing shall go on any more. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** @param onError - hears of a mistake of the simulation itself; the work should report its own failures */
  run(
    work: (rest: Rest) => Promise<void>,
    onError: (error: Error) => void,
  ): void {
    let isBusy = false;
    const be = (busy: boolean) => {
      if (busy !== isBusy) {
        isBusy = busy;
        this.#count(busy ? 1 : -1);
      }
    };
    be(true);
    const running = work(() => {
      be(false);
      return () => be(true);
    })
      .catch(onError)
      .finally(() => {
        this.#running.delete(running);
        be(false);
      });
    this.#running.add(running);
  }

  /** Resolves when all that goes on now has ended or waits for the clock, and all that it began. */
  async idle(): Promise<void> {
    while (this.#busy > 0) {
      await new Promise<void>(resolve => this.#idlers.push(resolve));
    }
  }

  /** Ends everything, and resolves when it has ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    while (this.#running.size) {
      await Promise.all(this.#running);
    }
  }

  #count(change: number) {
    this.#busy += change;
    if (this.#busy === 0) {
      const idlers = this.#idlers;
      this.#idlers = [];
      idlers.forEach(wake => wake());
    }
  }
}

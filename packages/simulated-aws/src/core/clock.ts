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
 * What is kept of a clock when the process ends.
 *
 * @public
 */
export interface ClockState {
  /** Simulated milliseconds since the epoch at the moment `realAt`. */
  simulatedAt: number;
  /** Real milliseconds since the epoch when `simulatedAt` was taken. */
  realAt: number;
  /** Simulated seconds per real second; 0 stands still. */
  rate: number;
}

/**
 * The one clock of the simulated world. It follows real time unless it is driven.
 *
 * @public
 */
export class SimulatedClock {
  #state: ClockState;
  readonly #realNow: () => number;
  readonly #listeners = new Set<() => void>();

  constructor(options: { state?: ClockState; realNow?: () => number } = {}) {
    this.#realNow = options.realNow ?? Date.now;
    const now = this.#realNow();
    this.#state = options.state ?? { simulatedAt: now, realAt: now, rate: 1 };
  }

  /** A clock that stands still until it is advanced: what tests want. */
  static frozen(at: Date = new Date('2026-11-02T09:00:00Z')): SimulatedClock {
    return new SimulatedClock({
      state: { simulatedAt: at.getTime(), realAt: 0, rate: 0 },
      realNow: () => 0,
    });
  }

  /** Simulated milliseconds since the epoch. */
  now(): number {
    const { simulatedAt, realAt, rate } = this.#state;
    return simulatedAt + (this.#realNow() - realAt) * rate;
  }

  get rate(): number {
    return this.#state.rate;
  }

  advance(seconds: number): void {
    this.#rebase(this.now() + seconds * 1000, this.#state.rate);
  }

  setRate(rate: number): void {
    this.#rebase(this.now(), rate);
  }

  /** Called after every advance and change of rate; returns how to stop listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  toJSON(): ClockState {
    return { ...this.#state };
  }

  #rebase(simulatedAt: number, rate: number) {
    this.#state = { simulatedAt, realAt: this.#realNow(), rate };
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

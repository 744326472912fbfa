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
import { setTimeout as pause } from 'timers/promises';
import { Clock } from '@towpath/backstage-plugin-database-access-node';

/** What `GET /_simulated/clock` answers. */
interface ClockAnswer {
  now: string;
  /** Simulated seconds per real second. */
  rate: number;
  /** Another whenever somebody has driven the clock. */
  version: number;
}

/** Longer than simulated AWS holds a question that waits for the clock to be driven. */
const LONG_POLL_MS = 45_000;
const FIRST_ANSWER_MS = 2_000;
const RETRY_MS = 1_000;

/** Tells the time of simulated AWS: the system's, until somebody drives its clock. */
export class FollowingClock implements Clock {
  readonly #url: string;
  readonly #listeners = new Set<() => void>();
  #version: number | undefined;
  #told = { at: Date.now(), really: Date.now(), rate: 1 };

  /** @param endpoint - where simulated AWS is */
  constructor(endpoint: string) {
    this.#url = new URL('/_simulated/clock', endpoint).href;
  }

  now(): Date {
    const { at, really, rate } = this.#told;
    return new Date(at + (Date.now() - really) * rate);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks once, so that nothing begins at a wrong time. @throws if simulated AWS does not answer */
  async setOnce(): Promise<void> {
    await this.#ask(AbortSignal.timeout(FIRST_ANSWER_MS));
  }

  /** Hears of every change until it is told to stop. While nobody answers, the time goes on as it went. */
  async follow(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        await this.#ask(
          AbortSignal.any([stop, AbortSignal.timeout(LONG_POLL_MS)]),
        );
      } catch {
        // Stopping ends it, too.
        await pause(RETRY_MS, undefined, { signal: stop }).catch(() => {});
      }
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const after = this.#version === undefined ? '' : `?after=${this.#version}`;
    const response = await fetch(`${this.#url}${after}`, { signal });
    if (!response.ok) {
      throw new Error(`${this.#url} answered ${response.status}`);
    }
    const { now, rate, version }: ClockAnswer = await response.json();
    if (version === this.#version) {
      return;
    }
    this.#version = version;
    this.#told = { at: Date.parse(now), really: Date.now(), rate };
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

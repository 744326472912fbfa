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

import type { World } from './World';

type Listener = () => void;

/** Who waits in which world. It is not part of the world's state: a waiting caller is gone when the process ends. */
const listeners = new WeakMap<World, Set<Listener>>();

/** Tells everybody who waits in this world that what they wait for may have come. */
export function announce(world: World): void {
  for (const listener of [...(listeners.get(world) ?? [])]) {
    listener();
  }
}

/** A wait at a rate of the clock that would take longer than any caller is patient. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Waits until something was announced, the clock was driven, this moment of the simulated clock has come, or the caller
 * hung up. Whoever waits must look again: waking up promises nothing.
 */
export function untilArrival(
  world: World,
  moment: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    const undo: Listener[] = [];
    const done = () => {
      undo.forEach(step => step());
      resolve();
    };
    const waiting = listeners.get(world) ?? new Set();
    listeners.set(world, waiting.add(done));
    undo.push(() => waiting.delete(done), world.clock.onChange(done));
    signal?.addEventListener('abort', done, { once: true });
    undo.push(() => signal?.removeEventListener('abort', done));
    const { rate } = world.clock;
    if (rate > 0) {
      const left = Math.max(0, moment - world.clock.now()) / rate;
      const timeout = setTimeout(done, Math.min(left, LONGEST_WAIT_MS));
      timeout.unref();
      undo.push(() => clearTimeout(timeout));
    }
  });
}

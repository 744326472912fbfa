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

import type { Simulation } from './Simulation';

/** Often enough for people who watch, seldom enough to cost nothing. */
const TICK_MS = 200;

/**
 * Lets things happen when their time has come and not only when somebody asks: a schedule fires in an AWS that nobody
 * calls.
 *
 * @returns how to end it
 */
export function startTicking(
  simulation: Simulation,
  onDefect: (error: Error) => void = () => {},
): () => void {
  const tick = () => {
    if (simulation.world.settle()) {
      simulation.save().catch(onDefect);
    }
  };
  const safely = () => {
    try {
      tick();
    } catch (error) {
      onDefect(error as Error);
    }
  };
  const timer = setInterval(safely, TICK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

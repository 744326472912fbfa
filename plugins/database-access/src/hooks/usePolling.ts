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

import { useSignal } from '@backstage/plugin-signals-react';
import { useEffect, useRef } from 'react';
import { Question } from './useAnswer';

/** How long to wait between an answer and the next question while something moves: someone may be watching. */
export const MOVING_MILLISECONDS = 2_000;

/** And while nothing moves, where health is shown: as often as AWS is read, so that it never gets old on the screen. */
export const RESTING_MILLISECONDS = 60_000;

const CHANNEL = 'database-access';

/**
 * Asks again a while after each answer, and at once when the backend signals that something changed. Signals only make
 * it faster; an app without them misses nothing.
 *
 * @param wait - milliseconds; undefined not to ask by the clock, e.g. once the answer cannot change any more
 */
export function usePolling(
  question: Question<unknown>,
  wait: number | undefined,
): void {
  const { asking, askAgain } = question;
  const { lastSignal } = useSignal(CHANNEL);

  useEffect(() => {
    if (wait === undefined || asking) {
      return undefined;
    }
    const timer = setTimeout(askAgain, wait);
    return () => clearTimeout(timer);
  }, [wait, asking, askAgain]);

  const heard = useRef(lastSignal);
  useEffect(() => {
    // A signal that comes while asking waits for the answer: many of them must not keep it from ever arriving.
    if (lastSignal !== heard.current && !asking) {
      heard.current = lastSignal;
      askAgain();
    }
  }, [lastSignal, asking, askAgain]);
}

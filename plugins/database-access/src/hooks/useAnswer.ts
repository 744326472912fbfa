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

import { toError } from '@backstage/errors';
import { useCallback, useEffect, useState } from 'react';

/** What is known of a question. A failure after an answer keeps the answer: old facts are better than none. */
export type Answer<T> =
  | { state: 'waiting' }
  | { state: 'answered'; value: T }
  | { state: 'failed'; error: Error; last?: T };

/** A question that can be asked again. */
export interface Question<T> {
  answer: Answer<T>;
  /** Being asked right now, be it for the first time or again. */
  asking: boolean;
  /** How often it was asked again. */
  round: number;
  /** When the newest value came, by the reader's clock; undefined if there never was one. */
  answeredAt?: number;
  askAgain(): void;
  /** Takes what another call has just answered for the newest answer. */
  learn(value: T): void;
}

/**
 * Asks, and asks again on demand. Keeps what is known on the screen meanwhile.
 *
 * @param ask - must be stable between renders (`useCallback`)
 */
export function useAnswer<T>(
  ask: (signal: AbortSignal) => Promise<T>,
): Question<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ state: 'waiting' });
  const [answeredAt, setAnsweredAt] = useState<number>();
  const [asking, setAsking] = useState(true);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const controller = new AbortController();
    const settle = (
      next: (previous: Answer<T>) => Answer<T>,
      answered?: number,
    ) => {
      if (!controller.signal.aborted) {
        setAnswer(next);
        setAnsweredAt(previous => answered ?? previous);
        setAsking(false);
      }
    };
    setAsking(true);
    ask(controller.signal).then(
      value => settle(() => ({ state: 'answered', value }), Date.now()),
      error =>
        settle(previous => ({
          state: 'failed',
          error: toError(error),
          last: lastKnown(previous),
        })),
    );
    return () => controller.abort();
  }, [ask, round]);

  const askAgain = useCallback(() => setRound(current => current + 1), []);

  const learn = useCallback((value: T) => {
    setAnswer({ state: 'answered', value });
    setAnsweredAt(Date.now());
    // What is being asked right now may be answered from before this; a new round drops it.
    setRound(current => current + 1);
  }, []);

  return { answer, asking, round, answeredAt, askAgain, learn };
}

/** The newest value, if there ever was one. */
export function lastKnown<T>(answer: Answer<T>): T | undefined {
  switch (answer.state) {
    case 'answered':
      return answer.value;
    case 'failed':
      return answer.last;
    default:
      return undefined;
  }
}

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

import { holdOf, type ObjectRef } from '../objects';
import { Job, nameOf, notAsItShallBe, ofCall } from './Job';
import { JobCalls } from './JobCalls';
import { conditionNews, learnedState, moveNews } from './learnedState';
import { Ledger } from './Ledger';
import { nextLookMs, nextWatch, pendingWait } from './waits';
import { Workplace } from './Workplace';

/**
 * Brings what is there in line with what it shall be, one call at a time. What is needed is asked anew at each look, so
 * one that was interrupted is made again, or is found to be made.
 */
export class CorrectionWork {
  readonly #at: Workplace;
  readonly #ledger: Ledger;
  readonly #calls: JobCalls;

  constructor(
    workplace: Workplace,
    hands: { ledger: Ledger; calls: JobCalls },
  ) {
    this.#at = workplace;
    this.#ledger = hands.ledger;
    this.#calls = hands.calls;
  }

  /** @returns what is about to be changed; undefined if it is as it shall be, is held, or AWS still works on it */
  needed(
    { type }: Job,
    ref: ObjectRef<any>,
    state: unknown,
  ): string | undefined {
    const { condition } = type.assess(state);
    return holdOf(state) === undefined &&
      ['ready', 'degraded', 'broken'].includes(condition)
      ? type.correction?.needed(ref, state)
      : undefined;
  }

  /**
   * Makes one correction. One that helps nothing within the object's budget is made no more, until something else is
   * needed or a person retries.
   *
   * @throws LeaseLostError
   */
  async do(
    job: Job,
    found: { ref: ObjectRef<any>; state: unknown; needed: string },
  ): Promise<void> {
    const { object, type } = job;
    const { ref, state, needed } = found;
    const now = this.#ledger.now();
    const { condition, reason } = type.assess(state);
    const isLate = this.#ledger.isLate(job);
    const complaint = notAsItShallBe(job, needed);
    const wasStuck = object.stuckGeneration === object.generation;
    const isGivenUp = isLate && wasStuck && object.reason === complaint;
    const why = condition === object.condition ? object.reason : reason;
    const learned = learnedState(job, state, now, ref);
    const firstIntentAt = object.firstIntentAt ?? now;
    await this.#ledger.learn(
      job,
      {
        ...learned,
        // Why it was stuck stays to be read until AWS has taken a correction.
        reason: (isLate ? complaint : why) ?? null,
        stuckGeneration: isLate ? object.generation : undefined,
        attempts: object.attempts,
        firstIntentAt,
        nextLookAt: isGivenUp
          ? Math.min(
              nextWatch(type, object, now),
              now + nextLookMs(type, state),
            )
          : now,
      },
      ...moveNews(job, state),
      conditionNews(job, state),
      isLate && !wasStuck
        ? { kind: 'object.stuck', message: complaint }
        : undefined,
    );
    if (isGivenUp) {
      return;
    }
    const asRead: Job = {
      ...job,
      object: {
        ...object,
        condition,
        state,
        firstIntentAt,
        intent: learned.intent ?? undefined,
        unsettledUntil: learned.unsettledUntil ?? undefined,
      },
    };
    const { correction } = type;
    await this.#calls.mutate(asRead, {
      intent: 'correct',
      rate: correction!.rate,
      // Who repeats what only a person can make work has said so before.
      begun: wasStuck ? undefined : `Correcting ${nameOf(object)}: ${needed}`,
      call: clients =>
        correction!.make(clients, { ...ref, awsId: type.awsId(state) }, state),
      done: (answer, made) => {
        const after = answer ?? state;
        const moves = moveNews(asRead, after, made);
        return this.#ledger.learn(
          asRead,
          {
            intent: learned.intent,
            state: after,
            outputs: type.outputs(after),
            ...(!isLate && { stuckGeneration: 0, reason: reason ?? null }),
            attempts: object.attempts + 1,
            nextLookAt:
              this.#ledger.now() +
              Math.min(
                pendingWait(object.attempts, this.#at.random),
                nextLookMs(type, after),
              ),
          },
          ...(moves.length
            ? moves
            : [
                {
                  kind: 'object.corrected',
                  message: needed,
                  ...ofCall(made, type.awsId(after)),
                },
              ]),
        );
      },
    });
  }
}

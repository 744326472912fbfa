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

import { hearRequestId, LaneClients } from '../aws';
import type { ObjectRef } from '../objects';
import { Intent } from '../store';
import { callWithin } from './callWithin';
import { Failure, failureOf, needsPerson } from './failures';
import { MissingOutputError } from './fillInOutputs';
import { LeaseLostError } from './HeldLane';
import { Job, nameOf } from './Job';
import { Ledger } from './Ledger';
import { loggable } from './loggable';
import { Rate } from './RateBuckets';
import { pendingWait } from './waits';
import { Workplace } from './Workplace';

/** Reads of something ready that may fail before it is said to be unknown. */
const FAILED_READS = 3;

/** Calls AWS for objects, no longer than the lease lasts, and writes what failed. */
export class JobCalls {
  readonly #at: Workplace;
  readonly #ledger: Ledger;

  constructor(workplace: Workplace, ledger: Ledger) {
    this.#at = workplace;
    this.#ledger = ledger;
  }

  /** @returns undefined if AWS has none, or has it no more */
  async find(job: Job, ref: ObjectRef<any>): Promise<unknown> {
    const { type, held } = job;
    if (!held.mayCall()) {
      throw new LeaseLostError(held.lane);
    }
    const clients = this.#at.clients.read(held.lane);
    const found = await callWithin(
      this.#at.callDeadlineMs,
      `Reading ${nameOf(job.object)}`,
      () => type.find(clients, ref),
    );
    return found === undefined || type.assess(found).condition === 'gone'
      ? undefined
      : found;
  }

  /** Intent, one call, outcome. */
  async mutate<T>(
    job: Job,
    step: {
      intent: Intent;
      rate: Rate;
      begun: string;
      call: (clients: LaneClients) => Promise<T>;
      done: (answer: T, awsRequestId?: string) => Promise<void>;
    },
  ): Promise<void> {
    const { object, held } = job;
    const { intent, rate } = step;
    if (!held.mayCall()) {
      throw new LeaseLostError(held.lane);
    }
    const askAgainAt = held.buckets.take(rate, this.#ledger.now());
    if (askAgainAt > 0) {
      await this.#ledger.learn(job, { nextLookAt: askAgainAt });
      return;
    }
    object.firstIntentAt ??= this.#ledger.now();
    await this.#at.reached('before-intent', intent);
    const subject = await this.#ledger.intend(job, intent, step.begun);
    if (!subject) {
      // Something else is wanted by now: the row is due again, and read again.
      return;
    }
    await this.#at.reached('after-intent', intent);
    if (!held.mayCall()) {
      throw new LeaseLostError(held.lane);
    }
    let answer: { said: T; requestId?: string };
    try {
      const clients = this.#at.clients.provision(held.lane, subject);
      answer = await hearRequestId(heard =>
        callWithin(this.#at.callDeadlineMs, rate.operation, async () => {
          const said = await step.call(clients);
          return { said, requestId: heard.requestId };
        }),
      );
    } catch (error) {
      await this.#at.reached('after-call', intent);
      await this.#failedToChange(job, { intent, rate, error });
      return;
    }
    await this.#at.reached('after-call', intent);
    await step.done(answer.said, answer.requestId);
    await this.#at.reached('after-outcome', intent);
  }

  /** Writes why it could not be read. */
  async failedToRead(job: Job, error: unknown): Promise<void> {
    const { object } = job;
    if (error instanceof LeaseLostError) {
      throw error;
    }
    if (error instanceof MissingOutputError) {
      await this.#ledger.learn(job, {
        reason: error.message,
        attempts: object.attempts + 1,
        nextLookAt:
          this.#ledger.now() + pendingWait(object.attempts, this.#at.random),
      });
      return;
    }
    const failure = this.#failureOf(job, error);
    const isUnknown =
      object.madeGeneration > 0 &&
      (needsPerson(failure.verdict) || object.attempts >= FAILED_READS);
    await this.#ledger.learnFailure(job, failure, {
      ...(isUnknown &&
        job.purpose === 'build' && { condition: 'unknown' as const }),
    });
  }

  async #failedToChange(
    job: Job,
    step: { intent: Intent; rate: Rate; error: unknown },
  ): Promise<void> {
    const { object, held } = job;
    const failure = this.#failureOf(job, step.error);
    if (failure.isThrottled) {
      const pause = Math.max(failure.retryAfterMs, 1_000 / step.rate.perSecond);
      held.buckets.drain(step.rate, this.#ledger.now() + pause);
    }
    if (failure.isUncertain) {
      await this.#ledger.learnFailure(job, failure, {
        unsettledUntil: this.#ledger.now() + this.#at.leaseMs,
      });
      return;
    }
    // Nothing was done, so everything is as it was before the intent.
    await this.#ledger.learnFailure(job, failure, {
      intent: object.unsettledUntil === undefined ? null : undefined,
      removal: object.removal === 'accepted' ? 'accepted' : null,
      condition: object.condition,
    });
  }

  #failureOf(job: Job, error: unknown): Failure {
    const failure = failureOf(error);
    if (failure.isOurs) {
      const { object } = job;
      this.#at.logger.error(
        `Work on ${object.type} ${object.name} failed`,
        loggable(error),
      );
    }
    return failure;
  }
}

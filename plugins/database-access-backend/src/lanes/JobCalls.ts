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

import {
  AnsweredCall,
  hearCalls,
  LaneClients,
  LaneSession,
  ShareSession,
} from '../aws';
import type { Rate } from '../objects';
import { Intent } from '../store';
import { callWithin } from './callWithin';
import { Failure, failureOf, needsPerson } from './failures';
import { MissingOutputError } from './fillInOutputs';
import { HeldLane, LeaseLostError } from './HeldLane';
import { Job } from './Job';
import { Ledger } from './Ledger';
import { loggable } from './loggable';
import { bucketOf } from './RateBuckets';
import { pendingWait } from './waits';
import { Workplace } from './Workplace';

/** Reads of something ready that may fail before it is said to be unknown. */
const FAILED_READS = 3;

/** What is going to be done. */
interface Step {
  intent: Intent;
  rate: Rate;
}

/** To one object. */
interface Single<T> {
  /** Absent: the timeline tells of its outcome only. */
  begun?: string;
  call: (clients: LaneClients) => Promise<T>;
  done: (answer: T, made?: AnsweredCall) => Promise<void>;
}

/** To several at once. */
interface Common {
  begun: (job: Job) => string;
  /** In the order of the jobs: why AWS refused one, else undefined. */
  call: (
    clients: LaneClients,
    jobs: Job[],
  ) => Promise<Array<Error | undefined>>;
  done: (job: Job, made?: AnsweredCall) => Promise<void>;
}

interface Answer<T> {
  said: T;
  made?: AnsweredCall;
}

/** Calls AWS for objects, no longer than the lease lasts, and writes what failed. */
export class JobCalls {
  readonly #at: Workplace;
  readonly #ledger: Ledger;

  constructor(workplace: Workplace, ledger: Ledger) {
    this.#at = workplace;
    this.#ledger = ledger;
  }

  /**
   * Takes a token for one look at an object, whether it is read or changed at it.
   *
   * @returns false if its turn comes later, which has been written then
   * @throws LeaseLostError
   */
  async takeTurn(job: Job, rate: Rate): Promise<boolean> {
    if (job.paidFrom === bucketOf(rate)) {
      return true;
    }
    if (!(await this.takeToken([job], rate))) {
      return false;
    }
    job.paidFrom = bucketOf(rate);
    return true;
  }

  /**
   * Intent, one call, outcome.
   *
   * @throws LeaseLostError
   */
  async mutate<T>(job: Job, step: Step & Single<T>): Promise<void> {
    const { intent, rate } = step;
    if (!(await this.takeTurn(job, rate))) {
      return;
    }
    const subject = await this.#begin(job, intent, step.begun);
    if (!subject) {
      return;
    }
    let answer: Answer<T>;
    try {
      answer = await this.#call(job.held, subject, { ...step, rate });
    } catch (error) {
      await this.#at.reached('after-call', intent, job.object.id);
      await this.#failedToChange(job, { intent, rate, error });
      return;
    }
    await this.#at.reached('after-call', intent, job.object.id);
    await step.done(answer.said, answer.made);
    await this.#at.reached('after-outcome', intent, job.object.id);
  }

  /**
   * The same for several objects of a lane: each has its intent and its outcome, and one call is made for all of them.
   *
   * @throws LeaseLostError
   */
  async mutateTogether(jobs: Job[], step: Step & Common): Promise<void> {
    const { intent, rate } = step;
    if (!(await this.takeToken(jobs, rate))) {
      return;
    }
    const begun: Job[] = [];
    for (const job of jobs) {
      if (await this.#begin(job, intent, step.begun(job))) {
        begun.push(job);
      }
    }
    if (begun.length === 0) {
      return;
    }
    const outcomes = await this.#callFor(begun, step);
    for (const [index, job] of begun.entries()) {
      await this.#at.reached('after-call', intent, job.object.id);
      const { error, made } = outcomes[index];
      await (error === undefined
        ? step.done(job, made)
        : this.#failedToChange(job, { intent, rate, error }));
      await this.#at.reached('after-outcome', intent, job.object.id);
    }
  }

  async #callFor(
    jobs: Job[],
    step: Step & Common,
  ): Promise<Array<{ error?: unknown; made?: AnsweredCall }>> {
    const [{ held }] = jobs;
    const session = { removes: jobs.map(({ object }) => object.tag) };
    try {
      const { said, made } = await this.#call(held, session, {
        rate: step.rate,
        call: clients => step.call(clients, jobs),
      });
      return jobs.map((_job, index) => ({ error: said[index], made }));
    } catch (error) {
      if (error instanceof LeaseLostError) {
        throw error;
      }
      return jobs.map(() => ({ error }));
    }
  }

  /**
   * One for a call, for however many objects it is.
   *
   * @returns false if there is none, which has been written then
   * @throws LeaseLostError
   */
  async takeToken(jobs: Job[], rate: Rate): Promise<boolean> {
    const [{ held }] = jobs;
    if (!held.mayCall()) {
      throw new LeaseLostError(held.lane);
    }
    const askAgainAt = held.buckets.take(rate, this.#ledger.now());
    if (askAgainAt > 0) {
      for (const job of jobs) {
        await this.#ledger.learn(job, { nextLookAt: askAgainAt });
      }
      return false;
    }
    return true;
  }

  /** @returns for whom the call is made; undefined: something else is wanted by now, so it is due, and read, again */
  async #begin(job: Job, intent: Intent, begun: string | undefined) {
    job.object.firstIntentAt ??= this.#ledger.now();
    await this.#at.reached('before-intent', intent, job.object.id);
    const subject = await this.#ledger.intend(job, intent, begun);
    if (subject) {
      await this.#at.reached('after-intent', intent, job.object.id);
    }
    return subject;
  }

  async #call<T>(
    held: HeldLane,
    session: ShareSession | LaneSession,
    step: { rate: Rate; call: (clients: LaneClients) => Promise<T> },
  ): Promise<Answer<T>> {
    if (!held.mayCall()) {
      throw new LeaseLostError(held.lane);
    }
    const clients = this.#at.clients.provision(held.lane, session);
    return hearCalls(heard =>
      callWithin(this.#at.callDeadlineMs, step.rate.operation, async () => {
        const said = await step.call(clients);
        return { said, made: heard.call };
      }),
    );
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
    this.#heedThrottle(job, job.type.rates.read, failure);
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
    const { object } = job;
    const failure = this.#failureOf(job, step.error);
    this.#heedThrottle(job, step.rate, failure);
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

  #heedThrottle({ held }: Job, rate: Rate | undefined, failure: Failure): void {
    if (rate && failure.isThrottled) {
      const pause = Math.max(failure.retryAfterMs, 1_000 / rate.perSecond);
      held.buckets.drain(rate, this.#ledger.now() + pause);
    }
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

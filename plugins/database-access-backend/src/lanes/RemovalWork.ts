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

import type { ObjectRef } from '../objects';
import { NEVER_AGAIN } from '../store';
import { Job, nameOf, stuckSentence, wasNeverMade } from './Job';
import { JobCalls } from './JobCalls';
import { Ledger } from './Ledger';
import { refOfExisting } from './objectRef';
import { pendingWait } from './waits';
import { Workplace } from './Workplace';

/** Takes objects away: removes them, waits until AWS has none, and proves it. */
export class RemovalWork {
  readonly #at: Workplace;
  readonly #ledger: Ledger;
  readonly #calls: JobCalls;

  constructor(workplace: Workplace, ledger: Ledger, calls: JobCalls) {
    this.#at = workplace;
    this.#ledger = ledger;
    this.#calls = calls;
  }

  /** @throws LeaseLostError */
  async do(job: Job): Promise<void> {
    const { object, type } = job;
    if (type.endsWithParent || wasNeverMade(object)) {
      await this.#learnGone(job);
      return;
    }
    let ref: ObjectRef<any> | undefined;
    let found: unknown;
    try {
      ref = await refOfExisting(this.#at, object);
      found = ref && (await this.#calls.find(job, ref));
    } catch (error) {
      await this.#calls.failedToRead(job, error);
      return;
    }
    if (ref && found !== undefined) {
      await this.removeFound(job, ref, found);
      return;
    }
    if (object.unsettledUntil !== undefined) {
      await this.#ledger.learn(job, { nextLookAt: object.unsettledUntil });
      return;
    }
    await this.#learnGone(job);
  }

  /** Removes what AWS has, once, and then waits. */
  async removeFound(
    job: Job,
    ref: ObjectRef<any>,
    state: unknown,
  ): Promise<void> {
    const { object, type } = job;
    const { condition, awsStatus, reason } = type.assess(state);
    if (
      object.removal === 'accepted' &&
      (condition === 'pending' || condition === 'unknown')
    ) {
      await this.#waitUntilGone(job, awsStatus, reason);
      return;
    }
    const isRepeated = object.removal === 'accepted';
    await this.#calls.mutate(job, {
      intent: 'remove',
      rate: type.rates.remove,
      begun: `Removing ${nameOf(object)}`,
      call: clients =>
        type.remove(clients, { ...ref, awsId: type.awsId(state) }, state),
      done: (_answer, awsRequestId) =>
        this.#ledger.learn(
          job,
          {
            intent: null,
            removal: 'accepted',
            condition: 'pending',
            stuckGeneration: 0,
            reason: null,
            attempts: isRepeated ? object.attempts + 1 : 0,
            readAt: this.#ledger.now(),
            nextLookAt: isRepeated
              ? this.#ledger.now() +
                pendingWait(object.attempts, this.#at.random)
              : this.#ledger.now(),
          },
          {
            kind: 'object.removing',
            message: `AWS accepted the removal of ${nameOf(object)}`,
            awsRequestId,
          },
        ),
    });
  }

  async #waitUntilGone(
    job: Job,
    awsStatus: string | undefined,
    reason: string | undefined,
  ): Promise<void> {
    const { object } = job;
    const now = this.#ledger.now();
    const isStuck = this.#ledger.isLate(job);
    const sentence = isStuck ? stuckSentence(job, reason ?? awsStatus) : reason;
    await this.#ledger.learn(
      job,
      {
        awsStatus: awsStatus ?? null,
        reason: sentence ?? null,
        stuckGeneration: isStuck ? object.generation : 0,
        attempts: object.attempts + 1,
        readAt: now,
        nextLookAt: now + pendingWait(object.attempts, this.#at.random),
      },
      isStuck && object.stuckGeneration !== object.generation
        ? { kind: 'object.stuck', message: sentence! }
        : undefined,
    );
  }

  async #learnGone(job: Job): Promise<void> {
    const { object } = job;
    const now = this.#ledger.now();
    const wasMade = !wasNeverMade(object);
    await this.#ledger.learn(
      job,
      {
        intent: null,
        unsettledUntil: null,
        madeGeneration: 0,
        stuckGeneration: 0,
        removal: null,
        awsId: null,
        state: null,
        outputs: {},
        condition: 'gone',
        awsStatus: null,
        reason: null,
        attempts: 0,
        firstIntentAt: null,
        readAt: now,
        nextLookAt: object.wanted === 'absent' ? NEVER_AGAIN : now,
      },
      {
        kind: 'object.removed',
        message: wasMade
          ? `${nameOf(object)} is gone`
          : `${nameOf(object)} had not been made`,
      },
    );
  }
}

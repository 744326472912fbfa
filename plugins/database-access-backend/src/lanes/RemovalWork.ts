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

import type { AnsweredCall } from '../aws';
import type { ObjectRef } from '../objects';
import { NEVER_AGAIN } from '../store';
import { Job, nameOf, ofCall, stuckSentence, wasNeverMade } from './Job';
import { JobCalls } from './JobCalls';
import { Reading } from './JobReads';
import { Ledger } from './Ledger';
import { isOfAnother } from './objectTag';
import { pendingWait } from './waits';
import { Workplace } from './Workplace';

/** Something of ours that AWS has. */
export interface Removable {
  job: Job;
  ref: ObjectRef<any>;
  found: unknown;
}

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
  async do(job: Job, reading: Reading): Promise<void> {
    const { object, type } = job;
    const { ref, found } = reading;
    // What has its name and was made for another row is none of its: nobody's, it is an orphan.
    const isItsOwn = () =>
      !isOfAnother(object, reading) &&
      !(object.removal && type.isReplaced?.(ref!, found));
    if (ref && found !== undefined && isItsOwn()) {
      await this.removeFound(job, ref, found);
      return;
    }
    if (object.unsettledUntil !== undefined) {
      await this.#ledger.learn(job, { nextLookAt: object.unsettledUntil });
      return;
    }
    await this.learnGone(job);
  }

  /** Removes what AWS has, once, and then waits. */
  async removeFound(
    job: Job,
    ref: ObjectRef<any>,
    state: unknown,
  ): Promise<void> {
    const { object, type } = job;
    if (isGoing(job, state)) {
      const { awsStatus, reason } = type.assess(state);
      await this.#waitUntilGone(job, awsStatus, reason);
      return;
    }
    await this.#calls.mutate(job, {
      intent: 'remove',
      rate: type.rates.remove,
      begun: `Removing ${nameOf(object)}`,
      call: clients =>
        type.remove(clients, { ...ref, awsId: type.awsId(state) }, state),
      done: (_answer, made) => this.#learnAccepted(job, made),
    });
  }

  /**
   * Removes several of one type by one call.
   *
   * @throws LeaseLostError
   */
  async removeTogether(batch: Removable[]): Promise<void> {
    const [{ job }] = batch;
    const { type } = job;
    const removalOf = new Map(
      batch.map(each => [
        each.job,
        {
          ref: { ...each.ref, awsId: type.awsId(each.found) },
          state: each.found,
        },
      ]),
    );
    await this.#calls.mutateTogether([...removalOf.keys()], {
      intent: 'remove',
      rate: type.rates.remove,
      begun: ({ object }) => `Removing ${nameOf(object)}`,
      call: (clients, jobs) =>
        type.removeMany!(
          clients,
          jobs.map(each => removalOf.get(each)!),
        ),
      done: (each, made) => this.#learnAccepted(each, made),
    });
  }

  async #learnAccepted(job: Job, made?: AnsweredCall): Promise<void> {
    const { object } = job;
    const now = this.#ledger.now();
    const isRepeated = object.removal === 'accepted';
    await this.#ledger.learn(
      job,
      {
        intent: null,
        removal: 'accepted',
        condition: 'pending',
        stuckGeneration: 0,
        reason: null,
        attempts: isRepeated ? object.attempts + 1 : 0,
        readAt: now,
        nextLookAt: isRepeated
          ? now + pendingWait(object.attempts, this.#at.random)
          : now,
      },
      {
        kind: 'object.removing',
        message: `AWS accepted the removal of ${nameOf(object)}`,
        ...ofCall(made, object.awsId),
      },
    );
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

  /** Writes that AWS has none. */
  async learnGone(job: Job): Promise<void> {
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

/** AWS has accepted its removal and works on it. */
function isGoing({ object, type }: Job, state: unknown): boolean {
  const { condition } = type.assess(state);
  return (
    object.removal === 'accepted' &&
    (condition === 'pending' || condition === 'unknown')
  );
}

/** Those that one call removes, by type, and the others. */
export function partRemovable(
  read: ReadonlyArray<{ job: Job; reading: Reading }>,
): { batches: Removable[][]; others: Array<{ job: Job; reading: Reading }> } {
  const byType = new Map<string, Array<{ job: Job; reading: Reading }>>();
  for (const each of read) {
    const { job, reading } = each;
    const canBe =
      job.purpose === 'remove' &&
      job.type.removeMany !== undefined &&
      reading.ref !== undefined &&
      reading.found !== undefined &&
      !isGoing(job, reading.found);
    const key = canBe ? job.type.type : '';
    byType.set(key, [...(byType.get(key) ?? []), each]);
  }
  const batches: Removable[][] = [];
  const others: Array<{ job: Job; reading: Reading }> = [];
  for (const [type, all] of byType) {
    if (type === '' || all.length === 1) {
      others.push(...all);
    } else {
      batches.push(
        all.map(({ job, reading }) => ({
          job,
          ref: reading.ref!,
          found: reading.found,
        })),
      );
    }
  }
  return { batches, others };
}

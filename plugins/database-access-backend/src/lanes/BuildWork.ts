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
import { creationToken } from './creationToken';
import { CorrectionWork } from './CorrectionWork';
import { Job, nameOf, News, ofCall, stuckSentence } from './Job';
import { JobCalls } from './JobCalls';
import { Reading } from './JobReads';
import { learnedCondition, learnedState, moveNews } from './learnedState';
import { Ledger } from './Ledger';
import { RemovalWork } from './RemovalWork';
import { isOfAnother, mayTake } from './objectTag';
import { nextLookMs, nextWatch, pendingWait, READY_AGAIN_MS } from './waits';
import { Workplace } from './Workplace';

/** Makes objects, waits until they are ready, and keeps looking at them. */
export class BuildWork {
  readonly #at: Workplace;
  readonly #ledger: Ledger;
  readonly #calls: JobCalls;
  readonly #corrections: CorrectionWork;
  readonly #removal: RemovalWork;

  constructor(
    workplace: Workplace,
    hands: {
      ledger: Ledger;
      calls: JobCalls;
      corrections: CorrectionWork;
      removal: RemovalWork;
    },
  ) {
    this.#at = workplace;
    this.#ledger = hands.ledger;
    this.#calls = hands.calls;
    this.#corrections = hands.corrections;
    this.#removal = hands.removal;
  }

  /** @throws LeaseLostError */
  async do(job: Job, reading: Reading): Promise<void> {
    const { object } = job;
    const { found } = reading;
    const ref = reading.ref!;
    const isAnothers = isOfAnother(object, reading);
    if (isAnothers && (await this.#isHeld(job, found))) {
      await this.#waitUntilLeft(job, found);
      return;
    }
    if (found === undefined || (isAnothers && !mayTake(job, reading))) {
      await this.#buildMissing(job, ref);
      return;
    }
    if (isAnothers) {
      await this.#take(job, reading);
      return;
    }
    const needed = this.#corrections.needed(job, ref, found);
    if (needed !== undefined) {
      await this.#corrections.do(job, { ref, state: found, needed });
      return;
    }
    const isRetried =
      object.madeGeneration > 0 && object.madeGeneration < object.generation;
    const { condition, differences } = learnedCondition(job, found, ref);
    const isOther = condition === 'broken' || differences.length > 0;
    if (isRetried && isOther && holdOf(found) === undefined) {
      // What failed in AWS never becomes well: it goes, and the next generation is made. So does what somebody changed.
      await this.#removal.removeFound(job, ref, found);
      return;
    }
    await this.#learnState(job, { state: found, ref });
  }

  /** Another row has it, and takes it away or keeps it: AWS lets there be one of these in one place. */
  #isHeld(job: Job, found: unknown): Promise<boolean> {
    const { store } = this.#at;
    return store.read(tx =>
      store.knownObjects.isHeldByAnother(tx, job.object, job.type.awsId(found)),
    );
  }

  async #waitUntilLeft(job: Job, found: unknown): Promise<void> {
    const { object, type } = job;
    await this.#ledger.learn(job, {
      attempts: object.attempts + 1,
      reason: `${nameOf(object)} waits until ${type.awsId(
        found,
      )}, which was made for an earlier access, is gone: AWS lets there be one of them.`,
      nextLookAt:
        this.#ledger.now() + pendingWait(object.attempts, this.#at.random),
    });
  }

  /** From now on it is this row's, by its id in AWS and by the tag that it has. */
  async #take(job: Job, { found, tag }: Reading): Promise<void> {
    const awsId = job.type.awsId(found);
    await this.#ledger.learn(
      job,
      { awsId, tag, nextLookAt: this.#ledger.now() },
      {
        kind: 'object.adopted',
        message: `${nameOf(
          job.object,
        )} was there already as ${awsId}, made for an earlier access: it is taken over`,
        details: { after: { awsId } },
      },
    );
  }

  async #buildMissing(job: Job, ref: ObjectRef<any>): Promise<void> {
    const { object } = job;
    const now = this.#ledger.now();
    if (object.madeGeneration === object.generation) {
      await (object.condition === 'pending'
        ? this.#waitUntilVisible(job)
        : this.#reportGone(job));
      return;
    }
    if (object.stuckGeneration === object.generation) {
      await this.#ledger.learn(job, { nextLookAt: now + READY_AGAIN_MS });
      return;
    }
    if (
      object.unsettledUntil !== undefined &&
      object.intentGeneration !== object.generation
    ) {
      // An older creation may yet take effect, and AWS would not recognise this one's token as the same.
      await this.#ledger.learn(job, { nextLookAt: object.unsettledUntil });
      return;
    }
    await this.#create(job, ref);
  }

  async #create(job: Job, ref: ObjectRef<any>): Promise<void> {
    const { object, type } = job;
    await this.#calls.mutate(job, {
      intent: 'create',
      rate: type.rates.create,
      begun: `Creating ${nameOf(object)}`,
      call: clients => type.create(clients, ref, creationToken(object)),
      done: (state, made) =>
        this.#learnState(
          job,
          { state },
          {
            kind: 'object.created',
            message: `AWS accepted the creation of ${nameOf(object)}`,
            ...ofCall(made, type.awsId(state)),
          },
        ),
    });
  }

  async #learnState(
    job: Job,
    { state, ref }: { state: unknown; ref?: ObjectRef<any> },
    ...before: News[]
  ): Promise<void> {
    const { object, type } = job;
    const now = this.#ledger.now();
    const { condition, awsStatus, reason, differences } = learnedCondition(
      job,
      state,
      ref,
    );
    const isReady = condition === 'ready';
    const isNew = before.length > 0;
    const isStuck =
      !isReady && (condition === 'broken' || this.#ledger.isLate(job));
    const isAsExpected =
      condition === object.condition || (condition === 'pending' && isNew);
    const isNewlyStuck =
      isStuck && object.stuckGeneration !== object.generation;
    const sentence =
      isStuck && differences.length === 0
        ? stuckSentence(job, reason ?? awsStatus, condition)
        : reason;
    const learned = learnedState(job, state, now, ref);
    await this.#ledger.learn(
      job,
      {
        ...learned,
        stuckGeneration: isStuck ? object.generation : 0,
        reason: sentence ?? null,
        attempts: isReady ? 0 : object.attempts + 1,
        firstIntentAt: isReady ? null : object.firstIntentAt ?? now,
        nextLookAt: Math.min(
          this.#nextLook(job, { isReady, isStuck, isNew }),
          now + nextLookMs(type, state),
          learned.unsettledUntil ?? Infinity,
        ),
      },
      ...before,
      ...moveNews(job, state),
      ...(isAsExpected && !isNewlyStuck
        ? []
        : [
            {
              kind: `object.${isNewlyStuck ? 'stuck' : condition}`,
              message: `${nameOf(object)} is ${condition}${
                awsStatus ? ` (${awsStatus})` : ''
              }${sentence ? `: ${sentence}` : ''}`,
            },
          ]),
    );
    if (isNew || (isReady && object.condition !== 'ready')) {
      await this.#ledger.hasten(job);
    }
  }

  /** When it is looked at again. */
  #nextLook(
    { object, type }: Job,
    as: { isReady: boolean; isStuck: boolean; isNew: boolean },
  ): number {
    const now = this.#ledger.now();
    if (as.isReady) {
      // What was made just now may have to be corrected at once.
      return as.isNew && type.correction ? now : nextWatch(type, object, now);
    }
    return as.isStuck
      ? now + READY_AGAIN_MS
      : now + pendingWait(object.attempts, this.#at.random);
  }

  /** AWS has answered the creation and does not show the object yet. */
  async #waitUntilVisible(job: Job): Promise<void> {
    const { object } = job;
    const now = this.#ledger.now();
    const isStuck = this.#ledger.isLate(job);
    await this.#ledger.learn(
      job,
      {
        attempts: object.attempts + 1,
        nextLookAt:
          now +
          (isStuck
            ? READY_AGAIN_MS
            : pendingWait(object.attempts, this.#at.random)),
        ...(isStuck && {
          stuckGeneration: object.generation,
          reason: stuckSentence(job, 'AWS does not show it'),
        }),
      },
      isStuck
        ? {
            kind: 'object.stuck',
            message: stuckSentence(job, 'AWS does not show it'),
          }
        : undefined,
    );
  }

  /** Somebody took away what we made. A person may have had a reason, so a person says whether it is made again. */
  async #reportGone(job: Job): Promise<void> {
    const { object } = job;
    const now = this.#ledger.now();
    const reason = `${nameOf(
      object,
    )} is gone: somebody removed it outside of this portal. Retry makes it again.`;
    await this.#ledger.learn(
      job,
      {
        intent: null,
        awsId: null,
        state: null,
        outputs: {},
        condition: 'gone',
        stuckGeneration: object.generation,
        awsStatus: null,
        reason,
        differences: [],
        conditionSince:
          object.condition === 'gone' ? object.conditionSince ?? now : now,
        readAt: now,
        nextLookAt: now + READY_AGAIN_MS,
      },
      object.condition === 'gone'
        ? undefined
        : // Whose access it is has not done it.
          { kind: 'object.gone', message: reason, actor: 'system' },
    );
  }
}

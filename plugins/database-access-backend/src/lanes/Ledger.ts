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

import { Intent, Learned, StoredObject, Subject, Tx } from '../store';
import { Failure, needsPerson } from './failures';
import { LeaseLostError } from './HeldLane';
import { Job, News, stuckSentence } from './Job';
import { newDifference } from './newDifference';
import { failureWait, pendingWait } from './waits';
import { Workplace } from './Workplace';

const BEGINNINGS: Record<Intent, string> = {
  create: 'object.creating',
  correct: 'object.correcting',
  remove: 'object.removing',
};

/** Writes what is known of objects, and tells the timelines of the shares that they are for. */
export class Ledger {
  readonly #at: Workplace;

  constructor(workplace: Workplace) {
    this.#at = workplace;
  }

  /**
   * Writes what is going to be done.
   *
   * @returns for whom the call is made, or undefined if it must not be made: something else is wanted by now
   */
  async intend(job: Job, intent: Intent, message: string | undefined) {
    const { object, held, purpose } = job;
    const { store } = this.#at;
    return store.transaction(async tx => {
      const intended = await store.knownObjects.intend(tx, held.lease, {
        object,
        intent,
        now: this.now(),
      });
      if (!intended) {
        return undefined;
      }
      const subjects = await this.#subjectsOf(tx, object, purpose);
      if (message !== undefined) {
        await this.#tell(tx, subjects, { kind: BEGINNINGS[intent], message });
      }
      const [first] = subjects;
      const objectIds = first
        ? await store.shares.objectTagsOf(tx, {
            shareId: first.shareId,
            lane: held.lane,
          })
        : [object.tag];
      return {
        shareId: first?.shareId ?? 'none',
        requestId: first?.requestId ?? object.firstRequestId,
        personRef:
          first?.actor ??
          (await store.strays.confirmerOf(tx, object)) ??
          'system',
        objectIds,
      };
    });
  }

  /**
   * Writes what was learned, and says it.
   *
   * @throws LeaseLostError
   */
  async learn(
    job: Omit<Job, 'type'> & Partial<Pick<Job, 'type'>>,
    learned: Learned,
    ...news: Array<News | undefined>
  ): Promise<void> {
    const { object, type, held, purpose } = job;
    const { store } = this.#at;
    await store.transaction(async tx => {
      const written = await store.knownObjects.learn(tx, held.lease, {
        object,
        learned: {
          unsettledUntil: object.unsettledUntil ?? null,
          attempts: object.attempts,
          firstIntentAt: object.firstIntentAt ?? null,
          ...definedOf(learned),
          nextLookAt: learned.nextLookAt,
        },
      });
      if (!written) {
        throw new LeaseLostError(held.lane);
      }
      const subjects = news.some(Boolean)
        ? await this.#subjectsOf(tx, object, purpose)
        : [];
      for (const item of news) {
        await (item && this.#tell(tx, subjects, item));
      }
      if (this.#at.askCloudTrail && type) {
        const difference = newDifference(
          { object, type, purpose },
          learned,
          this.now(),
        );
        await (difference && store.driftAuthors.ask(tx, held.lane, difference));
      }
      if (learned.condition === 'gone' && purpose === 'remove') {
        await store.knownObjects.recordRemoved(tx, object.id);
      }
    });
  }

  /**
   * AWS makes it, or has made it, and so changes others. A hint and no more: it is given in a transaction of its own, since those
   * may be in lanes that somebody else is writing, and one that is lost costs a minute.
   */
  async hasten({ object, type }: Job): Promise<void> {
    const { hastens: types } = type;
    if (types?.length) {
      const { store } = this.#at;
      await store.transaction(tx =>
        store.wantedObjects.askToLook(tx, { neededBy: object.id, types }),
      );
    }
  }

  /** Writes that something failed, and when it is tried again. */
  async learnFailure(
    job: Job,
    failure: Failure,
    learned: Partial<Learned>,
  ): Promise<void> {
    const { object, purpose } = job;
    const now = this.now();
    const isNormal = failure.isBusy && purpose === 'remove';
    const isStuck =
      needsPerson(failure.verdict) ||
      (this.isLate(job) && object.condition !== 'ready');
    const sentence =
      isStuck && !needsPerson(failure.verdict)
        ? stuckSentence(job, failure.sentence)
        : failure.sentence;
    const wait = isNormal
      ? pendingWait(object.attempts, this.#at.random)
      : failureWait(failure.verdict, object.attempts, this.#at.random);
    await this.learn(
      job,
      {
        ...learned,
        stuckGeneration: isStuck ? object.generation : undefined,
        reason: sentence,
        attempts: object.attempts + 1,
        firstIntentAt: object.firstIntentAt ?? now,
        nextLookAt: now + Math.max(wait, failure.retryAfterMs),
      },
      object.reason === sentence
        ? undefined
        : {
            kind: `object.${isStuck ? 'stuck' : 'retrying'}`,
            message: sentence,
          },
    );
  }

  /** Whether more time has passed since its first intent than its type allows. */
  isLate({ object, type }: Job): boolean {
    const { firstIntentAt } = object;
    return (
      firstIntentAt !== undefined &&
      this.now() - firstIntentAt > type.budgetSeconds * 1_000
    );
  }

  /** Milliseconds. */
  now(): number {
    return this.#at.clock.now().getTime();
  }

  /** Says something of an object in the timelines of the shares that use it. */
  async tell(tx: Tx, objectId: string, news: News): Promise<void> {
    const { knownObjects } = this.#at.store;
    const subjects = await knownObjects.subjectsOf(tx, {
      objectId,
      purpose: 'build',
    });
    await this.#tell(tx, subjects, news);
  }

  /** An object that is removed to be made again serves those who wait for it. */
  async #subjectsOf(
    tx: Tx,
    object: StoredObject,
    purpose: Job['purpose'],
  ): Promise<Subject[]> {
    const { knownObjects } = this.#at.store;
    const objectId = object.id;
    const subjects = await knownObjects.subjectsOf(tx, { objectId, purpose });
    return subjects.length > 0
      ? subjects
      : knownObjects.subjectsOf(tx, { objectId, purpose: 'build' });
  }

  async #tell(tx: Tx, subjects: Subject[], news: News): Promise<void> {
    const { timeline, outbox } = this.#at.store;
    const at = this.#at.clock.now();
    for (const { requestId, shareId, objectKey, actor } of subjects) {
      await timeline.append(tx, {
        requestId,
        shareId,
        objectKey,
        actor,
        at,
        ...news,
      });
      await outbox.add(tx, {
        id: `share.moved:${shareId}:${at.getTime()}`,
        kind: 'share.moved',
        payload: { shareId, requestId },
        at,
      });
    }
  }
}

function definedOf<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined),
  ) as Partial<T>;
}

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

import { ObjectCondition } from '@towpath/backstage-plugin-database-access-common';
import { hearRequestId, LaneClients } from '../aws';
import type { ObjectRef, ObjectType } from '../objects';
import {
  Intent,
  Learned,
  NEVER_AGAIN,
  StoredObject,
  Subject,
  Tx,
} from '../store';
import { callWithin } from './callWithin';
import { creationToken } from './creationToken';
import { Failure, failureOf, needsPerson } from './failures';
import { MissingOutputError } from './fillInOutputs';
import { HeldLane, LeaseLostError } from './HeldLane';
import { loggable } from './loggable';
import { objectRef } from './objectRef';
import { Rate } from './RateBuckets';
import { failureWait, pendingWait, READY_AGAIN_MS } from './waits';
import { Workplace } from './Workplace';

/** Reads of something ready that may fail before it is said to be unknown. */
const FAILED_READS = 3;

/** An object, its type and the lane it is worked in. */
interface Job {
  object: StoredObject;
  type: ObjectType;
  held: HeldLane;
  purpose: 'build' | 'remove';
}

/** A line of the timelines of all shares that the work is done for. */
interface News {
  kind: string;
  message: string;
  awsRequestId?: string;
}

/**
 * Brings one object one step nearer to what is wanted: reads it, makes at most one mutating call, writes what happened
 * and says when to look again. It keeps nothing, so a crash at any point is the same as a pause.
 */
export class ObjectWork {
  readonly #at: Workplace;

  constructor(workplace: Workplace) {
    this.#at = workplace;
  }

  /** @throws LeaseLostError */
  async do(row: StoredObject, held: HeldLane): Promise<void> {
    const object = this.#asOfNow(row, held);
    const type = this.#at.objectTypes.get(object.type);
    const purpose =
      object.wanted === 'absent' || object.removal ? 'remove' : 'build';
    if (!type) {
      await this.#standStill({ object, held, purpose });
      return;
    }
    const job: Job = { object, type, held, purpose };
    await (purpose === 'build' ? this.#build(job) : this.#remove(job));
  }

  /** What was known of an older generation counts no more, and what another replica began may yet take effect. */
  #asOfNow(row: StoredObject, held: HeldLane): StoredObject {
    const now = this.#now();
    const object = { ...row };
    if (object.knownGeneration !== object.generation) {
      object.attempts = 0;
      object.firstIntentAt = undefined;
    }
    if (object.unsettledUntil !== undefined && object.unsettledUntil <= now) {
      object.unsettledUntil = undefined;
    }
    if (object.intent && object.epoch !== held.lease.epoch) {
      object.unsettledUntil = now + this.#at.leaseMs;
    }
    return object;
  }

  async #build(job: Job): Promise<void> {
    const { object, type } = job;
    let ref: ObjectRef<any>;
    let found: unknown;
    try {
      ref = await objectRef(this.#at, object, 'refuse');
      found = await this.#find(job, ref);
    } catch (error) {
      await this.#failedToRead(job, error);
      return;
    }
    if (found === undefined) {
      await this.#buildMissing(job, ref);
      return;
    }
    const isRetried =
      object.madeGeneration > 0 && object.madeGeneration < object.generation;
    if (isRetried && type.assess(found).condition === 'broken') {
      // What failed in AWS never becomes well: it goes, and the next generation is made.
      await this.#removeFound(job, ref, found);
      return;
    }
    await this.#learnState(job, found);
  }

  async #buildMissing(job: Job, ref: ObjectRef<any>): Promise<void> {
    const { object } = job;
    const now = this.#now();
    if (object.madeGeneration === object.generation) {
      await (object.condition === 'pending'
        ? this.#waitUntilVisible(job)
        : this.#reportGone(job));
      return;
    }
    if (object.stuckGeneration === object.generation) {
      await this.#learn(job, { nextLookAt: now + READY_AGAIN_MS });
      return;
    }
    if (
      object.unsettledUntil !== undefined &&
      object.intentGeneration !== object.generation
    ) {
      // An older creation may yet take effect, and AWS would not recognise this one's token as the same.
      await this.#learn(job, { nextLookAt: object.unsettledUntil });
      return;
    }
    await this.#create(job, ref);
  }

  async #create(job: Job, ref: ObjectRef<any>): Promise<void> {
    const { object, type } = job;
    await this.#mutate(job, {
      intent: 'create',
      rate: type.rates.create,
      begun: `Creating ${nameOf(object)}`,
      call: clients => type.create(clients, ref, creationToken(object)),
      done: (state, awsRequestId) =>
        this.#learnState(job, state, {
          kind: 'object.created',
          message: `AWS accepted the creation of ${nameOf(object)}`,
          awsRequestId,
        }),
    });
  }

  async #learnState(
    job: Job,
    state: unknown,
    ...before: News[]
  ): Promise<void> {
    const { object, type } = job;
    const now = this.#now();
    const { condition, awsStatus, reason } = type.assess(state);
    const isReady = condition === 'ready';
    const isStuck = !isReady && (condition === 'broken' || this.#isLate(job));
    const isAsExpected =
      condition === object.condition ||
      (condition === 'pending' && before.length > 0);
    const isNewlyStuck =
      isStuck && object.stuckGeneration !== object.generation;
    const sentence = isStuck
      ? stuckSentence(job, reason ?? awsStatus, condition)
      : reason;
    // What AWS shows was made once; only a type without token or name may be made or unmade yet again by a lost call.
    const unsettledUntil =
      type.identity === 'neither' ? object.unsettledUntil : undefined;
    const wait =
      isReady || isStuck
        ? READY_AGAIN_MS
        : pendingWait(object.attempts, this.#at.random);
    await this.#learn(
      job,
      {
        intent: null,
        unsettledUntil: unsettledUntil ?? null,
        madeGeneration: object.generation,
        stuckGeneration: isStuck ? object.generation : 0,
        awsId: type.awsId(state),
        state,
        outputs: type.outputs(state),
        condition,
        awsStatus: awsStatus ?? null,
        reason: sentence ?? null,
        attempts: isReady ? 0 : object.attempts + 1,
        firstIntentAt: isReady ? null : object.firstIntentAt ?? now,
        readAt: now,
        nextLookAt: Math.min(now + wait, unsettledUntil ?? Infinity),
      },
      ...before,
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
  }

  /** AWS has answered the creation and does not show the object yet. */
  async #waitUntilVisible(job: Job): Promise<void> {
    const { object } = job;
    const now = this.#now();
    const isStuck = this.#isLate(job);
    await this.#learn(
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
    const now = this.#now();
    const reason = `${nameOf(
      object,
    )} is gone: somebody removed it outside of this portal. Retry makes it again.`;
    await this.#learn(
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
        readAt: now,
        nextLookAt: now + READY_AGAIN_MS,
      },
      object.condition === 'gone'
        ? undefined
        : { kind: 'object.gone', message: reason },
    );
  }

  async #remove(job: Job): Promise<void> {
    const { object, type } = job;
    if (type.endsWithParent || wasNeverMade(object)) {
      await this.#learnGone(job);
      return;
    }
    let ref: ObjectRef<any>;
    let found: unknown;
    try {
      ref = await objectRef(this.#at, object, 'leave-out');
      found = await this.#find(job, ref);
    } catch (error) {
      await this.#failedToRead(job, error);
      return;
    }
    if (found !== undefined) {
      await this.#removeFound(job, ref, found);
      return;
    }
    if (object.unsettledUntil !== undefined) {
      await this.#learn(job, { nextLookAt: object.unsettledUntil });
      return;
    }
    await this.#learnGone(job);
  }

  async #removeFound(
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
    await this.#mutate(job, {
      intent: 'remove',
      rate: type.rates.remove,
      begun: `Removing ${nameOf(object)}`,
      call: clients =>
        type.remove(clients, { ...ref, awsId: type.awsId(state) }, state),
      done: (_answer, awsRequestId) =>
        this.#learn(
          job,
          {
            intent: null,
            removal: 'accepted',
            condition: 'pending',
            stuckGeneration: 0,
            reason: null,
            attempts: isRepeated ? object.attempts + 1 : 0,
            readAt: this.#now(),
            nextLookAt: isRepeated
              ? this.#now() + pendingWait(object.attempts, this.#at.random)
              : this.#now(),
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
    const now = this.#now();
    const isStuck = this.#isLate(job);
    const sentence = isStuck ? stuckSentence(job, reason ?? awsStatus) : reason;
    await this.#learn(
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
    const now = this.#now();
    const wasMade = !wasNeverMade(object);
    await this.#learn(
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

  /** Intent, one call, outcome. */
  async #mutate<T>(
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
    const askAgainAt = held.buckets.take(rate, this.#now());
    if (askAgainAt > 0) {
      await this.#learn(job, { nextLookAt: askAgainAt });
      return;
    }
    object.firstIntentAt ??= this.#now();
    await this.#at.reached('before-intent', intent);
    const subject = await this.#intend(job, intent, step.begun);
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

  /** @returns for whom the call is made, or undefined if it must not be made */
  async #intend(job: Job, intent: Intent, message: string) {
    const { object, held, purpose } = job;
    const { store } = this.#at;
    return store.transaction(async tx => {
      const intended = await store.knownObjects.intend(tx, held.lease, {
        object,
        intent,
        now: this.#now(),
      });
      if (!intended) {
        return undefined;
      }
      const subjects = await this.#subjectsOf(tx, object, purpose);
      const kind = intent === 'create' ? 'object.creating' : 'object.removing';
      await this.#tell(tx, subjects, { kind, message });
      const [first] = subjects;
      const objectIds = first
        ? await store.shares.objectIdsOf(tx, {
            shareId: first.shareId,
            lane: held.lane,
          })
        : [object.id];
      return {
        shareId: first?.shareId ?? 'none',
        requestId: first?.requestId ?? object.firstRequestId,
        personRef: first?.actor ?? 'system',
        objectIds,
      };
    });
  }

  async #failedToRead(job: Job, error: unknown): Promise<void> {
    const { object } = job;
    if (error instanceof LeaseLostError) {
      throw error;
    }
    if (error instanceof MissingOutputError) {
      await this.#learn(job, {
        reason: error.message,
        attempts: object.attempts + 1,
        nextLookAt: this.#now() + pendingWait(object.attempts, this.#at.random),
      });
      return;
    }
    const failure = this.#failureOf(job, error);
    const isUnknown =
      object.madeGeneration > 0 &&
      (needsPerson(failure.verdict) || object.attempts >= FAILED_READS);
    await this.#learnFailure(job, failure, {
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
      held.buckets.drain(step.rate, this.#now() + pause);
    }
    if (failure.isUncertain) {
      await this.#learnFailure(job, failure, {
        unsettledUntil: this.#now() + this.#at.leaseMs,
      });
      return;
    }
    // Nothing was done, so everything is as it was before the intent.
    await this.#learnFailure(job, failure, {
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

  async #learnFailure(
    job: Job,
    failure: Failure,
    learned: Partial<Learned>,
  ): Promise<void> {
    const { object, purpose } = job;
    const now = this.#now();
    const isNormal = failure.isBusy && purpose === 'remove';
    const isStuck =
      needsPerson(failure.verdict) || (this.#isLate(job) && !isReady(object));
    const sentence =
      isStuck && !needsPerson(failure.verdict)
        ? stuckSentence(job, failure.sentence)
        : failure.sentence;
    const wait = isNormal
      ? pendingWait(object.attempts, this.#at.random)
      : failureWait(failure.verdict, object.attempts, this.#at.random);
    await this.#learn(
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

  /** Its type is not known to this version of the portal. */
  async #standStill(job: Omit<Job, 'type'>): Promise<void> {
    const { object } = job;
    const reason = `This version of the portal knows no objects of type ${object.type}: install the version that made the plan.`;
    await this.#learn(
      job,
      {
        stuckGeneration: object.generation,
        reason,
        nextLookAt: this.#now() + READY_AGAIN_MS,
      },
      object.reason === reason
        ? undefined
        : { kind: 'object.stuck', message: reason },
    );
  }

  async #learn(
    job: Omit<Job, 'type'>,
    learned: Learned,
    ...news: Array<News | undefined>
  ): Promise<void> {
    const { object, held, purpose } = job;
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
      if (learned.condition === 'gone' && purpose === 'remove') {
        await store.knownObjects.recordRemoved(tx, object.id);
      }
    });
  }

  async #find(job: Job, ref: ObjectRef<any>): Promise<unknown> {
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

  #isLate({ object, type }: Job): boolean {
    const { firstIntentAt } = object;
    return (
      firstIntentAt !== undefined &&
      this.#now() - firstIntentAt > type.budgetSeconds * 1_000
    );
  }

  #now(): number {
    return this.#at.clock.now().getTime();
  }
}

function nameOf(object: StoredObject): string {
  return `${object.title} ${object.name}`;
}

function isReady(object: StoredObject): boolean {
  return object.condition === 'ready';
}

/** Nothing was ever called for it, or what was called is known to have done nothing. */
function wasNeverMade(object: StoredObject): boolean {
  return (
    ['absent', 'gone'].includes(object.condition) &&
    object.madeGeneration === 0 &&
    !object.intent &&
    !object.removal &&
    object.unsettledUntil === undefined
  );
}

function stuckSentence(
  { object, type, purpose }: Job,
  why: string | undefined,
  condition?: ObjectCondition,
): string {
  if (condition === 'broken') {
    return `${nameOf(object)} in account ${object.lane.accountId} failed${
      why ? `: ${why}` : ''
    }`;
  }
  const minutes = Math.round(type.budgetSeconds / 60);
  const aim = purpose === 'build' ? 'ready' : 'gone';
  return `${nameOf(object)} in account ${
    object.lane.accountId
  } is not ${aim} (allowed: ${minutes} min)${why ? `: ${why}` : ''}`;
}

function definedOf<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined),
  ) as Partial<T>;
}

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

import { hearCalls } from '../aws';
import type { ObjectRef } from '../objects';
import { ObjectOfShare, StoredShare } from '../store';
import { callWithin } from './callWithin';
import { failureOf } from './failures';
import { HeldLane, LeaseLostError } from './HeldLane';
import { News, ofCall } from './Job';
import { loggable } from './loggable';
import { refOfExisting } from './objectRef';
import { failureWait, pendingWait } from './waits';
import { Workplace } from './Workplace';

/**
 * Cuts a share's path by a call of its own, in another lane than the one that could not be reached: the removal that the
 * type of the cut's node knows, though in a teardown that object would end by itself.
 */
export class CutWork {
  readonly #at: Workplace;

  constructor(workplace: Workplace) {
    this.#at = workplace;
  }

  /** @throws LeaseLostError */
  async do(share: StoredShare, held: HeldLane): Promise<void> {
    const { store, objectTypes } = this.#at;
    const cut = share.graph.cuts[share.cutIndex];
    const objects = await store.read(tx =>
      store.shares.objectsOf(tx, share.id),
    );
    const object = objects.find(({ key }) => key === cut.how.node);
    const type = object && objectTypes.get(object.type);
    if (!object || !type) {
      await this.#postpone(
        share,
        held,
        `The path cannot be cut there (${cut.title}): this version of the portal does not know how.`,
      );
      return;
    }
    if (!held.mayCall()) {
      throw new LeaseLostError(held.lane);
    }
    const rate = type.rates.remove;
    const askAgainAt = held.buckets.take(rate, this.#now());
    if (askAgainAt > 0) {
      await this.#intend(share, held, askAgainAt);
      return;
    }
    const ref = await refOfExisting(this.#at, object);
    if (!ref) {
      await this.#postpone(
        share,
        held,
        `The path cannot be cut there yet (${cut.title}): it is not known which endpoint was made.`,
        pendingWait(share.cutAttempts, this.#at.random),
      );
      return;
    }
    await this.#at.reached('before-intent', 'cut', share.id);
    const wait = pendingWait(share.cutAttempts, this.#at.random);
    if (!(await this.#intend(share, held, this.#now() + wait))) {
      return;
    }
    await this.#at.reached('after-intent', 'cut', share.id);
    try {
      const made = await this.#call({
        share,
        held,
        object,
        objects,
        ref,
      });
      await this.#at.reached('after-call', 'cut', share.id);
      await store.transaction(tx =>
        store.shares.recordCut(tx, share, {
          message: `The path is cut (${cut.title})`,
          now: this.#at.clock.now(),
          ...made,
        }),
      );
    } catch (error) {
      await this.#failed(share, held, error);
    }
    await this.#at.reached('after-outcome', 'cut', share.id);
  }

  /** @returns what the timeline says of the call */
  async #call(job: {
    share: StoredShare;
    held: HeldLane;
    object: ObjectOfShare;
    objects: ObjectOfShare[];
    ref: ObjectRef<any>;
  }): Promise<Pick<News, 'awsRequestId' | 'details'>> {
    const { share, held, object, objects, ref } = job;
    const type = this.#at.objectTypes.get(object.type)!;
    const within = <T>(operation: string, call: () => Promise<T>) =>
      callWithin(this.#at.callDeadlineMs, operation, call);
    const state = await within(`Reading ${object.title}`, () =>
      type.find(this.#at.clients.read(held.lane), ref),
    );
    if (state === undefined) {
      // Nothing is connected, so nothing is left to cut.
      return {};
    }
    const clients = this.#at.clients.provision(held.lane, {
      shareId: share.id,
      requestId: share.requestId,
      personRef: share.revokedBy ?? 'system',
      objectIds: objects
        .filter(
          ({ lane }) =>
            lane.accountId === held.lane.accountId &&
            lane.region === held.lane.region,
        )
        .map(({ tag }) => tag),
    });
    return hearCalls(async heard => {
      await within(type.rates.remove.operation, () =>
        type.remove(clients, { ...ref, awsId: type.awsId(state) }, state),
      );
      return ofCall(heard.call, type.awsId(state));
    });
  }

  async #failed(
    share: StoredShare,
    held: HeldLane,
    error: unknown,
  ): Promise<void> {
    const failure = failureOf(error);
    if (failure.isOurs) {
      this.#at.logger.error(
        `Cutting the path of share ${share.id} failed`,
        loggable(error),
      );
    }
    const wait = failureWait(
      failure.verdict,
      share.cutAttempts,
      this.#at.random,
    );
    await this.#postpone(
      { ...share, cutAttempts: share.cutAttempts + 1 },
      held,
      failure.sentence,
      Math.max(wait, failure.retryAfterMs),
    );
  }

  async #postpone(
    share: StoredShare,
    held: HeldLane,
    message: string,
    waitMs = failureWait('never', share.cutAttempts, this.#at.random),
  ): Promise<void> {
    const { store, clock } = this.#at;
    const at = clock.now();
    await store.transaction(async tx => {
      const written = await store.knownObjects.intendCut(tx, held.lease, {
        share,
        nextLookAt: at.getTime() + waitMs,
      });
      if (written) {
        await store.timeline.append(tx, {
          requestId: share.requestId,
          shareId: share.id,
          at,
          actor: share.revokedBy ?? 'system',
          kind: 'share.cut-failed',
          message,
        });
      }
    });
  }

  #intend(
    share: StoredShare,
    held: HeldLane,
    nextLookAt: number,
  ): Promise<boolean> {
    const { store } = this.#at;
    return store.transaction(tx =>
      store.knownObjects.intendCut(tx, held.lease, { share, nextLookAt }),
    );
  }

  #now(): number {
    return this.#at.clock.now().getTime();
  }
}

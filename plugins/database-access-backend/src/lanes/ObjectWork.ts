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

import { StoredObject } from '../store';
import { BuildWork } from './BuildWork';
import { HeldLane } from './HeldLane';
import { Job } from './Job';
import { JobCalls } from './JobCalls';
import { Ledger } from './Ledger';
import { RemovalWork } from './RemovalWork';
import { READY_AGAIN_MS } from './waits';
import { Workplace } from './Workplace';

/**
 * Brings one object one step nearer to what is wanted: reads it, makes at most one mutating call, writes what happened
 * and says when to look again. It keeps nothing, so a crash at any point is the same as a pause.
 */
export class ObjectWork {
  readonly #at: Workplace;
  readonly #ledger: Ledger;
  readonly #build: BuildWork;
  readonly #removal: RemovalWork;

  constructor(workplace: Workplace) {
    this.#at = workplace;
    this.#ledger = new Ledger(workplace);
    const calls = new JobCalls(workplace, this.#ledger);
    this.#removal = new RemovalWork(workplace, this.#ledger, calls);
    this.#build = new BuildWork(workplace, {
      ledger: this.#ledger,
      calls,
      removal: this.#removal,
    });
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
    await (purpose === 'build' ? this.#build : this.#removal).do(job);
  }

  /** What was known of an older generation counts no more, and what another replica began may yet take effect. */
  #asOfNow(row: StoredObject, held: HeldLane): StoredObject {
    const now = this.#ledger.now();
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

  /** Its type is not known to this version of the portal. */
  async #standStill(job: Omit<Job, 'type'>): Promise<void> {
    const { object } = job;
    const reason = `This version of the portal knows no objects of type ${object.type}: install the version that made the plan.`;
    await this.#ledger.learn(
      job,
      {
        stuckGeneration: object.generation,
        reason,
        nextLookAt: this.#ledger.now() + READY_AGAIN_MS,
      },
      object.reason === reason
        ? undefined
        : { kind: 'object.stuck', message: reason },
    );
  }
}

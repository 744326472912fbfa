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
import { CorrectionWork } from './CorrectionWork';
import { forAll } from './forAll';
import { HeldLane } from './HeldLane';
import { isToBeMade, Job, needsNoRead } from './Job';
import { JobCalls } from './JobCalls';
import { JobReads, Reading } from './JobReads';
import { Ledger } from './Ledger';
import { partRemovable, RemovalWork } from './RemovalWork';
import { SweepWork } from './SweepWork';
import { READY_AGAIN_MS } from './waits';
import { Workplace } from './Workplace';

/** Objects of one lane that are read by themselves, or written, at a time. */
const AT_ONCE = 8;

/**
 * Brings objects one step nearer to what is wanted: reads it, makes at most one mutating call, writes what happened
 * and says when to look again. It keeps nothing, so a crash at any point is the same as a pause.
 */
export class ObjectWork {
  readonly #at: Workplace;
  readonly #ledger: Ledger;
  readonly #calls: JobCalls;
  readonly #reads: JobReads;
  readonly #build: BuildWork;
  readonly #sweep: SweepWork;
  readonly #removal: RemovalWork;

  constructor(workplace: Workplace) {
    this.#at = workplace;
    const ledger = new Ledger(workplace);
    const calls = new JobCalls(workplace, ledger);
    const corrections = new CorrectionWork(workplace, { ledger, calls });
    const removal = new RemovalWork(workplace, ledger, calls);
    this.#ledger = ledger;
    this.#calls = calls;
    this.#reads = new JobReads(workplace, calls);
    this.#removal = removal;
    this.#build = new BuildWork(workplace, {
      ledger,
      calls,
      corrections,
      removal,
    });
    this.#sweep = new SweepWork(workplace, {
      build: this.#build,
      corrections,
    });
  }

  /**
   * Reads everything of a lane, if its time has come.
   *
   * @returns whether it had
   * @throws LeaseLostError
   */
  async sweep(held: HeldLane): Promise<boolean> {
    return this.#sweep.do(held);
  }

  /**
   * Works what is due in a lane. What can be read together is; of the rest only so many as are read at a time, since
   * what is left stays due.
   *
   * @throws LeaseLostError
   */
  async do(rows: StoredObject[], held: HeldLane): Promise<void> {
    const jobs = await this.#jobsOf(rows, held);
    const readings = await this.#reads.together(jobs);
    const alone = jobs.filter(job => !readings.has(job)).slice(0, AT_ONCE);
    const { batches, others } = partRemovable(
      [...readings].flatMap(([job, reading]) =>
        reading ? [{ job, reading }] : [],
      ),
    );
    await forAll(
      [
        ...batches.map(batch => () => this.#removal.removeTogether(batch)),
        ...alone.map(job => () => this.#doAlone(job)),
        ...others.map(
          ({ job, reading }) =>
            () =>
              this.#doRead(job, reading),
        ),
      ],
      AT_ONCE,
      work => work(),
    );
  }

  async #jobsOf(rows: StoredObject[], held: HeldLane): Promise<Job[]> {
    const jobs: Job[] = [];
    for (const row of rows) {
      const object = this.#asOfNow(row, held);
      const type = this.#at.objectTypes.get(object.type);
      const purpose =
        object.wanted === 'absent' || object.removal ? 'remove' : 'build';
      if (type) {
        jobs.push({ object, type, held, purpose });
      } else {
        await this.#standStill({ object, held, purpose });
      }
    }
    return jobs;
  }

  async #doAlone(job: Job): Promise<void> {
    if (needsNoRead(job)) {
      await this.#removal.learnGone(job);
      return;
    }
    // Many that wait for few calls are not looked at each time.
    const { create } = job.type.rates;
    if (isToBeMade(job) && !(await this.#calls.takeTurn(job, create))) {
      return;
    }
    const reading = await this.#reads.one(job);
    if (reading) {
      await this.#doRead(job, reading);
    }
  }

  async #doRead(job: Job, reading: Reading): Promise<void> {
    const work = job.purpose === 'build' ? this.#build : this.#removal;
    try {
      await work.do(job, reading);
    } catch (error) {
      // A mistake of ours at one object delays no other of the lane.
      await this.#calls.failedToRead(job, error);
    }
  }

  /** What was known of an older generation counts no more, and what another replica began may yet take effect. */
  #asOfNow(row: StoredObject, held: HeldLane): StoredObject {
    const now = this.#ledger.now();
    const object = { ...row };
    if (object.knownGeneration !== object.generation) {
      object.attempts = 0;
      object.firstIntentAt = undefined;
    }
    if (object.unsettledUntil !== undefined) {
      // Waited for already, maybe under another lease: a lane in which nothing else is due is let go meanwhile.
      object.unsettledUntil =
        object.unsettledUntil > now ? object.unsettledUntil : undefined;
    } else if (object.intent && object.epoch !== held.lease.epoch) {
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

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
import { callWithin } from './callWithin';
import { MissingOutputError } from './fillInOutputs';
import { LeaseLostError } from './HeldLane';
import { Job, nameOf, needsNoRead } from './Job';
import { JobCalls } from './JobCalls';
import { objectRef, outputsFor, refOfExisting, refWith } from './objectRef';
import { objectTagOf } from './objectTag';
import { Workplace } from './Workplace';

/** Objects that one Describe or List is asked for. */
const MOST_AT_ONCE = 100;

/** What AWS shows of an object. */
export interface Reading {
  /** Absent: it is not known well enough to be looked for. */
  ref?: ObjectRef<any>;
  /** Absent: AWS has none, or has it no more. */
  found?: unknown;
  /** Of what was found by its name: the row that it was made for, as far as it says so. */
  tag?: string;
}

type Known = { job: Job; ref: ObjectRef<any> };

/** Reads what lanes work on: many by one call where their type can, else one by one. */
export class JobReads {
  readonly #at: Workplace;
  readonly #calls: JobCalls;

  constructor(workplace: Workplace, calls: JobCalls) {
    this.#at = workplace;
    this.#calls = calls;
  }

  /**
   * @returns undefined if it could not be read, which has been written then
   * @throws LeaseLostError
   */
  async one(job: Job): Promise<Reading | undefined> {
    const { read } = job.type.rates;
    if (read && !(await this.#calls.takeTurn(job, read))) {
      return undefined;
    }
    try {
      const ref = await (job.purpose === 'build'
        ? objectRef(this.#at, job.object, 'refuse')
        : refOfExisting(this.#at, job.object));
      const found = ref && (await this.#find(job, ref));
      return found === undefined || job.object.awsId
        ? { ref, found }
        : { ref, found, tag: await this.#tagOf(job, found) };
    } catch (error) {
      await this.#calls.failedToRead(job, error);
      return undefined;
    }
  }

  /**
   * Reads those of the jobs that can be read together. What such a reading does not show is left to be read by itself,
   * since nothing is called gone because a list was slow to show it.
   *
   * @returns by job: what was read, or undefined if it could not be read, which has been written then
   * @throws LeaseLostError
   */
  async together(jobs: Job[]): Promise<Map<Job, Reading | undefined>> {
    const readings = new Map<Job, Reading | undefined>();
    const known = await this.#known(jobs);
    for (const batch of batchesOf(known)) {
      const batchJobs = batch.map(({ job }) => job);
      const { read } = batchJobs[0].type.rates;
      if (read && !(await this.#calls.takeToken(batchJobs, read))) {
        batchJobs.forEach(job => readings.set(job, undefined));
        continue;
      }
      try {
        const found = await this.#findMany(batch);
        batch.forEach(({ job, ref }, index) => {
          if (found[index] !== undefined) {
            readings.set(job, { ref, found: found[index] });
          }
        });
      } catch (error) {
        for (const { job } of batch) {
          await this.#calls.failedToRead(job, error);
          readings.set(job, undefined);
        }
      }
    }
    return readings;
  }

  async #known(jobs: Job[]): Promise<Known[]> {
    const able = jobs.filter(
      job => job.type.findMany && job.object.awsId && !needsNoRead(job),
    );
    const outputs = await outputsFor(
      this.#at,
      able.map(({ object }) => object),
    );
    return able.flatMap(job => {
      const missing = job.purpose === 'build' ? 'refuse' : 'leave-out';
      try {
        return [
          { job, ref: refWith(this.#at, job.object, { outputs, missing }) },
        ];
      } catch (error) {
        if (error instanceof MissingOutputError) {
          return [];
        }
        throw error;
      }
    });
  }

  async #find(job: Job, ref: ObjectRef<any>): Promise<unknown> {
    const { type, held, object } = job;
    this.#expectLease(job);
    const clients = this.#at.clients.read(held.lane);
    const found = await callWithin(
      this.#at.callDeadlineMs,
      `Reading ${nameOf(object)}`,
      () => type.find(clients, ref),
    );
    return unlessGone(job, found);
  }

  #tagOf({ type, held, object }: Job, found: unknown) {
    return callWithin(
      this.#at.callDeadlineMs,
      `Reading the tags of ${nameOf(object)}`,
      () => objectTagOf(type, this.#at.clients.read(held.lane), found),
    );
  }

  async #findMany(batch: Known[]): Promise<unknown[]> {
    const [{ job }] = batch;
    this.#expectLease(job);
    const clients = this.#at.clients.read(job.held.lane);
    const found = await callWithin(
      this.#at.callDeadlineMs,
      `Reading ${batch.length} objects of type ${job.type.type}`,
      () =>
        job.type.findMany!(
          clients,
          batch.map(({ ref }) => ref),
        ),
    );
    return found.map((state, index) => unlessGone(batch[index].job, state));
  }

  #expectLease({ held }: Job): void {
    if (!held.mayCall()) {
      throw new LeaseLostError(held.lane);
    }
  }
}

function unlessGone({ type }: Job, found: unknown): unknown {
  return found === undefined || type.assess(found).condition === 'gone'
    ? undefined
    : found;
}

/** By type; alone, nothing is read together. */
function batchesOf(known: Known[]): Known[][] {
  const byType = new Map<string, Known[]>();
  for (const each of known) {
    const { type } = each.job.type;
    byType.set(type, [...(byType.get(type) ?? []), each]);
  }
  return [...byType.values()]
    .filter(({ length }) => length > 1)
    .flatMap(all =>
      Array.from({ length: Math.ceil(all.length / MOST_AT_ONCE) }, (_, i) =>
        all.slice(i * MOST_AT_ONCE, (i + 1) * MOST_AT_ONCE),
      ),
    );
}

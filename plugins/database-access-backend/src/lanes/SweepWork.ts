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
import { isDeepStrictEqual } from 'util';
import {
  AwsCallError,
  ReadBucket,
  RememberingClients,
  rememberReads,
} from '../aws';
import { surroundingTypes, type ObjectType, type Rate } from '../objects';
import { DueSweep, StoredObject, Stray, SweepProblem } from '../store';
import { BuildWork } from './BuildWork';
import { CorrectionWork } from './CorrectionWork';
import { failureOf, needsPerson } from './failures';
import { asJson } from './asJson';
import { forAll } from './forAll';
import { HeldLane, LeaseLostError } from './HeldLane';
import { Job } from './Job';
import { Reading } from './JobReads';
import { loggable } from './loggable';
import { outputsFor, refIfKnown } from './objectRef';
import { objectTagOf } from './objectTag';
import { learnedCondition } from './learnedState';
import { FULL_SWEEP_MS, nextSweepMs, SWEPT_AGAIN_MS } from './waits';
import { Workplace } from './Workplace';

/** Types and kinds that are read at a time. */
const AT_ONCE = 4;

/** What a sweep has found so far. */
interface Findings {
  problems: SweepProblem[];
  /** Something is not as it should be, or changes. */
  isRestless: boolean;
  /** There is nothing of a share. */
  isEmpty: boolean;
}

/**
 * Reads everything of ours in a lane in pages, and what packets meet beside it. What is as it was known costs no more than
 * that; what is not goes the same way as if it had been looked at by itself. A lane that cannot be read costs only itself.
 */
export class SweepWork {
  readonly #at: Workplace;
  readonly #build: BuildWork;
  readonly #corrections: CorrectionWork;

  constructor(
    workplace: Workplace,
    hands: { build: BuildWork; corrections: CorrectionWork },
  ) {
    this.#at = workplace;
    this.#build = hands.build;
    this.#corrections = hands.corrections;
  }

  /**
   * Sweeps a lane if it is due.
   *
   * @returns whether it was
   * @throws LeaseLostError
   */
  async do(held: HeldLane): Promise<boolean> {
    const { store, clock } = this.#at;
    const { lane } = held;
    const beganAt = clock.now().getTime();
    const due = await store.read(tx =>
      store.sweeps.due(tx, { lane, now: beganAt }),
    );
    if (!due) {
      return false;
    }
    const findings: Findings = {
      problems: [],
      isRestless: false,
      isEmpty: false,
    };
    const { pages, others } = await this.#sweep(held, due, findings, beganAt);
    const { problems, isRestless, isEmpty } = findings;
    const written = await store.transaction(tx =>
      store.sweeps.record(tx, held.lease, {
        due,
        result: {
          beganAt,
          endedAt: clock.now().getTime(),
          nextAt: beganAt + nextSweepMs({ problems, isRestless, isEmpty }),
          calls: pages,
          oneByOne: others,
          problems,
          ...(due.isFull && { nextFullAt: beganAt + FULL_SWEEP_MS }),
        },
      }),
    );
    if (!written) {
      throw new LeaseLostError(lane);
    }
    return true;
  }

  /** @returns how often AWS was asked for pages, and for what it tells of one at a time */
  async #sweep(
    held: HeldLane,
    due: DueSweep,
    findings: Findings,
    beganAt: number,
  ): Promise<{ pages: number; others: number }> {
    const { store, objectTypes, clients } = this.#at;
    const { lane } = held;
    let pages: RememberingClients;
    let others: RememberingClients;
    try {
      pages = rememberReads(clients.read(lane));
      others = rememberReads(clients.read(lane));
    } catch (error) {
      findings.problems.push(this.#problemOf(error));
      return { pages: 0, others: 0 };
    }
    const sweep = {
      findings,
      beganAt,
      asked: due.asked,
      pages,
      others,
      pace: new ReadBucket(),
    };
    const { rows, wanted, claimed, unnamed, lost } = await store.read(
      async tx => ({
        rows: await store.knownObjects.settled(tx, lane),
        wanted: await store.surroundings.wanted(tx, lane),
        claimed: await store.knownObjects.claimed(tx, lane),
        unnamed: await store.knownObjects.unnamed(tx, lane),
        lost: due.isFull ? await store.knownObjects.lost(tx, lane) : [],
      }),
    );
    findings.isEmpty = claimed.size === 0 && wanted.size === 0;
    const byType = groupByType(rows);
    const possible = this.#at.typesIn(lane);
    const types = [...objectTypes.values()].filter(
      ({ type, oneByOne }) =>
        !oneByOne && (byType.has(type) || (due.isFull && possible.has(type))),
    );
    let closed: SweepProblem | undefined;
    const attempt = async (of: string, work: () => Promise<void>) => {
      if (closed) {
        return;
      }
      try {
        await work();
      } catch (error) {
        if (error instanceof LeaseLostError) {
          throw error;
        }
        if (isDoorClosed(error)) {
          closed ??= this.#problemOf(error);
        }
        sweep.findings.problems.push(this.#problemOf(error, of));
      }
    };
    await forAll(types, AT_ONCE, type =>
      attempt(type.type, () =>
        this.#sweepType(held, type, {
          ...sweep,
          rows: byType.get(type.type) ?? [],
          claimed: claimed.get(type.type) ?? new Set(),
          unnamed,
          lost: lost.filter(each => each.type === type.type),
          isFull: due.isFull,
        }),
      ),
    );
    await forAll([...wanted], AT_ONCE, ([kind, ids]) =>
      attempt(kind, () => this.#sweepKind(held, { ...sweep, kind, ids })),
    );
    if (closed) {
      // Whoever is not let in has one thing to say, not one for each type, and not what failed beside.
      sweep.findings.problems = [closed];
    }
    sweep.findings.isRestless ||= rows.some(
      ({ condition }) => condition !== 'ready',
    );
    return { pages: pages.calls(), others: others.calls() };
  }

  async #sweepType(
    held: HeldLane,
    type: ObjectType,
    sweep: {
      findings: Findings;
      beganAt: number;
      pages: RememberingClients;
      rows: StoredObject[];
      claimed: ReadonlySet<string>;
      unnamed: ReadonlySet<string>;
      lost: readonly StoredObject[];
      isFull: boolean;
    },
  ): Promise<void> {
    const { store, installation } = this.#at;
    const { rows, beganAt, findings } = sweep;
    const found = new Map<string, unknown>();
    for await (const state of type.list(sweep.pages.clients, installation)) {
      found.set(type.awsId(state), state);
    }
    const missing: string[] = [];
    const same: string[] = [];
    for (const { job, reading } of await this.#readings(held, type, {
      rows,
      found,
    })) {
      this.#expectLease(held);
      if (reading.found === undefined) {
        missing.push(job.object.id);
      } else if (this.#isAsKnown(job, reading)) {
        same.push(job.object.id);
      } else {
        findings.isRestless = true;
        await this.#build.do(job, reading);
      }
    }
    const strays =
      sweep.isFull && !type.isSetting
        ? await this.#withLosers(
            type,
            await this.#straysAmong(type, found, sweep),
            sweep,
          )
        : undefined;
    // Nothing is called gone because a list was slow to show it: it is looked at by itself.
    findings.isRestless ||= missing.length > 0;
    await store.transaction(async tx => {
      await store.knownObjects.lookNow(tx, held.lease, missing);
      await store.knownObjects.touch(tx, held.lease, {
        ids: same,
        readAt: beganAt,
        nextLookAt: beganAt + 3 * SWEPT_AGAIN_MS,
      });
      if (strays) {
        await store.strays.learn(tx, held.lease, {
          type: type.type,
          strays,
          at: beganAt,
        });
      }
    });
  }

  /** What nobody claims, each with the row that it was made for: only this lets a session remove it. */
  async #straysAmong(
    type: ObjectType,
    found: ReadonlyMap<string, unknown>,
    sweep: {
      pages: RememberingClients;
      claimed: ReadonlySet<string>;
      unnamed: ReadonlySet<string>;
    },
  ): Promise<Stray[]> {
    const strays: Stray[] = [];
    for (const [awsId, state] of found) {
      if (sweep.claimed.has(awsId)) {
        continue;
      }
      const objectTag = await objectTagOf(type, sweep.pages.clients, state);
      // Its creation was not heard of yet: its row is about to find it.
      if (!objectTag || !sweep.unnamed.has(objectTag)) {
        strays.push({ awsId, state: { ...(state as object), objectTag } });
      }
    }
    return strays;
  }

  /** The same, each with the row that finds it by the name of what it lost, and with what is otherwise about it. */
  async #withLosers(
    type: ObjectType,
    strays: Stray[],
    sweep: { pages: RememberingClients; lost: readonly StoredObject[] },
  ): Promise<Stray[]> {
    const { pages, lost } = sweep;
    if (strays.length === 0 || lost.length === 0) {
      return strays;
    }
    const outputs = await outputsFor(this.#at, lost);
    const losers = new Map<string, Pick<Stray, 'objectId' | 'differences'>>();
    for (const object of lost) {
      const ref = refIfKnown(this.#at, object, outputs);
      const found = ref && (await type.find(pages.clients, ref));
      if (found !== undefined) {
        losers.set(type.awsId(found), {
          objectId: object.id,
          differences: type.differences?.(ref!, found) ?? [],
        });
      }
    }
    return strays.map(stray => ({ ...stray, ...losers.get(stray.awsId) }));
  }

  /** What a list shows of each object; one of those whose specs are not complete is none of a sweep's. */
  async #readings(
    held: HeldLane,
    type: ObjectType,
    options: { rows: StoredObject[]; found: ReadonlyMap<string, unknown> },
  ): Promise<Array<{ job: Job; reading: Reading }>> {
    const { rows, found } = options;
    const outputs = await outputsFor(this.#at, rows);
    return rows.flatMap(object => {
      const job: Job = { object, type, held, purpose: 'build' };
      const ref = refIfKnown(this.#at, object, outputs);
      if (!ref) {
        return [];
      }
      const state = found.get(object.awsId!);
      const isGone =
        state !== undefined && type.assess(state).condition === 'gone';
      return [{ job, reading: { ref, found: isGone ? undefined : state } }];
    });
  }

  /** Nothing is to be written of it but that it was read. */
  #isAsKnown(job: Job, { ref, found }: Reading): boolean {
    const { object, type } = job;
    return (
      object.knownGeneration === object.generation &&
      object.looksAsked === object.looksHeeded &&
      object.condition === learnedCondition(job, found, ref).condition &&
      // What is pending or broken counts its time.
      object.condition === 'ready' &&
      object.stuckGeneration !== object.generation &&
      isDeepStrictEqual(object.state, asJson(found)) &&
      this.#corrections.needed(job, ref!, found) === undefined &&
      type.nextLookSeconds === undefined
    );
  }

  async #sweepKind(
    held: HeldLane,
    sweep: {
      findings: Findings;
      beganAt: number;
      asked: number;
      pages: RememberingClients;
      others: RememberingClients;
      pace: ReadBucket;
      kind: string;
      ids: readonly string[];
    },
  ): Promise<void> {
    const { store } = this.#at;
    const { kind, ids, beganAt, asked, findings } = sweep;
    const type = surroundingTypes.get(kind);
    if (!type) {
      return;
    }
    const { clients } = type.oneByOne ? sweep.others : sweep.pages;
    const known = await store.read(tx =>
      store.surroundings.known(tx, { lane: held.lane, kind }),
    );
    const inPart = new Map<string, unknown>();
    const found = await type.read(clients, ids, {
      at: beganAt,
      before: id => known.get(id)?.state,
      turn: rate => this.#turn(held, sweep.pace, rate),
      inPart: (id, error) => inPart.set(id, error),
    });
    this.#expectLease(held);
    for (const [awsId, error] of inPart) {
      findings.problems.push({ ...this.#problemOf(error, kind), awsId });
    }
    const hasChanged = await store.transaction(tx =>
      store.surroundings.learn(tx, held.lease, {
        kind,
        said: new Map(ids.map(id => [id, found.get(id)])),
        at: beganAt,
        sweep: asked,
        inPart: new Set(inPart.keys()),
      }),
    );
    findings.isRestless ||= hasChanged;
  }

  /** What a sweep reads so is not left to who looks at objects, either: AWS counts both together. */
  async #turn(held: HeldLane, pace: ReadBucket, rate: Rate): Promise<boolean> {
    held.buckets.take(rate, this.#at.clock.now().getTime());
    return pace.take();
  }

  #problemOf(error: unknown, of?: string): SweepProblem {
    const failure = failureOf(error);
    if (failure.isOurs) {
      this.#at.logger.error(
        `A sweep could not read ${of ?? 'a lane'}`,
        loggable(error),
      );
    }
    return {
      of,
      message: failure.sentence,
      ...(error instanceof AwsCallError && { remedy: error.remedy }),
      ...(failure.isThrottled && { isThrottled: true }),
      ...(needsPerson(failure.verdict) && { needsPerson: true }),
    };
  }

  #expectLease(held: HeldLane): void {
    if (!held.mayCall()) {
      throw new LeaseLostError(held.lane);
    }
  }
}

/** The portal is not let into the account, or the account is not in config: nothing there can be read. */
function isDoorClosed(error: unknown): boolean {
  return error instanceof AwsCallError && error.operation.startsWith('sts:');
}

function groupByType(rows: StoredObject[]): Map<string, StoredObject[]> {
  const byType = new Map<string, StoredObject[]>();
  for (const row of rows) {
    byType.set(row.type, [...(byType.get(row.type) ?? []), row]);
  }
  return byType;
}

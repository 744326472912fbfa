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

import { LoggerService } from '@backstage/backend-plugin-api';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Lane } from '../config';
import type { ObjectType } from '../objects';
import { BusyLane, FreeLane, laneKey, LaneLease, Store } from '../store';
import type { Telemetry } from '../telemetry';
import { AuthorWork } from './AuthorWork';
import { CutWork } from './CutWork';
import { HeldLane, LeaseLostError } from './HeldLane';
import { LaneClientsSource } from './LaneClientsSource';
import { loggable } from './loggable';
import { ObjectWork } from './ObjectWork';
import { RateBuckets } from './RateBuckets';
import { ShareProgress } from './ShareProgress';
import { firstSweepMs, Random } from './waits';
import { Workplace } from './Workplace';

/** Three calls that take as long as they may fit into a lease, so that losing a replica costs a minute. */
const LEASE_MS = 60_000;
const CALL_DEADLINE_MS = 15_000;
const TICK_MS = 1_000;
/** A lane in which nothing is due for so long is let go. */
const IDLE_MS = 20_000;
/** A lease is renewed when this part of it is over: two renewals may fail before it is lost. */
const RENEWED_AFTER = 1 / 3;
/** Objects of one lane that are looked up at a time: as many as one call reads. */
const MOST_DUE = 100;

/** What a LaneEngine needs. */
export interface LaneEngineOptions {
  store: Store;
  /** By their `type`. */
  objectTypes: ReadonlyMap<string, ObjectType>;
  clients: LaneClientsSource;
  clock: Clock;
  logger: LoggerService;
  /** Another one for each process. */
  replicaId: string;
  installation: string;
  /** Types whose objects may be in a lane at all; default: all. Elsewhere nobody looks for what nobody claims. */
  typesIn?: (lane: Lane) => ReadonlySet<string>;
  /** Whether CloudTrail is asked who changed something outside of the portal; default: no. */
  askCloudTrail?: boolean;
  leaseMs?: number;
  callDeadlineMs?: number;
  /** Milliseconds that never go back, in real time as leases are. */
  monotonic?: () => number;
  random?: Random;
  /** What operators see. */
  telemetry?: Pick<Telemetry, 'lanePass'>;
  /** For tests: a point of a call is reached. Who does not return crashes the engine there. */
  reached?: Workplace['reached'];
}

/** A lane in which there is something to do, and what. */
interface Due extends BusyLane {
  /** Whether AWS is to be read anew. */
  sweeps: boolean;
  /** Whether CloudTrail is to be asked. */
  asks: boolean;
}

/**
 * Makes AWS what shares want. One replica works a lane at a time; lanes know nothing of each other, so one that fails or
 * hangs delays no other.
 */
export class LaneEngine {
  readonly #options: LaneEngineOptions;
  readonly #leaseMs: number;
  readonly #callDeadlineMs: number;
  readonly #monotonic: () => number;
  readonly #objects: ObjectWork;
  readonly #cuts: CutWork;
  readonly #authors: AuthorWork;
  readonly #shares: ShareProgress;
  readonly #held = new Map<string, HeldLane>();
  /** Lanes that were let go: whoever finds the next epoch free was alone meanwhile. */
  readonly #left = new Map<string, HeldLane>();
  #ticking: Promise<unknown> = Promise.resolve();
  #loop?: Promise<void>;
  #isStopping = false;
  #wake: () => void = () => {};

  constructor(options: LaneEngineOptions) {
    this.#options = options;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#callDeadlineMs = options.callDeadlineMs ?? CALL_DEADLINE_MS;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    const workplace: Workplace = {
      store: options.store,
      objectTypes: options.objectTypes,
      clients: options.clients,
      clock: options.clock,
      logger: options.logger,
      installation: options.installation,
      typesIn: options.typesIn ?? (() => new Set(options.objectTypes.keys())),
      askCloudTrail: options.askCloudTrail ?? false,
      leaseMs: this.#leaseMs,
      callDeadlineMs: this.#callDeadlineMs,
      random: options.random ?? Math.random,
      reached: options.reached ?? (async () => {}),
    };
    this.#objects = new ObjectWork(workplace);
    this.#cuts = new CutWork(workplace);
    this.#authors = new AuthorWork(workplace);
    this.#shares = new ShareProgress(options.store);
  }

  /**
   * Sweeps these lanes, too, whether there is something of a share in them or not. Not all at once, and none of them while
   * the portal starts.
   */
  async watch(lanes: readonly Lane[]): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now().getTime();
    await store.transaction(async tx => {
      await store.leases.add(tx, [...lanes]);
      await store.sweeps.add(tx, lanes, lane => now + firstSweepMs(lane));
    });
  }

  /** Works until it is stopped, looking for what is due once a second. */
  start(): void {
    this.#isStopping = false;
    this.#loop ??= this.#run();
  }

  /** Lets what was begun end, and lets go of the lanes. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wake();
    await this.#loop;
    this.#loop = undefined;
    await Promise.allSettled(
      [...this.#held.values()].flatMap(held => [
        held.pass,
        held.asking,
        held.cutting,
      ]),
    );
    for (const held of [...this.#held.values()]) {
      await this.#letGo(held);
    }
  }

  /** A hint that something may be due: costs nothing if it is wrong, and a second if it is lost. */
  wake(): void {
    this.#wake();
  }

  /**
   * Does everything that is due now.
   *
   * @returns whether there was anything to do
   */
  async runOnce(): Promise<boolean> {
    let didAnything = false;
    let areSharesAtRest = false;
    for (;;) {
      const passes = await this.#tick();
      const worked = (await Promise.all(passes)).some(Boolean);
      if (!worked && areSharesAtRest) {
        return didAnything;
      }
      const moved = await this.#shares.advance(this.#options.clock.now());
      if (!worked && !moved) {
        return didAnything;
      }
      areSharesAtRest = !moved;
      didAnything = true;
    }
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const woken = new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      try {
        const passes = await this.#tick();
        for (const pass of passes) {
          pass.then(worked => worked && this.#wake());
        }
        if (await this.#shares.advance(this.#options.clock.now())) {
          this.#wake();
        }
      } catch (error) {
        this.#options.logger.error(
          'The lanes could not look for work',
          loggable(error),
        );
      }
      if (!this.#isStopping) {
        await oneTick(woken);
      }
    }
  }

  /** Renews, claims, lets go, and starts work where something is due. @returns what was started */
  async #tick(): Promise<Promise<boolean>[]> {
    const ticked = this.#ticking.then(() => this.#tickAlone());
    this.#ticking = ticked.catch(() => {});
    return ticked;
  }

  async #tickAlone(): Promise<Promise<boolean>[]> {
    const { clock } = this.#options;
    await this.#renew();
    const now = clock.now().getTime();
    const soon = await this.#busyLanes(now);
    const busy = soon.filter(({ since }) => since <= now);
    await this.#claim(
      busy
        .map(({ lane }) => lane)
        .filter(lane => !this.#held.has(laneKey(lane))),
    );
    const passes = busy.flatMap(due => {
      const held = this.#held.get(laneKey(due.lane));
      return held
        ? [
            ...(held.pass ? [] : [this.#startPass(held, due)]),
            ...(due.cuts && held.isSwept && !held.cutting
              ? [this.#startCutting(held)]
              : []),
            ...(due.asks && !held.asking ? [this.#startAsking(held)] : []),
          ]
        : [];
    });
    await this.#letGoOfAllBut(new Set(soon.map(({ lane }) => laneKey(lane))));
    return passes;
  }

  /** Lanes in which there is something to do in a while, or a sweep is due: no lane is held for the sake of its next one. */
  async #busyLanes(now: number): Promise<Due[]> {
    const { store, askCloudTrail } = this.#options;
    const [objects, sweeps, questions] = await store.read(tx =>
      Promise.all([
        store.knownObjects.busyLanes(tx, now + IDLE_MS),
        store.sweeps.busyLanes(tx, now),
        askCloudTrail ? store.driftAuthors.busyLanes(tx, now) : [],
      ]),
    );
    const busy = new Map<string, Due>();
    for (const { lane, since, ...kinds } of [
      ...objects,
      ...sweeps.map(sweep => ({ ...sweep, sweeps: true })),
      ...questions.map(question => ({ ...question, asks: true })),
    ]) {
      const key = laneKey(lane);
      const known = busy.get(key) ?? {
        lane,
        since,
        sweeps: false,
        cuts: false,
        asks: false,
      };
      busy.set(key, {
        ...known,
        ...kinds,
        since: Math.min(since, known.since),
      });
    }
    return [...busy.values()];
  }

  async #renew(): Promise<void> {
    const now = this.#monotonic();
    const isYoung = (held: HeldLane) =>
      held.validUntil - now >= this.#leaseMs * (1 - RENEWED_AFTER);
    if ([...this.#held.values()].every(isYoung)) {
      return;
    }
    const { store, replicaId: owner } = this.#options;
    const validUntil = now + this.#leaseMs;
    const leases = await store.transaction(tx =>
      store.leases.renew(tx, { owner, leaseMs: this.#leaseMs }),
    );
    const epochs = new Map(
      leases.map(lease => [laneKey(lease.lane), lease.epoch]),
    );
    for (const [key, held] of this.#held) {
      if (epochs.get(key) === held.lease.epoch) {
        held.renew(validUntil);
      } else {
        held.lose();
        this.#held.delete(key);
      }
    }
  }

  async #claim(lanes: Lane[]): Promise<void> {
    if (lanes.length === 0) {
      return;
    }
    const { store, replicaId: owner } = this.#options;
    const free = await store.read(tx => store.leases.free(tx, lanes));
    for (const lane of free) {
      const validUntil = this.#monotonic() + this.#leaseMs;
      const lease = await store.transaction(tx =>
        store.leases.claim(tx, lane, { owner, leaseMs: this.#leaseMs }),
      );
      if (lease) {
        this.#held.set(
          laneKey(lease.lane),
          new HeldLane(lease, this.#bucketsOf(lane, lease), {
            validUntil,
            callDeadlineMs: this.#callDeadlineMs,
            monotonic: this.#monotonic,
          }),
        );
      }
    }
  }

  /** A lane from somebody else starts with empty buckets: he may have used up everything. */
  #bucketsOf(free: FreeLane, lease: LaneLease): RateBuckets {
    const left = this.#left.get(laneKey(lease.lane));
    if (left?.lease.epoch === free.epoch) {
      return left.buckets;
    }
    return new RateBuckets(
      free.epoch === 0 ? undefined : this.#options.clock.now().getTime(),
    );
  }

  async #letGoOfAllBut(busy: Set<string>): Promise<void> {
    for (const [key, held] of [...this.#held]) {
      if (!busy.has(key) && !held.pass && !held.asking) {
        await this.#letGo(held);
      }
    }
  }

  async #letGo(held: HeldLane): Promise<void> {
    const { store } = this.#options;
    const key = laneKey(held.lane);
    held.lose();
    this.#held.delete(key);
    this.#left.set(key, held);
    await store.transaction(tx => store.leases.release(tx, held.lease));
  }

  #startPass(held: HeldLane, due: Due): Promise<boolean> {
    const work = () => this.#pass(held, due);
    const traced = this.#options.telemetry?.lanePass(held.lane, work) ?? work();
    const pass = traced.finally(() => {
      held.pass = undefined;
    });
    held.pass = pass;
    return pass;
  }

  /** Beside the work of the lane, which does not wait for CloudTrail. */
  #startAsking(held: HeldLane): Promise<boolean> {
    const asking = this.#authors
      .do(held)
      .catch(error => {
        this.#hasStopped(held, error);
        return false;
      })
      .finally(() => {
        held.asking = undefined;
      });
    held.asking = asking;
    return asking;
  }

  /** Beside a sweep of the lane: who is to reach nothing any more does not wait until all of it is read. */
  #startCutting(held: HeldLane): Promise<boolean> {
    const cutting = this.#workCuts(held)
      .catch(error => {
        this.#hasStopped(held, error);
        return false;
      })
      .finally(() => {
        held.cutting = undefined;
      });
    held.cutting = cutting;
    return cutting;
  }

  #hasStopped(held: HeldLane, error: unknown): void {
    const { logger } = this.#options;
    const { lane } = held;
    if (error instanceof LeaseLostError) {
      logger.info(error.message);
      // The next look asks whose it is.
      held.lose();
      return;
    }
    logger.error(
      `The lane ${lane.accountId}, ${lane.region} stopped`,
      loggable(error),
    );
  }

  /** Works one lane until nothing is due there. It never throws: what goes wrong in a lane stays there. */
  async #pass(held: HeldLane, due: Due): Promise<boolean> {
    let worked = false;
    try {
      worked = due.sweeps && (await this.#sweep(held, due));
      while (held.mayCall() && (await this.#workDue(held, due))) {
        worked = true;
      }
    } catch (error) {
      this.#hasStopped(held, error);
      // What is left is due again at the next look.
      return worked;
    }
    return worked;
  }

  /** @returns whether it was due */
  async #sweep(held: HeldLane, { cuts }: Due): Promise<boolean> {
    if (cuts) {
      await this.#workCuts(held);
    }
    if (!held.mayCall()) {
      return false;
    }
    held.isSwept = true;
    try {
      return await this.#objects.sweep(held);
    } finally {
      held.isSwept = false;
      await held.cutting;
    }
  }

  /** What cuts a path and is due. @returns whether anything was */
  async #workCuts(held: HeldLane): Promise<boolean> {
    return (
      held.mayCall() &&
      (await this.#work(held, { objects: 'that-cut', cuts: true }))
    );
  }

  /** @returns whether anything was due */
  #workDue(held: HeldLane, { cuts }: Due): Promise<boolean> {
    return this.#work(held, { objects: 'all', cuts });
  }

  async #work(
    held: HeldLane,
    { objects: which, cuts }: { objects: 'all' | 'that-cut'; cuts: boolean },
  ): Promise<boolean> {
    const { store, clock } = this.#options;
    const { lane } = held;
    const now = clock.now().getTime();
    const { objects, shares } = await store.read(async tx => ({
      objects: await store.knownObjects.due(tx, {
        lane,
        now,
        limit: MOST_DUE,
        cuts: which === 'that-cut',
      }),
      shares: cuts ? await store.knownObjects.dueCuts(tx, { lane, now }) : [],
    }));
    const results = await Promise.allSettled([
      ...shares.map(share => this.#cuts.do(share, held)),
      ...(objects.length > 0 ? [this.#objects.do(objects, held)] : []),
    ]);
    for (const result of results) {
      if (result.status === 'rejected') {
        throw result.reason;
      }
    }
    return results.length > 0;
  }
}

/** A second, or until it is woken. */
async function oneTick(woken: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const second = new Promise<void>(resolve => {
    timer = setTimeout(resolve, TICK_MS);
  });
  await Promise.race([second, woken]);
  clearTimeout(timer);
}

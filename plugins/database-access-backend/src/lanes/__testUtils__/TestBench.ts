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

import { mockServices } from '@backstage/backend-test-utils';
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { ObjectGraph } from '../../patterns';
import { ObjectOfShare, Store, StoredShare } from '../../store';
import { LaneEngine, LaneEngineOptions } from '../LaneEngine';
import { CUT_PATIENCE_MS } from '../waits';
import { Action, CrashPoint } from '../Workplace';
import { DrivenClock, FakeCloud, TestClock } from './FakeCloud';
import { fakeTypes } from './fakeTypes';

export const PROVIDER = { accountId: '333333333333', region: 'us-east-1' };
export const CONSUMER = { accountId: '666666666666', region: 'us-east-1' };
export const ALICE = 'user:default/requester';
export const OLIVIA = 'user:default/owner';

export const LEASE_MS = 20_000;

/** A path like that over a resource endpoint: the gateway and its rule serve every network, the rest only this one. */
export function pathGraph(
  options: {
    network?: string;
    database?: string;
    consumer?: typeof CONSUMER;
  } = {},
): ObjectGraph {
  const { network = 'databricks', consumer = CONSUMER } = options;
  const { database = 'orders' } = options;
  const id = (node: string) => ({ $output: { node, name: 'id' } });
  const node = (
    key: string,
    lane: typeof PROVIDER,
    name: string,
    dependsOn: string[],
    uses = dependsOn.slice(0, 1),
  ) => ({
    key,
    type: key,
    title: `The ${key}`,
    lane,
    name: `dba-test-${name}`,
    // In AWS an endpoint's association ends with it, so it does not keep it.
    spec: key === 'association' ? {} : { uses: uses.map(id) as any },
    dependsOn,
  });
  const mine = `${database}-${network}`;
  return {
    pattern: 'lattice-resource-endpoint',
    nodes: [
      node('gateway', PROVIDER, database, []),
      node('rule', PROVIDER, database, ['gateway']),
      node('configuration', PROVIDER, mine, ['gateway', 'rule']),
      node('principal', PROVIDER, mine, ['configuration']),
      node('endpoint', consumer, mine, ['configuration', 'principal']),
      node('association', PROVIDER, mine, ['endpoint']),
    ],
    hops: [],
    opens: [],
    enables: [],
    cuts: [
      {
        lane: consumer,
        title: 'consumer: delete the endpoint',
        how: { kind: 'remove-object', node: 'endpoint' },
      },
      {
        lane: PROVIDER,
        title: 'provider: delete the association',
        how: {
          kind: 'delete-resource-endpoint-association',
          node: 'association',
        },
      },
    ],
  };
}

/** A store, a cloud, a clock, and as many engines as a test wants. */
export class TestBench {
  readonly cloud: FakeCloud;
  readonly types = fakeTypes();
  #replicas = 0;
  #shares = 0;

  static async create(
    knex: Knex,
    clock: DrivenClock = new TestClock(),
  ): Promise<TestBench> {
    const store = await Store.create({
      database: { getClient: async () => knex },
    });
    return new TestBench(knex, store, clock);
  }

  private constructor(
    readonly knex: Knex,
    readonly store: Store,
    readonly clock: DrivenClock,
  ) {
    this.cloud = new FakeCloud(clock);
  }

  engine(options: Partial<LaneEngineOptions> = {}): LaneEngine {
    this.#replicas += 1;
    return new LaneEngine({
      store: this.store,
      objectTypes: this.types,
      clients: this.cloud,
      clock: this.clock,
      logger: mockServices.logger.mock(),
      replicaId: `replica-${this.#replicas}`,
      installation: 'test',
      leaseMs: LEASE_MS,
      callDeadlineMs: 5_000,
      random: () => 0.5,
      ...options,
    });
  }

  async share(
    options: {
      graph?: ObjectGraph;
      network?: string;
      database?: string;
    } = {},
  ): Promise<string> {
    const { network = 'databricks', database = 'orders' } = options;
    this.#shares += 1;
    const id = `share-${this.#shares}`;
    const startedAt = this.clock.now();
    await this.store.transaction(tx =>
      this.store.shares.create(tx, {
        share: {
          id,
          requestId: `request-${this.#shares}`,
          requesterRef: ALICE,
          ownerRef: 'group:default/orders',
          databaseRef: `resource:default/${database}`,
          databaseArn: `arn:aws:rds:us-east-1:333333333333:db:${database}`,
          network,
          pattern: 'lattice-resource-endpoint',
          purpose: 'Reports',
          plan: {
            databaseRef: `resource:default/${database}`,
            network: {
              owner: 'group:default/consumers',
              subnetIds: [] as string[],
            },
          } as Plan,
          startedAt,
          expiresAt: new Date(startedAt.getTime() + 86_400_000),
        },
        graph: options.graph ?? pathGraph({ network, database }),
      }),
    );
    return id;
  }

  revoke(shareId: string): Promise<boolean> {
    return this.store.transaction(tx =>
      this.store.shares.revoke(tx, shareId, {
        actor: OLIVIA,
        reason: 'Not needed any more',
        now: this.clock.now(),
      }),
    );
  }

  retry(shareId: string): Promise<boolean> {
    return this.store.transaction(tx =>
      this.store.shares.retry(tx, shareId, {
        actor: OLIVIA,
        now: this.clock.now(),
      }),
    );
  }

  async get(shareId: string): Promise<StoredShare> {
    const share = await this.store.read(tx =>
      this.store.shares.find(tx, shareId),
    );
    return share!;
  }

  async lifecycle(shareId: string): Promise<string> {
    return (await this.get(shareId)).lifecycle;
  }

  objects(shareId: string): Promise<ObjectOfShare[]> {
    return this.store.read(tx => this.store.shares.objectsOf(tx, shareId));
  }

  async object(shareId: string, key: string): Promise<ObjectOfShare> {
    const objects = await this.objects(shareId);
    return objects.find(object => object.key === key)!;
  }

  timeline(shareId: string) {
    return this.store.read(tx => this.store.timeline.list(tx, { shareId }));
  }

  /** Its replica is dead: nobody renews the leases, and their time is over. */
  async expireLeases(): Promise<void> {
    await this.knex('lanes').update({ expires_at: 0 });
  }

  /**
   * Works until it is so, but not longer than so many seconds. Seconds in which nothing is due are skipped.
   *
   * @returns the seconds it took
   */
  async drive(
    engine: LaneEngine,
    isDone: () => Promise<boolean>,
    seconds = 120,
  ): Promise<number> {
    for (let passed = 0; passed <= seconds; ) {
      await engine.runOnce();
      if (await isDone()) {
        return passed;
      }
      const left = seconds - passed;
      const step = left > 1 ? await this.#secondsUntilDue(left) : 1;
      this.clock.advance(step);
      passed += step;
    }
    const rows = await this.knex('objects').select(
      ...['name', 'type', 'wanted', 'condition', 'removal', 'intent', 'reason'],
    );
    throw new Error(
      `Not so after ${seconds} s: ${JSON.stringify(rows, undefined, 1)}`,
    );
  }

  /** Whole seconds until there is something to do, one at least and not more than so many. */
  async #secondsUntilDue(most: number): Promise<number> {
    const now = this.clock.now().getTime();
    const { lanes, shares } = await this.store.read(async tx => ({
      lanes: await this.store.knownObjects.busyLanes(tx, now + most * 1_000),
      shares: await this.store.shares.moving(tx),
    }));
    // How long a cut is waited for stands in no row.
    const patience = shares
      .filter(({ share }) => share.cutStartedAt && !share.cutAt)
      .map(({ share }) => Date.parse(share.cutStartedAt!) + CUT_PATIENCE_MS);
    const next = Math.min(
      ...lanes.map(({ since }) => since),
      ...patience.filter(until => until > now),
    );
    const wait = Math.ceil((next - now) / 1_000);
    return Math.min(Math.max(wait, 1), most);
  }

  /** Lets what was begun go on until it is so. */
  async until(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  driveTo(
    engine: LaneEngine,
    shareId: string,
    lifecycle: string,
    seconds?: number,
  ): Promise<number> {
    return this.drive(
      engine,
      async () => (await this.lifecycle(shareId)) === lifecycle,
      seconds,
    );
  }
}

/**
 * Crashes engines at one point of some kinds of calls, once for each object that they come by there; each engine's
 * heir goes on to the next object.
 */
export class CrashAtEach {
  readonly #seen = new Set<string>();
  readonly #asleep: Array<() => void> = [];
  readonly #actions: Action[];

  constructor(private readonly point: CrashPoint, ...actions: Action[]) {
    this.#actions = actions;
  }

  /** Ids of the objects whose turn it was, or that were stopped elsewhere when it was another's. */
  seen(action: Action): Set<string> {
    const mark = `${action} `;
    return new Set(
      [...this.#seen]
        .filter(each => each.startsWith(mark))
        .map(each => each.slice(mark.length)),
    );
  }

  /** What one engine needs to be told, and when it was its turn. */
  next() {
    let happen: () => void = () => {};
    const happened = new Promise<void>(resolve => {
      happen = resolve;
    });
    let isAwake = false;
    const woken = new Promise<void>(resolve => {
      this.#asleep.push(() => {
        isAwake = true;
        resolve();
      });
    });
    let isDown = false;
    const begun = new Set<string>();
    return {
      happened,
      /** Who wakes finds its leases over. */
      monotonic: () => (isAwake ? Infinity : performance.now()),
      reached: async (point: CrashPoint, action: Action, id: string) => {
        if (this.#actions.includes(action)) {
          const mark = `${action} ${id}`;
          begun.add(mark);
          isDown ||= point === this.point && !this.#seen.has(mark);
          if (!isDown && point === 'after-outcome') {
            begun.delete(mark);
          }
        }
        if (isDown) {
          // What had begun by then is stopped, too, wherever it was.
          begun.forEach(mark => this.#seen.add(mark));
          happen();
          await woken;
        }
      },
    };
  }

  /** Lets all that was stopped go on. */
  wake(): void {
    for (const wake of this.#asleep.splice(0)) {
      wake();
    }
  }
}

/** Crashes an engine when it reaches a point for the n-th time: from then on nothing of it goes on. */
export class Crash {
  readonly happened: Promise<void>;
  #happen: () => void = () => {};
  #left: number;
  #isDown = false;

  constructor(
    private readonly point: CrashPoint,
    private readonly action: Action,
    nth = 1,
  ) {
    this.#left = nth;
    this.happened = new Promise(resolve => {
      this.#happen = resolve;
    });
  }

  reached = async (point: CrashPoint, action: Action): Promise<void> => {
    if (!this.#isDown && point === this.point && action === this.action) {
      this.#left -= 1;
      if (this.#left === 0) {
        this.#isDown = true;
        this.#happen();
      }
    }
    if (this.#isDown) {
      await new Promise(() => {});
    }
  };
}

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
import './unpacedReads';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { Doubts, Fault } from '@towpath/simulated-aws';
import { Knex } from 'knex';
import { toShare } from '../routes/toShare';
import { adminOf } from './adminOf';
import { requester } from './requestBench';
import { REGION } from './simulatedCompany';
import { OutlinedWorld, pairOf, Wish, worldBench } from './worldBench';

const ZONES = ['use1-az1', 'use1-az2'];

/** The pair that something is done to. */
export const VICTIM = pairOf('net-a', 'db-a');
/** Another pair, in other accounts, that nothing is done to. */
export const BYSTANDER = pairOf('net-b', 'db-b');

const OUTLINE: OutlinedWorld = {
  accounts: [
    { name: 'provider-a' },
    { name: 'consumer-a' },
    { name: 'provider-b' },
    { name: 'consumer-b' },
    { name: 'networking' },
  ],
  databases: [
    { name: 'db-a', account: 'provider-a', engine: 'postgres', zoneIds: ZONES },
    { name: 'db-b', account: 'provider-b', engine: 'postgres', zoneIds: ZONES },
  ],
  networks: [
    { name: 'net-a', account: 'consumer-a', zoneIds: ZONES },
    { name: 'net-b', account: 'consumer-b', zoneIds: ZONES },
  ],
  zones: [
    {
      name: 'analytics',
      account: 'networking',
      networks: ['net-a', 'net-b'],
      databases: ['db-a', 'db-b'],
    },
  ],
};

/** Accounts of the outline in their order. */
const ACCOUNTS = {
  provider: '200000000001',
  consumer: '200000000002',
  networking: '200000000005',
};

/** Who an account is to the victim. */
export type Side = keyof typeof ACCOUNTS;

/** AWS's own records, to be changed as somebody changes them who does not ask the portal. */
type Records = Record<string, Record<string, any>>;

/** A world in which two accesses of one pattern live, and what a test does to one of them. */
export class PathScene {
  readonly world: Awaited<ReturnType<typeof worldBench>>;
  readonly #engine: ReturnType<PathScene['world']['engine']>;
  #well?: string;

  static async create(
    knex: Knex,
    way: Pick<Wish, 'connectVia' | 'join'>,
    options: {
      doubts?: Partial<Doubts>;
      outside?: boolean;
      /** Of the databases; default: PostgreSQL, one instance each. */
      engine?: 'aurora';
      /** Of the engine; default: no. */
      askCloudTrail?: boolean;
    } = {},
  ): Promise<PathScene> {
    const { outside, engine } = options;
    const outline = {
      ...OUTLINE,
      accounts: OUTLINE.accounts.map(account =>
        outside && account.name === 'consumer-a'
          ? { ...account, isOutside: true as const }
          : account,
      ),
      databases: OUTLINE.databases.map(database => ({
        ...database,
        engine: engine ?? database.engine,
      })),
    };
    const scene = new PathScene(
      await worldBench(knex, outline, options),
      options.askCloudTrail,
    );
    for (const end of ['a', 'b']) {
      await scene.#open({
        network: `net-${end}`,
        database: `db-${end}`,
        ...way,
      });
    }
    await scene.pass(60);
    await scene.pass(60);
    scene.#well = JSON.stringify(scene.world.world.documents);
    return scene;
  }

  private constructor(world: PathScene['world'], askCloudTrail?: boolean) {
    this.world = world;
    this.#engine = world.engine({ askCloudTrail });
  }

  async #open(wish: Wish): Promise<void> {
    const { id, findings } = await this.world.ask(wish);
    if (!id) {
      throw new Error(JSON.stringify(findings));
    }
    await this.world.approve(id);
    await this.world.starter.startDue();
    for (let seconds = 0; !(await this.world.isAtRest()); seconds += 10) {
      if (seconds > 3_600) {
        throw new Error(`Not built: ${JSON.stringify(await this.shares())}`);
      }
      await this.pass(10);
    }
  }

  /** Milliseconds, of AWS and of the portal. */
  now(): number {
    return new Date(this.world.clock.now()).getTime();
  }

  /** Lets time pass, and the portal work. */
  async pass(seconds: number): Promise<void> {
    this.world.clock.advance(seconds);
    await this.#engine.runOnce();
  }

  /** The records of a service in one of the victim's accounts. */
  records(service: string, side: Side, region: string = REGION): Records {
    return this.world.world.documents[
      `${service}/${ACCOUNTS[side]}/${region}`
    ] as Records;
  }

  /** Somebody who may do everything in one of the victim's accounts. */
  admin(side: Side) {
    const accountId = ACCOUNTS[side];
    return adminOf(this.world, { accountId, region: REGION });
  }

  /** AWS answers badly in one of the victim's accounts, until all is healed. */
  fault(side: Side, fault: Omit<Fault, 'accountId'>): void {
    this.world.world.faults.add({
      count: 1_000,
      ...fault,
      accountId: ACCOUNTS[side],
    });
  }

  /** Somebody else's private zone answers for the database's name in the clients' VPC. */
  shadow(): void {
    const { zones } = this.records('route53', 'consumer', 'aws-global');
    const [{ address }] = Object.values(
      this.records('rds', 'provider').instances,
    );
    const [{ vpcId }] = Object.values(this.records('ec2', 'consumer').vpcs);
    const id = 'Z0SHADOW00000000';
    zones[id] = {
      id,
      name: `${address}.`,
      callerReference: 'theirs',
      isPrivate: true,
      vpcs: [{ region: REGION, vpcId }],
      nameServers: [],
      records: {},
      createdAt: 0,
      tags: {},
    };
    this.changed();
  }

  /** When each of the victim's lanes was begun to be swept the last time. Milliseconds. */
  async sweptAt(): Promise<Map<string, number>> {
    const { store } = this.world;
    const sweeps = await store.read(tx => store.sweeps.list(tx));
    return new Map(
      sweeps
        .filter(({ lane }) => Object.values(ACCOUNTS).includes(lane.accountId))
        .map(({ lane, beganAt = 0 }) => [lane.accountId, beganAt]),
    );
  }

  /** Something of AWS changed: who notices that by himself does. */
  changed(): void {
    this.world.world.changed();
  }

  /** As it was when both accesses had just been built. */
  async heal(): Promise<void> {
    const { world } = this.world;
    Object.assign(world.documents, JSON.parse(this.#well!));
    world.faults.clear();
    await this.pass(60);
    // Beside the sweep, what was gone takes a look by itself.
    const { hops } = await this.share(VICTIM);
    if (hops.some(({ health }) => health !== 'healthy')) {
      await this.pass(60);
    }
  }

  /** By pair, as pages show them. */
  async shares(): Promise<Map<string, Share>> {
    const { clock, shares, pairOfShare } = this.world;
    const found = await shares.list({ living: true, limit: 100 }, requester);
    return new Map(
      found.map(each => [
        pairOfShare(each.share),
        toShare(each, {
          person: { ...requester, ownerRefs: [each.share.ownerRef] },
          now: new Date(clock.now()),
          accountName: id => `account-${id}`,
          certifySince: undefined,
          platformTeam: undefined,
        }),
      ]),
    );
  }

  async share(pair: string): Promise<Share> {
    return (await this.shares()).get(pair)!;
  }

  /** What AWS calls an object of the victim. */
  async idOf(key: string, output: string): Promise<string> {
    const { objects } = await this.share(VICTIM);
    return objects.find(object => object.key === key)!.outputs[output];
  }

  /** Whether packets of the victim pass. */
  reaches(): boolean {
    return this.world.reached().includes(VICTIM);
  }
}

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

// Its test takes it in as a whole.
/* eslint-disable jest/no-standalone-expect */

import './unpacedReads';
import { Finding } from '@towpath/backstage-plugin-database-access-common';
import { Fault } from '@towpath/simulated-aws';
import { Knex } from 'knex';
import { Dice, drawnWorld } from './drawnWorld';
import { forced } from './forced';
import {
  everythingIn,
  OutlinedWorld,
  Wish,
  worldBench,
  WorldBench,
} from './worldBench';

const STEPS = 24;

/** No part of a minute: else what is tried again each minute is so in the very moment in which a sweep has used up a rate. */
const WHILE_RESTING_SECONDS = 13;

type Forcible = Parameters<typeof forced>[1] & Pick<Wish, 'changes'>;

/**
 * Obstacles that stand in a world before anybody has done anything there. What others have built since, a fault of the
 * moment and what only config forbids are none of them.
 */
const OF_THE_WORLD = [
  'account_refused',
  'aws_quota_exceeded',
  'no_common_zone',
  'no_zone',
  'role_permission_missing',
  'subnet_full',
  'vpc_associated',
  'zones_unsupported',
];

/** What may be built, with how networks may join. */
const WAYS: ReadonlyArray<Pick<Forcible, 'connectVia' | 'join'>> = [
  { connectVia: 'lattice-resource-endpoint' },
  { connectVia: 'privatelink' },
  ...(['lattice-consumer-network', 'lattice-service-network'] as const).flatMap(
    connectVia => [
      { connectVia },
      { connectVia, join: 'endpoint' as const },
      { connectVia, join: 'association' as const },
    ],
  ),
];

/** Calls that go wrong now and then. */
const FRAGILE = [
  'ec2:CreateSecurityGroup',
  'ec2:CreateVpcEndpoint',
  'ec2:DeleteVpcEndpoints',
  'ec2:AuthorizeSecurityGroupIngress',
  'ram:AssociateResourceShare',
  'ram:CreateResourceShare',
  'ram:DeleteResourceShare',
  'vpc-lattice:CreateResourceConfiguration',
  'vpc-lattice:CreateResourceGateway',
  'vpc-lattice:CreateServiceNetwork',
  'vpc-lattice:CreateServiceNetworkResourceAssociation',
  'vpc-lattice:CreateServiceNetworkVpcAssociation',
  'vpc-lattice:DeleteServiceNetworkResourceAssociation',
  'vpc-lattice:DeleteServiceNetworkVpcAssociation',
  'vpc-lattice:DeleteResourceConfiguration',
  'elasticloadbalancing:CreateLoadBalancer',
  'ec2:CreateVpcEndpointServiceConfiguration',
];

const FAULTS: readonly Fault['kind'][] = ['error', 'throttle', 'lost-answer'];

/** What is counted of all worlds that were tried. */
export interface Figures {
  worlds: number;
  accepted: number;
  /** Of those: to take over from an access. */
  changes: number;
  /** Accesses that took over from others and were ready once; and those of them that are of a zone. */
  changed: number;
  changedInZones: number;
  refused: number;
  /** What came of building what was refused for a reason, in a world of its own. */
  forced: Record<string, number>;
  pairs: number;
  differences: number;
}

/** One world, the acts of its people, and who looks at every pair after each of them. */
class Run {
  readonly #engines: ReturnType<WorldBench['engine']>[];
  #working = 0;
  /** Most go the same way here: what they share is what may go wrong. */
  readonly #favourite: (typeof WAYS)[number];
  readonly #forced = new Set<string>();
  /** What was asked for and is not started: nobody has said yes to it, or it waits. By the request's id. */
  readonly #open = new Map<string, Forcible>();

  constructor(
    private readonly dice: Dice,
    private readonly outline: OutlinedWorld,
    private readonly world: WorldBench,
    private readonly figures: Figures,
    private readonly trace: string[],
  ) {
    this.#favourite = dice.oneOf(WAYS);
    const replicas = dice.happens(0.3) ? 2 : 1;
    this.#engines = Array.from({ length: replicas }, () => world.engine());
  }

  async live(): Promise<void> {
    for (let step = 0; step < STEPS; step++) {
      await this.#act();
      await this.#look();
    }
    this.world.world.faults.clear();
    await this.#comeToRest();
    // Where anything has come of it all, some of that changes, and changes back.
    for (let time = 0; time < 2; time++) {
      await this.#changeNetwork();
      await this.#comeToRest();
    }
  }

  async endEverything(): Promise<void> {
    const changed = await this.world.changed();
    this.figures.changed += changed.length;
    this.figures.changedInZones += changed.filter(({ zone }) => zone).length;
    // Whatever was accepted has been started, or something has come into its way since.
    for (const [id, wish] of this.#open) {
      await this.world.withdraw(id);
      expect([wish, await this.world.obstacles(wish)]).not.toEqual([wish, []]);
    }
    const living = await this.world.living();
    for (const share of living) {
      await this.world.revoke(share.id);
    }
    await this.#rest();
    expect(this.world.reached()).toEqual([]);
  }

  #act(): Promise<void> {
    const acts = [
      () => this.#ask(),
      () => this.#ask(),
      () => this.#ask(),
      () => this.#ask(),
      () => this.#decide(),
      () => this.#decide(),
      () => this.#change(),
      () => this.#change(),
      () => this.#changeNetwork(),
      () => this.#changeNetwork(),
      () => this.#changeNetwork(),
      () => this.#revoke(),
      () => this.#goWrong(),
      () => this.#pass(this.dice.oneOf([1, 10, 60])),
      () => this.#pass(this.dice.oneOf([30, 120, 300])),
    ];
    return this.dice.oneOf(acts)();
  }

  async #ask(): Promise<void> {
    const { networks, databases } = this.outline;
    await this.#askFor({
      network: this.dice.oneOf(networks).name,
      database: this.dice.oneOf(databases).name,
      ...(this.dice.happens(0.6) ? this.#favourite : this.dice.oneOf(WAYS)),
    });
  }

  /** Another way for what somebody has, or is about to have. */
  async #change(): Promise<void> {
    const living = (await this.world.living()).filter(
      ({ lifecycle }) => lifecycle !== 'revoking',
    );
    if (living.length) {
      const share = this.dice.oneOf(living);
      const others = WAYS.filter(
        ({ connectVia }) =>
          connectVia !== share.pattern &&
          // Nothing is changed into an access of a zone.
          connectVia !== 'lattice-service-network',
      );
      const [network, database] = this.world.pairOfShare(share).split(' ');
      await this.#askFor({
        changes: share.id,
        network,
        database,
        ...this.dice.oneOf(others),
      });
    }
  }

  /** Config has more clients or subnets of a network, or fewer, and whoever has an access of it asks for that. */
  async #changeNetwork(): Promise<void> {
    const living = (await this.world.living()).filter(
      ({ lifecycle }) => lifecycle === 'active',
    );
    if (living.length) {
      // What others change with is what may go wrong.
      const inZones = living.filter(({ zone }) => zone);
      const share = this.dice.oneOf(inZones.length ? inZones : living);
      const [network, database] = this.world.pairOfShare(share).split(' ');
      const is = this.dice.happens(0.6)
        ? `the clients ${this.world.changeClients(network)}`
        : `the subnets ${this.world.changeSubnets(network)}`;
      this.trace.push(`${network} has ${is}`);
      // What was read before is forgotten by then.
      await this.#pass(60);
      await this.#askFor({
        changes: share.id,
        network,
        database,
        connectVia: share.pattern,
        ...(share.plan.join && { join: share.plan.join }),
      });
      await this.#decide();
    }
  }

  async #askFor(wish: Forcible): Promise<void> {
    const { id, findings } = await this.world.ask(wish);
    this.trace.push(
      `ask ${JSON.stringify(wish)}: ${id ? 'yes' : codesOf(findings)}`,
    );
    if (id) {
      // As it was agreed: how a network joins is chosen for whoever does not say.
      const { join } = (await this.world.requests.get(id)).plan;
      this.#open.set(id, { ...wish, ...(join && { join }) });
      this.figures.accepted += 1;
      this.figures.changes += wish.changes ? 1 : 0;
    } else {
      this.figures.refused += 1;
      await this.#force(wish, findings);
    }
  }

  /** What was refused because of how the world is would not have led to the database. */
  async #force(wish: Forcible, findings: readonly Finding[]): Promise<void> {
    const obstacles = codesOf(findings);
    const { connectVia, join } = wish;
    const kind = `${connectVia} ${join}: ${obstacles}`;
    const isOfTheWorld =
      // A world of its own has all subnets.
      !this.world.isNarrowed(wish.network) &&
      obstacles.split(', ').every(
        code =>
          OF_THE_WORLD.includes(code) &&
          // Else it is one of ours with which the VPC is associated.
          (code !== 'vpc_associated' ||
            this.outline.associated?.includes(wish.network)),
      );
    if (!isOfTheWorld || this.#forced.has(kind) || this.#forced.size > 2) {
      return;
    }
    this.#forced.add(kind);
    const came = await forced(this.outline, wish);
    this.trace.push(`forced: ${came}`);
    const outcome = `${obstacles}: ${came}`;
    this.figures.forced[outcome] = (this.figures.forced[outcome] ?? 0) + 1;
    expect([kind, came]).not.toEqual([kind, 'reached']);
  }

  /** Several at once: what one of them changes for another is found at the start. */
  async #decide(): Promise<void> {
    for (const id of this.#open.keys()) {
      if (this.dice.happens(0.7)) {
        await this.world.approve(id);
      }
    }
    await this.#start();
  }

  async #start(): Promise<void> {
    await this.world.starter.startDue();
    for (const id of [...this.#open.keys()]) {
      const { status } = await this.world.requests.get(id);
      if (status === 'started') {
        this.#open.delete(id);
        this.trace.push(`started ${id}`);
      }
    }
  }

  async #revoke(): Promise<void> {
    const living = await this.world.living();
    if (living.length) {
      const share = this.dice.oneOf(living);
      const leave = this.dice.oneOf(['network', 'database'] as const);
      this.trace.push(
        `revoke ${this.world.pairOfShare(share)} (${share.pattern}), ${leave}`,
      );
      await this.world.revoke(share.id, leave);
    }
  }

  async #goWrong(): Promise<void> {
    const fault = {
      operation: this.dice.oneOf(FRAGILE),
      kind: this.dice.oneOf(FAULTS),
      count: this.dice.oneOf([1, 2, 4]),
    };
    this.trace.push(`fault ${JSON.stringify(fault)}`);
    this.world.world.faults.add(fault);
  }

  async #pass(seconds: number): Promise<void> {
    this.trace.push(`${seconds} s pass`);
    for (let passed = 0; passed < seconds; ) {
      await this.#work();
      const step = Math.min(seconds - passed, seconds > 60 ? 10 : 2);
      this.world.clock.advance(step);
      passed += step;
    }
  }

  /** Now and then another replica takes over, without a word from the one that worked before. */
  async #work(): Promise<void> {
    if (this.#engines.length > 1 && this.dice.happens(0.1)) {
      this.#working = 1 - this.#working;
      await this.world.bench.expireLeases();
    }
    await this.#engines[this.#working].runOnce();
    await this.#look();
  }

  /** No pair is ever reached without a share that nobody has cut. */
  async #look(): Promise<void> {
    const { world, figures } = this;
    const reached = world.reached();
    const mayBe = new Set(await world.uncut());
    const tooMany = reached.filter(pair => !mayBe.has(pair));
    // Each for the clients of the network, and for others in its VPC.
    figures.pairs +=
      2 * this.outline.networks.length * this.outline.databases.length;
    figures.differences += tooMany.length;
    expect(tooMany).toEqual([]);
  }

  /** Until every access is there or over, and nobody waits for anything that can happen. */
  async #comeToRest(): Promise<void> {
    for (let round = 0; round < 6; round++) {
      await this.#rest();
      await this.#expectExactly();
      for (const id of this.#open.keys()) {
        await this.world.approve(id);
      }
      await this.#start();
      // What was sent back is decided again in the next round.
      if (this.#open.size === 0 && (await this.world.isAtRest())) {
        return;
      }
    }
    await this.#rest();
    await this.#expectExactly();
  }

  async #rest(): Promise<void> {
    for (let seconds = 0; seconds < 7_200; seconds += WHILE_RESTING_SECONDS) {
      await this.#work();
      if (await this.world.isAtRest()) {
        return;
      }
      this.world.clock.advance(WHILE_RESTING_SECONDS);
    }
    const standing = (await this.world.living()).filter(
      ({ lifecycle }) => lifecycle !== 'active',
    );
    throw new Error(
      `Not at rest: ${standing
        .map(
          share =>
            `${this.world.pairOfShare(share)} (${share.pattern}) is ${
              share.lifecycle
            }: ${share.reason}`,
        )
        .join('; ')}`,
    );
  }

  /** At rest: every accepted plan is reachable, and nothing else. */
  async #expectExactly(): Promise<void> {
    const living = await this.world.living();
    const { networks, databases } = this.outline;
    this.figures.pairs += 2 * networks.length * databases.length;
    expect(this.world.reached()).toEqual(
      living.flatMap(this.world.openedBy).sort(),
    );
  }
}

function codesOf(findings: readonly Finding[]): string {
  return findings
    .filter(({ severity }) => severity === 'blocking')
    .map(({ code }) => code)
    .join(', ');
}

/**
 * Draws a world, lets people live in it, ends all that they have, and looks at every pair all the while.
 *
 * @throws an Error that names the seed and all that happened
 */
export async function tryWorld(
  seed: number,
  knex: Knex,
  figures: Figures,
): Promise<void> {
  const dice = new Dice(seed);
  const outline = drawnWorld(dice);
  const trace: string[] = [JSON.stringify(outline)];
  try {
    const world = await worldBench(knex, outline);
    const before = everythingIn(world.world);
    const run = new Run(dice, outline, world, figures, trace);
    await run.live();
    await run.endEverything();
    expect(everythingIn(world.world)).toEqual(before);
    figures.worlds += 1;
  } catch (error) {
    throw new Error(
      `TOWPATH_SEED=${seed} fails: ${(error as Error).message}\n${trace.join(
        '\n',
      )}\n${(error as Error).stack}`,
    );
  }
}

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

import { Engine, OutlinedAccount } from './outlinedCompany';
import { OutlinedWorld } from './worldBench';

/** Numbers that look like chance, and are the same for the same seed (mulberry32, public domain). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whether something happens that happens so often, of 1. */
  happens(howOften: number): boolean {
    return this.next() < howOften;
  }

  oneOf<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  /** So many of them, in an order of their own. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    return Array.from(
      { length: Math.min(count, items.length) },
      () => left.splice(Math.floor(this.next() * left.length), 1)[0],
    );
  }
}

/** VPC Lattice is in all of them but `use1-az3`. */
const ZONE_IDS = ['use1-az1', 'use1-az2', 'use1-az3', 'use1-az4', 'use1-az6'];

const ENGINES: readonly Engine[] = ['postgres', 'mysql', 'aurora'];

/** What the portal does first in an account, of one way to connect or of several. */
const MAKING = [
  'ec2:AuthorizeSecurityGroupIngress',
  'ec2:CreateSecurityGroup',
  'ec2:CreateVpcEndpoint',
  'elasticloadbalancing:CreateLoadBalancer',
  'ram:CreateResourceShare',
  'vpc-lattice:CreateResourceConfiguration',
  'vpc-lattice:CreateResourceGateway',
  'vpc-lattice:CreateServiceNetwork',
  'vpc-lattice:CreateServiceNetworkResourceAssociation',
  'vpc-lattice:CreateServiceNetworkVpcAssociation',
];

/** A world of two or three databases and networks: small, so that what matters happens often. */
export function drawnWorld(dice: Dice): OutlinedWorld {
  const accounts = accountsOf(dice);
  const names = accounts.map(({ name }) => name);
  const databases = numbered(dice, 'database').map(name => ({
    name,
    account: dice.oneOf(names),
    // Where the ports are one, networks come to each other's databases.
    engine: dice.happens(0.5) ? ('postgres' as const) : dice.oneOf(ENGINES),
    zoneIds: zonesOf(dice, dice.happens(0.5) ? 3 : 2),
  }));
  const networks = numbered(dice, 'network').map(name => ({
    name,
    account: dice.oneOf(names),
    zoneIds: zonesOf(dice, dice.happens(0.6) ? 2 : 1),
    ...(dice.happens(0.15) && { free: dice.oneOf([0, 5]) }),
  }));
  const isSplit = dice.happens(0.3);
  const zoneNames = isSplit ? ['reporting', 'research'] : ['reporting'];
  return {
    accounts,
    databases,
    networks,
    // A pair belongs to one zone: where there are two, each database is in one of them.
    zones: zoneNames.map((name, index) => ({
      name,
      account: index === 0 ? 'networking' : dice.oneOf(names),
      networks: networks
        .map(network => network.name)
        .filter(() => dice.happens(0.85)),
      databases: databases
        .filter((_, place) => place % zoneNames.length === index)
        .map(database => database.name)
        .filter(() => dice.happens(0.85)),
    })),
    associated: networks
      .map(network => network.name)
      .filter(() => dice.happens(0.2)),
    crowded: databases
      .map(database => database.name)
      .filter(() => dice.happens(0.07)),
    forbidden: names
      .filter(() => dice.happens(0.06))
      .map(account => ({ account, action: dice.oneOf(MAKING) })),
  };
}

/** Most have one in common. */
function zonesOf(dice: Dice, count: number): string[] {
  const [common, ...others] = ZONE_IDS;
  return dice.happens(0.75)
    ? [common, ...dice.some(others, count - 1)]
    : dice.some(ZONE_IDS, count);
}

function accountsOf(dice: Dice): OutlinedAccount[] {
  return [
    { name: 'networking' },
    { name: 'orders' },
    { name: 'analytics' },
    { name: 'partner', ...(dice.happens(0.7) && { isOutside: true }) },
    { name: 'stranger', ...(dice.happens(0.2) && { isClosed: true }) },
  ];
}

function numbered(dice: Dice, what: string): string[] {
  return Array.from(
    { length: dice.happens(0.6) ? 3 : 2 },
    (_, index) => `${what}-${index + 1}`,
  );
}

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

import './__testUtils__/unpacedReads';
import { TestDatabases } from '@backstage/backend-test-utils';
import { GraphNode, naturalKey } from './patterns';
import {
  OutlinedWorld,
  pairOf,
  worldBench,
  WorldBench,
} from './__testUtils__/worldBench';

// Two hundred accesses, looked at second by second.
jest.setTimeout(600_000);

const NETWORKS = 20;
const DATABASES = 10;
const ZONE_IDS = ['use1-az1', 'use1-az2', 'use1-az4'];

/** Ten databases of three accounts and twenty networks of five, one of each outside of the organisation. */
function twoHundredPairs(): OutlinedWorld {
  const providers = ['orders', 'billing', 'stock'];
  const consumers = ['analytics', 'science', 'partner', 'sales', 'networking'];
  const databases = Array.from({ length: DATABASES }, (_, index) => ({
    name: `database-${index + 1}`,
    account: providers[index % providers.length],
    engine: index % 4 === 3 ? ('aurora' as const) : ('postgres' as const),
    zoneIds: ZONE_IDS,
  }));
  const networks = Array.from({ length: NETWORKS }, (_, index) => ({
    name: `network-${index + 1}`,
    account: consumers[index % consumers.length],
    zoneIds: ZONE_IDS.slice(index % 2),
  }));
  return {
    accounts: [
      { name: 'networking' },
      { name: 'orders' },
      { name: 'billing' },
      { name: 'stock', isOutside: true },
      { name: 'analytics' },
      { name: 'science' },
      { name: 'partner', isOutside: true },
      { name: 'sales' },
    ],
    databases,
    networks,
    zones: [
      {
        name: 'reporting',
        account: 'networking',
        networks: networks.map(({ name }) => name),
        databases: databases.map(({ name }) => name),
      },
    ],
  };
}

/** The one call that makes an object of this type. */
const MADE_BY: Record<string, (spec: GraphNode['spec']) => string | undefined> =
  {
    'ec2/security-group': () => 'ec2:CreateSecurityGroup',
    'ec2/security-group-default-egress': () => 'ec2:RevokeSecurityGroupEgress',
    'ec2/security-group-rule': ({ direction }) =>
      direction === 'ingress'
        ? 'ec2:AuthorizeSecurityGroupIngress'
        : 'ec2:AuthorizeSecurityGroupEgress',
    'ec2/service-network-endpoint': () => 'ec2:CreateVpcEndpoint',
    // AWS makes it when both are in the network.
    'ec2/service-network-endpoint-association': () => undefined,
    'ram/resource-share': () => 'ram:CreateResourceShare',
    'ram/principal': () => 'ram:AssociateResourceShare',
    'ram/invitation': () => 'ram:AcceptResourceShareInvitation',
    'vpc-lattice/resource-gateway': () => 'vpc-lattice:CreateResourceGateway',
    'vpc-lattice/resource-configuration': () =>
      'vpc-lattice:CreateResourceConfiguration',
    'vpc-lattice/service-network': () => 'vpc-lattice:CreateServiceNetwork',
    'vpc-lattice/service-network-resource-association': () =>
      'vpc-lattice:CreateServiceNetworkResourceAssociation',
    'vpc-lattice/service-network-vpc-association': () =>
      'vpc-lattice:CreateServiceNetworkVpcAssociation',
  };

function countsOf(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort());
}

/** Calls that changed something, by operation. */
function changesOf({ world }: WorldBench): Record<string, number> {
  const changes = world.calls
    .toJSON()
    .filter(({ outcome }) => outcome === 'ok')
    .filter(
      ({ operation }) =>
        !/:(Describe|Get|List|Assume|Simulate)/.test(operation),
    );
  return countsOf(
    changes.flatMap(({ operation, count }) => Array(count).fill(operation)),
  );
}

/** The calls that these objects need. */
function callsFor(nodes: readonly GraphNode[]): Record<string, number> {
  return countsOf(nodes.flatMap(({ type, spec }) => MADE_BY[type](spec) ?? []));
}

function sumOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Lets the time pass, second by second, and looks at all pairs before and after each. @returns the pairs looked at */
async function everySecond(
  bench: WorldBench,
  options: {
    lanes: ReturnType<WorldBench['engine']>;
    look: (reached: string[]) => void;
  },
): Promise<number> {
  const { lanes, look } = options;
  let seconds = 0;
  for (; seconds < 1_800; seconds++) {
    await lanes.runOnce();
    look(bench.reached());
    if (await bench.isAtRest()) {
      return (seconds + 1) * NETWORKS * DATABASES;
    }
    bench.clock.advance(1);
  }
  throw new Error('It is not over after half an hour');
}

describe('Two hundred accesses of one zone', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('need one service network and a gateway for each database, and end exactly as it was said', async () => {
    const outline = twoHundredPairs();
    const world = await worldBench(await databases.init('SQLITE_3'), outline);
    const lanes = world.engine();
    const everyPair = outline.networks
      .flatMap(network =>
        outline.databases.map(({ name }) => pairOf(network.name, name)),
      )
      .sort();
    const say = (figures: string) => process.stderr.write(`${figures}\n`);

    // Each request brings one network more, and the first ten one database more.
    for (const [index, { name: network }] of outline.networks.entries()) {
      const database = outline.databases[index % DATABASES].name;
      const { id, findings } = await world.ask({
        network,
        database,
        connectVia: 'lattice-service-network',
        join: index % 4 === 0 ? 'association' : 'endpoint',
      });
      expect(
        findings.filter(({ severity }) => severity === 'blocking'),
      ).toEqual([]);
      await world.approve(id!);
      await world.starter.startDue();
      // Some are built while others are asked for.
      if (index % 6 === 5) {
        await lanes.runOnce();
        world.clock.advance(20);
      }
    }
    const shares = await world.living();
    expect(shares.map(world.pairOfShare).sort()).toEqual(everyPair);
    await world.bench.drive(lanes, world.isAtRest, 7_200);

    expect(world.reached()).toEqual(everyPair);
    const objects = new Map(
      shares.flatMap(({ graph }) =>
        graph.nodes.map(node => [naturalKey(node), node] as const),
      ),
    );
    const nodes = [...objects.values()];
    const needed = callsFor(nodes);
    const made = changesOf(world);
    say(
      `${shares.length} shares of ${
        nodes.length
      } objects: the graphs need ${sumOf(needed)} calls, AWS saw ${sumOf(
        made,
      )}; ${world.reached().length} of ${everyPair.length} pairs are reached`,
    );
    expect(made).toEqual(needed);
    expect(made).toMatchObject({
      'vpc-lattice:CreateServiceNetwork': 1,
      'vpc-lattice:CreateResourceGateway': DATABASES,
    });

    for (const [leave, network, database] of [
      ['network', 'network-7', 'database-2'],
      ['database', 'network-3', 'database-5'],
      // Joined by an association.
      ['network', 'network-5', 'database-1'],
    ] as const) {
      const before = world.reached();
      const leaving = (await world.living()).find(
        share => world.pairOfShare(share) === pairOf(network, database),
      )!;
      const named = (await world.zoneEnding(leaving.id))[leave];
      const ending = named.map(each =>
        pairOf(each.network, each.databaseRef.split('/')[1]),
      );
      const staying = before.filter(pair => !ending.includes(pair));
      await world.revoke(leaving.id, leave);
      let closed: number | undefined;
      let second = 0;
      const compared = await everySecond(world, {
        lanes,
        look: reached => {
          const gone = before.filter(pair => !reached.includes(pair));
          // Not one too many, at no second, and none that was not there.
          expect(staying.filter(pair => gone.includes(pair))).toEqual([]);
          expect(reached.filter(pair => !before.includes(pair))).toEqual([]);
          if (closed === undefined && gone.length === ending.length) {
            closed = second;
          }
          second += 1;
        },
      });
      expect(world.reached()).toEqual(staying);
      say(
        `${leave === 'network' ? network : database} leaves: ${
          ending.length
        } pairs were named and closed after ${closed} s, ${
          staying.length
        } stay; ${compared} comparisons in ${second} s, 0 differences`,
      );
    }
  });
});

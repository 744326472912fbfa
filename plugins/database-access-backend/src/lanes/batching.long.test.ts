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

import { TestDatabases } from '@backstage/backend-test-utils';
import { World } from '@towpath/simulated-aws';
import { awsBench, Way, WAYS } from './__testUtils__/awsBench';
import { moreNetworks } from './__testUtils__/moreNetworks';

jest.setTimeout(300_000);

/** How many networks get access to one database at once; fifty show it better, and take twice as long. */
const SIZES = [1, Number(process.env.TOWPATH_SHARES ?? 25)] as const;

const BUILD_SECONDS = 1_800;
/** Ready objects are read each minute. */
const WATCH_MINUTES = 2;
const TEARDOWN_SECONDS = 3_600;

/** What Route 53 tells for one zone at a time, whoever asks. */
const ONE_AT_A_TIME = ['route53:ListResourceRecordSets'];

/** What all shares of a database use: made once, however many there are. */
const MADE_ONCE: Record<Way, string[]> = {
  'lattice-resource-endpoint': [
    'ram:AssociateResourceShare',
    'ram:CreateResourceShare',
    'vpc-lattice:CreateResourceConfiguration',
    'vpc-lattice:CreateResourceGateway',
  ],
  privatelink: [
    'ec2:CreateVpcEndpointServiceConfiguration',
    'ec2:ModifyVpcEndpointServicePermissions',
    'elasticloadbalancing:CreateListener',
    'elasticloadbalancing:CreateLoadBalancer',
    'elasticloadbalancing:CreateTargetGroup',
    'elasticloadbalancing:RegisterTargets',
  ],
};

const PHASES = ['build', 'watch', 'teardown'] as const;
type Phase = (typeof PHASES)[number];

/** The other's endpoints go by the same call. */
function hasTeardown(way: Way): boolean {
  return way === 'lattice-resource-endpoint';
}

/** How often each operation was called, in all accounts. */
type Calls = Record<string, number>;

function callsIn(world: World): Calls {
  const calls: Calls = {};
  for (const { operation, count } of world.calls.toJSON()) {
    calls[operation] = (calls[operation] ?? 0) + count;
  }
  return calls;
}

function since(now: Calls, before: Calls): Calls {
  return Object.fromEntries(
    Object.entries(now)
      .map(([key, count]) => [key, count - (before[key] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
}

function isRead(operation: string): boolean {
  return /:(Describe|Get|List)/.test(operation) && !/^sts:/.test(operation);
}

function readsOf(calls: Calls): number {
  return Object.entries(calls)
    .filter(([operation]) => isRead(operation))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** Calls for one share, and for many. */
type Counts = Record<Phase, Calls[]>;

function tableOf(way: Way, counts: Counts): string {
  const lines = PHASES.flatMap(phase => {
    const operations = new Set(counts[phase].flatMap(Object.keys));
    const row = (name: string, numbers: number[]) =>
      `${name.padEnd(56)}${numbers
        .map(number => String(number).padStart(7))
        .join('')}`;
    return [
      row(`${way}, ${phase}`, [...SIZES]),
      ...[...operations].sort().map(operation =>
        row(
          `  ${operation}`,
          counts[phase].map(calls => calls[operation] ?? 0),
        ),
      ),
      row('  all reads', counts[phase].map(readsOf)),
    ];
  });
  return `${lines.join('\n')}\n`;
}

describe('Calls of AWS', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function callsFor(way: Way, size: number) {
    const { askFor, bench, engine, world } = await awsBench(
      await databases.init('SQLITE_3'),
    );
    const lanes = engine();
    const shares: string[] = [];
    for (const facts of moreNetworks(world, size)) {
      shares.push(await askFor(way, facts));
    }
    const all = async (lifecycle: string) =>
      !(await bench.knex('shares').whereNot({ lifecycle }).first());
    const started = callsIn(world);
    await bench.drive(lanes, () => all('active'), BUILD_SECONDS);
    // What became ready just now is looked at once more.
    await rest(bench, lanes, 1);
    const built = callsIn(world);
    await rest(bench, lanes, WATCH_MINUTES);
    const watched = callsIn(world);
    if (!hasTeardown(way)) {
      return {
        build: since(built, started),
        watch: since(watched, built),
        teardown: {},
      };
    }
    for (const share of shares) {
      await bench.revoke(share);
    }
    await bench.drive(lanes, () => all('revoked'), TEARDOWN_SECONDS);
    return {
      build: since(built, started),
      watch: since(watched, built),
      teardown: since(callsIn(world), watched),
    };
  }

  async function rest(
    bench: Awaited<ReturnType<typeof awsBench>>['bench'],
    lanes: Parameters<typeof bench.drive>[0],
    minutes: number,
  ) {
    const until = bench.clock.now().getTime() + minutes * 60_000;
    await bench.drive(
      lanes,
      async () => bench.clock.now().getTime() >= until,
      minutes * 60,
    );
  }

  it.each(Object.keys(WAYS) as Way[])(
    'over %s grow with the pages of a lane, not with its shares, wherever one call can do',
    async way => {
      const counts: Counts = { build: [], watch: [], teardown: [] };
      for (const size of SIZES) {
        const calls = await callsFor(way, size);
        PHASES.forEach(phase => counts[phase].push(calls[phase]));
      }
      process.stdout.write(tableOf(way, counts));
      const [one, many] = SIZES.map((_, i) => ({
        build: counts.build[i],
        watch: counts.watch[i],
        teardown: counts.teardown[i],
      }));

      // One Describe or List reads all of a type that stand still, of a hundred objects of a lane each time.
      const grown = Object.keys(many.watch).filter(
        operation =>
          !ONE_AT_A_TIME.includes(operation) &&
          many.watch[operation] > 4 * (one.watch[operation] ?? WATCH_MINUTES),
      );
      expect(grown).toEqual([]);
      expect(Object.keys(many.watch).filter(each => !isRead(each))).toEqual([]);

      const madeOnce = (calls: Calls) =>
        MADE_ONCE[way].map(operation => `${calls[operation]} ${operation}`);
      expect(madeOnce(many.build)).toEqual(madeOnce(one.build));

      // Nobody looks at all who wait each time that one of them goes on.
      expect(readsOf(many.build)).toBeLessThan(
        (SIZES[1] / 3) * readsOf(one.build),
      );
      if (!hasTeardown(way)) {
        return;
      }
      expect(readsOf(many.teardown)).toBeLessThan(
        (SIZES[1] / 3) * readsOf(one.teardown),
      );
      // One call cuts them all.
      expect(one.teardown['ec2:DeleteVpcEndpoints']).toBe(1);
      expect(many.teardown['ec2:DeleteVpcEndpoints']).toBeLessThanOrEqual(3);
    },
  );
});

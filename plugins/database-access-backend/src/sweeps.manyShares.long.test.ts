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
import { randomUUID } from 'crypto';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import {
  OutlinedWorld,
  worldBench,
  WorldBench,
} from './__testUtils__/worldBench';
import { requester } from './__testUtils__/requestBench';
import { REGION } from './__testUtils__/simulatedCompany';
import { outputsFor, refWith } from './lanes/objectRef';
import { objectTypes } from './objects';
import { HealthWatch, ShareJournal } from './requests';
import { countShares } from './routes/countShares';
import { toShare } from './routes/toShare';
import { laneOfKey } from './store';

jest.setTimeout(3_600_000);

/** Networks, each in an account of its own; as many databases, two in each account. All pairs are shared. */
const NETWORKS = Number(process.env.TOWPATH_NETWORKS ?? 10);

const ZONES = ['use1-az1', 'use1-az2'];

/** What one page holds: aws.md §3.3. RAM looks at so many for one answer in simulated AWS, whatever is asked for. */
const PAGE: Record<string, number> = {
  'ec2:DescribeSecurityGroups': 1_000,
  'ec2:DescribeSecurityGroupRules': 1_000,
  'ec2:DescribeVpcEndpoints': 1_000,
  'ec2:DescribeVpcEndpointAssociations': 100,
  'vpc-lattice:ListResourceGateways': 100,
  'vpc-lattice:ListResourceConfigurations': 100,
  'ram:GetResourceShares': 25,
  'ram:GetResourceShareAssociations': 25,
};

/** Types that all shares have, whose lists are pages. */
const SWEPT = [
  'ec2/security-group',
  'ec2/security-group-default-egress',
  'ec2/security-group-rule',
  'ec2/vpc-endpoint',
  'vpc-lattice/resource-gateway',
  'vpc-lattice/resource-configuration',
  'ram/resource-share',
  'ram/principal',
];

/** What is around the paths of a lane is few: calls for each kind. */
const PAGES_AROUND: Record<string, number> = {
  'ec2/client-security-group': 1,
  'ec2/subnet': 2,
  'rds/database': 1,
};

function outlineOf(networks: number): OutlinedWorld {
  const names = Array.from({ length: networks }, (_, i) => i + 1);
  const providers = names.filter(i => i % 2 === 1);
  return {
    accounts: [
      ...names.map(i => ({ name: `consumer-${i}` })),
      ...providers.map(i => ({ name: `provider-${i}` })),
    ],
    networks: names.map(i => ({
      name: `net-${i}`,
      account: `consumer-${i}`,
      zoneIds: ZONES,
    })),
    databases: names.map(i => ({
      name: `db-${i}`,
      account: `provider-${i % 2 === 1 ? i : i - 1}`,
      engine: 'postgres' as const,
      zoneIds: ZONES,
    })),
    zones: [],
  };
}

type Records = Record<string, Record<string, any>>;

const hex = (value: number, digits: number) =>
  value.toString(16).padStart(digits, '0');

/** Objects that a pair has for itself; the others are its database's. */
const OF_PAIR = [
  'endpoint-group',
  'endpoint-no-egress',
  'endpoint-ingress-1',
  'vpc-endpoint',
  'association',
  'principal',
];

/** Rows in one statement. */
const MOST_ROWS = 20;

/** Builds one share as the portal does, and the others by copying what AWS and the store have of it. */
async function manyShares(knex: Knex, networks: number) {
  const world = await worldBench(knex, outlineOf(networks));
  // In a test one pass is all that an engine does, and this one takes minutes.
  const engine = world.engine({ leaseMs: 3_600_000 });
  const { id } = await world.ask({
    network: 'net-1',
    database: 'db-1',
    connectVia: 'lattice-resource-endpoint',
  });
  await world.approve(id!);
  await world.starter.startDue();
  while (!(await world.isAtRest())) {
    await engine.runOnce();
    world.clock.advance(30);
  }
  const first = await rowsOfFirst(knex);
  const copies = copiesIn(world, first.objects);
  copyInAws(world, copies);
  await copyInStore(knex, { world, first, copies });
  return { world, engine };
}

/** What the store has of the one share that was built. */
async function rowsOfFirst(knex: Knex) {
  const [share] = await knex('shares');
  return {
    share,
    surroundings: await knex('share_surroundings'),
    references: await knex('object_references'),
    dependencies: await knex('object_dependencies'),
    objects: await knex('objects'),
  };
}

type FirstRows = Awaited<ReturnType<typeof rowsOfFirst>>;

interface Copies {
  /** The same text of another pair: of its network, its database and what was made for them. */
  ofPair(text: string, n: number, d: number): string;
  ofDatabase(text: string, d: number): string;
}

const accountOf = (arn: string) => arn.split(':')[4];

function copiesIn(world: WorldBench, objects: FirstRows['objects']): Copies {
  const networks = world.networks.map(network => [
    network.name,
    network.accountId,
    network.vpcId,
    ...network.subnetIds,
    ...network.clientSecurityGroupIds,
  ]);
  const databases = world.databases.map(({ name, arn }) => {
    const { instances, subnetGroups } = recordsOf(world, 'rds', accountOf(arn));
    const { address, securityGroupIds, networkInterfaceId } = instances[name];
    const { vpcId, subnetIds } = subnetGroups[`of-${name}`];
    return [
      address,
      name,
      accountOf(arn),
      vpcId,
      ...subnetIds,
      ...securityGroupIds,
      networkInterfaceId,
    ];
  });
  // Nothing says of an id in AWS whose it is, but the row that has it.
  const made = (isOfPair: boolean) =>
    objects
      .filter(({ lane }) => lane.startsWith(networks[0][1]) === isOfPair)
      .map(({ aws_id: awsId }) => awsId.split('|')[0]);
  const madeForPair = [
    ...made(true),
    objects.find(({ type }) => type.endsWith('endpoint-association')).aws_id,
  ];
  const madeForDatabase = made(false).filter(
    awsId => !madeForPair.includes(awsId),
  );
  const renamed = (ids: string[], number: number) =>
    ids.map(awsId => [
      idIn(awsId),
      number === 0 ? idIn(awsId) : withNumber(idIn(awsId), number),
    ]);
  const replaced = (text: string, pairs: string[][]) => {
    const instead = new Map(pairs as Array<[string, string]>);
    const all = [...instead.keys()].sort((x, y) => y.length - x.length);
    return text.replace(
      new RegExp(`(${all.join('|')})(?![0-9a-f])`, 'g'),
      found => instead.get(found)!,
    );
  };
  const databasePairs = (d: number) => [
    ...databases[0].map((word, i) => [word, databases[d][i]]),
    ...renamed(madeForDatabase, d * 10_000),
  ];
  return {
    ofDatabase: (text, d) => replaced(text, databasePairs(d)),
    ofPair: (text, n, d) =>
      replaced(text, [
        ...databasePairs(d),
        ...networks[0].map((word, i) => [word, networks[n][i]]),
        ...renamed(madeForPair, n === 0 && d === 0 ? 0 : d * 10_000 + n + 1),
      ]),
  };
}

/** The part of an ARN that is its own. */
function idIn(awsId: string): string {
  return awsId.split('/').pop()!;
}

function withNumber(awsId: string, number: number): string {
  return awsId.replace(/(^|-)[0-9a-f]{8}/, `$1${hex(number, 8)}`);
}

/** AWS's own records of an account. */
function recordsOf(
  world: WorldBench,
  service: string,
  accountId: string,
): Records {
  return (world.world.documents[`${service}/${accountId}/${REGION}`] ??=
    emptyLike(world, service)) as Records;
}

function copyInAws(world: WorldBench, { ofPair, ofDatabase }: Copies): void {
  const [firstNetwork] = world.networks;
  const records = (service: string, accountId: string) =>
    recordsOf(world, service, accountId);
  const home = accountOf(world.databases[0].arn);
  const ours = (things: Record<string, any>) =>
    Object.values(things).filter(
      ({ tags }) => tags?.['database-access:installation'],
    );
  const clients = records('ec2', firstNetwork.accountId);
  const provider = records('ec2', home);
  const lattice = records('vpc-lattice', home);
  const templateOfPair = JSON.stringify({
    groups: ours(clients.securityGroups),
    rules: ours(clients.securityGroupRules),
    endpoints: ours(clients.vpcEndpoints),
  });
  const templateOfDatabase = JSON.stringify({
    groups: ours(provider.securityGroups),
    rules: ours(provider.securityGroupRules),
    gateways: ours(lattice.resourceGateways),
    configurations: ours(lattice.resourceConfigurations),
    shares: ours(records('ram', home).shares),
  });
  world.databases.forEach(({ arn }, d) => {
    const account = accountOf(arn);
    const made = JSON.parse(ofDatabase(templateOfDatabase, d));
    const [share] = made.shares;
    const [principal] = share.associations.filter(
      ({ type }: { type: string }) => type === 'PRINCIPAL',
    );
    share.associations = [
      ...share.associations.filter(
        ({ type }: { type: string }) => type === 'RESOURCE',
      ),
      ...world.networks.map(({ accountId }) => ({
        ...principal,
        associatedEntity: accountId,
      })),
    ];
    const ec2 = records('ec2', account);
    put(ec2.securityGroups, made.groups, 'groupId');
    put(ec2.securityGroupRules, made.rules, 'securityGroupRuleId');
    const { resourceGateways, resourceConfigurations } = records(
      'vpc-lattice',
      account,
    );
    put(resourceGateways, made.gateways, 'id');
    put(resourceConfigurations, made.configurations, 'id');
    put(records('ram', account).shares, made.shares, 'arn');
    world.networks.forEach(({ accountId }, n) => {
      const { groups, rules, endpoints } = JSON.parse(
        ofPair(templateOfPair, n, d),
      );
      const theirs = records('ec2', accountId);
      put(theirs.securityGroups, groups, 'groupId');
      put(theirs.securityGroupRules, rules, 'securityGroupRuleId');
      put(theirs.vpcEndpoints, endpoints, 'vpcEndpointId');
    });
  });
}

function emptyLike(world: WorldBench, service: string): Records {
  const [, some] = Object.entries(world.world.documents).find(([key]) =>
    key.startsWith(`${service}/`),
  )!;
  return Object.fromEntries(Object.keys(some).map(key => [key, {}]));
}

function put(table: Record<string, any>, things: any[], key: string): void {
  for (const thing of things) {
    table[thing[key]] = thing;
  }
}

/** Shares, what they use and what is around them, as if the portal had made them: what a sweep compares is what was read before. */
async function copyInStore(
  knex: Knex,
  options: { world: WorldBench; first: FirstRows; copies: Copies },
): Promise<void> {
  const { world, first, copies } = options;
  const states = await statesInAws(world);
  const keyOf = new Map<string, string>(
    first.references.map(each => [each.object_id, each.node_key]),
  );
  const [ofPair, ofDatabase] = [true, false].map(isOfPair =>
    first.objects.filter(
      ({ id }) => OF_PAIR.includes(keyOf.get(id)!) === isOfPair,
    ),
  );
  const insert = async (table: string, rows: object[]) => {
    for (let i = 0; i < rows.length; i += MOST_ROWS) {
      await knex(table)
        .insert(rows.slice(i, i + MOST_ROWS))
        .onConflict()
        .ignore();
    }
  };
  const copied = (
    rows: any[],
    ids: Map<string, string>,
    as: string,
    of: (text: string) => string,
  ) =>
    rows.map(row => {
      const awsId = of(row.aws_id);
      const known = states.get(`${row.type} ${awsId}`);
      return {
        ...row,
        // AWS has the tags of those that were copied.
        tag: row.id,
        lane: of(row.lane),
        name: `${row.name}-${as}`,
        spec: withIds(of(row.spec), ids),
        outputs: of(row.outputs),
        id: ids.get(row.id),
        aws_id: awsId,
        state: known ? JSON.stringify(known) : of(row.state),
      };
    });
  for (let d = 0; d < world.databases.length; d++) {
    const idsOfDatabase = idsFor(ofDatabase, d === 0);
    if (d > 0) {
      await insert(
        'objects',
        copied(ofDatabase, idsOfDatabase, `${d}`, text =>
          copies.ofDatabase(text, d),
        ),
      );
    }
    for (let n = 0; n < world.networks.length; n++) {
      if (n === 0 && d === 0) {
        continue;
      }
      const of = (text: string) => copies.ofPair(text, n, d);
      const ids = new Map([...idsOfDatabase, ...idsFor(ofPair, false)]);
      const { share } = first;
      const id = randomUUID();
      await insert('objects', copied(ofPair, ids, `${d}-${n}`, of));
      await insert(
        'object_dependencies',
        first.dependencies.map(each => ({
          object_id: ids.get(each.object_id),
          depends_on_id: ids.get(each.depends_on_id),
        })),
      );
      await insert('shares', [
        {
          ...share,
          id,
          request_id: randomUUID(),
          database_ref: of(share.database_ref),
          database_arn: of(share.database_arn),
          network: of(share.network),
          living_key: of(share.living_key),
          plan: of(share.plan),
          graph: of(share.graph),
        },
      ]);
      await insert(
        'object_references',
        first.references.map(each => ({
          ...each,
          share_id: id,
          object_id: ids.get(each.object_id),
        })),
      );
      await insert(
        'share_surroundings',
        first.surroundings.map(each => ({
          ...each,
          share_id: id,
          lane: of(each.lane),
          aws_id: of(each.aws_id),
        })),
      );
    }
  }
  await knex('objects').update({ next_look_at: 1e15 });
  for (const { lane } of await knex('objects').distinct('lane')) {
    await insert('lanes', [{ lane }]);
    await knex('sweeps')
      .insert({ lane, next_full_at: 1e15 })
      .onConflict('lane')
      .merge(['next_full_at']);
  }
}

function idsFor(rows: Array<{ id: string }>, areTheSame: boolean) {
  return new Map(
    rows.map(({ id }) => [id, areTheSame ? id : randomUUID()] as const),
  );
}

function withIds(text: string, ids: ReadonlyMap<string, string>): string {
  return [...ids].reduce((said, [from, to]) => said.replaceAll(from, to), text);
}

/** What lists show of everything, by type and id. */
async function statesInAws(world: WorldBench): Promise<Map<string, unknown>> {
  const accounts = new Set([
    ...world.networks.map(({ accountId }) => accountId),
    ...world.databases.map(({ arn }) => accountOf(arn)),
  ]);
  const states = new Map<string, unknown>();
  for (const accountId of accounts) {
    const clients = world.sessions.watch({ accountId, region: REGION });
    for (const type of SWEPT.map(each => objectTypes.get(each)!)) {
      for await (const state of type.list(clients, 'demo')) {
        states.set(`${type.type} ${type.awsId(state)}`, state);
      }
    }
  }
  return states;
}

/** Looks at each object by itself, as a portal would that knew no sweeps. @returns how many calls that took */
async function callsOneByOne(
  { store, sessions, world, clock }: WorldBench,
  lanes: readonly string[],
): Promise<number> {
  const at = {
    store,
    installation: 'demo',
    clock: { now: () => new Date(clock.now()) },
  };
  world.calls.clear();
  for (const lane of lanes.map(laneOfKey)) {
    const clients = sessions.watch(lane);
    const settled = await store.read(tx =>
      store.knownObjects.settled(tx, lane),
    );
    const objects = settled.filter(({ type }) => SWEPT.includes(type));
    const outputs = await outputsFor(at, objects);
    for (const object of objects) {
      const type = objectTypes.get(object.type)!;
      const ref = refWith(at, object, { outputs, missing: 'refuse' });
      expect(await type.find(clients, ref)).toBeDefined();
      // AWS would throttle so many at once.
      clock.advance(1);
    }
  }
  return world.calls
    .toJSON()
    .filter(({ operation }) => !operation.startsWith('sts:'))
    .reduce((sum, { count }) => sum + count, 0);
}

/** How long the portal takes to see how all shares are, and to count them for its overview. */
async function secondsOfWatching({ store, shares, clock }: WorldBench) {
  const now = { now: () => new Date(clock.now()) };
  const accountName = (id: string) => id;
  const watch = new HealthWatch({
    store,
    shares,
    journal: new ShareJournal({ store, clock: now }),
    clock: now,
    logger: mockServices.logger.mock(),
    accountName,
  });
  const looking = await timed(() => watch.look());
  const views: Share[] = [];
  const counting = await timed(async () => {
    for await (const page of shares.pagesOf(['active'])) {
      views.push(
        ...page.map(each =>
          toShare(each, {
            person: requester,
            now: now.now(),
            accountName,
            certifySince: undefined,
            platformTeam: undefined,
          }),
        ),
      );
    }
    countShares(views, now.now());
  });
  return { looking, counting, views };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

describe('A sweep of very many shares', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('costs the pages of its lanes, and not a call for each object', async () => {
    const knex = await databases.init('SQLITE_3');
    const { world, engine } = await manyShares(knex, NETWORKS);
    await engine.runOnce();
    world.clock.advance(61);
    world.world.calls.clear();
    const seconds = await timed(() => engine.runOnce());

    const sweeps = await knex('sweeps').where('calls', '>', 0);
    const sum = (column: string) =>
      sweeps.reduce((total, row) => total + row[column], 0);
    const calls = sum('calls');
    const objects = await knex('objects')
      .where({ condition: 'ready' })
      .whereIn('type', SWEPT);
    const needed =
      pagesNeeded(objects) +
      (await knex('share_surroundings').distinct('lane', 'kind')).reduce(
        (total, { kind }) => total + (PAGES_AROUND[kind] ?? 0),
        0,
      );
    const { looking, counting, views } = await secondsOfWatching(world);
    // Takes so many seconds that all that was read is old then.
    const oneByOne = await callsOneByOne(
      world,
      sweeps.map(({ lane }) => lane),
    );
    const percent = ((calls / needed - 1) * 100).toFixed(1);
    process.stderr.write(
      [
        `${views.length} shares, ${objects.length} objects in ${sweeps.length} lanes`,
        `sweep: ${calls} calls for ${needed} pages, ${percent} % more, ${seconds.toFixed(
          1,
        )} s`,
        `what AWS tells one by one: ${sum('one_by_one')} calls`,
        `each object by itself: ${oneByOne} calls`,
        `health of all: ${looking.toFixed(
          1,
        )} s; overview of all: ${counting.toFixed(1)} s\n`,
      ].join('\n'),
    );
    expect(views).toHaveLength(NETWORKS * NETWORKS);
    expect(new Set(views.map(({ health }) => health))).toEqual(
      new Set(['healthy']),
    );
    expect(sweeps.length).toBe(NETWORKS * 1.5);
    expect(sweeps.every(({ problems }) => problems === '[]')).toBe(true);
    expect(calls).toBeLessThanOrEqual(needed * 1.05);
    expect(oneByOne).toBeGreaterThanOrEqual(objects.length);
    expect(calls).toBeLessThan(oneByOne / 5);
  });
});

/** Pages of each list that somebody has to read, at least one for each list that a lane has something of. */
function pagesNeeded(objects: Array<{ lane: string; type: string }>): number {
  const lists: Record<string, string[]> = {
    'ec2/security-group': ['ec2:DescribeSecurityGroups'],
    'ec2/security-group-rule': ['ec2:DescribeSecurityGroupRules'],
    'ec2/vpc-endpoint': [
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeVpcEndpointAssociations',
    ],
    'vpc-lattice/resource-gateway': ['vpc-lattice:ListResourceGateways'],
    'vpc-lattice/resource-configuration': [
      'vpc-lattice:ListResourceConfigurations',
    ],
    'ram/resource-share': ['ram:GetResourceShares'],
  };
  const counts = new Map<string, number>();
  for (const { lane, type } of objects) {
    const key = `${lane} ${type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let pages = 0;
  for (const [key, count] of counts) {
    const [lane, shares] = key.split(' ram/resource-share');
    if (shares === '') {
      // Each of them is associated with a resource and with accounts: two lists, of which RAM looks at all.
      const associations = count + (counts.get(`${lane} ram/principal`) ?? 0);
      pages +=
        2 * Math.ceil(associations / PAGE['ram:GetResourceShareAssociations']);
    }
    for (const list of lists[key.split(' ')[1]] ?? []) {
      pages += Math.ceil(count / PAGE[list]);
    }
  }
  return pages;
}

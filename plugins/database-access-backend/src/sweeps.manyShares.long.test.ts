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
import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  OutlinedWorld,
  worldBench,
  WorldBench,
} from './__testUtils__/worldBench';
import { REGION } from './__testUtils__/simulatedCompany';
import { laneKey } from './store';
import { objectTypes } from './objects';

jest.setTimeout(900_000);

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

/** Builds one share as the portal does, and the others by copying what AWS has of it. */
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
  const records = (service: string, accountId: string) =>
    (world.world.documents[`${service}/${accountId}/${REGION}`] ??= {
      ...emptyLike(world, service),
    }) as Records;
  const [firstNetwork] = world.networks;
  const [firstDatabase] = world.databases;
  const accountOf = (arn: string) => arn.split(':')[4];
  const consumer = records('ec2', firstNetwork.accountId);
  const provider = records('ec2', accountOf(firstDatabase.arn));
  const lattice = records('vpc-lattice', accountOf(firstDatabase.arn));
  const ram = records('ram', accountOf(firstDatabase.arn));
  const ours = (things: Record<string, any>) =>
    Object.values(things).filter(
      ({ tags }) => tags?.['database-access:installation'],
    );
  const template = JSON.stringify({
    ofPair: {
      groups: ours(consumer.securityGroups),
      rules: ours(consumer.securityGroupRules),
      endpoints: ours(consumer.vpcEndpoints),
    },
    ofDatabase: {
      groups: ours(provider.securityGroups),
      rules: ours(provider.securityGroupRules),
      gateways: ours(lattice.resourceGateways),
      configurations: ours(lattice.resourceConfigurations),
      shares: ours(ram.shares),
    },
  });
  world.databases.forEach((database, d) => {
    const account = accountOf(database.arn);
    const ofDatabase = rewritten(template, d * 10_000).ofDatabase;
    const [configuration] = ofDatabase.configurations;
    configuration.arn = `arn:aws:vpc-lattice:${REGION}:${account}:resourceconfiguration/${configuration.id}`;
    configuration.targetArn = database.arn;
    if (d > 0) {
      put(records('ec2', account).securityGroups, ofDatabase.groups, 'groupId');
      put(
        records('ec2', account).securityGroupRules,
        ofDatabase.rules,
        'securityGroupRuleId',
      );
      put(
        records('vpc-lattice', account).resourceGateways,
        ofDatabase.gateways,
        'id',
      );
      put(
        records('vpc-lattice', account).resourceConfigurations,
        ofDatabase.configurations,
        'id',
      );
      const [share] = ofDatabase.shares;
      share.ownerAccountId = account;
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
      put(records('ram', account).shares, ofDatabase.shares, 'arn');
    }
    world.networks.forEach((network, n) => {
      if (d === 0 && n === 0) {
        return;
      }
      const { groups, rules, endpoints } = rewritten(
        template,
        d * 10_000 + n + 1,
      ).ofPair;
      const [endpoint] = endpoints;
      endpoint.vpcId = network.vpcId;
      endpoint.resourceConfigurationArn = configuration.arn;
      const ec2 = records('ec2', network.accountId);
      put(ec2.securityGroups, groups, 'groupId');
      put(ec2.securityGroupRules, rules, 'securityGroupRuleId');
      put(ec2.vpcEndpoints, endpoints, 'vpcEndpointId');
    });
  });
  await claimAll(knex, world);
  return { world, engine };
}

function emptyLike(world: WorldBench, service: string): Records {
  const [, some] = Object.entries(world.world.documents).find(([key]) =>
    key.startsWith(`${service}/`),
  )!;
  return Object.fromEntries(Object.keys(some).map(key => [key, {}]));
}

/** The same things under other ids. */
function rewritten(template: string, number: number): any {
  return JSON.parse(
    template
      .replace(
        /\b((?:sg|sgr|vpce|rgw|rcfg)-)[0-9a-f]{8}([0-9a-f]*)/g,
        (_match, kind, rest) => `${kind}${hex(number, 8)}${rest}`,
      )
      .replace(
        /(resource-share\/)[0-9a-f]{8}/g,
        (_match, kind) => `${kind}${hex(number, 8)}`,
      ),
  );
}

function put(table: Record<string, any>, things: any[], key: string): void {
  for (const thing of things) {
    table[thing[key]] = thing;
  }
}

/** Rows for all that there is, as if the portal had made it: what a sweep compares is what was read before. */
async function claimAll(knex: Knex, world: WorldBench): Promise<void> {
  const lanes = [
    ...new Set(Object.keys(world.world.documents).map(k => k.split('/')[1])),
  ].map(accountId => ({ accountId, region: REGION }));
  const known = new Set(
    (await knex('objects').select('type', 'aws_id')).map(
      ({ type, aws_id }) => `${type} ${aws_id}`,
    ),
  );
  for (const lane of lanes.filter(({ accountId }) =>
    world.config.accounts.has(accountId),
  )) {
    const clients = world.sessions.watch(lane);
    const rows: object[] = [];
    for (const type of objectTypes.values()) {
      if (type.oneByOne || !SWEPT.includes(type.type)) {
        continue;
      }
      for await (const state of type.list(clients, 'demo')) {
        const awsId = type.awsId(state);
        if (!known.has(`${type.type} ${awsId}`)) {
          rows.push({
            id: randomUUID(),
            lane: laneKey(lane),
            type: type.type,
            name: awsId,
            title: type.title,
            spec: JSON.stringify(specOf(state)),
            wanted: 'present',
            first_request_id: 'bench',
            known_generation: 1,
            made_generation: 1,
            aws_id: awsId,
            state: JSON.stringify(state),
            condition: type.assess(state).condition,
            next_look_at: 1e15,
          });
        }
      }
    }
    for (let i = 0; i < rows.length; i += 50) {
      await knex('objects').insert(rows.slice(i, i + 50));
    }
    await knex('lanes')
      .insert({ lane: laneKey(lane) })
      .onConflict()
      .ignore();
    await knex('sweeps')
      .insert({ lane: laneKey(lane), next_full_at: 1e15 })
      .onConflict('lane')
      .merge(['next_full_at']);
  }
}

function specOf(state: any) {
  const { groupIds, subnetIds, traffic, peer } = state;
  return {
    securityGroupId: groupIds?.[0],
    subnetIds,
    port: Number(traffic?.split(' ')[1]),
    peerGroupId: peer,
  };
}

describe('A sweep of very many shares', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('costs the pages of its lanes, and not a call for each object', async () => {
    const knex = await databases.init('SQLITE_3');
    const { world, engine } = await manyShares(knex, NETWORKS);
    await engine.runOnce();
    world.clock.advance(61);
    world.world.calls.clear();
    const begun = performance.now();
    await engine.runOnce();
    const seconds = (performance.now() - begun) / 1_000;

    const sweeps = await knex('sweeps').where('calls', '>', 0);
    const calls = sweeps.reduce((sum, row) => sum + row.calls, 0);
    const oneByOne = sweeps.reduce((sum, row) => sum + row.one_by_one, 0);
    const objects = await knex('objects').where({ condition: 'ready' });
    const needed =
      pagesNeeded(objects) +
      (await knex('share_surroundings').distinct('lane', 'kind')).reduce(
        (sum, { kind }) => sum + (PAGES_AROUND[kind] ?? 0),
        0,
      );
    const shares = NETWORKS * NETWORKS;
    process.stderr.write(
      `${shares} shares, ${objects.length} objects in ${
        sweeps.length
      } lanes: ${calls} calls, ${needed} pages, ${(
        (calls / needed - 1) *
        100
      ).toFixed(
        1,
      )} % more; ${oneByOne} calls for what AWS tells one by one; a call for each object would be ${
        objects.length
      }; ${seconds.toFixed(1)} s\n`,
    );
    expect(sweeps.length).toBe(NETWORKS * 1.5);
    expect(sweeps.every(({ problems }) => problems === '[]')).toBe(true);
    expect(calls).toBeLessThanOrEqual(needed * 1.05);
    expect(calls).toBeLessThan(objects.length / 5);
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

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
import { lockOut } from './__testUtils__/lockOut';
import { OutlinedWorld, Wish, worldBench } from './__testUtils__/worldBench';

jest.setTimeout(120_000);

const ZONE_IDS = ['use1-az1', 'use1-az2'];

const COMPANY: OutlinedWorld = {
  accounts: [
    { name: 'networking' },
    { name: 'orders' },
    { name: 'stock' },
    { name: 'analytics' },
    { name: 'sales' },
  ],
  databases: [
    { name: 'ledger', account: 'orders', engine: 'postgres' as const },
    { name: 'shop', account: 'orders', engine: 'mysql' as const },
    { name: 'archive', account: 'stock', engine: 'postgres' as const },
  ].map(database => ({ ...database, zoneIds: ZONE_IDS })),
  networks: [
    { name: 'science', account: 'analytics' },
    { name: 'finance', account: 'sales' },
  ].map(network => ({ ...network, zoneIds: ZONE_IDS })),
  zones: [
    {
      name: 'reporting',
      account: 'networking',
      networks: ['science', 'finance'],
      databases: ['ledger', 'shop', 'archive'],
    },
  ],
};

describe('what a zone carries', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function setup(outline: OutlinedWorld) {
    const world = await worldBench(await databases.init('SQLITE_3'), outline);
    const lanes = world.engine();
    const ask = async (wish: Wish) => {
      const { id, findings } = await world.ask(wish);
      expect([wish, id && 'filed', findings]).toEqual([
        wish,
        'filed',
        expect.anything(),
      ]);
      await world.approve(id!);
      await world.starter.startDue();
      return id!;
    };
    const rest = () => world.bench.drive(lanes, world.isAtRest, 3_600);
    return { world, lanes, ask, rest };
  }

  it.each(['its own service network', 'another zone'])(
    'is not reached through the port that a network was let into %s at',
    async other => {
      const [reporting] = COMPANY.zones;
      const { world, ask, rest } = await setup({
        ...COMPANY,
        zones: [
          { ...reporting, databases: ['shop', 'archive'] },
          { ...reporting, name: 'research', databases: ['ledger'] },
        ],
      });
      await ask({
        network: 'science',
        database: 'ledger',
        connectVia:
          other === 'another zone'
            ? 'lattice-service-network'
            : 'lattice-consumer-network',
      });
      for (const [network, database] of [
        ['science', 'shop'],
        ['finance', 'archive'],
      ]) {
        await ask({ network, database, connectVia: 'lattice-service-network' });
      }
      await rest();
      expect(world.reached()).toEqual([
        'finance archive',
        'science ledger',
        'science shop',
      ]);
    },
  );

  it('is not joined by association by a network that is about to be associated with its own', async () => {
    const { world, ask, rest } = await setup(COMPANY);
    const filed = [];
    for (const [connectVia, database] of [
      ['lattice-consumer-network', 'ledger'],
      ['lattice-service-network', 'shop'],
    ] as const) {
      const { id } = await world.ask({
        network: 'science',
        database,
        connectVia,
        join: 'association',
      });
      filed.push(id!);
    }
    for (const id of filed) {
      await world.approve(id);
    }
    await world.starter.startDue();
    await rest();
    expect(world.reached()).toHaveLength(1);

    const { findings } = await world.ask({
      network: 'science',
      database: 'archive',
      connectVia:
        world.reached()[0] === 'science ledger'
          ? 'lattice-service-network'
          : 'lattice-consumer-network',
      join: 'association',
    });
    expect(findings.map(({ code }) => code)).toContain('vpc_associated');
    // By endpoints a VPC may join as many as it likes.
    await ask({
      network: 'science',
      database: 'archive',
      connectVia: 'lattice-resource-endpoint',
    });
    await rest();
    expect(world.reached()).toContain('science archive');
  });

  it('is not reached by whoever joins while a database that was left is still in it', async () => {
    const { world, lanes, ask, rest } = await setup(COMPANY);
    const connectVia = 'lattice-service-network' as const;
    await ask({ network: 'science', database: 'archive', connectVia });
    await rest();
    expect(world.reached()).toEqual(['science archive']);

    const [{ id }] = await world.living();
    const archive = world.databases.find(({ name }) => name === 'archive')!;
    lockOut(world.world, archive.arn.split(':')[4]);
    await world.revoke(id);
    await world.bench.drive(lanes, async () => world.reached().length === 0);
    const request = await ask({
      network: 'finance',
      database: 'ledger',
      connectVia,
    });
    for (let minute = 0; minute < 10; minute++) {
      await world.starter.startDue();
      await lanes.runOnce();
      expect(world.reached()).not.toContain('finance archive');
      world.clock.advance(60);
    }
    expect((await world.requests.get(request)).status).toBe('approved');

    world.world.faults.clear();
    await rest();
    await world.starter.startDue();
    await rest();
    expect(world.reached()).toEqual(['finance ledger']);
  });
});

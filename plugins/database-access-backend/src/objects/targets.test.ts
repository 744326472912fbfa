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

import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  DeleteDBInstanceCommand,
  FailoverDBClusterCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { targets } from './targets';
import { TargetsState } from './targetsState';

const pattern = 'privatelink';

/** A bench with an administrator of the database's account. */
async function scene(
  key = 'targets',
  facts = factsOf('analytics', 'orders-postgres'),
) {
  const b = await bench(key, 'analytics', { pattern, facts });
  const { accountId } = facts.database;
  const rds = new RDSClient(simulatedClientConfig(b.aws, { accountId }));
  const elb = new ElasticLoadBalancingV2Client(
    simulatedClientConfig(b.aws, { accountId }),
  );
  const look = () => b.engine.makeOrLook(b.graph, b.row);
  const registered = async () => {
    const { TargetHealthDescriptions = [] } = await elb.send(
      new DescribeTargetHealthCommand({
        TargetGroupArn: b.ref().spec.targetGroupArn,
      }),
    );
    return TargetHealthDescriptions.map(
      ({ Target, TargetHealth }) =>
        [Target!.Id!, TargetHealth!.State!] as const,
    );
  };
  /** Looks every so many seconds, as the engine does. */
  const watch = async (seconds: number, every = 15) => {
    for (let passed = 0; passed < seconds; passed += every) {
      await look();
      b.clock.advance(every);
    }
  };
  const addressesNow = (host: string) => b.watch.names.addressesOf(host);
  return { ...b, rds, look, registered, watch, addressesNow };
}

/** Seconds by which a state is older than the look at it. */
function stateOf(change: Partial<TargetsState>): TargetsState {
  return {
    targetGroupArn: 'arn',
    database: 'orders-postgres',
    targets: [{ address: '10.20.0.5', port: 5432, health: 'healthy' }],
    wanted: ['10.20.0.5'],
    ...change,
  };
}

function withHealth(health: string, reason?: string): TargetsState['targets'] {
  return [{ address: '10.20.0.5', port: 5432, health, reason }];
}

describe('the addresses of a database', () => {
  behavesLikeAnObject({
    node: 'targets',
    creates: 'elasticloadbalancing:RegisterTargets',
    pattern,
  });

  it('are where its name leads', async () => {
    const s = await scene();
    const state = (await s.makeReady())!;
    expect(s.type.outputs(state)).toEqual({
      addresses: (await s.addressesNow(s.facts.database.host)).join(' '),
    });
  });
});

describe('when the database moves', () => {
  it('registers the new address first, and takes the old one out when the new one is healthy', async () => {
    const s = await scene();
    await s.watch(120);
    const [old] = await s.addressesNow(s.facts.database.host);
    await s.rds.send(
      new RebootDBInstanceCommand({
        DBInstanceIdentifier: 'orders-postgres',
        ForceFailover: true,
      }),
    );
    const history: string[][] = [];
    for (let passed = 0; passed < 300; passed += 5) {
      await s.look();
      const inService = (await s.registered()).filter(
        ([, health]) => health !== 'draining',
      );
      // Never none, and the old one never goes before the new one is healthy.
      expect(inService.length).toBeGreaterThan(0);
      expect(
        inService.some(
          ([address, health]) => address === old || health === 'healthy',
        ),
      ).toBe(true);
      const addresses = inService.map(([address]) => address).sort();
      if (addresses.join() !== history.at(-1)?.join()) {
        history.push(addresses);
      }
      s.clock.advance(5);
    }
    const [moved] = await s.addressesNow(s.facts.database.host);
    expect(moved).not.toBe(old);
    expect(history).toEqual([[old], [old, moved].sort(), [moved]]);
    expect(s.engine.corrections).toEqual([
      `orders-postgres moved: ${moved} is registered; ${old} stays until the new address is healthy.`,
      `orders-postgres moved: ${moved} is healthy, so ${old} is deregistered.`,
    ]);
    expect(s.row.condition).toBe('ready');
  });

  it('makes one call at a time', async () => {
    const s = await scene();
    await s.watch(120);
    await s.rds.send(
      new RebootDBInstanceCommand({
        DBInstanceIdentifier: 'orders-postgres',
        ForceFailover: true,
      }),
    );
    for (let passed = 0; passed < 300; passed += 15) {
      const before = s.calls(o => /RegisterTargets|DeregisterTargets/.test(o));
      await s.look();
      const after = s.calls(o => /RegisterTargets|DeregisterTargets/.test(o));
      expect(after - before).toBeLessThanOrEqual(1);
      s.clock.advance(15);
    }
    expect(s.engine.corrections).toHaveLength(2);
  });

  it('lets no target go that is the only one, whatever else is wanted', () => {
    const waiting = stateOf({
      wanted: ['10.20.1.7'],
      targets: [
        { address: '10.20.0.5', port: 5432, health: 'unhealthy' },
        { address: '10.20.1.7', port: 5432, health: 'initial' },
      ],
    });
    expect(targets.correction!.needed({} as any, waiting)).toBeUndefined();
  });
});

describe('the readers of a cluster', () => {
  const facts = factsOf('analytics', 'catalog-aurora');

  it('are followed one by one, and change places with the writer', async () => {
    const s = await scene('reader-targets', facts);
    const writerOf = () => s.addressesNow(facts.database.host);
    const readers = async () =>
      (await s.registered())
        .filter(([, health]) => health !== 'draining')
        .map(([address]) => address);
    await s.watch(120);
    const [writer] = await writerOf();
    const [reader] = await readers();
    expect(reader).not.toBe(writer);

    await s.rds.send(
      new FailoverDBClusterCommand({ DBClusterIdentifier: 'catalog-aurora' }),
    );
    await s.watch(300);
    expect(await writerOf()).toEqual([reader]);
    expect(await readers()).toEqual([writer]);
  });

  it('are what the name of all readers leads to while there are none', async () => {
    const s = await scene('reader-targets', facts);
    await s.rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: 'catalog-aurora-2',
        DeletionProtection: false,
        ApplyImmediately: true,
      }),
    );
    s.clock.advance(600);
    await s.rds.send(
      new DeleteDBInstanceCommand({
        DBInstanceIdentifier: 'catalog-aurora-2',
        SkipFinalSnapshot: true,
      }),
    );
    s.clock.advance(600);
    const state = await s.make();
    expect(state.wanted).toEqual(
      await s.addressesNow(facts.database.readerHost!),
    );
  });
});

describe('when nobody says where the database is', () => {
  it.each([
    ['nothing', async () => [], 'DNS has no address for'],
    [
      'no answer',
      async () => {
        throw new Error('No DNS server answered');
      },
      'No DNS server answered',
    ],
    [
      'a place that is none of the database’s',
      async () => ['203.0.113.9'],
      '203.0.113.9, which is in none of its subnets',
    ],
    [
      'a place of it and one that is not',
      async () => ['10.20.1.7', '10.99.0.1'],
      '10.99.0.1, which is in none of its subnets',
    ],
  ])(
    'keeps what is registered, and says that it is not known: %s',
    async (_, addressesOf, sentence) => {
      const s = await scene();
      await s.watch(120);
      const before = await s.registered();
      expect(before).toHaveLength(1);
      const names = s.engine.watch(s.row).names;
      const spy = jest.spyOn(names, 'addressesOf');
      spy.mockImplementation(addressesOf as any);
      await s.look();
      expect(s.row.condition).toBe('unknown');
      expect(targets.assess(s.row.state as TargetsState).reason).toContain(
        sentence,
      );
      await s.look();
      spy.mockRestore();
      expect(await s.registered()).toEqual(before);
      expect(s.engine.corrections).toEqual([]);
    },
  );

  it('does not begin with an empty guess', async () => {
    const s = await scene();
    jest
      .spyOn(s.engine.watch(s.row).names, 'addressesOf')
      .mockResolvedValue([]);
    await expect(s.make()).rejects.toMatchObject({ verdict: 'retry-later' });
    expect(await s.registered()).toEqual([]);
  });
});

describe('how well they are', () => {
  it.each<[string, Partial<TargetsState>, string, string | undefined]>([
    ['healthy', {}, 'ready', undefined],
    [
      'not checked yet',
      { targets: withHealth('initial', 'Elb.InitialHealthChecking') },
      'pending',
      'has not checked yet',
    ],
    [
      'not in use yet, because its listener is new',
      {
        targets: withHealth('unused', 'Target.NotInUse'),
        unservedSince: 0,
        lookedAt: 59_000,
      },
      'pending',
      'has not checked yet',
    ],
    [
      'not in use for a minute',
      {
        targets: withHealth('unused', 'Target.NotInUse'),
        unservedSince: 0,
        lookedAt: 60_000,
      },
      'broken',
      '10.20.0.5 is unused, Target.NotInUse',
    ],
    ...['Target.InvalidState', 'Target.IpUnusable'].map(
      (why): [string, Partial<TargetsState>, string, string] => [
        `unused, ${why}`,
        {
          targets: withHealth('unused', why),
          unservedSince: 0,
          lookedAt: 60_000,
        },
        'broken',
        `10.20.0.5 is unused, ${why}`,
      ],
    ),
    [
      'unhealthy for a moment',
      {
        targets: withHealth('unhealthy', 'Target.FailedHealthChecks'),
        unservedSince: 0,
        lookedAt: 59_000,
      },
      'degraded',
      '10.20.0.5 is unhealthy, Target.FailedHealthChecks',
    ],
    [
      'unhealthy for a minute',
      {
        targets: withHealth('unhealthy', 'Target.FailedHealthChecks'),
        unservedSince: 0,
        lookedAt: 60_000,
      },
      'broken',
      'has been healthy for 60 s',
    ],
    [
      'healthy where the database is not any more',
      { wanted: ['10.20.1.7'], unservedSince: 0, lookedAt: 0 },
      'degraded',
      'No address of orders-postgres is healthy',
    ],
    [
      'healthy in part',
      {
        wanted: ['10.20.0.5', '10.20.1.7'],
        targets: [
          ...withHealth('healthy'),
          { address: '10.20.1.7', port: 5432, health: 'unhealthy' },
        ],
      },
      'degraded',
      '1 of 2 addresses',
    ],
  ])('is known: %s', (_, change, condition, reason) => {
    const assessed = targets.assess(stateOf(change));
    expect(assessed.condition).toBe(condition);
    expect(assessed.reason ?? 'none').toContain(reason ?? 'none');
  });

  it('is broken when none has been healthy for 60 seconds, and was degraded before', async () => {
    const s = await scene();
    await s.watch(120);
    expect(s.row.condition).toBe('ready');
    const rule = s.engine.row(s.graph, 'database-ingress');
    await s.engine.removeOrLook(s.graph, rule);
    const seen: Array<[number, string]> = [];
    for (let passed = 0; passed < 150; passed += 5) {
      await s.look();
      if (seen.at(-1)?.[1] !== s.row.condition) {
        seen.push([passed, s.row.condition]);
      }
      s.clock.advance(5);
    }
    expect(seen.map(([, condition]) => condition)).toEqual([
      'ready',
      'degraded',
      'broken',
    ]);
    const [, [degradedAt], [brokenAt]] = seen;
    expect(brokenAt - degradedAt).toBe(60);
  });
});

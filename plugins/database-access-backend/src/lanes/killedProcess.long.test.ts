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

import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import {
  populate,
  reachable,
  SimulatedClock,
  startSimulatedAws,
  World,
} from '@towpath/simulated-aws';
import Knex from 'knex';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { inTurn } from '../__testUtils__/inTurn';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { awsBench, Way, WAYS } from './__testUtils__/awsBench';
import { Census, censusOf, differenceOf } from './__testUtils__/censusOf';
import { EngineChild } from './__testUtils__/EngineChild';
import { TestBench } from './__testUtils__/TestBench';

jest.setTimeout(300_000);

const FACTS = factsOf('analytics');
const STEP_SECONDS = 5;

/** The call at which a process is killed while it builds, and while it takes away. */
const IN_THE_MIDDLE: Record<Way, { building: string; removing: string }> = {
  'lattice-resource-endpoint': {
    building: 'vpc-lattice:CreateResourceGateway',
    removing: 'vpc-lattice:DeleteResourceConfiguration',
  },
  privatelink: {
    building: 'elasticloadbalancing:CreateLoadBalancer',
    removing: 'ec2:DeleteVpcEndpointServiceConfigurations',
  },
};

/** What has to be undone after each test, the last first. */
const undo: Array<() => unknown> = [];

/** A database that two processes can use, and how to get there. */
async function sharedDatabase(
  databases: TestDatabases,
  databaseId: TestDatabaseId,
): Promise<{ knex: Knex.Knex; config: Knex.Knex.Config }> {
  if (databaseId === 'SQLITE_3') {
    const folder = mkdtempSync(join(tmpdir(), 'towpath-killed-'));
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    const config = {
      client: 'better-sqlite3',
      connection: { filename: join(folder, 'portal.sqlite') },
      useNullAsDefault: true,
    };
    const knex = Knex(config);
    undo.push(() => knex.destroy());
    return { knex, config };
  }
  const knex = await databases.init(databaseId);
  const { password, ...connection } = knex.client.connectionSettings;
  return {
    knex,
    config: { client: 'pg', connection: { ...connection, password } },
  };
}

async function setup(databases: TestDatabases, databaseId: TestDatabaseId) {
  const clock = SimulatedClock.frozen();
  let world!: World;
  const aws = await startSimulatedAws({
    clock,
    populate: made => {
      world = made;
      populate(made);
    },
  });
  undo.push(() => aws.close());
  const { knex, config } = await sharedDatabase(databases, databaseId);
  const bench = await TestBench.create(knex, {
    now: () => new Date(clock.now()),
    advance: seconds => clock.advance(seconds),
  });
  const untouched = censusOf(world);
  let replicas = 0;

  return {
    bench,
    /** A new process; those before it are dead, and the time of their leases is over. */
    async start(): Promise<EngineChild> {
      await bench.expireLeases();
      replicas += 1;
      const child = await EngineChild.start({
        replicaId: `process-${replicas}`,
        database: config,
        aws: { url: aws.url, dnsPort: aws.dnsPort },
      });
      undo.push(() => child.kill());
      return child;
    },
    /** How often this was called, whatever came of it. */
    calls: (isMeant: (operation: string) => boolean) =>
      world.calls
        .toJSON()
        .filter(call => isMeant(call.operation))
        .reduce((sum, call) => sum + call.count, 0),
    made: () => differenceOf(censusOf(world), untouched),
    reaches: () =>
      reachable(world, {
        from: FACTS.network.vpcId,
        to: FACTS.database.arn,
        sg: FACTS.network.clientSecurityGroupIds[0],
      }).reachable,
    /** Lets time pass, and the process do what is due, until it is so. */
    async drive(
      child: EngineChild,
      isSo: () => Promise<boolean>,
      seconds = 3_600,
    ): Promise<void> {
      for (let passed = 0; passed < seconds; passed += STEP_SECONDS) {
        await child.work(clock.now());
        if (await isSo()) {
          return;
        }
        clock.advance(STEP_SECONDS);
      }
      const rows = await knex('objects').select(
        ...['title', 'wanted', 'condition', 'removal', 'intent', 'reason'],
      );
      throw new Error(
        `Not so after ${seconds} s: ${JSON.stringify(rows, undefined, 1)}`,
      );
    },
    /** Kills the process in the midst of its work, at the moment at which AWS has got this call. */
    async killAt(child: EngineChild, operation: string): Promise<void> {
      const isCalled = () =>
        world.calls.toJSON().some(call => call.operation === operation);
      while (!isCalled()) {
        let isDone = false;
        const worked = child
          .work(clock.now())
          .catch(() => {})
          .finally(() => {
            isDone = true;
          });
        while (!isDone && !isCalled()) {
          await new Promise(resolve => setImmediate(resolve));
        }
        if (isCalled()) {
          await child.kill();
        }
        await worked;
        clock.advance(STEP_SECONDS);
      }
    },
  };
}

/** What one engine makes that nothing happens to. */
async function undisturbed(
  databases: TestDatabases,
  way: Way,
): Promise<Census> {
  const { ask, bench, engine, made } = await awsBench(
    await databases.init('SQLITE_3'),
  );
  await bench.driveTo(engine(), await ask(way, 'analytics'), 'active', 1_800);
  return made();
}

const isMutating = (operation: string) =>
  !/:(Describe|Get|List|Assume)/.test(operation);

/** A real process that works real lanes is killed in each phase of a share's life, and another goes on. */
describe('kill -9', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) {
      await step();
    }
  });

  it.each(inTurn(Object.keys(WAYS) as Way[], databases))(
    'while a share over %s is built, is active and is taken away, on %s: one set of objects, then none',
    async (way, databaseId) => {
      const s = await setup(databases, databaseId);
      const { building, removing } = IN_THE_MIDDLE[way];
      const share = await s.bench.share({
        network: 'analytics',
        graph: WAYS[way](FACTS),
      });
      const isNow = (lifecycle: string) => async () =>
        (await s.bench.lifecycle(share)) === lifecycle;

      await s.killAt(await s.start(), building);
      expect(await s.bench.lifecycle(share)).toBe('building');

      const watcher = await s.start();
      await s.drive(watcher, isNow('active'));
      expect(s.reaches()).toBe(true);
      expect(s.made()).toEqual(await undisturbed(databases, way));
      await watcher.kill();
      const before = { calls: s.calls(isMutating), made: s.made() };

      // It is read on, and nothing is changed.
      const remover = await s.start();
      const read = s.calls(operation => !isMutating(operation));
      const isRead = async () =>
        s.calls(operation => !isMutating(operation)) > read + 20;
      await s.drive(remover, isRead);
      expect({ calls: s.calls(isMutating), made: s.made() }).toEqual(before);
      expect(s.reaches()).toBe(true);

      await s.bench.revoke(share);
      await s.killAt(remover, removing);
      expect(await s.bench.lifecycle(share)).toBe('revoking');
      expect(s.reaches()).toBe(false);

      await s.drive(await s.start(), isNow('revoked'));
      expect(s.made()).toEqual({});
      expect(s.reaches()).toBe(false);
    },
  );
});

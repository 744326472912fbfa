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

import { StopDBInstanceCommand } from '@aws-sdk/client-rds';
import {
  FailingDatabase,
  failoverScene,
  fewestRegistered,
  unreachableSeconds,
} from './__testUtils__/failoverScene';
import { stopPortals } from './__testUtils__/startPortal';

jest.setTimeout(240_000);

afterEach(stopPortals);

/** With the name and the port of a cluster's readers. */
const DATABASES: Array<
  [FailingDatabase, { name: string; port: number } | undefined]
> = [
  ['orders-postgres', undefined],
  ['billing-mysql', undefined],
  [
    'catalog-aurora',
    {
      name: 'catalog-aurora.cluster-ro-c0ffeecatalog.us-east-1.rds.amazonaws.com',
      port: 5433,
    },
  ],
  [
    'ledger-mysql',
    {
      name: 'ledger-mysql.cluster-ro-c0ffeebilling.us-east-1.rds.amazonaws.com',
      port: 3307,
    },
  ],
];

describe('a failover costs no more than AWS takes, and a few seconds', () => {
  it.each(DATABASES)('%s', async (name, readers) => {
    const s = await failoverScene(name);
    for (const events of [true, false]) {
      const before = await s.registered();
      await s.failOver();
      const samples = await s.watch({ events, readers });
      const allowed = s.awsSeconds + (events ? 5 : 35);
      const unreachable = unreachableSeconds(samples);
      expect(unreachable).toBeGreaterThan(0);
      expect(unreachable).toBeLessThanOrEqual(allowed);
      expect(
        readers ? unreachableSeconds(samples, 'readers') : 0,
      ).toBeLessThanOrEqual(allowed);
      expect(fewestRegistered(samples)).toBeGreaterThan(0);
      expect(samples.at(-1)).toMatchObject({
        writer: true,
        ...(readers && { readers: true }),
      });

      const after = await s.registered();
      const failovers = await s.failovers();
      for (const [index, group] of after.entries()) {
        expect(group).toHaveLength(before[index].length);
        expect(group).not.toEqual(before[index]);
        expect(failovers[index]).toMatchObject({
          status: 'done',
          cause: events ? 'event' : 're-resolution',
        });
      }
      // What was looked at more often is looked at as before.
      await s.pass(600);
    }
  });
});

describe('a database that does not come back', () => {
  it('makes its addresses broken after 60 seconds, with a sentence that says what to do, and is named as the cause', async () => {
    const s = await failoverScene('orders-postgres');
    expect((await s.share()).health).toBe('healthy');
    await s.rds.send(
      new StopDBInstanceCommand({ DBInstanceIdentifier: 'orders-postgres' }),
    );
    const addresses = async () =>
      (await s.share()).hops.find(({ objects }) =>
        objects.includes('targets'),
      )!;
    const seen: Array<[number, string]> = [];
    for (let second = 0; second < 150; second++) {
      const { health } = await addresses();
      if (health !== seen.at(-1)?.[1]) {
        seen.push([second, health]);
      }
      await s.pass(1);
    }
    expect(seen.map(([, health]) => health)).toEqual([
      'healthy',
      'degraded',
      'broken',
    ]);
    const [, [degraded], [broken]] = seen;
    expect(broken - degraded).toBeGreaterThanOrEqual(60);
    expect(broken - degraded).toBeLessThanOrEqual(62);
    expect(await addresses()).toMatchObject({
      reason: expect.stringMatching(
        /No address of orders-postgres has been healthy for \d+ s/,
      ),
      remedy: expect.stringContaining('that the database is available'),
      follows: 'Database',
    });
    const { health, hops } = await s.share();
    expect(health).toBe('broken');
    expect(hops.find(({ name }) => name === 'Database')).toMatchObject({
      cause: 'database-stopped',
      remedy: expect.stringContaining('start or restore it'),
    });
    expect(await s.failovers()).toEqual([]);
  });
});

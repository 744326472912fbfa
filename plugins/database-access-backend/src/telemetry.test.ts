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

import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { recordedTelemetry } from './__testUtils__/recordedTelemetry';
import { DAY, HOUR, shareBench } from './__testUtils__/shareBench';
import {
  ORDERS,
  REGION,
  simulatedCompany,
} from './__testUtils__/simulatedCompany';
import { AwsSessions } from './aws';
import { Census } from './Census';
import { METRICS, Telemetry } from './telemetry';

jest.setTimeout(60_000);

describe('what operators see of AWS', () => {
  async function setup() {
    const { aws, config, clock, world } = await simulatedCompany();
    const recorded = recordedTelemetry();
    const sessions = await AwsSessions.create({
      config,
      rootConfig: new ConfigReader({}),
      clock: { now: () => new Date(clock.now()) },
      newRequestHandler: () => aws.requestHandler(),
      telemetry: new Telemetry({
        ...recorded.services,
        logger: mockServices.logger.mock(),
        accountName: id => id,
      }),
    });
    const { rds } = sessions.read({ accountId: ORDERS, region: REGION });
    return {
      ...recorded,
      world,
      describe: () => rds.send(new DescribeDBInstancesCommand({})),
      outcomes: () =>
        recorded
          .values(METRICS.awsCalls.name)
          .map(({ attributes }) => attributes),
    };
  }

  const call = {
    account: 'orders-prod',
    region: 'us-east-1',
    operation: 'rds:DescribeDBInstances',
  };

  it('is each attempt of a call, those that were throttled too, in one span', async () => {
    const { describe: ask, outcomes, spans, world } = await setup();
    world.faults.add({
      operation: 'rds:DescribeDBInstances',
      kind: 'throttle',
    });
    await ask();
    expect(outcomes()).toEqual([
      { ...call, outcome: 'throttled' },
      { ...call, outcome: 'ok' },
    ]);
    expect(spans.map(({ name }) => name)).toEqual([
      'aws rds:DescribeDBInstances',
    ]);
  });

  it('is what the account refused', async () => {
    const { describe: ask, outcomes, world } = await setup();
    world.faults.add({
      operation: 'rds:DescribeDBInstances',
      kind: 'error',
      code: 'AccessDenied',
      message: 'not authorized to perform: rds:DescribeDBInstances',
    });
    await expect(ask()).rejects.toThrow('refused');
    expect(outcomes()).toEqual([{ ...call, outcome: 'refused' }]);
  });
});

describe('what operators see of the store', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const bench = await shareBench(await databases.init(databaseId));
      return {
        ...bench,
        census: new Census({ ...bench, accountName: id => `account-${id}` }),
      };
    }

    it('is nothing where there is nothing', async () => {
      const { census } = await setup();
      expect(await census.take()).toEqual({
        shares: [],
        requests: [
          { value: 0, attributes: { age: 'a week or more' } },
          { value: 0, attributes: { age: 'a day or more' } },
          { value: 0, attributes: { age: 'an hour or more' } },
          { value: 0, attributes: { age: 'less than an hour' } },
        ],
        stuckObjects: [],
        outbox: [{ value: 0 }],
        outboxAge: [{ value: 0 }],
        outboxGivenUp: [{ value: 0 }],
        laneSweepAge: [],
        laneSweepDuration: [],
        laneSweepProblems: [],
      });
    });

    it('is the shares by life, health and pattern, without those that are over', async () => {
      const { census, knex, start } = await setup();
      const graph = { nodes: [], cuts: [], hops: [] };
      await start('orders', { graph });
      await start('billing', { graph });
      await start('zoned', { graph, zone: 'reporting' });
      const over = await start('over', { graph });
      await knex('shares').where({ id: over }).update({ lifecycle: 'revoked' });
      const { shares } = await census.take();
      expect(shares).toHaveLength(2);
      expect(shares).toEqual(
        expect.arrayContaining([
          {
            value: 2,
            attributes: {
              lifecycle: 'building',
              health: 'unknown',
              pattern: 'lattice-resource-endpoint',
            },
          },
          {
            value: 1,
            attributes: {
              lifecycle: 'building',
              health: 'unknown',
              pattern: 'lattice-service-network',
            },
          },
        ]),
      );
    });

    it('is what waits, and for how long, and what is stuck', async () => {
      const { census, clock, journal, knex, get, start, store } = await setup();
      const node = {
        key: 'gateway',
        type: 'vpc-lattice/resource-gateway',
        title: 'Gateway',
        lane: { accountId: '333333333333', region: 'us-east-1' },
        name: 'gateway',
        spec: {},
        dependsOn: [],
      };
      const id = await start('orders', {
        graph: { nodes: [node], cuts: [], hops: [] } as never,
      });
      await knex('objects').update({ stuck_generation: 1, generation: 1 });
      const share = await get(id);
      const note = () =>
        store.transaction(tx =>
          journal.note(tx, share, {
            kind: 'share.idle',
            actor: 'system',
            message: 'Something',
          }),
        );
      await knex('outbox').delete();
      await note();
      clock.advance(HOUR);
      await note();
      const counts = await census.take();
      expect(counts.stuckObjects).toEqual([
        { value: 1, attributes: { type: 'vpc-lattice/resource-gateway' } },
      ]);
      expect(counts.outbox).toEqual([{ value: 2 }]);
      expect(counts.outboxAge).toEqual([{ value: HOUR }]);

      await knex('outbox').update({ given_up_at: clock.now().toISOString() });
      expect(await census.take()).toBe(counts);
      clock.advance(60);
      expect(await census.take()).toMatchObject({
        outbox: [{ value: 0 }],
        outboxGivenUp: [{ value: 2 }],
      });
    });

    it('is when lanes were swept last, how long it took, and what could not be read', async () => {
      const { census, clock, knex, store } = await setup();
      const lanes = ['333333333333', '444444444444'].map(accountId => ({
        accountId,
        region: 'us-east-1',
      }));
      await store.transaction(tx => store.sweeps.add(tx, lanes));
      const beganAt = clock.now().getTime();
      await knex('sweeps')
        .where({ lane: '333333333333/us-east-1' })
        .update({
          began_at: beganAt,
          ended_at: beganAt + 2_500,
          problems: JSON.stringify([{ message: 'Refused' }]),
        });
      clock.advance(90);
      const attributes = {
        account: 'account-333333333333',
        region: 'us-east-1',
      };
      // The other one was not swept yet.
      expect(await census.take()).toMatchObject({
        laneSweepAge: [{ value: 90, attributes }],
        laneSweepDuration: [{ value: 2.5, attributes }],
        laneSweepProblems: [{ value: 1, attributes }],
      });
    });

    it('is the requests that wait, by age', async () => {
      const { census, clock, knex } = await setup();
      const now = clock.now().getTime();
      const filed = (seconds: number, status = 'pending') => {
        const at = new Date(now - seconds * 1000).toISOString();
        return knex('access_requests').insert({
          id: `request-${seconds}`,
          status,
          start: 'manual',
          requester_ref: 'user:default/requester',
          database_ref: 'resource:default/orders',
          database_arn: 'arn:aws:rds:us-east-1:333333333333:db:orders',
          network: 'databricks',
          purpose: 'Reports',
          plan: '{}',
          graph: '{}',
          plan_digest: '',
          body_digest: '',
          decider_refs: '[]',
          duration_seconds: DAY,
          idempotency_key: `key-${seconds}`,
          created_at: at,
          updated_at: at,
        });
      };
      await filed(60);
      await filed(2 * HOUR, 'questioned');
      await filed(3 * DAY);
      await filed(8 * DAY);
      await filed(9 * DAY);
      await filed(10 * DAY, 'denied');
      const { requests } = await census.take();
      expect(requests.map(({ value }) => value)).toEqual([2, 1, 1, 1]);
    });
  });
});

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
import { DAY, HOUR, shareBench } from '../__testUtils__/shareBench';
import { AwsCallError } from '../aws';
import { Lane } from '../config';
import type { AccessLogSource, MetricSource } from '../objects';
import { AccessLogReading, Periods, SourceReading } from '../planning';
import { StoredShare } from '../store';
import { IdleShares } from './IdleShares';
import { UseWatch } from './UseWatch';
import { useOf } from '../health';

jest.setTimeout(120_000);

const PROVIDER = { accountId: '333333333333', region: 'us-east-1' };
const CONSUMER = { accountId: '666666666666', region: 'us-east-1' };
const IDLE_AFTER = 3 * DAY;

/** What AWS has measured at an endpoint: the moments at which something passed; absent, it lists nothing. */
interface Measured {
  passed?: Date[];
}

function graphOf(database: string, type: string): StoredShare['graph'] {
  const node = (key: string, of: string, lane: Lane) => ({
    key,
    type: of,
    title: key,
    lane,
    name: `${key}-${database}`,
    spec: {},
    dependsOn: [],
  });
  return {
    nodes: [
      node('endpoint', type, CONSUMER),
      ...(type === 'ec2/interface-endpoint'
        ? [
            node('service', 'ec2/endpoint-service', PROVIDER),
            node('connection', 'ec2/endpoint-connection', PROVIDER),
          ]
        : []),
      ...(type === 'ec2/vpc-endpoint'
        ? [
            node(
              'configuration',
              'vpc-lattice/resource-configuration',
              PROVIDER,
            ),
          ]
        : []),
    ],
    cuts: [],
  };
}

describe('the use of shares', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    async function setup() {
      const bench = await shareBench(await databases.init(databaseId));
      const { clock, knex, shares, store } = bench;
      const asked: Array<{ lane: Lane; sources: number; periods: Periods }> =
        [];
      const aws = new Map<string, Measured>();
      const refusing = new Set<string>();
      const read = async (
        lane: Lane,
        sources: readonly MetricSource[],
        periods: Periods,
      ) => {
        asked.push({ lane, sources: sources.length, periods });
        if (refusing.has(lane.accountId)) {
          return {
            problem: new AwsCallError({
              message: `Account ${lane.accountId} refused cloudwatch:ListMetrics`,
              code: 'account_refused',
              verdict: 'needs-a-person',
              lane,
              operation: 'cloudwatch:ListMetrics',
            }),
          };
        }
        return {
          facts: sources.map((source): SourceReading => {
            const { passed = source.documentedAs && [] } =
              aws.get(source.dimensions['VPC Endpoint Id']) ?? {};
            return {
              source,
              series: passed
                ? source.metrics.map(metric => ({
                    metric,
                    points: passed
                      .filter(at => at >= periods.from && at < periods.to)
                      .map(at => ({ at: at.toISOString(), value: 7 })),
                  }))
                : [],
            };
          }),
        };
      };
      /** When somebody connected, in the logs that are kept, by the configuration. */
      const logs = new Map<string, Date[] | 'refused'>();
      const readLogs = async (
        lane: Lane,
        sources: readonly AccessLogSource[],
        periods: Periods,
      ) =>
        sources.map((source): AccessLogReading => {
          const log = logs.get(source.resourceId);
          if (log === 'refused') {
            const problem = `Account ${lane.accountId} refused logs:FilterLogEvents`;
            return { source, state: 'unreadable', problem };
          }
          return log
            ? {
                source,
                state: 'kept',
                logGroupName: '/logs',
                series: {
                  metric: { name: '', statistic: 'Sum', unit: 'count' },
                  points: [],
                },
                lastAt: log
                  .filter(at => at >= periods.from)
                  .pop()
                  ?.toISOString(),
                completeFrom: periods.from.getTime(),
              }
            : { source, state: 'not-kept' };
        });
      const watch = new UseWatch({
        store,
        shares,
        metrics: { read },
        accessLogs: { read: readLogs },
        clock,
      });
      const idle = new IdleShares({ ...bench, idleAfterSeconds: IDLE_AFTER });
      /** An access that is in use from now on. */
      const begin = async (
        database: string,
        type = 'ec2/interface-endpoint',
      ): Promise<string> => {
        const id = await bench.start(database, {
          seconds: 90 * DAY,
          graph: graphOf(database, type),
        });
        await knex('shares')
          .where({ id })
          .update({ active_at: clock.now().toISOString() });
        const outputs: Record<string, object> = {
          endpoint: { vpcEndpointId: `vpce-${database}` },
          service: {
            serviceId: `vpce-svc-${database}`,
            serviceName: `com.amazonaws.vpce.us-east-1.vpce-svc-${database}`,
          },
          connection: { acceptedEndpointId: `vpce-${database}` },
          configuration: { resourceConfigurationId: `rcfg-${database}` },
        };
        for (const [key, values] of Object.entries(outputs)) {
          await knex('objects')
            .where({ name: `${key}-${database}` })
            .update({ outputs: JSON.stringify(values) });
        }
        return id;
      };
      const use = async (id: string) => useOf((await shares.get(id)).use);
      const findingsOf = async (id: string) => (await shares.get(id)).findings;
      const codes = async (id: string) =>
        (await findingsOf(id)).map(({ code }) => code);
      const look = async () => {
        await watch.look();
        await idle.look();
      };
      const lookEachDay = async (days: number) => {
        for (let day = 0; day < days; day++) {
          clock.advance(DAY);
          await look();
        }
      };
      return {
        ...bench,
        asked,
        aws,
        begin,
        codes,
        findingsOf,
        logs,
        look,
        lookEachDay,
        refusing,
        use,
        watch,
      };
    }

    it('is unknown until somebody has looked, and nobody looks before it is ready', async () => {
      const { asked, start, use, watch } = await setup();
      const building = await start('orders');
      await watch.look();
      expect(await use(building)).toEqual({ state: 'unread' });
      expect(asked).toEqual([]);
    });

    it('is the last time that something passed, and stays known when AWS has forgotten it', async () => {
      const { aws, begin, clock, lookEachDay, use, watch } = await setup();
      const id = await begin('orders');
      const since = clock.now().toISOString();
      clock.advance(HOUR);
      const usedAt = clock.now();
      aws.set('vpce-orders', { passed: [usedAt] });
      clock.advance(HOUR);
      await watch.look();
      expect(await use(id)).toEqual({
        state: 'used',
        usedAt: usedAt.toISOString(),
        watchedSince: since,
        sharedBy: 1,
        toldBy: 'metrics',
        readAt: clock.now().toISOString(),
      });
      await lookEachDay(15);
      aws.delete('vpce-orders');
      await lookEachDay(2);
      expect(await use(id)).toMatchObject({
        state: 'used',
        usedAt: usedAt.toISOString(),
        watchedSince: since,
      });
    });

    it('reads what is new, and a little more, and asks each account once for all of its shares', async () => {
      const { asked, begin, clock, watch } = await setup();
      for (const name of ['orders', 'billing', 'catalog']) {
        await begin(name);
      }
      clock.advance(DAY);
      await watch.look();
      expect(asked).toEqual([
        { lane: CONSUMER, sources: 3, periods: expect.anything() },
      ]);
      clock.advance(HOUR);
      const second = clock.now();
      await watch.look();
      expect(asked).toHaveLength(2);
      const { from, periodSeconds } = asked[1].periods;
      expect(second.getTime() - from.getTime()).toBeLessThan(3 * HOUR * 1000);
      expect(periodSeconds).toBe(60);
    });

    it('is none where AWS publishes no metric, and that is never called idle', async () => {
      const { begin, codes, lookEachDay, use } = await setup();
      const id = await begin('orders', 'ec2/vpc-endpoint');
      const gateway = await begin('billing', 'vpc-lattice/resource-gateway');
      await lookEachDay(10);
      expect(await use(id)).toMatchObject({ state: 'not-published' });
      expect(await use(gateway)).toMatchObject({ state: 'not-published' });
      expect(await codes(id)).toEqual([]);
    });

    it('is known of what AWS documents nothing, once it lists something', async () => {
      const { aws, begin, clock, lookEachDay, use } = await setup();
      const id = await begin('orders', 'ec2/vpc-endpoint');
      aws.set('vpce-orders', { passed: [clock.now()] });
      await lookEachDay(1);
      expect(await use(id)).toMatchObject({ state: 'used' });
      aws.delete('vpce-orders');
      await lookEachDay(4);
      expect(await use(id)).toMatchObject({ state: 'used' });
    });

    it('is told by the log of who connects where one is kept, and by nothing once it is not', async () => {
      const { begin, clock, codes, findingsOf, logs, lookEachDay, use } =
        await setup();
      const id = await begin('orders', 'ec2/vpc-endpoint');
      const connectedAt = clock.now();
      logs.set('rcfg-orders', [connectedAt]);
      await lookEachDay(1);
      expect(await use(id)).toMatchObject({
        state: 'used',
        toldBy: 'access-log',
        usedAt: connectedAt.toISOString(),
        sharedBy: 1,
      });
      await lookEachDay(3);
      expect(await findingsOf(id)).toMatchObject([
        {
          code: 'share_idle',
          message: expect.stringContaining('Nobody has connected since'),
        },
      ]);
      logs.clear();
      await lookEachDay(5);
      expect(await use(id)).toMatchObject({ state: 'not-published' });
      expect(await codes(id)).toEqual([]);
    });

    it('says why a log could not be read, and calls nobody idle for it', async () => {
      const { begin, codes, logs, lookEachDay, use } = await setup();
      const id = await begin('orders', 'ec2/vpc-endpoint');
      logs.set('rcfg-orders', 'refused');
      await lookEachDay(10);
      expect(await use(id)).toEqual({
        state: 'unread',
        reason: expect.stringContaining('refused logs:FilterLogEvents'),
      });
      expect(await codes(id)).toEqual([]);
    });

    it('is asked of the other side where one account refuses', async () => {
      const { asked, aws, begin, clock, refusing, use, watch } = await setup();
      const id = await begin('orders');
      clock.advance(HOUR);
      aws.set('vpce-orders', { passed: [clock.now()] });
      clock.advance(HOUR);
      refusing.add(CONSUMER.accountId);
      await watch.look();
      expect(asked.map(({ lane }) => lane)).toEqual([CONSUMER, PROVIDER]);
      expect(await use(id)).toMatchObject({ state: 'used' });
    });

    it('keeps what was known while nobody answers, says why, and costs no other share anything', async () => {
      const { aws, begin, clock, lookEachDay, refusing, use, codes } =
        await setup();
      const id = await begin('orders');
      const other = await begin('billing', 'ec2/vpc-endpoint');
      aws.set('vpce-orders', { passed: [clock.now()] });
      await lookEachDay(1);
      const before = await use(id);
      refusing.add(CONSUMER.accountId).add(PROVIDER.accountId);
      await lookEachDay(20);
      expect(await use(id)).toEqual({
        ...before,
        reason: expect.stringContaining('refused cloudwatch:ListMetrics'),
      });
      // What nobody could read for twenty days is no time without use.
      expect(await codes(id)).toEqual([]);
      refusing.clear();
      await lookEachDay(1);
      expect((await use(id)).reason).toBeUndefined();
      expect(await use(other)).toMatchObject({ state: 'not-published' });
    });

    it('is proposed to be ended after days without any, told once, and not any more once it is used', async () => {
      const { aws, begin, clock, codes, get, lookEachDay, timelineOf, told } =
        await setup();
      const id = await begin('orders');
      aws.set('vpce-orders', { passed: [clock.now()] });
      await lookEachDay(2);
      expect(await codes(id)).toEqual([]);
      await lookEachDay(2);
      expect(await codes(id)).toEqual(['share_idle']);
      expect((await get(id)).lifecycle).toBe('building');
      await lookEachDay(2);
      expect(await told('share.idle')).toEqual([
        expect.objectContaining({
          refs: expect.arrayContaining(['user:default/requester']),
          title: expect.stringContaining('Nobody uses this access'),
        }),
      ]);

      aws.get('vpce-orders')!.passed!.push(clock.now());
      clock.advance(HOUR);
      await lookEachDay(1);
      expect(await codes(id)).toEqual([]);
      expect((await timelineOf(id)).map(({ kind }) => kind)).toEqual([
        'share.building',
        'share.idle',
        'share.used-again',
      ]);
    });

    it('proposes nothing unless config says after how long', async () => {
      const { begin, codes, lookEachDay, ...bench } = await setup();
      const id = await begin('orders');
      await lookEachDay(5);
      expect(await codes(id)).toEqual(['share_idle']);
      // It was switched off.
      await new IdleShares(bench).look();
      expect(await codes(id)).toEqual([]);
    });

    it('cannot be told of one of several that use the same', async () => {
      const { aws, begin, clock, knex, look, use } = await setup();
      const id = await begin('orders', 'ec2/service-network-endpoint');
      const [{ id: objectId }] = await knex('objects').where({
        name: 'endpoint-orders',
      });
      await knex('object_references').insert({
        share_id: 'another',
        object_id: objectId,
        node_key: 'endpoint',
      });
      aws.set('vpce-orders', { passed: [clock.now()] });
      clock.advance(HOUR);
      await look();
      expect(await use(id)).toMatchObject({ state: 'used', sharedBy: 2 });
    });
  });
});

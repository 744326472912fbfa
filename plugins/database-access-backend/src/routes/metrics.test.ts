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

import type {
  DatabaseMetrics,
  HopMetrics,
  ShareMetrics,
} from '@towpath/backstage-plugin-database-access-common';
import { failoverScene } from '../__testUtils__/failoverScene';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

const ORDERS = 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';
const CLIENT = { from: 'vpc-06666000000000001', sg: 'sg-06666000000000018' };
const DATABASE = '/databases/default/orders-postgres/metrics';

/** An account whose role may not ask CloudWatch. */
function refusalOf(accountId: string) {
  return {
    operation: 'cloudwatch:*',
    accountId,
    kind: 'error',
    code: 'AccessDenied',
    message: 'not authorized to perform: cloudwatch:ListMetrics',
    count: 100,
  } as const;
}

/** A portal with one share over PrivateLink. */
async function scene() {
  const s = await failoverScene('orders-postgres');
  const { id } = await s.share();
  const metrics = async (hours = 3): Promise<ShareMetrics> => {
    const { status, body } = await s.portal
      .as('requester')
      .get(`/shares/${id}/metrics?hours=${hours}`);
    expect({ status, error: body.error }).toEqual({ status: 200 });
    return body;
  };
  const send = () =>
    s.portal.aws.send({
      ...CLIENT,
      to: ORDERS,
      bytesToDatabase: 1_000,
      bytesToClient: 9_000,
      connections: 2,
    });
  return { ...s, id, metrics, send };
}

function hopOf({ hops }: ShareMetrics, name: string): HopMetrics {
  return hops.find(hop => hop.name === name)!;
}

function totalOf({ series }: Pick<HopMetrics, 'series'>, name: string) {
  return series
    .find(each => each.name === name)
    ?.points.reduce((sum, { value }) => sum + value, 0);
}

describe('GET /v1/shares/{id}/metrics', () => {
  it('shows what passed at each hop, and says where AWS publishes nothing', async () => {
    const { metrics, pass, send } = await scene();
    expect((await send()).reachable).toBe(true);
    await pass(1_800);
    const answer = await metrics();
    expect(answer.periodSeconds).toBe(60);
    expect(answer.hops.map(({ name, state }) => [name, state])).toEqual([
      ['Name of the database in the network', 'not-published'],
      ['Security group of the endpoint', 'not-published'],
      ['Interface endpoint', 'published'],
      ['Accepted in the account of the database', 'published'],
      ['Endpoint service', 'published'],
      ['Security group of the load balancer', 'not-published'],
      ['Network Load Balancer', 'published'],
      ['Addresses of the database', 'published'],
      ['Security group of the database', 'not-published'],
      ['Database', 'published'],
    ]);
    for (const name of [
      'Interface endpoint',
      'Accepted in the account of the database',
      'Endpoint service',
    ]) {
      expect(totalOf(hopOf(answer, name), 'BytesProcessed')).toBe(10_000);
    }
    const balancer = hopOf(answer, 'Network Load Balancer');
    expect(totalOf(balancer, 'ProcessedBytes')).toBe(10_000);
    const database = hopOf(answer, 'Database');
    expect(totalOf(database, 'DatabaseConnections')).toBe(2);
    expect(database.series.map(({ name }) => name)).not.toContain(
      'ReadLatency',
    );
  });

  it('takes an endpoint of which AWS lists nothing for one that nothing passed', async () => {
    const { metrics, pass } = await scene();
    await pass(1_800);
    const endpoint = hopOf(await metrics(), 'Interface endpoint');
    expect(endpoint.state).toBe('published');
    expect(endpoint.series.flatMap(({ points }) => points)).toEqual([]);
  });

  it('costs a refusing account only its own hops', async () => {
    const { metrics, pass, portal, send } = await scene();
    await send();
    await pass(1_800);
    await portal.aws.fault(refusalOf('666666666666'));
    const answer = await metrics();
    const endpoint = hopOf(answer, 'Interface endpoint');
    expect(endpoint).toMatchObject({ state: 'unreadable', series: [] });
    expect(endpoint.reason).toMatch(/666666666666.*cloudwatch:/);
    expect(hopOf(answer, 'Endpoint service').state).toBe('published');
  });

  it('asks AWS once, however many look, and lists cost it nothing', async () => {
    const { id, metrics, pass, portal, send } = await scene();
    await send();
    await pass(1_800);
    const count = async () => [
      await portal.aws.countCalls({ operation: 'cloudwatch:ListMetrics' }),
      await portal.aws.countCalls({ operation: 'cloudwatch:GetMetricData' }),
    ];
    await metrics();
    // One namespace in the account of the network, three in that of the database.
    const first = await count();
    expect(first).toEqual([4, 2]);
    await Promise.all([metrics(), metrics(), metrics()]);
    expect(await count()).toEqual(first);

    const shown = async () =>
      (await portal.as('requester').get('/shares')).body.items[0].use;
    expect(await shown()).toEqual({ state: 'unread' });
    await portal.run('use');
    // What the account lists is known, so the numbers are all that is asked for.
    expect(await count()).toEqual([4, 3]);
    expect(await shown()).toMatchObject({ state: 'used', sharedBy: 1 });
    const share = await portal.as('requester').get(`/shares/${id}`);
    expect(share.body.use.state).toBe('used');
    expect(await count()).toEqual([4, 3]);
  });

  it('does not know a share that is none', async () => {
    const portal = await startPortal();
    const { status, body } = await portal
      .as('requester')
      .get('/shares/of-nobody/metrics');
    expect([status, body.error.code]).toEqual([404, 'share_not_found']);
  });
});

describe('GET /v1/databases/{namespace}/{name}/metrics', () => {
  it('shows what RDS publishes of it, and nothing that it does not', async () => {
    const portal = await startPortal();
    portal.awsClock.advance(3_600);
    const { status, body } = await portal.as('stranger').get(DATABASE);
    const metrics: DatabaseMetrics = body;
    expect(status).toBe(200);
    expect(metrics.state).toBe('published');
    expect(metrics.series.map(({ name, unit }) => [name, unit])).toEqual([
      ['DatabaseConnections', 'count'],
      ['CPUUtilization', 'percent'],
      ['FreeStorageSpace', 'bytes'],
      ['NetworkReceiveThroughput', 'bytes-per-second'],
      ['NetworkTransmitThroughput', 'bytes-per-second'],
    ]);
    expect(metrics.series[1].points.length).toBeGreaterThan(50);
  });

  it('shows no storage of a cluster of Aurora, whose instances have none of their own', async () => {
    const portal = await startPortal();
    portal.awsClock.advance(3_600);
    const { body } = await portal
      .as('owner')
      .get('/databases/default/catalog-aurora/metrics?hours=24');
    expect(body.periodSeconds).toBe(300);
    const names = body.series.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['DatabaseConnections', 'CPUUtilization']),
    );
    expect(names).not.toContain('FreeStorageSpace');
  });

  it('says why an account does not answer', async () => {
    const portal = await startPortal();
    const { status, body } = await portal
      .as('owner')
      .get('/databases/default/quarantine-postgres/metrics');
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'unreadable', series: [] });
    expect(body.reason).toContain('999999999999');
  });

  it.each(['0', '10921', 'soon', '1.5'])('takes no %s hours', async hours => {
    const portal = await startPortal();
    const { status } = await portal
      .as('owner')
      .get(`${DATABASE}?hours=${hours}`);
    expect(status).toBe(400);
    await expect(portal.aws.countCalls({})).resolves.toBe(0);
  });

  it('does not know an entity that is none', async () => {
    const portal = await startPortal();
    const { status, body } = await portal
      .as('owner')
      .get('/databases/default/unknown/metrics');
    expect([status, body.error.code]).toEqual([404, 'database_not_found']);
  });
});

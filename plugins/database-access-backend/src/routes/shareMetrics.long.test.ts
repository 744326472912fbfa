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

import { JsonObject } from '@backstage/types';
import type {
  HopMetrics,
  ShareMetrics,
} from '@towpath/backstage-plugin-database-access-common';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAccessLogSubscriptionCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { failoverScene } from '../__testUtils__/failoverScene';
import { decide, fileRequest } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

const ORDERS = 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';
const CLIENT = { from: 'vpc-06666000000000001', sg: 'sg-06666000000000018' };

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

const LOG_GROUP = '/aws/vendedlogs/vpc-lattice/orders';

/** A portal with one share over a VPC Lattice resource endpoint. */
async function latticeScene(databaseAccess: JsonObject = {}) {
  const portal = await startPortal({ databaseAccess });
  const lanes = await portal.driveLanes();
  const pass = async (seconds: number) => {
    portal.awsClock.advance(seconds);
    await lanes();
  };
  const request = await fileRequest(portal, {
    by: 'requester',
    key: 'lattice',
    wish: {
      databaseRef: 'resource:default/orders-postgres',
      network: 'analytics-databricks',
      connectVia: 'lattice-resource-endpoint',
    },
  });
  await decide(portal, request, { by: 'everyOwner' });
  const requester = portal.as('requester');
  const { body } = await requester.post(`/requests/${request.id}/start`);
  const path = `/shares/${body.shareId}`;
  const share = async () => (await requester.get(path)).body;
  for (let passed = 0; (await share()).lifecycle !== 'active'; passed += 15) {
    if (passed > 1_500) {
      throw new Error((await share()).reason ?? portal.log.join('\n'));
    }
    await pass(15);
  }
  const { resourceConfigurationId } = (await share()).objects.find(
    ({ type }: { type: string }) =>
      type === 'vpc-lattice/resource-configuration',
  ).outputs;
  const owner = {
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: '333333333333', secretAccessKey: 'simulated' },
  };
  return {
    portal,
    pass,
    share,
    revoke: () => requester.post(`${path}/revoke`, { reason: 'It is over' }),
    configurationId: resourceConfigurationId as string,
    metrics: async (): Promise<ShareMetrics> => {
      const answer = await requester.get(`${path}/metrics`);
      expect(answer.body.error).toBeUndefined();
      return answer.body;
    },
    use: async () => {
      await portal.run('use');
      return (await share()).use;
    },
    send: () =>
      portal.aws.send({
        ...CLIENT,
        to: ORDERS,
        bytesToDatabase: 1_000,
        bytesToClient: 9_000,
        connections: 2,
      }),
    /** As somebody in the account of the database would do it, beside the portal. */
    keepLog: async (resourceIdentifier: string) => {
      const logs = new CloudWatchLogsClient(owner);
      const lattice = new VPCLatticeClient(owner);
      await logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
      await lattice.send(
        new CreateAccessLogSubscriptionCommand({
          resourceIdentifier,
          destinationArn: `arn:aws:logs:us-east-1:333333333333:log-group:${LOG_GROUP}`,
        }),
      );
      logs.destroy();
      lattice.destroy();
    },
  };
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
    const { metrics, pass, send, share } = await scene();
    expect((await send()).reachable).toBe(true);
    await pass(1_800);
    const answer = await metrics();
    expect(answer.periodSeconds).toBe(60);
    const published = answer.hops.filter(({ state }) => state === 'published');
    expect(published.map(({ name }) => name)).toEqual([
      'Interface endpoint',
      'Accepted in the account of the database',
      'Endpoint service',
      'Network Load Balancer',
      'Addresses of the database',
      'Database',
    ]);
    expect(
      answer.hops
        .filter(({ name }) => name.startsWith('Security group'))
        .map(({ state }) => state),
    ).toEqual(expect.arrayContaining(['not-published', 'not-published']));
    expect(answer.hops.map(({ name }) => name)).toEqual(
      (await share()).hops.map(({ name }) => name),
    );
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

  it('counts over VPC Lattice who connects, once somebody keeps the log, and says so where nobody does', async () => {
    const { configurationId, keepLog, metrics, pass, portal, send, use } =
      await latticeScene();
    await send();
    await pass(300);
    const silent = (await metrics()).hops;
    expect(silent.filter(({ accessLog }) => accessLog)).toMatchObject([
      {
        name: 'Resource configuration',
        state: 'not-published',
        accessLog: { state: 'not-kept' },
      },
    ]);
    expect(await use()).toMatchObject({ state: 'not-published' });

    await keepLog(configurationId);
    await send();
    // Who keeps a log is asked once in ten minutes.
    await pass(660);
    const sentAt = new Date(portal.awsClock.now()).toISOString();
    await send();
    await pass(240);
    const kept = hopOf(await metrics(), 'Resource configuration');
    expect(kept).toMatchObject({
      state: 'published',
      sharedBy: 1,
      accessLog: { state: 'kept', logGroup: LOG_GROUP },
    });
    // Two each time; what was sent before nobody has logged.
    expect(totalOf(kept, 'Connections')).toBe(4);
    expect(await use()).toMatchObject({
      state: 'used',
      toldBy: 'access-log',
      usedAt: sentAt,
    });

    const count = () =>
      portal.aws.countCalls({ operation: 'logs:FilterLogEvents' });
    const calls = await count();
    await Promise.all([metrics(), metrics()]);
    expect(await count()).toBe(calls);
    await pass(120);
    await portal.aws.fault({
      ...refusalOf('333333333333'),
      operation: 'logs:FilterLogEvents',
    });
    const refused = hopOf(await metrics(), 'Resource configuration');
    expect(refused.state).toBe('unreadable');
    expect(refused.reason).toMatch(/333333333333.*logs:FilterLogEvents/);
    expect(hopOf(await metrics(), 'Database').state).toBe('published');
  });

  it('has the log kept where config says so, and given up with the last access', async () => {
    const { metrics, pass, portal, revoke, send, share } = await latticeScene({
      accessLogs: { logGroup: '/aws/vendedlogs/vpc-lattice/databases' },
    });
    expect((await share()).objects).toContainEqual(
      expect.objectContaining({
        type: 'vpc-lattice/access-log-subscription',
        title: 'Access log in /aws/vendedlogs/vpc-lattice/databases',
        condition: 'ready',
        accountId: '333333333333',
      }),
    );
    await send();
    await pass(300);
    const kept = hopOf(await metrics(), 'Resource configuration');
    expect(kept.accessLog?.state).toBe('kept');
    expect(totalOf(kept, 'Connections')).toBe(2);
    await revoke();
    for (let passed = 0; passed < 1_800; passed += 60) {
      await pass(60);
    }
    expect(await share()).toMatchObject({ lifecycle: 'revoked' });
    expect(
      await portal.aws.countCalls({
        operation: 'vpc-lattice:DeleteAccessLogSubscription',
      }),
    ).toBe(1);
  });
});

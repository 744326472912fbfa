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
  CloudWatch,
  GetMetricDataCommandInput,
  Metric,
  paginateGetMetricData,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { exampleCompany } from '../../company/exampleCompany';
import { latticeCompany } from '../../testing/latticeCompany';
import { makeD } from '../../testing/patternD';
import { refusalOf } from '../../testing/refusalOf';
import {
  databricksToOrders,
  make,
  Stage,
  startStage,
  Where,
} from '../../testing/stage';
import { sendTraffic, Traffic } from './traffic';

const { accounts } = exampleCompany;
const { analytics, billing, payments } = accounts;
const orders = accounts['orders-prod'];
const workspace = analytics.vpcs.databricks.securityGroups.workspace.id;

const inDublin: Where = {
  accountId: payments.id,
  vpcId: payments.vpcs.dublin.id,
  subnetIds: payments.vpcs.dublin.subnets.map(subnet => subnet.id),
  clientGroupId: payments.vpcs.dublin.defaultSecurityGroupId,
  region: 'eu-west-1',
};

/** A way over PrivateLink, and the name that leads there. */
async function overPrivateLink() {
  const stage = startStage();
  const made = await makeD.patternD(stage);
  await makeD.zone(stage, made.endpoint.id);
  return { stage, ...made };
}

function send(stage: Stage, traffic: Partial<Traffic> = {}) {
  return sendTraffic(stage.world, {
    ...databricksToOrders,
    sg: workspace,
    bytesToDatabase: 1_000,
    bytesToClient: 9_000,
    connections: 2,
    ...traffic,
  });
}

function metric(
  Namespace: string,
  MetricName: string,
  dimensions: Record<string, string>,
): Metric {
  return {
    Namespace,
    MetricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({
      Name,
      Value,
    })),
  };
}

/** From some minutes ago until now, oldest first. */
async function values(
  stage: Stage,
  accountId: string,
  of: Metric,
  options: { minutes?: number; Stat?: string; region?: string } = {},
): Promise<number[]> {
  const { minutes = 10, Stat = 'Sum', region } = options;
  const now = stage.world.clock.now();
  const { MetricDataResults = [] } = await stage
    .cloudwatch(accountId, region)
    .getMetricData({
      MetricDataQueries: [
        { Id: 'm', MetricStat: { Metric: of, Period: 60, Stat } },
      ],
      StartTime: new Date(now - minutes * 60_000),
      EndTime: new Date(now),
      ScanBy: 'TimestampAscending',
    });
  return MetricDataResults[0].Values!;
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

const connectionsOf = (DBInstanceIdentifier: string) =>
  metric('AWS/RDS', 'DatabaseConnections', { DBInstanceIdentifier });

async function listed(stage: Stage, accountId: string, region?: string) {
  const names: string[] = [];
  const client = stage.cloudwatch(accountId, region);
  for await (const page of paginateListMetrics({ client }, {})) {
    names.push(
      ...page.Metrics!.map(
        ({ Namespace, MetricName, Dimensions = [] }) =>
          `${Namespace} ${MetricName} ${Dimensions.map(({ Name }) => Name)
            .sort()
            .join(',')}`,
      ),
    );
  }
  return [...new Set(names)];
}

describe('what passes an endpoint over PrivateLink', () => {
  it('shows in the metrics of the endpoint, the service, the load balancer and the database', async () => {
    const { stage, endpoint, service, loadBalancerArn } =
      await overPrivateLink();
    const { reachable } = send(stage);
    expect(reachable).toBe(true);
    stage.advance(120);
    const ofEndpoint = {
      'Endpoint Type': 'Interface',
      'Service Name': service.name,
      'VPC Endpoint Id': endpoint.id,
      'VPC Id': databricksToOrders.from,
    };
    const lb = { LoadBalancer: loadBalancerArn.split('loadbalancer/')[1] };
    const ofService = { 'Service Id': service.id };
    const seen: Array<[string, string, string, Record<string, string>]> = [
      [analytics.id, 'AWS/PrivateLinkEndpoints', 'BytesProcessed', ofEndpoint],
      [orders.id, 'AWS/PrivateLinkServices', 'BytesProcessed', ofService],
      [
        orders.id,
        'AWS/PrivateLinkServices',
        'BytesProcessed',
        { ...ofService, 'VPC Endpoint Id': endpoint.id },
      ],
      [
        orders.id,
        'AWS/PrivateLinkServices',
        'BytesProcessed',
        { ...ofService, 'Load Balancer Arn': loadBalancerArn },
      ],
      [orders.id, 'AWS/NetworkELB', 'ProcessedBytes', lb],
    ];
    for (const [account, namespace, name, dimensions] of seen) {
      const of = metric(namespace, name, dimensions);
      expect(sum(await values(stage, account, of))).toBe(10_000);
    }
    const connections: typeof seen = [
      [analytics.id, 'AWS/PrivateLinkEndpoints', 'NewConnections', ofEndpoint],
      [
        analytics.id,
        'AWS/PrivateLinkEndpoints',
        'ActiveConnections',
        ofEndpoint,
      ],
      [orders.id, 'AWS/PrivateLinkServices', 'NewConnections', ofService],
      [orders.id, 'AWS/NetworkELB', 'NewFlowCount', lb],
      [
        orders.id,
        'AWS/RDS',
        'DatabaseConnections',
        { DBInstanceIdentifier: 'orders-postgres' },
      ],
    ];
    for (const [account, namespace, name, dimensions] of connections) {
      const of = metric(namespace, name, dimensions);
      expect(sum(await values(stage, account, of))).toBe(2);
    }
  });

  it('is known by the subnet of the endpoint and the zone of the load balancer, too', async () => {
    const { stage } = await overPrivateLink();
    send(stage);
    stage.settle();
    stage.settle();
    const ofConsumer = await listed(stage, analytics.id);
    const names = [
      'ActiveConnections',
      'BytesProcessed',
      'NewConnections',
      'PacketsDropped',
      'RstPacketsReceived',
    ];
    const base = 'Endpoint Type,Service Name';
    expect(ofConsumer.sort()).toEqual(
      names
        .flatMap(name => [
          `AWS/PrivateLinkEndpoints ${name} ${base},Subnet Id,VPC Endpoint Id,VPC Id`,
          `AWS/PrivateLinkEndpoints ${name} ${base},VPC Endpoint Id,VPC Id`,
        ])
        .sort(),
    );
    expect(await listed(stage, orders.id)).toEqual(
      expect.arrayContaining([
        'AWS/NetworkELB ProcessedBytes AvailabilityZone,LoadBalancer',
        'AWS/NetworkELB HealthyHostCount AvailabilityZone,LoadBalancer,TargetGroup',
        'AWS/PrivateLinkServices BytesProcessed Az,Load Balancer Arn,Service Id',
        'AWS/PrivateLinkServices EndpointsCount Service Id',
      ]),
    );
  });

  it('counts for nothing where the client`s own security group stops it', async () => {
    const { stage } = await overPrivateLink();
    const { defaultSecurityGroupId: sg } = analytics.vpcs.databricks;
    expect(send(stage, { sg }).reachable).toBe(false);
    stage.settle();
    stage.settle();
    expect(await listed(stage, analytics.id)).toEqual([]);
    expect(
      sum(await values(stage, orders.id, connectionsOf('orders-postgres'))),
    ).toBe(0);
  });

  it('is dropped behind the endpoint while the load balancer lets nobody in, and moves no byte', async () => {
    const { stage, endpoint, service, group, inboundRuleId } =
      await overPrivateLink();
    await stage.ec2(orders.id).revokeSecurityGroupIngress({
      GroupId: group.groupId,
      SecurityGroupRuleIds: [inboundRuleId],
    });
    expect(send(stage).reachable).toBe(false);
    stage.advance(60);
    const of = (name: string) =>
      metric('AWS/PrivateLinkEndpoints', name, {
        'Endpoint Type': 'Interface',
        'Service Name': service.name,
        'VPC Endpoint Id': endpoint.id,
        'VPC Id': databricksToOrders.from,
      });
    expect(await values(stage, analytics.id, of('PacketsDropped'))).toEqual([
      2,
    ]);
    expect(await values(stage, analytics.id, of('BytesProcessed'))).toEqual([
      0,
    ]);
    expect(await values(stage, analytics.id, of('ActiveConnections'))).toEqual([
      0,
    ]);
  });

  it('is reset by a database that is stopped', async () => {
    const { stage, endpoint, service, loadBalancerArn } =
      await overPrivateLink();
    await stage
      .rds(orders.id)
      .stopDBInstance({ DBInstanceIdentifier: 'orders-postgres' });
    stage.settle();
    expect(send(stage).reachable).toBe(false);
    stage.advance(60);
    const received = metric('AWS/PrivateLinkEndpoints', 'RstPacketsReceived', {
      'Endpoint Type': 'Interface',
      'Service Name': service.name,
      'VPC Endpoint Id': endpoint.id,
      'VPC Id': databricksToOrders.from,
    });
    expect(await values(stage, analytics.id, received)).toEqual([2]);
    const LoadBalancer = loadBalancerArn.split('loadbalancer/')[1];
    for (const [name, count] of [
      ['TCP_Target_Reset_Count', 2],
      ['ProcessedBytes', 0],
    ] as const) {
      const of = metric('AWS/NetworkELB', name, { LoadBalancer });
      expect(sum(await values(stage, orders.id, of))).toBe(count);
    }
  });

  it('is reset by the standby that a failover left behind the load balancer', async () => {
    const { stage, endpoint, service } = await overPrivateLink();
    await stage.rds(orders.id).rebootDBInstance({
      DBInstanceIdentifier: 'orders-postgres',
      ForceFailover: true,
    });
    stage.settle();
    expect(send(stage).reachable).toBe(false);
    stage.advance(60);
    const received = metric('AWS/PrivateLinkEndpoints', 'RstPacketsReceived', {
      'Endpoint Type': 'Interface',
      'Service Name': service.name,
      'VPC Endpoint Id': endpoint.id,
      'VPC Id': databricksToOrders.from,
    });
    expect(await values(stage, analytics.id, received)).toEqual([2]);
  });

  it('is not published for an endpoint in another Region than its service (CloudWatch metrics for AWS PrivateLink)', async () => {
    const stage = startStage();
    const { group, loadBalancerArn } = await makeD.balanced(stage);
    await makeD.inbound(stage, group.groupId, payments.vpcs.dublin.cidr);
    const service = await makeD.service(stage, loadBalancerArn, {
      SupportedRegions: ['us-east-1', 'eu-west-1'],
    });
    await makeD.permission(stage, service.id, payments.id);
    const endpoint = await makeD.endpoint(stage, service.name, inDublin);
    await makeD.acceptance(stage, service.id, endpoint.id);
    const { endpointName: name } = await makeD.zone(
      stage,
      endpoint.id,
      inDublin,
    );
    const from = inDublin.vpcId;
    const answer = send(stage, { from, name, sg: inDublin.clientGroupId });
    expect(answer.reachable).toBe(true);
    stage.settle();
    stage.settle();
    expect(await listed(stage, payments.id, 'eu-west-1')).toEqual([]);
    const of = metric('AWS/PrivateLinkServices', 'BytesProcessed', {
      'Service Id': service.id,
    });
    expect(sum(await values(stage, orders.id, of, { minutes: 60 }))).toBe(
      10_000,
    );
  });
});

describe('what passes a resource endpoint', () => {
  it('shows at the database only, since AWS documents nothing else', async () => {
    const stage = startStage();
    await make.patternA(stage);
    expect(send(stage).reachable).toBe(true);
    stage.settle();
    stage.settle();
    expect(await listed(stage, analytics.id)).toEqual([]);
    const ofProvider = await listed(stage, orders.id);
    expect(ofProvider.filter(name => !name.startsWith('AWS/RDS '))).toEqual([]);
    expect(
      sum(
        await values(stage, orders.id, connectionsOf('orders-postgres'), {
          minutes: 60,
        }),
      ),
    ).toBe(2);
  });
});

describe('a database', () => {
  it('publishes each minute while it answers, and nothing while it is stopped', async () => {
    const stage = startStage();
    const cpu = metric('AWS/RDS', 'CPUUtilization', {
      DBInstanceIdentifier: 'orders-postgres',
    });
    expect(await values(stage, orders.id, cpu)).toHaveLength(10);
    await stage
      .rds(orders.id)
      .stopDBInstance({ DBInstanceIdentifier: 'orders-postgres' });
    stage.settle();
    expect(await values(stage, orders.id, cpu, { minutes: 5 })).toEqual([]);
    expect(await values(stage, orders.id, cpu, { minutes: 20 })).toHaveLength(
      10,
    );
  });

  it('has less free storage after somebody wrote into it', async () => {
    const stage = startStage();
    await make.patternA(stage);
    const free = metric('AWS/RDS', 'FreeStorageSpace', {
      DBInstanceIdentifier: 'orders-postgres',
    });
    const [before] = await values(stage, orders.id, free);
    send(stage, { bytesToDatabase: 5_000_000 });
    stage.advance(120);
    const after = await values(stage, orders.id, free);
    expect(before).toBe(100 * 2 ** 30);
    expect(after.at(-1)).toBe(before - 5_000_000);
  });

  it('is never busier than a hundred percent', async () => {
    const stage = startStage();
    await make.patternA(stage);
    send(stage, { bytesToClient: 1e12 });
    stage.advance(60);
    const cpu = metric('AWS/RDS', 'CPUUtilization', {
      DBInstanceIdentifier: 'orders-postgres',
    });
    const Stat = 'Maximum';
    expect(await values(stage, orders.id, cpu, { minutes: 1, Stat })).toEqual([
      100,
    ]);
  });

  it('of a cluster is known by its role and has no storage of its own', async () => {
    const stage = startStage();
    const names = await listed(stage, accounts.catalog.id);
    expect(names).toContain(
      'AWS/RDS DatabaseConnections DBClusterIdentifier,Role',
    );
    expect(names.join()).not.toContain('FreeStorageSpace');
    expect(names.join()).not.toContain('PrivateLink');
  });
});

describe('a target group', () => {
  it('counts its healthy hosts as the health checks see them, dated when they had', async () => {
    const { stage, loadBalancerArn, targetGroupArn } = await overPrivateLink();
    const dimensions = {
      LoadBalancer: loadBalancerArn.split('loadbalancer/')[1],
      TargetGroup: targetGroupArn.split(':')[5],
    };
    const healthy = metric('AWS/NetworkELB', 'HealthyHostCount', dimensions);
    const unhealthy = metric(
      'AWS/NetworkELB',
      'UnHealthyHostCount',
      dimensions,
    );
    expect(await values(stage, orders.id, healthy, { minutes: 1 })).toEqual([
      1,
    ]);
    await stage.rds(orders.id).rebootDBInstance({
      DBInstanceIdentifier: 'orders-postgres',
      ForceFailover: true,
    });
    stage.settle();
    const seen = await values(stage, orders.id, healthy);
    // Two checks, ten seconds apart: the first minute has it, though nobody looked before the tenth.
    expect([seen[0], seen[1], seen.at(-1)]).toEqual([0, 0, 0]);
    expect((await values(stage, orders.id, unhealthy)).at(-1)).toBe(1);
  });

  it('reports nothing without targets', async () => {
    const { stage, loadBalancerArn, targetGroupArn, address } =
      await overPrivateLink();
    const healthy = metric('AWS/NetworkELB', 'HealthyHostCount', {
      LoadBalancer: loadBalancerArn.split('loadbalancer/')[1],
      TargetGroup: targetGroupArn.split(':')[5],
    });
    await stage.elb(orders.id).deregisterTargets({
      TargetGroupArn: targetGroupArn,
      Targets: [{ Id: address }],
    });
    stage.advance(120);
    // It drains still, and is none of the group any more.
    expect(await values(stage, orders.id, healthy, { minutes: 1 })).toEqual([]);
    stage.settle();
    expect(await values(stage, orders.id, healthy, { minutes: 5 })).toEqual([]);
  });
});

describe('EndpointsCount', () => {
  it('is told each five minutes while an endpoint is connected', async () => {
    const { stage, service, endpoint } = await overPrivateLink();
    const count = metric('AWS/PrivateLinkServices', 'EndpointsCount', {
      'Service Id': service.id,
    });
    stage.settle();
    expect(await values(stage, orders.id, count)).toEqual([1, 1]);
    await stage.ec2(orders.id).rejectVpcEndpointConnections({
      ServiceId: service.id,
      VpcEndpointIds: [endpoint.id],
    });
    stage.settle();
    expect(await values(stage, orders.id, count, { minutes: 5 })).toEqual([]);
  });
});

describe('traffic', () => {
  it('can be of an earlier minute, but not of one before its way existed, nor of the future', async () => {
    const { stage } = await overPrivateLink();
    stage.settle();
    const at = (seconds: number) =>
      new Date(stage.world.clock.now() + seconds * 1000);
    send(stage, { at: at(-300) });
    const seen = await values(
      stage,
      orders.id,
      connectionsOf('orders-postgres'),
    );
    expect(seen).toEqual([0, 0, 0, 0, 0, 2, 0, 0, 0, 0]);
    expect(() => send(stage, { at: at(1) })).toThrow(/after now/);
    expect(() => send(stage, { at: at(-86_400) })).toThrow(/exists since/);
  });

  it('is known when its minute is over', async () => {
    const stage = startStage();
    await make.patternA(stage);
    send(stage);
    const of = connectionsOf('orders-postgres');
    expect(sum(await values(stage, orders.id, of))).toBe(0);
    stage.advance(60);
    expect(sum(await values(stage, orders.id, of))).toBe(2);
  });

  it('of a client that verifies names is none where the name is not the server`s', async () => {
    const { stage, endpoint } = await overPrivateLink();
    const { VpcEndpoints = [] } = await stage
      .ec2(analytics.id)
      .describeVpcEndpoints({ VpcEndpointIds: [endpoint.id] });
    const name = VpcEndpoints[0].DnsEntries![0].DnsName!;
    expect(send(stage, { name, tls: 'verify-full' }).reachable).toBe(false);
    stage.advance(60);
    const of = connectionsOf('orders-postgres');
    expect(sum(await values(stage, orders.id, of))).toBe(0);
  });
});

describe('GetMetricData', () => {
  const query = (Id: string, change: object = {}) => ({
    Id,
    MetricStat: {
      Metric: connectionsOf('orders-postgres'),
      Period: 60,
      Stat: 'Sum',
      ...change,
    },
  });

  function ask(stage: Stage, input: Partial<GetMetricDataCommandInput>) {
    const now = stage.world.clock.now();
    return stage.cloudwatch(orders.id).getMetricData({
      MetricDataQueries: [query('a')],
      StartTime: new Date(now - 600_000),
      EndTime: new Date(now),
      ...input,
    });
  }

  it('gives the newest first unless told, each value at its time', async () => {
    const stage = startStage();
    const { MetricDataResults } = await ask(stage, {});
    const [{ Timestamps, Values, StatusCode, Label }] = MetricDataResults!;
    expect(Timestamps).toHaveLength(10);
    expect(Values).toHaveLength(10);
    expect(Timestamps![0] > Timestamps![9]).toBe(true);
    expect(Timestamps![0].getTime() % 60_000).toBe(0);
    expect([StatusCode, Label]).toEqual(['Complete', 'DatabaseConnections']);
  });

  it('sums up the minutes of a period by any statistic', async () => {
    const stage = startStage();
    await make.patternA(stage);
    for (const connections of [1, 2, 7]) {
      send(stage, { connections });
      stage.advance(60);
    }
    const now = stage.world.clock.now();
    const stats = [
      'Sum',
      'Average',
      'Minimum',
      'Maximum',
      'SampleCount',
      'p50',
    ];
    const { MetricDataResults = [] } = await ask(stage, {
      StartTime: new Date(now - 180_000),
      MetricDataQueries: stats.map((Stat, i) =>
        query(`s${i}`, { Period: 180, Stat }),
      ),
    });
    expect(MetricDataResults.map(({ Values }) => Values)).toEqual([
      [10],
      [10 / 3],
      [1],
      [7],
      [3],
      [2],
    ]);
  });

  it('comes in pages of so many points, until all are told once', async () => {
    const stage = startStage();
    const now = stage.world.clock.now();
    const input = {
      MetricDataQueries: [query('a'), query('b', { Stat: 'Average' })],
      StartTime: new Date(now - 600_000),
      EndTime: new Date(now),
      MaxDatapoints: 7,
    };
    const seen: Record<string, number[]> = { a: [], b: [] };
    const states: string[][] = [];
    const client = stage.cloudwatch(orders.id);
    for await (const page of paginateGetMetricData({ client }, input)) {
      states.push(page.MetricDataResults!.map(({ StatusCode }) => StatusCode!));
      for (const { Id, Timestamps } of page.MetricDataResults!) {
        seen[Id!].push(...Timestamps!.map(Number));
      }
    }
    expect(states).toEqual([
      ['PartialData', 'PartialData'],
      ['Complete', 'PartialData'],
      ['Complete', 'Complete'],
    ]);
    for (const times of Object.values(seen)) {
      expect(new Set(times).size).toBe(10);
      expect(times).toHaveLength(10);
    }
  });

  it('takes a token only for the question that it was given for', async () => {
    const stage = startStage();
    const { NextToken } = await ask(stage, { MaxDatapoints: 3 });
    expect(await refusalOf(ask(stage, { NextToken, MaxDatapoints: 3 }))).toBe(
      'no refusal',
    );
    const otherwise = { NextToken, MetricDataQueries: [query('b')] };
    expect(await refusalOf(ask(stage, otherwise))).toMatch(/^InvalidNextToken/);
    expect(await refusalOf(ask(stage, { NextToken: 'x' }))).toMatch(
      /^InvalidNextToken/,
    );
  });

  it('has points of old minutes by five minutes only, and of older ones by the hour', async () => {
    const stage = startStage();
    const now = stage.world.clock.now();
    const day = 86_400_000;
    const count = async (daysAgo: number, Period: number) => {
      const { MetricDataResults = [] } = await ask(stage, {
        StartTime: new Date(now - daysAgo * day),
        EndTime: new Date(now - daysAgo * day + 3_600_000),
        MetricDataQueries: [query('a', { Period })],
      });
      return MetricDataResults[0].Values!.length;
    };
    expect(await count(1, 60)).toBe(60);
    expect(await count(1, 10)).toBe(0);
    expect(await count(20, 60)).toBe(0);
    expect(await count(20, 300)).toBe(12);
    expect(await count(70, 300)).toBe(0);
    expect(await count(70, 3600)).toBe(1);
    expect(await count(500, 3600)).toBe(0);
  });

  it('leaves out what only others compute with, and knows nothing of another unit or account', async () => {
    const stage = startStage();
    const { MetricDataResults = [] } = await ask(stage, {
      MetricDataQueries: [
        { ...query('hidden'), ReturnData: false },
        query('bytes', { Unit: 'Bytes' }),
        { ...query('foreign'), AccountId: billing.id },
        query('nothing', { Metric: connectionsOf('nothing') }),
      ],
    });
    expect(
      MetricDataResults.map(({ Id, Values, StatusCode }) => [
        Id,
        Values!.length,
        StatusCode,
      ]),
    ).toEqual([
      ['bytes', 0, 'Complete'],
      ['foreign', 0, 'Forbidden'],
      ['nothing', 0, 'Complete'],
    ]);
  });

  it('takes five hundred queries, and refuses one more in AWS`s words', async () => {
    const stage = startStage();
    const queries = (count: number) =>
      Array.from({ length: count }, (_, i) => query(`q${i}`));
    const { MetricDataResults } = await ask(stage, {
      MetricDataQueries: queries(500),
    });
    expect(MetricDataResults).toHaveLength(500);
    expect(
      await refusalOf(ask(stage, { MetricDataQueries: queries(501) })),
    ).toContain(
      'The collection MetricDataQueries must not have a size greater than 500.',
    );
  });

  const refused: Array<[string, Partial<GetMetricDataCommandInput>]> = [
    [
      'The value 5xx for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.',
      { MetricDataQueries: [query('5xx')] },
    ],
    [
      'The values for parameter id in MetricDataQueries are not unique.',
      { MetricDataQueries: [query('a'), query('a')] },
    ],
    [
      'The parameter StartTime must not equal parameter EndTime.',
      { StartTime: new Date(0), EndTime: new Date(0) },
    ],
    [
      'The parameter StartTime must be less than the parameter EndTime.',
      { StartTime: new Date(1000), EndTime: new Date(0) },
    ],
    [
      'The value Mean for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.',
      { MetricDataQueries: [query('a', { Stat: 'Mean' })] },
    ],
    [
      'MetricStat.Period must be a value in the set [ 1, 5, 10, 20, 30 ], or a multiple of 60.',
      { MetricDataQueries: [query('a', { Period: 90 })] },
    ],
    [
      'Simulated AWS computes no MetricDataQueries.member.1.Expression',
      { MetricDataQueries: [{ Id: 'a', Expression: 'a/b' }] },
    ],
    [
      'Exactly one of the parameters',
      { MetricDataQueries: [{ ...query('a'), Expression: 'a/b' }] },
    ],
    [
      'MetricDataQueries.member.1.MetricStat.Metric.Namespace is invalid',
      {
        MetricDataQueries: [
          query('a', { Metric: { Namespace: ':x', MetricName: 'y' } }),
        ],
      },
    ],
  ];

  it.each(refused)('refuses: %s', async (sentence, input) => {
    const refusal = await refusalOf(ask(startStage(), input));
    // The SDK’s name for what the query protocol calls ValidationError.
    expect(refusal).toMatch(/^ValidationException/);
    expect(refusal).toContain(sentence);
  });
});

describe('ListMetrics', () => {
  it('comes in pages of five hundred, by namespace, name and dimension', async () => {
    const stage = startStage();
    const { series } = seriesIn(stage);
    const template = Object.values(series)[0];
    for (let i = 0; i < 700; i += 1) {
      const dimensions = { DBInstanceIdentifier: `db-${i}` };
      series[`db-${i}`] = { ...template, name: 'ReadIOPS', dimensions };
    }
    const pages: number[] = [];
    const client = stage.cloudwatch(orders.id);
    for await (const page of paginateListMetrics(
      { client },
      { Namespace: 'AWS/RDS', MetricName: 'ReadIOPS' },
    )) {
      pages.push(page.Metrics!.length);
    }
    expect(pages).toEqual([500, 200]);
    const count = async (Dimensions: Array<{ Name: string; Value?: string }>) =>
      (await client.listMetrics({ MetricName: 'ReadIOPS', Dimensions }))
        .Metrics!.length;
    const Name = 'DBInstanceIdentifier';
    expect(await count([{ Name, Value: 'db-7' }])).toBe(1);
    expect(await count([{ Name }])).toBe(500);
    expect(await count([{ Name: 'Role' }])).toBe(0);
    expect(
      (await client.listMetrics({ Namespace: 'AWS/Nothing' })).Metrics,
    ).toEqual([]);
  });

  function seriesIn(stage: Stage) {
    return stage.world.documents[`cloudwatch/${orders.id}/us-east-1`] as {
      series: Record<string, any>;
    };
  }

  it('names what had data within two weeks, or three hours if asked, some minutes after the first', async () => {
    const { stage } = await overPrivateLink();
    const seen = async (RecentlyActive?: 'PT3H') => {
      const { Metrics } = await stage
        .cloudwatch(analytics.id)
        .listMetrics({ RecentlyActive });
      return Metrics!.length;
    };
    send(stage);
    stage.advance(120);
    expect(await seen()).toBe(0);
    stage.advance(900);
    expect(await seen()).toBe(10);
    expect(await seen('PT3H')).toBe(10);
    stage.advance(4 * 3600);
    expect(await seen()).toBe(10);
    expect(await seen('PT3H')).toBe(0);
    stage.advance(14 * 86_400);
    expect(await seen()).toBe(0);
  });

  it('refuses a token that it did not give', async () => {
    const client = startStage().cloudwatch(orders.id);
    expect(await refusalOf(client.listMetrics({ NextToken: 'x' }))).toMatch(
      /^InvalidParameterValue/,
    );
  });
});

describe('GetMetricStatistics', () => {
  const input = (stage: Stage) => {
    const now = stage.world.clock.now();
    return {
      ...connectionsOf('orders-postgres'),
      Namespace: 'AWS/RDS',
      MetricName: 'DatabaseConnections',
      StartTime: new Date(now - 600_000),
      EndTime: new Date(now),
      Period: 300,
    };
  };

  it('gives each period its statistics and the unit', async () => {
    const stage = startStage();
    await make.patternA(stage);
    send(stage);
    stage.advance(60);
    const { Datapoints = [] } = await stage
      .cloudwatch(orders.id)
      .getMetricStatistics({
        ...input(stage),
        Statistics: ['Sum', 'Maximum', 'SampleCount'],
      });
    expect(Datapoints).toHaveLength(2);
    expect(Datapoints[1]).toMatchObject({
      Sum: 2,
      Maximum: 2,
      SampleCount: 5,
      Unit: 'Count',
    });
  });

  it.each([
    [{}, 'InvalidParameterCombination'],
    [
      { Statistics: ['Sum' as const], ExtendedStatistics: ['p50'] },
      'InvalidParameterCombination',
    ],
    [{ ExtendedStatistics: ['p101'] }, 'InvalidParameterValue'],
    [{ Statistics: ['Sum' as const], Period: 90 }, 'InvalidParameterValue'],
    [
      { Statistics: ['Sum' as const], StartTime: new Date(0), Period: 60 },
      'which exceeds the limit of 1440',
    ],
    [
      { Statistics: ['Sum' as const], EndTime: new Date(0) },
      'must be less than the parameter EndTime',
    ],
  ])('refuses %j', async (change, why) => {
    const stage = startStage();
    const asked = stage
      .cloudwatch(orders.id)
      .getMetricStatistics({ ...input(stage), ...change });
    expect(await refusalOf(asked)).toContain(why);
  });
});

describe('the permissions of CloudWatch', () => {
  it.each([
    ['cloudwatch:GetMetricData', ['getMetricData', 'listMetrics']],
    ['cloudwatch:ListMetrics', ['listMetrics', 'getMetricData']],
  ] as const)(
    'let a role with %s do that and no more',
    async (Action, [allowed, denied]) => {
      const company = latticeCompany();
      const client = new CloudWatch(
        await company.asRole(orders.id, [
          { Effect: 'Allow', Action, Resource: '*' },
        ]),
      );
      const calls = {
        listMetrics: () => client.listMetrics({}),
        getMetricData: () =>
          client.getMetricData({
            MetricDataQueries: [],
            StartTime: new Date(0),
            EndTime: new Date(1),
          }),
      };
      expect(await refusalOf(calls[allowed]())).toBe('no refusal');
      const refusal = await refusalOf(calls[denied]());
      expect(refusal).toMatch(/^AccessDenied/);
      expect(refusal).toMatch(
        /is not authorized to perform: cloudwatch:\w+ because no identity-based policy allows/,
      );
    },
  );

  it('are for one account: nobody sees another`s metrics', async () => {
    const stage = startStage();
    expect(
      await values(stage, billing.id, connectionsOf('orders-postgres')),
    ).toEqual([]);
  });
});

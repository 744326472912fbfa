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
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  FailoverDBClusterCommand,
  RDSClient,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds';
import {
  Failover,
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import {
  CLUSTER_FAILOVER_SECONDS,
  INSTANCE_FAILOVER_SECONDS,
  populate,
  reachable,
  REGISTRATION_SECONDS,
  World,
} from '@towpath/simulated-aws';
import { decide, fileRequest } from './requestSteps';
import { RdsEventQueue } from './RdsEventQueue';
import { startPortal } from './startPortal';

const TOPIC = 'database-access-rds';

interface Database {
  accountId: string;
  arn: string;
  /** Until it answers again, at another address. */
  failoverSeconds: number;
}

const DATABASES = {
  'orders-postgres': {
    accountId: '333333333333',
    arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
    failoverSeconds: INSTANCE_FAILOVER_SECONDS,
  },
  'billing-mysql': {
    accountId: '444444444444',
    arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
    failoverSeconds: INSTANCE_FAILOVER_SECONDS,
  },
  'catalog-aurora': {
    accountId: '555555555555',
    arn: 'arn:aws:rds:us-east-1:555555555555:cluster:catalog-aurora',
    failoverSeconds: CLUSTER_FAILOVER_SECONDS.aurora,
  },
} satisfies Record<string, Database>;

type DatabaseName = keyof typeof DATABASES;

const ANALYTICS = {
  vpcId: 'vpc-06666000000000001',
  sg: 'sg-06666000000000018',
};

/** A portal, a share of this database over PrivateLink that is active, and an administrator of the database's account. */
async function scene(name: DatabaseName) {
  let world!: World;
  const portal = await startPortal({
    aws: {
      populate: made => {
        world = made;
        populate(made);
      },
    },
  });
  const lanes = await portal.driveLanes();
  const database: Database = DATABASES[name];
  const { accountId, arn } = database;
  const client = {
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
  };
  const rds = new RDSClient(client);
  const elb = new ElasticLoadBalancingV2Client(client);
  const queue = await RdsEventQueue.create(portal.awsUrl, { accountId });

  const request = await fileRequest(portal, {
    wish: {
      databaseRef: `resource:default/${name}`,
      connectVia: 'privatelink',
      overrideReason: 'A drill',
    },
  });
  await decide(portal, request, { by: 'everyOwner' });
  const started = await portal
    .as('requester')
    .post(`/requests/${request.id}/start`);
  const shareId: string = started.body.shareId;
  const share = async (): Promise<Share> =>
    (await portal.as('requester').get(`/shares/${shareId}`)).body;

  const pass = async (seconds: number) => {
    portal.awsClock.advance(seconds);
    await lanes();
  };
  for (let round = 0; (await share()).lifecycle !== 'active'; round++) {
    if (round > 100) {
      throw new Error((await share()).reason ?? portal.log.join('\n'));
    }
    await pass(10);
  }

  const failOver = () =>
    arn.includes(':cluster:')
      ? rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: name }))
      : rds.send(
          new RebootDBInstanceCommand({
            DBInstanceIdentifier: name,
            ForceFailover: true,
          }),
        );
  const targetGroups = async () => {
    const { TargetGroups = [] } = await elb.send(
      new DescribeTargetGroupsCommand({}),
    );
    return TargetGroups;
  };
  /** By target group: the addresses that connections go to. */
  const registered = async () => {
    const groups = await targetGroups();
    return Promise.all(
      groups.map(async ({ TargetGroupArn }) => {
        const { TargetHealthDescriptions = [] } = await elb.send(
          new DescribeTargetHealthCommand({ TargetGroupArn }),
        );
        return TargetHealthDescriptions.filter(
          ({ TargetHealth }) => TargetHealth?.State !== 'draining',
        ).map(({ Target }) => Target!.Id!);
      }),
    );
  };
  const failovers = async (): Promise<Failover[]> =>
    (await portal.as('requester').get(`/shares/${shareId}/failovers`)).body
      .items;
  const timeline = async (): Promise<TimelineEntry[]> =>
    (await portal.as('requester').get(`/shares/${shareId}/timeline`)).body
      .items;
  const reaches = (asked: { name?: string; port?: number } = {}) =>
    reachable(world, {
      from: ANALYTICS.vpcId,
      sg: ANALYTICS.sg,
      to: arn,
      ...asked,
    }).reachable;
  /** The longest that AWS itself takes until connections get through again. */
  const ownSeconds = async () => {
    const [group] = await targetGroups();
    return (
      database.failoverSeconds +
      REGISTRATION_SECONDS +
      group.HealthCheckIntervalSeconds! * group.HealthyThresholdCount!
    );
  };
  return {
    portal,
    database,
    share,
    pass,
    queue,
    failOver,
    registered,
    failovers,
    timeline,
    reaches,
    ownSeconds,
  };
}

type Scene = Awaited<ReturnType<typeof scene>>;

/** Looks at everything once in each simulated second, until what moved has come to rest. */
async function watch(
  s: Scene,
  options: { events: boolean; asked?: { name: string; port: number } },
) {
  const known = (await s.failovers()).length;
  let unreachable = 0;
  let fewest = Infinity;
  for (let second = 0; second < 400; second++) {
    if (options.events) {
      await s.queue.deliver(eventPayload =>
        s.portal.publish({ topic: TOPIC, eventPayload }),
      );
    }
    await s.pass(0);
    const groups = await s.registered();
    fewest = Math.min(fewest, ...groups.map(({ length }) => length));
    unreachable += s.reaches(options.asked) ? 0 : 1;
    const all = await s.failovers();
    if (
      all.length > known &&
      all.slice(0, all.length - known).every(({ status }) => status === 'done')
    ) {
      return {
        unreachable,
        fewest,
        failovers: all,
        groups: await s.registered(),
      };
    }
    await s.pass(1);
  }
  throw new Error(JSON.stringify(await s.failovers(), undefined, 2));
}


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
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  FailoverDBClusterCommand,
  RDSClient,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { JsonObject } from '@backstage/types';
import {
  Failover,
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import {
  CLUSTER_FAILOVER_SECONDS,
  Company,
  exampleCompany,
  INSTANCE_FAILOVER_SECONDS,
  reachable,
  REGISTRATION_SECONDS,
  World,
} from '@towpath/simulated-aws';
import { populateFor } from './companyOf';
import { exampleNetworks } from './exampleConfig';
import { decide, fileRequest, Portal } from './requestSteps';
import { RdsEventQueue } from './RdsEventQueue';
import { databaseEntity, PersonName, startPortal } from './startPortal';

/** The topic on which events of RDS arrive, unless config says another. */
const TOPIC = 'database-access-rds';

/** Nothing takes longer than this, so what does not end by then is a defect. */
const MOST_SECONDS = 400;

/** The portal is not asked more often whether a failover is over. */
const SECONDS_BETWEEN_ASKING = 5;

/** One of three nodes, two of which can be read: what AWS calls a Multi-AZ DB cluster. */
const LEDGER = {
  ...exampleCompany.accounts.billing.databases['billing-mysql'],
  arn: 'arn:aws:rds:us-east-1:444444444444:cluster:ledger-mysql',
  host: 'ledger-mysql.cluster-c0ffeebilling.us-east-1.rds.amazonaws.com',
  zoneIds: ['use1-az1', 'use1-az2', 'use1-az6'],
  cluster: {
    readerHost:
      'ledger-mysql.cluster-ro-c0ffeebilling.us-east-1.rds.amazonaws.com',
    instances: [1, 2, 3].map(number => ({
      identifier: `ledger-mysql-instance-${number}`,
      host: `ledger-mysql-instance-${number}.c0ffeebilling.us-east-1.rds.amazonaws.com`,
    })),
  },
};

const { analytics, billing } = exampleCompany.accounts;
const { databricks } = analytics.vpcs;
const { workspace } = databricks.securityGroups;

const COMPANY: Company = {
  ...exampleCompany,
  accounts: {
    ...exampleCompany.accounts,
    // Its clients may go to the ports of readers as well.
    analytics: {
      ...analytics,
      vpcs: {
        databricks: {
          ...databricks,
          securityGroups: {
            workspace: {
              ...workspace,
              rules: [
                ...workspace.rules,
                { direction: 'egress', tcpPort: 3307, peer: '0.0.0.0/0' },
                { direction: 'egress', tcpPort: 5433, peer: '0.0.0.0/0' },
              ],
            },
          },
        },
      },
    },
    billing: {
      ...billing,
      databases: { ...billing.databases, 'ledger-mysql': LEDGER },
    },
  },
};

/** Databases that fail over, with what AWS takes until another node writes. */
const DATABASES = {
  'orders-postgres': {
    arn: exampleCompany.accounts['orders-prod'].databases['orders-postgres']
      .arn,
    failoverSeconds: INSTANCE_FAILOVER_SECONDS,
  },
  'billing-mysql': {
    arn: billing.databases['billing-mysql'].arn,
    failoverSeconds: INSTANCE_FAILOVER_SECONDS,
  },
  'catalog-aurora': {
    arn: exampleCompany.accounts.catalog.databases['catalog-aurora'].arn,
    failoverSeconds: CLUSTER_FAILOVER_SECONDS.aurora,
  },
  'ledger-mysql': {
    arn: LEDGER.arn,
    failoverSeconds: CLUSTER_FAILOVER_SECONDS.multiAz,
  },
};

/** One of them. */
export type FailingDatabase = keyof typeof DATABASES;

/** Who asks from where, and from which VPC and group the data plane is tried. */
const CONSUMERS = {
  'analytics-databricks': {
    by: 'requester',
    from: 'vpc-06666000000000001',
    sg: 'sg-06666000000000018',
  },
  billing: {
    by: 'both',
    from: 'vpc-04444000000000001',
    sg: undefined,
  },
} as const;

/** A network that asks for them. */
export type Consumer = keyof typeof CONSUMERS;

/** What one simulated second looked like. */
interface Sample {
  /** Whether the database was reached as its writer. */
  writer: boolean;
  /** Whether one of a cluster's readers was. */
  readers?: boolean;
  /** By target group: the addresses that connections are sent to. */
  registered: string[][];
}

/** A portal with active shares of one database over PrivateLink, one for each consumer. */
export async function failoverScene(
  name: FailingDatabase,
  consumers: readonly Consumer[] = ['analytics-databricks'],
  {
    databaseAccess,
    over,
  }: {
    /** Config instead of the example's. */
    databaseAccess?: JsonObject;
    /** What brings the queue the events of EventBridge; absent: EventBridge itself. */
    over?: 'sns';
  } = {},
) {
  let world!: World;
  const portal = await startPortal({
    ...(databaseAccess && { databaseAccess }),
    entities: [
      databaseEntity('ledger-mysql', {
        arn: LEDGER.arn,
        owner: 'billing-team',
      }),
    ],
    people: { both: ['group:default/billing-team'] },
    aws: {
      populate: made => {
        world = made;
        populateFor(
          { networks: exampleNetworks, ...databaseAccess },
          COMPANY,
        )(made);
      },
    },
  });
  const lanes = await portal.driveLanes();
  const { arn, failoverSeconds } = DATABASES[name];
  const [, , , , accountId] = arn.split(':');
  const client = {
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
  };
  const rds = new RDSClient(client);
  const elb = new ElasticLoadBalancingV2Client(client);
  const queue = await RdsEventQueue.create(portal.awsUrl, {
    accountId,
    over,
  });
  /** Lets time pass, and the lanes do what is due then. */
  const pass = async (seconds: number) => {
    portal.awsClock.advance(seconds);
    await lanes();
  };

  const shareIds: string[] = [];
  for (const consumer of consumers) {
    shareIds.push(await startShare(portal, { name, consumer }));
  }
  const ask = async (path: string, of = 0) => {
    const { by } = CONSUMERS[consumers[of]];
    const { status, body } = await portal
      .as(by)
      .get(`/shares/${shareIds[of]}${path}`);
    if (status !== 200) {
      throw new Error(JSON.stringify(body));
    }
    return body;
  };
  const share = (of?: number): Promise<Share> => ask('', of);
  const failovers = async (of?: number): Promise<Failover[]> =>
    (await ask('/failovers', of)).items;
  const isActive = async () => {
    const all = await Promise.all(shareIds.map((_, index) => share(index)));
    return all.every(({ lifecycle }) => lifecycle === 'active');
  };
  for (let passed = 0; !(await isActive()); passed += 15) {
    if (passed > 1_500) {
      throw new Error((await share()).reason ?? portal.log.join('\n'));
    }
    await pass(15);
  }
  const { TargetGroups: groups = [] } = await elb.send(
    new DescribeTargetGroupsCommand({}),
  );

  const reaches = (asked: { name?: string; port?: number } = {}, of = 0) => {
    const { from, sg } = CONSUMERS[consumers[of]];
    return reachable(world, { from, sg, to: arn, ...asked }).reachable;
  };
  const registered = () =>
    Promise.all(groups.map(group => addressesIn(elb, group)));
  /** Brings the portal what RDS told since the last time. */
  const deliver = () =>
    queue.deliver(eventPayload =>
      portal.publish({ topic: TOPIC, eventPayload }),
    );

  return {
    portal,
    rds,
    share,
    failovers,
    pass,
    deliver,
    reaches,
    registered,
    timeline: async (of?: number): Promise<TimelineEntry[]> => {
      const entries: TimelineEntry[] = [];
      let more = true;
      while (more) {
        const after = entries.at(-1)?.id ?? 0;
        const { items, nextCursor } = await ask(`/timeline?after=${after}`, of);
        entries.push(...items);
        more = nextCursor !== undefined;
      }
      return entries;
    },
    /** At what another node writes, and its address is registered and was checked twice: AWS's own part. */
    awsSeconds:
      failoverSeconds + REGISTRATION_SECONDS + checkSeconds(groups[0]),
    failOver: () =>
      arn.includes(':cluster:')
        ? rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: name }))
        : rds.send(
            new RebootDBInstanceCommand({
              DBInstanceIdentifier: name,
              ForceFailover: true,
            }),
          ),
    /**
     * Looks at the data plane once in each simulated second, until the portal says that everything has come to rest. What
     * was told before belongs to another failover.
     */
    async watch(options: {
      events: boolean;
      /** The readers' name and port, for a cluster. */
      readers?: { name: string; port: number };
    }): Promise<Sample[]> {
      const before = (await failovers()).length;
      const samples: Sample[] = [];
      const isOver = async () => {
        const moves = (await failovers()).slice(0, -before || undefined);
        return (
          moves.length > 0 && moves.every(({ status }) => status === 'done')
        );
      };
      while (samples.length < MOST_SECONDS) {
        await (options.events && deliver());
        await pass(0);
        samples.push({
          writer: reaches(),
          ...(options.readers && { readers: reaches(options.readers) }),
          registered: await registered(),
        });
        if (samples.length % SECONDS_BETWEEN_ASKING === 0 && (await isOver())) {
          return samples;
        }
        await pass(1);
      }
      throw new Error(JSON.stringify(await failovers(), undefined, 2));
    },
  };
}

async function startShare(
  portal: Portal,
  { name, consumer }: { name: FailingDatabase; consumer: Consumer },
): Promise<string> {
  const by: PersonName = CONSUMERS[consumer].by;
  const request = await fileRequest(portal, {
    by,
    key: consumer,
    wish: {
      databaseRef: `resource:default/${name}`,
      network: consumer,
      connectVia: 'privatelink',
      overrideReason: 'It is a drill',
    },
  });
  await decide(portal, request, { by: 'everyOwner' });
  const { body } = await portal.as(by).post(`/requests/${request.id}/start`);
  return body.shareId;
}

async function addressesIn(
  elb: ElasticLoadBalancingV2Client,
  { TargetGroupArn }: TargetGroup,
): Promise<string[]> {
  const { TargetHealthDescriptions = [] } = await elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn }),
  );
  return TargetHealthDescriptions.filter(
    ({ TargetHealth }) => TargetHealth?.State !== 'draining',
  )
    .map(({ Target }) => Target!.Id!)
    .sort();
}

function checkSeconds(group: TargetGroup): number {
  return group.HealthCheckIntervalSeconds! * group.HealthyThresholdCount!;
}

/** Seconds in which the database was not reached. */
export function unreachableSeconds(
  samples: readonly Sample[],
  as: 'writer' | 'readers' = 'writer',
): number {
  return samples.filter(sample => !sample[as]).length;
}

/** The least addresses that any group had in any second. */
export function fewestRegistered(samples: readonly Sample[]): number {
  return Math.min(
    ...samples.flatMap(({ registered }) =>
      registered.map(({ length }) => length),
    ),
  );
}

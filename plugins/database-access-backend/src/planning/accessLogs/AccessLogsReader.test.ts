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
  CloudWatchLogsClient,
  CreateLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAccessLogSubscriptionCommand,
  CreateServiceNetworkCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  ORDERS,
  REGION,
  simulatedCompany,
} from '../../__testUtils__/simulatedCompany';
import type { AccessLogSource } from '../../objects';
import { periodsOf } from '../metrics';
import { AccessLogsReader } from './AccessLogsReader';

jest.setTimeout(60_000);

const LANE = { accountId: ORDERS, region: REGION };
const GROUP = '/aws/vendedlogs/vpc-lattice/databases';
const arnOf = (name: string) =>
  `arn:aws:logs:${REGION}:${ORDERS}:log-group:${name}`;

/** A company with a service network of the account of orders, as good as a configuration for whoever reads its log. */
async function setup() {
  const company = await simulatedCompany();
  const { aws, world } = company;
  const clock = { now: () => new Date(company.clock.now()) };
  const admin = simulatedClientConfig(aws, { accountId: ORDERS });
  const lattice = new VPCLatticeClient(admin);
  const network = async (name: string) =>
    (await lattice.send(new CreateServiceNetworkCommand({ name }))).id!;
  const keep = (
    resourceIdentifier: string,
    destinationArn = arnOf(GROUP),
    serviceNetworkLogType: 'RESOURCE' | 'SERVICE' = 'RESOURCE',
  ) =>
    lattice.send(
      new CreateAccessLogSubscriptionCommand({
        resourceIdentifier,
        destinationArn,
        serviceNetworkLogType,
      }),
    );
  const group = (world.documents[`logs/${ORDERS}/${REGION}`] as any).groups[
    GROUP
  ];
  /** As VPC Lattice would deliver it. */
  const log = (vpcEndpointId: string, minutesAgo: number, filler = '') => {
    const at = company.clock.now() - minutesAgo * 60_000;
    group.events.push({
      id: String(group.events.length),
      at,
      ingestedAt: at,
      stream: 's',
      message: JSON.stringify({
        eventTimestamp: new Date(at).toISOString(),
        vpcEndpointId,
        resourceConfigurationArn: 'arn',
        filler,
      }),
    });
  };
  const reader = new AccessLogsReader({ sessions: company.sessions, clock });
  return {
    ...company,
    keep,
    log,
    network,
    read: (sources: AccessLogSource[], hours = 3) =>
      reader.read(
        LANE,
        sources,
        periodsOf({
          now: clock.now(),
          seconds: hours * 3_600,
          mostPoints: 480,
        }),
      ),
    count: (operation: string) => company.calls(each => each === operation),
    createGroup: (logGroupName: string) =>
      new CloudWatchLogsClient(admin).send(
        new CreateLogGroupCommand({ logGroupName }),
      ),
  };
}

const sourceOf = (resourceId: string, vpcEndpointId: string) => ({
  resourceId,
  mark: { vpcEndpointId },
});

const sum = (points: Array<{ value: number }>) =>
  points.reduce((all, { value }) => all + value, 0);

describe('AccessLogsReader', () => {
  it('counts for each share its own connections, of one log by one look for all', async () => {
    const { count, keep, log, network, read } = await setup();
    const id = await network('databases');
    await keep(id);
    log('vpce-a', 10);
    log('vpce-a', 130);
    log('vpce-b', 20);
    log('vpce-of-nobody', 20);
    const readings = await read([
      sourceOf(id, 'vpce-a'),
      sourceOf(id, 'vpce-b'),
      sourceOf(id, 'vpce-c'),
    ]);
    expect(
      readings.map(reading =>
        reading.state === 'kept' ? sum(reading.series.points) : reading.state,
      ),
    ).toEqual([2, 1, 0]);
    expect(
      readings.map(reading => 'lastAt' in reading && reading.lastAt),
    ).toEqual([expect.any(String), expect.any(String), undefined]);
    expect(count('vpc-lattice:ListAccessLogSubscriptions')).toBe(1);
    // An hour, and the two before.
    expect(count('logs:FilterLogEvents')).toBe(2);
  });

  it('says where a log goes that is not read, and that there is none, and calls the log of services none', async () => {
    const { count, keep, network, read } = await setup();
    const silent = await network('silent');
    const inBucket = await network('bucket');
    const ofServices = await network('services');
    await keep(inBucket, 'arn:aws:s3:::orders-logs');
    await keep(ofServices, undefined, 'SERVICE');
    expect(
      await read([silent, inBucket, ofServices].map(id => sourceOf(id, 'v'))),
    ).toMatchObject([
      { state: 'not-kept' },
      { state: 'elsewhere', destination: 'arn:aws:s3:::orders-logs' },
      { state: 'not-kept' },
    ]);
    expect(count('logs:FilterLogEvents')).toBe(0);
  });

  it('says which log group its role may not read, and reads the others', async () => {
    const { createGroup, keep, network, read } = await setup();
    const secret = await network('secret');
    const open = await network('open');
    await createGroup('/secret');
    await keep(secret, arnOf('/secret'));
    await keep(open);
    const [refused, read_] = await read([
      sourceOf(secret, 'vpce-a'),
      sourceOf(open, 'vpce-a'),
    ]);
    expect(refused).toMatchObject({
      state: 'unreadable',
      problem: expect.stringMatching(
        /Account 333333333333 .*refused logs:FilterLogEvents/,
      ),
    });
    expect(read_.state).toBe('kept');
  });

  it('stops at a log of too many lines, knows the use, and counts only what it has read wholly', async () => {
    const { count, keep, log, network, read } = await setup();
    const id = await network('databases');
    await keep(id);
    // Two of them are more than a page.
    const filler = 'x'.repeat(600_000);
    for (let minute = 0; minute < 30; minute++) {
      log('vpce-a', 70 + minute, filler);
    }
    log('vpce-a', 10);
    const [reading] = await read([sourceOf(id, 'vpce-a')]);
    expect(count('logs:FilterLogEvents')).toBe(24);
    expect(reading).toMatchObject({
      state: 'kept',
      problem: expect.stringMatching(/more lines than are read at a time/),
    });
    expect(reading.state === 'kept' && sum(reading.series.points)).toBe(1);
    const { completeFrom } = reading as { completeFrom: number };
    expect(completeFrom).toBeGreaterThan(0);
  });
});

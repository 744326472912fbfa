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

import { makeNetwork, PROVIDER, CONSUMER } from '../../testing/networkStage';
import { refusalOf } from '../../testing/refusalOf';
import {
  databricksToOrders,
  inDatabricks,
  make,
  Stage,
  startStage,
} from '../../testing/stage';
import { sendTraffic } from '../cloudwatch/traffic';

const GROUP = '/aws/vendedlogs/vpc-lattice/orders';

const arnOf = (name: string, accountId = PROVIDER) =>
  `arn:aws:logs:us-east-1:${accountId}:log-group:${name}`;

/** A log group, and the log of this resource in it. */
async function keep(
  stage: Stage,
  resourceIdentifier: string,
  options: { accountId?: string; destinationArn?: string; more?: object } = {},
) {
  const { accountId = PROVIDER, more } = options;
  const { destinationArn = arnOf(GROUP, accountId) } = options;
  return stage.lattice(accountId).createAccessLogSubscription({
    resourceIdentifier,
    destinationArn,
    ...more,
  });
}

async function withGroup(options: Parameters<typeof startStage>[0] = {}) {
  const stage = startStage(options);
  for (const accountId of [PROVIDER, CONSUMER]) {
    await stage.logs(accountId).createLogGroup({ logGroupName: GROUP });
  }
  return stage;
}

async function withConfiguration() {
  const stage = await withGroup();
  const { id } = await make.gateway(stage);
  const configuration = await make.configuration(stage, id);
  return { stage, configuration };
}

const send = (stage: Stage, connections: number) =>
  sendTraffic(stage.world, {
    ...databricksToOrders,
    sg: inDatabricks.clientGroupId,
    bytesToDatabase: 1_000,
    bytesToClient: 9_000,
    connections,
  }).reachable;

async function linesOf(
  stage: Stage,
  options: { accountId?: string; filterPattern?: string } = {},
) {
  const { accountId = PROVIDER, filterPattern } = options;
  const { events = [] } = await stage.logs(accountId).filterLogEvents({
    logGroupIdentifier: arnOf(GROUP, accountId),
    filterPattern,
  });
  return events.map(({ message }) => JSON.parse(message!));
}

describe('an access log subscription', () => {
  it('is of a resource configuration, listed by it, changed and deleted', async () => {
    const { stage, configuration } = await withConfiguration();
    const lattice = stage.lattice(PROVIDER);
    const { id, arn } = await keep(stage, configuration.arn, {
      more: { tags: { team: 'orders' }, clientToken: 'once' },
    });
    expect(id).toMatch(/^als-[0-9a-z]{17}$/);
    const again = await keep(stage, configuration.arn, {
      more: { tags: { team: 'orders' }, clientToken: 'once' },
    });
    expect(again.id).toBe(id);
    const { items } = await lattice.listAccessLogSubscriptions({
      resourceIdentifier: configuration.id,
    });
    expect(items).toMatchObject([
      { id, resourceArn: configuration.arn, destinationArn: arnOf(GROUP) },
    ]);
    const { tags } = await lattice.listTagsForResource({ resourceArn: arn });
    expect(tags).toEqual({ team: 'orders' });
    await stage.logs(PROVIDER).createLogGroup({ logGroupName: 'other' });
    const of = { accessLogSubscriptionIdentifier: id };
    await lattice.updateAccessLogSubscription({
      ...of,
      destinationArn: arnOf('other'),
    });
    const found = await lattice.getAccessLogSubscription(of);
    expect(found.destinationArn).toBe(arnOf('other'));
    await lattice.deleteAccessLogSubscription(of);
    expect(await refusalOf(lattice.getAccessLogSubscription(of))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it('exists once for each type of destination, and of a service network for each type of log', async () => {
    const { stage, configuration } = await withConfiguration();
    await keep(stage, configuration.arn);
    await keep(stage, configuration.arn, {
      destinationArn: 'arn:aws:s3:::orders-access-logs',
    });
    expect(await refusalOf(keep(stage, configuration.arn))).toMatch(
      /^ConflictException/,
    );
    const { arn } = await makeNetwork.network(stage, PROVIDER);
    const ofResources = { more: { serviceNetworkLogType: 'RESOURCE' } };
    expect((await keep(stage, arn)).serviceNetworkLogType).toBe('SERVICE');
    await keep(stage, arn, ofResources);
    expect(await refusalOf(keep(stage, arn, ofResources))).toMatch(
      /^ConflictException/,
    );
  });

  it.each([
    ['a log group that is not there', arnOf('/none')],
    ['a log group of another account', arnOf(GROUP, CONSUMER)],
    ['something else', 'arn:aws:sqs:us-east-1:333333333333:orders'],
  ])('does not go to %s', async (_, destinationArn) => {
    const { stage, configuration } = await withConfiguration();
    expect(
      await refusalOf(keep(stage, configuration.arn, { destinationArn })),
    ).toMatch(/^ValidationException/);
  });

  it('is for the owner of what is logged', async () => {
    const stage = await withGroup();
    const { configuration } = await make.patternA(stage);
    expect(
      await refusalOf(keep(stage, configuration.arn, { accountId: CONSUMER })),
    ).toMatch(/^AccessDeniedException/);
  });
});

describe('the log of who connected', () => {
  it('has a line for each connection, within minutes, which names both ends and no bytes', async () => {
    const stage = await withGroup();
    const { configuration, endpoint } = await make.patternA(stage);
    expect(send(stage, 1)).toBe(true);
    await keep(stage, configuration.arn);
    expect(send(stage, 2)).toBe(true);
    stage.advance(60);
    expect(await linesOf(stage)).toEqual([]);
    stage.advance(60);
    const lines = await linesOf(stage, {
      filterPattern: `{ ($.vpcEndpointId = "vpce-0other") || (($.protocol = "tcp") && ($.vpcEndpointId = "${endpoint.id}")) }`,
    });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toEqual({
      eventTimestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      vpcEndpointId: endpoint.id,
      sourceVpcArn: `arn:aws:ec2:us-east-1:${CONSUMER}:vpc/${inDatabricks.vpcId}`,
      resourceConfigurationArn: configuration.arn,
      protocol: 'tcp',
      sourceIpPort: expect.stringMatching(/^[\d.]+:\d+$/),
      destinationIpPort: expect.stringMatching(/^[\d.]+:5432$/),
      gatewayIpPort: expect.stringMatching(/^[\d.]+:\d+$/),
      resourceIpPort: expect.stringMatching(/^[\d.]+:5432$/),
    });
    expect(
      await linesOf(stage, {
        filterPattern: '{ $.vpcEndpointId = "vpce-0other" }',
      }),
    ).toEqual([]);
  });

  it.each(['association', 'endpoint'] as const)(
    'goes to the owner of the service network that the client joined by an %s, too',
    async join => {
      const stage = await withGroup();
      const { network, configuration, resourceId, joined } =
        await makeNetwork.patternC(stage, join);
      await keep(stage, network.arn, {
        accountId: CONSUMER,
        more: { serviceNetworkLogType: 'RESOURCE' },
      });
      await keep(stage, configuration.arn);
      expect(send(stage, 1)).toBe(true);
      stage.advance(120);
      const [line] = await linesOf(stage, { accountId: CONSUMER });
      expect(line).toMatchObject({
        serviceNetworkArn: network.arn,
        serviceNetworkResourceAssociationId: resourceId,
        ...(join === 'endpoint' && { vpcEndpointId: joined.id }),
      });
      expect(await linesOf(stage)).toMatchObject([
        { serviceNetworkResourceAssociationId: resourceId },
      ]);
    },
  );
});

describe('CloudWatch Logs', () => {
  it('gives lines by the page, for as long as they are kept', async () => {
    const stage = await withGroup();
    const { configuration } = await make.patternA(stage);
    await keep(stage, configuration.arn);
    send(stage, 3);
    stage.advance(120);
    const logs = stage.logs(PROVIDER);
    const first = await logs.filterLogEvents({ logGroupName: GROUP, limit: 2 });
    expect(first.events).toHaveLength(2);
    const { events, nextToken } = await logs.filterLogEvents({
      logGroupName: GROUP,
      limit: 2,
      nextToken: first.nextToken,
    });
    expect([events?.length, nextToken]).toEqual([1, undefined]);
    await logs.putRetentionPolicy({ logGroupName: GROUP, retentionInDays: 1 });
    const { logGroups } = await logs.describeLogGroups({
      logGroupNamePrefix: GROUP,
    });
    expect(logGroups).toMatchObject([
      {
        logGroupName: GROUP,
        arn: `${arnOf(GROUP)}:*`,
        logGroupArn: arnOf(GROUP),
        retentionInDays: 1,
      },
    ]);
    stage.advance(2 * 24 * 3_600);
    expect(await linesOf(stage)).toEqual([]);
  });

  it.each(['ERROR', '{ $.a = 1 }', '{ $.a = "x*" }', '{ ($.a = "x" }', '{ }'])(
    'does not guess what %s means',
    async filterPattern => {
      const stage = await withGroup();
      expect(await refusalOf(linesOf(stage, { filterPattern }))).toMatch(
        /^InvalidParameterException/,
      );
    },
  );

  it('has no group twice, and none that is not there', async () => {
    const logs = (await withGroup()).logs(PROVIDER);
    expect(
      await refusalOf(logs.createLogGroup({ logGroupName: GROUP })),
    ).toMatch(/^ResourceAlreadyExistsException/);
    expect(
      await refusalOf(logs.filterLogEvents({ logGroupName: 'none' })),
    ).toMatch(/^ResourceNotFoundException/);
  });
});

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
  AccessRequest,
  isKeptOrphan,
  isUnreadLane,
  LaneState,
  Orphan,
  Overview,
  OverviewTile,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { decideDatabaseAccess } from '@towpath/backstage-plugin-database-access-node';
import {
  AuthorizeResult,
  Permission,
} from '@backstage/plugin-permission-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { World } from '@towpath/simulated-aws';
import { populateFor } from '../__testUtils__/companyOf';
import {
  exampleAccounts,
  exampleNetworks,
} from '../__testUtils__/exampleConfig';
import { decide, fileRequest, Portal } from '../__testUtils__/requestSteps';
import {
  PEOPLE,
  PersonName,
  refOf,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';

jest.setTimeout(240_000);

afterEach(stopPortals);

const DAY = 24 * 3_600;

const ROLES = {
  platformTeam: ['group:default/platform-team'],
  auditors: ['group:default/auditors'],
};

function byRole(permission: Permission, userEntityRef: string) {
  const person = Object.entries(PEOPLE).find(
    ([name]) => refOf(name as PersonName) === userEntityRef,
  );
  return decideDatabaseAccess(
    permission,
    { userEntityRef, ownershipEntityRefs: person?.[1] ?? [] },
    ROLES,
  )!;
}

const open = async (portal: Portal, database: string, seconds = DAY) => {
  const wish = {
    databaseRef: `resource:default/${database}`,
    durationSeconds: seconds,
  };
  const request = await fileRequest(portal, {
    key: `${database}-${seconds}`,
    wish,
  });
  return request;
};

const share = async (portal: Portal, database: string, seconds = DAY) => {
  const request = await open(portal, database, seconds);
  await decide(portal, request, { by: 'everyOwner' });
  await portal.as('requester').post(`/requests/${request.id}/start`);
};

const openFrom = async (
  portal: Portal,
  network: string,
  database: string,
  by: PersonName,
) =>
  fileRequest(portal, {
    by,
    key: `${network}-${database}`,
    wish: { databaseRef: `resource:default/${database}`, network },
  });

const overviewOf = async (portal: Portal): Promise<Overview> => {
  const { status, body } = await portal.as('platformEngineer').get('/overview');
  expect(status).toBe(200);
  return body;
};

/** Which lanes and orphans the page shows for a word in its address. */
const ONLY: Record<string, (item: LaneState & Orphan) => boolean> = {
  unkept: orphan => !isKeptOrphan(orphan),
  unread: isUnreadLane,
  tight: ({ quotas }) => (quotas?.tight.length ?? 0) > 0,
  throttled: ({ throttles }) => throttles > 0,
};

/** How many items the list has that a number opens. */
const lengthOf = async (
  portal: Portal,
  counted: Pick<OverviewTile, 'list' | 'filter'>,
): Promise<number> => (await itemsOf(portal, counted)).length;

async function itemsOf(
  portal: Portal,
  { list, filter }: Pick<OverviewTile, 'list' | 'filter'>,
): Promise<unknown[]> {
  const ask = portal.as('platformEngineer');
  if (list === 'lanes' || list === 'orphans') {
    const { items } = (await ask.get(`/${list}`)).body;
    return filter.only ? items.filter(ONLY[filter.only]) : items;
  }
  const found: unknown[] = [];
  let cursor = '';
  do {
    const { status, body } = await ask.get(
      `/${list}?${new URLSearchParams({
        ...filter,
        limit: '1',
        ...(cursor && { cursor }),
      })}`,
    );
    expect([status, body.error?.message]).toEqual([200, undefined]);
    found.push(...body.items);
    cursor = body.nextCursor ?? '';
  } while (cursor);
  return found;
}

describe('GET /v1/overview', () => {
  it('D1: counts what the lists have that its numbers open', async () => {
    const portal = await startPortal({ policy: byRole });
    const old = await open(portal, 'catalog-aurora', 2 * DAY);
    await share(portal, 'orders-postgres');
    portal.awsClock.advance(2 * DAY);
    const waiting: AccessRequest = await open(portal, 'billing-mysql', 3_600);
    expect(waiting.status).toBe('pending');
    await portal.until(async () => {
      const { body } = await portal
        .as('platformEngineer')
        .get('/shares?living=true&health=healthy');
      return body.items.length ? body : undefined;
    });
    // Whatever was counted before is too old by now.
    portal.awsClock.advance(6);

    const overview = await overviewOf(portal);
    const counts = Object.fromEntries(
      overview.tiles.map(({ id, count }) => [id, count]),
    );
    expect(counts).toMatchObject({ 'pending-new': 1, 'pending-days': 1 });
    expect(old.id).not.toBe(waiting.id);
    expect(overview.living).toBeGreaterThan(0);
    for (const tile of overview.tiles) {
      expect([tile.id, await lengthOf(portal, tile)]).toEqual([
        tile.id,
        tile.count,
      ]);
    }
    for (const { by, value, count, filter } of overview.groups) {
      expect([
        by,
        value,
        await lengthOf(portal, { list: 'shares', filter }),
      ]).toEqual([by, value, count]);
    }
    for (const cost of overview.costs) {
      const { ownerRef, filter } = cost;
      const listed = (await itemsOf(portal, {
        list: 'shares',
        filter,
      })) as Share[];
      const sum = listed.reduce(
        (total, { plan }) => total + (plan.cost?.fixedMonthly ?? 0),
        0,
      );
      expect([ownerRef, listed.length, sum.toFixed(2)]).toEqual([
        ownerRef,
        cost.shares,
        cost.fixedMonthly.toFixed(2),
      ]);
    }
    const sum = (by: string) =>
      overview.groups
        .filter(group => group.by === by)
        .reduce((total, { count }) => total + count, 0);
    for (const by of ['health', 'environment', 'accountId', 'pattern']) {
      expect(sum(by)).toBe(overview.living);
    }
  });

  it('D1: each number counts something when there is something, and opens the list of just that', async () => {
    const [network] = exampleNetworks;
    const networks = [
      ...exampleNetworks,
      { ...(network as JsonObject), name: 'second' },
    ];
    let aws: World | undefined;
    const portal = await startPortal({
      policy: byRole,
      databaseAccess: { networks },
      aws: {
        populate: world => {
          aws = world;
          populateFor({ accounts: exampleAccounts, networks })(world);
          Object.assign(world.documents, {
            'servicequotas/333333333333/us-east-1': {
              granted: { 'L-E79EC296': 3 },
            },
          });
        },
      },
    });
    await open(portal, 'catalog-aurora');
    portal.awsClock.advance(6 * DAY);
    await openFrom(portal, 'billing', 'orders-postgres', 'billingOwner');
    portal.awsClock.advance(2 * DAY);
    await openFrom(portal, 'second', 'catalog-aurora', 'requester');
    await share(portal, 'orders-postgres');
    await share(portal, 'billing-mysql');
    await portal.aws.fault({
      operation: 'ec2:DescribeNetworkAcls',
      kind: 'error',
      code: 'UnauthorizedOperation',
      accountId: '444444444444',
      count: 100_000,
    });
    const shares = async () =>
      (await portal.as('platformEngineer').get('/shares?living=true')).body
        .items as Share[];
    await portal.until(async () => {
      const lives = (await shares()).map(({ lifecycle }) => lifecycle);
      return lives.sort().join() === 'active,stuck' ? lives : undefined;
    });
    // Somebody takes the rule of the active one away.
    const { securityGroupRules } = aws!.documents[
      'ec2/333333333333/us-east-1'
    ] as Record<string, Record<string, any>>;
    for (const [id, { isEgress, tags }] of Object.entries(securityGroupRules)) {
      if (!isEgress && tags?.['database-access:installation']) {
        delete securityGroupRules[id];
      }
    }
    await portal.tag('666666666666', 'sg-06666000000000018', {
      'database-access:installation': 'demo',
    });
    await portal.aws.fault({
      operation: 'vpc-lattice:ListResourceGateways',
      kind: 'throttle',
      accountId: '333333333333',
      count: 1,
    });
    portal.awsClock.advance(700);
    await portal.run('quotas');
    const counts = async () => {
      const { tiles } = await overviewOf(portal);
      return Object.fromEntries(tiles.map(({ id, count }) => [id, count]));
    };
    await portal.until(async () => {
      const { broken, orphans } = await counts();
      return broken && orphans ? true : undefined;
    });
    portal.awsClock.advance(6);

    const overview = await overviewOf(portal);
    expect(
      Object.fromEntries(overview.tiles.map(({ id, count }) => [id, count])),
    ).toEqual({
      'pending-new': 1,
      'pending-days': 1,
      'pending-old': 1,
      stuck: 1,
      broken: 1,
      drifted: 1,
      'unknown-health': 1,
      expiring: 2,
      orphans: expect.any(Number),
      // Whoever is throttled has not read all either.
      'unread-lanes': expect.any(Number),
      'tight-lanes': 1,
      'throttled-lanes': 1,
    });
    for (const tile of overview.tiles) {
      expect([tile.id, tile.count > 0]).toEqual([tile.id, true]);
      expect([tile.id, await lengthOf(portal, tile)]).toEqual([
        tile.id,
        tile.count,
      ]);
    }
  });

  it('asks AWS nothing, and counts the same again for some seconds', async () => {
    const portal = await startPortal({ policy: byRole });
    const first = await overviewOf(portal);
    await open(portal, 'orders-postgres');
    const calls = await portal.aws.countCalls({});
    expect(await overviewOf(portal)).toEqual(first);
    portal.awsClock.advance(6);
    const later = await overviewOf(portal);
    expect(later.at).not.toBe(first.at);
    expect(later.tiles[0]).toMatchObject({ id: 'pending-new', count: 1 });
    // Sweeps go on beside it, and read nothing of RDS where no access is.
    expect(
      await portal.aws.countCalls({ operation: 'rds:DescribeDBInstances' }),
    ).toBeLessThanOrEqual(calls);
  });

  it.each(['requester', 'owner', 'stranger'] as const)(
    'is not for the %s',
    async name => {
      const portal = await startPortal({ policy: byRole });
      const { status, body } = await portal.as(name).get('/overview');
      expect(status).toBe(403);
      expect(body.error.message).toBe(
        'The permission database-access.overview.read is missing',
      );
    },
  );
});

describe('Who may read an access without having a part in it', () => {
  const ACCOUNTS = /333333333333|666666666666/;

  it('sees of the accounts the last digits only, wherever they are named, and of others on the same objects nothing', async () => {
    const portal = await startPortal({
      // As a rule about an environment would let them.
      policy: (permission, ref) =>
        ref === refOf('stranger') &&
        /^database-access\.(share|request)\.read$/.test(permission.name)
          ? { result: AuthorizeResult.ALLOW }
          : byRole(permission, ref),
    });
    await share(portal, 'orders-postgres');
    await portal.aws.fault({
      operation: 'ec2:DescribeVpcEndpoints',
      kind: 'error',
      code: 'UnauthorizedOperation',
      accountId: '666666666666',
      message: 'is not authorized in 666666666666',
      count: 1_000,
    });
    const { id, requestId, hops } = await portal.until(async () => {
      portal.awsClock.advance(61);
      const { body } = await portal.as('owner').get('/shares');
      const [found]: Share[] = body.items;
      return found?.hops.some(({ reason }) => ACCOUNTS.test(reason ?? ''))
        ? found
        : undefined;
    });
    expect(hops.length).toBeGreaterThan(3);

    const places = [
      '/shares?living=true',
      `/shares/${id}`,
      `/shares/${id}/timeline`,
      `/shares/${id}/failovers`,
      `/shares/${id}/diagnosis`,
      `/shares/${id}/metrics`,
      `/shares/${id}/reachability`,
      `/shares/${id}/extensions`,
      '/requests',
      `/requests/${requestId}`,
      `/requests/${requestId}/timeline`,
      '/extensions',
      '/lanes',
    ];
    const answerTo = async (name: PersonName, place: string) => {
      const { status, text } = await portal.as(name).get(place);
      expect([place, status]).toEqual([place, 200]);
      return text;
    };
    for (const place of places) {
      expect([place, await answerTo('stranger', place)]).toEqual([
        place,
        expect.not.stringMatching(ACCOUNTS),
      ]);
    }
    expect(await answerTo('stranger', `/shares/${id}/diagnosis`)).toContain(
      '••••••••6666',
    );

    for (const place of [`/shares/${id}`, `/requests/${requestId}`, '/lanes']) {
      expect(await answerTo('stranger', place)).toContain('••••••••3333');
      // Who asked, who owns the network, who owns the database, who looks after all of them.
      for (const name of [
        'requester',
        'colleague',
        'owner',
        'platformEngineer',
        'auditor',
      ] as const) {
        expect([name, place, await answerTo(name, place)]).toEqual([
          name,
          place,
          expect.stringMatching(ACCOUNTS),
        ]);
      }
    }
    // A filter does not tell it either.
    const byAccount = '/shares?living=true&accountId=333333333333';
    expect(JSON.parse(await answerTo('stranger', byAccount)).items).toEqual([]);
    expect(JSON.parse(await answerTo('owner', byAccount)).items).toHaveLength(
      1,
    );
    const seen: Share = JSON.parse(await answerTo('stranger', `/shares/${id}`));
    expect(new Set(seen.objects.map(({ users }) => users))).toEqual(
      new Set([1]),
    );
  });
});

describe('GET /v1/lanes', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
  const lanesOf = async (portal: Portal, name: PersonName) =>
    (await portal.as(name).get('/lanes')).body.items as LaneState[];

  it('shows each the lanes of what they see, and only those who see the overview all of them', async () => {
    const portal = await startPortal({ policy: byRole });
    await share(portal, 'orders-postgres');
    await portal.until(async () => {
      const lanes = await lanesOf(portal, 'requester');
      return lanes.length && lanes.every(({ sweptAt }) => sweptAt)
        ? lanes
        : undefined;
    });
    const mine = await lanesOf(portal, 'requester');
    expect(mine.map(({ accountId }) => accountId)).toEqual(
      expect.arrayContaining(['333333333333', '666666666666']),
    );
    expect(mine[0]).not.toHaveProperty('objects');
    expect(await lanesOf(portal, 'stranger')).toEqual([]);
    const all = await lanesOf(portal, 'platformEngineer');
    expect(all.length).toBeGreaterThan(mine.length);
    expect(
      all.find(({ accountId }) => accountId === '333333333333')!.objects,
    ).toBeGreaterThan(3);
  });

  it('says why a lane cannot be read, without an id of what is there', async () => {
    const portal = await startPortal({ policy: byRole });
    await share(portal, 'orders-postgres');
    await portal.aws.fault({
      operation: 'ec2:DescribeVpcEndpoints',
      kind: 'error',
      code: 'UnauthorizedOperation',
      accountId: '666666666666',
      message:
        'User: arn:aws:sts::666666666666:assumed-role/x is not authorized on vpc-06666000000000001',
      count: 1_000,
    });
    const lane = await portal.until(async () => {
      portal.awsClock.advance(61);
      return (await lanesOf(portal, 'requester')).find(
        ({ accountId, problems }) =>
          accountId === '666666666666' && problems.length,
      );
    });
    expect(lane.state).toBe('partly');
    expect(lane.problems[0].message).toContain('666666666666');
    expect(JSON.stringify(lane)).not.toMatch(/vpc-0|arn:aws/);
  });

  it.each(databases.eachSupportedId())(
    'counts quotas that are nearly used up, what cannot be counted, and throttles of the last hour, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const portal = await startPortal({
        knex,
        policy: byRole,
        aws: {
          populate: world => {
            populateFor({
              accounts: exampleAccounts,
              networks: exampleNetworks,
            })(world);
            Object.assign(world.documents, {
              'servicequotas/333333333333/us-east-1': {
                granted: { 'L-E79EC296': 3 },
              },
            });
          },
        },
      });
      const laneOf = async (accountId: string) =>
        (await lanesOf(portal, 'platformEngineer')).find(
          lane => lane.accountId === accountId && lane.region === 'us-east-1',
        )!;
      const tiles = async () => {
        portal.awsClock.advance(6);
        const overview = await overviewOf(portal);
        return Object.fromEntries(
          overview.tiles.map(({ id, count }) => [id, count]),
        );
      };
      expect(await laneOf('333333333333')).not.toHaveProperty('quotas');

      await portal.aws.fault({
        operation: 'servicequotas:ListServiceQuotas',
        kind: 'error',
        code: 'AccessDeniedException',
        accountId: '666666666666',
        message: 'is not authorized to perform servicequotas:ListServiceQuotas',
        count: 100,
      });
      await portal.aws.fault({
        operation: 'ec2:DescribeSecurityGroups',
        kind: 'throttle',
        accountId: '444444444444',
        count: 1,
      });
      await portal.run('quotas');

      expect((await laneOf('333333333333')).quotas).toMatchObject({
        counted: expect.any(Number),
        tight: [
          {
            name: 'VPC security groups per Region',
            code: 'L-E79EC296',
            used: 3,
            limit: 3,
            remedy: expect.stringMatching(
              /^In account 333333333333, ask AWS for more: aws service-quotas .*--desired-value 6/,
            ),
          },
        ],
        unread: [],
      });
      expect((await laneOf('666666666666')).quotas).toMatchObject({
        counted: 0,
        tight: [],
        unread: [
          {
            of: expect.stringContaining('security groups'),
            message: expect.stringMatching(
              /666666666666.*refused servicequotas:ListServiceQuotas/,
            ),
          },
        ],
      });
      // Who was throttled is asked again, and counted all the same.
      const throttled = await portal.until(async () => {
        const lane = await laneOf('444444444444');
        return lane.throttles ? lane : undefined;
      });
      expect(throttled).toMatchObject({
        throttles: 1,
        quotas: { unread: [], tight: [] },
      });
      expect(await laneOf('333333333333')).toMatchObject({ throttles: 0 });
      expect(await tiles()).toMatchObject({
        'tight-lanes': 1,
        'throttled-lanes': 1,
      });

      const calls = { operation: 'servicequotas:ListServiceQuotas' };
      const asked = await portal.aws.countCalls(calls);
      await portal.run('quotas');
      expect(await portal.aws.countCalls(calls)).toBe(asked);
      portal.awsClock.advance(6 * 3_600);
      await portal.run('quotas');
      expect(await portal.aws.countCalls(calls)).toBeGreaterThan(asked);
      expect(await tiles()).toMatchObject({ 'throttled-lanes': 0 });
    },
  );
});

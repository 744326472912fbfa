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
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { exampleCompany } from '@towpath/simulated-aws';
import { Knex } from 'knex';
import { exampleAccounts } from './__testUtils__/exampleConfig';
import { listenAt } from './__testUtils__/listenAt';
import { Portal } from './__testUtils__/requestSteps';
import { startPortal, stopPortals } from './__testUtils__/startPortal';

// A portal starts, and AWS takes minutes of simulated time.
jest.setTimeout(240_000);

afterEach(stopPortals);

const { payments } = exampleCompany.accounts;
const VPC = payments.vpcs.payments.id;
const APPS = payments.vpcs.payments.securityGroups.apps.id;
const OTHERS = payments.vpcs.payments.defaultSecurityGroupId;
const [SUBNET_A, SUBNET_B] = payments.vpcs.payments.subnets.map(({ id }) => id);
const ORDERS = 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';
const NETWORK = { 'database-access:network': 'apps' };

/** A network that is what its tags say, with access to orders-postgres over a resource endpoint. */
async function sharedPortal(knex?: Knex) {
  const portal = await startPortal({
    knex,
    databaseAccess: {
      accounts: [
        ...exampleAccounts,
        {
          accountId: payments.id,
          name: 'payments',
          regions: ['us-east-1'],
          externalId: payments.readRole!.externalId,
          allowNetworkTags: true,
        },
      ],
      networks: [],
    },
  });
  const tag = (id: string, tags: Record<string, string>) =>
    portal.tag(payments.id, id, tags);
  await tag(VPC, {
    ...NETWORK,
    'database-access:owner': 'group:default/analytics-team',
  });
  await tag(APPS, NETWORK);
  await tag(SUBNET_A, NETWORK);
  const share = await shareBy(portal, {});
  return { portal, tag, share };
}

const WISH = {
  databaseRef: 'resource:default/orders-postgres',
  network: 'apps',
  durationSeconds: 86_400,
};

async function plan(portal: Portal, how: object) {
  // What was read before the tags changed is forgotten by then.
  portal.awsClock.advance(61);
  const { status, body } = await portal
    .as('requester')
    .post('/plans', { ...WISH, ...how });
  return { status, body };
}

let asked = 0;

async function file(portal: Portal, how: object) {
  const { body } = await plan(portal, how);
  if (!body.digest) {
    throw new Error(JSON.stringify(body));
  }
  const { body: request } = await portal.as('requester').post('/requests', {
    ...WISH,
    ...how,
    purpose: 'Report',
    start: 'automatic',
    planDigest: body.digest,
    idempotencyKey: `key-${(asked += 1)}`,
  });
  await portal.as('owner').post(`/requests/${request.id}/decisions`, {
    decision: 'approve',
    planDigest: request.planDigest,
  });
  return request;
}

/** Asks, and waits until the share is as it was asked for and nothing moves. */
async function shareBy(
  portal: Portal,
  how: object,
  look?: (living: readonly Share[]) => Promise<void>,
): Promise<Share> {
  const request = await file(portal, how);
  return portal.until(async () => {
    await portal.run('start');
    const { items } = (await portal.as('everyOwner').get('/shares?living=true'))
      .body;
    await look?.(items);
    const [share, ...others]: Share[] = items;
    return others.length === 0 &&
      share?.requestId === request.id &&
      share.lifecycle === 'active'
      ? share
      : undefined;
  });
}

/** Seconds between two looks of `until`. */
const BETWEEN_LOOKS = 10;

/** Sees whether clients reach the database while one access becomes another, and by which names. */
function watching(portal: Portal) {
  const seen: Array<{ own: boolean; generated: boolean }> = [];
  const look = async (living: readonly Share[]) => {
    const [generated] = living.flatMap(({ objects }) =>
      objects.flatMap(({ type, outputs }) =>
        type === 'ec2/interface-endpoint' ? outputs.dnsName ?? [] : [],
      ),
    );
    seen.push({
      own: await portal.aws.reaches(VPC, ORDERS),
      generated:
        generated !== undefined &&
        (await portal.aws.reaches(VPC, ORDERS, generated)),
    });
  };
  return { seen, look };
}

async function timelineOf(portal: Portal, share: Share): Promise<string[]> {
  const { body } = await portal
    .as('everyOwner')
    .get(`/shares/${share.id}/timeline`);
  return body.items.map((entry: { message: string }) => entry.message);
}

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('changing a share on %s', id => {
  it('lets more clients in, and fewer, while the way itself stays', async () => {
    const { portal, tag, share } = await sharedPortal(await databases.init(id));
    await tag(OTHERS, NETWORK);
    const { body } = await plan(portal, { changes: share.id });
    expect(body.change).toMatchObject({
      shareId: share.id,
      opensMore: true,
      interrupts: false,
      difference: expect.arrayContaining([
        expect.stringContaining('Security groups of the clients'),
      ]),
    });
    const endpoints = () =>
      portal.aws.countCalls({ operation: 'ec2:CreateVpcEndpoint' });
    expect(await endpoints()).toBe(1);

    const wider = await shareBy(portal, { changes: share.id });
    expect(await endpoints()).toBe(1);
    const letIn = (its: Share) =>
      its.objects.filter(({ key }) => key.startsWith('endpoint-ingress'));
    expect(letIn(wider)).toHaveLength(2);
    expect(wider.expiresAt).toBe(share.expiresAt);
    expect(await portal.aws.reaches(VPC, ORDERS)).toBe(true);

    await tag(APPS, { 'database-access:network': 'none' });
    const { body: less } = await plan(portal, { changes: wider.id });
    expect(less).toMatchObject({
      change: { opensMore: false },
      deciders: { refs: [], automatic: ['towpath/opens-no-more'] },
    });
    const narrower = await shareBy(portal, { changes: wider.id });
    expect(letIn(narrower)).toHaveLength(1);
    expect(await endpoints()).toBe(1);
    expect(await portal.aws.reaches(VPC, ORDERS)).toBe(true);
  });
});

describe('changing a share', () => {
  it('says for how long clients were cut off where the name has to move, and follows the port', async () => {
    const { portal, tag, share } = await sharedPortal();
    await tag(SUBNET_B, NETWORK);
    const { body } = await plan(portal, { changes: share.id });
    expect(body.change).toMatchObject({
      interrupts: true,
      interruption: expect.stringContaining('VPC endpoint'),
    });
    const wider = await shareBy(portal, { changes: share.id });
    expect(await portal.aws.reaches(VPC, ORDERS)).toBe(true);
    const timeline = await timelineOf(portal, wider);
    expect(timeline).toContain(`Takes over from the share ${share.id}`);
    expect(timeline.join()).toMatch(
      /All objects are ready, \d+ s after the former way was cut/,
    );

    // A database that listens elsewhere is reached there once its owner has agreed; the way itself stays.
    await listenAt(portal, 6432);
    expect(await portal.aws.reaches(VPC, ORDERS)).toBe(false);
    const { body: elsewhere } = await plan(portal, { changes: wider.id });
    expect(elsewhere).toMatchObject({
      endpoint: { port: 6432 },
      change: {
        opensMore: true,
        interrupts: false,
        difference: expect.arrayContaining([expect.stringContaining('6432')]),
      },
      deciders: { refs: ['group:default/orders-team'] },
    });
    const followed = await shareBy(portal, { changes: wider.id });
    expect(await portal.aws.reaches(VPC, ORDERS)).toBe(true);
    expect(followed.outputs.find(({ name }) => name === 'port')?.value).toBe(
      '6432',
    );
  });

  it.each([
    // Its endpoint has a name of its own, so AWS lets both ways stand at once.
    ['privatelink', {}, { worksBefore: true }],
    ['lattice-consumer-network', {}, { worksBefore: false }],
    [
      'lattice-consumer-network',
      { join: 'association' },
      { worksBefore: false },
    ],
  ])(
    'moves to %s %j, built beside what stands, and back: %j',
    async (pattern, how, { worksBefore }) => {
      const { portal, share } = await sharedPortal();
      const { seen, look } = watching(portal);
      const wish = {
        changes: share.id,
        connectVia: pattern,
        overrideReason: 'We want it',
        ...how,
      };
      const moved = await shareBy(portal, wish, look);
      expect(moved.pattern).toBe(pattern);

      // Clients went the former way until the new one had been seen to work, as far as AWS lets both be there.
      const cut = seen.findIndex(({ own }) => !own);
      expect(seen[cut - 1]).toEqual({ own: true, generated: worksBefore });
      const timeline = (await timelineOf(portal, moved)).join('\n');
      expect(
        /Takes over from .*: all that leads to the database works as vpce-/.test(
          timeline,
        ),
      ).toBe(worksBefore);
      expect(
        /has to work under the name that AWS gives/.test(
          moved.plan.change!.interruption,
        ),
      ).toBe(worksBefore);
      // What the timeline measured is what clients have felt.
      const [, measured] = /ready, (\d+) s after the former way was cut/.exec(
        timeline,
      )!;
      const felt = seen.filter(({ own }) => !own).length * BETWEEN_LOOKS;
      expect(Math.abs(Number(measured) - felt)).toBeLessThanOrEqual(
        2 * BETWEEN_LOOKS,
      );
      expect(await portal.aws.reaches(VPC, ORDERS)).toBe(true);

      const back = await shareBy(portal, {
        changes: moved.id,
        connectVia: 'lattice-resource-endpoint',
        overrideReason: 'We want it back',
      });
      expect(back.pattern).toBe('lattice-resource-endpoint');
      expect(await portal.aws.reaches(VPC, ORDERS)).toBe(true);

      await portal
        .as('requester')
        .post(`/shares/${back.id}/revoke`, { reason: 'Over' });
      await portal.until(async () => {
        const { items } = (
          await portal.as('everyOwner').get('/shares?living=true')
        ).body;
        return items.length === 0 ? true : undefined;
      });
      expect(await portal.aws.reaches(VPC, ORDERS)).toBe(false);
    },
  );

  it('ends with what it was to take over from', async () => {
    const { portal, share } = await sharedPortal();
    // A load balancer takes minutes, so there is time.
    const request = await file(portal, {
      changes: share.id,
      connectVia: 'privatelink',
      overrideReason: 'We want it',
    });
    await portal.run('start');
    await portal
      .as('requester')
      .post(`/shares/${share.id}/revoke`, { reason: 'Over' });
    await portal.until(async () => {
      const { items } = (await portal.as('everyOwner').get('/shares')).body;
      const both: Share[] = items;
      return both.length === 2 &&
        both.every(each => each.lifecycle === 'revoked')
        ? true
        : undefined;
    });
    const { body } = await portal
      .as('requester')
      .get(`/requests/${request.id}`);
    expect(body.status).toBe('started');
    expect(await portal.aws.reaches(VPC, ORDERS)).toBe(false);
  });

  it('refuses what is built just so already, and what is no share of the pair', async () => {
    const { portal, share } = await sharedPortal();
    const same = await plan(portal, { changes: share.id });
    expect(same.body.digest).toBeUndefined();
    expect(same.body.findings[0]).toMatchObject({
      code: 'change_impossible',
      message: expect.stringContaining('there is nothing to change'),
    });
    const none = await plan(portal, { changes: 'no-such-share' });
    expect(none.status).toBe(400);
    expect(none.body.error.message).toContain('is no living access of apps');
  });
});

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
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  AccessRequest,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { decide, fileRequest, Portal } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

async function portalWithThree() {
  const portal = await startPortal();
  const filed: AccessRequest[] = [];
  for (const name of ['orders-postgres', 'billing-mysql', 'catalog-aurora']) {
    const wish = { databaseRef: `resource:default/${name}` };
    filed.push(await fileRequest(portal, { key: name, wish }));
    portal.awsClock.advance(1);
  }
  return { portal, filed };
}

describe('GET /v1/requests', () => {
  it('gives the newest first, a page at a time', async () => {
    const { portal, filed } = await portalWithThree();
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await portal
        .as('requester')
        .get(`/requests?limit=1${cursor && `&cursor=${cursor}`}`);
      expect(body.items).toHaveLength(1);
      seen.push(body.items[0].id);
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(filed.map(({ id }) => id).reverse());
  });

  it('gives the oldest first to who asks for that, a page at a time', async () => {
    const { portal, filed } = await portalWithThree();
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await portal
        .as('owner')
        .get(
          `/requests?oldestFirst=true&limit=2${cursor && `&cursor=${cursor}`}`,
        );
      seen.push(...body.items.map(({ id }: AccessRequest) => id));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    const all = filed.map(({ id }) => id);
    expect(seen).toEqual(all.filter(id => seen.includes(id)));
    expect(seen.length).toBeGreaterThan(1);
  });

  it('narrows by person, status, database and whose word is awaited', async () => {
    const { portal, filed } = await portalWithThree();
    await decide(portal, filed[0]);
    const idsOf = async (by: 'owner' | 'requester', query: string) => {
      const { body } = await portal.as(by).get(`/requests?${query}`);
      return body.items.map(({ id }: AccessRequest) => id);
    };
    expect(await idsOf('owner', 'toDecide=true')).toEqual([]);
    expect(await idsOf('owner', 'mine=true')).toEqual([]);
    expect(await idsOf('requester', 'mine=true')).toHaveLength(3);
    expect(await idsOf('requester', 'status=approved')).toEqual([filed[0].id]);
    expect(
      await idsOf('owner', 'databaseRef=resource%3Adefault%2Fbilling-mysql'),
    ).toEqual([filed[1].id]);
  });

  it.each(['cursor=nonsense', 'limit=0', 'limit=101', 'status=unknown'])(
    'refuses %s',
    async query => {
      const portal = await startPortal();
      const { status } = await portal.as('owner').get(`/requests?${query}`);
      expect(status).toBe(400);
    },
  );
});

describe('GET /v1/shares', () => {
  const shareOf = async (portal: Portal, database: string) => {
    const wish = { databaseRef: `resource:default/${database}` };
    const request = await fileRequest(portal, { key: database, wish });
    await decide(portal, request, { by: 'everyOwner' });
    const { body } = await portal
      .as('requester')
      .post(`/requests/${request.id}/start`);
    return body.shareId as string;
  };

  const list = async (portal: Portal, query: string): Promise<string[]> => {
    const { status, body } = await portal
      .as('requester')
      .get(`/shares?${query}`);
    expect(status).toBe(200);
    return body.items.map(({ id }: Share) => id);
  };

  it('narrows by health and sync, which are two things beside the lifecycle', async () => {
    const portal = await startPortal();
    const spoilt = await shareOf(portal, 'orders-postgres');
    const sound = await shareOf(portal, 'billing-mysql');
    await portal.until(async () => {
      const ids = await list(portal, 'health=healthy&sync=in-sync');
      return ids.length === 2 ? ids : undefined;
    });
    expect(await list(portal, 'health=broken')).toEqual([]);

    await takeAwayIngress(portal, '333333333333');
    await portal.until(async () => {
      const ids = await list(portal, 'sync=drifted');
      return ids.length ? ids : undefined;
    });
    expect(await list(portal, 'sync=drifted&health=broken')).toEqual([spoilt]);
    expect(await list(portal, 'health=broken&lifecycle=active')).toEqual([
      spoilt,
    ]);
    expect(await list(portal, 'health=broken&living=false')).toEqual([]);
    expect(await list(portal, 'sync=in-sync')).toEqual([sound]);
    const { body } = await portal
      .as('requester')
      .get('/shares?living=true&health=healthy&limit=1');
    expect(body).toEqual({
      items: [expect.objectContaining({ id: sound, sync: 'in-sync' })],
    });
  });

  it.each(['health=excellent', 'sync=maybe'])('refuses %s', async query => {
    const portal = await startPortal();
    const { status } = await portal.as('owner').get(`/shares?${query}`);
    expect(status).toBe(400);
  });
});

/** What an admin of the account does by hand: closes every rule that the portal has made there for gateways. */
async function takeAwayIngress(
  portal: Portal,
  accountId: string,
): Promise<void> {
  const ec2 = new EC2Client({
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
  });
  const { SecurityGroupRules = [] } = await ec2.send(
    new DescribeSecurityGroupRulesCommand({
      Filters: [{ Name: 'tag:database-access:installation', Values: ['demo'] }],
    }),
  );
  const rules = SecurityGroupRules.filter(rule => !rule.IsEgress);
  expect(rules).not.toEqual([]);
  for (const rule of rules) {
    await ec2.send(
      new RevokeSecurityGroupIngressCommand({
        GroupId: rule.GroupId,
        SecurityGroupRuleIds: [rule.SecurityGroupRuleId!],
      }),
    );
  }
  ec2.destroy();
}

describe('GET /v1/requests/:id', () => {
  it('costs nothing to poll while nothing has moved', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    const path = `/requests/${filed.id}`;
    const { etag } = (await portal.as('owner').get(path)).headers;
    const poll = () => portal.as('owner').get(path).set('If-None-Match', etag);
    expect((await poll()).status).toBe(304);
    await decide(portal, filed);
    expect((await poll()).status).toBe(200);
  });

  it('shows the ids of the database’s side to its owners, and to others once it is approved', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    expect(JSON.stringify(filed)).not.toMatch(/(vpc|subnet|sg)-0333/);
    await decide(portal, filed);
    const { body } = await portal.as('requester').get(`/requests/${filed.id}`);
    expect(body.planDigest).toBe(filed.planDigest);
    expect(body.plan.digest).toBe(filed.plan.digest);
  });
});

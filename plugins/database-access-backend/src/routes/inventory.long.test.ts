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
  AddTagsToResourceCommand,
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { mockCredentials } from '@backstage/backend-test-utils';
import { DatabaseInventory } from '@towpath/backstage-plugin-database-access-common';
import request from 'supertest';
import { Portal } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(60_000);

afterEach(stopPortals);

const ORDERS = 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';
const BILLING = '444444444444';

function rdsOf(portal: Portal, accountId: string): RDSClient {
  return new RDSClient({
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
  });
}

/** As the catalog asks for it: in the name of a plugin. */
async function inventoryOf(
  portal: Portal,
  query = '',
): Promise<DatabaseInventory> {
  const { status, body } = await request(portal.server)
    .get(`/api/database-access/v1/inventory/databases${query}`)
    .set('Authorization', mockCredentials.service.header());
  expect({ status, error: body.error }).toEqual({ status: 200 });
  return body;
}

const names = ({ items }: DatabaseInventory) =>
  items.map(({ identifier }) => identifier).sort();

const refuse = {
  operation: 'rds:DescribeDBInstances',
  kind: 'error',
  code: 'AccessDenied',
  accountId: BILLING,
  count: 10,
} as const;

describe('GET /v1/inventory/databases', () => {
  it('has every database of every account of config, whether the catalog knows it or not', async () => {
    const portal = await startPortal();
    const inventory = await inventoryOf(portal);
    expect(names(inventory)).toEqual([
      'billing-dev',
      'billing-mysql',
      'billing-public',
      'catalog-aurora',
      'orders-postgres',
    ]);
    expect(inventory.items.find(({ arn }) => arn === ORDERS)).toEqual({
      arn: ORDERS,
      kind: 'instance',
      identifier: 'orders-postgres',
      accountId: '333333333333',
      accountName: 'orders-prod',
      region: 'us-east-1',
      engine: 'postgres',
      engineVersion: '16.4',
      status: 'available',
      instanceClass: 'db.r6g.large',
      multiAz: true,
      publiclyAccessible: false,
      members: [],
      shareable: true,
      owner: 'group:default/orders-team',
      ownerBecause: "the portal's config for account 333333333333",
      system: 'system:default/orders',
      description: 'Orders and order lines and their states',
      catalogTags: ['production'],
      tags: {},
      readAt: expect.any(String),
      stale: false,
    });
  });

  it('shows the members of a cluster as parts of it, the writer first, and as no databases of their own', async () => {
    const { items } = await inventoryOf(await startPortal());
    const [aurora] = items.filter(({ kind }) => kind === 'cluster');
    expect(aurora).toMatchObject({
      identifier: 'catalog-aurora',
      members: ['catalog-aurora-1', 'catalog-aurora-2'],
      instanceClass: 'db.r6g.xlarge',
    });
    expect(items.map(({ identifier }) => identifier)).not.toContain(
      'catalog-aurora-1',
    );
  });

  it('tells no tags but those that somebody asks for', async () => {
    const portal = await startPortal({
      databaseAccess: {
        policy: {
          tags: ['cost-center'],
          rules: [],
        },
      },
    });
    await rdsOf(portal, '333333333333').send(
      new AddTagsToResourceCommand({
        ResourceName: ORDERS,
        Tags: [
          { Key: 'cost-center', Value: '42' },
          { Key: 'payroll-password-hint', Value: 'the dog' },
        ],
      }),
    );
    const { items } = await inventoryOf(portal);
    const [orders] = items.filter(({ arn }) => arn === ORDERS);
    expect(orders.tags).toEqual({ 'cost-center': '42' });
    expect(JSON.stringify(items)).not.toContain('the dog');
  });

  it('tells in a sentence which account did not let it look, and of the others everything', async () => {
    const portal = await startPortal();
    const inventory = await inventoryOf(portal);
    const refused = inventory.lanes.filter(({ finding }) => finding);
    expect(refused).toEqual([
      {
        accountId: '999999999999',
        accountName: 'quarantine',
        region: 'us-east-1',
        finding: expect.objectContaining({
          code: 'account_refused',
          severity: 'warning',
          message: expect.stringMatching(
            /^Account 999999999999 \(quarantine\) refused sts:AssumeRole/,
          ),
        }),
      },
    ]);
    expect(inventory.items).toHaveLength(5);
  });

  it('forgets nothing because an account refuses, says of when it is, and knows again when it does not', async () => {
    const portal = await startPortal();
    const before = await inventoryOf(portal);
    await portal.aws.fault(refuse);
    portal.awsClock.advance(61);
    const during = await inventoryOf(portal);
    expect(names(during)).toEqual(names(before));
    for (const database of during.items) {
      const known = before.items.find(({ arn }) => arn === database.arn)!;
      const isBilling = database.accountId === BILLING;
      expect(database.stale).toBe(isBilling);
      expect(database.readAt === known.readAt).toBe(isBilling);
    }
    const lane = during.lanes.find(({ accountId }) => accountId === BILLING)!;
    expect(lane.readAt).toBe(
      before.lanes.find(({ accountId }) => accountId === BILLING)!.readAt,
    );
    expect(lane.finding?.message).toContain('rds:DescribeDBInstances');

    await portal.aws.mend();
    portal.awsClock.advance(61);
    const after = await inventoryOf(portal);
    expect(after.items.filter(({ stale }) => stale)).toEqual([]);
  });

  it('keeps what it knew when only half of an account answers', async () => {
    const portal = await startPortal();
    await inventoryOf(portal);
    await portal.aws.fault({
      ...refuse,
      operation: 'rds:DescribeDBClusters',
      accountId: '555555555555',
    });
    portal.awsClock.advance(61);
    const { items } = await inventoryOf(portal);
    expect(items.find(({ kind }) => kind === 'cluster')).toMatchObject({
      identifier: 'catalog-aurora',
      stale: true,
    });
  });

  it('follows what is made and deleted', async () => {
    const portal = await startPortal();
    await inventoryOf(portal);
    const rds = rdsOf(portal, BILLING);
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: 'billing-archive',
        DBInstanceClass: 'db.t4g.medium',
        Engine: 'postgres',
        MasterUsername: 'dbadmin',
        MasterUserPassword: 'not-a-secret',
        AllocatedStorage: 20,
        DBSubnetGroupName: 'billing',
      }),
    );
    await rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: 'billing-dev',
        DeletionProtection: false,
        ApplyImmediately: true,
      }),
    );
    portal.awsClock.advance(400);
    await rds.send(
      new DeleteDBInstanceCommand({
        DBInstanceIdentifier: 'billing-dev',
        SkipFinalSnapshot: true,
      }),
    );
    portal.awsClock.advance(400);
    expect(names(await inventoryOf(portal))).toEqual([
      'billing-archive',
      'billing-mysql',
      'billing-public',
      'catalog-aurora',
      'orders-postgres',
    ]);
  });

  it('comes in pages, each database once, and asks AWS for the first page only', async () => {
    const portal = await startPortal();
    const whole = await inventoryOf(portal);
    const calls = () =>
      portal.aws.countCalls({ operation: 'rds:DescribeDBClusters' });
    const asked = await calls();
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      portal.awsClock.advance(61);
      const page: DatabaseInventory = await inventoryOf(
        portal,
        `?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      expect(page.lanes).toHaveLength(whole.lanes.length);
      seen.push(...page.items.map(({ arn }) => arn));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(whole.items.map(({ arn }) => arn));
    expect(await calls()).toBe(2 * asked);
  });

  it('asks an account once a minute, however many want to know', async () => {
    const portal = await startPortal();
    const lists = () =>
      portal.aws.countCalls({
        operation: 'rds:DescribeDBInstances',
        accountId: BILLING,
      });
    await Promise.all([inventoryOf(portal), inventoryOf(portal)]);
    await inventoryOf(portal);
    expect(await lists()).toBe(1);
    portal.awsClock.advance(61);
    await inventoryOf(portal);
    expect(await lists()).toBe(2);
  });

  it('reads accounts of more than a hundred databases to the end', async () => {
    const portal = await startPortal();
    const rds = rdsOf(portal, BILLING);
    for (let i = 0; i < 120; i++) {
      await rds.send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: `more-${i}`,
          DBInstanceClass: 'db.t4g.medium',
          Engine: 'postgres',
          MasterUsername: 'dbadmin',
          AllocatedStorage: 20,
          DBSubnetGroupName: 'billing',
        }),
      );
    }
    const { items, nextCursor } = await inventoryOf(portal, '?limit=100');
    const rest = await inventoryOf(portal, `?limit=100&cursor=${nextCursor}`);
    expect([...items, ...rest.items]).toHaveLength(125);
    await expect(
      portal.aws.countCalls({
        operation: 'rds:DescribeDBInstances',
        accountId: BILLING,
      }),
    ).resolves.toBe(2);
  });

  it.each([
    ['whatever', 'Y3Vyc29y'],
    ['that of another list', 'WyIyMDI2IiwiMSJd'],
  ])('refuses a cursor that is %s', async (_, cursor) => {
    const portal = await startPortal();
    const { status, body } = await request(portal.server)
      .get(`/api/database-access/v1/inventory/databases?cursor=${cursor}`)
      .set('Authorization', mockCredentials.service.header());
    expect(status).toBe(400);
    expect(body.error.code).toBe('cursor_invalid');
  });

  it('is for services, and for people who may see it', async () => {
    const portal = await startPortal({
      denied: ['database-access.inventory.read'],
    });
    const path = '/api/database-access/v1/inventory/databases';
    const nobody = await request(portal.server)
      .get(path)
      .set('Authorization', mockCredentials.none.header());
    expect(nobody.status).toBe(401);
    const person = await portal.as('stranger').get('/inventory/databases');
    expect(person.status).toBe(403);
    expect(person.body.error.message).toBe(
      'The permission database-access.inventory.read is missing',
    );
    expect(person.body).not.toHaveProperty('items');
    expect(portal.audit.map(({ eventId }) => eventId)).toContain(
      'inventory-fetch',
    );
  });
});

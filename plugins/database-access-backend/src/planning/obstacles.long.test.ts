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
  ConnectVia,
  Finding,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import {
  exampleAccounts,
  exampleNetworks,
} from '../__testUtils__/exampleConfig';
import { Portal, WISH } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

const OWNER = 'group:default/analytics-team';

const accounts = [
  ...exampleAccounts,
  {
    accountId: '777777777777',
    name: 'payments',
    regions: ['us-east-1', 'eu-west-1'],
    externalId: 'simulated-payments-d65f1b930c8e7a42',
  },
];

const networks = [
  ...exampleNetworks,
  {
    name: 'full',
    owner: OWNER,
    accountId: '666666666666',
    region: 'us-east-1',
    vpcId: 'vpc-06666000000000002',
    subnetIds: ['subnet-06666000000000021', 'subnet-06666000000000022'],
    clientSecurityGroupIds: ['sg-06666000000000020'],
  },
  {
    name: 'edge',
    owner: OWNER,
    accountId: '777777777777',
    region: 'us-east-1',
    vpcId: 'vpc-07777000000000002',
    subnetIds: ['subnet-07777000000000021', 'subnet-07777000000000022'],
    clientSecurityGroupIds: ['sg-07777000000000020'],
  },
  {
    name: 'dublin',
    owner: OWNER,
    accountId: '777777777777',
    region: 'eu-west-1',
    vpcId: 'vpc-07777000000000003',
    subnetIds: ['subnet-07777000000000031'],
    clientSecurityGroupIds: ['sg-07777000000000030'],
  },
  {
    name: 'orders-own',
    owner: OWNER,
    accountId: '333333333333',
    region: 'us-east-1',
    vpcId: 'vpc-03333000000000001',
    subnetIds: ['subnet-03333000000000011'],
    clientSecurityGroupIds: ['sg-03333000000000019'],
  },
];

const WAYS: ConnectVia[] = ['lattice', 'privatelink', 'recommended'];

const PUBLIC = { databaseRef: 'resource:default/billing-public' };

/** What stands in the way of each way, why, and what to do; absent where a way is open. */
const OBSTACLES: Array<{
  name: string;
  wish: object;
  code: string;
  blocks: Partial<
    Record<ConnectVia, { code?: string; says: RegExp; todo: RegExp }>
  >;
}> = [
  {
    name: 'a publicly accessible database',
    wish: PUBLIC,
    code: 'database_public',
    blocks: {
      lattice: {
        says: /billing-public is publicly accessible/,
        todo: /In account 444444444444, set PubliclyAccessible of billing-public to false/,
      },
      recommended: {
        says: /billing-public is publicly accessible/,
        todo: /set PubliclyAccessible of billing-public to false/,
      },
    },
  },
  {
    name: 'a network in another Region',
    wish: { network: 'dublin' },
    code: 'other_region',
    blocks: {
      lattice: {
        says: /orders-postgres is in us-east-1 and the network dublin in eu-west-1/,
        todo: /Ask from a network in us-east-1/,
      },
    },
  },
  {
    name: 'availability zones without VPC Lattice',
    wish: { network: 'edge' },
    code: 'zones_unsupported',
    blocks: {
      lattice: {
        says: /All subnets of the network edge lie in use1-az3/,
        todo: /Add a subnet in another availability zone to the network edge/,
      },
      privatelink: {
        code: 'no_common_zone',
        says: /they have none in common/,
        todo: /Add a subnet in use1-az1 or use1-az2 or use1-az4 to the network edge/,
      },
      recommended: {
        says: /All subnets of the network edge lie in use1-az3/,
        todo: /Add a subnet in another availability zone to the network edge/,
      },
    },
  },
  {
    name: 'a full subnet',
    wish: { network: 'full' },
    code: 'subnet_full',
    blocks: Object.fromEntries(
      WAYS.map(way => [
        way,
        {
          says: /The subnet subnet-0666600000000002\d \(\S+\) in account 666666666666 has 0 free addresses, and the endpoint needs 1 there/,
          todo: /In account 666666666666, free addresses in subnet-0666600000000002\d, or name another subnet of its zone/,
        },
      ]),
    ),
  },
  {
    name: 'the VPC of the database itself',
    wish: { network: 'orders-own' },
    code: 'same_vpc',
    blocks: Object.fromEntries(
      WAYS.map(way => [
        way,
        {
          says: /orders-postgres lies in the network's own VPC vpc-03333000000000001/,
          todo: /Let the database's security group admit the clients' security group/,
        },
      ]),
    ),
  },
];

const CASES = OBSTACLES.flatMap(obstacle =>
  WAYS.map(way => ({ ...obstacle, way, block: obstacle.blocks[way] })),
);

describe('what stands in the way', () => {
  it.each(CASES.filter(({ block }) => block))(
    'is $name over $way: refused before it is filed, with why and what to do',
    async ({ wish, way, block, code }) => {
      const portal = await start();
      const asked = {
        ...WISH,
        ...wish,
        connectVia: way,
        overrideReason: 'We need it so.',
      };
      const plan = await portal.as('requester').post('/plans', asked);
      expect(plan.body.digest).toBe(undefined);
      expectFinding(plan.body.findings, {
        ...block!,
        code: block!.code ?? code,
      });

      const filed = await file(portal, asked, '0'.repeat(64));
      expect([filed.status, filed.body.error.code]).toEqual([
        409,
        'plan_blocked',
      ]);
      expect(filed.body.error.message).toMatch(block!.says);
      expectFinding(filed.body.error.findings, {
        ...block!,
        code: block!.code ?? code,
      });
      const list = await portal.as('everyOwner').get('/requests');
      expect(list.body.items).toEqual([]);
    },
  );

  it.each(['privatelink', 'recommended'] as const)(
    'is no other Region over %s, which says what that means',
    async way => {
      const portal = await start();
      const asked = { ...WISH, network: 'dublin', connectVia: way };
      const { body }: { body: Plan } = await portal
        .as('requester')
        .post('/plans', asked);
      expect(body).toMatchObject({ pattern: 'privatelink' });
      expect(body.findings).toContainEqual(
        expect.objectContaining({
          code: 'other_region',
          severity: 'info',
          message: expect.stringMatching(
            /AWS carries the data between the Regions, bills it, and publishes no metrics of it\.$/,
          ),
        }),
      );
      const filed = await file(portal, asked, body.digest!);
      expect([filed.status, filed.body.status]).toEqual([201, 'pending']);
    },
  );

  it('is a public database over PrivateLink only if nobody says why: then it is a warning that the owners read', async () => {
    const portal = await start();
    const asked = { ...WISH, ...PUBLIC, connectVia: 'privatelink' };
    const silent = await file(portal, asked, '0'.repeat(64));
    expect([silent.status, silent.body.error.code]).toEqual([
      409,
      'plan_blocked',
    ]);
    expect(silent.body.error.message).toMatch(/turn|public/);

    const told = { ...asked, overrideReason: 'It is private by tomorrow.' };
    const plan = await portal.as('requester').post('/plans', told);
    const filed = await file(portal, told, plan.body.digest);
    expect(filed.status).toBe(201);
    const read = await portal
      .as('everyOwner')
      .get(`/requests/${filed.body.id}`);
    expect(read.body.plan).toMatchObject({
      overrideReason: 'It is private by tomorrow.',
      recommendation: { rule: 'publicly-accessible' },
    });
    expect(read.body.plan.findings).toContainEqual(
      expect.objectContaining({ code: 'database_public', severity: 'warning' }),
    );
  });
});

function start(): Promise<Portal> {
  return startPortal({ databaseAccess: { accounts, networks } });
}

function file(portal: Portal, asked: object, planDigest: string) {
  return portal.as('requester').post('/requests', {
    ...asked,
    purpose: 'Report',
    planDigest,
    idempotencyKey: 'key',
  });
}

function expectFinding(
  findings: Finding[],
  expected: { code: string; says: RegExp; todo: RegExp },
): void {
  const { code, says, todo } = expected;
  expect(findings).toContainEqual(
    expect.objectContaining({
      code,
      severity: 'blocking',
      message: expect.stringMatching(says),
      remedy: expect.stringMatching(todo),
    }),
  );
}

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
  CreateResourceGatewayCommand,
  CreateResourceGatewayCommandInput,
  DeleteResourceGatewayCommand,
  GetResourceGatewayCommand,
  ListResourceGatewaysCommand,
  UpdateResourceGatewayCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { ec2State } from '../ec2/state';
import {
  latticeCompany,
  ORDERS,
  ordersGateway,
  PAYMENTS,
  ANALYTICS,
} from '../../testing/latticeCompany';
import { vpcLatticeState } from './state';

const orders = { accountId: ORDERS, region: 'us-east-1' };

function setup(doubts?: Parameters<typeof latticeCompany>[0]) {
  const company = latticeCompany(doubts);
  const lattice = company.lattice(ORDERS);
  return {
    ...company,
    create: (input: Partial<CreateResourceGatewayCommandInput> = {}) =>
      lattice.send(
        new CreateResourceGatewayCommand({ ...ordersGateway, ...input }),
      ),
    get: (id: string) =>
      lattice.send(
        new GetResourceGatewayCommand({ resourceGatewayIdentifier: id }),
      ),
    remove: (id: string) =>
      lattice.send(
        new DeleteResourceGatewayCommand({ resourceGatewayIdentifier: id }),
      ),
    list: () => lattice.send(new ListResourceGatewaysCommand({})),
    update: (id: string, securityGroupIds: string[]) =>
      lattice.send(
        new UpdateResourceGatewayCommand({
          resourceGatewayIdentifier: id,
          securityGroupIds,
        }),
      ),
    interfacesOf: (id: string) =>
      Object.values(
        ec2State.of(company.world, orders).networkInterfaces,
      ).filter(eni => eni.servesId === id),
  };
}

describe('resource gateways', () => {
  it('become ACTIVE only after a while, with an interface in each subnet', async () => {
    const { create, get, clock, interfacesOf } = setup();
    const { id, arn, status } = await create();
    expect(status).toBe('CREATE_IN_PROGRESS');
    expect(arn).toBe(
      `arn:aws:vpc-lattice:us-east-1:${ORDERS}:resourcegateway/${id}`,
    );

    clock.advance(10);
    await expect(get(id!)).resolves.toMatchObject({
      status: 'CREATE_IN_PROGRESS',
    });
    clock.advance(2);
    await expect(get(arn!)).resolves.toMatchObject({ status: 'ACTIVE' });
    expect(interfacesOf(id!).map(eni => eni.subnetId)).toEqual(
      ordersGateway.subnetIds,
    );
    expect(interfacesOf(id!)[0].groupIds).toEqual(
      ordersGateway.securityGroupIds,
    );
  });

  it.each([
    'rgw-orders',
    '-orders',
    'orders-',
    'orders--gateway',
    'or',
    'Orders',
    'orders_gateway',
    'o'.repeat(41),
  ])('refuse the name %s (aws.md §1.1 A2)', async name => {
    const { create } = setup();
    await expect(create({ name })).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'fieldValidationFailed',
      fieldList: [expect.objectContaining({ name: 'name' })],
    });
  });

  it.each(['orders-rgw-1', 'abc', 'o'.repeat(40)])(
    'take the name %s',
    async name => {
      const { create } = setup();
      await expect(create({ name })).resolves.toMatchObject({ name });
    },
  );

  it('have names that are unique in account and Region', async () => {
    const { create } = setup();
    const first = await create();
    await expect(create()).rejects.toMatchObject({
      name: 'ConflictException',
      resourceId: first.id,
      resourceType: 'RESOURCE_GATEWAY',
    });
  });

  it('are made once for a client token, however often it is said', async () => {
    const { create, list } = setup();
    const first = await create({ clientToken: 'step-a2' });
    const again = await create({ clientToken: 'step-a2' });
    expect(again.id).toBe(first.id);
    expect((await list()).items).toHaveLength(1);
  });

  it('refuse a client token that comes again with other parameters', async () => {
    const { create, list } = setup();
    await create({ clientToken: 'step-a2' });
    await expect(
      create({ clientToken: 'step-a2', name: 'other-name' }),
    ).rejects.toMatchObject({ name: 'ConflictException' });
    expect((await list()).items).toHaveLength(1);
  });

  it('refuse AZ IDs that Lattice does not support (aws.md §1.0 F3)', async () => {
    const { lattice } = latticeCompany();
    await expect(
      lattice(PAYMENTS).send(
        new CreateResourceGatewayCommand({
          name: 'edge-gateway',
          vpcIdentifier: 'vpc-07777000000000002',
          subnetIds: ['subnet-07777000000000021'],
        }),
      ),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('use1-az3'),
      fieldList: [expect.objectContaining({ name: 'subnetIds' })],
    });
  });

  it.each([
    ['a VPC of another account', { vpcIdentifier: 'vpc-06666000000000001' }],
    ['a subnet of another VPC', { subnetIds: ['subnet-06666000000000011'] }],
    ['no subnet', { subnetIds: [] }],
    ['a foreign group', { securityGroupIds: ['sg-06666000000000018'] }],
    [
      'six security groups',
      { securityGroupIds: Array(6).fill('sg-03333000000000019') },
    ],
  ])('refuse %s', async (_what, input) => {
    const { create, list } = setup();
    await expect(create(input)).rejects.toMatchObject({
      name: 'ValidationException',
    });
    expect((await list()).items).toEqual([]);
  });

  it('fail in subnets without free addresses, and hold none then (aws.md §6)', async () => {
    const { lattice, clock, world } = latticeCompany();
    const analytics = lattice(ANALYTICS);
    const { id } = await analytics.send(
      new CreateResourceGatewayCommand({
        name: 'full-gateway',
        vpcIdentifier: 'vpc-06666000000000002',
        subnetIds: ['subnet-06666000000000021', 'subnet-06666000000000022'],
      }),
    );
    clock.advance(12);
    await expect(
      analytics.send(
        new GetResourceGatewayCommand({ resourceGatewayIdentifier: id }),
      ),
    ).resolves.toMatchObject({ status: 'CREATE_FAILED' });
    const { networkInterfaces } = ec2State.of(world, {
      accountId: ANALYTICS,
      region: 'us-east-1',
    });
    expect(
      Object.values(networkInterfaces).filter(eni => eni.servesId === id),
    ).toEqual([]);
  });

  it('change their security groups, and nothing else', async () => {
    const { create, get, update, clock, interfacesOf } = setup();
    const { id } = await create();
    await expect(update(id!, [])).rejects.toMatchObject({
      name: 'ConflictException',
    });
    clock.advance(12);
    await expect(update(id!, ['sg-03333000000000018'])).resolves.toMatchObject({
      status: 'UPDATE_IN_PROGRESS',
    });
    clock.advance(6);
    await expect(get(id!)).resolves.toMatchObject({
      status: 'ACTIVE',
      securityGroupIds: ['sg-03333000000000018'],
    });
    expect(interfacesOf(id!).map(eni => eni.groupIds)).toEqual([
      ['sg-03333000000000018'],
      ['sg-03333000000000018'],
    ]);
  });

  it('are not deleted while configurations use them (delete order, aws.md §1.1)', async () => {
    const { gateway, configuration, remove } = setup();
    const id = await gateway();
    await configuration(id);
    await expect(remove(id)).rejects.toMatchObject({
      name: 'ConflictException',
      resourceId: id,
    });
  });

  it('are gone some time after deletion; their interfaces drain longer', async () => {
    const { gateway, remove, get, clock, interfacesOf } = setup();
    const id = await gateway();
    await expect(remove(id)).resolves.toMatchObject({
      status: 'DELETE_IN_PROGRESS',
    });
    await expect(get(id)).resolves.toMatchObject({
      status: 'DELETE_IN_PROGRESS',
    });
    clock.advance(20);
    await expect(get(id)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      resourceId: id,
      resourceType: 'RESOURCE_GATEWAY',
    });
    expect(interfacesOf(id)).toHaveLength(2);
    clock.advance(60);
    await expect(get(id)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(interfacesOf(id)).toEqual([]);
  });

  it.each(['500', '100'] as const)(
    'are at most %s in a VPC, as that doubt is answered (aws.md §1.6)',
    async quota => {
      const { gateway, create, world } = setup({ 'gateways-per-vpc': quota });
      const id = await gateway();
      const { resourceGateways } = vpcLatticeState.of(world, orders);
      for (let i = 2; i < Number(quota); i++) {
        resourceGateways[`rgw-${i}`] = {
          ...resourceGateways[id],
          id: `rgw-${i}`,
          name: `gateway-${i}`,
        };
      }
      await create({ name: 'last-one' });
      await expect(create({ name: 'one-more' })).rejects.toMatchObject({
        name: 'ServiceQuotaExceededException',
        serviceCode: 'vpc-lattice',
        quotaCode: 'L-0DCA4434',
        $metadata: expect.objectContaining({ httpStatusCode: 402 }),
      });
    },
  );

  it('say when to come back if they are throttled', async () => {
    const { aws, list } = setup();
    aws.world.faults.add({
      operation: 'vpc-lattice:ListResourceGateways',
      kind: 'throttle',
    });
    await expect(list()).rejects.toMatchObject({
      name: 'ThrottlingException',
      retryAfterSeconds: 1,
      $metadata: expect.objectContaining({ httpStatusCode: 429 }),
    });
  });

  it('are listed page by page, each once', async () => {
    const { gateway, lattice } = setup();
    const made = [
      await gateway('first'),
      await gateway('second'),
      await gateway('third'),
    ];
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await lattice(ORDERS).send(
        new ListResourceGatewaysCommand({ maxResults: 2, nextToken }),
      );
      seen.push(...page.items!.map(item => item.id!));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(seen).toEqual(made);
    await expect(
      lattice(ORDERS).send(
        new ListResourceGatewaysCommand({ nextToken: 'forged' }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('policies that ask for tags', () => {
  const managed = { 'dbaccess:managed-by': 'backstage' };
  const statements = [
    {
      Effect: 'Allow',
      Action: 'vpc-lattice:CreateResourceGateway',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:RequestTag/dbaccess:managed-by': 'backstage' },
      },
    },
    {
      Effect: 'Allow',
      Action: 'vpc-lattice:TagResource',
      Resource: `arn:*:vpc-lattice:*:${ORDERS}:*`,
      Condition: { StringLike: { 'vpc-lattice:CreateAction': 'Create*' } },
    },
    {
      Effect: 'Allow',
      Action: 'vpc-lattice:DeleteResourceGateway',
      Resource: `arn:*:vpc-lattice:*:${ORDERS}:*`,
      Condition: {
        StringEquals: { 'aws:ResourceTag/dbaccess:managed-by': 'backstage' },
      },
    },
    { Effect: 'Allow', Action: 'vpc-lattice:Get*', Resource: '*' },
  ];

  async function roleSetup(allowed = statements) {
    const company = latticeCompany();
    const client = new VPCLatticeClient(await company.asRole(ORDERS, allowed));
    return { ...company, client };
  }

  it('let only tagged gateways be made', async () => {
    const { client } = await roleSetup();
    await expect(
      client.send(new CreateResourceGatewayCommand(ordersGateway)),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(
      client.send(
        new CreateResourceGatewayCommand({ ...ordersGateway, tags: managed }),
      ),
    ).resolves.toMatchObject({ status: 'CREATE_IN_PROGRESS' });
  });

  it('need TagResource for a creation with tags', async () => {
    const { client } = await roleSetup([statements[0]]);
    await expect(
      client.send(
        new CreateResourceGatewayCommand({ ...ordersGateway, tags: managed }),
      ),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('vpc-lattice:TagResource'),
    });
  });

  it('deny to delete what is gone already, while reading says that it is gone (aws.md §4.4)', async () => {
    const { client, clock } = await roleSetup();
    const { id } = await client.send(
      new CreateResourceGatewayCommand({ ...ordersGateway, tags: managed }),
    );
    clock.advance(12);
    const deletion = () =>
      client.send(
        new DeleteResourceGatewayCommand({ resourceGatewayIdentifier: id }),
      );
    await deletion();
    clock.advance(20);
    await expect(deletion()).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(
      client.send(
        new GetResourceGatewayCommand({ resourceGatewayIdentifier: id }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

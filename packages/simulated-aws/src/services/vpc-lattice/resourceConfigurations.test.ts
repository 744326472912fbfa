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
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import {
  DeleteResourceShareCommand,
  GetResourceSharesCommand,
} from '@aws-sdk/client-ram';
import {
  CreateResourceConfigurationCommand,
  CreateResourceConfigurationCommandInput,
  CreateResourceGatewayCommand,
  DeleteResourceConfigurationCommand,
  DeleteResourceEndpointAssociationCommand,
  DeleteResourcePolicyCommand,
  GetResourceConfigurationCommand,
  GetResourcePolicyCommand,
  ListResourceConfigurationsCommand,
  ListResourceEndpointAssociationsCommand,
  ListServiceNetworksCommand,
  ListServiceNetworkVpcAssociationsCommand,
  ListTagsForResourceCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateResourceConfigurationCommand,
} from '@aws-sdk/client-vpc-lattice';
import {
  ANALYTICS,
  BILLING,
  CATALOG,
  latticeCompany,
  ORDERS,
  ordersConfiguration,
  ORDERS_POSTGRES,
} from '../../testing/latticeCompany';
import { rdsState } from '../rds/state';
import { vpcLatticeState } from './state';

function setup(doubts?: Parameters<typeof latticeCompany>[0]) {
  const company = latticeCompany(doubts);
  const lattice = company.lattice(ORDERS);
  const analytics = company.lattice(ANALYTICS);
  return {
    ...company,
    analytics,
    create: (input: Partial<CreateResourceConfigurationCommandInput> = {}) =>
      lattice.send(
        new CreateResourceConfigurationCommand({
          ...ordersConfiguration,
          ...input,
        }),
      ),
    get: (identifier: string, client = lattice) =>
      client.send(
        new GetResourceConfigurationCommand({
          resourceConfigurationIdentifier: identifier,
        }),
      ),
    update: (
      identifier: string,
      change: {
        portRanges?: string[];
        allowAssociationToShareableServiceNetwork?: boolean;
      },
    ) =>
      lattice.send(
        new UpdateResourceConfigurationCommand({
          resourceConfigurationIdentifier: identifier,
          ...change,
        }),
      ),
    remove: (identifier: string) =>
      lattice.send(
        new DeleteResourceConfigurationCommand({
          resourceConfigurationIdentifier: identifier,
        }),
      ),
    list: (
      input: { resourceConfigurationGroupIdentifier?: string } = {},
      client = lattice,
    ) => client.send(new ListResourceConfigurationsCommand(input)),
    associations: (identifier: string, client = lattice) =>
      client.send(
        new ListResourceEndpointAssociationsCommand({
          resourceConfigurationIdentifier: identifier,
        }),
      ),
  };
}

/** A gateway in another account of the company, and that account's clients. */
async function elsewhere(accountId: string, vpc: string) {
  const company = latticeCompany();
  const client = company.lattice(accountId);
  const { id } = await client.send(
    new CreateResourceGatewayCommand({
      name: 'a-gateway',
      vpcIdentifier: `vpc-0${vpc}000000000001`,
      subnetIds: [`subnet-0${vpc}000000000011`],
    }),
  );
  company.clock.advance(15);
  return { ...company, client, gatewayId: id! };
}

describe('resource configurations of a database', () => {
  it('become ACTIVE after a while and answer what they point at', async () => {
    const { gateway, create, get, clock } = setup();
    const gatewayId = await gateway();
    const { id, arn, status } = await create({
      resourceGatewayIdentifier: gatewayId,
      allowAssociationToShareableServiceNetwork: true,
    });
    expect(status).toBe('CREATE_IN_PROGRESS');
    clock.advance(12);
    await expect(get(arn!)).resolves.toMatchObject({
      id,
      status: 'ACTIVE',
      type: 'ARN',
      resourceGatewayId: gatewayId,
      amazonManaged: false,
      allowAssociationToShareableServiceNetwork: true,
      resourceConfigurationDefinition: {
        arnResource: { arn: ORDERS_POSTGRES },
      },
    });
  });

  it('get a child for the database, by the name that AWS gives it (aws.md §1.1 A4)', async () => {
    const { gateway, configuration, list, get } = setup();
    const arn = await configuration(await gateway());
    const { id } = await get(arn);
    const { items } = await list({ resourceConfigurationGroupIdentifier: id });
    expect(items).toEqual([
      expect.objectContaining({
        name: `${id!.replace('rcfg-', '')}-orders-postgres`,
        type: 'CHILD',
        amazonManaged: true,
        resourceConfigurationGroupId: id,
      }),
    ]);
    await expect(get(items![0].arn!)).resolves.toMatchObject({
      resourceConfigurationDefinition: {
        dnsResource: {
          domainName:
            'orders-postgres.c0ffee0orders.us-east-1.rds.amazonaws.com',
        },
      },
      portRanges: ['5432'],
      protocol: 'TCP',
    });
  });

  it('name the child after their id if that doubt is answered so', async () => {
    const { gateway, configuration, list } = setup({
      'child-configuration-name': 'rcfg-id',
    });
    const arn = await configuration(await gateway());
    const { items } = await list({ resourceConfigurationGroupIdentifier: arn });
    expect(items![0].name).toMatch(/^rcfg-0[0-9a-f]{16}-orders-postgres$/);
  });

  it('get children for writer, reader and each instance of a cluster', async () => {
    const { client, gatewayId, clock } = await elsewhere(CATALOG, '5555');
    const { id } = await client.send(
      new CreateResourceConfigurationCommand({
        name: 'catalog-aurora',
        type: 'ARN',
        resourceGatewayIdentifier: gatewayId,
        resourceConfigurationDefinition: {
          arnResource: {
            arn: 'arn:aws:rds:us-east-1:555555555555:cluster:catalog-aurora',
          },
        },
      }),
    );
    clock.advance(15);
    const { items } = await client.send(
      new ListResourceConfigurationsCommand({
        resourceConfigurationGroupIdentifier: id,
      }),
    );
    const names = await Promise.all(
      items!.map(async child => {
        const { resourceConfigurationDefinition } = await client.send(
          new GetResourceConfigurationCommand({
            resourceConfigurationIdentifier: child.id,
          }),
        );
        return resourceConfigurationDefinition?.dnsResource?.domainName;
      }),
    );
    expect(names).toHaveLength(4);
    expect(names).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^catalog-aurora\.cluster-[^r]/),
        expect.stringMatching(/^catalog-aurora\.cluster-ro-/),
      ]),
    );
  });

  it.each([
    ['portRanges', { portRanges: ['5432'] }],
    ['protocol', { protocol: 'TCP' as const }],
  ])('refuse %s: the database tells them', async (field, input) => {
    const { gateway, create } = setup();
    await expect(
      create({ resourceGatewayIdentifier: await gateway(), ...input }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      fieldList: [expect.objectContaining({ name: field })],
    });
  });

  it.each([
    ['does not exist', 'arn:aws:rds:us-east-1:333333333333:db:nothing'],
    [
      'is another account`s',
      'arn:aws:rds:us-east-1:444444444444:db:billing-mysql',
    ],
    [
      'is in another Region',
      'arn:aws:rds:eu-west-1:333333333333:db:orders-postgres',
    ],
    ['is no database', 'arn:aws:s3:us-east-1:333333333333:bucket'],
  ])('refuse what %s', async (_why, arn) => {
    const { gateway, create } = setup();
    await expect(
      create({
        resourceGatewayIdentifier: await gateway(),
        resourceConfigurationDefinition: { arnResource: { arn } },
      }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuse a publicly accessible database (aws.md §0.1 item 2)', async () => {
    const { client, gatewayId } = await elsewhere(BILLING, '4444');
    await expect(
      client.send(
        new CreateResourceConfigurationCommand({
          name: 'billing-public',
          type: 'ARN',
          resourceGatewayIdentifier: gatewayId,
          resourceConfigurationDefinition: {
            arnResource: {
              arn: 'arn:aws:rds:us-east-1:444444444444:db:billing-public',
            },
          },
        }),
      ),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('publicly accessible'),
    });
  });

  it('need a gateway that is ACTIVE, in the database`s VPC, and not IN_VPC', async () => {
    const { lattice, gateway, create, world } = setup();
    await expect(create()).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(
      create({ resourceGatewayIdentifier: 'rgw-00000000000000000' }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    const { id: young } = await lattice(ORDERS).send(
      new CreateResourceGatewayCommand({
        name: 'young-gateway',
        vpcIdentifier: 'vpc-03333000000000001',
        subnetIds: ['subnet-03333000000000011'],
        resourceConfigDnsResolution: 'IN_VPC',
      }),
    );
    await expect(
      create({ resourceGatewayIdentifier: young }),
    ).rejects.toMatchObject({ name: 'ConflictException', resourceId: young });
    const id = await gateway();
    await expect(
      create({ resourceGatewayIdentifier: young }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('cannot carry'),
    });

    const { resourceGateways } = vpcLatticeState.of(world, {
      accountId: ORDERS,
      region: 'us-east-1',
    });
    resourceGateways[id].vpcId = 'vpc-elsewhere';
    await expect(
      create({ resourceGatewayIdentifier: id }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('vpc-elsewhere'),
    });
  });

  it('fail with a reason if the database goes away meanwhile', async () => {
    const { gateway, create, get, clock, world } = setup();
    const { id } = await create({ resourceGatewayIdentifier: await gateway() });
    const { instances } = rdsState.of(world, {
      accountId: ORDERS,
      region: 'us-east-1',
    });
    delete instances['orders-postgres'];
    clock.advance(15);
    await expect(get(id!)).resolves.toMatchObject({
      status: 'CREATE_FAILED',
      failureReason: expect.stringContaining(ORDERS_POSTGRES),
    });
  });

  it.each(['rcfg-orders', 'orders--postgres', 'or'])(
    'refuse the name %s',
    async name => {
      const { gateway, create } = setup();
      await expect(
        create({ name, resourceGatewayIdentifier: await gateway() }),
      ).rejects.toMatchObject({ name: 'ValidationException' });
    },
  );

  it('are made once for a client token; the name is taken then', async () => {
    const { gateway, create, list } = setup();
    const resourceGatewayIdentifier = await gateway();
    const first = await create({
      resourceGatewayIdentifier,
      clientToken: 'a4',
    });
    const again = await create({
      resourceGatewayIdentifier,
      clientToken: 'a4',
    });
    expect(again.id).toBe(first.id);
    await expect(
      create({ resourceGatewayIdentifier, clientToken: 'other' }),
    ).rejects.toMatchObject({
      name: 'ConflictException',
      resourceId: first.id,
      resourceType: 'RESOURCE_CONFIGURATION',
    });
    expect((await list()).items).toHaveLength(1);
  });

  it('keep their definition and ports', async () => {
    const { gateway, configuration, update } = setup();
    const arn = await configuration(await gateway());
    await expect(update(arn, { portRanges: ['5433'] })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(
      update(arn, { allowAssociationToShareableServiceNetwork: true }),
    ).resolves.toMatchObject({
      allowAssociationToShareableServiceNetwork: true,
    });
  });
});

describe('resource configurations of a single host', () => {
  const single = {
    type: 'SINGLE' as const,
    resourceConfigurationDefinition: {
      dnsResource: {
        domainName: 'proxy.orders.example.com',
        ipAddressType: 'IPV4' as const,
      },
    },
  };

  it('need port ranges', async () => {
    const { gateway, create } = setup();
    const resourceGatewayIdentifier = await gateway();
    await expect(
      create({ ...single, resourceGatewayIdentifier }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(
      create({ ...single, resourceGatewayIdentifier, portRanges: ['70000'] }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(
      create({
        ...single,
        resourceGatewayIdentifier,
        portRanges: ['5432', '6000-6010'],
      }),
    ).resolves.toMatchObject({
      protocol: 'TCP',
      portRanges: ['5432', '6000-6010'],
      resourceConfigurationDefinition: single.resourceConfigurationDefinition,
    });
  });
});

describe('a shared resource configuration', () => {
  it('is seen by the consumer when AWS has made it known, by its ARN (aws.md §1.1 A8)', async () => {
    const { gateway, configuration, share, get, list, analytics } = setup();
    const arn = await configuration(await gateway());
    await expect(get(arn, analytics)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await share(arn, ANALYTICS);
    await expect(get(arn, analytics)).resolves.toMatchObject({ arn });
    await expect(
      get(arn.slice(arn.lastIndexOf('/') + 1), analytics),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const { items } = await list({}, analytics);
    expect(items!.map(item => item.type)).toEqual(['ARN', 'CHILD']);
    await expect(
      analytics.send(
        new DeleteResourceConfigurationCommand({
          resourceConfigurationIdentifier: arn,
        }),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it.each([
    ['hidden' as const, { name: 'AccessDeniedException' }, undefined],
    ['visible' as const, undefined, { owner: 'orders' }],
  ])('has tags that are %s to the consumer', async (doubt, error, seen) => {
    const { gateway, configuration, share, lattice, analytics } = setup({
      'shared-configuration-tags': doubt,
    });
    const arn = await configuration(await gateway());
    await lattice(ORDERS).send(
      new TagResourceCommand({ resourceArn: arn, tags: { owner: 'orders' } }),
    );
    await share(arn, ANALYTICS);
    const read = analytics
      .send(new ListTagsForResourceCommand({ resourceArn: arn }))
      .then(
        answer => ({ tags: answer.tags }),
        (e: Error) => ({ error: e.name }),
      );
    await expect(read).resolves.toEqual(
      error ? { error: error.name } : { tags: seen },
    );
  });
});

describe('endpoints of a resource configuration', () => {
  async function connected(doubts?: Parameters<typeof setup>[0]) {
    const company = setup(doubts);
    const arn = await company.configuration(await company.gateway());
    await company.share(arn, ANALYTICS);
    const vpcEndpointId = await company.endpoint(arn);
    return { ...company, arn, vpcEndpointId };
  }

  it('are known to the owner by the account that holds them (aws.md §1.1 A12)', async () => {
    const { associations, arn, vpcEndpointId, analytics } = await connected();
    const { items } = await associations(arn);
    expect(items).toEqual([
      expect.objectContaining({
        id: expect.stringMatching(/^rea-[0-9a-f]{17}$/),
        vpcEndpointId,
        vpcEndpointOwner: ANALYTICS,
        resourceConfigurationArn: arn,
        resourceConfigurationName: 'orders-postgres',
      }),
    ]);
    expect((await associations(arn, analytics)).items).toEqual(items);
  });

  it('outlive the share: unsharing does not cut (aws.md §0.1 item 4)', async () => {
    const { associations, ram, arn, clock, get, analytics } = await connected();
    const { resourceShares } = await ram(ORDERS).send(
      new GetResourceSharesCommand({ resourceOwner: 'SELF' }),
    );
    await ram(ORDERS).send(
      new DeleteResourceShareCommand({
        resourceShareArn: resourceShares![0].resourceShareArn,
      }),
    );
    clock.advance(600);
    await expect(get(arn, analytics)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect((await associations(arn)).items).toHaveLength(1);
  });

  it('are cut by the owner, and rejected then for their holder', async () => {
    const { associations, arn, vpcEndpointId, lattice, ec2 } =
      await connected();
    const [association] = (await associations(arn)).items!;
    const cut = () =>
      lattice(ORDERS).send(
        new DeleteResourceEndpointAssociationCommand({
          resourceEndpointAssociationIdentifier: association.id,
        }),
      );
    await expect(cut()).resolves.toMatchObject({ vpcEndpointId });
    expect((await associations(arn)).items).toEqual([]);
    const { VpcEndpoints } = await ec2(ANALYTICS).send(
      new DescribeVpcEndpointsCommand({ VpcEndpointIds: [vpcEndpointId] }),
    );
    expect(VpcEndpoints![0].State).toBe('rejected');
    await expect(cut()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('keep the configuration from being deleted: ConflictException', async () => {
    const { remove, arn, ec2, vpcEndpointId, clock, get, list } =
      await connected({ 'delete-configuration-in-use': 'ConflictException' });
    await expect(remove(arn)).rejects.toMatchObject({
      name: 'ConflictException',
    });
    await ec2(ANALYTICS).send(
      new DeleteVpcEndpointsCommand({ VpcEndpointIds: [vpcEndpointId] }),
    );
    clock.advance(120);
    await expect(remove(arn)).resolves.toMatchObject({
      $metadata: expect.objectContaining({ httpStatusCode: 204 }),
    });
    await expect(get(arn)).resolves.toMatchObject({
      status: 'DELETE_IN_PROGRESS',
    });
    clock.advance(30);
    await expect(get(arn)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect((await list()).items).toEqual([]);
  });

  it('keep the configuration from being deleted: DELETE_FAILED, until deletion is called again', async () => {
    const { remove, arn, ec2, vpcEndpointId, clock, get } = await connected({
      'delete-configuration-in-use': 'DELETE_FAILED',
    });
    await remove(arn);
    clock.advance(30);
    await expect(get(arn)).resolves.toMatchObject({ status: 'DELETE_FAILED' });
    await ec2(ANALYTICS).send(
      new DeleteVpcEndpointsCommand({ VpcEndpointIds: [vpcEndpointId] }),
    );
    clock.advance(120);
    await remove(arn);
    clock.advance(30);
    await expect(get(arn)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('beside configurations', () => {
  it('tags are added and taken away', async () => {
    const { gateway, lattice, configuration } = setup();
    const arn = await configuration(await gateway());
    const client = lattice(ORDERS);
    await client.send(
      new TagResourceCommand({ resourceArn: arn, tags: { a: '1', b: '2' } }),
    );
    await client.send(
      new UntagResourceCommand({ resourceArn: arn, tagKeys: ['a'] }),
    );
    await expect(
      client.send(new ListTagsForResourceCommand({ resourceArn: arn })),
    ).resolves.toMatchObject({ tags: { b: '2' } });
    await expect(
      client.send(
        new TagResourceCommand({ resourceArn: arn, tags: { 'aws:x': '1' } }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('resource policies are put, read and deleted', async () => {
    const { gateway, configuration, lattice } = setup();
    const resourceArn = await configuration(await gateway());
    const client = lattice(ORDERS);
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: '*' }],
    });
    const read = () =>
      client.send(new GetResourcePolicyCommand({ resourceArn }));
    await expect(
      client.send(
        new PutResourcePolicyCommand({ resourceArn, policy: 'no json' }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await client.send(new PutResourcePolicyCommand({ resourceArn, policy }));
    await expect(read()).resolves.toMatchObject({ policy });
    await client.send(new DeleteResourcePolicyCommand({ resourceArn }));
    await expect(read()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('no VPC is in a service network, for there is none (aws.md §1.0 F5)', async () => {
    const { analytics } = setup();
    await expect(
      analytics.send(
        new ListServiceNetworkVpcAssociationsCommand({
          vpcIdentifier: 'vpc-06666000000000001',
        }),
      ),
    ).resolves.toMatchObject({ items: [] });
    await expect(
      analytics.send(new ListServiceNetworksCommand({})),
    ).resolves.toMatchObject({ items: [] });
  });

  it('every object is listed with its state and tags', async () => {
    const { aws, world, gateway, configuration } = setup();
    await configuration(await gateway());
    world.settle();
    const objects = aws.services.find(
      service => service.prefix === 'vpc-lattice',
    )!.objects!(world);
    expect(objects.map(o => [o.type, o.accountId, o.state])).toEqual([
      ['vpc-lattice/resource-gateway', ORDERS, 'ACTIVE'],
      ['vpc-lattice/resource-configuration', ORDERS, 'ACTIVE'],
      ['vpc-lattice/resource-configuration', ORDERS, 'ACTIVE'],
    ]);
  });
});

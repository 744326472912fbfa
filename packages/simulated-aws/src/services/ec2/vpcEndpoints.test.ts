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
  CreateVpcEndpointCommand,
  CreateVpcEndpointCommandInput,
  DeleteSecurityGroupCommand,
  CreateSecurityGroupCommand,
  DeleteVpcEndpointsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointAssociationsCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import {
  DeleteResourceEndpointAssociationCommand,
  ListResourceEndpointAssociationsCommand,
} from '@aws-sdk/client-vpc-lattice';
import type { Doubts } from '../../doubts';
import {
  ANALYTICS,
  ORDERS,
  PARTNER,
  PAYMENTS,
} from '../../testing/latticeCompany';
import {
  databricksEndpoint,
  DATABRICKS,
  networkCompany,
} from '../../testing/networkCompany';
import { ec2State } from './state';

async function setup(doubts: Partial<Doubts> = {}) {
  const company = networkCompany(doubts);
  const arn = await company.sharedConfiguration(ANALYTICS);
  const ec2 = company.ec2(ANALYTICS);
  const input = databricksEndpoint(arn);
  return {
    ...company,
    arn,
    ec2,
    input,
    async create(change: Partial<CreateVpcEndpointCommandInput> = {}) {
      const { VpcEndpoint } = await ec2.send(
        new CreateVpcEndpointCommand({ ...input, ...change }),
      );
      return VpcEndpoint!.VpcEndpointId!;
    },
    async endpoint(id: string) {
      const { VpcEndpoints } = await ec2.send(
        new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }),
      );
      return VpcEndpoints![0];
    },
    associations: async () =>
      (
        await company.lattice(ORDERS).send(
          new ListResourceEndpointAssociationsCommand({
            resourceConfigurationIdentifier: arn,
          }),
        )
      ).items!,
  };
}

describe('endpoints for a resource', () => {
  it('are pending first and available after one to two minutes', async () => {
    const { create, endpoint, clock } = await setup();
    const id = await create();
    expect(await endpoint(id)).toMatchObject({
      State: 'pending',
      VpcEndpointType: 'Resource',
      PrivateDnsEnabled: true,
      Groups: [{ GroupName: 'databricks-workspace' }],
      NetworkInterfaceIds: [expect.any(String), expect.any(String)],
      DnsEntries: [],
    });
    clock.advance(59);
    expect((await endpoint(id)).State).toBe('pending');
    clock.advance(61);
    expect(await endpoint(id)).toMatchObject({
      State: 'available',
      DnsEntries: [
        {
          DnsName: expect.stringMatching(
            /vpc-lattice-rsc\.us-east-1\.on\.aws$/,
          ),
        },
      ],
    });
  });

  it.each([
    ['never', 'pending', 'pending'],
    ['first', 'pendingAcceptance', 'pending'],
  ] as const)(
    'wait for acceptance: %s',
    async (answer, atFirst, afterThirtySeconds) => {
      const { create, endpoint, clock } = await setup({
        'resource-endpoint-pending-acceptance': answer,
      });
      const id = await create();
      expect((await endpoint(id)).State).toBe(atFirst);
      clock.advance(30);
      expect((await endpoint(id)).State).toBe(afterThirtySeconds);
      clock.advance(120);
      expect((await endpoint(id)).State).toBe('available');
    },
  );

  it('lead to the database under its own name', async () => {
    const { create, ec2, clock, arn } = await setup();
    const id = await create();
    clock.advance(120);
    const { VpcEndpointAssociations } = await ec2.send(
      new DescribeVpcEndpointAssociationsCommand({ VpcEndpointIds: [id] }),
    );
    expect(VpcEndpointAssociations).toMatchObject([
      {
        VpcEndpointId: id,
        AssociatedResourceAccessibility: 'Accessible',
        AssociatedResourceArn: expect.stringContaining(`:${ORDERS}:`),
        ResourceConfigurationGroupArn: arn,
        DnsEntry: { DnsName: expect.stringContaining(`${id}.rcfg-`) },
        PrivateDnsEntry: {
          DnsName: expect.stringMatching(
            /^orders-postgres\..*\.us-east-1\.rds\.amazonaws\.com$/,
          ),
        },
      },
    ]);
  });

  it('are seen by the owner of the configuration, until they are gone', async () => {
    const { create, associations, ec2, clock } = await setup();
    const id = await create();
    expect(await associations()).toMatchObject([
      { vpcEndpointId: id, vpcEndpointOwner: ANALYTICS },
    ]);
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    clock.advance(60);
    expect(await associations()).toEqual([]);
  });

  it('are made once for each client token', async () => {
    const { create } = await setup();
    const id = await create({ ClientToken: 'step-1' });
    expect(await create({ ClientToken: 'step-1' })).toBe(id);
    await expect(
      create({ ClientToken: 'step-1', SecurityGroupIds: undefined }),
    ).rejects.toMatchObject({ name: 'IdempotentParameterMismatch' });
  });

  it('are not made twice for one configuration in a VPC', async () => {
    const { create, clock, ec2 } = await setup();
    const id = await create();
    await expect(create({ ClientToken: 'another' })).rejects.toMatchObject({
      name: 'InvalidParameter',
      message: expect.stringMatching(
        /^private-dns-enabled cannot be set because there is already a conflicting DNS domain for orders-postgres\.\S+ in the VPC vpc-06666000000000001$/,
      ),
    });
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    clock.advance(60);
    await expect(create()).resolves.toMatch(/^vpce-/);
  });

  it('take the default security group when none is named', async () => {
    const { create, endpoint } = await setup();
    const id = await create({ SecurityGroupIds: undefined });
    expect((await endpoint(id)).Groups).toEqual([
      { GroupId: DATABRICKS.defaultSecurityGroupId, GroupName: 'default' },
    ]);
  });

  it('fail, some time after, where a subnet has no free address', async () => {
    const { create, endpoint, clock, associations } = await setup();
    const id = await create({
      VpcId: 'vpc-06666000000000002',
      SubnetIds: ['subnet-06666000000000021', 'subnet-06666000000000022'],
      SecurityGroupIds: undefined,
    });
    expect((await endpoint(id)).State).toBe('pending');
    clock.advance(120);
    expect(await endpoint(id)).toMatchObject({
      State: 'failed',
      LastError: { Code: 'InsufficientFreeAddressesInSubnet' },
    });
    expect(await associations()).toEqual([]);
  });

  it('are rejected when the owner of the configuration takes the association away', async () => {
    const { create, endpoint, clock, associations, lattice, ec2 } =
      await setup();
    const id = await create();
    clock.advance(120);
    const [{ id: association }] = await associations();
    await lattice(ORDERS).send(
      new DeleteResourceEndpointAssociationCommand({
        resourceEndpointAssociationIdentifier: association,
      }),
    );
    expect((await endpoint(id)).State).toBe('rejected');
    expect(
      (
        await ec2.send(
          new DescribeVpcEndpointAssociationsCommand({ VpcEndpointIds: [id] }),
        )
      ).VpcEndpointAssociations,
    ).toEqual([]);
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    clock.advance(60);
    await expect(endpoint(id)).rejects.toMatchObject({
      name: 'InvalidVpcEndpointId.NotFound',
    });
  });

  it.each<[string, Partial<CreateVpcEndpointCommandInput>, string, RegExp]>([
    [
      'without their type',
      { VpcEndpointType: undefined },
      'InvalidParameter',
      /^Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints\.$/,
    ],
    [
      'of the type Gateway for a service with interfaces',
      {
        VpcEndpointType: undefined,
        SubnetIds: undefined,
        ResourceConfigurationArn: undefined,
        ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
      },
      'InvalidParameter',
      /^Endpoint type \(Gateway\) does not match service type \(Interface\)\.$/,
    ],
    [
      'of a type that is not simulated',
      {
        VpcEndpointType: 'GatewayLoadBalancer',
        ResourceConfigurationArn: undefined,
      },
      'UnsupportedOperation',
      /not yet of type GatewayLoadBalancer/,
    ],
    ['without subnets', { SubnetIds: [] }, 'MissingParameter', /SubnetId/],
    [
      'in a VPC that does not exist',
      { VpcId: 'vpc-0000000000000dead' },
      'InvalidVpcID.NotFound',
      /does not exist/,
    ],
    [
      'in a subnet of another VPC',
      { SubnetIds: ['subnet-06666000000000022'] },
      'InvalidParameter',
      /does not belong to vpc-06666000000000001/,
    ],
    [
      'with a security group of another VPC',
      { SecurityGroupIds: ['sg-06666000000000020'] },
      'InvalidParameter',
      /belong to different networks/,
    ],
    [
      'twice in a zone',
      { SubnetIds: [DATABRICKS.subnetIds[0], DATABRICKS.subnetIds[0]] },
      'DuplicateSubnetsInSameZone',
      /availability zone of subnet-06666000000000011/,
    ],
    [
      'in zones where the gateway is not',
      { SubnetIds: [DATABRICKS.subnetIds[1]] },
      'InvalidParameter',
      /does not support the availability zone of the subnet: subnet-06666000000000012/,
    ],
    [
      'for an ARN that is none',
      { ResourceConfigurationArn: 'rcfg-0123456789abcdef0' },
      'InvalidResourceConfigurationArn.Malformed',
      /malformed/,
    ],
    [
      'with IPv6 addresses',
      { IpAddressType: 'dualstack' },
      'InvalidParameter',
      /IPv4 addresses only/,
    ],
    [
      'with a token of 65 characters',
      { ClientToken: 'x'.repeat(65) },
      'InvalidParameterValue',
      /64/,
    ],
  ])('are refused %s', async (_, change, name, message) => {
    const { create } = await setup();
    await expect(create(change)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  it.each([
    [
      'of an account that it is not shared with',
      PAYMENTS,
      'vpc-07777000000000001',
      'subnet-07777000000000011',
      'InvalidResourceConfigurationArn.NotFound',
      /does not exist/,
    ],
    [
      'outside the organisation',
      PARTNER,
      'vpc-08888000000000001',
      'subnet-08888000000000011',
      'InvalidResourceConfigurationArn.NotFound',
      /does not exist/,
    ],
    [
      'of the gateway itself',
      ORDERS,
      'vpc-03333000000000001',
      'subnet-03333000000000011',
      'InvalidParameter',
      /has to be in another VPC/,
    ],
  ])(
    'are refused in a VPC %s',
    async (_, accountId, VpcId, subnetId, name, message) => {
      const company = networkCompany();
      const arn = await company.sharedConfiguration(ANALYTICS);
      await expect(
        company.ec2(accountId).send(
          new CreateVpcEndpointCommand({
            VpcEndpointType: 'Resource',
            VpcId,
            SubnetIds: [subnetId],
            ResourceConfigurationArn: arn,
          }),
        ),
      ).rejects.toMatchObject({
        name,
        message: expect.stringMatching(message),
      });
    },
  );

  it('need the DNS attributes of their VPC', async () => {
    const { create, ec2 } = await setup();
    await ec2.send(
      new ModifyVpcAttributeCommand({
        VpcId: DATABRICKS.vpcId,
        EnableDnsHostnames: { Value: false },
      }),
    );
    await expect(create()).rejects.toMatchObject({
      name: 'InvalidParameter',
      message:
        'Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-06666000000000001',
    });
  });

  it('let their security groups be changed and nothing else', async () => {
    const { create, endpoint, ec2, clock } = await setup();
    const VpcEndpointId = await create();
    const modify = (
      change: Partial<
        ConstructorParameters<typeof ModifyVpcEndpointCommand>[0]
      >,
    ) => ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, ...change }));
    const swap = {
      AddSecurityGroupIds: [DATABRICKS.defaultSecurityGroupId],
      RemoveSecurityGroupIds: [DATABRICKS.securityGroupId],
    };
    await expect(modify(swap)).rejects.toMatchObject({
      name: 'IncorrectState',
    });
    clock.advance(120);
    await modify(swap);
    expect((await endpoint(VpcEndpointId)).Groups).toMatchObject([
      { GroupName: 'default' },
    ]);
    const { NetworkInterfaces } = await ec2.send(
      new DescribeNetworkInterfacesCommand({
        Filters: [{ Name: 'interface-type', Values: ['vpc_endpoint'] }],
      }),
    );
    expect(NetworkInterfaces!.map(eni => eni.Groups)).toEqual([
      [{ GroupId: DATABRICKS.defaultSecurityGroupId, GroupName: 'default' }],
      [{ GroupId: DATABRICKS.defaultSecurityGroupId, GroupName: 'default' }],
    ]);
    await expect(
      modify({ AddSubnetIds: [DATABRICKS.subnetIds[1]] }),
    ).rejects.toMatchObject({ name: 'InvalidParameter' });
    await expect(
      modify({ RemoveSecurityGroupIds: [DATABRICKS.defaultSecurityGroupId] }),
    ).rejects.toMatchObject({ name: 'InvalidParameter' });
  });

  it('are deleted in batches that answer 200 whatever became of them', async () => {
    const { create, ec2, endpoint } = await setup();
    const id = await create();
    const answer = await ec2.send(
      new DeleteVpcEndpointsCommand({
        VpcEndpointIds: [id, 'vpce-0000000000000dead', 'orders'],
      }),
    );
    expect(answer).toMatchObject({
      $metadata: { httpStatusCode: 200 },
      Unsuccessful: [
        {
          ResourceId: 'vpce-0000000000000dead',
          Error: { Code: 'InvalidVpcEndpoint.NotFound' },
        },
        {
          ResourceId: 'orders',
          Error: { Code: 'InvalidVpcEndpointId.Malformed' },
        },
      ],
    });
    expect((await endpoint(id)).State).toBe('deleting');
  });

  it('keep their security group in use while their interfaces drain', async () => {
    const { create, ec2, clock } = await setup();
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'endpoint',
        Description: 'of the endpoint',
        VpcId: DATABRICKS.vpcId,
      }),
    );
    const id = await create({ SecurityGroupIds: [GroupId!] });
    clock.advance(120);
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    const removeGroup = new DeleteSecurityGroupCommand({ GroupId });
    clock.advance(60);
    await expect(
      ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] })),
    ).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.NotFound' });
    await expect(ec2.send(removeGroup)).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
    clock.advance(60);
    await ec2.send(removeGroup);
  });

  it('are found by what the product filters for', async () => {
    const { create, ec2 } = await setup();
    const id = await create({
      TagSpecifications: [
        {
          ResourceType: 'vpc-endpoint',
          Tags: [{ Key: 'dbaccess:managed-by', Value: 'backstage' }],
        },
      ],
    });
    const { VpcEndpoints } = await ec2.send(
      new DescribeVpcEndpointsCommand({
        MaxResults: 5000,
        Filters: [
          { Name: 'tag:dbaccess:managed-by', Values: ['backstage'] },
          { Name: 'vpc-id', Values: [DATABRICKS.vpcId] },
          { Name: 'vpc-endpoint-type', Values: ['Resource'] },
          { Name: 'vpc-endpoint-state', Values: ['pending', 'available'] },
        ],
      }),
    );
    expect(VpcEndpoints!.map(e => e.VpcEndpointId)).toEqual([id]);
  });

  it('are two hundred at most in a VPC', async () => {
    const { create, world } = await setup();
    const first = await create();
    const place = { accountId: ANALYTICS, region: 'us-east-1' };
    const { vpcEndpoints } = ec2State.of(world, place);
    for (let i = 1; i < 200; i++) {
      vpcEndpoints[`other-${i}`] = { ...vpcEndpoints[first], state: 'failed' };
    }
    await expect(create()).rejects.toMatchObject({
      name: 'VpcEndpointLimitExceeded',
    });
  });
});

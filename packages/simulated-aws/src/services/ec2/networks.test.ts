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
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteSubnetCommand,
  DeleteTagsCommand,
  DeleteVpcCommand,
  DescribeAvailabilityZonesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { ANALYTICS, ORDERS, PAYMENTS } from '../../testing/latticeCompany';
import { DATABRICKS, networkCompany } from '../../testing/networkCompany';

describe('networks', () => {
  it('come with a network ACL and a default security group', async () => {
    const ec2 = networkCompany().ec2(ANALYTICS);
    const { Vpc } = await ec2.send(
      new CreateVpcCommand({ CidrBlock: '10.200.0.0/16' }),
    );
    expect(Vpc).toMatchObject({ State: 'pending', IsDefault: false });
    const here = [{ Name: 'vpc-id', Values: [Vpc!.VpcId!] }];
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId: Vpc!.VpcId,
        CidrBlock: '10.200.1.0/24',
        AvailabilityZoneId: 'use1-az2',
      }),
    );
    expect(Subnet).toMatchObject({
      AvailabilityZoneId: 'use1-az2',
      AvailableIpAddressCount: 251,
    });
    const acls = await ec2.send(
      new DescribeNetworkAclsCommand({ Filters: here }),
    );
    expect(acls.NetworkAcls).toMatchObject([
      { IsDefault: true, Associations: [{ SubnetId: Subnet!.SubnetId }] },
    ]);
    const groups = await ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: here }),
    );
    const [group] = groups.SecurityGroups!;
    expect(group).toMatchObject({
      GroupName: 'default',
      IpPermissions: [{ UserIdGroupPairs: [{ GroupId: group.GroupId }] }],
    });

    const removeVpc = new DeleteVpcCommand({ VpcId: Vpc!.VpcId });
    await expect(ec2.send(removeVpc)).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
    await ec2.send(new DeleteSubnetCommand({ SubnetId: Subnet!.SubnetId }));
    await ec2.send(removeVpc);
    expect(
      (await ec2.send(new DescribeSecurityGroupsCommand({ Filters: here })))
        .SecurityGroups,
    ).toEqual([]);
  });

  it.each([
    ['10.201.0.0/16', 'InvalidSubnet.Range'],
    ['10.128.0.0/30', 'InvalidSubnet.Range'],
    ['10.128.64.0/24', 'InvalidSubnet.Conflict'],
    ['10.128.200.1/24', 'InvalidParameterValue'],
  ])('take no subnet %s', async (CidrBlock, code) => {
    const ec2 = networkCompany().ec2(ANALYTICS);
    await expect(
      ec2.send(new CreateSubnetCommand({ VpcId: DATABRICKS.vpcId, CidrBlock })),
    ).rejects.toMatchObject({ name: code });
  });

  it('count the free addresses of a subnet, down to none', async () => {
    const ec2 = networkCompany().ec2(ANALYTICS);
    const { Subnets } = await ec2.send(
      new DescribeSubnetsCommand({
        Filters: [{ Name: 'vpc-id', Values: ['vpc-06666000000000002'] }],
      }),
    );
    expect(Subnets!.map(s => s.AvailableIpAddressCount)).toEqual([0, 0]);
  });

  it('keep a subnet that an interface is in', async () => {
    const ec2 = networkCompany().ec2(ORDERS);
    await expect(
      ec2.send(
        new DeleteSubnetCommand({ SubnetId: 'subnet-03333000000000011' }),
      ),
    ).rejects.toMatchObject({ name: 'DependencyViolation' });
  });

  it('name zones as each account does, and identify them as everybody does', async () => {
    const { ec2 } = networkCompany();
    const idOfA = async (accountId: string) =>
      (
        await ec2(accountId).send(
          new DescribeAvailabilityZonesCommand({ ZoneNames: ['us-east-1a'] }),
        )
      ).AvailabilityZones![0].ZoneId;
    expect(await idOfA(ORDERS)).not.toBe(await idOfA(PAYMENTS));
  });

  it('let their DNS attributes be changed one at a time', async () => {
    const ec2 = networkCompany().ec2(ORDERS);
    const VpcId = 'vpc-03333000000000001';
    await ec2.send(
      new ModifyVpcAttributeCommand({
        VpcId,
        EnableDnsHostnames: { Value: false },
      }),
    );
    const attribute = (Attribute: 'enableDnsHostnames' | 'enableDnsSupport') =>
      ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
    expect(await attribute('enableDnsHostnames')).toMatchObject({
      EnableDnsHostnames: { Value: false },
    });
    expect(await attribute('enableDnsSupport')).toMatchObject({
      EnableDnsSupport: { Value: true },
    });
    await expect(
      ec2.send(
        new ModifyVpcAttributeCommand({
          VpcId,
          EnableDnsHostnames: { Value: true },
          EnableDnsSupport: { Value: true },
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });

  it('show the interfaces of a database, and what the internet sees of a public one', async () => {
    const ec2 = networkCompany().ec2('444444444444');
    const { NetworkInterfaces } = await ec2.send(
      new DescribeNetworkInterfacesCommand({
        Filters: [{ Name: 'group-id', Values: ['sg-04444000000000019'] }],
      }),
    );
    expect(NetworkInterfaces).toMatchObject([
      {
        RequesterManaged: true,
        Association: { PublicIp: '203.0.113.30' },
        Groups: [{ GroupName: 'billing-public' }],
      },
    ]);
  });

  it('know the prefix lists of Lattice', async () => {
    const { PrefixLists } = await networkCompany()
      .ec2(ORDERS)
      .send(
        new DescribeManagedPrefixListsCommand({
          Filters: [
            {
              Name: 'prefix-list-name',
              Values: ['com.amazonaws.us-east-1.vpc-lattice'],
            },
          ],
        }),
      );
    expect(PrefixLists).toMatchObject([
      { OwnerId: 'AWS', AddressFamily: 'IPv4' },
    ]);
  });
});

describe('what is described', () => {
  it('is what all filters meet, with wildcards', async () => {
    const ec2 = networkCompany().ec2(ORDERS);
    const { Subnets } = await ec2.send(
      new DescribeSubnetsCommand({
        Filters: [
          { Name: 'tag:Name', Values: ['orders-data-?'] },
          { Name: 'availability-zone-id', Values: ['use1-az1', 'use1-az4'] },
        ],
      }),
    );
    expect(Subnets!.map(s => s.AvailabilityZoneId)).toEqual([
      'use1-az1',
      'use1-az4',
    ]);
  });

  it.each([
    ['colour', ['red'], 'InvalidParameterValue'],
    ['vpc-id', [], 'MissingParameter'],
    [
      'vpc-id',
      Array.from({ length: 201 }, (_, i) => `${i}`),
      'FilterLimitExceeded',
    ],
  ])('takes no filter %s of %j', async (Name, Values, code) => {
    const ec2 = networkCompany().ec2(ORDERS);
    await expect(
      ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name, Values }] })),
    ).rejects.toMatchObject({ name: code });
  });

  it('comes in pages of five to a thousand', async () => {
    const ec2 = networkCompany().ec2(ORDERS);
    for (let i = 0; i < 4; i++) {
      await ec2.send(
        new CreateSubnetCommand({
          VpcId: 'vpc-03333000000000001',
          CidrBlock: `10.20.${100 + i}.0/24`,
        }),
      );
    }
    const page = (MaxResults: number, NextToken?: string) =>
      ec2.send(new DescribeSubnetsCommand({ MaxResults, NextToken }));
    const first = await page(5);
    const second = await page(5, first.NextToken);
    const ids = [...first.Subnets!, ...second.Subnets!].map(s => s.SubnetId);
    expect(first.Subnets).toHaveLength(5);
    expect(new Set(ids).size).toBe(7);
    expect(second.NextToken).toBeUndefined();
    await expect(page(4)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message:
        'Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than or equal to 5.',
    });
    await expect(page(1001)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(page(5, 'nonsense')).rejects.toMatchObject({
      name: 'InvalidNextToken',
    });
  });

  it('belongs to the account that asks', async () => {
    const { ec2 } = networkCompany();
    await expect(
      ec2(PAYMENTS).send(
        new DescribeVpcsCommand({ VpcIds: ['vpc-03333000000000001'] }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
      message: "The vpc ID 'vpc-03333000000000001' does not exist",
    });
  });

  it('is not shown to who only wants to know whether they may', async () => {
    const ec2 = networkCompany().ec2(ORDERS);
    await expect(
      ec2.send(new DescribeVpcsCommand({ DryRun: true })),
    ).rejects.toMatchObject({
      name: 'DryRunOperation',
      $metadata: { httpStatusCode: 412 },
    });
  });
});

describe('tags', () => {
  const VPC = 'vpc-03333000000000001';

  it('are put on, found and taken off', async () => {
    const ec2 = networkCompany().ec2(ORDERS);
    const Tags = [{ Key: 'owner', Value: 'orders' }];
    await ec2.send(new CreateTagsCommand({ Resources: [VPC], Tags }));
    const found = async () =>
      (
        await ec2.send(
          new DescribeTagsCommand({
            Filters: [{ Name: 'key', Values: ['owner'] }],
          }),
        )
      ).Tags;
    expect(await found()).toEqual([
      { ResourceId: VPC, ResourceType: 'vpc', Key: 'owner', Value: 'orders' },
    ]);
    const takeOff = (Value?: string) =>
      ec2.send(
        new DeleteTagsCommand({
          Resources: [VPC],
          Tags: [{ Key: 'owner', Value }],
        }),
      );
    await takeOff('somebody else');
    expect(await found()).toHaveLength(1);
    await takeOff();
    expect(await found()).toEqual([]);
  });

  it.each([
    ['aws:mine', 'InvalidParameterValue'],
    ['k'.repeat(129), 'InvalidParameterValue'],
  ])('have no key %s', async (Key, code) => {
    const ec2 = networkCompany().ec2(ORDERS);
    await expect(
      ec2.send(
        new CreateTagsCommand({ Resources: [VPC], Tags: [{ Key, Value: '' }] }),
      ),
    ).rejects.toMatchObject({ name: code });
  });

  it('are fifty at most', async () => {
    const ec2 = networkCompany().ec2(ORDERS);
    const Tags = Array.from({ length: 50 }, (_, i) => ({
      Key: `k${i}`,
      Value: '',
    }));
    await expect(
      ec2.send(new CreateTagsCommand({ Resources: [VPC], Tags })),
    ).rejects.toMatchObject({ name: 'TagLimitExceeded' });
  });

  it('are of the kind of object that is made', async () => {
    const ec2 = networkCompany().ec2(ORDERS);
    await expect(
      ec2.send(
        new CreateVpcCommand({
          CidrBlock: '10.0.0.0/16',
          TagSpecifications: [
            { ResourceType: 'subnet', Tags: [{ Key: 'a', Value: 'b' }] },
          ],
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

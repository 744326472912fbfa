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
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  IpPermission,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { ORDERS } from '../../testing/latticeCompany';
import { networkCompany } from '../../testing/networkCompany';

const ORDERS_VPC = 'vpc-03333000000000001';
const DATABASE_GROUP = 'sg-03333000000000018';

const postgresFrom = (cidr: string, description?: string): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: 5432,
  ToPort: 5432,
  IpRanges: [{ CidrIp: cidr, Description: description }],
});

function setup() {
  const company = networkCompany();
  const ec2 = company.ec2(ORDERS);
  return {
    ...company,
    ec2,
    async group(name = 'gateway', vpcId = ORDERS_VPC) {
      const { GroupId } = await ec2.send(
        new CreateSecurityGroupCommand({
          GroupName: name,
          Description: 'of the gateway',
          VpcId: vpcId,
        }),
      );
      return GroupId!;
    },
  };
}

describe('security groups', () => {
  it('let everything out when they are new, until that rule is revoked', async () => {
    const { ec2, group } = setup();
    const GroupId = await group();
    const described = async () =>
      (
        await ec2.send(
          new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }),
        )
      ).SecurityGroups![0];
    expect(await described()).toMatchObject({
      GroupName: 'gateway',
      VpcId: ORDERS_VPC,
      OwnerId: ORDERS,
      IpPermissions: [],
      IpPermissionsEgress: [
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
      ],
    });
    await ec2.send(
      new RevokeSecurityGroupEgressCommand({
        GroupId,
        IpPermissions: [
          { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        ],
      }),
    );
    expect((await described()).IpPermissionsEgress).toEqual([]);
  });

  it('have a name that is unique in their VPC', async () => {
    const { group } = setup();
    await group('gateway');
    await expect(group('gateway')).rejects.toMatchObject({
      name: 'InvalidGroup.Duplicate',
    });
  });

  it.each([
    ['sg-mine', 'InvalidParameterValue'],
    ['default', 'InvalidParameterValue'],
    ['größe', 'InvalidParameterValue'],
    ['x'.repeat(256), 'InvalidParameterValue'],
  ])('may not be called %s', async (name, code) => {
    await expect(setup().group(name)).rejects.toMatchObject({ name: code });
  });

  it('live in a VPC of their account', async () => {
    const { group } = setup();
    await expect(group('a', 'vpc-06666000000000001')).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
    });
    await expect(group('a', 'orders')).rejects.toMatchObject({
      name: 'InvalidVpcID.Malformed',
    });
  });

  it('keep the id of each rule, its tags and the network of its CIDR', async () => {
    const { ec2, group } = setup();
    const GroupId = await group();
    const { SecurityGroupRules: made } = await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [
          {
            ...postgresFrom('10.1.2.3/16', 'apps'),
            UserIdGroupPairs: [{ GroupId: DATABASE_GROUP }],
          },
        ],
        TagSpecifications: [
          {
            ResourceType: 'security-group-rule',
            Tags: [{ Key: 'owner', Value: 'orders' }],
          },
        ],
      }),
    );
    expect(made).toMatchObject([
      {
        SecurityGroupRuleId: expect.stringMatching(/^sgr-[0-9a-f]{17}$/),
        IsEgress: false,
        CidrIpv4: '10.1.0.0/16',
        FromPort: 5432,
        Description: 'apps',
        Tags: [{ Key: 'owner', Value: 'orders' }],
      },
      {
        ReferencedGroupInfo: {
          GroupId: DATABASE_GROUP,
          UserId: ORDERS,
          VpcId: ORDERS_VPC,
        },
      },
    ]);
    const { SecurityGroupRules: listed } = await ec2.send(
      new DescribeSecurityGroupRulesCommand({
        Filters: [
          { Name: 'group-id', Values: [GroupId] },
          { Name: 'tag:owner', Values: ['orders'] },
        ],
      }),
    );
    expect(listed).toHaveLength(2);
    const { SecurityGroups } = await ec2.send(
      new DescribeSecurityGroupsCommand({
        Filters: [
          { Name: 'ip-permission.cidr', Values: ['10.1.0.0/16'] },
          { Name: 'vpc-id', Values: [ORDERS_VPC] },
        ],
      }),
    );
    expect(SecurityGroups).toMatchObject([
      {
        GroupId,
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 5432,
            ToPort: 5432,
            IpRanges: [{ CidrIp: '10.1.0.0/16', Description: 'apps' }],
            UserIdGroupPairs: [{ GroupId: DATABASE_GROUP, UserId: ORDERS }],
          },
        ],
      },
    ]);
  });

  it('refuse a rule they have, and with it all others of the call', async () => {
    const { ec2, group } = setup();
    const GroupId = await group();
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [postgresFrom('10.0.0.0/8')],
      }),
    );
    await expect(
      ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
          GroupId,
          IpPermissions: [
            postgresFrom('192.168.0.0/16'),
            postgresFrom('10.0.0.0/8', 'described otherwise'),
          ],
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidPermission.Duplicate' });
    const { SecurityGroupRules } = await ec2.send(
      new DescribeSecurityGroupRulesCommand({
        Filters: [{ Name: 'group-id', Values: [GroupId] }],
      }),
    );
    expect(SecurityGroupRules!.filter(rule => !rule.IsEgress)).toHaveLength(1);
  });

  it.each<[string, IpPermission, string]>([
    [
      'no peer',
      { IpProtocol: 'tcp', FromPort: 1, ToPort: 2 },
      'MissingParameter',
    ],
    ['no CIDR', postgresFrom('10.0.0.0/33'), 'InvalidParameterValue'],
    [
      'ports upside down',
      { ...postgresFrom('10.0.0.0/8'), ToPort: 1 },
      'InvalidParameterValue',
    ],
    [
      'an unknown protocol',
      { ...postgresFrom('10.0.0.0/8'), IpProtocol: 'quic' },
      'InvalidPermission.Malformed',
    ],
    [
      'a group that does not exist',
      {
        IpProtocol: '-1',
        UserIdGroupPairs: [{ GroupId: 'sg-0000000000000dead' }],
      },
      'InvalidGroup.NotFound',
    ],
    [
      'a prefix list that does not exist',
      {
        IpProtocol: '-1',
        PrefixListIds: [{ PrefixListId: 'pl-0000000000000dead' }],
      },
      'InvalidPrefixListID.NotFound',
    ],
  ])('refuse a rule with %s', async (_, permission, code) => {
    const { ec2 } = setup();
    await expect(
      ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
          GroupId: DATABASE_GROUP,
          IpPermissions: [permission],
        }),
      ),
    ).rejects.toMatchObject({ name: code });
  });

  it('hold sixty rules of a direction', async () => {
    const { ec2, group } = setup();
    const GroupId = await group();
    const rules = Array.from({ length: 61 }, (_, i) =>
      postgresFrom(`10.0.${i}.0/24`),
    );
    const authorize = (IpPermissions: IpPermission[]) =>
      ec2.send(
        new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }),
      );
    await authorize(rules.slice(0, 60));
    await expect(authorize(rules.slice(60))).rejects.toMatchObject({
      name: 'RulesPerSecurityGroupLimitExceeded',
    });
  });

  it('lose a rule by its id or by what it says, once', async () => {
    const { ec2, group } = setup();
    const GroupId = await group();
    const { SecurityGroupRules } = await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [
          postgresFrom('10.0.0.0/8'),
          postgresFrom('10.9.0.0/16'),
        ],
      }),
    );
    const byId = new RevokeSecurityGroupIngressCommand({
      GroupId,
      SecurityGroupRuleIds: [SecurityGroupRules![0].SecurityGroupRuleId!],
    });
    const byContent = new RevokeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [postgresFrom('10.9.0.0/16')],
    });
    expect(await ec2.send(byId)).toMatchObject({
      Return: true,
      RevokedSecurityGroupRules: [{ CidrIpv4: '10.0.0.0/8' }],
    });
    await ec2.send(byContent);
    await expect(ec2.send(byId)).rejects.toMatchObject({
      name: 'InvalidSecurityGroupRuleId.NotFound',
    });
    await expect(ec2.send(byContent)).rejects.toMatchObject({
      name: 'InvalidPermission.NotFound',
    });
  });

  it('have a rule changed as a whole, which keeps its id and tags', async () => {
    const { ec2, group } = setup();
    const GroupId = await group();
    const { SecurityGroupRules: made } = await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [postgresFrom('10.0.0.0/16', 'ours')],
        TagSpecifications: [
          {
            ResourceType: 'security-group-rule',
            Tags: [{ Key: 'Name', Value: 'ours' }],
          },
        ],
      }),
    );
    const { SecurityGroupRuleId } = made![0];
    const change = (ofGroup: string) =>
      ec2.send(
        new ModifySecurityGroupRulesCommand({
          GroupId: ofGroup,
          SecurityGroupRules: [
            {
              SecurityGroupRuleId,
              SecurityGroupRule: {
                IpProtocol: 'tcp',
                FromPort: 5433,
                ToPort: 5433,
                CidrIpv4: '10.1.0.0/16',
              },
            },
          ],
        }),
      );
    await expect(change(DATABASE_GROUP)).rejects.toMatchObject({
      name: 'InvalidSecurityGroupRuleId.NotFound',
    });
    await change(GroupId);
    const { SecurityGroupRules: rules } = await ec2.send(
      new DescribeSecurityGroupRulesCommand({
        SecurityGroupRuleIds: [SecurityGroupRuleId!],
      }),
    );
    expect(rules).toEqual([
      expect.objectContaining({
        FromPort: 5433,
        CidrIpv4: '10.1.0.0/16',
        IsEgress: false,
        Tags: [{ Key: 'Name', Value: 'ours' }],
      }),
    ]);
    expect(rules![0].Description).toBeUndefined();
  });

  it('cannot be deleted while a rule of another group names them', async () => {
    const { ec2, group } = setup();
    const gateway = await group();
    const rule = {
      GroupId: DATABASE_GROUP,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          UserIdGroupPairs: [{ GroupId: gateway }],
        },
      ],
    };
    // A rule that names its own group is in nobody's way.
    await ec2.send(
      new AuthorizeSecurityGroupEgressCommand({ ...rule, GroupId: gateway }),
    );
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule));
    const remove = new DeleteSecurityGroupCommand({ GroupId: gateway });
    await expect(ec2.send(remove)).rejects.toMatchObject({
      name: 'DependencyViolation',
      message: `resource ${gateway} has a dependent object`,
    });
    await ec2.send(new RevokeSecurityGroupIngressCommand(rule));
    await ec2.send(remove);
    await expect(ec2.send(remove)).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
    });
  });

  it('cannot be deleted while an interface uses them, nor when they are the default', async () => {
    const { ec2 } = setup();
    const remove = (GroupId: string) =>
      ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    await expect(remove(DATABASE_GROUP)).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
    await expect(remove('sg-03333000000000010')).rejects.toMatchObject({
      name: 'CannotDelete',
    });
  });
});

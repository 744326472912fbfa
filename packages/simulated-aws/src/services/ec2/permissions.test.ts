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
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import { ANALYTICS } from '../../testing/latticeCompany';
import {
  databricksEndpoint,
  DATABRICKS,
  networkCompany,
} from '../../testing/networkCompany';

/** The consumer's write role (aws.md §4.4), for EC2. */
const statements = [
  {
    Effect: 'Allow',
    Action: 'ec2:CreateVpcEndpoint',
    Resource: `arn:aws:ec2:*:${ANALYTICS}:vpc-endpoint/*`,
    Condition: {
      StringEquals: { 'aws:RequestTag/dbaccess:managed-by': 'backstage' },
    },
  },
  {
    Effect: 'Allow',
    Action: 'ec2:CreateVpcEndpoint',
    Resource: [
      `arn:aws:ec2:*:${ANALYTICS}:vpc/${DATABRICKS.vpcId}`,
      `arn:aws:ec2:*:${ANALYTICS}:subnet/*`,
      `arn:aws:ec2:*:${ANALYTICS}:security-group/*`,
    ],
  },
  {
    Effect: 'Allow',
    Action: 'ec2:CreateTags',
    Resource: [
      `arn:aws:ec2:*:${ANALYTICS}:vpc-endpoint/*`,
      `arn:aws:ec2:*:${ANALYTICS}:security-group/*`,
    ],
    Condition: {
      StringEquals: {
        'ec2:CreateAction': ['CreateVpcEndpoint', 'CreateSecurityGroup'],
      },
    },
  },
  {
    Effect: 'Allow',
    Action: ['ec2:ModifyVpcEndpoint', 'ec2:DeleteVpcEndpoints'],
    Resource: `arn:aws:ec2:*:${ANALYTICS}:vpc-endpoint/*`,
    Condition: {
      StringEquals: { 'ec2:ResourceTag/dbaccess:managed-by': 'backstage' },
    },
  },
  {
    Effect: 'Allow',
    Action: 'route53:AssociateVPCWithHostedZone',
    Resource: '*',
  },
  {
    Effect: 'Allow',
    Action: 'ec2:CreateSecurityGroup',
    Resource: [
      `arn:aws:ec2:*:${ANALYTICS}:vpc/*`,
      `arn:aws:ec2:*:${ANALYTICS}:security-group/*`,
    ],
  },
  {
    Effect: 'Allow',
    Action: 'ec2:AuthorizeSecurityGroupIngress',
    Resource: `arn:aws:ec2:*:${ANALYTICS}:security-group/*`,
    Condition: {
      StringEquals: { 'ec2:ResourceTag/dbaccess:managed-by': 'backstage' },
    },
  },
];

const managed = (ResourceType: TagSpecification['ResourceType']) => [
  {
    ResourceType,
    Tags: [{ Key: 'dbaccess:managed-by', Value: 'backstage' }],
  },
];

const denied = (action: string) => ({
  name: 'UnauthorizedOperation',
  message: expect.stringContaining(`is not authorized to perform: ${action}`),
  $metadata: { httpStatusCode: 403 },
});

async function setup() {
  const company = networkCompany();
  const arn = await company.sharedConfiguration(ANALYTICS);
  const config = await company.asRole(ANALYTICS, statements);
  return { ...company, ec2: new EC2Client(config), arn };
}

describe('a role that may touch its own objects only', () => {
  it('makes an endpoint with its tag, deletes it, and is denied when it is gone', async () => {
    const { ec2, arn, clock } = await setup();
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        ...databricksEndpoint(arn),
        TagSpecifications: managed('vpc-endpoint'),
      }),
    );
    const remove = new DeleteVpcEndpointsCommand({
      VpcEndpointIds: [VpcEndpoint!.VpcEndpointId!],
    });
    await ec2.send(remove);
    clock.advance(60);
    await expect(ec2.send(remove)).rejects.toMatchObject(
      denied('ec2:DeleteVpcEndpoints'),
    );
  });

  it.each([
    ['without the tag', { TagSpecifications: undefined }],
    ['in another VPC', { VpcId: 'vpc-06666000000000002' }],
  ])('makes no endpoint %s', async (_, change) => {
    const { ec2, arn } = await setup();
    await expect(
      ec2.send(
        new CreateVpcEndpointCommand({
          ...databricksEndpoint(arn),
          TagSpecifications: managed('vpc-endpoint'),
          ...change,
        }),
      ),
    ).rejects.toMatchObject(denied('ec2:CreateVpcEndpoint'));
  });

  it('tags what it makes and nothing else', async () => {
    const { ec2 } = await setup();
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'endpoint',
        Description: 'of the endpoint',
        VpcId: DATABRICKS.vpcId,
        TagSpecifications: managed('security-group'),
      }),
    );
    await expect(
      ec2.send(
        new CreateTagsCommand({
          Resources: [GroupId!],
          Tags: [{ Key: 'dbaccess:managed-by', Value: 'backstage' }],
        }),
      ),
    ).rejects.toMatchObject(denied('ec2:CreateTags'));
  });

  it('opens its own security group and no other', async () => {
    const { ec2 } = await setup();
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'endpoint',
        Description: 'of the endpoint',
        VpcId: DATABRICKS.vpcId,
        TagSpecifications: managed('security-group'),
      }),
    );
    const open = (id: string) =>
      ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
          GroupId: id,
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          CidrIp: '10.128.0.0/16',
        }),
      );
    await open(GroupId!);
    await expect(open(DATABRICKS.securityGroupId)).rejects.toMatchObject(
      denied('ec2:AuthorizeSecurityGroupIngress'),
    );
  });

  it('hears that it may not before it hears what is wrong', async () => {
    const { ec2 } = await setup();
    await expect(
      ec2.send(new DescribeVpcsCommand({ VpcIds: ['nonsense'] })),
    ).rejects.toMatchObject(denied('ec2:DescribeVpcs'));
  });
});

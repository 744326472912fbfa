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

import type { CreateServiceNetworkVpcAssociationCommandInput } from '@aws-sdk/client-vpc-lattice';
import { VPCLattice } from '@aws-sdk/client-vpc-lattice';
import type { Doubts } from '../../doubts';
import { simulatedClientConfig } from '../../testing/clients';
import { latticeCompany } from '../../testing/latticeCompany';
import {
  CONSUMER,
  makeNetwork,
  NETWORKING,
  PROVIDER,
} from '../../testing/networkStage';
import { refusalOf } from '../../testing/refusalOf';
import { inDatabricks, Stage, startStage } from '../../testing/stage';

/** A network of the networking account that analytics sees. */
async function sharedNetwork(doubts?: Partial<Doubts>) {
  const stage = startStage({ doubts });
  const network = await makeNetwork.network(stage);
  const shareArn = await makeNetwork.share(stage, NETWORKING, network.arn, [
    CONSUMER,
  ]);
  return { stage, network, shareArn };
}

function associate(
  stage: Stage,
  network: { arn: string },
  input: Partial<CreateServiceNetworkVpcAssociationCommandInput> = {},
) {
  return stage.lattice(CONSUMER).createServiceNetworkVpcAssociation({
    serviceNetworkIdentifier: network.arn,
    vpcIdentifier: inDatabricks.vpcId,
    ...input,
  });
}

function read(stage: Stage, who: string, id: string) {
  return stage.lattice(who).getServiceNetworkVpcAssociation({
    serviceNetworkVpcAssociationIdentifier: id,
  });
}

function remove(stage: Stage, who: string, id: string) {
  return stage.lattice(who).deleteServiceNetworkVpcAssociation({
    serviceNetworkVpcAssociationIdentifier: id,
  });
}

describe('a VPC in a service network', () => {
  it('becomes ACTIVE after a while', async () => {
    const { stage, network } = await sharedNetwork();
    const made = await associate(stage, network, {
      securityGroupIds: [inDatabricks.clientGroupId],
      privateDnsEnabled: true,
      dnsOptions: { privateDnsPreference: 'ALL_DOMAINS' },
      tags: { share: 'one' },
    });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^snva-0[0-9a-f]{16}$/),
      arn: `arn:aws:vpc-lattice:us-east-1:${CONSUMER}:servicenetworkvpcassociation/${made.id}`,
      status: 'CREATE_IN_PROGRESS',
      createdBy: CONSUMER,
      securityGroupIds: [inDatabricks.clientGroupId],
      privateDnsEnabled: true,
      dnsOptions: { privateDnsPreference: 'ALL_DOMAINS' },
    });
    stage.settle();
    await expect(read(stage, CONSUMER, made.id!)).resolves.toMatchObject({
      status: 'ACTIVE',
      vpcId: inDatabricks.vpcId,
      serviceNetworkId: network.id,
      serviceNetworkArn: network.arn,
      serviceNetworkName: 'databases',
      securityGroupIds: [inDatabricks.clientGroupId],
      privateDnsEnabled: true,
    });
    await expect(
      stage.lattice(CONSUMER).listTagsForResource({ resourceArn: made.arn }),
    ).resolves.toMatchObject({ tags: { share: 'one' } });
  });

  it('has neither security groups nor private DNS unless asked for', async () => {
    const { stage, network } = await sharedNetwork();
    await expect(associate(stage, network)).resolves.toMatchObject({
      securityGroupIds: [],
      privateDnsEnabled: false,
    });
  });

  it('needs the network to be shared (aws.md §6)', async () => {
    const stage = startStage();
    const network = await makeNetwork.network(stage);
    expect(await refusalOf(associate(stage, network))).toBe(
      'ResourceNotFoundException: Service network not found',
    );
  });

  it('is put into it by its own account', async () => {
    const { stage, network } = await sharedNetwork();
    expect(
      await refusalOf(
        stage.lattice(NETWORKING).createServiceNetworkVpcAssociation({
          serviceNetworkIdentifier: network.id,
          vpcIdentifier: inDatabricks.vpcId,
        }),
      ),
    ).toMatch(/^ValidationException/);
  });

  it('is in one network only, whichever it is', async () => {
    const { stage, network } = await sharedNetwork();
    const { id } = await associate(stage, network);
    const own = await makeNetwork.network(stage, CONSUMER);
    for (const other of [network, own]) {
      await expect(associate(stage, other)).rejects.toMatchObject({
        name: 'ConflictException',
        resourceId: id,
        resourceType: 'SERVICE_NETWORK_VPC_ASSOCIATION',
      });
    }
  });

  it('comes into another one when it has left the first', async () => {
    const { stage, network } = await sharedNetwork();
    const { id } = await associate(stage, network);
    stage.settle();
    await remove(stage, CONSUMER, id!);
    expect(await refusalOf(associate(stage, network))).toMatch(
      /^ConflictException: .*DELETE_IN_PROGRESS/,
    );
    stage.settle();
    await associate(stage, network);
  });

  it('is put into it once for a client token', async () => {
    const { stage, network } = await sharedNetwork();
    const first = await associate(stage, network, { clientToken: 'token' });
    const again = await associate(stage, network, { clientToken: 'token' });
    expect(again.id).toBe(first.id);
  });

  it('has five security groups at most, all of it', async () => {
    const { stage, network } = await sharedNetwork();
    const ec2 = stage.ec2(CONSUMER);
    const groupIds = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async i => {
        const { GroupId } = await ec2.createSecurityGroup({
          GroupName: `group-${i}`,
          Description: 'A group',
          VpcId: inDatabricks.vpcId,
        });
        return GroupId!;
      }),
    );
    for (const securityGroupIds of [groupIds, ['sg-06666000000000020']]) {
      expect(
        await refusalOf(associate(stage, network, { securityGroupIds })),
      ).toMatch(/^ValidationException/);
    }
    await associate(stage, network, { securityGroupIds: groupIds.slice(1) });
  });

  it.each([
    ['no private DNS', { privateDnsEnabled: false }],
    [
      'a preference that asks for no domains',
      {
        privateDnsEnabled: true,
        dnsOptions: {
          privateDnsPreference: 'ALL_DOMAINS' as const,
          privateDnsSpecifiedDomains: ['example.com'],
        },
      },
    ],
  ])('has DNS options that fit: not with %s', async (_, input) => {
    const { stage, network } = await sharedNetwork();
    expect(
      await refusalOf(
        associate(stage, network, {
          dnsOptions: { privateDnsPreference: 'ALL_DOMAINS' },
          ...input,
        }),
      ),
    ).toMatch(/^ValidationException/);
  });

  it('changes its security groups, but never to none', async () => {
    const { stage, network } = await sharedNetwork();
    const { id } = await associate(stage, network);
    stage.settle();
    const lattice = stage.lattice(CONSUMER);
    const update = (securityGroupIds: string[]) =>
      lattice.updateServiceNetworkVpcAssociation({
        serviceNetworkVpcAssociationIdentifier: id,
        securityGroupIds,
      });
    await expect(update([inDatabricks.clientGroupId])).resolves.toMatchObject({
      status: 'UPDATE_IN_PROGRESS',
      securityGroupIds: [inDatabricks.clientGroupId],
    });
    expect(await refusalOf(update([inDatabricks.clientGroupId]))).toMatch(
      /^ConflictException/,
    );
    expect(await refusalOf(remove(stage, CONSUMER, id!))).toMatch(
      /^ConflictException/,
    );
    stage.settle();
    await expect(read(stage, CONSUMER, id!)).resolves.toMatchObject({
      status: 'ACTIVE',
    });
    expect(await refusalOf(update([]))).toMatch(/^ValidationException/);
  });

  it('is changed by who made it only (aws.md §1.2)', async () => {
    const { stage, network } = await sharedNetwork();
    const { id } = await associate(stage, network);
    stage.settle();
    expect(
      await refusalOf(
        stage.lattice(NETWORKING).updateServiceNetworkVpcAssociation({
          serviceNetworkVpcAssociationIdentifier: id,
          privateDnsEnabled: true,
        }),
      ),
    ).toMatch(/^AccessDeniedException/);
  });

  it.each([NETWORKING, CONSUMER])(
    'is seen and taken out by either owner (%s)',
    async who => {
      const { stage, network } = await sharedNetwork();
      const { id } = await associate(stage, network);
      stage.settle();
      const lattice = stage.lattice(who);
      for (const input of [
        { serviceNetworkIdentifier: network.arn },
        { vpcIdentifier: inDatabricks.vpcId },
      ]) {
        const { items } = await lattice.listServiceNetworkVpcAssociations(
          input,
        );
        expect(items).toMatchObject([{ id, status: 'ACTIVE' }]);
      }
      const { numberOfAssociatedVPCs } = await lattice.getServiceNetwork({
        serviceNetworkIdentifier: network.arn,
      });
      expect(numberOfAssociatedVPCs).toBe(1);
      const { status } = await remove(stage, who, id!);
      expect(status).toBe('DELETE_IN_PROGRESS');
      stage.settle();
      expect(await refusalOf(read(stage, who, id!))).toMatch(
        /^ResourceNotFoundException/,
      );
    },
  );

  it('is nobody else’s business', async () => {
    const { stage, network } = await sharedNetwork();
    const { id } = await associate(stage, network);
    expect(await refusalOf(remove(stage, PROVIDER, id!))).toMatch(
      /^ResourceNotFoundException/,
    );
    const { items } = await stage
      .lattice(PROVIDER)
      .listServiceNetworkVpcAssociations({
        serviceNetworkIdentifier: network.arn,
      });
    expect(items).toEqual([]);
  });

  it('keeps the network from being deleted, in AWS’s words', async () => {
    const { stage, network } = await sharedNetwork();
    const { id } = await associate(stage, network);
    stage.settle();
    const deleteNetwork = () =>
      stage
        .lattice(NETWORKING)
        .deleteServiceNetwork({ serviceNetworkIdentifier: network.id });
    expect(await refusalOf(deleteNetwork())).toBe(
      `ConflictException: ServiceNetwork ${network.id} has VPC(s) associated`,
    );
    await remove(stage, CONSUMER, id!);
    stage.settle();
    await deleteNetwork();
  });

  it('stays when the share ends (aws.md §0.1 item 4)', async () => {
    const { stage, network, shareArn } = await sharedNetwork();
    const { id } = await associate(stage, network);
    stage.settle();
    await stage
      .ram(NETWORKING)
      .deleteResourceShare({ resourceShareArn: shareArn });
    stage.settle();
    await expect(read(stage, CONSUMER, id!)).resolves.toMatchObject({
      status: 'ACTIVE',
    });
  });
});

it('lists of VPC associations ask for a network or a VPC', async () => {
  const stage = startStage();
  expect(
    await refusalOf(
      stage.lattice(CONSUMER).listServiceNetworkVpcAssociations({}),
    ),
  ).toMatch(/^ValidationException/);
});

describe('to put a VPC into a network', () => {
  it('can be allowed for one network only', async () => {
    const company = latticeCompany();
    const owner = new VPCLattice(
      simulatedClientConfig(company.aws, { accountId: CONSUMER }),
    );
    const [allowed, other] = await Promise.all(
      ['allowed', 'other'].map(name => owner.createServiceNetwork({ name })),
    );
    const lattice = new VPCLattice(
      await company.asRole(CONSUMER, [
        {
          Effect: 'Allow',
          Action: 'vpc-lattice:CreateServiceNetworkVpcAssociation',
          Resource: '*',
          Condition: {
            ArnLike: { 'vpc-lattice:ServiceNetworkArn': allowed.arn },
          },
        },
        { Effect: 'Allow', Action: 'ec2:DescribeVpcs', Resource: '*' },
      ]),
    );
    const attempt = (serviceNetworkIdentifier: string) =>
      refusalOf(
        lattice.createServiceNetworkVpcAssociation({
          serviceNetworkIdentifier,
          vpcIdentifier: inDatabricks.vpcId,
        }),
      );
    expect(await attempt(other.id!)).toMatch(/^AccessDeniedException/);
    expect(await attempt(allowed.id!)).toBe('no refusal');
  });
});

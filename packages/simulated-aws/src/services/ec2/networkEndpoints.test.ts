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

import { EC2 } from '@aws-sdk/client-ec2';
import { CreateServiceNetworkCommand } from '@aws-sdk/client-vpc-lattice';
import { exampleCompany } from '../../company/exampleCompany';
import { latticeCompany } from '../../testing/latticeCompany';
import {
  CONSUMER,
  makeNetwork,
  networkEndpointOf,
  NETWORKING,
  PROVIDER,
} from '../../testing/networkStage';
import { refusalOf } from '../../testing/refusalOf';
import {
  configurationOf,
  databricksToOrders,
  endpointOf,
  inDatabricks,
  Stage,
  startStage,
} from '../../testing/stage';

const { analytics, payments } = exampleCompany.accounts;
const orders = exampleCompany.accounts['orders-prod'];

/** A network of the consumer herself. */
async function ownNetwork() {
  const stage = startStage();
  const network = await makeNetwork.network(stage, CONSUMER);
  return { stage, network, ec2: stage.ec2(CONSUMER) };
}

async function freeAddresses(stage: Stage) {
  const { Subnets = [] } = await stage
    .ec2(CONSUMER)
    .describeSubnets({ SubnetIds: inDatabricks.subnetIds });
  return Subnets.map(subnet => subnet.AvailableIpAddressCount!);
}

describe('an endpoint for a service network', () => {
  it('becomes available with an interface and a /28 in each subnet', async () => {
    const { stage, network, ec2 } = await ownNetwork();
    const before = await freeAddresses(stage);
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      ...networkEndpointOf(network.arn),
      DnsOptions: { PrivateDnsPreference: 'ALL_DOMAINS' },
    });
    expect(VpcEndpoint).toMatchObject({
      VpcEndpointType: 'ServiceNetwork',
      ServiceNetworkArn: network.arn,
      State: 'pending',
      PrivateDnsEnabled: true,
      DnsOptions: { PrivateDnsPreference: 'ALL_DOMAINS' },
    });
    stage.settle();
    const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({
      Filters: [{ Name: 'vpc-endpoint-type', Values: ['ServiceNetwork'] }],
    });
    expect(VpcEndpoints).toMatchObject([{ State: 'available' }]);
    expect(VpcEndpoints[0].NetworkInterfaceIds).toHaveLength(
      inDatabricks.subnetIds.length,
    );
    expect(await freeAddresses(stage)).toEqual(before.map(free => free - 16));
  });

  it('fails where the addresses are missing', async () => {
    const { stage, network, ec2 } = await ownNetwork();
    const { full } = analytics.vpcs;
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      ...networkEndpointOf(network.arn),
      VpcId: full.id,
      SubnetIds: [full.subnets[1].id],
    });
    stage.settle();
    const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({
      VpcEndpointIds: [VpcEndpoint!.VpcEndpointId!],
    });
    expect(VpcEndpoints[0]).toMatchObject({
      State: 'failed',
      LastError: { Code: 'InsufficientFreeAddressesInSubnet' },
    });
  });

  it.each([
    [
      'that is not shared with the account',
      {
        ServiceNetworkArn: `arn:aws:vpc-lattice:us-east-1:${NETWORKING}:servicenetwork/sn-0123456789abcdef0`,
      },
      /^InvalidServiceNetworkArn.NotFound/,
    ],
    [
      'whose ARN is none',
      { ServiceNetworkArn: 'arn:aws:vpc-lattice:us-east-1::sn-1' },
      /^InvalidServiceNetworkArn.Malformed/,
    ],
    ['that is not told', { ServiceNetworkArn: undefined }, /^MissingParameter/],
    [
      'and a service at once',
      { ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-1' },
      /^InvalidParameter: Endpoints of type ServiceNetwork/,
    ],
    [
      'of the type Interface',
      { VpcEndpointType: 'Interface' as const },
      /does not match service type \(ServiceNetwork\)/,
    ],
    [
      'with a preference that AWS does not know',
      { DnsOptions: { PrivateDnsPreference: 'EVERYTHING' } },
      /^InvalidParameter/,
    ],
    [
      'with a preference and without private DNS',
      {
        PrivateDnsEnabled: false,
        DnsOptions: { PrivateDnsPreference: 'ALL_DOMAINS' },
      },
      /^InvalidParameter/,
    ],
  ])('is not made for one %s', async (_, input, refusal) => {
    const { ec2, network } = await ownNetwork();
    expect(
      await refusalOf(
        ec2.createVpcEndpoint({ ...networkEndpointOf(network.arn), ...input }),
      ),
    ).toMatch(refusal);
  });

  it('is made where VPC Lattice is (aws.md §1.0 F3)', async () => {
    const stage = startStage();
    const network = await makeNetwork.network(stage, payments.id);
    const { edge } = payments.vpcs;
    expect(
      await refusalOf(
        stage.ec2(payments.id).createVpcEndpoint({
          ...networkEndpointOf(network.arn),
          VpcId: edge.id,
          SubnetIds: [edge.subnets[0].id],
        }),
      ),
    ).toMatch(/does not support the availability zone/);
  });

  it('stands beside others in a VPC, which may be associated as well', async () => {
    const { stage, network, ec2 } = await ownNetwork();
    const other = await makeNetwork.network(stage, CONSUMER, { name: 'other' });
    for (const { arn } of [network, other]) {
      await ec2.createVpcEndpoint(networkEndpointOf(arn));
    }
    await makeNetwork.association(stage, network);
    const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({});
    expect(VpcEndpoints.map(endpoint => endpoint.State)).toEqual([
      'available',
      'available',
    ]);
  });

  it('is one of fifty in a VPC (aws.md §1.6)', async () => {
    const { stage, network, ec2 } = await ownNetwork();
    for (let i = 0; i < 50; i++) {
      await ec2.createVpcEndpoint({
        ...networkEndpointOf(network.arn),
        SubnetIds: [inDatabricks.subnetIds[0]],
      });
      // The rate is 0.3 in a second.
      stage.advance(4);
    }
    expect(
      await refusalOf(ec2.createVpcEndpoint(networkEndpointOf(network.arn))),
    ).toMatch(/^VpcEndpointLimitExceeded/);
  });

  it('is listed at the network: all for its owner, for others their own', async () => {
    const stage = startStage();
    const network = await makeNetwork.network(stage);
    await makeNetwork.share(stage, NETWORKING, network.arn, [
      CONSUMER,
      payments.id,
    ]);
    const { id } = await makeNetwork.endpoint(stage, network);
    const list = async (who: string) => {
      const { items = [] } = await stage
        .lattice(who)
        .listServiceNetworkVpcEndpointAssociations({
          serviceNetworkIdentifier: network.arn,
        });
      return items;
    };
    expect(await list(NETWORKING)).toMatchObject([
      {
        vpcEndpointId: id,
        vpcEndpointOwnerId: CONSUMER,
        vpcId: inDatabricks.vpcId,
        serviceNetworkArn: network.arn,
        state: 'available',
        createdAt: expect.any(Date),
      },
    ]);
    expect(await list(CONSUMER)).toHaveLength(1);
    expect(await list(payments.id)).toEqual([]);
    await stage.ec2(CONSUMER).deleteVpcEndpoints({ VpcEndpointIds: [id] });
    stage.settle();
    expect(await list(NETWORKING)).toEqual([]);
  });

  it('changes its security groups and nothing else', async () => {
    const { stage, network, ec2 } = await ownNetwork();
    const { id, groupId } = await makeNetwork.endpoint(stage, network);
    await ec2.modifyVpcEndpoint({
      VpcEndpointId: id,
      AddSecurityGroupIds: [inDatabricks.clientGroupId],
      RemoveSecurityGroupIds: [groupId],
    });
    expect(
      await refusalOf(
        ec2.modifyVpcEndpoint({ VpcEndpointId: id, PrivateDnsEnabled: false }),
      ),
    ).toMatch(/^InvalidParameter/);
  });
});

describe('what an endpoint for a service network leads to', () => {
  it('is told resource by resource', async () => {
    const stage = startStage();
    const { network, resourceId, configuration, joined } =
      await makeNetwork.patternB(stage, 'endpoint');
    const { VpcEndpointAssociations = [] } = await stage
      .ec2(CONSUMER)
      .describeVpcEndpointAssociations({ VpcEndpointIds: [joined.id] });
    expect(VpcEndpointAssociations).toEqual([
      {
        Id: expect.stringMatching(/^vpce-rsc-asc-0[0-9a-f]{16}$/),
        VpcEndpointId: joined.id,
        ServiceNetworkArn: network.arn,
        ServiceNetworkName: 'databases',
        AssociatedResourceArn: expect.stringContaining(
          ':resourceconfiguration/',
        ),
        AssociatedResourceAccessibility: 'Accessible',
        DnsEntry: {
          DnsName: expect.stringMatching(
            new RegExp(
              `^${joined.id}-${resourceId}\\.rcfg-[0-9a-f]{17}\\.[0-9a-f]{7}\\.vpc-lattice-rsc\\.us-east-1\\.on\\.aws$`,
            ),
          ),
        },
        PrivateDnsEntry: {
          DnsName: orders.databases['orders-postgres'].host,
        },
        ResourceConfigurationGroupArn: configuration.arn,
        Tags: [],
      },
    ]);
    const name = VpcEndpointAssociations[0].DnsEntry!.DnsName!;
    expect(stage.reach({ ...databricksToOrders, name }).reachable).toBe(true);
  });

  it('is nothing without a resource', async () => {
    const { stage, network, ec2 } = await ownNetwork();
    await makeNetwork.endpoint(stage, network);
    const { VpcEndpointAssociations } =
      await ec2.describeVpcEndpointAssociations({});
    expect(VpcEndpointAssociations).toEqual([]);
  });

  it('is out of reach without a zone in common with the gateway (aws.md §1.6)', async () => {
    const stage = startStage();
    const { vpcs } = orders;
    const lattice = stage.lattice(PROVIDER);
    const { id: gatewayId } = await lattice.createResourceGateway({
      name: 'far',
      vpcIdentifier: vpcs.orders.id,
      subnetIds: [vpcs.orders.subnets[0].id],
    });
    stage.settle();
    const { arn } = await lattice.createResourceConfiguration(
      configurationOf(gatewayId!),
    );
    stage.settle();
    await makeNetwork.share(stage, PROVIDER, arn!, [CONSUMER]);
    const network = await makeNetwork.network(stage, CONSUMER, {
      enabled: false,
    });
    await makeNetwork.resource(stage, CONSUMER, {
      network,
      configuration: { id: arn!, arn: arn! },
    });
    await makeNetwork.endpoint(stage, network);
    const { VpcEndpointAssociations = [] } = await stage
      .ec2(CONSUMER)
      .describeVpcEndpointAssociations({});
    expect(VpcEndpointAssociations).toMatchObject([
      {
        AssociatedResourceAccessibility: 'Inaccessible',
        FailureCode: 'NoCommonAvailabilityZone',
      },
    ]);
    const { hops } = stage.reach(databricksToOrders);
    expect(hops.find(hop => !hop.ok)?.name).toBe('endpoint association');
  });

  it('cannot be led to by an endpoint of its own as well, while private DNS is on', async () => {
    const stage = startStage();
    const { configuration } = await makeNetwork.patternB(stage, 'endpoint');
    await makeNetwork.share(stage, PROVIDER, configuration.arn, [CONSUMER]);
    const ec2 = stage.ec2(CONSUMER);
    expect(
      await refusalOf(ec2.createVpcEndpoint(endpointOf(configuration.arn))),
    ).toMatch(/^InvalidParameter: private-dns-enabled cannot be set/);
  });

  it('cannot be led to by the network either, if it has an endpoint of its own', async () => {
    const stage = startStage();
    const { network, configuration } = await makeNetwork.sharedNetwork(stage);
    await makeNetwork.share(stage, PROVIDER, configuration.arn, [CONSUMER]);
    const ec2 = stage.ec2(CONSUMER);
    await ec2.createVpcEndpoint(endpointOf(configuration.arn));
    stage.settle();
    const attempt = (PrivateDnsEnabled: boolean) =>
      refusalOf(
        ec2.createVpcEndpoint({
          ...networkEndpointOf(network.arn),
          PrivateDnsEnabled,
        }),
      );
    expect(await attempt(true)).toMatch(
      /^InvalidParameter: private-dns-enabled cannot be set/,
    );
    expect(await attempt(false)).toBe('no refusal');
  });
});

describe('to make an endpoint for a service network', () => {
  it('needs a permission of VPC Lattice for it (Service Authorization Reference)', async () => {
    const company = latticeCompany();
    const { arn = '' } = await company
      .lattice(CONSUMER)
      .send(new CreateServiceNetworkCommand({ name: 'own' }));
    const attempt = async (resource: string) => {
      const ec2 = new EC2(
        await company.asRole(CONSUMER, [
          {
            Effect: 'Allow',
            Action: ['ec2:*', 'route53:AssociateVPCWithHostedZone'],
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Action: 'vpc-lattice:CreateServiceNetworkVpcEndpointAssociation',
            Resource: resource,
          },
        ]),
      );
      return refusalOf(ec2.createVpcEndpoint(networkEndpointOf(arn)));
    };
    expect(await attempt(`${arn}0`)).toMatch(
      /^UnauthorizedOperation.*CreateServiceNetworkVpcEndpointAssociation/,
    );
    expect(await attempt(arn)).toBe('no refusal');
  });
});

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

import { CreateVpcEndpointCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateResourceShareCommand, RAMClient } from '@aws-sdk/client-ram';
import {
  CreateResourceConfigurationCommand,
  CreateResourceGatewayCommand,
  CreateServiceNetworkCommand,
  CreateServiceNetworkResourceAssociationCommand,
  CreateServiceNetworkVpcAssociationCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { exampleCompany, simulatedClientConfig } from '@towpath/simulated-aws';
import {
  ANALYTICS,
  ORDERS,
  REGION,
  simulatedCompany,
} from '../__testUtils__/simulatedCompany';
import { readEndpoints } from './readEndpoints';
import { readVpcAssociation } from './readVpcAssociation';

const HOME = exampleCompany.accounts['orders-prod'].vpcs.orders;
const DATABASE =
  exampleCompany.accounts['orders-prod'].databases['orders-postgres'];
const VPC = exampleCompany.accounts.analytics.vpcs.databricks;

/**
 * The database in a service network: of its own account and shared with that of the clients, or of theirs, with which it
 * is shared.
 */
async function setup(owner: string = ORDERS) {
  const company = await simulatedCompany();
  const of = (accountId: string) =>
    simulatedClientConfig(company.aws, { accountId });
  const lattice = new VPCLatticeClient(of(ORDERS));
  const settle = () => company.clock.advance(300);
  const gateway = await lattice.send(
    new CreateResourceGatewayCommand({
      name: 'by-hand',
      vpcIdentifier: HOME.id,
      subnetIds: HOME.subnets.map(({ id }) => id),
      ipAddressType: 'IPV4',
    }),
  );
  settle();
  const configuration = await lattice.send(
    new CreateResourceConfigurationCommand({
      name: 'by-hand',
      type: 'ARN',
      resourceGatewayIdentifier: gateway.id,
      resourceConfigurationDefinition: { arnResource: { arn: DATABASE.arn } },
      allowAssociationToShareableServiceNetwork: true,
    }),
  );
  settle();
  const sharing = new RAMClient(of(ORDERS));
  const networking = new VPCLatticeClient(of(owner));
  const network = await networking.send(
    new CreateServiceNetworkCommand({
      name: 'by-hand',
      sharingConfig: { enabled: owner === ORDERS },
    }),
  );
  await sharing.send(
    new CreateResourceShareCommand({
      name: 'by-hand',
      resourceArns: [owner === ORDERS ? network.arn! : configuration.arn!],
      principals: [ANALYTICS],
    }),
  );
  settle();
  await networking.send(
    new CreateServiceNetworkResourceAssociationCommand({
      serviceNetworkIdentifier: network.arn,
      resourceConfigurationIdentifier: configuration.arn,
      privateDnsEnabled: true,
    }),
  );
  settle();
  return {
    network,
    settle,
    ec2: new EC2Client(of(ANALYTICS)),
    lattice: new VPCLatticeClient(of(ANALYTICS)),
    session: company.sessions.read({ accountId: ANALYTICS, region: REGION }),
    where: { vpcId: VPC.id, installation: exampleCompany.installation },
  };
}

describe('a service network that brings the database into the VPC', () => {
  it('is known by its endpoint, with the name that it holds', async () => {
    const { ec2, network, session, settle, where } = await setup();
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'ServiceNetwork',
        ServiceNetworkArn: network.arn,
        VpcId: VPC.id,
        SubnetIds: VPC.subnets.map(({ id }) => id),
        PrivateDnsEnabled: true,
      }),
    );
    settle();
    expect(await readEndpoints(session, where)).toEqual({
      endpointCounts: { ServiceNetwork: 1 },
      endpoints: [{ id: VpcEndpoint!.VpcEndpointId, names: [DATABASE.host] }],
    });
  });

  it.each([
    ['of the clients, with the name', ANALYTICS, [DATABASE.host]],
    // AWS lists what is in a network to its owner and to those of what is in it.
    ['of another account, without its names', ORDERS, []],
  ])('is known by the association of the VPC: %s', async (_, owner, names) => {
    const { lattice, network, session, settle, where } = await setup(owner);
    const { id } = await lattice.send(
      new CreateServiceNetworkVpcAssociationCommand({
        serviceNetworkIdentifier: network.arn,
        vpcIdentifier: VPC.id,
        privateDnsEnabled: true,
      }),
    );
    settle();
    expect(await readVpcAssociation(session, where)).toEqual({
      id,
      serviceNetworkArn: network.arn,
      status: 'ACTIVE',
      ours: false,
      names,
    });
  });
});

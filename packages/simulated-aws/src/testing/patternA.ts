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

import { exampleCompany } from '../company/exampleCompany';
import { populate } from '../company/populate';
import { SimulatedClock } from '../core/clock';
import { World } from '../core/World';
import { createInterface } from '../services/ec2/interfaces';
import { ec2State, SecurityGroupRule } from '../services/ec2/state';
import { rdsState } from '../services/rds/state';
import { vpcLatticeState } from '../services/vpc-lattice/state';

const { analytics } = exampleCompany.accounts;
const orders = exampleCompany.accounts['orders-prod'];

const CONFIGURATION_ARN = `arn:aws:vpc-lattice:us-east-1:${orders.id}:resourceconfiguration/rcfg-0aaaaaaaaaaaaaaaa`;

/**
 * The example company with one finished way of pattern A, written into the state directly: the data plane is to be
 * tried without the control plane that usually makes it. From analytics' VPC `databricks` to `orders-postgres`.
 */
export function worldWithPatternA() {
  const world = new World({ clock: SimulatedClock.frozen() });
  populate(world);
  const consumer = { accountId: analytics.id, region: 'us-east-1' };
  const provider = { accountId: orders.id, region: 'us-east-1' };
  const client = analytics.vpcs.databricks;
  const home = orders.vpcs.orders;
  const ec2 = {
    consumer: ec2State.of(world, consumer),
    provider: ec2State.of(world, provider),
  };
  const lattice = vpcLatticeState.of(world, provider);
  const ordersGroupId = home.securityGroups['orders-postgres'].id;
  const workspaceGroupId = client.securityGroups.workspace.id;

  const addGroup = (
    side: 'consumer' | 'provider',
    groupId: string,
    vpcId: string,
  ) => {
    ec2[side].securityGroups[groupId] = {
      groupId,
      vpcId,
      groupName: groupId,
      description: 'Pattern A',
      tags: {},
    };
  };
  const addRule = (
    side: 'consumer' | 'provider',
    rule: Pick<SecurityGroupRule, 'groupId' | 'isEgress' | 'referencedGroupId'>,
  ) => {
    const securityGroupRuleId = world.ids.next('sgr');
    ec2[side].securityGroupRules[securityGroupRuleId] = {
      ...rule,
      securityGroupRuleId,
      ipProtocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      tags: {},
    };
    return securityGroupRuleId;
  };

  const gatewayGroupId = 'sg-0aaaaaaaaaaaaaaaa';
  addGroup('provider', gatewayGroupId, home.id);
  const gatewayEgress = addRule('provider', {
    groupId: gatewayGroupId,
    isEgress: true,
    referencedGroupId: ordersGroupId,
  });
  const databaseIngress = addRule('provider', {
    groupId: ordersGroupId,
    isEgress: false,
    referencedGroupId: gatewayGroupId,
  });

  const endpointGroupId = 'sg-0bbbbbbbbbbbbbbbb';
  addGroup('consumer', endpointGroupId, client.id);
  const endpointIngress = addRule('consumer', {
    groupId: endpointGroupId,
    isEgress: false,
    referencedGroupId: workspaceGroupId,
  });

  // The third subnet holds neither the database nor its standby, so packets cross a subnet's border on the way to it.
  const gatewaySubnetId = home.subnets[2].id;
  const gatewayInterface = createInterface(world, provider, {
    subnetId: gatewaySubnetId,
    groupIds: [gatewayGroupId],
    description: 'gateway',
    servesId: 'rgw-0aaaaaaaaaaaaaaaa',
  })!;
  const gateway = {
    id: 'rgw-0aaaaaaaaaaaaaaaa',
    arn: `arn:aws:vpc-lattice:us-east-1:${orders.id}:resourcegateway/rgw-0aaaaaaaaaaaaaaaa`,
    name: 'orders',
    status: 'ACTIVE' as const,
    vpcId: home.id,
    subnetIds: [gatewaySubnetId],
    securityGroupIds: [gatewayGroupId],
    ipAddressType: 'IPV4' as const,
    networkInterfaceIds: [gatewayInterface.networkInterfaceId],
    createdAt: 0,
    updatedAt: 0,
    tags: {},
  };
  lattice.resourceGateways[gateway.id] = gateway;
  const configuration = {
    id: 'rcfg-0aaaaaaaaaaaaaaaa',
    arn: CONFIGURATION_ARN,
    name: 'orders',
    type: 'ARN' as const,
    status: 'ACTIVE' as const,
    resourceGatewayId: gateway.id,
    targetArn: orders.databases['orders-postgres'].arn,
    portRanges: [] as string[],
    allowAssociationToShareableServiceNetwork: false,
    amazonManaged: false,
    createdAt: 0,
    updatedAt: 0,
    tags: {},
  };
  lattice.resourceConfigurations[configuration.id] = configuration;

  const endpointSubnetId = client.subnets[0].id;
  const endpointInterface = createInterface(world, consumer, {
    subnetId: endpointSubnetId,
    groupIds: [endpointGroupId],
    description: 'endpoint',
    servesId: 'vpce-0aaaaaaaaaaaaaaaa',
  })!;
  const endpoint = {
    vpcEndpointId: 'vpce-0aaaaaaaaaaaaaaaa',
    vpcEndpointType: 'Resource' as const,
    vpcId: client.id,
    resourceConfigurationArn: CONFIGURATION_ARN,
    subnetIds: [endpointSubnetId],
    groupIds: [endpointGroupId],
    networkInterfaceIds: [endpointInterface.networkInterfaceId],
    privateDnsEnabled: true,
    ipAddressType: 'ipv4' as const,
    state: 'available' as const,
    createdAt: 0,
    tags: {},
  };
  ec2.consumer.vpcEndpoints[endpoint.vpcEndpointId] = endpoint;
  lattice.resourceEndpointAssociations['rea-0aaaaaaaaaaaaaaaa'] = {
    id: 'rea-0aaaaaaaaaaaaaaaa',
    arn: `arn:aws:vpc-lattice:us-east-1:${orders.id}:resourceendpointassociation/rea-0aaaaaaaaaaaaaaaa`,
    resourceConfigurationId: configuration.id,
    resourceConfigurationArn: CONFIGURATION_ARN,
    vpcEndpointId: endpoint.vpcEndpointId,
    vpcEndpointOwner: analytics.id,
    createdAt: 0,
  };

  return {
    world,
    ec2,
    lattice,
    rds: rdsState.of(world, provider),
    rules: { gatewayEgress, databaseIngress, endpointIngress },
    ids: {
      endpoint: endpoint.vpcEndpointId,
      configuration: configuration.id,
      gateway: gateway.id,
      association: 'rea-0aaaaaaaaaaaaaaaa',
      endpointInterface: endpointInterface.networkInterfaceId,
      gatewayInterface: gatewayInterface.networkInterfaceId,
      workspaceGroup: workspaceGroupId,
      clientSubnet: client.subnets[1].id,
      endpointSubnet: endpointSubnetId,
      gatewaySubnet: gatewaySubnetId,
    },
    /** A client in the other subnet than the endpoint's. */
    question: {
      from: client.id,
      to: configuration.targetArn,
      subnet: client.subnets[1].id,
      sg: workspaceGroupId,
    },
  };
}

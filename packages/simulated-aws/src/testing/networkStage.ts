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
import {
  configurationOf,
  inDatabricks,
  make,
  Stage,
  tcp,
  Where,
} from './stage';

const { accounts } = exampleCompany;

/** Who has the database, who the client, and who the network of pattern B. */
export const PROVIDER = accounts['orders-prod'].id;
export const CONSUMER = accounts.analytics.id;
export const NETWORKING = accounts.networking.id;

interface Named {
  id: string;
  arn: string;
}

/** How a VPC joins a service network. */
export type Join = 'association' | 'endpoint';

/** The parts of patterns B and C, each by the calls that make it (aws.md §1.2, §1.3). */
export const makeNetwork = {
  /** B1: of the networking account and open to sharing, unless told. */
  async network(
    stage: Stage,
    owner: string = NETWORKING,
    input: { name?: string; enabled?: boolean } = {},
  ): Promise<Named> {
    const { name = 'databases', enabled = true } = input;
    const { id, arn } = await stage
      .lattice(owner)
      .createServiceNetwork({ name, sharingConfig: { enabled } });
    return { id: id!, arn: arn! };
  },

  /** B2, A5 */
  async share(stage: Stage, owner: string, arn: string, principals: string[]) {
    const { resourceShare } = await stage.ram(owner).createResourceShare({
      name: 'shared',
      resourceArns: [arn],
      principals,
    });
    stage.settle();
    return resourceShare!.resourceShareArn!;
  },

  /** A2 and B4: a configuration of orders-postgres that shareable networks may hold, unless told. */
  async configuration(stage: Stage, open: boolean = true): Promise<Named> {
    const gateway = await make.gateway(stage);
    const { id, arn } = await stage
      .lattice(PROVIDER)
      .createResourceConfiguration({
        ...configurationOf(gateway.id),
        allowAssociationToShareableServiceNetwork: open,
      });
    stage.settle();
    return { id: id!, arn: arn! };
  },

  /** B5 */
  async resource(
    stage: Stage,
    who: string,
    of: { network: Named; configuration: Named },
  ) {
    const { id } = await stage
      .lattice(who)
      .createServiceNetworkResourceAssociation({
        serviceNetworkIdentifier: of.network.arn,
        resourceConfigurationIdentifier: of.configuration.arn,
      });
    stage.settle();
    return id!;
  },

  /** B6a: with a security group that lets the clients of the VPC in. */
  async association(stage: Stage, network: Named, where: Where = inDatabricks) {
    const groupId = await clientsOnly(stage, 'association', where);
    const { id } = await stage
      .lattice(where.accountId)
      .createServiceNetworkVpcAssociation({
        serviceNetworkIdentifier: network.arn,
        vpcIdentifier: where.vpcId,
        securityGroupIds: [groupId],
        privateDnsEnabled: true,
      });
    stage.settle();
    return { id: id!, groupId };
  },

  /** B6b */
  async endpoint(stage: Stage, network: Named, where: Where = inDatabricks) {
    const groupId = await clientsOnly(stage, 'endpoint', where);
    const { VpcEndpoint } = await stage.ec2(where.accountId).createVpcEndpoint({
      ...networkEndpointOf(network.arn, where),
      SecurityGroupIds: [groupId],
    });
    stage.settle();
    return { id: VpcEndpoint!.VpcEndpointId!, groupId };
  },

  /** The networking account's network, shared with both others; the provider puts its resource into it. */
  async sharedNetwork(stage: Stage) {
    const network = await makeNetwork.network(stage);
    await makeNetwork.share(stage, NETWORKING, network.arn, [
      PROVIDER,
      CONSUMER,
    ]);
    const configuration = await makeNetwork.configuration(stage);
    const resourceId = await makeNetwork.resource(stage, PROVIDER, {
      network,
      configuration,
    });
    return { network, configuration, resourceId };
  },

  /** Pattern B, from orders-postgres to VPC databricks. */
  async patternB(stage: Stage, join: Join) {
    const shared = await makeNetwork.sharedNetwork(stage);
    const joined = await makeNetwork[join](stage, shared.network);
    return { ...shared, joined };
  },

  /** Pattern C: the consumer owns the network, and takes into it what the provider shares with him. */
  async patternC(stage: Stage, join: Join) {
    const configuration = await makeNetwork.configuration(stage, false);
    await makeNetwork.share(stage, PROVIDER, configuration.arn, [CONSUMER]);
    const network = await makeNetwork.network(stage, CONSUMER, {
      enabled: false,
    });
    const resourceId = await makeNetwork.resource(stage, CONSUMER, {
      network,
      configuration,
    });
    const joined = await makeNetwork[join](stage, network);
    return { network, configuration, resourceId, joined };
  },
};

export function networkEndpointOf(arn: string, where: Where = inDatabricks) {
  return {
    VpcEndpointType: 'ServiceNetwork' as const,
    VpcId: where.vpcId,
    SubnetIds: where.subnetIds,
    ServiceNetworkArn: arn,
    PrivateDnsEnabled: true,
  };
}

async function clientsOnly(stage: Stage, name: string, where: Where) {
  const ec2 = stage.ec2(where.accountId, where.region);
  const { GroupId } = await ec2.createSecurityGroup({
    GroupName: `${name}-clients`,
    Description: 'Who may use it',
    VpcId: where.vpcId,
  });
  await ec2.authorizeSecurityGroupIngress({
    GroupId,
    IpPermissions: [tcp(5432, where.clientGroupId)],
  });
  return GroupId!;
}

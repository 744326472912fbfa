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
  DescribeVpcEndpointsCommandInput,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import { assessStatus } from './assessStatus';
import { awsCodeOf, isNotFound } from './awsAnswers';
import {
  deleteEndpoint,
  deleteEndpoints,
  ENDPOINT_CHANGES,
  ENDPOINT_STATES,
  endpointBy,
  endpointInput,
  EndpointPlace,
  EndpointPlaceState,
  endpointsBy,
  ofEndpointType,
  placeDifferences,
  placeOf,
  whileNameIsHeld,
} from './endpoints';
import { expectNetworkVisible, notSeenYet } from './lattice';
import { specifiedDomains } from './networkNames';
import { defineObjectType } from './ObjectType';
import { ec2ByIds, ec2ByName, ec2OfInstallation, inOrderOf } from './ours';
import { ec2EndpointRate } from './rates';
import { arnOfAnyAccount, reading } from './statements';

export type NetworkEndpointSpec = EndpointPlace & {
  readonly serviceNetworkArn: string;
};

export interface NetworkEndpointState extends EndpointPlaceState {
  vpcEndpointId: string;
  state: string;
  failureReason?: string;
}

const IS_OF_NETWORK = ofEndpointType('ServiceNetwork');

/**
 * Where packets leave the client's VPC for all that is in a service network. It is ready when it is there: what it leads
 * to comes and goes with the network's resources, each an `ec2/service-network-endpoint-association`.
 */
export const serviceNetworkEndpoint = defineObjectType<
  NetworkEndpointSpec,
  NetworkEndpointState
>({
  type: 'ec2/service-network-endpoint',
  title: 'VPC endpoint of the service network',
  identity: 'token',
  permissions: {
    read: [reading('ec2:DescribeVpcEndpoints')],
    provision: [
      // Whether the network is to be seen from here, asked before the endpoint is made.
      reading('vpc-lattice:GetServiceNetwork'),
      ...ENDPOINT_CHANGES,
      // For the databases' own names in the client's VPC.
      { actions: ['route53:AssociateVPCWithHostedZone'] },
      // No call has this name: Lattice asks for it when EC2 makes the endpoint (aws.md §1.2 B6b).
      {
        actions: ['vpc-lattice:CreateServiceNetworkVpcEndpointAssociation'],
        resources: [arnOfAnyAccount('vpc-lattice', 'servicenetwork/*')],
      },
    ],
  },
  rates: {
    create: ec2EndpointRate('CreateVpcEndpoint'),
    remove: ec2EndpointRate('DeleteVpcEndpoints'),
  },
  budgetSeconds: 10 * 60,

  find: (aws, ref) =>
    findOne(
      aws,
      ref.awsId
        ? { VpcEndpointIds: [ref.awsId] }
        : { Filters: [...ec2ByName(ref), IS_OF_NETWORK] },
    ),

  async findMany(aws, refs) {
    const found: NetworkEndpointState[] = [];
    const filters = ec2ByIds('vpc-endpoint-id', refs);
    for await (const endpoint of endpointsBy(aws, filters)) {
      found.push(toState(endpoint));
    }
    return inOrderOf(refs, found, ({ vpcEndpointId }) => vpcEndpointId);
  },

  async create(aws, ref, token) {
    const { serviceNetworkArn } = ref.spec;
    await expectNetworkVisible(aws, serviceNetworkArn);
    try {
      const { VpcEndpoint: made } = await aws.ec2.send(
        new CreateVpcEndpointCommand({
          ...endpointInput(ref, token),
          // Without the type AWS takes it for a gateway endpoint.
          VpcEndpointType: 'ServiceNetwork',
          ServiceNetworkArn: serviceNetworkArn,
          PrivateDnsEnabled: true,
          DnsOptions: {
            PrivateDnsPreference: 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS',
            PrivateDnsSpecifiedDomains: specifiedDomains(ref.lane),
          },
        }),
      );
      return toState(made!);
    } catch (error) {
      throw isNotFound(awsCodeOf(error)) &&
        awsCodeOf(error)!.startsWith('InvalidServiceNetworkArn')
        ? notSeenYet(aws, 'ec2:CreateVpcEndpoint', serviceNetworkArn)
        : whileNameIsHeld(aws, ref, error);
    }
  },

  remove: (aws, _ref, found) => deleteEndpoint(aws, found),
  removeMany: (aws, removals) =>
    deleteEndpoints(
      aws,
      removals.map(({ state }) => state),
    ),

  async *list(aws, installation) {
    for await (const endpoint of endpointsBy(aws, [
      ...ec2OfInstallation(installation),
      IS_OF_NETWORK,
    ])) {
      yield toState(endpoint);
    }
  },

  assess: ({ state, failureReason }) =>
    assessStatus(ENDPOINT_STATES, state, failureReason),
  differences: placeDifferences,
  awsId: ({ vpcEndpointId }) => vpcEndpointId,
  outputs: ({ vpcEndpointId }) => ({ vpcEndpointId }),
});

async function findOne(
  aws: LaneClients,
  input: DescribeVpcEndpointsCommandInput,
): Promise<NetworkEndpointState | undefined> {
  const found = await endpointBy(aws, input);
  return found && toState(found);
}

function toState(endpoint: VpcEndpoint): NetworkEndpointState {
  return {
    vpcEndpointId: endpoint.VpcEndpointId!,
    state: endpoint.State!,
    failureReason: endpoint.LastError?.Message ?? endpoint.FailureReason,
    ...placeOf(endpoint),
  };
}

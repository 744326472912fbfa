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
import {
  assessDestinations,
  Destination,
  namesOf,
  readDestinations,
} from './endpointDestinations';
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
  isUsable,
  ofEndpointType,
  placeDifferences,
  placeOf,
  whileNameIsHeld,
} from './endpoints';
import { expectConfigurationVisible } from './lattice';
import { defineObjectType, ObjectRef } from './ObjectType';
import { ec2ByIds, ec2ByName, ec2OfInstallation, inOrderOf } from './ours';
import { ec2EndpointRate } from './rates';
import { reading } from './statements';

export type VpcEndpointSpec = EndpointPlace & {
  readonly resourceConfigurationArn: string;
};

export interface VpcEndpointState extends EndpointPlaceState {
  vpcEndpointId: string;
  state: string;
  failureReason?: string;
  destinations: Destination[];
}

const IS_RESOURCE = ofEndpointType('Resource');

/** Where packets leave the client's VPC. It opens the path, so it is made last; to delete it is to cut the path. */
export const vpcEndpoint = defineObjectType<VpcEndpointSpec, VpcEndpointState>({
  type: 'ec2/vpc-endpoint',
  title: 'VPC endpoint',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'ec2:DescribeVpcEndpointAssociations',
        'ec2:DescribeVpcEndpoints',
      ),
    ],
    provision: [
      // Whether the configuration is to be seen from here, asked before the endpoint is made.
      reading('vpc-lattice:GetResourceConfiguration'),
      ...ENDPOINT_CHANGES,
      // For the database's own name in the client's VPC.
      { actions: ['route53:AssociateVPCWithHostedZone'] },
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
        : { Filters: [...ec2ByName(ref), IS_RESOURCE] },
    ),

  findMany: async (aws, refs) =>
    inOrderOf(
      refs,
      await findAll(aws, refs),
      ({ vpcEndpointId }) => vpcEndpointId,
    ),

  async create(aws, ref, token) {
    const { resourceConfigurationArn } = ref.spec;
    await expectConfigurationVisible(aws, resourceConfigurationArn);
    try {
      const { VpcEndpoint: made } = await aws.ec2.send(
        new CreateVpcEndpointCommand({
          ...endpointInput(ref, token),
          // Without the type AWS takes it for a gateway endpoint.
          VpcEndpointType: 'Resource',
          ResourceConfigurationArn: resourceConfigurationArn,
          PrivateDnsEnabled: true,
        }),
      );
      return toState(made!, []);
    } catch (error) {
      throw whileNameIsHeld(aws, ref, error);
    }
  },

  remove: (aws, _ref, found) => deleteEndpoint(aws, found),
  removeMany: (aws, removals) =>
    deleteEndpoints(
      aws,
      removals.map(({ state }) => state),
    ),

  async *list(aws, installation) {
    const destinations = await readDestinations(aws);
    for await (const endpoint of endpointsBy(aws, [
      ...ec2OfInstallation(installation),
      IS_RESOURCE,
    ])) {
      yield toState(endpoint, destinations.get(endpoint.VpcEndpointId!) ?? []);
    }
  },

  assess({ state, failureReason, destinations }) {
    const ofEndpoint = assessStatus(ENDPOINT_STATES, state, failureReason);
    return ofEndpoint.condition === 'ready'
      ? assessDestinations(ofEndpoint, destinations)
      : ofEndpoint;
  },
  differences: placeDifferences,
  awsId: ({ vpcEndpointId }) => vpcEndpointId,
  outputs: ({ vpcEndpointId, destinations }) => ({
    vpcEndpointId,
    ...namesOf(destinations),
  }),
});

async function findOne(
  aws: LaneClients,
  input: DescribeVpcEndpointsCommandInput,
): Promise<VpcEndpointState | undefined> {
  const endpoint = await endpointBy(aws, input);
  if (!endpoint) {
    return undefined;
  }
  const id = endpoint.VpcEndpointId!;
  const destinations = isUsable(endpoint)
    ? await readDestinations(aws, [{ Name: 'vpc-endpoint-id', Values: [id] }])
    : new Map<string, Destination[]>();
  return toState(endpoint, destinations.get(id) ?? []);
}

/** Two calls, however many they are. */
async function findAll(
  aws: LaneClients,
  refs: ReadonlyArray<ObjectRef<unknown>>,
): Promise<VpcEndpointState[]> {
  const filters = ec2ByIds('vpc-endpoint-id', refs);
  const endpoints: VpcEndpoint[] = [];
  for await (const endpoint of endpointsBy(aws, filters)) {
    endpoints.push(endpoint);
  }
  const destinations = endpoints.some(isUsable)
    ? await readDestinations(aws, filters)
    : new Map<string, Destination[]>();
  return endpoints.map(endpoint =>
    toState(
      endpoint,
      isUsable(endpoint) ? destinations.get(endpoint.VpcEndpointId!) ?? [] : [],
    ),
  );
}

function toState(
  endpoint: VpcEndpoint,
  destinations: Destination[],
): VpcEndpointState {
  return {
    vpcEndpointId: endpoint.VpcEndpointId!,
    state: endpoint.State!,
    failureReason: endpoint.LastError?.Message ?? endpoint.FailureReason,
    ...placeOf(endpoint),
    destinations,
  };
}

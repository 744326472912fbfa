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

import type {
  CreateServiceNetworkCommandInput,
  ServiceNetworkSummary,
} from '@aws-sdk/client-vpc-lattice';
import type { Call, Permission } from '../../core/Service';
import type { World } from '../../core/World';
import { rejectEndpoint } from '../ec2/rejectEndpoint';
import { ensureServiceLinkedRole } from '../iam/roles';
import { toMakeServiceLinkedRole } from '../iam/serviceLinkedRole';
import { dropSubscriptions } from './accessLogSubscriptions';
import { latticeArn } from './identifiers';
import { createOnce } from './idempotency';
import {
  networksOf,
  ownNetwork,
  readableNetwork,
  visibleNetworks,
} from './networkAccess';
import { endpointsIn } from './networkEndpoints';
import { resourceAssociationsIn, vpcAssociationsIn } from './networkParties';
import { latticePage } from './paging';
import type { LatticePart } from './part';
import { toCreate, toTouch } from './permissions';
import { conflict, quotaExceeded } from './refusals';
import { NETWORK_IDENTIFIER, PAGE_SIZE, tagRules } from './rules';
import { ServiceNetwork, vpcLatticeState } from './state';

const KIND = 'SERVICE_NETWORK';
const SERVICE = 'vpc-lattice.amazonaws.com';
const AUTH_TYPES = ['NONE', 'AWS_IAM'] as const;

/** Per Region (aws.md §1.6, L-9CAD07FB). */
const MOST_NETWORKS = 50;

export const serviceNetworks: LatticePart = {
  rules: {
    'CreateServiceNetwork.name': {
      length: [3, 63],
      pattern: /^(?!-)(?!.*-$)(?!.*--)[a-z0-9-]+$/,
    },
    'CreateServiceNetwork.clientToken': { length: [1, 64] },
    'CreateServiceNetwork.authType': { enum: AUTH_TYPES },
    ...tagRules('CreateServiceNetwork'),
    'GetServiceNetwork.serviceNetworkIdentifier': NETWORK_IDENTIFIER,
    'UpdateServiceNetwork.serviceNetworkIdentifier': NETWORK_IDENTIFIER,
    'UpdateServiceNetwork.authType': { enum: AUTH_TYPES },
    'DeleteServiceNetwork.serviceNetworkIdentifier': NETWORK_IDENTIFIER,
    'ListServiceNetworks.maxResults': PAGE_SIZE,
  },

  permissions: {
    CreateServiceNetwork: (input, call) => [
      ...withAuthType(
        toCreate(call, 'CreateServiceNetwork', 'servicenetwork', input.tags),
        input.authType ?? 'NONE',
      ),
      ...toMakeServiceLinkedRole(call, SERVICE),
    ],
    GetServiceNetwork: (input, call) =>
      toTouch(
        call,
        'GetServiceNetwork',
        'servicenetwork',
        input.serviceNetworkIdentifier,
      ),
    UpdateServiceNetwork: (input, call) =>
      withAuthType(
        toTouch(
          call,
          'UpdateServiceNetwork',
          'servicenetwork',
          input.serviceNetworkIdentifier,
        ),
        input.authType ?? '',
      ),
    DeleteServiceNetwork: (input, call) =>
      toTouch(
        call,
        'DeleteServiceNetwork',
        'servicenetwork',
        input.serviceNetworkIdentifier,
      ),
  },

  handlers: {
    CreateServiceNetwork(input, call) {
      const network = createOnce(call, {
        kind: KIND,
        input,
        existing: networksOf(call.world, call),
        make: () => createNetwork(input, call),
      });
      return {
        ...coreOf(network),
        sharingConfig: { enabled: network.sharingEnabled },
      };
    },

    GetServiceNetwork(input, call) {
      const network = readableNetwork(
        call,
        'GetServiceNetwork',
        input.serviceNetworkIdentifier!,
      );
      const { numberOfAssociatedResourceConfigurations: _, ...summary } =
        summaryOf(call.world, network);
      return {
        ...summary,
        authType: network.authType,
        sharingConfig: { enabled: network.sharingEnabled },
      };
    },

    ListServiceNetworks(input, call) {
      const page = latticePage(visibleNetworks(call), input);
      return {
        ...page,
        items: page.items.map(network => summaryOf(call.world, network)),
      };
    },

    /** Auth policies are about services: to resources they do not apply (aws.md §0.1 item 1). */
    UpdateServiceNetwork(input, call) {
      const network = ownNetwork(
        call,
        'UpdateServiceNetwork',
        input.serviceNetworkIdentifier!,
      );
      network.authType = input.authType!;
      network.updatedAt = call.now;
      return coreOf(network);
    },

    DeleteServiceNetwork(input, call) {
      const network = ownNetwork(
        call,
        'DeleteServiceNetwork',
        input.serviceNetworkIdentifier!,
      );
      deleteNetwork(network, call);
      return {};
    },
  },
};

function withAuthType(permissions: Permission[], authType: string) {
  return permissions.map(permission => ({
    ...permission,
    context: { ...permission.context, 'vpc-lattice:AuthType': authType },
  }));
}

function createNetwork(
  input: CreateServiceNetworkCommandInput,
  call: Call,
): ServiceNetwork {
  const networks = networksOf(call.world, call);
  const namesake = Object.values(networks).find(
    network => network.name === input.name,
  );
  if (namesake) {
    throw conflict(
      KIND,
      namesake.id,
      `A service network with the name ${input.name} exists already.`,
    );
  }
  const count = Object.keys(networks).length;
  if (count >= MOST_NETWORKS) {
    throw quotaExceeded({
      kind: KIND,
      quotaCode: 'L-9CAD07FB',
      message: `${call.region} holds ${count} service networks, which is the quota.`,
    });
  }
  const id = call.world.ids.next('sn');
  const network: ServiceNetwork = {
    id,
    arn: latticeArn(call, 'servicenetwork', id),
    name: input.name!,
    authType: input.authType ?? 'NONE',
    // "By default, sharing config is set to true" (AWS's sample of service networks for customers).
    sharingEnabled: input.sharingConfig?.enabled ?? true,
    createdAt: call.now,
    updatedAt: call.now,
    tags: { ...input.tags },
  };
  networks[id] = network;
  ensureServiceLinkedRole(call.world, call.accountId, SERVICE);
  return network;
}

/** In the words of aws.md §1.2, teardown. An association that is on its way out is still one. */
function deleteNetwork(network: ServiceNetwork, call: Call): void {
  const { world } = call;
  const refuse = (what: string) =>
    conflict(KIND, network.id, `ServiceNetwork ${network.id} has ${what}`);
  if (vpcAssociationsIn(world, network.arn).length) {
    throw refuse('VPC(s) associated');
  }
  if (resourceAssociationsIn(world, network.arn).length) {
    throw refuse('resource(s) associated.');
  }
  const endpoints = endpointsIn(world, network.arn);
  if (
    endpoints.length &&
    world.doubts['delete-network-with-endpoints'] === 'ConflictException'
  ) {
    throw refuse('VPC endpoint(s) associated.');
  }
  for (const { endpoint } of endpoints) {
    rejectEndpoint(world, endpoint.vpcEndpointId);
  }
  delete networksOf(world, call)[network.id];
  dropSubscriptions(world, call, network.id);
  delete vpcLatticeState.of(world, call).resourcePolicies[network.arn];
}

function coreOf({ id, name, arn, authType }: ServiceNetwork) {
  return { id, name, arn, authType };
}

function summaryOf(
  world: World,
  network: ServiceNetwork,
): ServiceNetworkSummary {
  return {
    id: network.id,
    name: network.name,
    arn: network.arn,
    createdAt: new Date(network.createdAt),
    lastUpdatedAt: new Date(network.updatedAt),
    numberOfAssociatedVPCs: vpcAssociationsIn(world, network.arn).length,
    // Services, which are HTTP, are not simulated.
    numberOfAssociatedServices: 0,
    numberOfAssociatedResourceConfigurations: resourceAssociationsIn(
      world,
      network.arn,
    ).length,
  };
}

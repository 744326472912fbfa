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

import { createHash } from 'crypto';
import type { ServiceNetworkEndpointAssociation } from '@aws-sdk/client-vpc-lattice';
import type { World } from '../../core/World';
import { ec2State, VpcEndpoint } from '../ec2/state';
import { readableNetwork } from './networkAccess';
import { latticePage } from './paging';
import type { LatticePart } from './part';
import { toTouch } from './permissions';
import { NETWORK_IDENTIFIER, PAGE_SIZE } from './rules';

/** VPC endpoints for service networks; EC2 makes and deletes them, Lattice lists them. */
export const networkEndpoints: LatticePart = {
  rules: {
    'ListServiceNetworkVpcEndpointAssociations.serviceNetworkIdentifier':
      NETWORK_IDENTIFIER,
    'ListServiceNetworkVpcEndpointAssociations.maxResults': PAGE_SIZE,
  },

  permissions: {
    ListServiceNetworkVpcEndpointAssociations: (input, call) =>
      toTouch(
        call,
        'ListServiceNetworkVpcEndpointAssociations',
        'servicenetwork',
        input.serviceNetworkIdentifier,
      ),
  },

  handlers: {
    /** The owner of a network sees all its endpoints, whoever it is shared with only the own ones. */
    ListServiceNetworkVpcEndpointAssociations(input, call) {
      const network = readableNetwork(
        call,
        'ListServiceNetworkVpcEndpointAssociations',
        input.serviceNetworkIdentifier!,
      );
      const isOwner = network.arn.split(':')[4] === call.accountId;
      const found = endpointsIn(call.world, network.arn)
        .filter(({ accountId }) => isOwner || accountId === call.accountId)
        .map(({ accountId, endpoint }) => ({
          id: associationId(endpoint),
          createdAt: endpoint.createdAt,
          accountId,
          endpoint,
        }));
      const page = latticePage(found, input);
      return { ...page, items: page.items.map(answerOf) };
    },
  },
};

/** The endpoints of every account that lead to this network, until they are gone. */
export function endpointsIn(
  world: World,
  networkArn: string,
): Array<{ accountId: string; region: string; endpoint: VpcEndpoint }> {
  return ec2State.all(world).flatMap(({ accountId, region, state }) =>
    Object.values(state.vpcEndpoints)
      .filter(endpoint => endpoint.serviceNetworkArn === networkArn)
      .map(endpoint => ({ accountId, region, endpoint })),
  );
}

/** AWS's model says no more of it than that it is a string. */
function associationId({ vpcEndpointId }: VpcEndpoint): string {
  const digest = createHash('sha256').update(vpcEndpointId).digest('hex');
  return `snea-0${digest.slice(0, 16)}`;
}

function answerOf(found: {
  id: string;
  accountId: string;
  endpoint: VpcEndpoint;
}): ServiceNetworkEndpointAssociation {
  const { id, accountId, endpoint } = found;
  return {
    id,
    vpcEndpointId: endpoint.vpcEndpointId,
    vpcId: endpoint.vpcId,
    vpcEndpointOwnerId: accountId,
    serviceNetworkArn: endpoint.serviceNetworkArn,
    state: endpoint.state,
    createdAt: new Date(endpoint.createdAt),
  };
}

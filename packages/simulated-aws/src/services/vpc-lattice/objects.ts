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

import type { SimulatedObject } from '../../core/Service';
import type { World } from '../../core/World';
import { vpcLatticeState } from './state';

/** Everything of Lattice that exists, in all accounts. */
export function latticeObjects(world: World): SimulatedObject[] {
  return vpcLatticeState.all(world).flatMap(({ accountId, region, state }) => {
    const place = { accountId, region };
    return [
      ...Object.values(state.resourceGateways).map(gateway => ({
        ...place,
        type: 'vpc-lattice/resource-gateway',
        id: gateway.id,
        state: gateway.status,
        tags: gateway.tags,
      })),
      ...Object.values(state.resourceConfigurations).map(configuration => ({
        ...place,
        type: 'vpc-lattice/resource-configuration',
        id: configuration.id,
        state: configuration.status,
        tags: configuration.tags,
      })),
      ...Object.values(state.serviceNetworks ?? {}).map(network => ({
        ...place,
        type: 'vpc-lattice/service-network',
        id: network.id,
        tags: network.tags,
      })),
      ...Object.values(state.serviceNetworkResourceAssociations ?? {}).map(
        association => ({
          ...place,
          type: 'vpc-lattice/service-network-resource-association',
          id: association.id,
          state: association.status,
          tags: association.tags,
        }),
      ),
      ...Object.values(state.serviceNetworkVpcAssociations ?? {}).map(
        association => ({
          ...place,
          type: 'vpc-lattice/service-network-vpc-association',
          id: association.id,
          state: association.status,
          tags: association.tags,
        }),
      ),
      ...Object.values(state.accessLogSubscriptions ?? {}).map(
        subscription => ({
          ...place,
          type: 'vpc-lattice/access-log-subscription',
          id: subscription.id,
          tags: subscription.tags,
        }),
      ),
      ...Object.values(state.resourceEndpointAssociations).map(association => ({
        ...place,
        type: 'vpc-lattice/resource-endpoint-association',
        id: association.id,
        tags: association.tags ?? {},
      })),
    ];
  });
}

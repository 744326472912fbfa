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

import type { World } from '../core/World';
import type { VpcEndpoint } from '../services/ec2/state';
import { privateNamesOf } from './names';
import { NetworkConnection, privateDestinations } from './networkDestinations';

/** How an endpoint joins its VPC and a service network. */
export function connectionOf(endpoint: VpcEndpoint): NetworkConnection {
  const { serviceNetworkArn, vpcId, privateDnsEnabled, dnsOptions } = endpoint;
  return {
    networkArn: serviceNetworkArn!,
    vpcId,
    privateDnsEnabled,
    dnsOptions,
  };
}

/** The names of its own that a VPC knows by an endpoint. */
export function namesHeldBy(world: World, endpoint: VpcEndpoint): string[] {
  if (endpoint.serviceNetworkArn) {
    return privateDestinations(world, connectionOf(endpoint)).map(
      ({ name }) => name,
    );
  }
  return endpoint.privateDnsEnabled ? privateNamesOf(world, endpoint) : [];
}

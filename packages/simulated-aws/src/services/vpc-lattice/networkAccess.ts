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

import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { isSharedWith, resourcesSharedWith } from '../ram/sharing';
import { ownId, parseLatticeArn } from './identifiers';
import { notFound, notShared } from './refusals';
import { ServiceNetwork, vpcLatticeState } from './state';

const KIND = 'SERVICE_NETWORK';

/** The service networks of one account and Region, to be read and changed in place. */
export function networksOf(
  world: World,
  place: Place,
): Record<string, ServiceNetwork> {
  const state = vpcLatticeState.of(world, place);
  state.serviceNetworks ??= {};
  return state.serviceNetworks;
}

export function networkAt(
  world: World,
  arn: string,
): ServiceNetwork | undefined {
  const parsed = parseLatticeArn(arn);
  const found = parsed && networksOf(world, parsed)[parsed.id];
  return found?.arn === arn ? found : undefined;
}

/**
 * A service network that this account may change.
 *
 * @param operation - what it wants to do, for the sentence of a refusal
 */
export function ownNetwork(
  call: Call,
  operation: string,
  identifier: string,
): ServiceNetwork {
  const network = readableNetwork(call, operation, identifier);
  if (parseLatticeArn(network.arn)?.accountId !== call.accountId) {
    throw notShared(call, `vpc-lattice:${operation}`, network.arn);
  }
  return network;
}

/** A service network that is this account's or shared with it now; another account's has to be named by its ARN. */
export function readableNetwork(
  call: Call,
  operation: string,
  identifier: string,
): ServiceNetwork {
  const id = ownId(call, identifier);
  if (id) {
    const own = networksOf(call.world, call)[id];
    if (!own) {
      throw notFound(KIND, identifier);
    }
    return own;
  }
  const shared = networkSharedWith(call, identifier);
  // Whether it exists is nobody's business with whom it is not shared.
  if (!shared) {
    throw notShared(call, `vpc-lattice:${operation}`, identifier);
  }
  return shared;
}

/**
 * A service network that something is to be associated with. Who does not see it, or not yet, hears that there is none
 * (aws.md §6, "Service network not found").
 */
export function associableNetwork(
  call: Call,
  identifier: string,
): ServiceNetwork {
  const id = ownId(call, identifier);
  const network = id
    ? networksOf(call.world, call)[id]
    : networkSharedWith(call, identifier);
  if (!network) {
    throw notFound(KIND, identifier, 'Service network not found');
  }
  return network;
}

/** Own ones and those that others share (VPC Lattice API Reference, ListServiceNetworks). */
export function visibleNetworks(call: Call): ServiceNetwork[] {
  const sharedIn = resourcesSharedWith(call.world, call.accountId)
    .filter(arn => parseLatticeArn(arn)?.region === call.region)
    .map(arn => networkAt(call.world, arn))
    .filter(network => network !== undefined);
  return [...Object.values(networksOf(call.world, call)), ...sharedIn];
}

function networkSharedWith(
  call: Call,
  resourceArn: string,
): ServiceNetwork | undefined {
  const { world, accountId, region } = call;
  return parseLatticeArn(resourceArn)?.region === region &&
    isSharedWith(world, { resourceArn, accountId })
    ? networkAt(world, resourceArn)
    : undefined;
}

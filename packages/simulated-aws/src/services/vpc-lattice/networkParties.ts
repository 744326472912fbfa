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
import { idIn, latticeArn, LatticeKind, parseLatticeArn } from './identifiers';
import { notFound, notShared, ResourceKind } from './refusals';
import {
  ServiceNetworkResourceAssociation,
  ServiceNetworkVpcAssociation,
  vpcLatticeState,
} from './state';

interface Association {
  id: string;
  createdBy: string;
  serviceNetworkArn: string;
}

export function resourceAssociationsOf(
  world: World,
  place: Place,
): Record<string, ServiceNetworkResourceAssociation> {
  const state = vpcLatticeState.of(world, place);
  state.serviceNetworkResourceAssociations ??= {};
  return state.serviceNetworkResourceAssociations;
}

export function vpcAssociationsOf(
  world: World,
  place: Place,
): Record<string, ServiceNetworkVpcAssociation> {
  const state = vpcLatticeState.of(world, place);
  state.serviceNetworkVpcAssociations ??= {};
  return state.serviceNetworkVpcAssociations;
}

/** Every resource that is, becomes or ceases to be part of any service network. */
export function allResourceAssociations(
  world: World,
): ServiceNetworkResourceAssociation[] {
  return vpcLatticeState
    .all(world)
    .flatMap(({ state }) =>
      Object.values(state.serviceNetworkResourceAssociations ?? {}),
    );
}

/** The same of VPCs. */
export function allVpcAssociations(
  world: World,
): ServiceNetworkVpcAssociation[] {
  return vpcLatticeState
    .all(world)
    .flatMap(({ state }) =>
      Object.values(state.serviceNetworkVpcAssociations ?? {}),
    );
}

export function resourceAssociationsIn(world: World, networkArn: string) {
  return allResourceAssociations(world).filter(
    association => association.serviceNetworkArn === networkArn,
  );
}

export function vpcAssociationsIn(world: World, networkArn: string) {
  return allVpcAssociations(world).filter(
    association => association.serviceNetworkArn === networkArn,
  );
}

/** The owners of a network and of what is associated with it are the two who see the association. */
export function isPartyTo(
  call: Call,
  association: Association & { resourceConfigurationArn?: string },
): boolean {
  const { serviceNetworkArn, resourceConfigurationArn, createdBy } =
    association;
  const network = parseLatticeArn(serviceNetworkArn);
  const configuration =
    resourceConfigurationArn && parseLatticeArn(resourceConfigurationArn);
  return (
    network?.region === call.region &&
    [
      createdBy,
      network.accountId,
      configuration && configuration.accountId,
    ].includes(call.accountId)
  );
}

/** An association that the caller is a party to, from its id or ARN. */
export function partyAssociation<A extends Association>(
  call: Call,
  options: {
    all: A[];
    kind: ResourceKind;
    operation: string;
    identifier: string;
  },
): A {
  const { all, kind, operation, identifier } = options;
  const arn = identifier.startsWith('arn:') && parseLatticeArn(identifier);
  const found = all.find(
    association =>
      association.id === idIn(identifier) && isPartyTo(call, association),
  );
  const isMeant = !arn || arn.region === call.region;
  if (found && isMeant) {
    return found;
  }
  if (arn && arn.accountId !== call.accountId) {
    throw notShared(call, `vpc-lattice:${operation}`, identifier);
  }
  throw notFound(kind, identifier);
}

/**
 * "The association gets created in the service network account and the VPC owner account" (VPC Lattice API Reference):
 * whose account is in its ARN, AWS does not say.
 */
export function associationArn(
  call: Call,
  kind: LatticeKind,
  { id, createdBy }: Association,
): string {
  const viewer = call.world.doubts['association-arn-account'] === 'viewer';
  return latticeArn(
    { region: call.region, accountId: viewer ? call.accountId : createdBy },
    kind,
    id,
  );
}

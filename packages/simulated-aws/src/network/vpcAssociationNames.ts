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
import { allVpcAssociations } from '../services/vpc-lattice/networkParties';
import type { ServiceNetworkVpcAssociation } from '../services/vpc-lattice/state';
import { privateDestinations } from './networkDestinations';

/** The association of a VPC with a service network, in whatever status; a VPC has one at most. */
export function associationOfVpc(
  world: World,
  vpcId: string,
): ServiceNetworkVpcAssociation | undefined {
  return allVpcAssociations(world).find(
    association => association.vpcId === vpcId,
  );
}

/** Whether packets pass: from ACTIVE on, and no more once it is to go. */
export function carries({ status }: ServiceNetworkVpcAssociation): boolean {
  return ['ACTIVE', 'UPDATE_IN_PROGRESS', 'UPDATE_FAILED'].includes(status);
}

/**
 * The names of their own by which a VPC knows the resources of its service network. Whether the names of databases are
 * among them is a doubt (aws.md §1.2): if not, only the generated names lead there.
 */
export function namesHeldByAssociation(
  world: World,
  vpcId: string,
): Array<{ name: string; address: string; associationId: string }> {
  const association = associationOfVpc(world, vpcId);
  if (!association || !carries(association)) {
    return [];
  }
  const knowsDatabases =
    world.doubts['rds-name-over-vpc-association'] === 'resolves';
  return privateDestinations(world, {
    ...association,
    networkArn: association.serviceNetworkArn,
  })
    .filter(
      ({ destination }) =>
        knowsDatabases || !destination.configuration.targetArn,
    )
    .map(({ name, destination }) => ({
      name,
      address: destination.association.addresses[destination.configuration.id],
      associationId: association.id,
    }));
}

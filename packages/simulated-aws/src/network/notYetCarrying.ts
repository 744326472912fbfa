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
import { ec2State } from '../services/ec2/state';
import { resourceAssociationsIn } from '../services/vpc-lattice/networkParties';
import { vpcLatticeState } from '../services/vpc-lattice/state';
import type { Attempt } from './attempt';
import type { Target } from './question';
import { associationOfVpc, carries } from './vpcAssociationNames';

interface Waiting {
  id: string;
  state: string;
}

/** What would lead from the client's VPC to the database, and does not carry its name now. */
export function notYetCarrying({
  world,
  client,
  target,
}: Attempt): Waiting | undefined {
  const arns = configurationsOf(world, target);
  const endpoints = Object.values(
    ec2State.of(world, client.place).vpcEndpoints,
  ).filter(({ vpcId }) => vpcId === client.vpcId);
  const association = associationOfVpc(world, client.vpcId);
  const resources = [
    ...endpoints.map(({ serviceNetworkArn }) => serviceNetworkArn),
    association?.serviceNetworkArn,
  ]
    .filter(arn => arn !== undefined)
    .flatMap(arn => resourceAssociationsIn(world, arn))
    .filter(resource => arns.includes(resource.resourceConfigurationArn));
  const isOnTheWay = (networkArn: string | undefined) =>
    resources.some(resource => resource.serviceNetworkArn === networkArn);

  const candidates: Waiting[] = [
    ...endpoints
      .filter(
        endpoint =>
          endpoint.state !== 'available' &&
          (arns.includes(endpoint.resourceConfigurationArn ?? '') ||
            isOnTheWay(endpoint.serviceNetworkArn)),
      )
      .map(({ vpcEndpointId: id, state }) => ({ id, state })),
    ...(association &&
    !carries(association) &&
    isOnTheWay(association.serviceNetworkArn)
      ? [{ id: association.id, state: association.status }]
      : []),
    ...resources
      .filter(({ status }) => status !== 'ACTIVE' && status !== 'PARTIAL')
      .map(({ id, status: state }) => ({ id, state })),
  ];
  return candidates[0];
}

function configurationsOf(world: World, target: Target): string[] {
  return vpcLatticeState
    .all(world)
    .flatMap(({ state }) => Object.values(state.resourceConfigurations))
    .filter(configuration => configuration.targetArn === target.arn)
    .map(configuration => configuration.arn);
}

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
import { ec2State, VpcEndpoint } from '../services/ec2/state';
import { parseLatticeArn } from '../services/vpc-lattice/identifiers';
import type { ResourceConfiguration } from '../services/vpc-lattice/state';
import { gatewayOf, hasGatewayIn } from './networkDestinations';

interface Failure {
  code: string;
  reason: string;
}

/** What EC2 says of a resource of a service network that an endpoint does not lead to; undefined if it does. */
export function whyInaccessible(
  world: World,
  endpoint: VpcEndpoint,
  configuration: ResourceConfiguration,
): Failure | undefined {
  return configuration.status === 'ACTIVE'
    ? whyOutOfReach(world, endpoint, configuration)
    : {
        code: 'ResourceConfigurationNotActive',
        reason: `The resource configuration ${configuration.id} is ${configuration.status}.`,
      };
}

/**
 * An endpoint needs a zone in common with the resource's gateway, and that gateway must be in another VPC (aws.md §1.1,
 * §1.6).
 */
export function whyOutOfReach(
  world: World,
  endpoint: VpcEndpoint,
  configuration: ResourceConfiguration,
): Failure | undefined {
  if (hasGatewayIn(world, configuration, endpoint)) {
    return {
      code: 'ResourceGatewayInSameVpc',
      reason: `The resource gateway of ${configuration.id} is in ${endpoint.vpcId} itself.`,
    };
  }
  const zones = zonesOfGateway(world, configuration);
  const own = zonesOfSubnets(world, endpoint.subnetIds);
  return own.some(zone => zones.includes(zone))
    ? undefined
    : {
        code: 'NoCommonAvailabilityZone',
        reason: `The resource gateway of ${configuration.id} is in ${zones}, and ${endpoint.vpcEndpointId} in ${own}.`,
      };
}

function zonesOfGateway(
  world: World,
  configuration: ResourceConfiguration,
): string[] {
  const gateway = gatewayOf(world, configuration);
  const { subnets } = ec2State.of(world, parseLatticeArn(configuration.arn)!);
  return (gateway?.subnetIds ?? []).map(id => subnets[id]?.availabilityZoneId);
}

function zonesOfSubnets(world: World, subnetIds: string[]): string[] {
  return ec2State
    .all(world)
    .flatMap(({ state }) => Object.values(state.subnets))
    .filter(subnet => subnetIds.includes(subnet.subnetId))
    .map(subnet => subnet.availabilityZoneId);
}

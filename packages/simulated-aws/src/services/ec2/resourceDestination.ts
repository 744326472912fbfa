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
import type { World } from '../../core/World';
import { isSharedWith } from '../ram/sharing';
import { configurationAt } from '../vpc-lattice/configurationAccess';
import { associateEndpoint } from '../vpc-lattice/endpointAssociations';
import { parseLatticeArn } from '../vpc-lattice/identifiers';
import {
  ResourceConfiguration,
  ResourceGateway,
  vpcLatticeState,
} from '../vpc-lattice/state';
import type {
  CreateVpcEndpointInput,
  Destination,
} from './endpointDestination';
import { missing, refuse } from './errors';
import { ec2State, Subnet, Vpc } from './state';

/** "Resource endpoints per VPC" (PrivateLink quotas). */
const MAX_PER_VPC = 200;

function invalid(message: string) {
  return refuse('InvalidParameter', message);
}

/** A resource configuration, own or shared by another account. */
export function resourceDestination(
  input: CreateVpcEndpointInput,
  call: Call,
): Destination {
  const { world } = call;
  const configuration = usableConfiguration(input, call);
  const first =
    world.doubts['resource-endpoint-pending-acceptance'] === 'first';
  return {
    fields: {
      vpcEndpointType: 'Resource',
      resourceConfigurationArn: configuration.arn,
    },
    quota: { most: MAX_PER_VPC, noun: 'resource endpoints' },
    // For a database private DNS is on and cannot be turned off (aws.md §0.1 item 2).
    privateDnsEnabled:
      configuration.type === 'ARN' || input.PrivateDnsEnabled === true,
    acceptance: first ? 'by-itself' : 'none',
    checkPlace: (vpc, subnets) =>
      checkGateway(world, configuration, vpc, subnets),
    associate: ({ vpcEndpointId }) =>
      associateEndpoint(world, {
        configurationArn: configuration.arn,
        vpcEndpointId,
        vpcEndpointOwner: call.accountId,
      }),
  };
}

function usableConfiguration(
  input: CreateVpcEndpointInput,
  call: Call,
): ResourceConfiguration {
  const arn = input.ResourceConfigurationArn;
  if (!arn) {
    throw missing('ResourceConfigurationArn');
  }
  const parsed = parseLatticeArn(arn);
  if (parsed?.kind !== 'resourceconfiguration') {
    throw refuse(
      'InvalidResourceConfigurationArn.Malformed',
      `The resource configuration ARN '${arn}' is malformed`,
    );
  }
  const configuration = configurationAt(call.world, arn);
  const visible =
    configuration &&
    parsed.region === call.region &&
    (parsed.accountId === call.accountId ||
      isSharedWith(call.world, {
        resourceArn: arn,
        accountId: call.accountId,
      }));
  if (!visible) {
    throw refuse(
      'InvalidResourceConfigurationArn.NotFound',
      `The resource configuration ARN '${arn}' does not exist`,
    );
  }
  if (configuration.status !== 'ACTIVE') {
    throw invalid(
      `The resource configuration ${configuration.id} is ${configuration.status} and not ACTIVE.`,
    );
  }
  if (configuration.type === 'CHILD') {
    throw invalid(
      `The resource configuration ${configuration.id} is a child: make the endpoint for its group.`,
    );
  }
  return configuration;
}

/** AWS makes no endpoint where the gateway itself is, and none without an AZ ID in common (aws.md §1.1, §1.6). */
function checkGateway(
  world: World,
  configuration: ResourceConfiguration,
  vpc: Vpc,
  subnets: Subnet[],
) {
  const owner = parseLatticeArn(configuration.arn)!;
  const gateway: ResourceGateway | undefined = vpcLatticeState.of(world, owner)
    .resourceGateways[configuration.resourceGatewayId ?? ''];
  if (!gateway) {
    throw invalid(
      `The resource configuration ${configuration.id} has no resource gateway.`,
    );
  }
  if (gateway.vpcId === vpc.vpcId) {
    throw invalid(
      `The resource gateway of ${configuration.id} is in ${vpc.vpcId} itself: an endpoint for it has to be in another VPC.`,
    );
  }
  const known = ec2State.of(world, owner).subnets;
  const zones = gateway.subnetIds.map(id => known[id]?.availabilityZoneId);
  if (!subnets.some(subnet => zones.includes(subnet.availabilityZoneId))) {
    throw invalid(
      `The resource configuration ${
        configuration.id
      } does not support the availability zone of the subnet: ${subnets
        .map(subnet => subnet.subnetId)
        .join(', ')}.`,
    );
  }
}

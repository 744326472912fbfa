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

import type { AwsError } from '../../core/errors';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { namesHeldBy } from '../../network/heldNames';
import { privateZonesOf } from '../../network/zones';
import { dissociateEndpoint } from '../vpc-lattice/endpointAssociations';
import { once } from './clientTokens';
import type {
  CreateVpcEndpointInput as Input,
  Destination,
} from './endpointDestination';
import { missing, refuse } from './errors';
import { find, SECURITY_GROUP, SUBNET, VPC, VPC_ENDPOINT } from './ids';
import { createInterface, releaseInterfaces } from './interfaces';
import { networkDestination } from './networkDestination';
import { resourceDestination } from './resourceDestination';
import { defaultGroupOf } from './securityGroups';
import { serviceDestination } from './serviceDestination';
import { ec2State, Subnet, Vpc, VpcEndpoint } from './state';
import { tagsOnCreate } from './tagging';

const STEP = 'ec2/vpc-endpoint-step';

/** 1 to 2 minutes until it is available (aws.md §1.1 A10: 1–3 min); each endpoint has its own. */
const QUICKEST_SECONDS = 60;
const SLOWER_BY_UP_TO = 60;
const ACCEPTANCE_SECONDS = 30;

function invalid(message: string): AwsError {
  return refuse('InvalidParameter', message);
}

/** Makes an endpoint that leads to a resource configuration, a service network or an endpoint service. */
export function createVpcEndpoint(input: Input, call: Call): VpcEndpoint {
  checkType(input);
  const { ClientToken: clientToken, DryRun: _, ...parameters } = input;
  return once(call, {
    clientToken,
    parameters,
    existing: ec2State.of(call.world, call).vpcEndpoints,
    make: () => {
      const made = make(input, call);
      return { id: made.vpcEndpointId, made };
    },
  });
}

/** Who forgets the type gets a gateway endpoint, and these sentences (aws.md §6). */
function checkType(input: Input) {
  const type = input.VpcEndpointType ?? 'Gateway';
  if (type === 'Resource') {
    if (input.ServiceName || input.ServiceNetworkArn) {
      throw invalid(
        'Endpoints of type Resource take a ResourceConfigurationArn and neither a ServiceName nor a ServiceNetworkArn.',
      );
    }
    return;
  }
  if (type === 'ServiceNetwork') {
    if (input.ServiceName || input.ResourceConfigurationArn) {
      throw invalid(
        'Endpoints of type ServiceNetwork take a ServiceNetworkArn and neither a ServiceName nor a ResourceConfigurationArn.',
      );
    }
    return;
  }
  if (type === 'Gateway' && input.SubnetIds?.length) {
    throw invalid(
      'Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.',
    );
  }
  if (input.ResourceConfigurationArn) {
    throw invalid(
      `Endpoint type (${type}) does not match service type (Resource).`,
    );
  }
  if (input.ServiceNetworkArn) {
    throw invalid(
      `Endpoint type (${type}) does not match service type (ServiceNetwork).`,
    );
  }
  if (type === 'Interface') {
    return;
  }
  const isGatewayService = /\.(s3|dynamodb)$/.test(input.ServiceName ?? '');
  if (type === 'Gateway' && input.ServiceName && !isGatewayService) {
    throw invalid(
      'Endpoint type (Gateway) does not match service type (Interface).',
    );
  }
  throw refuse(
    'UnsupportedOperation',
    `Simulated AWS makes endpoints of type Interface, Resource and ServiceNetwork, not yet of type ${type}.`,
  );
}

function make(input: Input, call: Call): VpcEndpoint {
  const tags = tagsOnCreate(input.TagSpecifications, VPC_ENDPOINT);
  const { world } = call;
  const vpc = find(VPC, ec2State.of(world, call).vpcs, input.VpcId!);
  const destination = destinationOf(input, call);
  const subnets = checkedSubnets(input, call, vpc);
  const groupIds = checkedGroups(input, call, vpc);
  destination.checkPlace(vpc, subnets);
  checkIpAddressType(input);
  checkQuota(call, vpc, destination);
  const endpoint: VpcEndpoint = {
    vpcEndpointId: world.ids.next('vpce'),
    ...destination.fields,
    vpcId: vpc.vpcId,
    subnetIds: subnets.map(subnet => subnet.subnetId),
    groupIds,
    networkInterfaceIds: [],
    privateDnsEnabled: destination.privateDnsEnabled,
    ipAddressType: 'ipv4',
    state: 'pending',
    createdAt: call.now,
    tags,
  };
  checkPrivateDns(call, vpc, endpoint);
  begin(call, endpoint, destination);
  return endpoint;
}

function destinationOf(input: Input, call: Call): Destination {
  switch (input.VpcEndpointType) {
    case 'Interface':
      return serviceDestination(input, call);
    case 'ServiceNetwork':
      return networkDestination(input, call);
    default:
      return resourceDestination(input, call);
  }
}

function checkedSubnets(input: Input, call: Call, vpc: Vpc): Subnet[] {
  const { subnets: known } = ec2State.of(call.world, call);
  if (!input.SubnetIds?.length) {
    throw missing('SubnetId');
  }
  const subnets = input.SubnetIds.map(id => find(SUBNET, known, id));
  const stranger = subnets.find(subnet => subnet.vpcId !== vpc.vpcId);
  if (stranger) {
    throw invalid(
      `The subnet ID '${stranger.subnetId}' does not belong to ${vpc.vpcId}.`,
    );
  }
  const zones = subnets.map(subnet => subnet.availabilityZoneId);
  const twice = subnets.find((_, i) => zones.indexOf(zones[i]) !== i);
  if (twice) {
    throw refuse(
      'DuplicateSubnetsInSameZone',
      `Found another VPC endpoint subnet in the availability zone of ${twice.subnetId}`,
    );
  }
  return subnets;
}

function checkedGroups(input: Input, call: Call, vpc: Vpc): string[] {
  const state = ec2State.of(call.world, call);
  if (!input.SecurityGroupIds?.length) {
    const group = defaultGroupOf(state, vpc.vpcId);
    return group ? [group.groupId] : [];
  }
  const ids = [...new Set(input.SecurityGroupIds)];
  for (const id of ids) {
    if (find(SECURITY_GROUP, state.securityGroups, id).vpcId !== vpc.vpcId) {
      throw invalid(
        `You have specified two resources that belong to different networks: ${id} is not a security group of ${vpc.vpcId}.`,
      );
    }
  }
  return ids;
}

function checkIpAddressType({ IpAddressType: type }: Input) {
  if (type && type !== 'ipv4') {
    throw invalid(
      `IP address type ${type} is not supported: the subnets have IPv4 addresses only.`,
    );
  }
}

function checkQuota(
  call: Call,
  vpc: Vpc,
  { fields, quota: { most, noun } }: Destination,
) {
  const { vpcEndpoints } = ec2State.of(call.world, call);
  const there = Object.values(vpcEndpoints).filter(
    endpoint =>
      endpoint.vpcId === vpc.vpcId &&
      endpoint.vpcEndpointType === fields.vpcEndpointType,
  );
  if (there.length >= most) {
    throw refuse(
      'VpcEndpointLimitExceeded',
      `You've reached the limit of ${most} ${noun} in ${vpc.vpcId}.`,
    );
  }
}

/** A VPC needs both DNS attributes, and may know a name once only (aws.md §6). */
export function checkPrivateDns(
  { world, ...place }: Call,
  vpc: Vpc,
  endpoint: VpcEndpoint,
): void {
  if (!endpoint.privateDnsEnabled) {
    return;
  }
  if (!vpc.enableDnsSupport || !vpc.enableDnsHostnames) {
    throw invalid(
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.vpcId}`,
    );
  }
  const wanted = namesHeldBy(world, endpoint);
  const taken = [
    ...privateZonesOf(world, vpc.vpcId).map(zone => zone.name.slice(0, -1)),
    ...Object.values(ec2State.of(world, place).vpcEndpoints)
      .filter(
        other =>
          other.vpcEndpointId !== endpoint.vpcEndpointId &&
          other.vpcId === vpc.vpcId &&
          other.privateDnsEnabled &&
          isLive(other),
      )
      .flatMap(other => namesHeldBy(world, other)),
  ];
  const clash = wanted.find(name => taken.includes(name));
  if (clash) {
    throw invalid(
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${clash} in the VPC ${vpc.vpcId}`,
    );
  }
}

function isLive({ state }: VpcEndpoint): boolean {
  return ['pendingAcceptance', 'pending', 'available', 'partial'].includes(
    state,
  );
}

/** The call is answered at once; whether it works out shows later. */
function begin(call: Call, endpoint: VpcEndpoint, destination: Destination) {
  const { world } = call;
  ec2State.of(world, call).vpcEndpoints[endpoint.vpcEndpointId] = endpoint;
  destination.associate(endpoint);
  for (const subnetId of endpoint.subnetIds) {
    const eni = createInterface(world, call, {
      subnetId,
      groupIds: endpoint.groupIds,
      description: `VPC Endpoint Interface ${endpoint.vpcEndpointId}`,
      servesId: endpoint.vpcEndpointId,
      addressCount: destination.addressesPerSubnet,
    });
    if (eni) {
      endpoint.networkInterfaceIds.push(eni.networkInterfaceId);
    }
  }
  if (destination.acceptance !== 'none') {
    endpoint.state = 'pendingAcceptance';
  }
  if (destination.acceptance === 'by-itself') {
    world.after(ACCEPTANCE_SECONDS, STEP, stepPayload(call, endpoint));
  }
  if (destination.acceptance === 'none') {
    world.after(
      secondsUntilAvailable(endpoint),
      STEP,
      stepPayload(call, endpoint),
    );
  }
}

/** The owner of a service lets an endpoint in: now AWS begins to make it. */
export function accept(
  world: World,
  { place, endpoint }: { place: Place; endpoint: VpcEndpoint },
): void {
  endpoint.state = 'pending';
  world.after(
    secondsUntilAvailable(endpoint),
    STEP,
    stepPayload(place, endpoint),
  );
}

function stepPayload(
  { accountId, region }: Place,
  { vpcEndpointId }: VpcEndpoint,
) {
  return { accountId, region, vpcEndpointId };
}

function secondsUntilAvailable({ vpcEndpointId }: VpcEndpoint): number {
  const digits = parseInt(vpcEndpointId.slice(-4), 16);
  return QUICKEST_SECONDS + (digits % (SLOWER_BY_UP_TO + 1));
}

function step(world: World, payload: Record<string, string>) {
  const { accountId, region, vpcEndpointId } = payload;
  const place = { accountId, region };
  const endpoint = ec2State.of(world, place).vpcEndpoints[vpcEndpointId];
  if (
    endpoint?.state === 'pendingAcceptance' &&
    endpoint.vpcEndpointType === 'Resource'
  ) {
    accept(world, { place, endpoint });
    return;
  }
  if (endpoint?.state !== 'pending') {
    return;
  }
  if (endpoint.networkInterfaceIds.length === endpoint.subnetIds.length) {
    endpoint.state = 'available';
    return;
  }
  endpoint.state = 'failed';
  endpoint.lastError = {
    code: 'InsufficientFreeAddressesInSubnet',
    message:
      'The specified subnet does not contain enough free private IP addresses to fulfill your request.',
  };
  endpoint.networkInterfaceIds = [];
  releaseInterfaces(world, place, vpcEndpointId);
  if (endpoint.resourceConfigurationArn) {
    dissociateEndpoint(world, {
      configurationArn: endpoint.resourceConfigurationArn,
      vpcEndpointId,
    });
  }
}

export const creationTimers = { [STEP]: step };

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

import type { Call, Permission } from '../../core/Service';
import { isSharedWith } from '../ram/sharing';
import { parseLatticeArn } from '../vpc-lattice/identifiers';
import { networkAt } from '../vpc-lattice/networkAccess';
import { endpointsIn } from '../vpc-lattice/networkEndpoints';
import {
  NetworkDnsOptions,
  PRIVATE_DNS_PREFERENCES,
  ServiceNetwork,
} from '../vpc-lattice/state';
import { latticeSupportsZone } from '../vpc-lattice/zones';
import type {
  CreateVpcEndpointInput,
  Destination,
} from './endpointDestination';
import { missing, refuse } from './errors';
import type { Subnet } from './state';

/** "Service-network endpoints per VPC" (aws.md §1.6, L-3B4E38D2). */
const MAX_PER_VPC = 50;

/** Per service network (aws.md §1.6, L-89DEA27F). */
const MAX_PER_NETWORK = 200;

/** A /28 in each subnet (aws.md §1.2 B6b, §1.6). */
const ADDRESSES = 16;

function invalid(message: string) {
  return refuse('InvalidParameter', message);
}

/** A service network, own or shared by another account. */
export function networkDestination(
  input: CreateVpcEndpointInput,
  call: Call,
): Destination {
  const network = usableNetwork(input, call);
  return {
    fields: {
      vpcEndpointType: 'ServiceNetwork',
      serviceNetworkArn: network.arn,
      dnsOptions: usableDnsOptions(input),
    },
    quota: { most: MAX_PER_VPC, noun: 'service network endpoints' },
    privateDnsEnabled: input.PrivateDnsEnabled === true,
    addressesPerSubnet: ADDRESSES,
    acceptance: 'none',
    checkPlace(_vpc, subnets) {
      checkZones(network, subnets);
      checkRoom(call, network);
    },
    associate: () => {},
  };
}

/** A permission that no operation has: Lattice asks for it when EC2 makes the endpoint (Service Authorization Reference). */
export function toJoinNetwork(networkArn: string): Permission[] {
  return [
    {
      action: 'vpc-lattice:CreateServiceNetworkVpcEndpointAssociation',
      resources: [networkArn],
      context: { 'vpc-lattice:ServiceNetworkArn': networkArn },
    },
  ];
}

function usableNetwork(
  input: CreateVpcEndpointInput,
  call: Call,
): ServiceNetwork {
  const { world, accountId, region } = call;
  const resourceArn = input.ServiceNetworkArn;
  if (!resourceArn) {
    throw missing('ServiceNetworkArn');
  }
  const parsed = parseLatticeArn(resourceArn);
  if (parsed?.kind !== 'servicenetwork') {
    throw refuse(
      'InvalidServiceNetworkArn.Malformed',
      `The service network ARN '${resourceArn}' is malformed`,
    );
  }
  const visible =
    parsed.region === region &&
    (parsed.accountId === accountId ||
      isSharedWith(world, { resourceArn, accountId }));
  const network = visible ? networkAt(world, resourceArn) : undefined;
  if (!network) {
    throw refuse(
      'InvalidServiceNetworkArn.NotFound',
      `The service network ARN '${resourceArn}' does not exist`,
    );
  }
  return network;
}

/** "Only supported when private DNS is enabled", domains only with a preference that asks for them (EC2 API Reference). */
function usableDnsOptions(
  input: CreateVpcEndpointInput,
): NetworkDnsOptions | undefined {
  const { PrivateDnsPreference: asked, PrivateDnsSpecifiedDomains: domains } =
    input.DnsOptions ?? {};
  if (!asked && !domains?.length) {
    return undefined;
  }
  const preference = PRIVATE_DNS_PREFERENCES.find(known => known === asked);
  if (asked && !preference) {
    throw invalid(`${asked} is not a private DNS preference.`);
  }
  if (!input.PrivateDnsEnabled) {
    throw invalid('A private DNS preference needs PrivateDnsEnabled.');
  }
  if (domains?.length && !preference?.includes('SPECIFIED_DOMAINS')) {
    throw invalid(
      'Domains can be specified only with the preferences VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS and SPECIFIED_DOMAINS_ONLY.',
    );
  }
  return {
    privateDnsPreference: preference ?? 'VERIFIED_DOMAINS_ONLY',
    ...(domains?.length && { privateDnsSpecifiedDomains: [...domains] }),
  };
}

/** Which zones the gateways of its resources are in shows later, for each of them; Lattice itself has to be there. */
function checkZones(network: ServiceNetwork, subnets: Subnet[]): void {
  const outside = subnets.find(
    subnet => !latticeSupportsZone(subnet.availabilityZoneId),
  );
  if (outside) {
    throw invalid(
      `The service network ${network.id} does not support the availability zone of the subnet: ${outside.subnetId}.`,
    );
  }
}

function checkRoom({ world }: Call, network: ServiceNetwork): void {
  const there = endpointsIn(world, network.arn);
  if (there.length >= MAX_PER_NETWORK) {
    throw refuse(
      'VpcEndpointLimitExceeded',
      `You've reached the limit of ${MAX_PER_NETWORK} VPC endpoints for ${network.id}.`,
    );
  }
}

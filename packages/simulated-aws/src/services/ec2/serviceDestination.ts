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
import type {
  CreateVpcEndpointInput,
  Destination,
} from './endpointDestination';
import {
  FoundService,
  isAllowed,
  isOfferedIn,
  serviceNamed,
  zoneIdsOf,
} from './endpointServiceLookup';
import { missing, refuse } from './errors';
import type { Subnet } from './state';

/** "Interface and Gateway Load Balancer endpoints per VPC" (aws.md §1.6, L-29B6F2EB). */
const MAX_PER_VPC = 50;

function invalid(message: string) {
  return refuse('InvalidParameter', message);
}

/** An endpoint service, own or of another account that allows this one. */
export function serviceDestination(
  input: CreateVpcEndpointInput,
  call: Call,
): Destination {
  const found = usableService(input, call);
  const { service, place } = found;
  const privateDnsEnabled = input.PrivateDnsEnabled === true;
  if (privateDnsEnabled) {
    checkServiceHasName(found);
    if (service.acceptanceRequired) {
      throw invalid(
        `Private DNS can only be enabled after the endpoint connection is accepted by the owner of ${service.serviceName}.`,
      );
    }
  }
  return {
    fields: {
      vpcEndpointType: 'Interface',
      serviceName: service.serviceName,
      serviceRegion: place.region,
    },
    quota: { most: MAX_PER_VPC, noun: 'interface endpoints' },
    privateDnsEnabled,
    acceptance: service.acceptanceRequired ? 'by-owner' : 'none',
    checkPlace: (_vpc, subnets) => checkZones(call, found, subnets),
    associate: () => {},
  };
}

/** Who is not allowed, or not yet, hears that there is no such service (aws.md §1.4 D10). */
function usableService(
  input: CreateVpcEndpointInput,
  call: Call,
): FoundService {
  const { ServiceName: name, ServiceRegion: region = call.region } = input;
  if (!name) {
    throw missing('ServiceName');
  }
  const found = serviceNamed(call.world, name);
  const usable =
    found &&
    found.place.region === region &&
    isAllowed(call.world, found, call.caller) &&
    isOfferedIn(call.world, found, call.region);
  if (!usable) {
    throw refuse(
      'InvalidServiceName',
      `The Vpc Endpoint Service '${name}' does not exist`,
    );
  }
  if (found.service.state !== 'Available') {
    throw invalid(
      `The VPC endpoint service ${name} is ${found.service.state} and not Available.`,
    );
  }
  return found;
}

/** A name that the provider has proved to be his. */
export function checkServiceHasName({ service }: FoundService): void {
  const { privateDns, serviceName } = service;
  if (!privateDns) {
    throw invalid(
      `Private DNS can't be enabled because the service ${serviceName} does not provide a private DNS name.`,
    );
  }
  if (privateDns.state !== 'verified') {
    throw invalid(
      `Private DNS can't be enabled because the service ${serviceName} has not verified the private DNS name.`,
    );
  }
}

/** Zones are compared by their IDs; from another Region there is nothing to compare (aws.md §1.4 D11, §6). */
function checkZones(call: Call, found: FoundService, subnets: Subnet[]) {
  if (found.place.region !== call.region) {
    return;
  }
  const zoneIds = zoneIdsOf(call.world, found);
  const outside = subnets.find(
    subnet => !zoneIds.includes(subnet.availabilityZoneId),
  );
  if (outside) {
    throw invalid(
      `The VPC endpoint service ${found.service.serviceName} does not support the availability zone of the subnet: ${outside.subnetId}.`,
    );
  }
}

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

import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { formatIpv4, parseCidr, parseIpv4, sizeOf } from '../../core/ipv4';
import { ec2State, Ec2State, NetworkInterface, Subnet } from './state';

/** AWS keeps the first four addresses of a subnet and the last. */
const RESERVED_AT_START = 4;
const RESERVED = RESERVED_AT_START + 1;

/** Seconds that an interface of a deleted endpoint or gateway still holds its security groups. */
const DRAIN_SECONDS = 60;

/** The addresses of a subnet that nothing uses, as `AvailableIpAddressCount` counts them. */
export function freeAddressesOf(state: Ec2State, subnet: Subnet): number {
  const cidr = parseCidr(subnet.cidrBlock)!;
  const taken = Object.values(state.networkInterfaces)
    .filter(eni => eni.subnetId === subnet.subnetId)
    .reduce((sum, eni) => sum + (eni.addressCount ?? 1), 0);
  return Math.max(0, sizeOf(cidr) - RESERVED - subnet.occupied - taken);
}

/**
 * Puts an interface into a subnet.
 *
 * @returns undefined if the subnet has too few free addresses
 */
export function createInterface(
  world: World,
  place: Place,
  options: {
    subnetId: string;
    groupIds: string[];
    description: string;
    servesId: string;
    addressCount?: number;
  },
): NetworkInterface | undefined {
  const state = ec2State.of(world, place);
  const subnet = state.subnets[options.subnetId];
  if (freeAddressesOf(state, subnet) < (options.addressCount ?? 1)) {
    return undefined;
  }
  const eni: NetworkInterface = {
    ...options,
    networkInterfaceId: world.ids.next('eni'),
    vpcId: subnet.vpcId,
    privateIpAddress: firstFreeAddress(state, subnet),
  };
  state.networkInterfaces[eni.networkInterfaceId] = eni;
  return eni;
}

/** Takes the interfaces away that serve this id; they drain first, and keep their security groups in use while they do. */
export function releaseInterfaces(
  world: World,
  place: Place,
  servesId: string,
): void {
  const state = ec2State.of(world, place);
  for (const eni of Object.values(state.networkInterfaces)) {
    if (eni.servesId === servesId && eni.drainsUntil === undefined) {
      eni.drainsUntil = world.deadline(DRAIN_SECONDS);
      world.after(DRAIN_SECONDS, 'ec2/interface-drained', {
        accountId: place.accountId,
        region: place.region,
        networkInterfaceId: eni.networkInterfaceId,
      });
    }
  }
}

/** What happens at the timer `ec2/interface-drained`. */
export function removeDrainedInterface(
  world: World,
  payload: Record<string, string>,
): void {
  const state = ec2State.of(world, {
    accountId: payload.accountId,
    region: payload.region,
  });
  delete state.networkInterfaces[payload.networkInterfaceId];
}

function firstFreeAddress(state: Ec2State, subnet: Subnet): string {
  const cidr = parseCidr(subnet.cidrBlock)!;
  const taken = new Set(
    Object.values(state.networkInterfaces)
      .filter(eni => eni.subnetId === subnet.subnetId)
      .map(eni => parseIpv4(eni.privateIpAddress)),
  );
  let address = cidr.base + RESERVED_AT_START;
  while (taken.has(address)) {
    address += 1;
  }
  return formatIpv4(address);
}

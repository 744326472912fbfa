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
import { createInterface } from '../ec2/interfaces';
import { ec2State, NetworkInterface } from '../ec2/state';
import { refuse } from './refusals';
import { DbInstance, rdsState } from './state';

/** Every node of a database has an interface of its own; the standby's answers nobody. */
export function interfacesOf(
  world: World,
  place: Place,
  instance: DbInstance,
): NetworkInterface[] {
  return Object.values(ec2State.of(world, place).networkInterfaces).filter(
    eni =>
      eni.servesId === instance.dbInstanceIdentifier &&
      eni.drainsUntil === undefined,
  );
}

/** The interface of the node in this zone; made if there is none yet. */
export function interfaceIn(
  world: World,
  place: Place,
  instance: DbInstance,
  zone: string,
): NetworkInterface {
  const { subnets } = ec2State.of(world, place);
  const there = interfacesOf(world, place, instance).find(
    eni => subnets[eni.subnetId]?.availabilityZone === zone,
  );
  if (there) {
    return there;
  }
  const { subnetGroups } = rdsState.of(world, place);
  const subnetId = subnetGroups[instance.subnetGroupName]?.subnetIds.find(
    id => subnets[id]?.availabilityZone === zone,
  );
  const made =
    subnetId &&
    createInterface(world, place, {
      subnetId,
      groupIds: instance.securityGroupIds,
      description: 'RDSNetworkInterface',
      servesId: instance.dbInstanceIdentifier,
    });
  if (!made) {
    throw refuse(
      'InvalidVPCNetworkStateFault',
      `The DB subnet group ${instance.subnetGroupName} has no free address in ${zone}.`,
    );
  }
  return made;
}

/** The standby takes over: its interface answers from now on, and the zones swap. What the internet sees goes along. */
export function failOver(world: World, place: Place, instance: DbInstance) {
  const zone = instance.secondaryAvailabilityZone;
  if (!zone) {
    return;
  }
  const { networkInterfaces } = ec2State.of(world, place);
  const before = networkInterfaces[instance.networkInterfaceId];
  const after = interfaceIn(world, place, instance, zone);
  after.publicIpAddress = before?.publicIpAddress;
  if (before) {
    before.publicIpAddress = undefined;
  }
  instance.networkInterfaceId = after.networkInterfaceId;
  instance.secondaryAvailabilityZone = instance.availabilityZone;
  instance.availabilityZone = zone;
}

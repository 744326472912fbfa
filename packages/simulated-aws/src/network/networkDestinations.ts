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
import { generatedEndpointName } from '../services/ec2/endpointNames';
import { parseLatticeArn } from '../services/vpc-lattice/identifiers';
import {
  allResourceAssociations,
  resourceAssociationsIn,
} from '../services/vpc-lattice/networkParties';
import { configurationsBehind } from '../services/vpc-lattice/resourceAddresses';
import {
  NetworkDnsOptions,
  ResourceConfiguration,
  ServiceNetworkResourceAssociation,
  vpcLatticeState,
} from '../services/vpc-lattice/state';
import { hostOf } from './names';

/** A resource that a service network leads to. */
export interface NetworkDestination {
  association: ServiceNetworkResourceAssociation;
  configuration: ResourceConfiguration;
  /** Others stand for it: AWS made one for each name of the database. */
  isGroup: boolean;
}

/** What joins a VPC and a service network: an endpoint or an association. */
export interface NetworkConnection {
  networkArn: string;
  vpcId: string;
  privateDnsEnabled: boolean;
  dnsOptions?: NetworkDnsOptions;
}

/** What a service network leads to now: an association carries from ACTIVE on, and nothing more once it is to go. */
export function networkDestinations(
  world: World,
  networkArn: string,
): NetworkDestination[] {
  return destinationsBehind(world, resourceAssociationsIn(world, networkArn));
}

/** The same of all service networks. */
export function allNetworkDestinations(world: World): NetworkDestination[] {
  return destinationsBehind(world, allResourceAssociations(world));
}

function destinationsBehind(
  world: World,
  associations: ServiceNetworkResourceAssociation[],
): NetworkDestination[] {
  return associations
    .filter(({ status }) => status === 'ACTIVE' || status === 'PARTIAL')
    .flatMap(association => {
      const behind = configurationsBehind(world, association);
      return behind
        .filter(({ id }) => association.addresses[id] !== undefined)
        .map(configuration => ({
          association,
          configuration,
          isGroup: behind.some(other => other.groupId === configuration.id),
        }));
    });
}

/** `<snra>.<rcfg>.<hash>.vpc-lattice-rsc.<region>.on.aws`: where a VPC association answers (aws.md §6, TF #41261). */
export function resourceAssociationName(
  { id, serviceNetworkArn }: ServiceNetworkResourceAssociation,
  configuration: ResourceConfiguration,
): string {
  return generatedName(id, serviceNetworkArn, configuration);
}

/** `<vpce>-<snra>.<rcfg>.…`: where an endpoint answers for one of the resources of its network. */
export function networkEndpointName(
  vpcEndpointId: string,
  { association, configuration }: NetworkDestination,
): string {
  return generatedName(
    `${vpcEndpointId}-${association.id}`,
    association.serviceNetworkArn,
    configuration,
  );
}

function generatedName(
  first: string,
  networkArn: string,
  configuration: ResourceConfiguration,
): string {
  return generatedEndpointName({
    vpcEndpointId: first,
    resourceConfigurationId: configuration.id,
    region: parseLatticeArn(networkArn)!.region,
  });
}

/** The name of its own that a configuration stands for: a database's, or the one that its provider gave it. */
export function privateNameOf(
  world: World,
  configuration: ResourceConfiguration,
): string | undefined {
  return configuration.type === 'SINGLE'
    ? configuration.customDomainName
    : hostOf(world, configuration);
}

/**
 * The names of their own by which a VPC may know the resources of a network. Of a database they are known whatever the
 * connection says of private DNS, unless the gateway is in the VPC itself; of other resources the association of the
 * resource and the connection must both want it, and the connection's preference must let the name in (aws.md §1.2, VPC
 * Lattice User Guide). Nothing here verifies domains, so none counts as verified.
 */
export function privateDestinations(
  world: World,
  connection: NetworkConnection,
): Array<{ name: string; destination: NetworkDestination }> {
  return networkDestinations(world, connection.networkArn)
    .filter(destination => !destination.isGroup)
    .filter(
      ({ configuration }) => !hasGatewayIn(world, configuration, connection),
    )
    .flatMap(destination => {
      const name = privateNameOf(world, destination.configuration);
      return name && isKnownBy(name, destination, connection)
        ? [{ name, destination }]
        : [];
    });
}

function isKnownBy(
  name: string,
  { association, configuration }: NetworkDestination,
  { privateDnsEnabled, dnsOptions }: NetworkConnection,
): boolean {
  if (configuration.targetArn) {
    return true;
  }
  if (!association.privateDnsEnabled || !privateDnsEnabled) {
    return false;
  }
  switch (dnsOptions?.privateDnsPreference) {
    case 'ALL_DOMAINS':
      return true;
    case 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS':
    case 'SPECIFIED_DOMAINS_ONLY':
      return (dnsOptions.privateDnsSpecifiedDomains ?? []).some(
        domain => name === domain || name.endsWith(`.${domain}`),
      );
    default:
      return false;
  }
}

export function gatewayOf(world: World, configuration: ResourceConfiguration) {
  const owner = parseLatticeArn(configuration.arn)!;
  return vpcLatticeState.of(world, owner).resourceGateways[
    configuration.resourceGatewayId ?? ''
  ];
}

export function hasGatewayIn(
  world: World,
  configuration: ResourceConfiguration,
  { vpcId }: Pick<NetworkConnection, 'vpcId'>,
): boolean {
  return gatewayOf(world, configuration)?.vpcId === vpcId;
}

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

import { cidrContains, parseIpv4 } from '../core/ipv4';
import type { VpcEndpoint } from '../services/ec2/state';
import type { ServiceNetworkVpcAssociation } from '../services/vpc-lattice/state';
import { after, Attempt, Way } from './attempt';
import {
  egressHop,
  endpointHop,
  ingressHop,
  leavingAclHop,
  ReachabilityHop,
} from './filterHops';
import { waysThroughGateway } from './gatewayWays';
import { connectionOf } from './heldNames';
import { hostOf } from './names';
import {
  NetworkDestination,
  networkDestinations,
  networkEndpointName,
  privateDestinations,
} from './networkDestinations';
import type { Station } from './stations';
import { associationOfVpc, carries } from './vpcAssociationNames';
import { whyOutOfReach } from './whyInaccessible';

/** Where VPC associations answer (aws.md §1.2 B6a). */
const OF_ASSOCIATIONS = '129.224.0.0/17';

/** From an endpoint for a service network to the resource that the client asked for. */
export function waysThroughNetworkEndpoint(
  attempt: Attempt,
  endpoint: VpcEndpoint,
): Way[] {
  const { world, name } = attempt;
  const hops = [endpointHop(endpoint)];
  const asked = askedFor(attempt, endpoint);
  if (!asked.length) {
    return [{ hops: [...hops, nothingHop(endpoint.serviceNetworkArn!, name)] }];
  }
  return asked.flatMap(destination => {
    const failure = whyOutOfReach(world, endpoint, destination.configuration);
    const accessible: ReachabilityHop = {
      name: 'endpoint association',
      ok: failure === undefined,
      why:
        failure?.reason ??
        `${endpoint.vpcEndpointId} leads to ${destination.configuration.id}.`,
    };
    return after(
      [...hops, resourceHop(destination), accessible],
      waysToDestination(attempt, destination),
      [networkStation(destination)],
    );
  });
}

/**
 * Over the association of the client's VPC with a service network; undefined if the address is none of it. It is for the
 * clients of that VPC only: peered networks have no route to it.
 */
export function waysOverAssociation(
  attempt: Attempt,
  address: string,
): Way[] | undefined {
  const { world, client } = attempt;
  const association = associationOfVpc(world, client.vpcId);
  if (!association || !cidrContains(OF_ASSOCIATIONS, address)) {
    return undefined;
  }
  const hops = arrivalHops(attempt, association, address);
  const destination = networkDestinations(
    world,
    association.serviceNetworkArn,
  ).find(
    ({ association: resource, configuration }) =>
      resource.addresses[configuration.id] === address,
  );
  if (!destination) {
    return [
      { hops: [...hops, nothingHop(association.serviceNetworkArn, address)] },
    ];
  }
  return after(
    [...hops, resourceHop(destination)],
    waysToDestination(attempt, destination),
    [networkStation(destination)],
  );
}

/** The address is AWS's and in no subnet: the client's own filters, then those of the association, if it has any. */
function arrivalHops(
  attempt: Attempt,
  association: ServiceNetworkVpcAssociation,
  address: string,
): ReachabilityHop[] {
  const { client } = attempt;
  const { id, status, securityGroupIds: groupIds } = association;
  const name = 'VPC association security group';
  return [
    {
      name: 'address',
      ok: true,
      why: `${address} is VPC Lattice’s, for the clients of ${client.vpcId}.`,
    },
    egressHop(attempt, 'client', client.place, {
      groupIds: [client.groupId],
      to: { privateIpAddress: address, groupIds: [] },
    }),
    leavingAclHop(attempt, {
      kind: 'client',
      place: client.place,
      subnetId: client.subnet.subnetId,
      address,
    }),
    {
      name: 'VPC association',
      ok: carries(association),
      why: `${id} of ${client.vpcId} is ${status}.`,
    },
    groupIds.length
      ? ingressHop(attempt, 'VPC association', client.place, {
          groupIds,
          from: { address: client.address, groupIds: [client.groupId] },
        })
      : { name, ok: true, why: `${id} has no security groups.` },
  ];
}

/** By its name; of who came by an address, or by a name that leads to one, an endpoint's interface does not tell. */
function askedFor(
  { world, name }: Attempt,
  endpoint: VpcEndpoint,
): NetworkDestination[] {
  const all = networkDestinations(world, endpoint.serviceNetworkArn!);
  const named =
    parseIpv4(name) === undefined
      ? [
          ...all.filter(
            destination =>
              networkEndpointName(endpoint.vpcEndpointId, destination) === name,
          ),
          ...privateDestinations(world, connectionOf(endpoint))
            .filter(held => held.name === name)
            .map(({ destination }) => destination),
        ]
      : [];
  return named.length ? named : all;
}

function waysToDestination(
  attempt: Attempt,
  { configuration }: NetworkDestination,
): Way[] {
  const host = hostOf(attempt.world, configuration);
  return waysThroughGateway(attempt, configuration.arn, host);
}

function networkStation({ association }: NetworkDestination): Station {
  return {
    kind: 'service network',
    networkArn: association.serviceNetworkArn,
    associationId: association.id,
  };
}

/** What DeleteServiceNetworkResourceAssociation cuts. */
function resourceHop({
  association,
  configuration,
}: NetworkDestination): ReachabilityHop {
  return {
    name: 'resource association',
    ok: true,
    why: `${association.id} ties ${configuration.id} to the service network.`,
  };
}

function nothingHop(networkArn: string, asked: string): ReachabilityHop {
  return {
    name: 'resource association',
    ok: false,
    why: `Nothing in ${networkArn} answers as ${asked}.`,
  };
}

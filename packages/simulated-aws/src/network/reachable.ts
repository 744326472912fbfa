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
import { parseIpv4 } from '../core/ipv4';
import { ec2State, NetworkInterface, VpcEndpoint } from '../services/ec2/state';
import { vpcLatticeState } from '../services/vpc-lattice/state';
import { after, Attempt, further, Way } from './attempt';
import { wayIntoDatabase } from './databaseHops';
import { resolveName } from './dns';
import {
  aclHops,
  egressHop,
  endpointHop,
  ingressHop,
  ReachabilityHop,
} from './filterHops';
import { waysThroughGateway } from './gatewayWays';
import { interfacesIn, landingAt } from './landing';
import { targetHost } from './names';
import { waysOverAssociation, waysThroughNetworkEndpoint } from './networkWays';
import { notYetCarrying } from './notYetCarrying';
import { waysThroughService } from './privateLinkWays';
import { findTarget, possibleClients, ReachabilityQuestion } from './question';
import { TlsFact, tlsFact } from './tls';

/** @public */
export interface Reachability {
  reachable: boolean;
  hops: ReachabilityHop[];
  /** Whether a client that verifies the server's name would trust what it reaches. */
  tls: TlsFact;
}

/**
 * Follows the wires from a client to a database. It believes no status that a control plane shows; it looks at names,
 * addresses, filters and what hangs together, so it can say that everything is ACTIVE and no packet would pass. Of
 * several ways (client interfaces, addresses) it shows the one that gets furthest.
 *
 * @throws UnknownObjectError if VPC, subnet, security group or database do not exist
 *
 * @public
 */
export function reachable(
  world: World,
  question: ReachabilityQuestion,
): Reachability {
  return follow(world, question).answer;
}

/**
 * The same, with what the packet passes on the way that the answer shows.
 *
 * @throws UnknownObjectError if VPC, subnet, security group or database do not exist
 */
export function follow(
  world: World,
  question: ReachabilityQuestion,
): { answer: Reachability; way: Way } {
  const target = findTarget(world, question.to);
  const name = question.name ?? target.host;
  const port = question.port ?? target.port;
  const wantsReader = question.port !== undefined && name === target.readerHost;
  const ways = possibleClients(world, question).flatMap(client =>
    waysOf({ world, client, target, name, port, wantsReader }),
  );
  const way = ways.length ? ways.reduce(further) : nowhere(question.from);
  const { hops, found } = way;
  const tls = tlsFact(world, { name, target, found });
  const all =
    question.tls === 'verify-full'
      ? [...hops, { name: 'TLS', ok: tls.nameMatches, why: tls.why }]
      : hops;
  const answer = { reachable: all.every(hop => hop.ok), hops: all, tls };
  return { answer, way };
}

function nowhere(vpcId: string): Way {
  const why = `${vpcId} has no subnet that a client could be in.`;
  return { hops: [{ name: 'client', ok: false, why }] };
}

function waysOf(attempt: Attempt): Way[] {
  const { world, client, name } = attempt;
  const start: ReachabilityHop = {
    name: 'client',
    ok: true,
    why: `A client at ${client.address} in ${client.subnet.subnetId} with ${client.groupId}.`,
  };
  const answer =
    parseIpv4(name) === undefined
      ? resolveName(world, { vpcId: client.vpcId, name })
      : { addresses: [name], why: `${name} is an address already.` };
  if (!answer.addresses.length) {
    return [{ hops: [start, { name: 'DNS', ok: false, why: answer.why }] }];
  }
  return answer.addresses.flatMap(address => {
    const dns = {
      name: 'DNS',
      ok: true,
      why: `${name} is ${address}. ${answer.why}`,
    };
    const departure = { client, sendsTo: `${address}:${attempt.port}` };
    return after([start, dns], waysToAddress(attempt, address)).map(way => ({
      ...way,
      departure,
    }));
  });
}

function waysToAddress(attempt: Attempt, address: string): Way[] {
  const { world, client } = attempt;
  const eni = interfacesIn(world, client.place).find(
    candidate =>
      candidate.vpcId === client.vpcId &&
      candidate.privateIpAddress === address,
  );
  if (!eni) {
    return (
      waysOverAssociation(attempt, address) ?? [nowhereFrom(attempt, address)]
    );
  }
  const endpoint = ec2State.of(world, client.place).vpcEndpoints[eni.servesId];
  const kind = endpoint ? 'endpoint' : 'database';
  const arrival = [
    {
      name: 'address',
      ok: true,
      why: `${address} is ${eni.networkInterfaceId} of ${eni.servesId}.`,
    },
    egressHop(attempt, 'client', client.place, {
      groupIds: [client.groupId],
      to: eni,
    }),
    ...aclHops(attempt, {
      fromKind: 'client',
      from: { place: client.place, subnetId: client.subnet.subnetId },
      fromAddress: client.address,
      toKind: kind,
      to: { place: client.place, eni },
    }),
    ingressHop(attempt, kind, client.place, {
      groupIds: eni.groupIds,
      from: { address: client.address, groupIds: [client.groupId] },
    }),
  ];
  if (!endpoint) {
    const landing = landingAt(world, client.place, eni);
    return after(arrival, [wayIntoDatabase(attempt, landing)]);
  }
  return after(arrival, waysThroughEndpoint(attempt, { endpoint, eni }), [
    {
      kind: 'endpoint',
      place: client.place,
      endpoint,
      subnetId: eni.subnetId,
    },
  ]);
}

function waysThroughEndpoint(
  attempt: Attempt,
  door: { endpoint: VpcEndpoint; eni: NetworkInterface },
): Way[] {
  const { endpoint } = door;
  switch (endpoint.vpcEndpointType) {
    case 'Interface':
      return waysThroughService(attempt, door);
    case 'ServiceNetwork':
      return waysThroughNetworkEndpoint(attempt, endpoint);
    default:
      return waysThroughConfiguration(attempt, endpoint);
  }
}

function nowhereFrom(attempt: Attempt, address: string): Way {
  const { vpcId } = attempt.client;
  const why = `${address} belongs to nothing in ${vpcId}, and no route leads out of it to there.`;
  const waiting = notYetCarrying(attempt);
  return {
    hops: [
      {
        name: 'address',
        ok: false,
        why: waiting
          ? `${why} ${waiting.id} would carry the name, but it is ${waiting.state}.`
          : why,
      },
    ],
  };
}

function waysThroughConfiguration(
  attempt: Attempt,
  endpoint: VpcEndpoint,
): Way[] {
  const { world, client, name } = attempt;
  const hops = [endpointHop(endpoint), associationHop(world, endpoint)];
  const host = targetHost(world, {
    endpoint,
    region: client.place.region,
    name,
  });
  return after(
    hops,
    waysThroughGateway(attempt, endpoint.resourceConfigurationArn, host),
  );
}

/** What DeleteResourceEndpointAssociation cuts. A resource share is no wire: taking it back cuts nothing. */
function associationHop(world: World, endpoint: VpcEndpoint): ReachabilityHop {
  const association = vpcLatticeState
    .all(world)
    .flatMap(({ state }) => Object.values(state.resourceEndpointAssociations))
    .find(
      candidate =>
        candidate.vpcEndpointId === endpoint.vpcEndpointId &&
        candidate.resourceConfigurationArn ===
          endpoint.resourceConfigurationArn,
    );
  return {
    name: 'association',
    ok: association !== undefined,
    why: association
      ? `${association.id} ties ${endpoint.vpcEndpointId} to the configuration.`
      : `Nothing ties ${endpoint.vpcEndpointId} to ${endpoint.resourceConfigurationArn} at the provider.`,
  };
}

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

import type { Place } from '../core/state';
import type { World } from '../core/World';
import { parseIpv4 } from '../core/ipv4';
import { ec2State, VpcEndpoint } from '../services/ec2/state';
import {
  ResourceConfiguration,
  vpcLatticeState,
} from '../services/vpc-lattice/state';
import { resolveName } from './dns';
import { aclHops, egressHop, ingressHop, ReachabilityHop } from './filterHops';
import {
  interfacesIn,
  Landing,
  landingAt,
  silencingWord,
  wordsOf,
} from './landing';
import { FoundInstance, instancesNamed, isWriter, targetHost } from './names';
import {
  Client,
  findTarget,
  possibleClients,
  ReachabilityQuestion,
  Target,
} from './question';

/** @public */
export interface Reachability {
  reachable: boolean;
  hops: ReachabilityHop[];
}

interface Attempt {
  world: World;
  client: Client;
  target: Target;
  name: string;
  port: number;
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
  const target = findTarget(world, question.to);
  const name = question.name ?? target.host;
  const port = question.port ?? target.port;
  const ways = possibleClients(world, question).flatMap(client =>
    waysOf({ world, client, target, name, port }),
  );
  if (!ways.length) {
    const why = `${question.from} has no subnet that a client could be in.`;
    return { reachable: false, hops: [{ name: 'client', ok: false, why }] };
  }
  const hops = ways.reduce(better);
  return { reachable: hops.every(hop => hop.ok), hops };
}

/** The way whose first broken hop comes later, then the one with fewer broken hops. */
function better(one: ReachabilityHop[], other: ReachabilityHop[]) {
  const reach = (hops: ReachabilityHop[]) => {
    const broken = hops.findIndex(hop => !hop.ok);
    return broken === -1 ? Infinity : broken;
  };
  if (reach(one) !== reach(other)) {
    return reach(one) > reach(other) ? one : other;
  }
  const breaks = (hops: ReachabilityHop[]) => hops.filter(h => !h.ok).length;
  return breaks(other) < breaks(one) ? other : one;
}

function waysOf(attempt: Attempt): ReachabilityHop[][] {
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
    return [[start, { name: 'DNS', ok: false, why: answer.why }]];
  }
  return answer.addresses.flatMap(address => {
    const dns = {
      name: 'DNS',
      ok: true,
      why: `${name} is ${address}. ${answer.why}`,
    };
    return waysToAddress(attempt, address).map(way => [start, dns, ...way]);
  });
}

function waysToAddress(attempt: Attempt, address: string): ReachabilityHop[][] {
  const { world, client } = attempt;
  const eni = interfacesIn(world, client.place).find(
    candidate =>
      candidate.vpcId === client.vpcId &&
      candidate.privateIpAddress === address,
  );
  if (!eni) {
    const waiting = endpointNotUp(attempt);
    const why = `${address} belongs to nothing in ${client.vpcId}, and no route leads out of it to there.`;
    return [
      [
        {
          name: 'address',
          ok: false,
          why: waiting
            ? `${why} ${waiting.vpcEndpointId} would carry the name, but it is ${waiting.state}.`
            : why,
        },
      ],
    ];
  }
  const endpoint = ec2State.of(world, client.place).vpcEndpoints[eni.servesId];
  const landing = landingAt(world, client.place, eni);
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
      eni,
      from: { address: client.address, groupIds: [client.groupId] },
    }),
  ];
  if (!endpoint) {
    return [[...arrival, ...databaseHops(attempt, landing)]];
  }
  return waysThroughEndpoint(attempt, endpoint).map(way => [
    ...arrival,
    ...way,
  ]);
}

function waysThroughEndpoint(
  attempt: Attempt,
  endpoint: VpcEndpoint,
): ReachabilityHop[][] {
  const { world, client, port, name } = attempt;
  const hops = [endpointHop(endpoint), associationHop(world, endpoint)];
  const home = vpcLatticeState
    .all(world)
    .map(({ accountId, region, state }) => ({
      place: { accountId, region },
      state,
      configuration: Object.values(state.resourceConfigurations).find(
        c => c.arn === endpoint.resourceConfigurationArn,
      ),
    }))
    .find(candidate => candidate.configuration);
  if (!home?.configuration) {
    const why = `The configuration ${endpoint.resourceConfigurationArn} does not exist.`;
    return [[...hops, { name: 'configuration', ok: false, why }]];
  }
  const { place, configuration, state } = home;
  hops.push(configurationHop(configuration, port));

  const gateway = state.resourceGateways[configuration.resourceGatewayId ?? ''];
  const doors = interfacesIn(world, place).filter(
    eni =>
      gateway?.networkInterfaceIds.includes(eni.networkInterfaceId) &&
      eni.vpcId === gateway.vpcId,
  );
  if (!gateway || !doors.length) {
    const why = gateway
      ? `${gateway.id} has no network interface in ${gateway.vpcId}.`
      : `${configuration.id} has no resource gateway.`;
    return [[...hops, { name: 'gateway', ok: false, why }]];
  }
  hops.push({
    name: 'gateway',
    ok: true,
    why: `${gateway.id} stands in ${gateway.vpcId} with ${doors.length} network interface(s).`,
  });

  const host = targetHost(world, {
    endpoint,
    region: client.place.region,
    name,
  });
  const landings = landingsOf(world, place, gateway.vpcId, host);
  if (!landings.length) {
    const why = `From ${gateway.vpcId} nothing answers as ${
      host ?? 'the configuration’s target'
    }.`;
    return [[...hops, { name: 'database address', ok: false, why }]];
  }
  return doors.flatMap(door =>
    landings.map(landing => [
      ...hops,
      egressHop(attempt, 'gateway', place, {
        groupIds: door.groupIds,
        to: landing.eni,
      }),
      ...aclHops(attempt, {
        fromKind: 'gateway',
        from: { place, subnetId: door.subnetId },
        fromAddress: door.privateIpAddress,
        toKind: 'database',
        to: landing,
      }),
      ingressHop(attempt, 'database', landing.place, {
        eni: landing.eni,
        from: { address: door.privateIpAddress, groupIds: door.groupIds },
      }),
      ...databaseHops(attempt, landing),
    ]),
  );
}

function endpointHop(endpoint: VpcEndpoint): ReachabilityHop {
  const ok = endpoint.state === 'available' || endpoint.state === 'partial';
  return {
    name: 'endpoint',
    ok,
    why: `${endpoint.vpcEndpointId} ${
      ok ? 'takes connections' : `takes none: it is ${endpoint.state}`
    }.`,
  };
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

function configurationHop(
  configuration: ResourceConfiguration,
  port: number,
): ReachabilityHop {
  const ok =
    configuration.portRanges.length === 0 ||
    configuration.portRanges.some(range => {
      const [from, to = from] = range.split('-').map(Number);
      return from <= port && port <= to;
    });
  return {
    name: 'configuration',
    ok,
    why: ok
      ? `${configuration.id} leads to ${configuration.resourceGatewayId}.`
      : `${configuration.id} carries only ${configuration.portRanges}, not ${port}.`,
  };
}

/** Where a gateway's connection ends: it asks for the name anew each time, so a failover needs nothing. */
function landingsOf(
  world: World,
  place: Place,
  vpcId: string,
  host: string | undefined,
): Landing[] {
  if (host === undefined) {
    return [];
  }
  if (parseIpv4(host) !== undefined) {
    return interfacesIn(world, place)
      .filter(eni => eni.vpcId === vpcId && eni.privateIpAddress === host)
      .map(eni => landingAt(world, place, eni));
  }
  return instancesNamed(world, host).flatMap(found =>
    found.eni?.vpcId === vpcId ? [{ place, eni: found.eni, found }] : [],
  );
}

function databaseHops(
  { target, port }: Attempt,
  { eni, found }: Landing,
): ReachabilityHop[] {
  if (!found) {
    const why = `${eni.networkInterfaceId} of ${eni.servesId} answers no database connection: a standby does not.`;
    return [{ name: 'writer', ok: false, why }];
  }
  const { instance, cluster } = found;
  const identifier = instance.dbInstanceIdentifier;
  const broken = silencingWord(found);
  const wanted = [instance.arn, cluster?.arn].includes(target.arn);
  return [
    {
      name: 'database',
      ok: broken === undefined,
      why: broken
        ? `${identifier} does not answer: it is ${broken}.`
        : `${identifier} answers: it is ${wordsOf(found).join(', ')}.`,
    },
    {
      name: 'port',
      ok: instance.port === port,
      why: `${identifier} listens on ${instance.port}, and the client asks for ${port}.`,
    },
    {
      name: 'writer',
      ok: wanted && isWriter(found),
      why: landingSentence(found, wanted, target),
    },
  ];
}

function landingSentence(
  found: FoundInstance,
  wanted: boolean,
  target: Target,
): string {
  const identifier = found.instance.dbInstanceIdentifier;
  if (!wanted) {
    return `The connection lands on ${identifier}, which is not ${target.arn}.`;
  }
  return isWriter(found)
    ? `The connection lands on ${identifier}, the writer.`
    : `The connection lands on ${identifier}, which only reads.`;
}

/** An endpoint of the client's VPC that leads to the database and does not carry its name now. */
function endpointNotUp({
  world,
  client,
  target,
}: Attempt): VpcEndpoint | undefined {
  const arns = vpcLatticeState
    .all(world)
    .flatMap(({ state }) => Object.values(state.resourceConfigurations))
    .filter(configuration => configuration.targetArn === target.arn)
    .map(configuration => configuration.arn);
  return Object.values(ec2State.of(world, client.place).vpcEndpoints).find(
    endpoint =>
      endpoint.vpcId === client.vpcId &&
      endpoint.state !== 'available' &&
      arns.includes(endpoint.resourceConfigurationArn ?? ''),
  );
}

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

import { parseIpv4 } from '../core/ipv4';
import type { Place } from '../core/state';
import type { World } from '../core/World';
import { portsOf } from '../services/vpc-lattice/childConfigurations';
import {
  ResourceConfiguration,
  vpcLatticeState,
} from '../services/vpc-lattice/state';
import { after, Attempt, Way } from './attempt';
import { wayIntoDatabase } from './databaseHops';
import { aclHops, egressHop, ingressHop, ReachabilityHop } from './filterHops';
import { interfacesIn, Landing, landingAt } from './landing';
import { instancesNamed } from './names';

/** From a resource configuration over its gateway to the database that answers as this host. */
export function waysThroughGateway(
  attempt: Attempt,
  configurationArn: string | undefined,
  host: string | undefined,
): Way[] {
  const { world, port } = attempt;
  const home = vpcLatticeState
    .all(world)
    .map(({ accountId, region, state }) => ({
      place: { accountId, region },
      state,
      configuration: Object.values(state.resourceConfigurations).find(
        c => c.arn === configurationArn,
      ),
    }))
    .find(candidate => candidate.configuration);
  if (!home?.configuration) {
    const why = `The configuration ${configurationArn} does not exist.`;
    return [{ hops: [{ name: 'configuration', ok: false, why }] }];
  }
  const { place, configuration, state } = home;
  const hops = [
    configurationHop(configuration, portsOf(world, place, configuration), port),
  ];

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
    return [{ hops: [...hops, { name: 'gateway', ok: false, why }] }];
  }
  hops.push({
    name: 'gateway',
    ok: true,
    why: `${gateway.id} stands in ${gateway.vpcId} with ${doors.length} network interface(s).`,
  });

  const landings = landingsOf(world, place, gateway.vpcId, host);
  if (!landings.length) {
    const why = `From ${gateway.vpcId} nothing answers as ${
      host ?? 'the configuration’s target'
    }.`;
    return [{ hops: [...hops, { name: 'database address', ok: false, why }] }];
  }
  return doors.flatMap(door =>
    landings.flatMap(landing =>
      after(
        [
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
            groupIds: landing.eni.groupIds,
            from: { address: door.privateIpAddress, groupIds: door.groupIds },
          }),
        ],
        [wayIntoDatabase(attempt, landing)],
        [
          {
            kind: 'gateway',
            place,
            gateway,
            address: door.privateIpAddress,
            configuration,
            sendsTo: `${landing.eni.privateIpAddress}:${port}`,
          },
        ],
      ),
    ),
  );
}

function configurationHop(
  configuration: ResourceConfiguration,
  portRanges: readonly string[],
  port: number,
): ReachabilityHop {
  const ok =
    portRanges.length === 0 ||
    portRanges.some(range => {
      const [from, to = from] = range.split('-').map(Number);
      return from <= port && port <= to;
    });
  return {
    name: 'configuration',
    ok,
    why: ok
      ? `${configuration.id} leads to ${configuration.resourceGatewayId}.`
      : `${configuration.id} carries only ${portRanges.join()}, not ${port}.`,
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

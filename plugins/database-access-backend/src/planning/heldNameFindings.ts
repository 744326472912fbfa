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

import {
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { GraphNode, ObjectGraph } from '../patterns';
import { blocking, warning } from './findings';
import { BothSides, PrivateZone } from './sides';

/** What lets a VPC know the database by its own name. */
const NAMING = new Set([
  'ec2/service-network-endpoint',
  'ec2/vpc-endpoint',
  'route53/hosted-zone',
]);

/**
 * What in the clients' VPC holds the database's name already, or a name above it: aws.md §1.0 F4. What somebody else's
 * endpoints hold is an obstacle to every way, and so said of all of them (`networkFindings`); this is about what the graph
 * itself brings.
 */
export function heldNameFindings(
  graph: ObjectGraph,
  sides: BothSides,
): Finding[] {
  if (!graph.nodes.some(({ type }) => NAMING.has(type))) {
    return [];
  }
  return [
    ...endpointFindings(graph, sides),
    ...associationFindings(graph, sides),
    ...zoneFindings(graph, sides),
  ];
}

/** Ours of another access from the same VPC, mostly of another network: AWS lets one VPC hold a private name once. */
function endpointFindings({ nodes }: ObjectGraph, sides: BothSides): Finding[] {
  const hosts = hostsOf(sides);
  return sides.consumer.endpoints
    .filter(
      ({ ours, names }) =>
        ours !== undefined &&
        !isOf(nodes, ours) &&
        names.some(name => hosts.includes(name)),
    )
    .map(({ id, names }) =>
      blocking(ERROR_CODES.endpointExists, {
        message: `${vpcOf(
          sides,
        )} has the endpoint ${id}, which Towpath made for another access from this VPC and which answers to ${names.find(
          name => hosts.includes(name),
        )} already: AWS lets one VPC hold a name once.`,
        remedy: `Use the database through ${id}, by adding these clients to the network that it was made for; or end that access first.`,
      }),
    );
}

/** AWS does not say who answers where an association and an endpoint hold one name. */
function associationFindings(
  { nodes }: ObjectGraph,
  sides: BothSides,
): Finding[] {
  const { serviceNetwork } = sides.consumer;
  const held = serviceNetwork?.names?.find(name =>
    hostsOf(sides).includes(name),
  );
  const isItsWay = nodes.some(
    ({ type }) => type === 'vpc-lattice/service-network-vpc-association',
  );
  if (!serviceNetwork || !held || isItsWay) {
    return [];
  }
  return [
    warning(ERROR_CODES.endpointExists, {
      message: `${vpcOf(sides)} is associated with the service network ${
        serviceNetwork.serviceNetworkArn
      } (${
        serviceNetwork.id
      }), which brings ${held} there already: AWS does not say which of the two answers.`,
      remedy: `Use the database over that association; or take it out of the service network first.`,
    }),
  ];
}

/** "The most specific zone wins", also if it does not know the name: aws.md §1.0 F4 and §6. */
function zoneFindings({ nodes }: ObjectGraph, sides: BothSides): Finding[] {
  const hosts = hostsOf(sides);
  return (sides.consumer.hostedZones ?? []).flatMap(zone => {
    const made = zone.callerReference?.split('/')[0];
    if (made !== undefined && isOf(nodes, made)) {
      return [];
    }
    if (hosts.includes(zone.name)) {
      return [sameNameFinding(zone, sides)];
    }
    const below = hosts.filter(host => host.endsWith(`.${zone.name}`));
    return below.length ? [parentFinding(zone, below, sides)] : [];
  });
}

function sameNameFinding(zone: PrivateZone, sides: BothSides): Finding {
  return blocking(ERROR_CODES.nameShadowed, {
    message: `${vpcOf(sides)} has the private zone ${zone.id} of ${
      zone.owner
    }, whose name is the database's, ${
      zone.name
    }: AWS lets one VPC hold a name once, and refuses another.`,
    remedy: `In ${ownerOf(zone)}, take ${sides.network.vpcId} out of the zone ${
      zone.id
    }, or delete the zone if nobody needs it.`,
  });
}

function parentFinding(
  zone: PrivateZone,
  hosts: string[],
  sides: BothSides,
): Finding {
  const names = hosts.join(' and ');
  return warning(ERROR_CODES.nameShadowed, {
    message: `${vpcOf(sides)} has the private zone ${zone.name} (${
      zone.id
    } of ${
      zone.owner
    }), above ${names}: the most specific zone wins, so the zone hides the name until the access is built, and what it says of the name is hidden from then on.`,
    remedy: `If clients in ${sides.network.vpcId} use a record of ${zone.id} for ${names}, move them first; else nothing is to be done.`,
  });
}

function ownerOf({ owner }: PrivateZone): string {
  return /^\d{12}$/.test(owner) ? `account ${owner}` : owner;
}

function isOf(nodes: readonly GraphNode[], name: string): boolean {
  return nodes.some(node => node.name === name);
}

function hostsOf({ database }: BothSides): string[] {
  const { endpoint, readerEndpoint } = database;
  return [endpoint?.host, readerEndpoint?.host].flatMap(
    host => host?.toLocaleLowerCase('en-US') ?? [],
  );
}

function vpcOf({ network }: BothSides): string {
  return `${network.vpcId} in account ${network.accountId} (${network.accountName})`;
}

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
import { ec2State, VpcEndpoint } from '../services/ec2/state';
import { interfaceEndpointNames } from '../services/ec2/endpointNames';
import { dnsNameOf } from '../services/elasticloadbalancing/loadBalancers';
import { elbState } from '../services/elasticloadbalancing/state';
import { normalName } from '../services/route53/lookup';
import type { HostedZone } from '../services/route53/state';
import { endpointsIn } from '../services/vpc-lattice/networkEndpoints';
import { configurationsOf, generatedName, instancesNamed } from './names';
import {
  allNetworkDestinations,
  networkEndpointName,
  resourceAssociationName,
} from './networkDestinations';
import { nodesOf } from './targetCheck';
import { namesHeldByAssociation } from './vpcAssociationNames';
import {
  namesHeldByEndpoints,
  privateZonesOf,
  publicZoneFor,
  recordIn,
  zoneFor,
} from './zones';

/**
 * Where a name leads, and whose answer that is.
 *
 * @public
 */
export interface Resolution {
  /** Empty: the name is unknown. */
  addresses: string[];
  /** One sentence. */
  why: string;
}

/** CNAMEs that follow each other. */
const LONGEST_CHAIN = 8;
const TOO_LONG: Resolution = {
  addresses: [],
  why: 'Too many names follow each other.',
};

/**
 * What AWS's DNS answers, inside a VPC or to the whole world.
 *
 * @public
 */
export function resolveName(
  world: World,
  question: { vpcId?: string; name: string },
): Resolution {
  const name = bareName(question.name);
  return question.vpcId === undefined
    ? resolvePublicly(world, name)
    : resolveInVpc(world, question.vpcId, name);
}

function resolveInVpc(
  world: World,
  vpcId: string,
  name: string,
  depth = 0,
): Resolution {
  const place = ec2State.all(world).find(({ state }) => state.vpcs[vpcId]);
  const vpc = place?.state.vpcs[vpcId];
  if (!place || !vpc) {
    return { addresses: [], why: `There is no VPC ${vpcId}.` };
  }
  if (!vpc.enableDnsSupport) {
    return {
      addresses: [],
      why: `${vpcId} has enableDnsSupport off: nothing answers a DNS question there.`,
    };
  }
  // Route 53 uses private zones only in a VPC that has both attributes on.
  const privately =
    vpc.enableDnsHostnames && resolvePrivately(world, vpcId, name, depth);
  if (privately) {
    return privately;
  }
  const own = instancesNamed(world, name).filter(
    found => found.eni?.vpcId === vpcId,
  );
  if (own.length) {
    return {
      addresses: own.map(found => found.eni!.privateIpAddress),
      why: `${name} is a database of ${vpcId} itself.`,
    };
  }
  const answer = resolvePublicly(world, name);
  const hint = vpc.enableDnsHostnames
    ? `no private zone of ${vpcId} holds the name`
    : `${vpcId} has enableDnsHostnames off, so its private zones are not used`;
  return { ...answer, why: `${answer.why} That is public DNS: ${hint}.` };
}

/** A name for which AWS keeps a zone in a VPC, and who answers there. */
interface HeldName {
  name: string;
  holder: string;
  addresses: string[];
}

/** Of what leads into a service network, too. Where both do, it is the endpoint: AWS does not say. */
function heldNames(world: World, vpcId: string): HeldName[] {
  return [
    ...namesHeldByEndpoints(world, vpcId)
      .filter(({ endpoint }) => hasNames(world, endpoint))
      .map(({ name, endpoint }) => ({
        name,
        holder: endpoint.vpcEndpointId,
        addresses: addressesOf(world, endpoint),
      })),
    ...namesHeldByAssociation(world, vpcId).map(
      ({ name, address, associationId }) => ({
        name,
        holder: associationId,
        addresses: [address],
      }),
    ),
  ];
}

/**
 * What the private zones of a VPC say: those that people made, and those that AWS keeps for endpoints and associations
 * with names. The most specific one answers, also that it does not know the name.
 */
function resolvePrivately(
  world: World,
  vpcId: string,
  name: string,
  depth: number,
): Resolution | undefined {
  const ofAws = heldNames(world, vpcId).map(held => ({
    name: normalName(held.name.replace('*.', '')),
    held,
  }));
  const zone = zoneFor(privateZonesOf(world, vpcId), name);
  const own = zoneFor(
    ofAws.filter(({ held }) => isMeant(held.name, name)),
    name,
  );
  if (own && (!zone || own.name.length >= zone.name.length)) {
    return {
      addresses: own.held.addresses,
      why: `The private DNS of ${own.held.holder} answers for ${name} in ${vpcId}.`,
    };
  }
  if (!zone) {
    return undefined;
  }
  const said = resolveInZone(world, zone, name, target =>
    depth < LONGEST_CHAIN
      ? resolveInVpc(world, vpcId, target, depth + 1)
      : TOO_LONG,
  );
  return {
    addresses: said?.addresses ?? [],
    why: said
      ? `The private zone ${zone.id} (${zone.name}) answers for ${name} in ${vpcId}.`
      : `The private zone ${zone.id} (${zone.name}) holds the name ${name} in ${vpcId}, and has no address for it.`,
  };
}

/** What a zone says of a name; another name that it gives instead is looked up by who asks. */
function resolveInZone(
  world: World,
  zone: HostedZone,
  name: string,
  lookUp: (name: string) => Resolution,
): Resolution | undefined {
  const record = recordIn(world, zone, name, 'A');
  if (record?.alias) {
    const target = bareName(record.alias.dnsName);
    return record.alias.hostedZoneId === zone.id && target !== name
      ? resolveInZone(world, zone, target, lookUp)
      : resolvePublicly(world, target);
  }
  if (record) {
    return { addresses: record.values, why: `${name} is in ${zone.name}.` };
  }
  const other = recordIn(world, zone, name, 'CNAME')?.values[0];
  return other ? lookUp(bareName(other)) : undefined;
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function resolvePublicly(world: World, name: string, depth = 0): Resolution {
  const instances = instancesNamed(world, name);
  if (instances.length) {
    return {
      addresses: instances.flatMap(({ eni }) =>
        eni ? [eni.publicIpAddress ?? eni.privateIpAddress] : [],
      ),
      why: `RDS publishes the address of ${name}.`,
    };
  }
  const ofService = resolveEndpointName(world, name);
  if (ofService) {
    return ofService;
  }
  for (const { region, state } of ec2State.all(world)) {
    const endpoint = Object.values(state.vpcEndpoints).find(
      candidate =>
        hasNames(world, candidate) &&
        configurationsOf(world, candidate).some(
          configuration =>
            generatedName(configuration, { endpoint: candidate, region }) ===
            name,
        ),
    );
    if (endpoint) {
      return {
        addresses: addressesOf(world, endpoint),
        why: `${name} is a generated name of ${endpoint.vpcEndpointId}.`,
      };
    }
  }
  const ofNetwork = resolveNetworkName(world, name);
  if (ofNetwork) {
    return ofNetwork;
  }
  const zone = publicZoneFor(world, name);
  const said =
    zone &&
    resolveInZone(world, zone, name, target =>
      depth < LONGEST_CHAIN
        ? resolvePublicly(world, target, depth + 1)
        : TOO_LONG,
    );
  return said ?? { addresses: [], why: `Nobody knows the name ${name}.` };
}

/** Wildcards stand for one label and more: `*.example.com`. */
function isMeant(own: string, name: string): boolean {
  return own.startsWith('*.') ? name.endsWith(own.slice(1)) : own === name;
}

/** The names that AWS makes for Interface endpoints and load balancers. */
function resolveEndpointName(
  world: World,
  name: string,
): Resolution | undefined {
  for (const { accountId, region, state } of ec2State.all(world)) {
    const place = { accountId, region };
    for (const endpoint of Object.values(state.vpcEndpoints)) {
      const named = interfaceEndpointNames(world, place, endpoint).find(
        candidate => candidate.name === name,
      );
      if (named && hasNames(world, endpoint)) {
        return {
          addresses: addressesOf(world, endpoint, named.subnetIds),
          why: `${name} is a name of ${endpoint.vpcEndpointId}.`,
        };
      }
    }
  }
  for (const { state, ...place } of elbState.all(world)) {
    const loadBalancer = Object.values(state.loadBalancers).find(
      candidate => dnsNameOf(place, candidate) === name,
    );
    if (loadBalancer?.state === 'active') {
      return {
        addresses: nodesOf(world, place, loadBalancer).map(
          node => node.privateIpAddress,
        ),
        why: `${name} is the load balancer ${loadBalancer.name}.`,
      };
    }
  }
  return undefined;
}

/** The names that AWS generates for the resources of service networks, with and without an endpoint before them. */
function resolveNetworkName(
  world: World,
  name: string,
): Resolution | undefined {
  if (!name.includes('snra-')) {
    return undefined;
  }
  for (const destination of allNetworkDestinations(world)) {
    const { association, configuration } = destination;
    if (resourceAssociationName(association, configuration) === name) {
      return {
        addresses: [association.addresses[configuration.id]],
        why: `${name} is the generated name of ${association.id}.`,
      };
    }
    const found = endpointsIn(world, association.serviceNetworkArn).find(
      ({ endpoint }) =>
        hasNames(world, endpoint) &&
        networkEndpointName(endpoint.vpcEndpointId, destination) === name,
    );
    if (found) {
      return {
        addresses: addressesOf(world, found.endpoint),
        why: `${name} is a generated name of ${found.endpoint.vpcEndpointId}.`,
      };
    }
  }
  return undefined;
}

/**
 * AWS publishes an endpoint's names once it is available and takes them back when it is being deleted; a rejected one
 * keeps them, and leads nowhere.
 */
function hasNames(world: World, endpoint: VpcEndpoint): boolean {
  return (
    ['available', 'partial', 'rejected', 'expired'].includes(endpoint.state) &&
    addressesOf(world, endpoint).length > 0
  );
}

function addressesOf(
  world: World,
  endpoint: VpcEndpoint,
  subnetIds: string[] = endpoint.subnetIds,
): string[] {
  return ec2State
    .all(world)
    .flatMap(({ state }) => Object.values(state.networkInterfaces))
    .filter(
      eni =>
        endpoint.networkInterfaceIds.includes(eni.networkInterfaceId) &&
        subnetIds.includes(eni.subnetId) &&
        eni.drainsUntil === undefined,
    )
    .map(eni => eni.privateIpAddress);
}

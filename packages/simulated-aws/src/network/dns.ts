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
import {
  configurationsOf,
  generatedName,
  instancesNamed,
  privateNamesOf,
} from './names';
import { nodesOf } from './targetCheck';

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

/**
 * What AWS's DNS answers, inside a VPC or to the whole world.
 *
 * @public
 */
export function resolveName(
  world: World,
  question: { vpcId?: string; name: string },
): Resolution {
  const name = question.name.toLowerCase().replace(/\.$/, '');
  return question.vpcId === undefined
    ? resolvePublicly(world, name)
    : resolveInVpc(world, question.vpcId, name);
}

function resolveInVpc(world: World, vpcId: string, name: string): Resolution {
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
  if (vpc.enableDnsHostnames) {
    const endpoint = Object.values(place.state.vpcEndpoints).find(
      candidate =>
        candidate.vpcId === vpcId &&
        candidate.privateDnsEnabled &&
        hasNames(world, candidate) &&
        privateNamesOf(world, candidate).some(own => isMeant(own, name)),
    );
    if (endpoint) {
      return {
        addresses: addressesOf(world, endpoint),
        why: `The private DNS of ${endpoint.vpcEndpointId} answers for ${name} in ${vpcId}.`,
      };
    }
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

function resolvePublicly(world: World, name: string): Resolution {
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
  return { addresses: [], why: `Nobody knows the name ${name}.` };
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

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
import { serviceNamed } from '../services/ec2/endpointServiceLookup';
import { ec2State, NetworkInterface, VpcEndpoint } from '../services/ec2/state';
import {
  healthOf,
  observeGroup,
  targetsInService,
} from '../services/elasticloadbalancing/health';
import {
  elbState,
  LoadBalancer,
  Target,
  TargetGroup,
} from '../services/elasticloadbalancing/state';
import { after, Attempt, further, Way } from './attempt';
import { wayIntoDatabase } from './databaseHops';
import { endpointHop, ingressHop, ReachabilityHop } from './filterHops';
import { landingAt } from './landing';
import {
  Balanced,
  hopsToTarget,
  interfaceOfTarget,
  nodesFor,
  nodesOf,
} from './targetCheck';

/** An interface of an Interface endpoint that a packet came to. */
interface Door {
  endpoint: VpcEndpoint;
  eni: NetworkInterface;
}

/**
 * From an Interface endpoint over its service and a load balancer's node to a target. Where the service is, which may be
 * another Region, the client's address is all that is known of it.
 */
export function waysThroughService(attempt: Attempt, door: Door): Way[] {
  const { world } = attempt;
  const { endpoint } = door;
  const hops = [endpointHop(endpoint)];
  const found = serviceNamed(world, endpoint.serviceName ?? '');
  const open = found?.service.state === 'Available';
  hops.push({
    name: 'endpoint service',
    ok: open,
    why: found
      ? `${found.service.serviceId} is ${found.service.state}.`
      : `There is no service ${endpoint.serviceName}.`,
  });
  if (!found) {
    return [{ hops }];
  }
  const { loadBalancers } = elbState.of(world, found.place);
  const ways = found.service.loadBalancerArns.flatMap((arn): Way[] =>
    loadBalancers[arn]
      ? waysThroughLoadBalancer(attempt, door, {
          place: found.place,
          loadBalancer: loadBalancers[arn],
        })
      : [
          {
            hops: [
              {
                name: 'load balancer',
                ok: false,
                why: `There is no load balancer ${arn}.`,
              },
            ],
          },
        ],
  );
  const { place, service } = found;
  const { vpcEndpointId } = endpoint;
  return after(hops, ways, [
    { kind: 'endpoint service', place, service, vpcEndpointId },
  ]);
}

function waysThroughLoadBalancer(
  attempt: Attempt,
  door: Door,
  { place, loadBalancer }: { place: Place; loadBalancer: LoadBalancer },
): Way[] {
  const { world, port } = attempt;
  const state = elbState.of(world, place);
  const listener = Object.values(state.listeners).find(
    candidate =>
      candidate.loadBalancerArn === loadBalancer.arn && candidate.port === port,
  );
  const nodes = nodesBehind(attempt, door, place, loadBalancer);
  const hops: ReachabilityHop[] = [
    {
      name: 'load balancer',
      ok: loadBalancer.state === 'active' && nodes.length > 0,
      why: nodes.length
        ? `${loadBalancer.name} is ${loadBalancer.state}.`
        : `${loadBalancer.name} has no node in the zone of ${door.eni.networkInterfaceId}.`,
    },
    inboundHop(attempt, place, loadBalancer),
    {
      name: 'listener',
      ok: listener !== undefined,
      why: listener
        ? `${loadBalancer.name} listens on ${port}.`
        : `${loadBalancer.name} does not listen on ${port}.`,
    },
  ];
  const group = listener && state.targetGroups[listener.targetGroupArn];
  if (!group || !nodes.length) {
    return [{ hops }];
  }
  const { subnets } = ec2State.of(world, place);
  return nodes.flatMap(node =>
    after(
      hops,
      [wayToTarget(attempt, { world, place, loadBalancer, group }, node)],
      [
        {
          kind: 'load balancer',
          place,
          loadBalancer,
          group,
          availabilityZone: subnets[node.subnetId].availabilityZone,
        },
      ],
    ),
  );
}

/** In one Region an endpoint's interface talks to the node of its own zone, from another Region to any. */
function nodesBehind(
  { world, client }: Attempt,
  { eni }: Door,
  place: Place,
  loadBalancer: LoadBalancer,
): NetworkInterface[] {
  const nodes = nodesOf(world, place, loadBalancer);
  if (place.region !== client.place.region) {
    return nodes;
  }
  const { subnets } = ec2State.of(world, place);
  const zoneId = ec2State.of(world, client.place).subnets[eni.subnetId]
    ?.availabilityZoneId;
  return nodes.filter(
    node => subnets[node.subnetId]?.availabilityZoneId === zoneId,
  );
}

/** "The source of the traffic is the private IP address of the client, not the endpoint interface" (Network Load Balancer guide). */
function inboundHop(
  { world, client, port }: Attempt,
  place: Place,
  loadBalancer: LoadBalancer,
): ReachabilityHop {
  const name = 'load balancer security group';
  if (!loadBalancer.securityGroupIds.length) {
    const why = `${loadBalancer.name} has no security groups: everybody may come.`;
    return { name, ok: true, why };
  }
  if (loadBalancer.enforcesOnPrivateLink === 'off') {
    const why = `${loadBalancer.name} does not hold what comes over PrivateLink to its security groups.`;
    return { name, ok: true, why };
  }
  return ingressHop({ world, port }, 'load balancer', place, {
    groupIds: loadBalancer.securityGroupIds,
    // A group of another VPC is nothing that a rule could name.
    from: { address: client.address, groupIds: [] },
  });
}

/**
 * A node sends to any target that is in service, and the client has no say in it: so of several ways this is the one that
 * gets least far.
 */
function wayToTarget(
  attempt: Attempt,
  balanced: Balanced,
  node: NetworkInterface,
): Way {
  const { world, place, group } = balanced;
  observeGroup(world, place, group);
  const ways = targetsInService(group)
    .filter(target => nodesFor(balanced, target).includes(node))
    .map(target => wayOver(attempt, balanced, node, target));
  return ways.length
    ? ways.reduce((one, other) => (further(one, other) === one ? other : one))
    : { hops: [noTargetHop(balanced, node)] };
}

function wayOver(
  attempt: Attempt,
  balanced: Balanced,
  node: NetworkInterface,
  target: Target,
): Way {
  const { world, place, group } = balanced;
  const to = interfaceOfTarget(balanced, target);
  const hop: ReachabilityHop = {
    name: 'target',
    ok: to !== undefined,
    why: to
      ? `${group.name} sends to ${target.id}:${target.port}, which is ${target.health}.`
      : `${group.name} sends to ${target.id}, which is nobody's address.`,
  };
  if (!to) {
    return { hops: [hop] };
  }
  const { port } = target;
  const end = wayIntoDatabase(attempt, landingAt(world, place, to), port);
  return {
    found: end.found,
    hops: [hop, ...hopsToTarget(balanced, { node, to, port }), ...end.hops],
  };
}

function noTargetHop(
  { world, place, group }: Balanced,
  node: NetworkInterface,
): ReachabilityHop {
  return {
    name: 'target',
    ok: false,
    why: `${group.name} has no target that ${
      node.privateIpAddress
    } may send to${statesOf(world, place, group)}.`,
  };
}

function statesOf(
  world: Balanced['world'],
  place: Place,
  group: TargetGroup,
): string {
  const states = group.targets.map(
    target => `${target.id} is ${healthOf(world, place, group, target).State}`,
  );
  return states.length ? `: ${states.join(', ')}` : '';
}

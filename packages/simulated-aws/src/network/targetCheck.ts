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
import { ec2State, NetworkInterface } from '../services/ec2/state';
import type {
  CheckAnswer,
  LoadBalancer,
  Target,
  TargetGroup,
} from '../services/elasticloadbalancing/state';
import { aclHops, egressHop, ingressHop, ReachabilityHop } from './filterHops';
import { interfacesIn, landingAt, silencingWord } from './landing';

/** What belongs to one target, all in one account and Region. */
export interface Balanced {
  world: World;
  place: Place;
  loadBalancer: LoadBalancer;
  group: TargetGroup;
}

/** The interface that has a target's address; none if the address is nobody's. */
export function interfaceOfTarget(
  { world, place, group }: Omit<Balanced, 'loadBalancer'>,
  target: Target,
): NetworkInterface | undefined {
  return interfacesIn(world, place).find(
    eni => eni.vpcId === group.vpcId && eni.privateIpAddress === target.id,
  );
}

/** A load balancer's interfaces: its nodes. */
export function nodesOf(
  world: World,
  place: Place,
  loadBalancer: LoadBalancer,
): NetworkInterface[] {
  return interfacesIn(world, place).filter(eni =>
    loadBalancer.networkInterfaceIds.includes(eni.networkInterfaceId),
  );
}

/** Without cross-zone load balancing a node sends to the targets of its own zone only. */
export function sendsAcrossZones({
  loadBalancer,
  group,
}: Pick<Balanced, 'loadBalancer' | 'group'>): boolean {
  const key = 'load_balancing.cross_zone.enabled';
  const ofGroup = group.attributes[key];
  return ofGroup === 'use_load_balancer_configuration'
    ? loadBalancer.attributes[key] === 'true'
    : ofGroup === 'true';
}

/** The zone that a target counts to; undefined for one outside the VPC, which counts to every zone. */
export function zoneOfTarget(
  balanced: Omit<Balanced, 'loadBalancer'>,
  target: Target,
): string | undefined {
  if (target.availabilityZone === 'all') {
    return undefined;
  }
  const { subnets } = ec2State.of(balanced.world, balanced.place);
  const eni = interfaceOfTarget(balanced, target);
  return eni
    ? subnets[eni.subnetId]?.availabilityZone
    : target.availabilityZone;
}

/** The nodes that send to this target. */
export function nodesFor(
  balanced: Balanced,
  target: Target,
): NetworkInterface[] {
  const { world, place, loadBalancer } = balanced;
  const { subnets } = ec2State.of(world, place);
  const zone = zoneOfTarget(balanced, target);
  return nodesOf(world, place, loadBalancer).filter(
    node =>
      sendsAcrossZones(balanced) ||
      zone === undefined ||
      subnets[node.subnetId]?.availabilityZone === zone,
  );
}

/** The filters between a node and what has a target's address; the node's inbound rules are none of them. */
export function hopsToTarget(
  { world, place, loadBalancer }: Balanced,
  packet: { node: NetworkInterface; to: NetworkInterface; port: number },
): ReachabilityHop[] {
  const { node, to, port } = packet;
  const groupIds = loadBalancer.securityGroupIds;
  const out = groupIds.length
    ? egressHop({ world, port }, 'load balancer', place, { groupIds, to })
    : {
        name: 'load balancer security group',
        ok: true,
        why: `${loadBalancer.name} has no security groups: everything may leave it.`,
      };
  return [
    out,
    ...aclHops(
      { world, port },
      {
        fromKind: 'load balancer',
        from: { place, subnetId: node.subnetId },
        fromAddress: node.privateIpAddress,
        toKind: 'database',
        to: { place, eni: to },
      },
    ),
    ingressHop({ world, port }, 'database', place, {
      eni: to,
      from: { address: node.privateIpAddress, groupIds },
    }),
  ];
}

/**
 * What a TCP health check gets back. Health checks obey the outbound rules of the load balancer and not its inbound ones
 * (Network Load Balancer guide, "Update the security groups"). One of the nodes that cannot is enough to fail: AWS does
 * not say how it sums them up.
 */
export function checkTarget(balanced: Balanced, target: Target): CheckAnswer {
  const { world, place, group } = balanced;
  const { port: ofCheck } = group.healthCheck;
  const port = ofCheck === 'traffic-port' ? target.port : Number(ofCheck);
  const to = interfaceOfTarget(balanced, target);
  const nodes = nodesFor(balanced, target);
  const open =
    to &&
    nodes.length > 0 &&
    nodes.every(node =>
      hopsToTarget(balanced, { node, to, port }).every(hop => hop.ok),
    );
  if (!open) {
    return 'timeout';
  }
  const { found } = landingAt(world, place, to);
  return found && !silencingWord(found) && found.instance.port === port
    ? 'ok'
    : 'refused';
}

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
import {
  ec2State,
  NetworkAcl,
  NetworkInterface,
  VpcEndpoint,
} from '../services/ec2/state';
import {
  aclAllows,
  allowingRule,
  EPHEMERAL_PORTS,
  Peer,
  PortRange,
} from './packetFilters';

/**
 * One link of the way, in the order a packet meets them.
 *
 * @public
 */
export interface ReachabilityHop {
  name: string;
  ok: boolean;
  /** One sentence. */
  why: string;
}

/** What every filter asks about. */
interface Packet {
  world: World;
  port: number;
}

/** Whose filter it is. */
export type Kind =
  | 'client'
  | 'endpoint'
  | 'VPC association'
  | 'gateway'
  | 'load balancer'
  | 'database';

export function endpointHop(endpoint: VpcEndpoint): ReachabilityHop {
  const ok = endpoint.state === 'available' || endpoint.state === 'partial';
  return {
    name: 'endpoint',
    ok,
    why: `${endpoint.vpcEndpointId} ${
      ok ? 'takes connections' : `takes none: it is ${endpoint.state}`
    }.`,
  };
}

export function egressHop(
  { world, port }: Packet,
  kind: Kind,
  place: Place,
  packet: {
    groupIds: string[];
    to: Pick<NetworkInterface, 'privateIpAddress' | 'groupIds'>;
  },
): ReachabilityHop {
  const rule = allowingRule(rulesOf(world, place, packet.groupIds), {
    isEgress: true,
    port,
    peer: peerOf(packet.to),
  });
  const groups = packet.groupIds.join(', ') || 'no security group';
  const goal = `TCP ${port} to ${packet.to.privateIpAddress}`;
  return {
    name: `${kind} security group`,
    ok: rule !== undefined,
    why: rule
      ? `${rule.securityGroupRuleId} of ${rule.groupId} lets ${goal} out.`
      : `No egress rule of ${groups} lets ${goal} out.`,
  };
}

export function ingressHop(
  { world, port }: Packet,
  kind: Kind,
  place: Place,
  packet: { groupIds: string[]; from: Peer },
): ReachabilityHop {
  const { groupIds, from } = packet;
  const rule = allowingRule(rulesOf(world, place, groupIds), {
    isEgress: false,
    port,
    peer: from,
  });
  const ofGroups = from.groupIds.length ? ` (${from.groupIds})` : '';
  const source = `TCP ${port} from ${from.address}${ofGroups}`;
  return {
    name: `${kind} security group`,
    ok: rule !== undefined,
    why: rule
      ? `${rule.securityGroupRuleId} of ${rule.groupId} lets ${source} in.`
      : `No ingress rule of ${groupIds} lets ${source} in.`,
  };
}

/** Network ACLs remember nothing: each side needs the way there and the answer's way back, unless both are one subnet. */
export function aclHops(
  { world, port }: Packet,
  packet: {
    fromKind: Kind;
    from: { place: Place; subnetId: string };
    fromAddress: string;
    toKind: Kind;
    to: { place: Place; eni: NetworkInterface };
  },
): ReachabilityHop[] {
  const { from, fromKind, fromAddress, to, toKind } = packet;
  const fromName = `${fromKind} network ACL`;
  const toName = `${toKind} network ACL`;
  if (from.subnetId === to.eni.subnetId) {
    const why = `Both ends are in ${from.subnetId}; a network ACL guards only its border.`;
    return [
      { name: fromName, ok: true, why },
      { name: toName, ok: true, why },
    ];
  }
  const there: PortRange = { from: port, to: port };
  return [
    aclHop(fromName, aclOf(world, from.place, from.subnetId), {
      peer: to.eni.privateIpAddress,
      egress: there,
      ingress: EPHEMERAL_PORTS,
    }),
    aclHop(toName, aclOf(world, to.place, to.eni.subnetId), {
      peer: fromAddress,
      egress: EPHEMERAL_PORTS,
      ingress: there,
    }),
  ];
}

/** The border of one subnet only: what the packet goes to has no subnet. */
export function leavingAclHop(
  { world, port }: Packet,
  packet: { kind: Kind; place: Place; subnetId: string; address: string },
): ReachabilityHop {
  const { kind, place, subnetId, address } = packet;
  return aclHop(`${kind} network ACL`, aclOf(world, place, subnetId), {
    peer: address,
    egress: { from: port, to: port },
    ingress: EPHEMERAL_PORTS,
  });
}

function aclHop(
  name: string,
  acl: NetworkAcl | undefined,
  packet: { peer: string; egress: PortRange; ingress: PortRange },
): ReachabilityHop {
  if (!acl) {
    return { name, ok: false, why: 'The subnet has no network ACL.' };
  }
  const { peer: address } = packet;
  const passes = (egress: boolean) =>
    aclAllows(acl, {
      egress,
      address,
      ports: egress ? packet.egress : packet.ingress,
    });
  const stopped = [true, false].filter(egress => !passes(egress));
  const sentences = stopped.map(egress => {
    const { from, to } = egress ? packet.egress : packet.ingress;
    const ports = from === to ? `${from}` : `${from}-${to}`;
    return `TCP ${ports} ${egress ? 'to' : 'from'} ${address}`;
  });
  return {
    name,
    ok: stopped.length === 0,
    why: stopped.length
      ? `${acl.networkAclId} does not let pass ${sentences.join(' nor ')}.`
      : `${acl.networkAclId} lets the packet and its answer pass.`,
  };
}

/** The network ACL of a subnet. */
export function aclOf(
  world: World,
  place: Place,
  subnetId: string,
): NetworkAcl | undefined {
  const { networkAcls, subnets } = ec2State.of(world, place);
  const acls = Object.values(networkAcls);
  return (
    acls.find(acl => Object.values(acl.associations).includes(subnetId)) ??
    acls.find(acl => acl.isDefault && acl.vpcId === subnets[subnetId]?.vpcId)
  );
}

/** All rules of these security groups. */
export function rulesOf(world: World, place: Place, groupIds: string[]) {
  return Object.values(ec2State.of(world, place).securityGroupRules).filter(
    rule => groupIds.includes(rule.groupId),
  );
}

function peerOf(
  eni: Pick<NetworkInterface, 'privateIpAddress' | 'groupIds'>,
): Peer {
  return { address: eni.privateIpAddress, groupIds: eni.groupIds };
}

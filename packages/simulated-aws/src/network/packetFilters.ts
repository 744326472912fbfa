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

import { cidrContains } from '../core/ipv4';
import { prefixListCidrs } from '../services/ec2/prefixLists';
import type {
  NetworkAcl,
  NetworkAclEntry,
  SecurityGroupRule,
} from '../services/ec2/state';

/** An end of a connection, as a filter sees it. */
export interface Peer {
  address: string;
  /** Its security groups, as far as rules of this VPC may name them. */
  groupIds: string[];
}

/** Ports that a client's system takes for its own end (Linux, as the network ACL guide has it). */
export const EPHEMERAL_PORTS: PortRange = { from: 32768, to: 60999 };

export interface PortRange {
  from: number;
  to: number;
}

/** The rule by which a group's rules let TCP to or from this peer pass; none: it is dropped. */
export function allowingRule(
  rules: SecurityGroupRule[],
  packet: { isEgress: boolean; port: number; peer: Peer },
): SecurityGroupRule | undefined {
  return rules.find(
    rule =>
      rule.isEgress === packet.isEgress &&
      coversTcp(rule, packet.port) &&
      coversPeer(rule, packet.peer),
  );
}

function coversTcp(rule: SecurityGroupRule, port: number): boolean {
  if (rule.ipProtocol === '-1') {
    return true;
  }
  return (
    ['tcp', '6'].includes(rule.ipProtocol) &&
    rule.fromPort <= port &&
    port <= rule.toPort
  );
}

function coversPeer(rule: SecurityGroupRule, peer: Peer): boolean {
  if (rule.cidrIpv4) {
    return cidrContains(rule.cidrIpv4, peer.address);
  }
  if (rule.referencedGroupId) {
    return peer.groupIds.includes(rule.referencedGroupId);
  }
  return prefixListCidrs(rule.prefixListId ?? '').some(cidr =>
    cidrContains(cidr, peer.address),
  );
}

/** Whether a network ACL lets TCP pass in one direction for every port of the range: the first rule that matches decides. */
export function aclAllows(
  acl: NetworkAcl,
  packet: { egress: boolean; address: string; ports: PortRange },
): boolean {
  return entriesAllow(matching(acl, packet), packet.ports);
}

/** The first rule that speaks of any of these ports. */
export function decidingEntry(
  acl: NetworkAcl,
  packet: { egress: boolean; address: string; ports: PortRange },
): NetworkAclEntry | undefined {
  const { from, to } = packet.ports;
  return matching(acl, packet).find(
    ({ protocol, fromPort, toPort }) =>
      protocol === '-1' ||
      fromPort === undefined ||
      (fromPort <= to && from <= (toPort ?? fromPort)),
  );
}

function matching(
  acl: NetworkAcl,
  packet: { egress: boolean; address: string },
): NetworkAclEntry[] {
  return acl.entries
    .filter(
      entry =>
        entry.egress === packet.egress &&
        ['-1', '6'].includes(entry.protocol) &&
        cidrContains(entry.cidrBlock, packet.address),
    )
    .sort((a, b) => a.ruleNumber - b.ruleNumber);
}

function entriesAllow(
  [first, ...rest]: NetworkAcl['entries'],
  ports: PortRange,
): boolean {
  if (ports.from > ports.to) {
    return true;
  }
  if (!first) {
    return false;
  }
  const everyPort = first.protocol === '-1' || first.fromPort === undefined;
  const from = everyPort ? 0 : first.fromPort!;
  const to = everyPort ? 65535 : first.toPort ?? first.fromPort!;
  if (to < ports.from || ports.to < from) {
    return entriesAllow(rest, ports);
  }
  if (first.ruleAction === 'deny') {
    return false;
  }
  return (
    entriesAllow(rest, { from: ports.from, to: from - 1 }) &&
    entriesAllow(rest, { from: to + 1, to: ports.to })
  );
}

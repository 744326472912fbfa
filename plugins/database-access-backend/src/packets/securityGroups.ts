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

import { speaksTcp } from './acls';
import { covers } from './ipv4';

/** One rule of a security group, of one direction. */
export interface GroupRule {
  /** `-1` is every protocol. */
  protocol: string;
  fromPort?: number;
  toPort?: number;
  /** IPv4 ranges and ids of groups and prefix lists. */
  peers: string[];
}

/** Where a VPC association leads to: https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html */
export const LATTICE_ADDRESSES = '129.224.0.0/17';

/** Whether a rule speaks of TCP at this port. */
export function speaksOf(rule: GroupRule, port: number): boolean {
  return (
    speaksTcp(rule.protocol) &&
    (rule.protocol === '-1' ||
      ((rule.fromPort ?? 0) <= port && (rule.toPort ?? 65535) >= port))
  );
}

/** All of IPv4. */
const ANYWHERE = '0.0.0.0/0';

/**
 * Whether rules let TCP at a port out to all of these ranges. Where there are none, nobody knows where packets go to: only
 * what lets them out to everywhere lets them out there.
 *
 * @param groupId - of what stands there, if it has a group that rules may name
 */
export function letsOut(
  egress: readonly GroupRule[],
  port: number,
  cidrs: readonly string[],
  groupId?: string,
): boolean {
  const speaking = egress.filter(rule => speaksOf(rule, port));
  return (
    (groupId !== undefined &&
      speaking.some(({ peers }) => peers.includes(groupId))) ||
    (cidrs.length ? cidrs : [ANYWHERE]).every(cidr =>
      speaking.some(({ peers }) => peers.some(peer => covers(peer, cidr))),
    )
  );
}

/**
 * The same, to VPC Lattice, which answers anywhere in its range. Which prefix list a rule names does not stand in it: any
 * may be the right one.
 */
export function letsOutToLattice(
  egress: readonly GroupRule[],
  port: number,
): boolean {
  return egress
    .filter(rule => speaksOf(rule, port))
    .some(({ peers }) =>
      peers.some(
        peer => peer.startsWith('pl-') || covers(peer, LATTICE_ADDRESSES),
      ),
    );
}

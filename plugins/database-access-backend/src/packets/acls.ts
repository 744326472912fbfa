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

import { covers, overlap } from './ipv4';

/** One entry of a network ACL; the lowest number that fits decides. */
export interface AclEntry {
  number: number;
  egress: boolean;
  allows: boolean;
  protocol: string;
  cidr: string;
  fromPort?: number;
  toPort?: number;
}

/** A network ACL, and the subnets that it guards. */
export interface NetworkAcl {
  id: string;
  subnetIds: string[];
  entries: AclEntry[];
}

/** Ports of one direction. */
export interface Ports {
  from: number;
  to: number;
}

/** Where answers come back to: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html */
export const EPHEMERAL: Ports = { from: 1024, to: 65535 };

/** Where answers come back to on Linux, by the same page: less than this stops every client. */
export const LINUX_EPHEMERAL: Ports = { from: 32768, to: 60999 };

/**
 * The network ACLs that stop what goes to a port between these subnets, or its answers.
 *
 * @returns what each of them refuses, e.g. `TCP 5432 out`
 */
export function refusingAcls(options: {
  acls: readonly NetworkAcl[];
  /** Where packets go to, and come back from. */
  subnets: ReadonlyArray<{ subnetId: string; cidrBlock: string }>;
  port: number;
  /** Default: all that any client may take. */
  ephemeral?: Ports;
}): Array<{ id: string; subnetIds: string[]; refused: string[] }> {
  const { acls, subnets, port, ephemeral = EPHEMERAL } = options;
  return acls.flatMap(({ id, subnetIds, entries }) => {
    // Within one subnet no ACL is asked; what counts is the way to the other subnets.
    const others = subnets.filter(
      subnet => subnets.length === 1 || !onlySubnet(subnetIds, subnet),
    );
    const refused = [
      ...directionsRefused(entries, { from: port, to: port }, others),
      ...directionsRefused(entries, ephemeral, others),
    ];
    return refused.length
      ? [{ id, subnetIds, refused: [...new Set(refused)] }]
      : [];
  });
}

function onlySubnet(ids: string[], subnet: { subnetId: string }): boolean {
  return ids.length === 1 && ids[0] === subnet.subnetId;
}

function directionsRefused(
  entries: AclEntry[],
  ports: Ports,
  subnets: Array<{ cidrBlock: string }>,
): string[] {
  const spelt =
    ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`;
  return [true, false].flatMap(egress =>
    subnets.some(
      subnet => !aclAllows(entries, { egress, ports, cidr: subnet.cidrBlock }),
    )
      ? [`TCP ${spelt} ${egress ? 'out' : 'in'}`]
      : [],
  );
}

/** Entries are asked in their order, and the first that speaks of a packet decides. */
function aclAllows(
  entries: AclEntry[],
  packet: {
    egress: boolean;
    ports: Ports;
    cidr: string;
  },
): boolean {
  const { egress, ports, cidr } = packet;
  const inOrder = entries
    .filter(entry => entry.egress === egress && speaksTcp(entry.protocol))
    .sort((a, b) => a.number - b.number);
  for (const entry of inOrder) {
    const from = entry.fromPort ?? 0;
    const to = entry.toPort ?? 65535;
    const all =
      covers(entry.cidr, cidr) && from <= ports.from && to >= ports.to;
    const some =
      overlap(entry.cidr, cidr) && from <= ports.to && to >= ports.from;
    if (entry.allows && all) {
      return true;
    }
    if (!entry.allows && some) {
      return false;
    }
  }
  return false;
}

/** ACLs write the number of a protocol, groups its name. */
export function speaksTcp(protocol: string): boolean {
  return protocol === '-1' || protocol === 'tcp' || protocol === '6';
}

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
  ConsumerNetwork,
  DatabaseFacts,
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { blocking, warning } from './findings';
import { covers, overlap } from './ipv4';
import { AclEntry, ConsumerFacts, SecurityGroupFacts } from './sides';

/** Where answers come back to: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html */
const EPHEMERAL = { from: 1024, to: 65535 };

/** What stands in the way on the clients' side, whatever the pattern. */
export function networkFindings(options: {
  network: ConsumerNetwork;
  database: DatabaseFacts;
  facts: ConsumerFacts;
}): Finding[] {
  const { network, database, facts } = options;
  return [
    ...missingFindings(network, facts),
    ...dnsFindings(network, facts),
    ...endpointFindings(network, database, facts),
    ...portFindings({ network, port: database.port, facts }),
  ];
}

/** What keeps the clients from this port of an endpoint in their own subnets. */
export function portFindings(options: {
  network: ConsumerNetwork;
  port: number;
  facts: ConsumerFacts;
}): Finding[] {
  const { network, port, facts } = options;
  return [
    ...egressFindings(network, port, facts),
    ...aclFindings(network, port, facts),
  ];
}

function missingFindings(
  network: ConsumerNetwork,
  facts: ConsumerFacts,
): Finding[] {
  const known = new Set([
    ...facts.subnets.map(subnet => subnet.subnetId),
    ...facts.clientGroups.map(group => group.id),
  ]);
  const missing = [
    ...network.subnetIds,
    ...network.clientSecurityGroupIds,
  ].filter(id => !known.has(id));
  const findings: Finding[] = [];
  if (missing.length) {
    findings.push(
      blocking(ERROR_CODES.networkGone, {
        message: `${accountOf(network)} has no ${missing.join(', ')} in ${
          network.region
        }, which the network ${network.name} names.`,
        remedy: `Correct the network ${network.name} in ${
          network.source === 'config'
            ? 'databaseAccess.networks'
            : 'the tags of its VPC'
        }.`,
      }),
    );
  }
  if (network.clientSecurityGroupIds.length === 0) {
    findings.push(
      warning(ERROR_CODES.clientSecurityGroupsMissing, {
        message: `The network ${network.name} names no security group of its clients, so everything in its subnets may use the endpoint.`,
        remedy: `Name the clients' security groups in the network ${network.name}.`,
      }),
    );
  }
  return findings;
}

/** Private names need both: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
function dnsFindings(
  network: ConsumerNetwork,
  { dnsSupport, dnsHostnames }: ConsumerFacts,
): Finding[] {
  const off = [
    ...(dnsSupport ? [] : ['enableDnsSupport']),
    ...(dnsHostnames ? [] : ['enableDnsHostnames']),
  ];
  if (off.length === 0) {
    return [];
  }
  return [
    blocking(ERROR_CODES.vpcDnsDisabled, {
      message: `${network.vpcId} in ${accountOf(network)} has ${off.join(
        ' and ',
      )} switched off, so clients there would not find the database by its name.`,
      remedy: `In account ${network.accountId}, set ${off.join(' and ')} of ${
        network.vpcId
      } to true.`,
    }),
  ];
}

/** One VPC cannot hold a private name twice. */
function endpointFindings(
  network: ConsumerNetwork,
  database: DatabaseFacts,
  { endpoints }: ConsumerFacts,
): Finding[] {
  const hosts = [database.endpoint?.host, database.readerEndpoint?.host];
  return endpoints
    .filter(endpoint => endpoint.names.some(name => hosts.includes(name)))
    .map(endpoint =>
      blocking(ERROR_CODES.endpointExists, {
        message: `${network.vpcId} in ${accountOf(network)} has the endpoint ${
          endpoint.id
        }, which Towpath did not make and which answers to ${
          database.endpoint?.host
        } already: AWS lets one VPC hold a name once.`,
        remedy: `In account ${network.accountId}, delete ${endpoint.id}, or go on using it.`,
      }),
    );
}

/** Towpath never edits a client's security group, so a missing rule is something to tell and not to mend. */
function egressFindings(
  network: ConsumerNetwork,
  port: number,
  { clientGroups, subnets }: ConsumerFacts,
): Finding[] {
  const cidrs = subnets.map(subnet => subnet.cidrBlock);
  return clientGroups
    .filter(group => !letsOut(group, port, cidrs))
    .map(group =>
      warning(ERROR_CODES.clientEgressMissing, {
        message: `The clients' security group ${group.id} (${
          group.name
        }) in ${accountOf(
          network,
        )} does not let TCP ${port} out to the network's subnets, so its clients would not reach the endpoint.`,
        remedy: `In account ${network.accountId}, add an outbound rule to ${
          group.id
        }: TCP ${port} to ${cidrs.join(', ')}.`,
      }),
    );
}

function letsOut(
  { egress }: SecurityGroupFacts,
  port: number,
  cidrs: string[],
): boolean {
  return cidrs.every(cidr =>
    egress.some(
      rule =>
        speaksTcp(rule.protocol) &&
        (rule.protocol === '-1' ||
          ((rule.fromPort ?? 0) <= port && (rule.toPort ?? 65535) >= port)) &&
        rule.peers.some(peer => covers(peer, cidr)),
    ),
  );
}

function aclFindings(
  network: ConsumerNetwork,
  port: number,
  { acls, subnets }: ConsumerFacts,
): Finding[] {
  const findings: Finding[] = [];
  for (const acl of acls) {
    // Within one subnet no ACL is asked; what counts is the way to the endpoint's other subnets.
    const others = subnets.filter(
      subnet => subnets.length === 1 || !onlySubnet(acl.subnetIds, subnet),
    );
    const refused = [
      ...directionsRefused(acl.entries, { from: port, to: port }, others),
      ...directionsRefused(acl.entries, EPHEMERAL, others),
    ];
    if (refused.length) {
      findings.push(
        warning(ERROR_CODES.networkAclDenies, {
          message: `The network ACL ${acl.id} in ${accountOf(
            network,
          )} does not let ${[...new Set(refused)].join(
            ' and ',
          )} pass between the network's subnets.`,
          remedy: `In account ${network.accountId}, let ${acl.id} allow TCP ${port} and the ports ${EPHEMERAL.from} to ${EPHEMERAL.to} in both directions within ${network.vpcId}.`,
        }),
      );
    }
  }
  return findings;
}

function onlySubnet(ids: string[], subnet: { subnetId: string }): boolean {
  return ids.length === 1 && ids[0] === subnet.subnetId;
}

function directionsRefused(
  entries: AclEntry[],
  ports: { from: number; to: number },
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
    ports: { from: number; to: number };
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
function speaksTcp(protocol: string): boolean {
  return protocol === '-1' || protocol === 'tcp' || protocol === '6';
}

function accountOf({ accountId, accountName }: ConsumerNetwork): string {
  return `account ${accountId} (${accountName})`;
}

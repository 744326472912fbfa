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
import { EPHEMERAL, letsOut, refusingAcls } from '../packets';
import { ConsumerFacts } from './sides';

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
    .filter(
      ({ ours, names }) =>
        ours === undefined && names.some(name => hosts.includes(name)),
    )
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
    .filter(group => !letsOut(group.egress, port, cidrs))
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

function aclFindings(
  network: ConsumerNetwork,
  port: number,
  { acls, subnets }: ConsumerFacts,
): Finding[] {
  return refusingAcls({ acls, subnets, port }).map(({ id, refused }) =>
    warning(ERROR_CODES.networkAclDenies, {
      message: `The network ACL ${id} in ${accountOf(
        network,
      )} does not let ${refused.join(
        ' and ',
      )} pass between the network's subnets.`,
      remedy: `In account ${network.accountId}, let ${id} allow TCP ${port} and the ports ${EPHEMERAL.from} to ${EPHEMERAL.to} in both directions within ${network.vpcId}.`,
    }),
  );
}

function accountOf({ accountId, accountName }: ConsumerNetwork): string {
  return `account ${accountId} (${accountName})`;
}

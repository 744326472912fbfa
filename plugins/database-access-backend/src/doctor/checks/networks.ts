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
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  Filter,
  SecurityGroup,
  Subnet,
  VpcAttributeName,
} from '@aws-sdk/client-ec2';
import type { LaneClients } from '../../aws';
import type { NetworkConfig } from '../../config';
import { listZonesOfVpc, zoneName, zoneOwner } from '../../objects';
import { fail, failed, Found, ok, warn } from '../CheckResult';
import type { Check, Patient } from '../Patient';

/** Whether the networks of config are what config says. */
export const networks: Check = {
  name: 'networks',
  needsReadRole: true,
  async run(patient) {
    const { account, config } = patient;
    const own = config.networks.filter(
      ({ accountId }) => accountId === account.accountId,
    );
    const found = await Promise.all(
      own.map(async network => {
        const check = `network ${network.name}`;
        try {
          const wrong = await wrongWith(patient, network);
          return (wrong.length > 0 ? wrong : [ok('It is as config says.')]).map(
            one => ({ ...one, check }),
          );
        } catch (error) {
          return [{ ...failed(error), check }];
        }
      }),
    );
    return found.flat();
  },
};

async function wrongWith(
  patient: Patient,
  network: NetworkConfig,
): Promise<Found[]> {
  const { accountId, region, vpcId, name } = network;
  const aws = patient.read({ accountId, region });
  const { Vpcs } = await aws.ec2.send(
    new DescribeVpcsCommand({ Filters: idFilter('vpc-id', [vpcId]) }),
  );
  if (!Vpcs?.length) {
    return [
      fail(
        `Account ${accountId} has no VPC ${vpcId} in ${region}, which config names for the network ${name}.`,
        inConfig(network, 'vpcId'),
      ),
    ];
  }
  const found = await Promise.all([
    subnetsOf(aws, network),
    clientGroupsOf(aws, network),
    dnsOf(aws, network),
    zonesOf(aws, network),
  ]);
  return found.flat();
}

async function subnetsOf(
  { ec2 }: LaneClients,
  network: NetworkConfig,
): Promise<Found[]> {
  const { subnetIds } = network;
  const { Subnets = [] } = await ec2.send(
    new DescribeSubnetsCommand({
      Filters: idFilter('subnet-id', [...subnetIds]),
    }),
  );
  const wrong = strangers(network, 'subnet', 'subnetIds', {
    wanted: subnetIds,
    there: Subnets,
    idOf: (subnet: Subnet) => subnet.SubnetId,
  });
  const isFull =
    Subnets.length > 0 &&
    Subnets.every(subnet => subnet.AvailableIpAddressCount === 0);
  return isFull
    ? [
        ...wrong,
        warn(
          `No subnet of the network ${network.name} in account ${network.accountId} has a free address, so no endpoint can be made there.`,
          `Free addresses in ${subnetIds.join(
            ', ',
          )}, or name other subnets in databaseAccess.networks.`,
        ),
      ]
    : wrong;
}

async function clientGroupsOf(
  { ec2 }: LaneClients,
  network: NetworkConfig,
): Promise<Found[]> {
  const { clientSecurityGroupIds } = network;
  if (clientSecurityGroupIds.length === 0) {
    return [];
  }
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: idFilter('group-id', [...clientSecurityGroupIds]),
    }),
  );
  return strangers(network, 'security group', 'clientSecurityGroupIds', {
    wanted: clientSecurityGroupIds,
    there: SecurityGroups,
    idOf: (group: SecurityGroup) => group.GroupId,
  });
}

/** Those that are not there, or belong to another VPC. */
function strangers<T extends { VpcId?: string }>(
  network: NetworkConfig,
  kind: string,
  key: string,
  parts: {
    wanted: readonly string[];
    there: readonly T[];
    idOf: (part: T) => string | undefined;
  },
): Found[] {
  const { accountId, region, vpcId, name } = network;
  return parts.wanted.flatMap(id => {
    const part = parts.there.find(one => parts.idOf(one) === id);
    if (!part) {
      return [
        fail(
          `Account ${accountId} has no ${kind} ${id} in ${region}, which config names for the network ${name}.`,
          inConfig(network, key),
        ),
      ];
    }
    return part.VpcId === vpcId
      ? []
      : [
          fail(
            `The ${kind} ${id} of account ${accountId} belongs to ${part.VpcId}, and not to ${vpcId}, the VPC of the network ${name}.`,
            inConfig(network, key),
          ),
        ];
  });
}

/** Without both a VPC knows no private names: Amazon VPC user guide, "DNS attributes for your VPC". */
async function dnsOf(
  { ec2 }: LaneClients,
  { accountId, vpcId, name }: NetworkConfig,
): Promise<Found[]> {
  const attributes: VpcAttributeName[] = [
    'enableDnsSupport',
    'enableDnsHostnames',
  ];
  const answers = await Promise.all(
    attributes.map(Attribute =>
      ec2.send(new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute })),
    ),
  );
  const values = [
    answers[0].EnableDnsSupport?.Value,
    answers[1].EnableDnsHostnames?.Value,
  ];
  return attributes
    .filter((_, i) => values[i] === false)
    .map(attribute =>
      fail(
        `${attribute} is off in ${vpcId} of account ${accountId}, so the network ${name} cannot know a database by its name.`,
        `aws ec2 modify-vpc-attribute --vpc-id ${vpcId} --${
          attribute === 'enableDnsSupport'
            ? 'enable-dns-support'
            : 'enable-dns-hostnames'
        } in account ${accountId}.`,
      ),
    );
}

/**
 * Private zones above the names of RDS: they hide what is public, and are hidden by the zone of each access, since the most
 * specific zone of a VPC answers, with what it has.
 */
async function zonesOf(
  aws: LaneClients,
  { accountId, region, vpcId, name }: NetworkConfig,
): Promise<Found[]> {
  const above = new Set([
    'com',
    'amazonaws.com',
    'rds.amazonaws.com',
    `${region}.rds.amazonaws.com`,
  ]);
  const zones = await listZonesOfVpc(aws, vpcId);
  return zones
    .filter(zone => above.has(zoneName(zone)))
    .map(zone =>
      warn(
        `${vpcId} of account ${accountId}, the network ${name}, has the private zone ${zoneName(
          zone,
        )} (${zone.HostedZoneId} of ${zoneOwner(
          zone,
        )}), above the names of databases: the most specific zone wins, so the zone hides each name until an access to it is built, and what it says of the name is hidden from then on.`,
        `If clients in ${vpcId} use a record of ${zone.HostedZoneId} for a database, move them first; else nothing is to be done.`,
      ),
    );
}

/** Asked by filters, one that is missing is missing from the answer and no error. */
function idFilter(Name: string, Values: string[]): Filter[] {
  return [{ Name, Values }];
}

function inConfig({ name, accountId }: NetworkConfig, key: string): string {
  return `Correct ${key} of the network ${name} in databaseAccess.networks, or what account ${accountId} has.`;
}

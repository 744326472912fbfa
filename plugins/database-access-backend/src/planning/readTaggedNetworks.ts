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
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcs,
  SecurityGroup,
  Subnet,
  Vpc,
} from '@aws-sdk/client-ec2';
import {
  ConsumerNetwork,
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { ReadSession } from '../aws';
import { NETWORK_NAME, toOwnerRef } from '../config';
import { OWNER_TAGS, tagValue } from '../objects';

/** The networks that one account's tags declare in one Region, and the tags that declare none. */
export interface TaggedNetworks {
  networks: ConsumerNetwork[];
  findings: Finding[];
}

/**
 * Asks AWS which VPCs their owners made networks: three reads, however many VPCs there are.
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readTaggedNetworks(
  session: ReadSession,
): Promise<TaggedNetworks> {
  const vpcs = await readTaggedVpcs(session);
  if (vpcs.length === 0) {
    return { networks: [], findings: [] };
  }
  const vpcIds = vpcs.flatMap(vpc => vpc.VpcId ?? []);
  const [subnets, groups] = await Promise.all([
    readSubnets(session, vpcIds),
    readGroups(session, vpcIds),
  ]);
  const found: TaggedNetworks = { networks: [], findings: [] };
  for (const vpc of vpcs) {
    const network = toNetwork(session, vpc, subnets, groups);
    if ('severity' in network) {
      found.findings.push(network);
    } else {
      found.networks.push(network);
    }
  }
  return found;
}

function toNetwork(
  { account, region }: ReadSession,
  vpc: Vpc,
  subnets: Subnet[],
  groups: SecurityGroup[],
): ConsumerNetwork | Finding {
  const name = tagValue(vpc.Tags, OWNER_TAGS.network) ?? '';
  const owner = toOwnerRef(tagValue(vpc.Tags, OWNER_TAGS.owner) ?? '');
  if (!NETWORK_NAME.pattern.test(name)) {
    return invalid(
      `The tag ${OWNER_TAGS.network} of ${vpc.VpcId} in account ${account.accountId} (${account.name}) is '${name}': a network's name must ${NETWORK_NAME.must}.`,
    );
  }
  if (!owner) {
    return invalid(
      `The VPC ${vpc.VpcId} in account ${account.accountId} (${account.name}) is tagged as the network '${name}' without an owner: add the tag ${OWNER_TAGS.owner} with the entity ref of a group.`,
    );
  }
  const own = subnets.filter(subnet => subnet.VpcId === vpc.VpcId);
  const meant = own.filter(subnet => isMeant(subnet, name));
  return {
    name,
    title: tagValue(vpc.Tags, 'Name') || name,
    owner,
    accountId: account.accountId,
    accountName: account.name,
    region,
    vpcId: vpc.VpcId!,
    subnetIds: (meant.length ? meant : own).flatMap(s => s.SubnetId ?? []),
    clientSecurityGroupIds: groups
      .filter(group => group.VpcId === vpc.VpcId && isMeant(group, name))
      .flatMap(group => group.GroupId ?? []),
    source: 'tags',
  };
}

function isMeant(thing: Subnet | SecurityGroup, network: string): boolean {
  return tagValue(thing.Tags, OWNER_TAGS.network) === network;
}

function invalid(message: string): Finding {
  return { code: ERROR_CODES.networkInvalid, severity: 'warning', message };
}

async function readTaggedVpcs({ ec2 }: ReadSession): Promise<Vpc[]> {
  const vpcs: Vpc[] = [];
  const pages = paginateDescribeVpcs(
    { client: ec2 },
    { Filters: [{ Name: 'tag-key', Values: [OWNER_TAGS.network] }] },
  );
  for await (const page of pages) {
    vpcs.push(...(page.Vpcs ?? []));
  }
  return vpcs;
}

async function readSubnets(
  { ec2 }: ReadSession,
  vpcIds: string[],
): Promise<Subnet[]> {
  const subnets: Subnet[] = [];
  const pages = paginateDescribeSubnets(
    { client: ec2 },
    { Filters: [{ Name: 'vpc-id', Values: vpcIds }] },
  );
  for await (const page of pages) {
    subnets.push(...(page.Subnets ?? []));
  }
  return subnets;
}

async function readGroups(
  { ec2 }: ReadSession,
  vpcIds: string[],
): Promise<SecurityGroup[]> {
  const groups: SecurityGroup[] = [];
  const pages = paginateDescribeSecurityGroups(
    { client: ec2 },
    {
      Filters: [
        { Name: 'vpc-id', Values: vpcIds },
        { Name: 'tag-key', Values: [OWNER_TAGS.network] },
      ],
    },
  );
  for await (const page of pages) {
    groups.push(...(page.SecurityGroups ?? []));
  }
  return groups;
}

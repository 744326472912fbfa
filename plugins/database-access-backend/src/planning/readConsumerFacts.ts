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
  DescribeNetworkAclsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointAssociationsCommand,
  NetworkAclEntry,
  paginateDescribeVpcEndpoints,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { ListServiceNetworkVpcAssociationsCommand } from '@aws-sdk/client-vpc-lattice';
import {
  ConsumerNetwork,
  ERROR_CODES,
} from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients, organizationOf } from '../aws';
import { readSecurityGroups, readSubnets } from './readPlaces';
import { AclEntry, ConsumerFacts, ForeignEndpoint } from './sides';
import { tagValue } from './tags';

const INSTALLATION_TAG = 'database-access:installation';
const OVER = new Set(['deleting', 'deleted', 'failed', 'rejected', 'expired']);
/** What one DescribeVpcEndpointAssociations takes. */
const MOST_ENDPOINTS = 100;

/**
 * Asks AWS what is around the clients of a network.
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readConsumerFacts(
  session: LaneClients,
  options: { network: ConsumerNetwork; installation: string },
): Promise<ConsumerFacts> {
  const { network, installation } = options;
  const [
    subnets,
    clientGroups,
    acls,
    endpoints,
    dnsSupport,
    dnsHostnames,
    organizationId,
    serviceNetwork,
  ] = await Promise.all([
    readSubnets(session, network.subnetIds),
    readSecurityGroups(session, network.clientSecurityGroupIds),
    readAcls(session, network.subnetIds),
    readForeignEndpoints(session, { vpcId: network.vpcId, installation }),
    readDnsAttribute(session, network.vpcId, 'enableDnsSupport'),
    readDnsAttribute(session, network.vpcId, 'enableDnsHostnames'),
    organizationOf(session),
    readServiceNetwork(session, network.vpcId),
  ]);
  return {
    subnets,
    clientGroups,
    acls,
    endpoints,
    dnsSupport,
    dnsHostnames,
    organizationId,
    serviceNetwork,
  };
}

/** The one that the VPC is associated with: AWS allows one. It only advises, so a role that may not ask hides nothing. */
async function readServiceNetwork(
  { vpcLattice }: LaneClients,
  vpcId: string,
): Promise<string | undefined> {
  try {
    const { items = [] } = await vpcLattice.send(
      new ListServiceNetworkVpcAssociationsCommand({ vpcIdentifier: vpcId }),
    );
    return items.find(({ status }) => status === 'ACTIVE')?.serviceNetworkArn;
  } catch (error) {
    if (
      error instanceof AwsCallError &&
      error.code === ERROR_CODES.accountRefused
    ) {
      return undefined;
    }
    throw error;
  }
}

async function readDnsAttribute(
  { ec2 }: LaneClients,
  vpcId: string,
  attribute: 'enableDnsSupport' | 'enableDnsHostnames',
): Promise<boolean> {
  const answer = await ec2.send(
    new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: attribute }),
  );
  const value =
    attribute === 'enableDnsSupport'
      ? answer.EnableDnsSupport
      : answer.EnableDnsHostnames;
  return value?.Value ?? false;
}

async function readAcls(
  { ec2 }: LaneClients,
  subnetIds: readonly string[],
): Promise<ConsumerFacts['acls']> {
  if (subnetIds.length === 0) {
    return [];
  }
  const { NetworkAcls = [] } = await ec2.send(
    new DescribeNetworkAclsCommand({
      Filters: [{ Name: 'association.subnet-id', Values: [...subnetIds] }],
    }),
  );
  return NetworkAcls.map(acl => ({
    id: acl.NetworkAclId ?? '',
    subnetIds: (acl.Associations ?? []).flatMap(a => a.SubnetId ?? []),
    entries: (acl.Entries ?? [])
      .filter(entry => entry.CidrBlock !== undefined)
      .map(aclEntry),
  }));
}

function aclEntry(entry: NetworkAclEntry): AclEntry {
  return {
    number: entry.RuleNumber ?? 0,
    egress: entry.Egress ?? false,
    allows: entry.RuleAction === 'allow',
    protocol: entry.Protocol ?? '-1',
    cidr: entry.CidrBlock!,
    fromPort: entry.PortRange?.From,
    toPort: entry.PortRange?.To,
  };
}

/** Endpoints for resources that this installation did not make, with the names that they answer to. */
async function readForeignEndpoints(
  { ec2 }: LaneClients,
  options: { vpcId: string; installation: string },
): Promise<ForeignEndpoint[]> {
  const foreign: VpcEndpoint[] = [];
  const pages = paginateDescribeVpcEndpoints(
    { client: ec2 },
    { Filters: [{ Name: 'vpc-id', Values: [options.vpcId] }] },
  );
  for await (const { VpcEndpoints = [] } of pages) {
    foreign.push(
      ...VpcEndpoints.filter(
        endpoint =>
          endpoint.VpcEndpointType === 'Resource' &&
          !OVER.has((endpoint.State ?? '').toLocaleLowerCase('en-US')) &&
          tagValue(endpoint.Tags, INSTALLATION_TAG) !== options.installation,
      ),
    );
  }
  const ids = foreign.flatMap(endpoint => endpoint.VpcEndpointId ?? []);
  if (ids.length === 0) {
    return [];
  }
  const names = new Map<string, string[]>(ids.map(id => [id, []]));
  for (let start = 0; start < ids.length; start += MOST_ENDPOINTS) {
    const { VpcEndpointAssociations = [] } = await ec2.send(
      new DescribeVpcEndpointAssociationsCommand({
        VpcEndpointIds: ids.slice(start, start + MOST_ENDPOINTS),
      }),
    );
    for (const association of VpcEndpointAssociations) {
      const name = association.PrivateDnsEntry?.DnsName;
      if (name) {
        names.get(association.VpcEndpointId!)?.push(name);
      }
    }
  }
  return [...names].map(([id, own]) => ({ id, names: own }));
}

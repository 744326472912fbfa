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
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointsCommand,
  Filter,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import type { LaneClients } from '../aws';
import type { ObjectOfShare } from '../store';
import type { End, PartOfWay } from './wayOf';

/** A network interface at one end of a part of the way. */
export interface FoundEnd {
  interfaceId: string;
  address: string;
  groupIds: string[];
  /** For people, e.g. `network interface eni-… of the load balancer`. */
  said: string;
}

/** Both ends of a part of the way. */
export interface FoundEnds {
  source: FoundEnd;
  destination: FoundEnd;
}

/** There is none: why, and what to do about it. */
export class NoEndError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'NoEndError';
    this.remedy = remedy;
  }
}

/** As far as it is looked at. */
type KnownObject = Pick<ObjectOfShare, 'key' | 'outputs'>;

/** Interfaces that no client has: everything else in its network may be one. */
const NO_CLIENTS = [
  'gateway_load_balancer',
  'gateway_load_balancer_endpoint',
  'load_balancer',
  'nat_gateway',
  'natGateway',
  'network_load_balancer',
  'transit_gateway',
  'vpc_endpoint',
];

/** As many as one page has: of those that fit, any is as good. */
const MOST_READ = 1_000;

/**
 * Finds the network interfaces between which AWS is to analyse a part of a share's way. Of several at the source, one in
 * the zone of the destination, as packets would take it.
 *
 * @throws NoEndError; AwsCallError
 */
export async function locate(
  aws: LaneClients,
  part: PartOfWay,
  objects: readonly KnownObject[],
): Promise<FoundEnds> {
  if (part.from.kind === 'client') {
    const [client] = await candidatesOf(aws, part.from, objects);
    const destinations = await candidatesOf(aws, part.to, objects);
    const destination = nearest(destinations, client);
    return {
      source: toEnd(client, part.from),
      destination: toEnd(destination, part.to),
    };
  }
  const sources = await candidatesOf(aws, part.from, objects);
  const [destination] = await candidatesOf(
    aws,
    part.to,
    objects,
    sources[0].VpcId,
  );
  return {
    source: toEnd(nearest(sources, destination), part.from),
    destination: toEnd(destination, part.to),
  };
}

/** @returns at least one */
async function candidatesOf(
  aws: LaneClients,
  end: End,
  objects: readonly KnownObject[],
  vpcId?: string,
): Promise<NetworkInterface[]> {
  switch (end.kind) {
    case 'client':
      return clientsIn(aws, end);
    case 'endpoint':
      return ofEndpoint(aws, outputOf(objects, end.node, 'vpcEndpointId'));
    case 'group': {
      const groupId = outputOf(objects, end.node, 'groupId');
      return orNone(
        await interfacesWith(aws, [{ Name: 'group-id', Values: [groupId] }]),
        `The ${
          end.what
        } has no network interface in security group ${groupId} of ${nameOf(
          aws,
        )}.`,
        'See in the path on this page whether it is there.',
      );
    }
    default:
      return whereItAnswers(aws, end.host, vpcId);
  }
}

async function clientsIn(
  aws: LaneClients,
  { subnetIds, groupIds }: Extract<End, { kind: 'client' }>,
): Promise<NetworkInterface[]> {
  const found = await interfacesWith(aws, [
    { Name: 'subnet-id', Values: [...subnetIds] },
    ...(groupIds.length ? [{ Name: 'group-id', Values: [...groupIds] }] : []),
  ]);
  const where = groupIds.length
    ? `${subnetIds.join(', ')} with security group ${groupIds.join(' or ')}`
    : subnetIds.join(', ');
  return orNone(
    found.filter(({ InterfaceType: type = '' }) => !NO_CLIENTS.includes(type)),
    `No client runs in ${where} of ${nameOf(
      aws,
    )}, and AWS analyses a path only from a network interface that is there.`,
    'Start a client there, for example the cluster or the task that will use the database, and check again.',
  );
}

async function ofEndpoint(
  aws: LaneClients,
  vpcEndpointId: string,
): Promise<NetworkInterface[]> {
  const { VpcEndpoints: [endpoint] = [] } = await aws.ec2.send(
    new DescribeVpcEndpointsCommand({
      Filters: [{ Name: 'vpc-endpoint-id', Values: [vpcEndpointId] }],
    }),
  );
  const ids = endpoint?.NetworkInterfaceIds ?? [];
  const found = ids.length
    ? await interfacesWith(aws, [{ Name: 'network-interface-id', Values: ids }])
    : [];
  return orNone(
    found,
    `The VPC endpoint ${vpcEndpointId} has no network interface in ${nameOf(
      aws,
    )}: it is ${endpoint?.State ?? 'gone'}.`,
    'See in the path on this page what AWS says of the endpoint.',
  );
}

async function whereItAnswers(
  aws: LaneClients,
  host: string,
  vpcId: string | undefined,
): Promise<NetworkInterface[]> {
  const addresses = await addressesOf(aws, host);
  const found = addresses.length
    ? await interfacesWith(aws, [
        { Name: 'addresses.private-ip-address', Values: addresses },
        ...(vpcId ? [{ Name: 'vpc-id', Values: [vpcId] }] : []),
      ])
    : [];
  return orNone(
    found,
    addresses.length
      ? `${host} is ${addresses.join(', ')}, and no network interface of ${
          vpcId ?? nameOf(aws)
        } has that address.`
      : `DNS has no address for ${host}, so its network interface is not known.`,
    'See whether the database is running, and whether databaseAccess.dns.servers answer as AWS does.',
  );
}

async function addressesOf(aws: LaneClients, host: string): Promise<string[]> {
  try {
    return await aws.names.addressesOf(host);
  } catch (error) {
    throw new NoEndError(
      (error as Error).message,
      'See databaseAccess.dns.servers.',
    );
  }
}

async function interfacesWith(
  { ec2 }: LaneClients,
  filters: Filter[],
): Promise<NetworkInterface[]> {
  const { NetworkInterfaces = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({
      Filters: [...filters, { Name: 'status', Values: ['in-use'] }],
      MaxResults: MOST_READ,
    }),
  );
  return NetworkInterfaces.sort((a, b) =>
    a.NetworkInterfaceId! < b.NetworkInterfaceId! ? -1 : 1,
  );
}

function orNone(
  found: NetworkInterface[],
  message: string,
  remedy: string,
): NetworkInterface[] {
  if (found.length === 0) {
    throw new NoEndError(message, remedy);
  }
  return found;
}

function nearest(
  candidates: readonly NetworkInterface[],
  { AvailabilityZone: zone }: NetworkInterface,
): NetworkInterface {
  return (
    candidates.find(({ AvailabilityZone }) => AvailabilityZone === zone) ??
    candidates[0]
  );
}

function outputOf(
  objects: readonly KnownObject[],
  key: string,
  name: string,
): string {
  const value = objects.find(object => object.key === key)?.outputs[name];
  if (!value) {
    throw new NoEndError(
      'What the way begins with is not built yet, or is gone.',
      'See in the path on this page what is missing.',
    );
  }
  return value;
}

function toEnd(eni: NetworkInterface, end: End): FoundEnd {
  const whose: Record<End['kind'], string> = {
    client: 'a client',
    endpoint: 'the VPC endpoint',
    group: end.kind === 'group' ? `the ${end.what}` : '',
    database: 'the database',
  };
  return {
    interfaceId: eni.NetworkInterfaceId!,
    address: eni.PrivateIpAddress!,
    groupIds: (eni.Groups ?? []).map(({ GroupId }) => GroupId!),
    said: whose[end.kind],
  };
}

function nameOf({ account }: LaneClients): string {
  return `account ${account.accountId} (${account.name})`;
}

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
  DescribeVpcEndpointAssociationsCommand,
  paginateDescribeVpcEndpoints,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import { INSTALLATION_TAG } from '../objects';
import { ConsumerFacts, HoldingEndpoint } from './sides';
import { tagValue } from '../objects';

const OVER = new Set(['deleting', 'deleted', 'failed', 'rejected', 'expired']);
/** Those that lead to resources of VPC Lattice, and so may hold the names of databases. */
const HOLDING = new Set(['Resource', 'ServiceNetwork']);
/** What one DescribeVpcEndpointAssociations takes. */
const MOST_ENDPOINTS = 100;

/** The endpoints of a VPC: how many there are of each type, and those that hold names of resources. */
export async function readEndpoints(
  session: LaneClients,
  options: { vpcId: string; installation: string },
): Promise<Pick<ConsumerFacts, 'endpoints' | 'endpointCounts'>> {
  const all: VpcEndpoint[] = [];
  const pages = paginateDescribeVpcEndpoints(
    { client: session.ec2 },
    { Filters: [{ Name: 'vpc-id', Values: [options.vpcId] }] },
  );
  for await (const { VpcEndpoints = [] } of pages) {
    all.push(...VpcEndpoints);
  }
  const endpointCounts: Record<string, number> = {};
  for (const { VpcEndpointType = '', State = '' } of all) {
    // One that failed counts until it is deleted.
    if (State.toLocaleLowerCase('en-US') !== 'deleted') {
      endpointCounts[VpcEndpointType] =
        (endpointCounts[VpcEndpointType] ?? 0) + 1;
    }
  }
  const holding = all.filter(
    ({ VpcEndpointType = '', State = '' }) =>
      HOLDING.has(VpcEndpointType) &&
      !OVER.has(State.toLocaleLowerCase('en-US')),
  );
  const names = await readNames(
    session,
    holding.flatMap(({ VpcEndpointId }) => VpcEndpointId ?? []),
  );
  return {
    endpointCounts,
    endpoints: holding.map((endpoint): HoldingEndpoint => {
      const isOurs =
        tagValue(endpoint.Tags, INSTALLATION_TAG) === options.installation;
      return {
        id: endpoint.VpcEndpointId ?? '',
        names: names.get(endpoint.VpcEndpointId ?? '') ?? [],
        ...(isOurs && { ours: tagValue(endpoint.Tags, 'Name') ?? '' }),
      };
    }),
  };
}

/** The names that each of these endpoints answers to. */
async function readNames(
  { ec2 }: LaneClients,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  for (let start = 0; start < ids.length; start += MOST_ENDPOINTS) {
    let NextToken: string | undefined;
    do {
      const page = await ec2.send(
        new DescribeVpcEndpointAssociationsCommand({
          VpcEndpointIds: ids.slice(start, start + MOST_ENDPOINTS),
          NextToken,
        }),
      );
      for (const association of page.VpcEndpointAssociations ?? []) {
        const id = association.VpcEndpointId ?? '';
        const name = association.PrivateDnsEntry?.DnsName;
        if (name) {
          names.set(id, [...(names.get(id) ?? []), name]);
        }
      }
      NextToken = page.NextToken;
    } while (NextToken);
  }
  return names;
}

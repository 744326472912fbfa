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

import type { VpcEndpointAssociation } from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import { notVisibleYet } from './awsAnswers';
import {
  assessDestinations,
  Destination,
  endpointAssociations,
  namesOf,
  toDestination,
} from './endpointDestinations';
import { defineObjectType, ObjectRef } from './ObjectType';
import { inOrderOf } from './ours';
import { ec2Rate } from './rates';
import { serviceNetworkEndpoint } from './serviceNetworkEndpoint';
import { reading } from './statements';

export type NetworkEndpointAssociationSpec = {
  readonly vpcEndpointId: string;
  readonly resourceConfigurationArn: string;
};

export interface NetworkEndpointAssociationState {
  vpcEndpointId: string;
  resourceConfigurationArn: string;
  /** One for each name of the database. */
  destinations: Destination[];
}

const READ = 'ec2:DescribeVpcEndpointAssociations';

/**
 * One database behind an endpoint of a service network. AWS makes it when both the endpoint and the database are in the
 * network, and takes it away when one of them leaves, so it is found and never created or removed.
 */
export const serviceNetworkEndpointAssociation = defineObjectType<
  NetworkEndpointAssociationSpec,
  NetworkEndpointAssociationState
>({
  type: 'ec2/service-network-endpoint-association',
  title: 'Database behind the endpoint',
  identity: 'name',
  endsWithParent: true,
  permissions: { read: [reading(READ)], provision: [] },
  rates: {
    create: ec2Rate('DescribeVpcEndpointAssociations'),
    remove: ec2Rate('DescribeVpcEndpointAssociations'),
  },
  budgetSeconds: 10 * 60,
  isSetting: true,

  find: (aws, ref) => findOne(aws, partsOf(ref)),

  async findMany(aws, refs) {
    const ids = new Set(refs.map(ref => partsOf(ref).vpcEndpointId));
    return inOrderOf(refs, await associationsOf(aws, [...ids]), idOf);
  },

  async create(aws, ref) {
    const parts = partsOf(ref);
    const found = await findOne(aws, parts);
    if (found) {
      return found;
    }
    const { accountId, name } = aws.account;
    throw notVisibleYet(
      aws,
      READ,
      `Account ${accountId} (${name}) does not see ${parts.resourceConfigurationArn} behind the endpoint ${parts.vpcEndpointId} yet.`,
    );
  },

  async remove() {
    // It goes with the database's association with the network, or with the endpoint.
  },

  async *list(aws, installation) {
    const ids: string[] = [];
    const { list } = serviceNetworkEndpoint;
    for await (const { vpcEndpointId } of list(aws, installation)) {
      ids.push(vpcEndpointId);
    }
    yield* await associationsOf(aws, ids);
  },

  assess: ({ destinations }) =>
    assessDestinations(
      { condition: 'ready', awsStatus: destinations[0]?.accessibility },
      destinations,
    ),
  awsId: idOf,
  outputs: ({ destinations }) => namesOf(destinations),
});

/** Filters of EC2 take 200 values (EC2 API Reference, "List and filter your resources"). */
const MOST_VALUES = 200;

/** AWS has an id for each name of a database, and none for the database. */
function idOf({
  vpcEndpointId,
  resourceConfigurationArn,
}: NetworkEndpointAssociationSpec): string {
  return `${vpcEndpointId}|${resourceConfigurationArn}`;
}

function partsOf({
  awsId,
  spec,
}: ObjectRef<NetworkEndpointAssociationSpec>): NetworkEndpointAssociationSpec {
  const [vpcEndpointId, resourceConfigurationArn] = awsId?.split('|') ?? [];
  return resourceConfigurationArn
    ? { vpcEndpointId, resourceConfigurationArn }
    : spec;
}

async function findOne(
  aws: LaneClients,
  parts: NetworkEndpointAssociationSpec,
): Promise<NetworkEndpointAssociationState | undefined> {
  const found = await associationsOf(aws, [parts.vpcEndpointId]);
  return found.find(one => idOf(one) === idOf(parts));
}

/** What these endpoints lead to, by database. */
async function associationsOf(
  aws: LaneClients,
  vpcEndpointIds: readonly string[],
): Promise<NetworkEndpointAssociationState[]> {
  const found = new Map<string, NetworkEndpointAssociationState>();
  for (let at = 0; at < vpcEndpointIds.length; at += MOST_VALUES) {
    const Values = vpcEndpointIds.slice(at, at + MOST_VALUES);
    const filter = { Name: 'vpc-endpoint-id', Values };
    for await (const association of endpointAssociations(aws, [filter])) {
      const place = placeOf(association);
      const known = found.get(idOf(place))?.destinations ?? [];
      found.set(idOf(place), {
        ...place,
        destinations: [...known, toDestination(association)],
      });
    }
  }
  return [...found.values()];
}

/** AWS makes a configuration of each name of a database; the group that they are in is the one that is ours. */
function placeOf(
  association: VpcEndpointAssociation,
): NetworkEndpointAssociationSpec {
  return {
    vpcEndpointId: association.VpcEndpointId!,
    resourceConfigurationArn:
      association.ResourceConfigurationGroupArn ??
      association.AssociatedResourceArn!,
  };
}

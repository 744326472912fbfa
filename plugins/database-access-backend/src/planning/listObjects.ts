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
  DescribeTagsCommand,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { paginateGetResourceShareAssociations } from '@aws-sdk/client-ram';
import {
  ListTagsForResourceCommand,
  paginateListResourceConfigurations,
  paginateListResourceGateways,
  paginateListServiceNetworks,
} from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../aws';
import { INSTALLATION_TAG } from '../objects';

/** Something that a lane has, as far as its list says. */
export interface ListedObject {
  type: string;
  name: string;
  /** What AWS calls it. */
  id: string;
  arn: string;
  vpcId?: string;
  /** Of a service network: how many of these it has. */
  holds?: { resources: number; vpcs: number };
}

type Found = Omit<ListedObject, 'type'>;

/** By type: those whose names are unique in a lane, and which one list of AWS shows. */
const LISTS: Readonly<
  Record<string, (aws: LaneClients) => AsyncIterable<Found[]>>
> = {
  async *'vpc-lattice/resource-gateway'({ vpcLattice: client }) {
    for await (const page of paginateListResourceGateways(
      { client, pageSize: 100 },
      {},
    )) {
      yield (page.items ?? []).map(({ name, id, arn, vpcIdentifier }) => ({
        name: name ?? '',
        id: id ?? '',
        arn: arn ?? '',
        vpcId: vpcIdentifier,
      }));
    }
  },
  async *'vpc-lattice/resource-configuration'({ vpcLattice: client }) {
    for await (const page of paginateListResourceConfigurations(
      { client, pageSize: 100 },
      {},
    )) {
      yield (page.items ?? []).map(({ name, id, arn }) => ({
        name: name ?? '',
        id: id ?? '',
        arn: arn ?? '',
      }));
    }
  },
  async *'vpc-lattice/service-network'({ vpcLattice: client }) {
    for await (const page of paginateListServiceNetworks(
      { client, pageSize: 100 },
      {},
    )) {
      yield (page.items ?? []).map(network => ({
        name: network.name ?? '',
        id: network.id ?? '',
        arn: network.arn ?? '',
        holds: {
          resources: network.numberOfAssociatedResourceConfigurations ?? 0,
          vpcs: network.numberOfAssociatedVPCs ?? 0,
        },
      }));
    }
  },
  /** Whom the lane has invited and who has not answered: AWS lists these among those who have not joined its shares yet. */
  async *'ram/pending-invitation'({ ram: client }) {
    for await (const page of paginateGetResourceShareAssociations(
      { client, pageSize: 500 },
      { associationType: 'PRINCIPAL', associationStatus: 'ASSOCIATING' },
    )) {
      yield (page.resourceShareAssociations ?? [])
        .filter(({ external }) => external)
        .map(({ resourceShareName, resourceShareArn, associatedEntity }) => ({
          name: resourceShareName ?? '',
          id: associatedEntity ?? '',
          arn: resourceShareArn ?? '',
        }));
    }
  },
  async *'elbv2/load-balancer'({ elasticLoadBalancing: client }) {
    for await (const page of paginateDescribeLoadBalancers(
      { client, pageSize: 400 },
      {},
    )) {
      yield (page.LoadBalancers ?? [])
        .filter(({ Type }) => Type === 'network')
        .map(({ LoadBalancerName, LoadBalancerArn, VpcId }) => ({
          name: LoadBalancerName ?? '',
          id: LoadBalancerArn ?? '',
          arn: LoadBalancerArn ?? '',
          vpcId: VpcId,
        }));
    }
  },
  async *'elbv2/target-group'({ elasticLoadBalancing: client }) {
    for await (const page of paginateDescribeTargetGroups(
      { client, pageSize: 400 },
      {},
    )) {
      yield (page.TargetGroups ?? []).map(
        ({ TargetGroupName, TargetGroupArn, VpcId }) => ({
          name: TargetGroupName ?? '',
          id: TargetGroupArn ?? '',
          arn: TargetGroupArn ?? '',
          vpcId: VpcId,
        }),
      );
    }
  },
};

/**
 * All objects of a type that are the lane's own.
 *
 * @returns undefined if this type is not listed
 * @throws AwsCallError if AWS does not say
 */
export async function listObjects(
  aws: LaneClients,
  type: string,
): Promise<ListedObject[] | undefined> {
  const list = LISTS[type];
  if (!list) {
    return undefined;
  }
  const found: ListedObject[] = [];
  for await (const page of list(aws)) {
    found.push(
      ...page
        // The lists of VPC Lattice show what others share, too.
        .filter(({ arn }) => arn.split(':')[4] === aws.account.accountId)
        .map(object => ({ type, ...object })),
    );
  }
  return found;
}

/**
 * Which installation made it, by its tag: no list carries tags.
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readInstallationOf(
  { vpcLattice, elasticLoadBalancing }: LaneClients,
  { type, arn }: ListedObject,
): Promise<{ tag: string | undefined }> {
  if (type.startsWith('vpc-lattice/')) {
    const { tags } = await vpcLattice.send(
      new ListTagsForResourceCommand({ resourceArn: arn }),
    );
    return { tag: tags?.[INSTALLATION_TAG] };
  }
  const { TagDescriptions } = await elasticLoadBalancing.send(
    new DescribeTagsCommand({ ResourceArns: [arn] }),
  );
  return {
    tag: TagDescriptions?.[0]?.Tags?.find(({ Key }) => Key === INSTALLATION_TAG)
      ?.Value,
  };
}

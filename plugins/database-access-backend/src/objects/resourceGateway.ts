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
  CreateResourceGatewayCommand,
  DeleteResourceGatewayCommand,
  GetResourceGatewayCommand,
  paginateListResourceGateways,
} from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../aws';
import { removeOnce, unlessNotFound } from './awsAnswers';
import { assessStatus } from './assessStatus';
import {
  createNamed,
  isOnItsWayOut,
  isOursByTags,
  LATTICE_STATUS,
  latticeObjectTag,
} from './lattice';
import { otherMembers } from './differences';
import { findListed } from './findListed';
import { defineObjectType, ObjectRef } from './ObjectType';
import { INSTALLATION_TAG, isNamedAsOurs } from './ours';
import { unpublishedRate } from './rates';
import {
  arn,
  IS_OURS,
  LATTICE_ROLE,
  latticeTagOnCreate,
  reading,
  TAGGED_AS_OURS,
} from './statements';

export type ResourceGatewaySpec = {
  readonly vpcId: string;
  /** One for each AZ. They can never be changed. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
};

export interface ResourceGatewayState {
  id: string;
  arn: string;
  name: string;
  status: string;
  groupIds: string[];
}

const KIND = 'resourcegateway/*';

/** Where packets leave Lattice and enter the database's VPC. */
export const resourceGateway = defineObjectType<
  ResourceGatewaySpec,
  ResourceGatewayState
>({
  type: 'vpc-lattice/resource-gateway',
  title: 'Resource gateway',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'vpc-lattice:GetResourceGateway',
        'vpc-lattice:ListResourceGateways',
        'vpc-lattice:ListTagsForResource',
      ),
    ],
    provision: [
      {
        actions: ['vpc-lattice:CreateResourceGateway'],
        resources: [arn('vpc-lattice', KIND)],
        conditions: TAGGED_AS_OURS,
      },
      latticeTagOnCreate(KIND, 'CreateResourceGateway'),
      {
        actions: ['vpc-lattice:DeleteResourceGateway'],
        resources: [arn('vpc-lattice', KIND)],
        conditions: IS_OURS,
      },
      LATTICE_ROLE,
      // AWS looks at these in its caller's name.
      reading(
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ),
    ],
  },
  rates: {
    create: unpublishedRate('vpc-lattice:CreateResourceGateway'),
    remove: unpublishedRate('vpc-lattice:DeleteResourceGateway'),
  },
  budgetSeconds: 30 * 60,

  find: (aws, ref) => (ref.awsId ? get(aws, ref.awsId) : findNamed(aws, ref)),

  findMany: (aws, refs) => findAll(aws, refs),

  async create(aws, ref, token): Promise<ResourceGatewayState> {
    const { vpcId, subnetIds, securityGroupId } = ref.spec;
    const command = new CreateResourceGatewayCommand({
      clientToken: token,
      name: ref.name,
      vpcIdentifier: vpcId,
      subnetIds: [...subnetIds],
      securityGroupIds: [securityGroupId],
      ipAddressType: 'IPV4',
      tags: ref.tags,
    });
    const made = await createNamed(
      aws,
      ref,
      {
        operation: 'vpc-lattice:CreateResourceGateway',
        what: 'A resource gateway',
        list: resourceGateway.list,
      },
      () => aws.vpcLattice.send(command),
    );
    return toState(made);
  },

  async remove(aws, _ref, { id, status }) {
    if (isOnItsWayOut(status)) {
      return;
    }
    await removeOnce(
      () =>
        aws.vpcLattice.send(
          new DeleteResourceGatewayCommand({ resourceGatewayIdentifier: id }),
        ),
      async () => !!(await get(aws, id)),
    );
  },

  async *list({ vpcLattice }, installation) {
    const pages = paginateListResourceGateways(
      { client: vpcLattice, pageSize: 100 },
      {},
    );
    for await (const page of pages) {
      yield* (page.items ?? [])
        .filter(gateway => isNamedAsOurs(gateway.name, installation))
        .map(toState);
    }
  },

  // AWS gives no reason for a gateway that failed.
  assess: ({ status }) =>
    assessStatus(
      LATTICE_STATUS,
      status,
      status === 'CREATE_FAILED'
        ? 'AWS could not make the gateway and does not say why; most often a subnet has fewer than 16 free addresses in a row.'
        : undefined,
    ),
  differences: ({ spec }, { groupIds }) =>
    otherMembers('security groups', {
      wanted: [spec.securityGroupId],
      is: groupIds,
    }),
  objectTag: latticeObjectTag,
  awsId: ({ id }) => id,
  outputs: ({ id, arn: gatewayArn }) => ({ gatewayId: id, gatewayArn }),
});

async function get(
  { vpcLattice }: LaneClients,
  id: string,
): Promise<ResourceGatewayState | undefined> {
  const gateway = await unlessNotFound(
    vpcLattice.send(
      new GetResourceGatewayCommand({ resourceGatewayIdentifier: id }),
    ),
  );
  return gateway && toState(gateway);
}

function findAll(
  aws: LaneClients,
  refs: ReadonlyArray<ObjectRef<unknown>>,
): Promise<Array<ResourceGatewayState | undefined>> {
  return findListed(aws, resourceGateway, refs);
}

async function findNamed(
  aws: LaneClients,
  ref: ObjectRef<ResourceGatewaySpec>,
): Promise<ResourceGatewayState | undefined> {
  const { list } = resourceGateway;
  for await (const gateway of list(aws, ref.tags[INSTALLATION_TAG])) {
    if (
      gateway.name === ref.name &&
      (await isOursByTags(aws, gateway.arn, ref))
    ) {
      return gateway;
    }
  }
  return undefined;
}

function toState(gateway: {
  id?: string;
  arn?: string;
  name?: string;
  status?: string;
  securityGroupIds?: string[];
}): ResourceGatewayState {
  return {
    id: gateway.id!,
    arn: gateway.arn!,
    name: gateway.name!,
    status: gateway.status!,
    groupIds: [...(gateway.securityGroupIds ?? [])].sort(),
  };
}

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
  CreateServiceNetworkCommand,
  DeleteServiceNetworkCommand,
  GetServiceNetworkCommand,
  paginateListServiceNetworks,
} from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../aws';
import { removeOnce, unlessNotFound } from './awsAnswers';
import { findListed } from './findListed';
import {
  accountOf,
  createNamed,
  isOursByTags,
  latticeObjectTag,
} from './lattice';
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

export type ServiceNetworkSpec = {
  /** Whether it may ever be shared with other accounts. It can never be changed (aws.md §1.2 B1). */
  readonly sharing: boolean;
};

/** AWS has no status for it: it is there or not. */
export interface ServiceNetworkState {
  id: string;
  arn: string;
  name: string;
}

const KIND = 'servicenetwork/*';

/** What VPCs and databases join: who is in it reaches all that is in it. */
export const serviceNetwork = defineObjectType<
  ServiceNetworkSpec,
  ServiceNetworkState
>({
  type: 'vpc-lattice/service-network',
  title: 'Service network',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'vpc-lattice:GetServiceNetwork',
        'vpc-lattice:ListServiceNetworks',
        'vpc-lattice:ListTagsForResource',
      ),
    ],
    provision: [
      {
        actions: ['vpc-lattice:CreateServiceNetwork'],
        resources: [arn('vpc-lattice', KIND)],
        conditions: TAGGED_AS_OURS,
      },
      latticeTagOnCreate(KIND, 'CreateServiceNetwork'),
      {
        actions: ['vpc-lattice:DeleteServiceNetwork'],
        resources: [arn('vpc-lattice', KIND)],
        conditions: IS_OURS,
      },
      LATTICE_ROLE,
    ],
  },
  rates: {
    create: unpublishedRate('vpc-lattice:CreateServiceNetwork'),
    remove: unpublishedRate('vpc-lattice:DeleteServiceNetwork'),
  },
  budgetSeconds: 10 * 60,

  find: (aws, ref) => (ref.awsId ? get(aws, ref.awsId) : findNamed(aws, ref)),

  findMany: (aws, refs): Promise<Array<ServiceNetworkState | undefined>> =>
    findListed(aws, serviceNetwork, refs),

  async create(aws, ref, token): Promise<ServiceNetworkState> {
    const command = new CreateServiceNetworkCommand({
      clientToken: token,
      name: ref.name,
      // Auth policies are about services: to databases they do not apply (aws.md §0.1 item 1).
      authType: 'NONE',
      sharingConfig: { enabled: ref.spec.sharing },
      tags: ref.tags,
    });
    const made = await createNamed(
      aws,
      ref,
      {
        operation: 'vpc-lattice:CreateServiceNetwork',
        what: 'A service network',
        list: serviceNetwork.list,
      },
      () => aws.vpcLattice.send(command),
    );
    return toState(made);
  },

  /** AWS refuses it while anything is associated: whatever that is, it has to go first. */
  remove: (aws, _ref, { id }) =>
    removeOnce(
      () =>
        aws.vpcLattice.send(
          new DeleteServiceNetworkCommand({ serviceNetworkIdentifier: id }),
        ),
      async () => !!(await get(aws, id)),
    ),

  /** Without those that others share with this account. */
  async *list(aws, installation) {
    for await (const network of networksInSight(aws, installation)) {
      if (accountOf(network.arn) === aws.account.accountId) {
        yield network;
      }
    }
  },

  assess: () => ({ condition: 'ready' }),
  objectTag: latticeObjectTag,
  awsId: ({ id }) => id,
  outputs: state => ({
    serviceNetworkId: state.id,
    serviceNetworkArn: state.arn,
  }),
});

/** Those of this portal by their names: this account's own, and those that others share with it. */
export async function* networksInSight(
  { vpcLattice }: LaneClients,
  installation: string,
): AsyncIterable<ServiceNetworkState> {
  const pages = paginateListServiceNetworks(
    { client: vpcLattice, pageSize: 100 },
    {},
  );
  for await (const page of pages) {
    yield* (page.items ?? [])
      .filter(({ name }) => isNamedAsOurs(name, installation))
      .map(toState);
  }
}

async function get(
  { vpcLattice }: LaneClients,
  id: string,
): Promise<ServiceNetworkState | undefined> {
  const network = await unlessNotFound(
    vpcLattice.send(
      new GetServiceNetworkCommand({ serviceNetworkIdentifier: id }),
    ),
  );
  return network && toState(network);
}

async function findNamed(
  aws: LaneClients,
  ref: ObjectRef<ServiceNetworkSpec>,
): Promise<ServiceNetworkState | undefined> {
  const { list } = serviceNetwork;
  for await (const found of list(aws, ref.tags[INSTALLATION_TAG])) {
    if (found.name === ref.name && (await isOursByTags(aws, found.arn, ref))) {
      return found;
    }
  }
  return undefined;
}

function toState(network: {
  id?: string;
  arn?: string;
  name?: string;
}): ServiceNetworkState {
  return { id: network.id!, arn: network.arn!, name: network.name! };
}

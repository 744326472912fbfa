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
  CreateServiceNetworkResourceAssociationCommand,
  DeleteServiceNetworkResourceAssociationCommand,
  GetServiceNetworkResourceAssociationCommand,
  ListServiceNetworkResourceAssociationsCommandInput,
  paginateListServiceNetworkResourceAssociations,
  ServiceNetworkResourceAssociationSummary,
} from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../aws';
import { assessStatus } from './assessStatus';
import { awsCodeOf, isNotFound, unlessNotFound } from './awsAnswers';
import {
  accountOf,
  expectConfigurationVisible,
  expectNetworkVisible,
  latticeObjectTag,
} from './lattice';
import {
  isAssociationMeant,
  NETWORK_ASSOCIATION_STATUS,
  NetworkAssociationState,
  removeAssociation,
  whyNotAssociated,
} from './networkAssociations';
import { defineObjectType, ObjectRef } from './ObjectType';
import { inOrderOf } from './ours';
import { unpublishedRate } from './rates';
import { networksInSight } from './serviceNetwork';
import {
  arn,
  arnOfAnyAccount,
  IS_OURS,
  IS_OURS_OR_UNSEEN,
  latticeTagOnCreate,
  reading,
  TAGGED_AS_OURS,
} from './statements';

export type ResourceAssociationSpec = {
  readonly resourceConfigurationArn: string;
  readonly serviceNetworkArn: string;
};

export interface ResourceAssociationState extends NetworkAssociationState {
  resourceConfigurationArn: string;
  /** The name that AWS made up. It is for VPC associations: an endpoint has names of its own (aws.md §6). */
  dnsName?: string;
  /** The database's real name. */
  privateDnsName?: string;
}

const KIND = 'servicenetworkresourceassociation/*';
const CREATE = 'vpc-lattice:CreateServiceNetworkResourceAssociation';
const DELETE = 'vpc-lattice:DeleteServiceNetworkResourceAssociation';

/**
 * Puts a database into a service network. The owner of either makes it, with whom the other is shared; each of the two
 * may delete it, and that cuts the path for all who are in the network.
 */
export const serviceNetworkResourceAssociation = defineObjectType<
  ResourceAssociationSpec,
  ResourceAssociationState
>({
  type: 'vpc-lattice/service-network-resource-association',
  title: 'Database in the service network',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'vpc-lattice:GetServiceNetworkResourceAssociation',
        'vpc-lattice:ListServiceNetworkResourceAssociations',
        'vpc-lattice:ListServiceNetworks',
        'vpc-lattice:ListTagsForResource',
      ),
    ],
    provision: [
      // Whether both parts are to be seen from here, asked before they are associated.
      reading(
        'vpc-lattice:GetResourceConfiguration',
        'vpc-lattice:GetServiceNetwork',
      ),
      {
        actions: [CREATE],
        resources: [arn('vpc-lattice', KIND)],
        conditions: TAGGED_AS_OURS,
      },
      // The parts of an association, of which one may be another account's.
      ...['resourceconfiguration/*', 'servicenetwork/*'].map(part => ({
        actions: [CREATE],
        resources: [arnOfAnyAccount('vpc-lattice', part)],
        conditions: TAGGED_AS_OURS,
      })),
      latticeTagOnCreate(KIND, 'CreateServiceNetworkResourceAssociation'),
      {
        actions: [DELETE],
        // Whose account is in its ARN, AWS does not say.
        resources: [arnOfAnyAccount('vpc-lattice', KIND)],
        conditions: IS_OURS,
      },
    ],
    cut: [
      {
        actions: [DELETE],
        // Its tags are for the account that made it.
        resources: [arnOfAnyAccount('vpc-lattice', KIND)],
        conditions: IS_OURS_OR_UNSEEN,
      },
    ],
  },
  rates: {
    create: unpublishedRate(CREATE),
    remove: unpublishedRate(DELETE),
  },
  budgetSeconds: 10 * 60,

  find: (aws, ref) =>
    ref.awsId ? findById(aws, ref, ref.awsId) : findByPlace(aws, ref),

  findMany: (aws, refs) => findAll(aws, refs),

  async create(aws, ref, token) {
    const { resourceConfigurationArn, serviceNetworkArn } = ref.spec;
    await expectConfigurationVisible(aws, resourceConfigurationArn);
    await expectNetworkVisible(aws, serviceNetworkArn);
    const command = new CreateServiceNetworkResourceAssociationCommand({
      clientToken: token,
      resourceConfigurationIdentifier: resourceConfigurationArn,
      serviceNetworkIdentifier: serviceNetworkArn,
      // Of a database it is on whatever is said here (aws.md §0.1 item 2); so nobody wonders.
      privateDnsEnabled: true,
      tags: ref.tags,
    });
    try {
      return toState({
        ...(await aws.vpcLattice.send(command)),
        resourceConfigurationArn,
        serviceNetworkArn,
      });
    } catch (error) {
      throw await whyNotAssociated(aws, ref, {
        error,
        operation: CREATE,
        shared: `${resourceConfigurationArn} or ${serviceNetworkArn}`,
        standing: () => standingAt(aws, ref.spec),
      });
    }
  },

  remove: (aws, ref, state) =>
    removeAssociation(aws, ref, {
      state,
      operation: DELETE,
      what: `The association ${state.id} of a database with a service network`,
      remove: () =>
        aws.vpcLattice.send(
          new DeleteServiceNetworkResourceAssociationCommand({
            serviceNetworkResourceAssociationIdentifier: state.id,
          }),
        ),
      isThere: async () => !!(await get(aws, state.id)),
    }),

  /** What this account has made in the networks of the portal: one List for each network. */
  async *list(aws, installation) {
    for await (const network of networksInSight(aws, installation)) {
      for await (const found of associationsBy(aws, {
        serviceNetworkIdentifier: network.arn,
      })) {
        if (found.createdBy === aws.account.accountId) {
          yield found;
        }
      }
    }
  },

  assess: ({ status, failureReason }) =>
    assessStatus(NETWORK_ASSOCIATION_STATUS, status, failureReason),
  objectTag: latticeObjectTag,
  awsId: ({ id }) => id,
  outputs: ({ id, dnsName, privateDnsName }) => ({
    resourceAssociationId: id,
    ...(dnsName && { dnsName }),
    ...(privateDnsName && { privateDnsName }),
  }),
});

async function get(
  { vpcLattice }: LaneClients,
  id: string,
): Promise<ResourceAssociationState | undefined> {
  const association = await unlessNotFound(
    vpcLattice.send(
      new GetServiceNetworkResourceAssociationCommand({
        serviceNetworkResourceAssociationIdentifier: id,
      }),
    ),
  );
  return association && toState(association);
}

/** The id is known, so whether it may be removed is looked at when it is to be. It is never that of another pair. */
async function findById(
  aws: LaneClients,
  { spec }: ObjectRef<ResourceAssociationSpec>,
  id: string,
): Promise<ResourceAssociationState | undefined> {
  const found = await get(aws, id);
  return found && isAt(found, spec) ? found : undefined;
}

/** A network holds a configuration once. The list says of none why it failed: it is read once more. */
async function findByPlace(
  aws: LaneClients,
  ref: ObjectRef<ResourceAssociationSpec>,
): Promise<ResourceAssociationState | undefined> {
  const found = await standingAt(aws, ref.spec);
  return found && (await isAssociationMeant(aws, ref, found))
    ? get(aws, found.id)
    : undefined;
}

async function standingAt(
  aws: LaneClients,
  spec: ResourceAssociationSpec,
): Promise<ResourceAssociationState | undefined> {
  const side = ownSideOf(aws, spec);
  for await (const found of side ? associationsBy(aws, side) : []) {
    if (isAt(found, spec)) {
      return found;
    }
  }
  return undefined;
}

/** One List for each configuration or network of this account; those that failed are read once more, to say why. */
async function findAll(
  aws: LaneClients,
  refs: ReadonlyArray<ObjectRef<ResourceAssociationSpec>>,
): Promise<Array<ResourceAssociationState | undefined>> {
  const sides = new Map(
    refs
      .flatMap(({ spec }) => ownSideOf(aws, spec) ?? [])
      .map(side => [JSON.stringify(side), side]),
  );
  const found: ResourceAssociationState[] = [];
  for (const side of sides.values()) {
    for await (const association of associationsBy(aws, side)) {
      found.push(association);
    }
  }
  const inOrder = inOrderOf(refs, found, ({ id }) => id);
  return Promise.all(
    inOrder.map((one, index) => {
      if (!one || !isAt(one, refs[index].spec)) {
        return undefined;
      }
      return one.status.endsWith('_FAILED') ? get(aws, one.id) : one;
    }),
  );
}

/** The list of what this account owns shows it also where the other account's part is not to be seen from here. */
function ownSideOf(
  { account }: LaneClients,
  {
    resourceConfigurationArn,
    serviceNetworkArn,
  }: Partial<ResourceAssociationSpec>,
): ListServiceNetworkResourceAssociationsCommandInput | undefined {
  if (accountOf(resourceConfigurationArn) === account.accountId) {
    return { resourceConfigurationIdentifier: resourceConfigurationArn };
  }
  return serviceNetworkArn
    ? { serviceNetworkIdentifier: serviceNetworkArn }
    : undefined;
}

/** What a spec does not say, because it is gone, tells nothing apart. */
function isAt(
  state: ResourceAssociationState,
  spec: Partial<ResourceAssociationSpec>,
): boolean {
  const { resourceConfigurationArn, serviceNetworkArn } = spec;
  return (
    [undefined, state.resourceConfigurationArn].includes(
      resourceConfigurationArn,
    ) && [undefined, state.serviceNetworkArn].includes(serviceNetworkArn)
  );
}

async function* associationsBy(
  { vpcLattice }: LaneClients,
  place: ListServiceNetworkResourceAssociationsCommandInput,
): AsyncIterable<ResourceAssociationState> {
  const pages = paginateListServiceNetworkResourceAssociations(
    { client: vpcLattice, pageSize: 100 },
    place,
  );
  try {
    for await (const page of pages) {
      yield* (page.items ?? []).map(toState);
    }
  } catch (error) {
    // What is gone has no associations.
    if (!isNotFound(awsCodeOf(error))) {
      throw error;
    }
  }
}

function toState(
  association: ServiceNetworkResourceAssociationSummary & {
    failureReason?: string;
  },
): ResourceAssociationState {
  return {
    id: association.id!,
    arn: association.arn!,
    status: association.status!,
    failureReason: association.failureReason ?? association.failureCode,
    createdBy: association.createdBy!,
    resourceConfigurationArn: association.resourceConfigurationArn!,
    serviceNetworkArn: association.serviceNetworkArn!,
    dnsName: association.dnsEntry?.domainName,
    privateDnsName: association.privateDnsEntry?.domainName,
  };
}

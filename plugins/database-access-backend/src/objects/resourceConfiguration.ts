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
  CreateResourceConfigurationCommand,
  DeleteResourceConfigurationCommand,
  GetResourceConfigurationCommand,
  paginateListResourceConfigurations,
} from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../aws';
import { assessStatus } from './assessStatus';
import { removeOnce, unlessNotFound } from './awsAnswers';
import {
  accountOf,
  createNamed,
  isOnItsWayOut,
  isOursByTags,
  LATTICE_STATUS,
  latticeObjectTag,
} from './lattice';
import { findListed } from './findListed';
import { defineObjectType, ObjectRef } from './ObjectType';
import { INSTALLATION_TAG, isNamedAsOurs } from './ours';
import { unpublishedRate } from './rates';
import {
  arn,
  IS_OURS,
  latticeTagOnCreate,
  reading,
  TAGGED_AS_OURS,
} from './statements';

export type ResourceConfigurationSpec = {
  readonly databaseArn: string;
  readonly resourceGatewayId: string;
  /** Whether service networks may hold it that are, or may be, shared with others. Absent: they may not. */
  readonly forShareableNetworks?: true;
};

export interface ResourceConfigurationState {
  id: string;
  arn: string;
  name: string;
  status: string;
  failureReason?: string;
}

const KIND = 'resourceconfiguration/*';

/**
 * What makes the database something to connect to. Of the type ARN, so clients keep the database's real name, and its
 * certificate fits; ports and names are the database's own and are not asked for.
 */
export const resourceConfiguration = defineObjectType<
  ResourceConfigurationSpec,
  ResourceConfigurationState
>({
  type: 'vpc-lattice/resource-configuration',
  title: 'Resource configuration',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'vpc-lattice:GetResourceConfiguration',
        'vpc-lattice:ListResourceConfigurations',
        'vpc-lattice:ListTagsForResource',
      ),
    ],
    provision: [
      {
        actions: ['vpc-lattice:CreateResourceConfiguration'],
        resources: [arn('vpc-lattice', KIND)],
        conditions: TAGGED_AS_OURS,
      },
      latticeTagOnCreate(KIND, 'CreateResourceConfiguration'),
      {
        actions: ['vpc-lattice:DeleteResourceConfiguration'],
        resources: [arn('vpc-lattice', KIND)],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: unpublishedRate('vpc-lattice:CreateResourceConfiguration'),
    remove: unpublishedRate('vpc-lattice:DeleteResourceConfiguration'),
  },
  budgetSeconds: 10 * 60,

  find: (aws, ref) => (ref.awsId ? get(aws, ref.awsId) : findNamed(aws, ref)),

  findMany: (aws, refs) => findAll(aws, refs),

  async create(aws, ref, token): Promise<ResourceConfigurationState> {
    const { databaseArn, resourceGatewayId, forShareableNetworks } = ref.spec;
    const command = new CreateResourceConfigurationCommand({
      clientToken: token,
      name: ref.name,
      type: 'ARN',
      resourceGatewayIdentifier: resourceGatewayId,
      resourceConfigurationDefinition: { arnResource: { arn: databaseArn } },
      // A shared service network opens the database to all who are in it.
      allowAssociationToShareableServiceNetwork: forShareableNetworks === true,
      tags: ref.tags,
    });
    const made = await createNamed(
      aws,
      ref,
      {
        operation: 'vpc-lattice:CreateResourceConfiguration',
        what: 'A resource configuration',
        list: resourceConfiguration.list,
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
          new DeleteResourceConfigurationCommand({
            resourceConfigurationIdentifier: id,
          }),
        ),
      async () => !!(await get(aws, id)),
    );
  },

  /** Without what others share with this account, and without the children that AWS makes of each. */
  async *list(aws, installation) {
    const pages = paginateListResourceConfigurations(
      { client: aws.vpcLattice, pageSize: 100 },
      {},
    );
    for await (const page of pages) {
      yield* (page.items ?? [])
        .filter(configuration => configuration.type !== 'CHILD')
        .filter(({ arn: its }) => accountOf(its) === aws.account.accountId)
        .filter(({ name }) => isNamedAsOurs(name, installation))
        .map(toState);
    }
  },

  assess: ({ status, failureReason }) =>
    assessStatus(LATTICE_STATUS, status, failureReason),
  objectTag: latticeObjectTag,
  awsId: ({ id }) => id,
  outputs: state => ({
    resourceConfigurationId: state.id,
    resourceConfigurationArn: state.arn,
  }),
});

async function get(
  { vpcLattice }: LaneClients,
  id: string,
): Promise<ResourceConfigurationState | undefined> {
  const configuration = await unlessNotFound(
    vpcLattice.send(
      new GetResourceConfigurationCommand({
        resourceConfigurationIdentifier: id,
      }),
    ),
  );
  return configuration && toState(configuration);
}

/** The list says of none why it failed: those are read once more. */
async function findAll(
  aws: LaneClients,
  refs: ReadonlyArray<ObjectRef<unknown>>,
): Promise<Array<ResourceConfigurationState | undefined>> {
  const listed = await findListed(aws, resourceConfiguration, refs);
  return Promise.all(
    listed.map(found =>
      found?.status.endsWith('_FAILED') ? get(aws, found.id) : found,
    ),
  );
}

/** The list says of none why it failed: what is found by name is read once more. */
async function findNamed(
  aws: LaneClients,
  ref: ObjectRef<ResourceConfigurationSpec>,
): Promise<ResourceConfigurationState | undefined> {
  const { list } = resourceConfiguration;
  for await (const found of list(aws, ref.tags[INSTALLATION_TAG])) {
    if (found.name === ref.name && (await isOursByTags(aws, found.arn, ref))) {
      return get(aws, found.id);
    }
  }
  return undefined;
}

function toState(configuration: {
  id?: string;
  arn?: string;
  name?: string;
  status?: string;
  failureReason?: string;
}): ResourceConfigurationState {
  return {
    id: configuration.id!,
    arn: configuration.arn!,
    name: configuration.name!,
    status: configuration.status!,
    failureReason: configuration.failureReason,
  };
}

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
  DeleteResourceEndpointAssociationCommand,
  paginateListResourceEndpointAssociations,
  ResourceEndpointAssociationSummary,
} from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../aws';
import { awsCodeOf, isNotFound, notVisibleYet, removeOnce } from './awsAnswers';
import { defineObjectType } from './ObjectType';
import { unpublishedRate } from './rates';
import { inOrderOf } from './ours';
import { resourceConfiguration } from './resourceConfiguration';
import { arn } from './statements';

export type EndpointAssociationSpec = {
  readonly resourceConfigurationId: string;
  readonly vpcEndpointId: string;
};

export interface EndpointAssociationState {
  id: string;
  arn: string;
  resourceConfigurationId: string;
  vpcEndpointId: string;
  vpcEndpointOwner: string;
}

/**
 * The provider's side of a VPC endpoint. AWS makes it with the endpoint, so it is found and never created. To delete it
 * cuts the path without the consumer's account.
 */
export const resourceEndpointAssociation = defineObjectType<
  EndpointAssociationSpec,
  EndpointAssociationState
>({
  type: 'vpc-lattice/resource-endpoint-association',
  title: 'Endpoint at the resource configuration',
  identity: 'name',
  permissions: {
    read: [{ actions: ['vpc-lattice:ListResourceEndpointAssociations'] }],
    provision: [
      {
        actions: ['vpc-lattice:DeleteResourceEndpointAssociation'],
        // AWS made it for the consumer, so it carries no tag of ours that a condition could ask for.
        resources: [arn('vpc-lattice', 'resourceendpointassociation/*')],
      },
    ],
  },
  rates: {
    create: unpublishedRate('vpc-lattice:ListResourceEndpointAssociations'),
    remove: unpublishedRate('vpc-lattice:DeleteResourceEndpointAssociation'),
  },
  budgetSeconds: 10 * 60,
  oneByOne: true,
  isSetting: true,

  async find(aws, { awsId, spec }) {
    for await (const found of associationsAt(aws, spec)) {
      if (!awsId || found.id === awsId) {
        return found;
      }
    }
    return undefined;
  },

  /** One List for each configuration: the endpoints of one database are read by one call. */
  async findMany(aws, refs) {
    const found: EndpointAssociationState[] = [];
    const places = new Set(
      refs.map(({ spec }) => spec.resourceConfigurationId),
    );
    for (const resourceConfigurationId of places) {
      for await (const one of associationsAt(aws, {
        resourceConfigurationId,
      })) {
        found.push(one);
      }
    }
    return inOrderOf(refs, found, ({ id }) => id);
  },

  async create(aws, { spec }) {
    for await (const found of associationsAt(aws, spec)) {
      return found;
    }
    const { accountId, name } = aws.account;
    throw notVisibleYet(
      aws,
      'vpc-lattice:ListResourceEndpointAssociations',
      `Account ${accountId} (${name}) does not see the endpoint ${spec.vpcEndpointId} at ${spec.resourceConfigurationId} yet.`,
    );
  },

  remove: (aws, _ref, state) =>
    removeOnce(
      () =>
        aws.vpcLattice.send(
          new DeleteResourceEndpointAssociationCommand({
            resourceEndpointAssociationIdentifier: state.id,
          }),
        ),
      async () => {
        for await (const found of associationsAt(aws, state)) {
          return found.id === state.id;
        }
        return false;
      },
    ),

  /** Everybody's: whoever else has an endpoint at a configuration of ours is a stranger, and somebody should know. */
  async *list(aws, installation) {
    for await (const { id } of resourceConfiguration.list(aws, installation)) {
      yield* associationsAt(aws, { resourceConfigurationId: id });
    }
  },

  assess: () => ({ condition: 'ready' }),
  awsId: ({ id }) => id,
  outputs: ({ id, arn: associationArn }) => ({
    associationId: id,
    associationArn,
  }),
});

/** AWS lists them for one configuration at a time. */
async function* associationsAt(
  { vpcLattice }: LaneClients,
  place: { resourceConfigurationId: string; vpcEndpointId?: string },
): AsyncIterable<EndpointAssociationState> {
  const { resourceConfigurationId, vpcEndpointId } = place;
  const pages = paginateListResourceEndpointAssociations(
    { client: vpcLattice, pageSize: 100 },
    {
      resourceConfigurationIdentifier: resourceConfigurationId,
      vpcEndpointId,
    },
  );
  try {
    for await (const page of pages) {
      yield* (page.items ?? []).map(toState);
    }
  } catch (error) {
    if (!isNotFound(awsCodeOf(error))) {
      throw error;
    }
  }
}

function toState(
  association: ResourceEndpointAssociationSummary,
): EndpointAssociationState {
  return {
    id: association.id!,
    arn: association.arn!,
    resourceConfigurationId: association.resourceConfigurationId!,
    vpcEndpointId: association.vpcEndpointId!,
    vpcEndpointOwner: association.vpcEndpointOwner!,
  };
}

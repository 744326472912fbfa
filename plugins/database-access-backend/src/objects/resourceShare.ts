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
  CreateResourceShareCommand,
  DeleteResourceShareCommand,
  paginateGetResourceShares,
  ResourceShare,
} from '@aws-sdk/client-ram';
import { LaneClients } from '../aws';
import { assessStatus } from './assessStatus';
import { awsCodeOf, isNotFound, removeOnce } from './awsAnswers';
import { findListed } from './findListed';
import { defineObjectType } from './ObjectType';
import { INSTALLATION_TAG, ownTags, type OwnTags } from './ours';
import { ASSOCIATION_STATUS, associationsOf } from './ram';
import { unpublishedRate } from './rates';
import { arn, IS_OURS, reading, TAGGED_AS_OURS } from './statements';

export type ResourceShareSpec = (
  | { readonly resourceConfigurationArn: string }
  | { readonly serviceNetworkArn: string }
) & {
  /**
   * Whether accounts outside the organisation may be principals. A share is for the one kind or for the other, so what
   * is shared inside can never be widened to the outside.
   */
  readonly allowExternalPrincipals: boolean;
};

export interface ResourceShareState extends OwnTags {
  arn: string;
  name: string;
  status: string;
  /** Of the association of what is shared with the share. */
  resourceStatus?: string;
  resourceStatusMessage?: string;
}

const RESOURCE = 'resource-share/*';

/**
 * What lets other accounts see a resource configuration or a service network. By itself it names none: each is a
 * `ram/principal`.
 */
export const resourceShare = defineObjectType<
  ResourceShareSpec,
  ResourceShareState
>({
  type: 'ram/resource-share',
  title: 'Resource share',
  identity: 'token',
  permissions: {
    read: [
      reading('ram:GetResourceShares', 'ram:GetResourceShareAssociations'),
    ],
    provision: [
      {
        actions: ['ram:CreateResourceShare'],
        resources: [arn('ram', RESOURCE)],
        conditions: {
          StringEquals: {
            ...TAGGED_AS_OURS.StringEquals,
            'ram:RequestedResourceType': [
              'vpc-lattice:ResourceConfiguration',
              'vpc-lattice:ServiceNetwork',
            ],
          },
        },
      },
      {
        actions: ['ram:TagResource'],
        resources: [arn('ram', RESOURCE)],
        conditions: TAGGED_AS_OURS,
      },
      {
        actions: ['ram:DeleteResourceShare'],
        resources: [arn('ram', RESOURCE)],
        conditions: IS_OURS,
      },
      // RAM puts its policy on what is shared in its caller's name (VPC Lattice User Guide, sharing).
      ...['resourceconfiguration/*', 'servicenetwork/*'].map(shared => ({
        actions: [
          'vpc-lattice:DeleteResourcePolicy',
          'vpc-lattice:PutResourcePolicy',
        ],
        resources: [arn('vpc-lattice', shared)],
        conditions: IS_OURS,
      })),
    ],
  },
  rates: {
    create: unpublishedRate('ram:CreateResourceShare'),
    remove: unpublishedRate('ram:DeleteResourceShare'),
  },
  budgetSeconds: 10 * 60,

  async find(aws, ref) {
    const query = ref.awsId
      ? { resourceShareArns: [ref.awsId] }
      : {
          name: ref.name,
          tagFilters: [
            {
              tagKey: INSTALLATION_TAG,
              tagValues: [ref.tags[INSTALLATION_TAG]],
            },
          ],
        };
    // A name is not unique, and a deleted share is shown for two hours more.
    for await (const share of sharesOf(aws, query)) {
      if (share.status !== 'DELETED') {
        return withResource(aws, share);
      }
    }
    return undefined;
  },

  findMany: (aws, refs): Promise<Array<ResourceShareState | undefined>> =>
    findListed(aws, resourceShare, refs),

  async create(aws, ref, token) {
    const { resourceShare: made } = await aws.ram.send(
      new CreateResourceShareCommand({
        clientToken: token,
        name: ref.name,
        // Each gets AWS's default permission of its type, in its newest version: of networks the first one let no
        // databases in yet (aws.md §1.2 B2).
        resourceArns: [sharedBy(ref.spec)],
        allowExternalPrincipals: ref.spec.allowExternalPrincipals,
        tags: Object.entries(ref.tags).map(([key, value]) => ({ key, value })),
      }),
    );
    return { ...toState(made!), resourceStatus: 'ASSOCIATING' };
  },

  async remove(aws, _ref, { arn: resourceShareArn, status }) {
    if (status === 'DELETING' || status === 'DELETED') {
      return;
    }
    await removeOnce(
      () => aws.ram.send(new DeleteResourceShareCommand({ resourceShareArn })),
      async () => {
        const query = { resourceShareArns: [resourceShareArn] };
        for await (const share of sharesOf(aws, query)) {
          return share.status !== 'DELETED' && share.status !== 'DELETING';
        }
        return false;
      },
    );
  },

  async *list(aws, installation) {
    const resourceOf = new Map<string, ResourceAssociation>();
    for await (const association of associationsOf(aws.ram, {
      associationType: 'RESOURCE',
    })) {
      resourceOf.set(association.resourceShareArn!, association);
    }
    const tagFilters = [
      { tagKey: INSTALLATION_TAG, tagValues: [installation] },
    ];
    for await (const share of sharesOf(aws, { tagFilters })) {
      if (share.status !== 'DELETED') {
        yield {
          ...toState(share),
          ...statusOf(resourceOf.get(toState(share).arn)),
        };
      }
    }
  },

  assess({ status, resourceStatus, resourceStatusMessage }) {
    const ofShare = assessStatus(
      {
        ready: ['ACTIVE'],
        pending: ['PENDING', 'DELETING'],
        broken: ['FAILED'],
        gone: ['DELETED'],
      },
      status,
    );
    if (ofShare.condition !== 'ready') {
      return ofShare;
    }
    if (resourceStatus === undefined || resourceStatus === 'DISASSOCIATED') {
      return {
        condition: 'broken',
        awsStatus: resourceStatus,
        reason: 'What is to be shared is not in the share.',
      };
    }
    return assessStatus(
      ASSOCIATION_STATUS,
      resourceStatus,
      resourceStatusMessage,
    );
  },
  awsId: state => state.arn,
  outputs: state => ({ resourceShareArn: state.arn }),
});

function sharedBy(spec: ResourceShareSpec): string {
  return 'serviceNetworkArn' in spec
    ? spec.serviceNetworkArn
    : spec.resourceConfigurationArn;
}

type ResourceAssociation = { status?: string; statusMessage?: string };

async function* sharesOf(
  { ram }: LaneClients,
  query: {
    resourceShareArns?: string[];
    name?: string;
    tagFilters?: Array<{ tagKey: string; tagValues: string[] }>;
  },
): AsyncIterable<ResourceShare> {
  const pages = paginateGetResourceShares(
    { client: ram, pageSize: 500 },
    { ...query, resourceOwner: 'SELF' },
  );
  try {
    for await (const page of pages) {
      yield* page.resourceShares ?? [];
    }
  } catch (error) {
    if (!isNotFound(awsCodeOf(error))) {
      throw error;
    }
  }
}

async function withResource(
  { ram }: LaneClients,
  share: ResourceShare,
): Promise<ResourceShareState> {
  const state = toState(share);
  for await (const association of associationsOf(ram, {
    associationType: 'RESOURCE',
    resourceShareArns: [state.arn],
  })) {
    return { ...state, ...statusOf(association) };
  }
  return state;
}

function toState(share: ResourceShare): ResourceShareState {
  return {
    arn: share.resourceShareArn!,
    name: share.name!,
    status: share.status!,
    ...ownTags(
      Object.fromEntries(
        (share.tags ?? []).map(({ key = '', value = '' }) => [key, value]),
      ),
    ),
  };
}

function statusOf(
  association: ResourceAssociation | undefined,
): Pick<ResourceShareState, 'resourceStatus' | 'resourceStatusMessage'> {
  return {
    resourceStatus: association?.status,
    resourceStatusMessage: association?.statusMessage,
  };
}

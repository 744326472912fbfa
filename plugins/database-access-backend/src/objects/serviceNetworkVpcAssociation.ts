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
  CreateServiceNetworkVpcAssociationCommand,
  DeleteServiceNetworkVpcAssociationCommand,
  GetServiceNetworkVpcAssociationCommand,
  ListServiceNetworkVpcAssociationsCommandInput,
  paginateListServiceNetworkVpcAssociations,
  ServiceNetworkVpcAssociationSummary,
} from '@aws-sdk/client-vpc-lattice';
import { ObjectDifference } from '@towpath/backstage-plugin-database-access-common';
import { LaneClients } from '../aws';
import type { Lane } from '../config';
import { assessStatus } from './assessStatus';
import { awsCodeOf, isNotFound, unlessNotFound } from './awsAnswers';
import { otherMembers, otherThan } from './differences';
import { expectNetworkVisible, latticeObjectTag } from './lattice';
import {
  isAssociationMeant,
  NETWORK_ASSOCIATION_STATUS,
  NetworkAssociationState,
  removeAssociation,
  whyNotAssociated,
} from './networkAssociations';
import { specifiedDomains } from './networkNames';
import { defineObjectType, ObjectRef } from './ObjectType';
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

export type VpcAssociationSpec = {
  readonly vpcId: string;
  readonly serviceNetworkArn: string;
  readonly securityGroupId: string;
};

export interface VpcAssociationState extends NetworkAssociationState {
  vpcId: string;
  /** Who reaches what is in the network; absent where AWS only lists it. */
  securityGroupIds?: string[];
  privateDnsEnabled?: boolean;
  /** Of which names the VPC hears. */
  privateDnsPreference?: string;
  privateDnsDomains?: string[];
}

/** Of all names of a network, those of databases. */
const PREFERENCE = 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS';

const KIND = 'servicenetworkvpcassociation/*';
const CREATE = 'vpc-lattice:CreateServiceNetworkVpcAssociation';
const DELETE = 'vpc-lattice:DeleteServiceNetworkVpcAssociation';

/**
 * Puts a VPC into a service network; it can be in one only. What is in the VPC itself reaches what is in the network, and
 * nobody does through the VPC (aws.md §1.2 B6a).
 */
export const serviceNetworkVpcAssociation = defineObjectType<
  VpcAssociationSpec,
  VpcAssociationState
>({
  type: 'vpc-lattice/service-network-vpc-association',
  title: 'VPC in the service network',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'vpc-lattice:GetServiceNetworkVpcAssociation',
        'vpc-lattice:ListServiceNetworkVpcAssociations',
        'vpc-lattice:ListServiceNetworks',
        'vpc-lattice:ListTagsForResource',
      ),
    ],
    provision: [
      // Whether the network is to be seen from here, asked before the VPC is associated.
      reading('vpc-lattice:GetServiceNetwork'),
      {
        actions: [CREATE],
        resources: [arn('vpc-lattice', KIND)],
        conditions: TAGGED_AS_OURS,
      },
      // The network may be another account's.
      {
        actions: [CREATE],
        resources: [arnOfAnyAccount('vpc-lattice', 'servicenetwork/*')],
        conditions: TAGGED_AS_OURS,
      },
      latticeTagOnCreate(KIND, 'CreateServiceNetworkVpcAssociation'),
      {
        actions: [DELETE],
        // Whose account is in its ARN, AWS does not say.
        resources: [arnOfAnyAccount('vpc-lattice', KIND)],
        conditions: IS_OURS,
      },
      // AWS looks at these in its caller's name.
      reading('ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs'),
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

  async create(aws, ref, token) {
    const { vpcId, serviceNetworkArn, securityGroupId } = ref.spec;
    await expectNetworkVisible(aws, serviceNetworkArn);
    const command = new CreateServiceNetworkVpcAssociationCommand({
      clientToken: token,
      serviceNetworkIdentifier: serviceNetworkArn,
      vpcIdentifier: vpcId,
      securityGroupIds: [securityGroupId],
      privateDnsEnabled: true,
      dnsOptions: {
        privateDnsPreference: PREFERENCE,
        privateDnsSpecifiedDomains: specifiedDomains(ref.lane),
      },
      tags: ref.tags,
    });
    try {
      return toState({
        ...(await aws.vpcLattice.send(command)),
        vpcId,
        serviceNetworkArn,
      });
    } catch (error) {
      throw await whyNotAssociated(aws, ref, {
        error,
        operation: CREATE,
        shared: serviceNetworkArn,
        standing: () => standingAt(aws, { vpcIdentifier: vpcId }, { vpcId }),
      });
    }
  },

  remove: (aws, ref, state) =>
    removeAssociation(aws, ref, {
      state,
      operation: DELETE,
      what: `The association ${state.id} of a VPC with a service network`,
      remove: () =>
        aws.vpcLattice.send(
          new DeleteServiceNetworkVpcAssociationCommand({
            serviceNetworkVpcAssociationIdentifier: state.id,
          }),
        ),
      isThere: async () => !!(await get(aws, state.id)),
    }),

  /**
   * What this account has made in the networks of the portal: one List for each network, and one Get for each VPC, of
   * which an account has few. The list says of none which security groups it has, and others let nobody in.
   */
  async *list(aws, installation) {
    for await (const network of networksInSight(aws, installation)) {
      for await (const found of associationsBy(aws, {
        serviceNetworkIdentifier: network.arn,
      })) {
        const whole =
          found.createdBy === aws.account.accountId &&
          (await get(aws, found.id));
        if (whole) {
          yield whole;
        }
      }
    }
  },

  assess: ({ status, failureReason }) =>
    assessStatus(NETWORK_ASSOCIATION_STATUS, status, failureReason),
  differences: ({ spec, lane }, state) => [
    ...(state.securityGroupIds
      ? otherMembers('securityGroupIds', {
          wanted: [spec.securityGroupId],
          is: state.securityGroupIds,
        })
      : []),
    ...dnsDifferences(lane, state),
  ],
  objectTag: latticeObjectTag,
  awsId: ({ id }) => id,
  outputs: ({ id }) => ({ vpcAssociationId: id }),
});

/** What AWS does not say of names is as it was made. */
function dnsDifferences(
  lane: Lane,
  state: VpcAssociationState,
): ObjectDifference[] {
  if (state.privateDnsEnabled === false) {
    return otherThan('privateDnsEnabled', 'true', 'false');
  }
  const { privateDnsPreference: is = PREFERENCE, privateDnsDomains } = state;
  return [
    ...otherThan('privateDnsPreference', PREFERENCE, is).map(difference => ({
      ...difference,
      effect: 'degraded' as const,
    })),
    ...(privateDnsDomains
      ? otherMembers(
          'privateDnsSpecifiedDomains',
          { wanted: specifiedDomains(lane), is: privateDnsDomains },
          'degraded',
        )
      : []),
  ];
}

async function get(
  { vpcLattice }: LaneClients,
  id: string,
): Promise<VpcAssociationState | undefined> {
  const association = await unlessNotFound(
    vpcLattice.send(
      new GetServiceNetworkVpcAssociationCommand({
        serviceNetworkVpcAssociationIdentifier: id,
      }),
    ),
  );
  return association && toState(association);
}

/** The id is known, so whether it may be removed is looked at when it is to be. It is never that of another pair. */
async function findById(
  aws: LaneClients,
  { spec }: ObjectRef<VpcAssociationSpec>,
  id: string,
): Promise<VpcAssociationState | undefined> {
  const found = await get(aws, id);
  return found && isAt(found, spec) ? found : undefined;
}

/** A VPC is in one network at most. The list says of none why it failed: it is read once more. */
async function findByPlace(
  aws: LaneClients,
  ref: ObjectRef<VpcAssociationSpec>,
): Promise<VpcAssociationState | undefined> {
  const { vpcId, serviceNetworkArn } = ref.spec;
  const isAtHome = aws.account.accountId === ref.lane.accountId;
  const found = await standingAt(
    aws,
    isAtHome
      ? { vpcIdentifier: vpcId }
      : { serviceNetworkIdentifier: serviceNetworkArn },
    ref.spec,
  );
  return found && (await isAssociationMeant(aws, ref, found))
    ? get(aws, found.id)
    : undefined;
}

async function standingAt(
  aws: LaneClients,
  place: ListServiceNetworkVpcAssociationsCommandInput,
  spec: Partial<VpcAssociationSpec>,
): Promise<VpcAssociationState | undefined> {
  for await (const found of associationsBy(aws, place)) {
    if (isAt(found, spec)) {
      return found;
    }
  }
  return undefined;
}

/** What a spec does not say, because it is gone, tells nothing apart. */
function isAt(
  state: VpcAssociationState,
  { vpcId, serviceNetworkArn }: Partial<VpcAssociationSpec>,
): boolean {
  return (
    [undefined, state.vpcId].includes(vpcId) &&
    [undefined, state.serviceNetworkArn].includes(serviceNetworkArn)
  );
}

async function* associationsBy(
  { vpcLattice }: LaneClients,
  place: ListServiceNetworkVpcAssociationsCommandInput,
): AsyncIterable<VpcAssociationState> {
  const pages = paginateListServiceNetworkVpcAssociations(
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
  association: ServiceNetworkVpcAssociationSummary & {
    failureCode?: string;
    failureMessage?: string;
    securityGroupIds?: string[];
  },
): VpcAssociationState {
  return {
    id: association.id!,
    arn: association.arn!,
    status: association.status!,
    failureReason: association.failureMessage ?? association.failureCode,
    createdBy: association.createdBy!,
    serviceNetworkArn: association.serviceNetworkArn!,
    vpcId: association.vpcId!,
    ...settingsOf(association),
  };
}

function settingsOf({
  securityGroupIds,
  privateDnsEnabled,
  dnsOptions,
}: Pick<
  ServiceNetworkVpcAssociationSummary,
  'privateDnsEnabled' | 'dnsOptions'
> & { securityGroupIds?: string[] }): Pick<
  VpcAssociationState,
  | 'securityGroupIds'
  | 'privateDnsEnabled'
  | 'privateDnsPreference'
  | 'privateDnsDomains'
> {
  const domains = dnsOptions?.privateDnsSpecifiedDomains;
  return {
    ...(securityGroupIds && { securityGroupIds: [...securityGroupIds].sort() }),
    ...(privateDnsEnabled !== undefined && { privateDnsEnabled }),
    ...(dnsOptions?.privateDnsPreference && {
      privateDnsPreference: dnsOptions.privateDnsPreference,
    }),
    ...(domains && { privateDnsDomains: [...domains].sort() }),
  };
}

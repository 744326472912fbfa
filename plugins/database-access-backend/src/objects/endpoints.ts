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
  CreateVpcEndpointCommandInput,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcEndpointsCommandInput,
  Filter,
  paginateDescribeVpcEndpoints,
  VpcEndpoint,
  VpcEndpointType,
} from '@aws-sdk/client-ec2';
import {
  ERROR_CODES,
  ObjectDifference,
} from '@towpath/backstage-plugin-database-access-common';
import {
  AwsCallError,
  LaneClients,
  refuseUnsuccessful,
  unsuccessfulItems,
} from '../aws';
import { isOneOf, StatusWords } from './assessStatus';
import {
  awsCodeOf,
  deniedRemoval,
  isDenied,
  isNotFound,
  notVisibleYet,
  removeOnce,
  unlessNotFound,
} from './awsAnswers';
import { otherMembers } from './differences';
import type { ObjectRef, PolicyStatement } from './ObjectType';
import { ec2Tags, fromEc2Tags, ownTags, type OwnTags } from './ours';
import { arn, ec2TagOnCreate, IS_OURS, TAGGED_AS_OURS } from './statements';

const DELETE = 'ec2:DeleteVpcEndpoints';

/** Where an endpoint is, whatever it leads to. */
export type EndpointPlace = {
  readonly vpcId: string;
  /** One for each AZ. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
};

/** AWS's documents spell these in camel case, its SDK in Pascal case. */
export const ENDPOINT_STATES: StatusWords = {
  ready: ['available'],
  pending: ['pendingAcceptance', 'pending', 'deleting'],
  degraded: ['partial'],
  broken: ['rejected', 'failed', 'expired'],
  gone: ['deleted'],
};

/** To make endpoints with our tag, and to delete those that have it. */
export const ENDPOINT_CHANGES: PolicyStatement[] = [
  {
    actions: ['ec2:CreateVpcEndpoint'],
    resources: [arn('ec2', 'vpc-endpoint/*')],
    conditions: TAGGED_AS_OURS,
  },
  {
    actions: ['ec2:CreateVpcEndpoint'],
    resources: ['vpc/*', 'subnet/*', 'security-group/*'].map(part =>
      arn('ec2', part),
    ),
  },
  ec2TagOnCreate('vpc-endpoint/*', ['CreateVpcEndpoint']),
  {
    actions: [DELETE],
    resources: [arn('ec2', 'vpc-endpoint/*')],
    conditions: IS_OURS,
  },
];

/** Where an endpoint is, as AWS has it. */
export interface EndpointPlaceState extends OwnTags {
  groupIds: string[];
  subnetIds: string[];
}

type Leaving = { vpcEndpointId: string; state: string };

/** What says where and whose an endpoint is that is to be made. */
export function endpointInput(
  ref: ObjectRef<EndpointPlace>,
  token: string,
): CreateVpcEndpointCommandInput {
  const { vpcId, subnetIds, securityGroupId } = ref.spec;
  return {
    ClientToken: token,
    VpcId: vpcId,
    SubnetIds: [...subnetIds],
    SecurityGroupIds: [securityGroupId],
    TagSpecifications: ec2Tags(ref, 'vpc-endpoint'),
  };
}

/**
 * One VPC holds a name once, and AWS takes a while to let go of one. So whoever makes an endpoint that brings a name waits
 * for it: `InvalidParameter`, "private-dns-enabled cannot be set because there is already a conflicting DNS domain for …
 * in the VPC …" (aws.md §6).
 */
export function whileNameIsHeld(
  aws: LaneClients,
  { spec: { vpcId } }: ObjectRef<EndpointPlace>,
  error: unknown,
): unknown {
  if (
    !(error instanceof AwsCallError) ||
    awsCodeOf(error) !== 'InvalidParameter' ||
    !/conflicting DNS domain/.test(error.awsMessage ?? '')
  ) {
    return error;
  }
  const { account, region } = aws;
  return new AwsCallError({
    message: `The VPC ${vpcId} of account ${account.accountId} (${account.name}) holds the database's name already, by another endpoint or a private zone, so ec2:CreateVpcEndpoint has to wait until it is gone.`,
    code: ERROR_CODES.endpointExists,
    verdict: 'retry-later',
    lane: { accountId: account.accountId, region },
    operation: 'ec2:CreateVpcEndpoint',
    remedy: `If it stays so, take what else has the name out of ${vpcId}: see its endpoints and its private hosted zones.`,
    awsCode: awsCodeOf(error),
    awsMessage: error.awsMessage,
  });
}

/** Where an endpoint is. */
export function placeOf({
  Groups,
  SubnetIds,
  Tags,
}: VpcEndpoint): EndpointPlaceState {
  return {
    groupIds: (Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []).sort(),
    subnetIds: [...(SubnetIds ?? [])].sort(),
    ...ownTags(fromEc2Tags(Tags)),
  };
}

/** What somebody has changed about where an endpoint is. Without one of its subnets clients of its zone go further. */
export function placeDifferences(
  { spec }: ObjectRef<EndpointPlace>,
  { groupIds, subnetIds }: EndpointPlaceState,
): ObjectDifference[] {
  return [
    ...otherMembers('security groups', {
      wanted: [spec.securityGroupId],
      is: groupIds,
    }),
    ...otherMembers(
      'subnets',
      { wanted: spec.subnetIds, is: subnetIds },
      subnetIds.length ? 'degraded' : 'broken',
    ),
  ];
}

export function ofEndpointType(type: VpcEndpointType): Filter {
  return { Name: 'vpc-endpoint-type', Values: [type] };
}

/** Whether packets may pass, so that AWS says where to. */
export function isUsable({ State }: VpcEndpoint): boolean {
  return isOneOf(State, 'available', 'partial');
}

/** @returns undefined if there is none, or if it was deleted */
export async function endpointBy(
  { ec2 }: LaneClients,
  input: DescribeVpcEndpointsCommandInput,
): Promise<VpcEndpoint | undefined> {
  const answer = await unlessNotFound(
    ec2.send(new DescribeVpcEndpointsCommand(input)),
  );
  return answer?.VpcEndpoints?.find(isThere);
}

/** By filter, and never by ids: one that is gone would make AWS refuse all of them. */
export async function* endpointsBy(
  { ec2 }: LaneClients,
  Filters: Filter[],
): AsyncIterable<VpcEndpoint> {
  const pages = paginateDescribeVpcEndpoints(
    { client: ec2, pageSize: 1000 },
    { Filters },
  );
  for await (const page of pages) {
    yield* (page.VpcEndpoints ?? []).filter(isThere);
  }
}

/** Deletes one, if it is not being deleted already. */
export async function deleteEndpoint(
  aws: LaneClients,
  endpoint: Leaving,
): Promise<void> {
  if (!stays(endpoint)) {
    return;
  }
  const VpcEndpointIds = [endpoint.vpcEndpointId];
  await removeOnce(
    async () => {
      const { Unsuccessful } = await aws.ec2.send(
        new DeleteVpcEndpointsCommand({ VpcEndpointIds }),
      );
      refuseUnsuccessful(Unsuccessful, aws, DELETE, isNotFound);
    },
    async () => !!(await endpointBy(aws, { VpcEndpointIds })),
  );
}

/**
 * Deletes several by one call.
 *
 * @returns in their order: why AWS refused one
 */
export async function deleteEndpoints(
  aws: LaneClients,
  endpoints: readonly Leaving[],
): Promise<Array<Error | undefined>> {
  const ids = endpoints.filter(stays).map(each => each.vpcEndpointId);
  const refused = ids.length ? await deleteAll(aws, ids) : new Map();
  return endpoints.map(each => refused.get(each.vpcEndpointId));
}

function stays({ state }: Leaving): boolean {
  return !isOneOf(state, 'deleting', 'deleted');
}

function isThere({ State }: VpcEndpoint): boolean {
  return !isOneOf(State, 'deleted');
}

async function deleteAll(
  aws: LaneClients,
  VpcEndpointIds: string[],
): Promise<Map<string, Error>> {
  try {
    const { Unsuccessful } = await aws.ec2.send(
      new DeleteVpcEndpointsCommand({ VpcEndpointIds }),
    );
    return unsuccessfulItems(Unsuccessful, aws, DELETE, isNotFound);
  } catch (error) {
    const left = isDenied(awsCodeOf(error))
      ? await thoseThere(aws, VpcEndpointIds)
      : [];
    if (left.length === VpcEndpointIds.length) {
      throw deniedRemoval(error);
    }
    if (left.length === 0) {
      throw error;
    }
    // A policy that asks for tags denies all of them for the sake of one that is gone.
    const { accountId, name } = aws.account;
    const again = notVisibleYet(
      aws,
      DELETE,
      `Account ${accountId} (${name}) refused ${DELETE} since some of the endpoints are gone already; the others are removed by the next call.`,
    );
    return new Map(left.map(id => [id, again]));
  }
}

async function thoseThere(aws: LaneClients, ids: string[]): Promise<string[]> {
  const found: string[] = [];
  const filter = { Name: 'vpc-endpoint-id', Values: ids };
  for await (const { VpcEndpointId } of endpointsBy(aws, [filter])) {
    found.push(VpcEndpointId!);
  }
  return found;
}

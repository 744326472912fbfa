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
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcEndpointsCommandInput,
  Filter,
  paginateDescribeVpcEndpoints,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { LaneClients, refuseUnsuccessful, unsuccessfulItems } from '../aws';
import { isOneOf } from './assessStatus';
import {
  awsCodeOf,
  deniedRemoval,
  isDenied,
  isNotFound,
  notVisibleYet,
  removeOnce,
  unlessNotFound,
} from './awsAnswers';

const DELETE = 'ec2:DeleteVpcEndpoints';

type Leaving = { vpcEndpointId: string; state: string };

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

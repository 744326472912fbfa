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
  Filter,
  paginateDescribeVpcEndpointConnections,
  RejectVpcEndpointConnectionsCommand,
  VpcEndpointConnection,
} from '@aws-sdk/client-ec2';
import { LaneClients, refuseUnsuccessful } from '../aws';
import { isNotFound, removeOnce } from './awsAnswers';

/** An endpoint at an endpoint service, as the service's account sees it. */
export interface EndpointConnection {
  serviceId: string;
  vpcEndpointId: string;
  ownerAccountId: string;
  state: string;
}

export async function* connectionsOf(
  { ec2 }: LaneClients,
  filters: Filter[],
): AsyncIterable<EndpointConnection> {
  const pages = paginateDescribeVpcEndpointConnections(
    { client: ec2, pageSize: 1000 },
    { Filters: filters },
  );
  for await (const page of pages) {
    yield* (page.VpcEndpointConnections ?? []).map(toConnection);
  }
}

/** ONE call. What is gone already is as good as rejected. */
export async function rejectConnections(
  aws: LaneClients,
  serviceId: string,
  vpcEndpointIds: string[],
): Promise<void> {
  await removeOnce(
    async () => {
      const { Unsuccessful } = await aws.ec2.send(
        new RejectVpcEndpointConnectionsCommand({
          ServiceId: serviceId,
          VpcEndpointIds: vpcEndpointIds,
        }),
      );
      refuseUnsuccessful(
        Unsuccessful,
        aws,
        'ec2:RejectVpcEndpointConnections',
        isNotFound,
      );
    },
    async () => {
      for await (const found of connectionsOf(aws, [
        { Name: 'service-id', Values: [serviceId] },
      ])) {
        if (vpcEndpointIds.includes(found.vpcEndpointId)) {
          return true;
        }
      }
      return false;
    },
  );
}

function toConnection(connection: VpcEndpointConnection): EndpointConnection {
  return {
    serviceId: connection.ServiceId!,
    vpcEndpointId: connection.VpcEndpointId!,
    ownerAccountId: connection.VpcEndpointOwner!,
    state: connection.VpcEndpointState!,
  };
}

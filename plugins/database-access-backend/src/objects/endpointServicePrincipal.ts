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
  AllowedPrincipal,
  ModifyVpcEndpointServicePermissionsCommand,
  paginateDescribeVpcEndpointServicePermissions,
} from '@aws-sdk/client-ec2';
import { LaneClients, partitionOf } from '../aws';
import { awsCodeOf, isNotFound, removeOnce } from './awsAnswers';
import { endpointService } from './endpointService';
import { defineObjectType, ObjectRef } from './ObjectType';
import { ec2Rate } from './rates';
import { arn, IS_OURS, reading } from './statements';

export type EndpointServicePrincipalSpec = {
  readonly serviceId: string;
  readonly accountId: string;
};

export interface EndpointServicePrincipalState {
  serviceId: string;
  /** For example `arn:aws:iam::666666666666:root`. */
  principal: string;
}

/** One account that may ask to connect. Taking it out cuts nothing: endpoints that are accepted stay. */
export const endpointServicePrincipal = defineObjectType<
  EndpointServicePrincipalSpec,
  EndpointServicePrincipalState
>({
  type: 'ec2/endpoint-service-principal',
  title: 'Account of the endpoint service',
  identity: 'neither',
  permissions: {
    read: [
      reading(
        'ec2:DescribeVpcEndpointServiceConfigurations',
        'ec2:DescribeVpcEndpointServicePermissions',
      ),
    ],
    provision: [
      {
        actions: ['ec2:ModifyVpcEndpointServicePermissions'],
        resources: [arn('ec2', 'vpc-endpoint-service/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: ec2Rate('ModifyVpcEndpointServicePermissions'),
    remove: ec2Rate('ModifyVpcEndpointServicePermissions'),
  },
  budgetSeconds: 5 * 60,
  oneByOne: true,
  isSetting: true,

  find: (aws, ref) => findOne(aws, stateOf(ref)),

  async create(aws, ref) {
    const state = stateOf(ref);
    await aws.ec2.send(
      new ModifyVpcEndpointServicePermissionsCommand({
        ServiceId: state.serviceId,
        AddAllowedPrincipals: [state.principal],
      }),
    );
    return state;
  },

  remove: (aws, _ref, state) =>
    removeOnce(
      () =>
        aws.ec2.send(
          new ModifyVpcEndpointServicePermissionsCommand({
            ServiceId: state.serviceId,
            RemoveAllowedPrincipals: [state.principal],
          }),
        ),
      async () => !!(await findOne(aws, state)),
    ),

  /** AWS lists them for one service at a time. */
  async *list(aws, installation) {
    for await (const { serviceId } of endpointService.list(aws, installation)) {
      for await (const { Principal } of principalsOf(aws, serviceId)) {
        yield { serviceId, principal: Principal! };
      }
    }
  },

  assess: () => ({ condition: 'ready' }),
  awsId: ({ serviceId, principal }) => `${serviceId}|${principal}`,
  outputs: ({ principal }) => ({ principal: accountOf(principal) }),
});

function stateOf({
  awsId,
  spec,
  lane,
}: ObjectRef<EndpointServicePrincipalSpec>): EndpointServicePrincipalState {
  const [serviceId, principal] = awsId?.split('|') ?? [];
  return principal
    ? { serviceId, principal }
    : {
        serviceId: spec.serviceId,
        principal: `arn:${partitionOf(lane.region)}:iam::${
          spec.accountId
        }:root`,
      };
}

function accountOf(principal: string): string {
  return principal.split(':')[4] ?? principal;
}

async function findOne(
  aws: LaneClients,
  state: EndpointServicePrincipalState,
): Promise<EndpointServicePrincipalState | undefined> {
  for await (const { Principal } of principalsOf(aws, state.serviceId)) {
    if (Principal === state.principal) {
      return state;
    }
  }
  return undefined;
}

async function* principalsOf(
  { ec2 }: LaneClients,
  serviceId: string,
): AsyncIterable<AllowedPrincipal> {
  const pages = paginateDescribeVpcEndpointServicePermissions(
    { client: ec2, pageSize: 1000 },
    { ServiceId: serviceId },
  );
  try {
    for await (const page of pages) {
      yield* page.AllowedPrincipals ?? [];
    }
  } catch (error) {
    if (!isNotFound(awsCodeOf(error))) {
      throw error;
    }
  }
}

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
  CreateVpcEndpointServiceConfigurationCommand,
  DeleteVpcEndpointServiceConfigurationsCommand,
  DescribeVpcEndpointServiceConfigurationsCommand,
  DescribeVpcEndpointServiceConfigurationsCommandInput,
  ModifyVpcEndpointServiceConfigurationCommand,
  paginateDescribeVpcEndpointServiceConfigurations,
  ServiceConfiguration,
} from '@aws-sdk/client-ec2';
import { LaneClients, refuseUnsuccessful } from '../aws';
import { assessStatus, isOneOf, StatusWords } from './assessStatus';
import { isNotFound, removeOnce, unlessNotFound } from './awsAnswers';
import { connectionsOf, rejectConnections } from './endpointConnections';
import { findListed } from './findListed';
import { defineObjectType } from './ObjectType';
import {
  ec2ByName,
  ec2OfInstallation,
  ec2Tags,
  fromEc2Tags,
  ownTags,
  type OwnTags,
} from './ours';
import { ec2EndpointServiceRate } from './rates';
import {
  arn,
  ec2TagOnCreate,
  IS_OURS,
  reading,
  TAGGED_AS_OURS,
} from './statements';

export type EndpointServiceSpec = { readonly loadBalancerArn: string };

export interface EndpointServiceState extends OwnTags {
  serviceId: string;
  serviceName: string;
  state: string;
  acceptanceRequired: boolean;
}

const KIND = 'vpc-endpoint-service/*';

export const SERVICE_STATES: StatusWords = {
  ready: ['Available'],
  pending: ['Pending', 'Deleting'],
  broken: ['Failed', 'Closed'],
  gone: ['Deleted'],
};

/** What endpoints of other accounts connect to. Each has to be accepted: see `ec2/endpoint-connection`. */
export const endpointService = defineObjectType<
  EndpointServiceSpec,
  EndpointServiceState
>({
  type: 'ec2/endpoint-service',
  title: 'Endpoint service',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'ec2:DescribeVpcEndpointConnections',
        'ec2:DescribeVpcEndpointServiceConfigurations',
      ),
    ],
    provision: [
      {
        actions: ['ec2:CreateVpcEndpointServiceConfiguration'],
        resources: [arn('ec2', KIND)],
        conditions: TAGGED_AS_OURS,
      },
      ec2TagOnCreate(KIND, ['CreateVpcEndpointServiceConfiguration']),
      {
        actions: [
          'ec2:DeleteVpcEndpointServiceConfigurations',
          'ec2:ModifyVpcEndpointServiceConfiguration',
          'ec2:RejectVpcEndpointConnections',
        ],
        resources: [arn('ec2', KIND)],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: ec2EndpointServiceRate('CreateVpcEndpointServiceConfiguration'),
    remove: ec2EndpointServiceRate('DeleteVpcEndpointServiceConfigurations'),
  },
  budgetSeconds: 10 * 60,

  find: (aws, ref) =>
    findOne(
      aws,
      ref.awsId ? { ServiceIds: [ref.awsId] } : { Filters: ec2ByName(ref) },
    ),

  findMany: (aws, refs): Promise<Array<EndpointServiceState | undefined>> =>
    findListed(aws, endpointService, refs),

  async create(aws, ref, token) {
    const { ServiceConfiguration: made } = await aws.ec2.send(
      new CreateVpcEndpointServiceConfigurationCommand({
        ClientToken: token,
        AcceptanceRequired: true,
        NetworkLoadBalancerArns: [ref.spec.loadBalancerArn],
        SupportedIpAddressTypes: ['ipv4'],
        TagSpecifications: ec2Tags(ref, 'vpc-endpoint-service'),
      }),
    );
    return toState(made!);
  },

  /**
   * A service with connections cannot be deleted. By now all of ours are gone, so whoever is left is a stranger: they are
   * rejected first, by a call of its own.
   */
  async remove(aws, _ref, { serviceId, state }) {
    if (isOneOf(state, 'Deleting', 'Deleted')) {
      return;
    }
    const open = await openConnections(aws, serviceId);
    if (open.length) {
      await rejectConnections(aws, serviceId, open);
      return;
    }
    await removeOnce(
      async () => {
        const { Unsuccessful } = await aws.ec2.send(
          new DeleteVpcEndpointServiceConfigurationsCommand({
            ServiceIds: [serviceId],
          }),
        );
        refuseUnsuccessful(
          Unsuccessful,
          aws,
          'ec2:DeleteVpcEndpointServiceConfigurations',
          isNotFound,
        );
      },
      async () => !!(await findOne(aws, { ServiceIds: [serviceId] })),
    );
  },

  async *list({ ec2 }, installation) {
    const pages = paginateDescribeVpcEndpointServiceConfigurations(
      { client: ec2, pageSize: 1000 },
      { Filters: ec2OfInstallation(installation) },
    );
    for await (const page of pages) {
      for (const service of page.ServiceConfigurations ?? []) {
        if (!isOneOf(service.ServiceState, 'Deleted')) {
          yield toState(service);
        }
      }
    }
  },

  correction: {
    needed: (_ref, { serviceId, acceptanceRequired }) =>
      acceptanceRequired
        ? undefined
        : `Somebody let everybody into ${serviceId} who is allowed to ask: each endpoint has to be accepted again.`,
    async make({ ec2 }, _ref, { serviceId }) {
      await ec2.send(
        new ModifyVpcEndpointServiceConfigurationCommand({
          ServiceId: serviceId,
          AcceptanceRequired: true,
        }),
      );
    },
    rate: ec2EndpointServiceRate('ModifyVpcEndpointServiceConfiguration'),
  },

  assess({ state, acceptanceRequired }) {
    const ofState = assessStatus(SERVICE_STATES, state);
    return ofState.condition === 'ready' && !acceptanceRequired
      ? {
          ...ofState,
          condition: 'degraded',
          reason:
            'It accepts every endpoint by itself: whoever may ask is let in.',
        }
      : ofState;
  },
  awsId: ({ serviceId }) => serviceId,
  outputs: ({ serviceId, serviceName }) => ({ serviceId, serviceName }),
});

async function openConnections(
  aws: LaneClients,
  serviceId: string,
): Promise<string[]> {
  const open: string[] = [];
  for await (const { vpcEndpointId, state } of connectionsOf(aws, [
    { Name: 'service-id', Values: [serviceId] },
  ])) {
    if (isOneOf(state, 'pendingAcceptance', 'pending', 'available')) {
      open.push(vpcEndpointId);
    }
  }
  return open;
}

async function findOne(
  { ec2 }: LaneClients,
  input: DescribeVpcEndpointServiceConfigurationsCommandInput,
): Promise<EndpointServiceState | undefined> {
  const answer = await unlessNotFound(
    ec2.send(new DescribeVpcEndpointServiceConfigurationsCommand(input)),
  );
  const service = answer?.ServiceConfigurations?.find(
    ({ ServiceState }) => !isOneOf(ServiceState, 'Deleted'),
  );
  return service && toState(service);
}

function toState(service: ServiceConfiguration): EndpointServiceState {
  return {
    serviceId: service.ServiceId!,
    serviceName: service.ServiceName!,
    state: service.ServiceState!,
    acceptanceRequired: service.AcceptanceRequired === true,
    ...ownTags(fromEc2Tags(service.Tags)),
  };
}

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
  DescribeVpcEndpointServiceConfigurationsCommand,
  ModifyVpcEndpointServiceConfigurationCommand,
  paginateDescribeVpcEndpointServiceConfigurations,
  ServiceConfiguration,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import { assessStatus, isOneOf } from './assessStatus';
import { removeOnce, unlessNotFound } from './awsAnswers';
import { SERVICE_STATES } from './endpointService';
import { defineObjectType, ObjectRef } from './ObjectType';
import { ec2OfInstallation } from './ours';
import { ec2EndpointServiceRate } from './rates';
import { allowMultiRegion, arn, IS_OURS, reading } from './statements';

export type EndpointServiceRegionSpec = {
  readonly serviceId: string;
  readonly region: string;
};

export interface EndpointServiceRegionState {
  serviceId: string;
  region: string;
  state: string;
}

/**
 * One other Region in which a service may be connected to. It depends on who asks, and the service does not: so it is an
 * object of its own, which all networks of that Region use.
 */
export const endpointServiceRegion = defineObjectType<
  EndpointServiceRegionSpec,
  EndpointServiceRegionState
>({
  type: 'ec2/endpoint-service-region',
  title: 'Region of the endpoint service',
  identity: 'neither',
  permissions: {
    read: [reading('ec2:DescribeVpcEndpointServiceConfigurations')],
    provision: [
      {
        actions: ['ec2:ModifyVpcEndpointServiceConfiguration'],
        resources: [arn('ec2', 'vpc-endpoint-service/*')],
        conditions: IS_OURS,
      },
      allowMultiRegion('vpc-endpoint-service/*'),
    ],
  },
  rates: {
    create: ec2EndpointServiceRate('ModifyVpcEndpointServiceConfiguration'),
    remove: ec2EndpointServiceRate('ModifyVpcEndpointServiceConfiguration'),
  },
  budgetSeconds: 10 * 60,
  isSetting: true,

  find: (aws, ref) => findOne(aws, placeOf(ref)),

  async create(aws, { spec: { serviceId, region } }) {
    await aws.ec2.send(
      new ModifyVpcEndpointServiceConfigurationCommand({
        ServiceId: serviceId,
        AddSupportedRegions: [region],
      }),
    );
    return { serviceId, region, state: 'Pending' };
  },

  async remove(aws, _ref, state) {
    if (isOneOf(state.state, 'Deleting')) {
      return;
    }
    const { serviceId, region } = state;
    await removeOnce(
      () =>
        aws.ec2.send(
          new ModifyVpcEndpointServiceConfigurationCommand({
            ServiceId: serviceId,
            RemoveSupportedRegions: [region],
          }),
        ),
      async () => !!(await findOne(aws, state)),
    );
  },

  async *list({ ec2, region: home }, installation) {
    const pages = paginateDescribeVpcEndpointServiceConfigurations(
      { client: ec2, pageSize: 1000 },
      { Filters: ec2OfInstallation(installation) },
    );
    for await (const page of pages) {
      for (const service of page.ServiceConfigurations ?? []) {
        // Its own Region is part of the service.
        yield* regionsOf(service).filter(({ region }) => region !== home);
      }
    }
  },

  assess: ({ state }) => assessStatus(SERVICE_STATES, state),
  awsId: ({ serviceId, region }) => `${serviceId}|${region}`,
  outputs: ({ region }) => ({ region }),
});

function placeOf({
  awsId,
  spec,
}: ObjectRef<EndpointServiceRegionSpec>): EndpointServiceRegionSpec {
  const [serviceId, region] = awsId?.split('|') ?? [];
  return region ? { serviceId, region } : spec;
}

async function findOne(
  { ec2 }: LaneClients,
  place: EndpointServiceRegionSpec,
): Promise<EndpointServiceRegionState | undefined> {
  const answer = await unlessNotFound(
    ec2.send(
      new DescribeVpcEndpointServiceConfigurationsCommand({
        ServiceIds: [place.serviceId],
      }),
    ),
  );
  return answer?.ServiceConfigurations?.flatMap(regionsOf).find(
    ({ region }) => region === place.region,
  );
}

function regionsOf(
  service: ServiceConfiguration,
): EndpointServiceRegionState[] {
  return (service.SupportedRegions ?? [])
    .map(({ Region, ServiceState }) => ({
      serviceId: service.ServiceId!,
      region: Region!,
      state: ServiceState!,
    }))
    .filter(({ state }) => !isOneOf(state, 'Deleted'));
}

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
import { unlessNotFound } from './awsAnswers';
import { defineObjectType, ObjectRef } from './ObjectType';
import { ec2OfInstallation } from './ours';
import { ec2EndpointServiceRate } from './rates';
import { arn, IS_OURS, reading } from './statements';

export type EndpointServiceNameSpec = {
  readonly serviceId: string;
  /** For example `orders.db.example.com`. */
  readonly name: string;
};

export interface EndpointServiceNameState {
  serviceId: string;
  name: string;
  /** AWS's own word for how far the proof of the domain is. */
  verification: string;
  /** Where AWS wants to find which text, as the proof. */
  recordName: string;
  recordValue: string;
}

/**
 * The private DNS name of an endpoint service. AWS answers with the text that has to stand in the public zone of its
 * domain. A service has one such name, for all who connect, and loses it only with its last connection (PrivateLink
 * Guide, "Manage DNS names"); so it stays until the service goes.
 */
export const endpointServiceName = defineObjectType<
  EndpointServiceNameSpec,
  EndpointServiceNameState
>({
  type: 'ec2/endpoint-service-name',
  title: 'Name of the endpoint service',
  partOf: 'private-name',
  // To set the name that it has changes nothing.
  identity: 'name',
  endsWithParent: true,
  permissions: {
    read: [reading('ec2:DescribeVpcEndpointServiceConfigurations')],
    provision: [
      {
        actions: ['ec2:ModifyVpcEndpointServiceConfiguration'],
        resources: [arn('ec2', 'vpc-endpoint-service/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: ec2EndpointServiceRate('ModifyVpcEndpointServiceConfiguration'),
    remove: ec2EndpointServiceRate('ModifyVpcEndpointServiceConfiguration'),
  },
  budgetSeconds: 5 * 60,
  isSetting: true,

  async find(aws, ref) {
    const { serviceId, name } = placeOf(ref);
    const found = await serviceNameOf(aws, serviceId);
    return found?.name === name ? found : undefined;
  },

  async create(aws, { spec: { serviceId, name } }) {
    await aws.ec2.send(
      new ModifyVpcEndpointServiceConfigurationCommand({
        ServiceId: serviceId,
        PrivateDnsName: name,
      }),
    );
    // The answer says nothing of the text; the next look does.
    return (
      (await serviceNameOf(aws, serviceId)) ?? {
        serviceId,
        name,
        verification: 'pendingVerification',
        recordName: '',
        recordValue: '',
      }
    );
  },

  async remove() {},

  async *list({ ec2 }, installation) {
    const pages = paginateDescribeVpcEndpointServiceConfigurations(
      { client: ec2, pageSize: 1000 },
      { Filters: ec2OfInstallation(installation) },
    );
    for await (const page of pages) {
      for (const service of page.ServiceConfigurations ?? []) {
        const found = toState(service);
        if (found) {
          yield found;
        }
      }
    }
  },

  assess: ({ recordValue }) =>
    recordValue
      ? { condition: 'ready' }
      : {
          condition: 'pending',
          reason: 'AWS does not say yet how the domain is to be proved.',
        },
  awsId: ({ serviceId, name }) => `${serviceId}|${name}`,
  outputs: ({ name, recordName, recordValue }) => ({
    privateDnsName: name,
    ...(recordValue && { textName: recordName, text: recordValue }),
  }),
});

function placeOf({
  awsId,
  spec,
}: ObjectRef<EndpointServiceNameSpec>): EndpointServiceNameSpec {
  const [serviceId, name] = awsId?.split('|') ?? [];
  return name ? { serviceId, name } : spec;
}

/** The private DNS name that a service has, if it has one. */
export async function serviceNameOf(
  { ec2 }: LaneClients,
  serviceId: string,
): Promise<EndpointServiceNameState | undefined> {
  const answer = await unlessNotFound(
    ec2.send(
      new DescribeVpcEndpointServiceConfigurationsCommand({
        ServiceIds: [serviceId],
      }),
    ),
  );
  const [service] = answer?.ServiceConfigurations ?? [];
  return service && toState(service);
}

function toState(
  service: ServiceConfiguration,
): EndpointServiceNameState | undefined {
  const { PrivateDnsName: name, PrivateDnsNameConfiguration: proof } = service;
  return name
    ? {
        serviceId: service.ServiceId!,
        name,
        verification: proof?.State ?? 'pendingVerification',
        recordName: proof?.Name ? recordNameFor(proof.Name, name) : '',
        recordValue: proof?.Value ?? '',
      }
    : undefined;
}

/** AWS tells the name of the record without its domain (EC2 API Reference, PrivateDnsNameConfiguration). */
function recordNameFor(label: string, name: string): string {
  const domain = name.replace(/^\*\./, '');
  return (
    label.endsWith(`.${domain}`) ? label : `${label}.${domain}`
  ).toLowerCase();
}

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

import { ModifyVpcEndpointCommand, VpcEndpoint } from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import { assessStatus, isOneOf } from './assessStatus';
import { notVisibleYet } from './awsAnswers';
import { endpointBy, endpointsBy } from './endpoints';
import { defineObjectType } from './ObjectType';
import { ec2OfInstallation } from './ours';
import { ec2EndpointRate } from './rates';
import { arn, IS_OURS, reading } from './statements';

export type EndpointPrivateDnsSpec = {
  readonly vpcEndpointId: string;
  /** The verified name of the service, for people: AWS takes it from there. */
  readonly name: string;
};

export interface EndpointPrivateDnsState {
  vpcEndpointId: string;
  state: string;
  /** Absent: AWS does not show the name yet. */
  name?: string;
}

const OPERATION = 'ModifyVpcEndpoint';

/**
 * That the network knows an endpoint by its service's private DNS name. AWS lets it be switched on only once the endpoint
 * was accepted, so it is no part of the endpoint's making. It ends with the endpoint.
 */
export const endpointPrivateDns = defineObjectType<
  EndpointPrivateDnsSpec,
  EndpointPrivateDnsState
>({
  type: 'ec2/endpoint-private-dns',
  title: 'Private name in the network',
  partOf: 'private-name-in-network',
  // To switch on what is on changes nothing.
  identity: 'name',
  endsWithParent: true,
  permissions: {
    read: [reading('ec2:DescribeVpcEndpoints')],
    provision: [
      {
        actions: [`ec2:${OPERATION}`],
        resources: [arn('ec2', 'vpc-endpoint/*')],
        conditions: IS_OURS,
      },
      // AWS makes a zone for the name, in its caller's name.
      { actions: ['route53:AssociateVPCWithHostedZone'] },
    ],
  },
  rates: {
    create: ec2EndpointRate(OPERATION),
    remove: ec2EndpointRate(OPERATION),
  },
  budgetSeconds: 10 * 60,
  isSetting: true,

  async find(aws, { awsId, spec }) {
    const found = await endpointBy(aws, {
      VpcEndpointIds: [awsId ?? spec.vpcEndpointId],
    });
    return found?.PrivateDnsEnabled ? toState(found) : undefined;
  },

  async create(aws, { spec: { vpcEndpointId, name } }) {
    await expectAvailable(aws, vpcEndpointId);
    await aws.ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: vpcEndpointId,
        PrivateDnsEnabled: true,
      }),
    );
    return { vpcEndpointId, state: 'available', name };
  },

  async remove() {},

  async *list(aws, installation) {
    const filter = { Name: 'vpc-endpoint-type', Values: ['Interface'] };
    for await (const endpoint of endpointsBy(aws, [
      ...ec2OfInstallation(installation),
      filter,
    ])) {
      if (endpoint.PrivateDnsEnabled) {
        yield toState(endpoint);
      }
    }
  },

  assess: ({ state, name }) => {
    const ofEndpoint = assessStatus(
      {
        ready: ['available', 'partial'],
        pending: ['pending', 'pendingAcceptance', 'deleting'],
        broken: ['rejected', 'failed', 'expired'],
        gone: ['deleted'],
      },
      state,
    );
    return ofEndpoint.condition === 'ready' && !name
      ? {
          ...ofEndpoint,
          condition: 'pending',
          reason: 'AWS does not show the name at the endpoint yet.',
        }
      : ofEndpoint;
  },
  awsId: ({ vpcEndpointId }) => vpcEndpointId,
  outputs: ({ name }): Record<string, string> =>
    name ? { privateDnsName: name } : {},
});

/** The account of the database sees an endpoint as available a little before its own account does. */
async function expectAvailable(
  aws: LaneClients,
  vpcEndpointId: string,
): Promise<void> {
  const found = await endpointBy(aws, { VpcEndpointIds: [vpcEndpointId] });
  if (isOneOf(found?.State, 'available')) {
    return;
  }
  const { accountId, name } = aws.account;
  throw notVisibleYet(
    aws,
    `ec2:${OPERATION}`,
    `The endpoint ${vpcEndpointId} of account ${accountId} (${name}) is ${
      found?.State ?? 'not to be seen'
    }, and only an available one can use the name of its service.`,
  );
}

function toState(endpoint: VpcEndpoint): EndpointPrivateDnsState {
  const { VpcEndpointId: vpcEndpointId, DnsEntries = [] } = endpoint;
  return {
    vpcEndpointId: vpcEndpointId!,
    state: endpoint.State!,
    name: DnsEntries.map(({ DnsName }) => DnsName!).find(
      name => !name.startsWith(vpcEndpointId!),
    ),
  };
}

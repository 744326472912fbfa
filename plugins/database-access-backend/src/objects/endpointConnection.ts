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

import { AcceptVpcEndpointConnectionsCommand } from '@aws-sdk/client-ec2';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients, refuseUnsuccessful } from '../aws';
import { assessStatus, isOneOf, StatusWords } from './assessStatus';
import { notVisibleYet } from './awsAnswers';
import {
  connectionsOf,
  EndpointConnection,
  rejectConnections,
} from './endpointConnections';
import { endpointService } from './endpointService';
import { defineObjectType, ObjectRef } from './ObjectType';
import { inOrderOf } from './ours';
import { ec2EndpointServiceRate } from './rates';
import { arn, IS_OURS, reading } from './statements';

export type EndpointConnectionSpec = {
  readonly serviceId: string;
  /** The endpoint that we made, and no other. */
  readonly vpcEndpointId: string;
  /** The account that was agreed on. */
  readonly ownerAccountId: string;
};

const OPERATION = 'ec2:AcceptVpcEndpointConnections';

const STATES: StatusWords = {
  ready: ['available'],
  pending: ['pending', 'pendingAcceptance'],
  degraded: ['partial'],
  broken: [],
  // Whatever the endpoint is by then, nothing passes here any more.
  gone: ['rejected', 'failed', 'expired', 'deleting', 'deleted'],
};

const CLOSED = [...STATES.gone!, 'pendingAcceptance'];

/**
 * The provider's word that one endpoint may connect. It opens the path, so it is made last; to take it back cuts the path
 * without the consumer's account. A connection that is rejected is gone: the endpoint stays, and leads nowhere.
 */
export const endpointConnection = defineObjectType<
  EndpointConnectionSpec,
  EndpointConnection
>({
  type: 'ec2/endpoint-connection',
  title: 'Accepted endpoint',
  // Nothing of the call tells it from the next one, and one that comes late accepts what was rejected meanwhile.
  identity: 'neither',
  // Its own account knows no sooner than it looks that it was accepted.
  hastens: ['ec2/interface-endpoint'],
  permissions: {
    read: [
      reading(
        'ec2:DescribeVpcEndpointConnections',
        'ec2:DescribeVpcEndpointServiceConfigurations',
      ),
    ],
    provision: [
      {
        actions: [
          'ec2:AcceptVpcEndpointConnections',
          'ec2:RejectVpcEndpointConnections',
        ],
        resources: [arn('ec2', 'vpc-endpoint-service/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: ec2EndpointServiceRate('AcceptVpcEndpointConnections'),
    remove: ec2EndpointServiceRate('RejectVpcEndpointConnections'),
  },
  budgetSeconds: 10 * 60,
  isSetting: true,

  async find(aws, ref) {
    const found = await connectionAt(aws, placeOf(ref));
    return found && !isOneOf(found.state, ...CLOSED) ? found : undefined;
  },

  /** One Describe for all services: who is told of them by id hears of everybody who is at them. */
  async findMany(aws, refs) {
    const serviceIds = new Set(refs.map(ref => placeOf(ref).serviceId));
    const found: EndpointConnection[] = [];
    for await (const one of connectionsOf(aws, [
      { Name: 'service-id', Values: [...serviceIds] },
    ])) {
      found.push(one);
    }
    return inOrderOf(
      refs,
      found.filter(({ state }) => !isOneOf(state, ...CLOSED)),
      idOf,
    );
  },

  async create(aws, { spec }) {
    const { serviceId, vpcEndpointId } = spec;
    const asking = await connectionAt(aws, spec);
    if (!asking) {
      const { accountId, name } = aws.account;
      throw notVisibleYet(
        aws,
        OPERATION,
        `Account ${accountId} (${name}) does not see the endpoint ${vpcEndpointId} at ${serviceId} yet.`,
      );
    }
    if (asking.ownerAccountId !== spec.ownerAccountId) {
      throw notWhoWasAgreedOn(aws, spec, asking);
    }
    if (!isOneOf(asking.state, ...CLOSED)) {
      // Accepted meanwhile, and AWS may not like to hear it twice.
      return asking;
    }
    const { Unsuccessful } = await aws.ec2.send(
      new AcceptVpcEndpointConnectionsCommand({
        ServiceId: serviceId,
        VpcEndpointIds: [vpcEndpointId],
      }),
    );
    refuseUnsuccessful(Unsuccessful, aws, OPERATION, () => false);
    return { ...asking, state: 'pending' };
  },

  async remove(aws, _ref, { serviceId, vpcEndpointId, state }) {
    if (!isOneOf(state, ...STATES.gone!)) {
      await rejectConnections(aws, serviceId, [vpcEndpointId]);
    }
  },

  /** Everybody's: whoever else asks to be let into a service of ours is a stranger, and somebody should know. */
  async *list(aws, installation) {
    const serviceIds: string[] = [];
    for await (const { serviceId } of endpointService.list(aws, installation)) {
      serviceIds.push(serviceId);
    }
    // One filter takes no more than 200 values (Amazon EC2 API Reference, Filter).
    for (let i = 0; i < serviceIds.length; i += 200) {
      yield* connectionsOf(aws, [
        { Name: 'service-id', Values: serviceIds.slice(i, i + 200) },
      ]);
    }
  },

  assess: ({ state }) =>
    assessStatus(
      STATES,
      state,
      isOneOf(state, 'pendingAcceptance')
        ? 'Nobody has accepted it.'
        : undefined,
    ),
  awsId: idOf,
  outputs: ({ vpcEndpointId }) => ({ acceptedEndpointId: vpcEndpointId }),
});

type Place = Pick<EndpointConnectionSpec, 'serviceId' | 'vpcEndpointId'>;

function idOf({ serviceId, vpcEndpointId }: Place): string {
  return `${serviceId}|${vpcEndpointId}`;
}

function placeOf({ awsId, spec }: ObjectRef<EndpointConnectionSpec>): Place {
  const [serviceId, vpcEndpointId] = awsId?.split('|') ?? [];
  return vpcEndpointId ? { serviceId, vpcEndpointId } : spec;
}

async function connectionAt(
  aws: LaneClients,
  { serviceId, vpcEndpointId }: Place,
): Promise<EndpointConnection | undefined> {
  for await (const found of connectionsOf(aws, [
    { Name: 'service-id', Values: [serviceId] },
    { Name: 'vpc-endpoint-id', Values: [vpcEndpointId] },
  ])) {
    return found;
  }
  return undefined;
}

function notWhoWasAgreedOn(
  { account, region }: LaneClients,
  spec: EndpointConnectionSpec,
  { ownerAccountId }: EndpointConnection,
): AwsCallError {
  const { accountId, name } = account;
  return new AwsCallError({
    message: `The endpoint ${spec.vpcEndpointId} that asks to be let into ${spec.serviceId} of account ${accountId} (${name}) is of account ${ownerAccountId}, and account ${spec.ownerAccountId} was agreed on: it was not accepted.`,
    code: ERROR_CODES.awsObjectForeign,
    verdict: 'needs-a-person',
    lane: { accountId, region },
    operation: OPERATION,
    remedy: `In account ${accountId}, reject the endpoint if nobody knows it; then revoke this access and ask for it again.`,
  });
}

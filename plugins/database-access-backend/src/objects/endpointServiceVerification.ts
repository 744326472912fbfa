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

import { StartVpcEndpointServicePrivateDnsVerificationCommand } from '@aws-sdk/client-ec2';
import { assessStatus, isOneOf, StatusWords } from './assessStatus';
import { endpointServiceName, serviceNameOf } from './endpointServiceName';
import { defineObjectType, ObjectRef } from './ObjectType';
import { ec2EndpointServiceRate } from './rates';
import { arn, IS_OURS, reading } from './statements';

export type EndpointServiceVerificationSpec = {
  readonly serviceId: string;
  readonly name: string;
};

export interface EndpointServiceVerificationState {
  serviceId: string;
  name: string;
  verification: string;
  /** What AWS looks for, for people. */
  recordName: string;
  recordValue: string;
  /** AWS has looked and found nothing, and was asked again: why is still to be read while it looks. */
  hasFailed?: boolean;
}

const OPERATION = 'StartVpcEndpointServicePrivateDnsVerification';

/** What AWS says of a name that nobody has asked it to verify, or not since it failed. */
const UNASKED = ['pendingVerification', 'failed'];

const STATES: StatusWords = {
  ready: ['verified'],
  pending: ['pendingVerification'],
  broken: ['failed'],
};

/**
 * That AWS looks whether the domain of a service's private DNS name is the provider's. Before it is, no endpoint may use
 * the name. It is asked to look again when it has not found the text, because the world learns of a record by and by.
 */
export const endpointServiceVerification = defineObjectType<
  EndpointServiceVerificationSpec,
  EndpointServiceVerificationState
>({
  type: 'ec2/endpoint-service-verification',
  title: 'Verification of the domain',
  partOf: 'private-name',
  // AWS says pendingVerification before it was asked and after: it is asked a second time, which does no harm.
  identity: 'neither',
  endsWithParent: true,
  permissions: {
    read: [reading('ec2:DescribeVpcEndpointServiceConfigurations')],
    provision: [
      {
        actions: [`ec2:${OPERATION}`],
        resources: [arn('ec2', 'vpc-endpoint-service/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: ec2EndpointServiceRate(OPERATION),
    remove: ec2EndpointServiceRate(OPERATION),
  },
  budgetSeconds: 30 * 60,
  isSetting: true,
  // That it failed once is in no list.
  oneByOne: true,

  async find(aws, ref) {
    const { serviceId, name } = placeOf(ref);
    const found = await serviceNameOf(aws, serviceId);
    const isAsked = ref.awsId || !isOneOf(found?.verification, ...UNASKED);
    return found?.name === name && isAsked
      ? remembering(found, ref)
      : undefined;
  },

  async create(aws, { spec: { serviceId, name } }) {
    await aws.ec2.send(
      new StartVpcEndpointServicePrivateDnsVerificationCommand({
        ServiceId: serviceId,
      }),
    );
    return {
      serviceId,
      name,
      verification: 'pendingVerification',
      recordName: '',
      recordValue: '',
    };
  },

  async remove() {},

  async *list(aws, installation) {
    yield* endpointServiceName.list(aws, installation);
  },

  correction: {
    needed: (_ref, state) =>
      isOneOf(state.verification, 'failed')
        ? `${notProved(state)} AWS is asked to look again.`
        : undefined,
    async make({ ec2 }, _ref, state) {
      await ec2.send(
        new StartVpcEndpointServicePrivateDnsVerificationCommand({
          ServiceId: state.serviceId,
        }),
      );
      return {
        ...state,
        verification: 'pendingVerification',
        hasFailed: true,
      };
    },
    rate: ec2EndpointServiceRate(OPERATION),
  },

  assess: state =>
    assessStatus(
      STATES,
      state.verification,
      state.hasFailed || isOneOf(state.verification, 'failed')
        ? notProved(state)
        : undefined,
    ),
  trail: ({ serviceId }) => ({ parts: [serviceId] }),
  awsId: ({ serviceId, name }) => `${serviceId}|${name}|verification`,
  outputs: () => ({}),
});

function placeOf({
  awsId,
  spec,
}: ObjectRef<EndpointServiceVerificationSpec>): EndpointServiceVerificationSpec {
  const [serviceId, name] = awsId?.split('|') ?? [];
  return name ? { serviceId, name } : spec;
}

function remembering(
  found: EndpointServiceVerificationState,
  { look }: ObjectRef<unknown>,
): EndpointServiceVerificationState {
  const before = (look?.before ??
    {}) as Partial<EndpointServiceVerificationState>;
  const hasFailed =
    (before.hasFailed || isOneOf(before.verification, 'failed')) &&
    isOneOf(found.verification, 'pendingVerification');
  return hasFailed ? { ...found, hasFailed } : found;
}

function notProved({
  name,
  recordName,
  recordValue,
}: EndpointServiceVerificationState): string {
  return `AWS does not find the TXT record ${recordName} with the text ${recordValue} in public DNS, so it does not believe that ${name} is yours: see that the hosted zone in config is public, and that its domain's name servers are those of this zone.`;
}

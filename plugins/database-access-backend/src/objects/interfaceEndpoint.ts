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
  CreateVpcEndpointCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommandInput,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { AwsCallError, LaneClients } from '../aws';
import { assessStatus, isOneOf, StatusWords } from './assessStatus';
import { awsCodeOf, notVisibleYet } from './awsAnswers';
import {
  deleteEndpoint,
  deleteEndpoints,
  ENDPOINT_CHANGES,
  endpointBy,
  endpointInput,
  EndpointPlace,
  EndpointPlaceState,
  endpointsBy,
  ofEndpointType,
  placeDifferences,
  placeOf,
} from './endpoints';
import { defineObjectType, ObjectRef } from './ObjectType';
import { ec2ByIds, ec2ByName, ec2OfInstallation, inOrderOf } from './ours';
import { ec2EndpointRate } from './rates';
import { allowMultiRegion, reading } from './statements';

export type InterfaceEndpointSpec = EndpointPlace & {
  readonly serviceName: string;
  /** Where the service is, if that is another Region. */
  readonly serviceRegion?: string;
};

export interface InterfaceEndpointState extends EndpointPlaceState {
  vpcEndpointId: string;
  state: string;
  failureReason?: string;
  /** What AWS calls it in all of its zones. */
  dnsName?: string;
  /** Of the zone that AWS keeps that name in: an alias names both. */
  dnsZoneId?: string;
  zonalDnsNames: string[];
}

const STATES: StatusWords = {
  // To be accepted is an object of its own (`ec2/endpoint-connection`), which cannot be made before this one.
  ready: ['available', 'pendingAcceptance'],
  pending: ['pending', 'deleting'],
  degraded: ['partial'],
  broken: ['rejected', 'failed', 'expired'],
  gone: ['deleted'],
};

const IS_INTERFACE = ofEndpointType('Interface');

/** Where packets leave the client's VPC for an endpoint service. To delete it is to cut the path. */
export const interfaceEndpoint = defineObjectType<
  InterfaceEndpointSpec,
  InterfaceEndpointState
>({
  type: 'ec2/interface-endpoint',
  title: 'Interface endpoint',
  identity: 'token',
  permissions: {
    read: [reading('ec2:DescribeVpcEndpoints')],
    provision: [
      // Whether the service is to be seen from here, asked before the endpoint is made.
      reading('ec2:DescribeVpcEndpointServices'),
      ...ENDPOINT_CHANGES,
      allowMultiRegion('vpc-endpoint/*'),
    ],
  },
  rates: {
    create: ec2EndpointRate('CreateVpcEndpoint'),
    remove: ec2EndpointRate('DeleteVpcEndpoints'),
  },
  budgetSeconds: 10 * 60,

  find: (aws, ref) =>
    findOne(
      aws,
      ref.awsId
        ? { VpcEndpointIds: [ref.awsId] }
        : { Filters: [...ec2ByName(ref), IS_INTERFACE] },
    ),

  async findMany(aws, refs) {
    const found: InterfaceEndpointState[] = [];
    const filters = ec2ByIds('vpc-endpoint-id', refs);
    for await (const endpoint of endpointsBy(aws, filters)) {
      found.push(toState(endpoint));
    }
    return inOrderOf(refs, found, ({ vpcEndpointId }) => vpcEndpointId);
  },

  async create(aws, ref, token) {
    await expectVisible(aws, ref);
    const { serviceName, serviceRegion } = ref.spec;
    try {
      const { VpcEndpoint: made } = await aws.ec2.send(
        new CreateVpcEndpointCommand({
          ...endpointInput(ref, token),
          // Without the type AWS takes it for a gateway endpoint.
          VpcEndpointType: 'Interface',
          ServiceName: serviceName,
          ServiceRegion: serviceRegion,
          IpAddressType: 'ipv4',
          // The database's own name has a zone of its own: `route53/hosted-zone`. That of the service, if it has one, can be
          // used once this is accepted: `ec2/endpoint-private-dns`.
          PrivateDnsEnabled: false,
        }),
      );
      return toState(made!);
    } catch (error) {
      throw awsCodeOf(error) === 'InvalidServiceName'
        ? serviceNotVisible(aws, ref)
        : error;
    }
  },

  remove: (aws, _ref, found) => deleteEndpoint(aws, found),
  removeMany: (aws, removals) =>
    deleteEndpoints(
      aws,
      removals.map(({ state }) => state),
    ),

  async *list(aws, installation) {
    for await (const endpoint of endpointsBy(aws, [
      ...ec2OfInstallation(installation),
      IS_INTERFACE,
    ])) {
      yield toState(endpoint);
    }
  },

  assess: ({ state, failureReason }) =>
    assessStatus(
      STATES,
      state,
      isOneOf(state, 'pendingAcceptance')
        ? 'The endpoint is made and leads nowhere before it is accepted in the account of the database.'
        : failureReason,
    ),
  differences: placeDifferences,
  awsId: ({ vpcEndpointId }) => vpcEndpointId,
  outputs: ({ vpcEndpointId, dnsName, dnsZoneId, zonalDnsNames }) => ({
    vpcEndpointId,
    ...(dnsName && dnsZoneId && { dnsName, dnsZoneId }),
    ...(zonalDnsNames.length && { zonalDnsNames: zonalDnsNames.join(' ') }),
  }),
});

/** After an account was allowed it takes a while until it sees the service (aws.md §1.4 D10). */
async function expectVisible(
  aws: LaneClients,
  ref: ObjectRef<InterfaceEndpointSpec>,
): Promise<void> {
  const { serviceName, serviceRegion } = ref.spec;
  try {
    const { ServiceDetails = [] } = await aws.ec2.send(
      new DescribeVpcEndpointServicesCommand({
        ServiceNames: [serviceName],
        ServiceRegions: serviceRegion ? [serviceRegion] : undefined,
      }),
    );
    if (ServiceDetails.length) {
      return;
    }
  } catch (error) {
    if (awsCodeOf(error) !== 'InvalidServiceName') {
      throw error;
    }
  }
  throw serviceNotVisible(aws, ref);
}

function serviceNotVisible(
  aws: LaneClients,
  { spec }: ObjectRef<InterfaceEndpointSpec>,
): AwsCallError {
  const { accountId, name } = aws.account;
  return notVisibleYet(
    aws,
    'ec2:DescribeVpcEndpointServices',
    `Account ${accountId} (${name}) does not see ${spec.serviceName} yet; AWS takes a while after an account was allowed. If it stays so, see that its role may do ec2:DescribeVpcEndpointServices.`,
  );
}

async function findOne(
  aws: LaneClients,
  input: DescribeVpcEndpointsCommandInput,
): Promise<InterfaceEndpointState | undefined> {
  const found = await endpointBy(aws, input);
  return found && toState(found);
}

function toState(endpoint: VpcEndpoint): InterfaceEndpointState {
  // The name for all zones is that of a zone without the zone, so it is the shortest.
  const [regional, ...zonal] = (endpoint.DnsEntries ?? [])
    // The private DNS name of the service may stand beside.
    .filter(({ DnsName }) => DnsName!.startsWith(endpoint.VpcEndpointId!))
    .sort((one, other) => one.DnsName!.length - other.DnsName!.length);
  return {
    vpcEndpointId: endpoint.VpcEndpointId!,
    state: endpoint.State!,
    failureReason: endpoint.LastError?.Message ?? endpoint.FailureReason,
    ...placeOf(endpoint),
    dnsName: regional?.DnsName,
    dnsZoneId: regional?.HostedZoneId,
    zonalDnsNames: zonal.map(({ DnsName }) => DnsName!).sort(),
  };
}

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

import type {
  State,
  UnsuccessfulItem,
  VpcEndpointConnection,
} from '@aws-sdk/client-ec2';
import { createHash } from 'crypto';
import type { Call } from '../../core/Service';
import { accept } from './createVpcEndpoint';
import { describe } from './describe';
import { interfaceEndpointNames } from './endpointNames';
import {
  Connection,
  connectionsTo,
  ownService,
  servicesOf,
} from './endpointServiceLookup';
import { isWellFormed, VPC_ENDPOINT, VPC_ENDPOINT_SERVICE } from './ids';
import type { Ec2Part } from './part';
import { onExisting } from './permissions';
import type { EndpointService, VpcEndpointState } from './state';

type Row = Connection & {
  service: EndpointService;
  tags: Record<string, string>;
};

function connectionId({ endpoint, service }: Row): string {
  const digest = createHash('sha256')
    .update(`${service.serviceId}/${endpoint.vpcEndpointId}`)
    .digest('hex');
  return `vpce-con-0${digest.slice(0, 16)}`;
}

function connectionAnswer(call: Call, row: Row): VpcEndpointConnection {
  const { endpoint, place, service } = row;
  return {
    ServiceId: service.serviceId,
    VpcEndpointId: endpoint.vpcEndpointId,
    VpcEndpointOwner: place.accountId,
    // As in the endpoint's own account: pendingAcceptance, not PendingAcceptance (aws.md §0.1 item 8).
    VpcEndpointState: endpoint.state as string as State,
    CreationTimestamp: new Date(endpoint.createdAt),
    DnsEntries: interfaceEndpointNames(call.world, place, endpoint).map(
      ({ name: DnsName, hostedZoneId: HostedZoneId }) => ({
        DnsName,
        HostedZoneId,
      }),
    ),
    NetworkLoadBalancerArns: service.loadBalancerArns,
    IpAddressType: endpoint.ipAddressType,
    VpcEndpointConnectionId: connectionId(row),
    VpcEndpointRegion: place.region,
    Tags: [],
  };
}

function rowsOf(call: Call): Row[] {
  return Object.values(servicesOf(call.world, call)).flatMap(service =>
    connectionsTo(call.world, service).map(connection => ({
      ...connection,
      service,
      tags: {},
    })),
  );
}

/** Changes what can be changed of these endpoints, and tells of each of the others why not. Answers 200 for both. */
function changeConnections(
  call: Call,
  input: { ServiceId?: string; VpcEndpointIds?: string[] },
  change: (connection: Connection) => UnsuccessfulItem['Error'],
) {
  const service = ownService(call, input.ServiceId!);
  const connections = connectionsTo(call.world, service);
  const unsuccessful: UnsuccessfulItem[] = [];
  for (const id of input.VpcEndpointIds ?? []) {
    const found = connections.find(c => c.endpoint.vpcEndpointId === id);
    const error = found ? change(found) : unknownEndpoint(id);
    if (error) {
      unsuccessful.push({ ResourceId: id, Error: error });
    }
  }
  return { Unsuccessful: unsuccessful };
}

function unknownEndpoint(id: string): UnsuccessfulItem['Error'] {
  return isWellFormed(VPC_ENDPOINT, id)
    ? {
        Code: 'InvalidVpcEndpoint.NotFound',
        Message: VPC_ENDPOINT.doesNotExist(id),
      }
    : {
        Code: VPC_ENDPOINT.malformed,
        Message: `Invalid id: "${id}" (expecting "vpce-...")`,
      };
}

function wrongState({ endpoint }: Connection, verb: string) {
  return {
    Code: 'InvalidState',
    Message: `The VPC endpoint ${endpoint.vpcEndpointId} cannot be ${verb}: it is ${endpoint.state}`,
  };
}

const REJECTABLE: VpcEndpointState[] = [
  'pendingAcceptance',
  'pending',
  'available',
];

const handlers: Ec2Part['handlers'] = {
  DescribeVpcEndpointConnections(input, call) {
    const { items, NextToken } = describe({
      kind: VPC_ENDPOINT,
      objects: Object.fromEntries(
        rowsOf(call).map(row => [row.endpoint.vpcEndpointId, row]),
      ),
      input,
      limits: { min: 5, max: 1000, byDefault: 1000, capped: true },
      fields: {
        'service-id': row => [row.service.serviceId],
        'vpc-endpoint-id': row => [row.endpoint.vpcEndpointId],
        'vpc-endpoint-owner': row => [row.place.accountId],
        'vpc-endpoint-state': row => [row.endpoint.state],
        'vpc-endpoint-region': row => [
          row.place.region,
          ...(row.place.region === call.region ? [] : ['cross-region']),
        ],
        'ip-address-type': row => [row.endpoint.ipAddressType],
      },
    });
    return {
      VpcEndpointConnections: items.map(row => connectionAnswer(call, row)),
      NextToken,
    };
  },

  AcceptVpcEndpointConnections: (input, call) =>
    changeConnections(call, input, connection => {
      const { state } = connection.endpoint;
      if (state === 'pendingAcceptance') {
        accept(call.world, connection);
        return undefined;
      }
      const accepted = state === 'pending' || state === 'available';
      return accepted &&
        call.world.doubts['accept-accepted-connection'] === 'success'
        ? undefined
        : wrongState(connection, 'accepted');
    }),

  /** The endpoint stays, leads nowhere and costs until its own account deletes it (aws.md §6 "cost after revoke"). */
  RejectVpcEndpointConnections: (input, call) =>
    changeConnections(call, input, connection => {
      const { endpoint } = connection;
      if (endpoint.state === 'rejected') {
        return undefined;
      }
      if (!REJECTABLE.includes(endpoint.state)) {
        return wrongState(connection, 'rejected');
      }
      endpoint.state = 'rejected';
      return undefined;
    }),
};

export const endpointConnections: Ec2Part = {
  handlers,
  permissions: {
    AcceptVpcEndpointConnections: (input, call) =>
      onExisting(call, VPC_ENDPOINT_SERVICE, [input.ServiceId!]),
    RejectVpcEndpointConnections: (input, call) =>
      onExisting(call, VPC_ENDPOINT_SERVICE, [input.ServiceId!]),
  },
};

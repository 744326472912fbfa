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

import type { NetworkInterface as NetworkInterfaceAnswer } from '@aws-sdk/client-ec2';
import type { Call } from '../../core/Service';
import { describe } from './describe';
import { NETWORK_INTERFACE, VPC_ENDPOINT } from './ids';
import { removeDrainedInterface } from './interfaces';
import type { Ec2Part } from './part';
import { ec2State, NetworkInterface } from './state';

function typeOf({ servesId }: NetworkInterface) {
  if (servesId.startsWith(`${VPC_ENDPOINT.prefix}-`)) {
    return 'vpc_endpoint';
  }
  return servesId.includes(':loadbalancer/net/')
    ? 'network_load_balancer'
    : 'interface';
}

function isOfInstance({ servesId }: NetworkInterface): boolean {
  return servesId.startsWith('i-');
}

function interfaceAnswer(
  call: Call,
  eni: NetworkInterface,
): NetworkInterfaceAnswer {
  const state = ec2State.of(call.world, call);
  const association = eni.publicIpAddress && {
    Association: { IpOwnerId: 'amazon', PublicIp: eni.publicIpAddress },
  };
  return {
    NetworkInterfaceId: eni.networkInterfaceId,
    InterfaceType: typeOf(eni),
    Description: eni.description,
    // Whatever else in this world has an interface is a service of AWS.
    RequesterManaged: !isOfInstance(eni),
    OwnerId: call.accountId,
    SubnetId: eni.subnetId,
    VpcId: eni.vpcId,
    AvailabilityZone: state.subnets[eni.subnetId]?.availabilityZone,
    Status: 'in-use',
    SourceDestCheck: true,
    PrivateIpAddress: eni.privateIpAddress,
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: eni.privateIpAddress,
        ...association,
      },
    ],
    ...association,
    Ipv6Addresses: [],
    Groups: eni.groupIds.map(GroupId => ({
      GroupId,
      GroupName: state.securityGroups[GroupId]?.groupName,
    })),
    TagSet: [],
  };
}

const handlers: Ec2Part['handlers'] = {
  DescribeNetworkInterfaces(input, call) {
    const state = ec2State.of(call.world, call);
    const { items, NextToken } = describe<
      NetworkInterface & { tags: Record<string, string> }
    >({
      kind: NETWORK_INTERFACE,
      // AWS hangs no tags of its own on the interfaces that it makes.
      objects: Object.fromEntries(
        Object.entries(state.networkInterfaces).map(([id, eni]) => [
          id,
          { ...eni, tags: {} },
        ]),
      ),
      ids: input.NetworkInterfaceIds,
      input,
      fields: {
        'network-interface-id': eni => [eni.networkInterfaceId],
        'vpc-id': eni => [eni.vpcId],
        'subnet-id': eni => [eni.subnetId],
        'group-id': eni => eni.groupIds,
        'group-name': eni =>
          eni.groupIds.map(id => state.securityGroups[id]?.groupName),
        'availability-zone': eni => [
          state.subnets[eni.subnetId]?.availabilityZone,
        ],
        'private-ip-address': eni => [eni.privateIpAddress],
        'addresses.private-ip-address': eni => [eni.privateIpAddress],
        'interface-type': eni => [typeOf(eni)],
        'owner-id': () => [call.accountId],
        'requester-managed': eni => [String(!isOfInstance(eni))],
        description: eni => [eni.description],
        status: () => ['in-use'],
      },
    });
    return {
      NetworkInterfaces: items.map(eni => interfaceAnswer(call, eni)),
      NextToken,
    };
  },
};

export const networkInterfaces: Ec2Part = {
  handlers,
  timers: { 'ec2/interface-drained': removeDrainedInterface },
};

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
  CreateResourceGatewayCommandInput,
  ResourceGatewaySummary,
  UpdateResourceGatewayCommandInput,
} from '@aws-sdk/client-vpc-lattice';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import {
  createInterface,
  freeAddressesOf,
  releaseInterfaces,
} from '../ec2/interfaces';
import { ec2State, Subnet } from '../ec2/state';
import { latticeArn, ownId } from './identifiers';
import { createOnce } from './idempotency';
import { latticePage } from './paging';
import type { LatticePart } from './part';
import { toCreate, toTouch } from './permissions';
import { conflict, invalid, notFound, quotaExceeded } from './refusals';
import {
  GATEWAY_IDENTIFIER,
  IP_ADDRESS_TYPES,
  nameRule,
  tagRules,
} from './rules';
import { ResourceGateway, vpcLatticeState } from './state';
import { latticeSupportsZone } from './zones';

const KIND = 'RESOURCE_GATEWAY';

/** "~11 s in AWS's CLI sample" (aws.md §1.1 A2). */
const CREATION_SECONDS = 11;
const UPDATE_SECONDS = 5;
const DELETION_SECONDS = 15;

const DEFAULT_ADDRESSES_PER_ENI = 16;

export const resourceGateways: LatticePart = {
  rules: {
    'CreateResourceGateway.name': nameRule('rgw-'),
    'CreateResourceGateway.clientToken': { length: [1, 64] },
    'CreateResourceGateway.vpcIdentifier': {
      length: [5, 50],
      pattern: /^vpc-([0-9a-z]{8}|[0-9a-z]{17})$/,
    },
    'CreateResourceGateway.securityGroupIds': { length: [0, 5] },
    'CreateResourceGateway.ipAddressType': { enum: IP_ADDRESS_TYPES },
    'CreateResourceGateway.ipv4AddressesPerEni': { range: [1, 62] },
    'CreateResourceGateway.resourceConfigDnsResolution': {
      enum: ['IN_VPC', 'PUBLIC'],
    },
    ...tagRules('CreateResourceGateway'),
    'GetResourceGateway.resourceGatewayIdentifier': GATEWAY_IDENTIFIER,
    'DeleteResourceGateway.resourceGatewayIdentifier': GATEWAY_IDENTIFIER,
    'UpdateResourceGateway.resourceGatewayIdentifier': GATEWAY_IDENTIFIER,
    'UpdateResourceGateway.securityGroupIds': { length: [0, 5] },
    'ListResourceGateways.maxResults': { range: [1, 100] },
  },

  permissions: {
    CreateResourceGateway: (input, call) =>
      toCreate(call, 'CreateResourceGateway', 'resourcegateway', input.tags),
    GetResourceGateway: (input, call) =>
      toTouch(
        call,
        'GetResourceGateway',
        'resourcegateway',
        input.resourceGatewayIdentifier,
      ),
    UpdateResourceGateway: (input, call) =>
      toTouch(
        call,
        'UpdateResourceGateway',
        'resourcegateway',
        input.resourceGatewayIdentifier,
      ),
    DeleteResourceGateway: (input, call) =>
      toTouch(
        call,
        'DeleteResourceGateway',
        'resourcegateway',
        input.resourceGatewayIdentifier,
      ),
  },

  handlers: {
    CreateResourceGateway(input, call) {
      const gateway = createOnce(call, {
        kind: KIND,
        input,
        existing: vpcLatticeState.of(call.world, call).resourceGateways,
        make: () => createGateway(input, call),
      });
      const { createdAt, lastUpdatedAt, ...created } = summaryOf(gateway);
      return created;
    },

    GetResourceGateway(input, call) {
      const { vpcIdentifier, ...gateway } = summaryOf(
        ownGateway(call, input.resourceGatewayIdentifier!),
      );
      return { ...gateway, vpcId: vpcIdentifier };
    },

    ListResourceGateways(input, call) {
      const state = vpcLatticeState.of(call.world, call);
      const page = latticePage(Object.values(state.resourceGateways), input);
      return { ...page, items: page.items.map(summaryOf) };
    },

    UpdateResourceGateway(input, call) {
      const gateway = ownGateway(call, input.resourceGatewayIdentifier!);
      updateGateway(gateway, input, call);
      return {
        id: gateway.id,
        arn: gateway.arn,
        name: gateway.name,
        status: gateway.status,
        vpcId: gateway.vpcId,
        subnetIds: gateway.subnetIds,
        securityGroupIds: gateway.securityGroupIds,
        // The answer's type does not know DUALSTACK.
        ipAddressType:
          gateway.ipAddressType === 'DUALSTACK'
            ? undefined
            : gateway.ipAddressType,
      };
    },

    DeleteResourceGateway(input, call) {
      const gateway = ownGateway(call, input.resourceGatewayIdentifier!);
      deleteGateway(gateway, call);
      return {
        id: gateway.id,
        arn: gateway.arn,
        name: gateway.name,
        status: gateway.status,
      };
    },
  },

  timers: {
    'vpc-lattice/gateway-created': (world, payload) =>
      withGateway(world, payload, 'CREATE_IN_PROGRESS', finishCreation),
    'vpc-lattice/gateway-updated': (world, payload) =>
      withGateway(world, payload, 'UPDATE_IN_PROGRESS', gateway => {
        gateway.status = 'ACTIVE';
      }),
    'vpc-lattice/gateway-deleted': (world, payload) =>
      withGateway(world, payload, 'DELETE_IN_PROGRESS', (gateway, place) => {
        releaseInterfaces(world, place, gateway.id);
        delete vpcLatticeState.of(world, place).resourceGateways[gateway.id];
      }),
  },
};

/** A gateway of the calling account and Region, from its id or ARN. */
export function ownGateway(call: Call, identifier: string): ResourceGateway {
  const id = ownId(call, identifier);
  const gateway =
    id && vpcLatticeState.of(call.world, call).resourceGateways[id];
  if (!gateway) {
    throw notFound(KIND, identifier);
  }
  return gateway;
}

function createGateway(
  input: CreateResourceGatewayCommandInput,
  call: Call,
): ResourceGateway {
  const state = vpcLatticeState.of(call.world, call);
  const vpcId = ownVpc(call, input.vpcIdentifier);
  const subnetIds = usableSubnets(call, vpcId, input.subnetIds);
  const securityGroupIds = usableGroups(call, vpcId, input.securityGroupIds);
  const namesake = Object.values(state.resourceGateways).find(
    gateway => gateway.name === input.name,
  );
  if (namesake) {
    throw conflict(
      KIND,
      namesake.id,
      `A resource gateway with the name ${input.name} exists already.`,
    );
  }
  demandRoomFor(call, vpcId);
  const id = call.world.ids.next('rgw');
  const gateway: ResourceGateway = {
    id,
    arn: latticeArn(call, 'resourcegateway', id),
    name: input.name!,
    status: 'CREATE_IN_PROGRESS',
    vpcId,
    subnetIds,
    securityGroupIds,
    ipAddressType: input.ipAddressType ?? 'IPV4',
    networkInterfaceIds: [],
    ipv4AddressesPerEni: input.ipv4AddressesPerEni ?? DEFAULT_ADDRESSES_PER_ENI,
    resourceConfigDnsResolution: input.resourceConfigDnsResolution ?? 'PUBLIC',
    createdAt: call.now,
    updatedAt: call.now,
    tags: { ...input.tags },
  };
  state.resourceGateways[id] = gateway;
  call.world.after(
    CREATION_SECONDS,
    'vpc-lattice/gateway-created',
    timerPayload(call, id),
  );
  return gateway;
}

function ownVpc(call: Call, vpcId: string | undefined): string {
  if (!vpcId || !ec2State.of(call.world, call).vpcs[vpcId]) {
    throw invalid(
      'vpcIdentifier',
      `The VPC ${vpcId ?? ''} does not exist in account ${call.accountId}, ${
        call.region
      }. A resource gateway lives in a VPC of its own account.`,
    );
  }
  return vpcId;
}

function usableSubnets(
  call: Call,
  vpcId: string,
  subnetIds: string[] = [],
): string[] {
  if (!subnetIds.length) {
    throw invalid('subnetIds', 'At least one subnet is needed.');
  }
  const { subnets } = ec2State.of(call.world, call);
  for (const subnetId of subnetIds) {
    const subnet: Subnet | undefined = subnets[subnetId];
    if (subnet?.vpcId !== vpcId) {
      throw invalid('subnetIds', `${subnetId} is not a subnet of ${vpcId}.`);
    }
    if (!latticeSupportsZone(subnet.availabilityZoneId)) {
      throw invalid(
        'subnetIds',
        `${subnetId} is in the Availability Zone ${subnet.availabilityZoneId}, which VPC Lattice does not support.`,
      );
    }
  }
  return [...subnetIds];
}

function usableGroups(
  call: Call,
  vpcId: string,
  groupIds: string[] = [],
): string[] {
  const { securityGroups } = ec2State.of(call.world, call);
  const stranger = groupIds.find(id => securityGroups[id]?.vpcId !== vpcId);
  if (stranger) {
    throw invalid(
      'securityGroupIds',
      `${stranger} is not a security group of ${vpcId}.`,
    );
  }
  if (groupIds.length) {
    return [...groupIds];
  }
  // An interface that is made without groups is in the VPC's default one (Amazon EC2 API Reference).
  return Object.values(securityGroups)
    .filter(group => group.vpcId === vpcId && group.groupName === 'default')
    .map(group => group.groupId);
}

function demandRoomFor(call: Call, vpcId: string): void {
  const limit = Number(call.world.doubts['gateways-per-vpc']);
  const gateways = Object.values(
    vpcLatticeState.of(call.world, call).resourceGateways,
  ).filter(gateway => gateway.vpcId === vpcId);
  if (gateways.length >= limit) {
    throw quotaExceeded({
      kind: KIND,
      quotaCode: 'L-0DCA4434',
      message: `${vpcId} holds ${gateways.length} resource gateways, the quota is ${limit}.`,
    });
  }
}

/** A subnet without the addresses that the gateway needs makes it fail; AWS gives no reason then. */
function finishCreation(
  gateway: ResourceGateway,
  place: Place,
  world: World,
): void {
  const state = ec2State.of(world, place);
  for (const subnetId of gateway.subnetIds) {
    const subnet: Subnet | undefined = state.subnets[subnetId];
    const eni =
      subnet &&
      freeAddressesOf(state, subnet) >=
        (gateway.ipv4AddressesPerEni ?? DEFAULT_ADDRESSES_PER_ENI)
        ? createInterface(world, place, {
            subnetId,
            groupIds: gateway.securityGroupIds,
            description: `VPC Lattice resource gateway ${gateway.id}`,
            servesId: gateway.id,
          })
        : undefined;
    if (!eni) {
      releaseInterfaces(world, place, gateway.id);
      gateway.networkInterfaceIds = [];
      gateway.status = 'CREATE_FAILED';
      return;
    }
    gateway.networkInterfaceIds.push(eni.networkInterfaceId);
  }
  gateway.status = 'ACTIVE';
}

function updateGateway(
  gateway: ResourceGateway,
  input: UpdateResourceGatewayCommandInput,
  call: Call,
): void {
  if (gateway.status !== 'ACTIVE') {
    throw conflict(
      KIND,
      gateway.id,
      `${gateway.id} is ${gateway.status}; only an ACTIVE resource gateway can be updated.`,
    );
  }
  if (!input.securityGroupIds) {
    return;
  }
  gateway.securityGroupIds = usableGroups(
    call,
    gateway.vpcId,
    input.securityGroupIds,
  );
  const { networkInterfaces } = ec2State.of(call.world, call);
  for (const id of gateway.networkInterfaceIds) {
    networkInterfaces[id].groupIds = [...gateway.securityGroupIds];
  }
  gateway.status = 'UPDATE_IN_PROGRESS';
  gateway.updatedAt = call.now;
  call.world.after(
    UPDATE_SECONDS,
    'vpc-lattice/gateway-updated',
    timerPayload(call, gateway.id),
  );
}

function deleteGateway(gateway: ResourceGateway, call: Call): void {
  if (gateway.status === 'DELETE_IN_PROGRESS') {
    return;
  }
  if (gateway.status.endsWith('_IN_PROGRESS')) {
    throw conflict(
      KIND,
      gateway.id,
      `${gateway.id} is ${gateway.status}; wait until it has ended.`,
    );
  }
  const { resourceConfigurations } = vpcLatticeState.of(call.world, call);
  const users = Object.values(resourceConfigurations).filter(
    configuration => configuration.resourceGatewayId === gateway.id,
  );
  if (users.length) {
    throw conflict(
      KIND,
      gateway.id,
      `ResourceGateway ${gateway.id} has resource configuration(s) associated.`,
    );
  }
  gateway.status = 'DELETE_IN_PROGRESS';
  gateway.updatedAt = call.now;
  call.world.after(
    DELETION_SECONDS,
    'vpc-lattice/gateway-deleted',
    timerPayload(call, gateway.id),
  );
}

function summaryOf(gateway: ResourceGateway) {
  return {
    name: gateway.name,
    id: gateway.id,
    arn: gateway.arn,
    status: gateway.status,
    vpcIdentifier: gateway.vpcId,
    subnetIds: gateway.subnetIds,
    securityGroupIds: gateway.securityGroupIds,
    ipAddressType: gateway.ipAddressType,
    ipv4AddressesPerEni: gateway.ipv4AddressesPerEni,
    resourceConfigDnsResolution: gateway.resourceConfigDnsResolution,
    createdAt: new Date(gateway.createdAt),
    lastUpdatedAt: new Date(gateway.updatedAt),
  } satisfies ResourceGatewaySummary;
}

function timerPayload(place: Place, id: string): Record<string, string> {
  return { accountId: place.accountId, region: place.region, id };
}

/** What a timer started may be out of date when it rings: the gateway gone, or on its way elsewhere. */
function withGateway(
  world: World,
  payload: Record<string, string>,
  status: ResourceGateway['status'],
  change: (gateway: ResourceGateway, place: Place, world: World) => void,
): void {
  const place = { accountId: payload.accountId, region: payload.region };
  const gateway = vpcLatticeState.of(world, place).resourceGateways[payload.id];
  if (gateway?.status === status) {
    change(gateway, place, world);
  }
}

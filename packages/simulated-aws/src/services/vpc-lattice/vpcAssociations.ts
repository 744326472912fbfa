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
  CreateServiceNetworkVpcAssociationCommandInput,
  DnsOptions,
  ServiceNetworkVpcAssociationSummary,
  UpdateServiceNetworkVpcAssociationCommandInput,
} from '@aws-sdk/client-vpc-lattice';
import type { Call, Permission } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { ec2State } from '../ec2/state';
import { arnMeant, idIn } from './identifiers';
import { createOnce } from './idempotency';
import { associableNetwork, networkAt } from './networkAccess';
import {
  allVpcAssociations,
  associationArn,
  isPartyTo,
  partyAssociation,
  vpcAssociationsIn,
  vpcAssociationsOf,
} from './networkParties';
import { latticePage } from './paging';
import type { LatticePart } from './part';
import { toCreate, toTouch, toTouchArn } from './permissions';
import { conflict, invalid, notShared, quotaExceeded } from './refusals';
import {
  NETWORK_IDENTIFIER,
  PAGE_SIZE,
  tagRules,
  VPC_ASSOCIATION_IDENTIFIER,
  VPC_IDENTIFIER,
} from './rules';
import {
  NetworkDnsOptions,
  PRIVATE_DNS_PREFERENCES,
  ServiceNetwork,
  ServiceNetworkVpcAssociation,
} from './state';

const KIND = 'SERVICE_NETWORK_VPC_ASSOCIATION';
const ARN_KIND = 'servicenetworkvpcassociation';

/** AWS publishes none of these times (aws.md §8 question 5). */
const CREATION_SECONDS = 20;
const UPDATE_SECONDS = 10;
const DELETION_SECONDS = 20;

/** Per service network (aws.md §1.6, L-EF6E2D62). */
const MOST_VPCS = 500;

/** VPCs in service networks (aws.md §1.2 B6a). */
export const vpcAssociations: LatticePart = {
  rules: {
    'CreateServiceNetworkVpcAssociation.clientToken': { length: [1, 64] },
    'CreateServiceNetworkVpcAssociation.serviceNetworkIdentifier': {
      length: [3, 2048],
    },
    'CreateServiceNetworkVpcAssociation.vpcIdentifier': VPC_IDENTIFIER,
    'CreateServiceNetworkVpcAssociation.securityGroupIds': { length: [0, 5] },
    ...dnsOptionRules('CreateServiceNetworkVpcAssociation'),
    ...tagRules('CreateServiceNetworkVpcAssociation'),
    'GetServiceNetworkVpcAssociation.serviceNetworkVpcAssociationIdentifier':
      VPC_ASSOCIATION_IDENTIFIER,
    'UpdateServiceNetworkVpcAssociation.serviceNetworkVpcAssociationIdentifier':
      VPC_ASSOCIATION_IDENTIFIER,
    // Who has security groups keeps one at least.
    'UpdateServiceNetworkVpcAssociation.securityGroupIds': { length: [1, 5] },
    ...dnsOptionRules('UpdateServiceNetworkVpcAssociation'),
    'DeleteServiceNetworkVpcAssociation.serviceNetworkVpcAssociationIdentifier':
      VPC_ASSOCIATION_IDENTIFIER,
    'ListServiceNetworkVpcAssociations.serviceNetworkIdentifier':
      NETWORK_IDENTIFIER,
    'ListServiceNetworkVpcAssociations.vpcIdentifier': VPC_IDENTIFIER,
    'ListServiceNetworkVpcAssociations.maxResults': PAGE_SIZE,
  },

  permissions: {
    CreateServiceNetworkVpcAssociation: toAssociate,
    GetServiceNetworkVpcAssociation: (input, call) =>
      toTouch(
        call,
        'GetServiceNetworkVpcAssociation',
        ARN_KIND,
        input.serviceNetworkVpcAssociationIdentifier,
      ),
    UpdateServiceNetworkVpcAssociation: (input, call) =>
      toTouch(
        call,
        'UpdateServiceNetworkVpcAssociation',
        ARN_KIND,
        input.serviceNetworkVpcAssociationIdentifier,
      ),
    DeleteServiceNetworkVpcAssociation: (input, call) =>
      toTouch(
        call,
        'DeleteServiceNetworkVpcAssociation',
        ARN_KIND,
        input.serviceNetworkVpcAssociationIdentifier,
      ),
  },

  handlers: {
    CreateServiceNetworkVpcAssociation(input, call) {
      const association = createOnce(call, {
        kind: KIND,
        input,
        existing: vpcAssociationsOf(call.world, call),
        make: () => createAssociation(input, call),
      });
      return changedAnswer(call, association);
    },

    GetServiceNetworkVpcAssociation(input, call) {
      const association = meant(
        call,
        'GetServiceNetworkVpcAssociation',
        input.serviceNetworkVpcAssociationIdentifier!,
      );
      return {
        ...summaryOf(call, association),
        securityGroupIds: association.securityGroupIds,
        failureCode: association.failureCode,
        failureMessage: association.failureMessage,
      };
    },

    UpdateServiceNetworkVpcAssociation(input, call) {
      const association = meant(
        call,
        'UpdateServiceNetworkVpcAssociation',
        input.serviceNetworkVpcAssociationIdentifier!,
      );
      updateAssociation(association, input, call);
      return changedAnswer(call, association);
    },

    /** The owners of the network and of the VPC may both do it (aws.md §1.2, teardown). From now on it carries nothing. */
    DeleteServiceNetworkVpcAssociation(input, call) {
      const association = meant(
        call,
        'DeleteServiceNetworkVpcAssociation',
        input.serviceNetworkVpcAssociationIdentifier!,
      );
      deleteAssociation(association, call);
      return {
        id: association.id,
        arn: associationArn(call, ARN_KIND, association),
        status: association.status,
      };
    },

    ListServiceNetworkVpcAssociations(input, call) {
      const { serviceNetworkIdentifier: network, vpcIdentifier: vpcId } = input;
      if (!network && !vpcId) {
        throw invalid(
          'serviceNetworkIdentifier',
          'A service network or a VPC is needed.',
        );
      }
      const found = allVpcAssociations(call.world)
        .filter(association => isPartyTo(call, association))
        .filter(a => !network || idIn(a.serviceNetworkArn) === idIn(network))
        .filter(a => !vpcId || a.vpcId === vpcId);
      const page = latticePage(found, input);
      return { ...page, items: page.items.map(a => summaryOf(call, a)) };
    },
  },

  timers: {
    'vpc-lattice/vpc-association-created': (world, payload) =>
      withAssociation(world, payload, 'CREATE_IN_PROGRESS', finishCreation),
    'vpc-lattice/vpc-association-updated': (world, payload) =>
      withAssociation(world, payload, 'UPDATE_IN_PROGRESS', association => {
        association.status = 'ACTIVE';
      }),
    'vpc-lattice/vpc-association-deleted': (world, payload) =>
      withAssociation(
        world,
        payload,
        'DELETE_IN_PROGRESS',
        ({ id }, _world, place) => {
          delete vpcAssociationsOf(world, place)[id];
        },
      ),
  },
};

type Association = ServiceNetworkVpcAssociation;

/** Needed are the rights to the association and to the network, and to look at VPCs (Service Authorization Reference). */
function toAssociate(
  input: CreateServiceNetworkVpcAssociationCommandInput,
  call: Call,
): Permission[] {
  const operation = 'CreateServiceNetworkVpcAssociation';
  const { tags, securityGroupIds = [], vpcIdentifier = '' } = input;
  const network = arnMeant(
    call,
    'servicenetwork',
    input.serviceNetworkIdentifier ?? '*',
  );
  const ofLattice = [
    ...toCreate(call, operation, ARN_KIND, tags),
    ...toTouchArn(call, operation, network, { tags }),
  ].map(permission => ({
    ...permission,
    context: {
      ...permission.context,
      'vpc-lattice:ServiceNetworkArn': network,
      'vpc-lattice:VpcId': vpcIdentifier,
      ...(securityGroupIds.length
        ? { 'vpc-lattice:SecurityGroupIds': securityGroupIds }
        : {}),
    },
  }));
  return [...ofLattice, { action: 'ec2:DescribeVpcs' }];
}

function createAssociation(
  input: CreateServiceNetworkVpcAssociationCommandInput,
  call: Call,
): Association {
  const { world } = call;
  const network = associableNetwork(call, input.serviceNetworkIdentifier!);
  const vpcId = ownVpc(call, input.vpcIdentifier!);
  const securityGroupIds = usableGroups(call, vpcId, input.securityGroupIds);
  const privateDnsEnabled = input.privateDnsEnabled ?? false;
  const dnsOptions = usableDnsOptions(privateDnsEnabled, input.dnsOptions);
  refuseSecond(call, vpcId);
  demandRoom(world, network);
  const association: Association = {
    id: world.ids.next('snva'),
    status: 'CREATE_IN_PROGRESS',
    createdBy: call.accountId,
    serviceNetworkArn: network.arn,
    vpcId,
    securityGroupIds,
    privateDnsEnabled,
    dnsOptions,
    createdAt: call.now,
    updatedAt: call.now,
    tags: { ...input.tags },
  };
  vpcAssociationsOf(world, call)[association.id] = association;
  startTimer(call, association, 'created', CREATION_SECONDS);
  return association;
}

function ownVpc(call: Call, vpcId: string): string {
  if (!ec2State.of(call.world, call).vpcs[vpcId]) {
    throw invalid(
      'vpcIdentifier',
      `The VPC ${vpcId} does not exist in account ${call.accountId}, ${call.region}. A VPC is associated by its own account.`,
    );
  }
  return vpcId;
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
  return [...new Set(groupIds)];
}

/** "Only supported when private DNS is enabled", domains only with a preference that asks for them (API Reference). */
function usableDnsOptions(
  privateDnsEnabled: boolean,
  options: DnsOptions | undefined,
): NetworkDnsOptions | undefined {
  if (!options) {
    return undefined;
  }
  const { privateDnsSpecifiedDomains: domains } = options;
  const preference = PRIVATE_DNS_PREFERENCES.find(
    known => known === options.privateDnsPreference,
  );
  if (!privateDnsEnabled) {
    throw invalid('dnsOptions', 'DNS options need privateDnsEnabled.');
  }
  if (domains?.length && !preference?.includes('SPECIFIED_DOMAINS')) {
    throw invalid(
      'dnsOptions.privateDnsSpecifiedDomains',
      'Domains can be specified only with the preferences VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS and SPECIFIED_DOMAINS_ONLY.',
    );
  }
  return {
    privateDnsPreference: preference ?? 'VERIFIED_DOMAINS_ONLY',
    ...(domains && { privateDnsSpecifiedDomains: [...domains] }),
  };
}

/** A VPC is in one service network at most, and in none while it leaves one (aws.md §1.2 B6a, teardown). */
function refuseSecond(call: Call, vpcId: string): void {
  const there = Object.values(vpcAssociationsOf(call.world, call)).find(
    association => association.vpcId === vpcId,
  );
  if (there) {
    throw conflict(
      KIND,
      there.id,
      `${vpcId} is associated with ${idIn(there.serviceNetworkArn)} already: ${
        there.id
      } is ${there.status}.`,
    );
  }
}

function demandRoom(world: World, network: ServiceNetwork): void {
  const count = vpcAssociationsIn(world, network.arn).length;
  if (count >= MOST_VPCS) {
    throw quotaExceeded({
      kind: KIND,
      quotaCode: 'L-EF6E2D62',
      message: `${network.id} holds ${count} VPCs, which is the quota.`,
    });
  }
}

/** "If the association fails, retry by deleting the association and recreating it" (API Reference). */
function finishCreation(association: Association, world: World): void {
  if (networkAt(world, association.serviceNetworkArn)) {
    association.status = 'ACTIVE';
    return;
  }
  association.status = 'CREATE_FAILED';
  association.failureCode = 'SERVICE_NETWORK_NOT_AVAILABLE';
  association.failureMessage = `${association.serviceNetworkArn} does not exist.`;
}

/** Only who made it may update it (aws.md §1.2). */
function updateAssociation(
  association: Association,
  input: UpdateServiceNetworkVpcAssociationCommandInput,
  call: Call,
): void {
  if (association.createdBy !== call.accountId) {
    throw notShared(
      call,
      'vpc-lattice:UpdateServiceNetworkVpcAssociation',
      associationArn(call, ARN_KIND, association),
    );
  }
  if (association.status !== 'ACTIVE') {
    throw conflict(
      KIND,
      association.id,
      `${association.id} is ${association.status}; only an ACTIVE association can be updated.`,
    );
  }
  const { privateDnsEnabled = association.privateDnsEnabled } = input;
  const changesDns =
    input.privateDnsEnabled !== undefined || input.dnsOptions !== undefined;
  if (
    changesDns &&
    call.world.doubts['update-association-private-dns'] === 'refused'
  ) {
    throw invalid(
      input.dnsOptions ? 'dnsOptions' : 'privateDnsEnabled',
      'The private DNS of an association stays as it was created.',
    );
  }
  const dnsOptions = usableDnsOptions(privateDnsEnabled, input.dnsOptions);
  if (input.securityGroupIds) {
    association.securityGroupIds = usableGroups(
      call,
      association.vpcId,
      input.securityGroupIds,
    );
  }
  association.privateDnsEnabled = privateDnsEnabled;
  association.dnsOptions =
    dnsOptions ?? (privateDnsEnabled ? association.dnsOptions : undefined);
  association.status = 'UPDATE_IN_PROGRESS';
  association.updatedAt = call.now;
  startTimer(call, association, 'updated', UPDATE_SECONDS);
}

/** "You can't disassociate the VPC if there is a create or update association in progress" (API Reference). */
function deleteAssociation(association: Association, call: Call): void {
  if (association.status === 'DELETE_IN_PROGRESS') {
    return;
  }
  if (association.status.endsWith('_IN_PROGRESS')) {
    throw conflict(
      KIND,
      association.id,
      `${association.id} is ${association.status}; wait until it has ended.`,
    );
  }
  association.status = 'DELETE_IN_PROGRESS';
  association.updatedAt = call.now;
  startTimer(call, association, 'deleted', DELETION_SECONDS);
}

function meant(call: Call, operation: string, identifier: string): Association {
  const all = allVpcAssociations(call.world);
  return partyAssociation(call, { all, kind: KIND, operation, identifier });
}

function changedAnswer(call: Call, association: Association) {
  return {
    id: association.id,
    arn: associationArn(call, ARN_KIND, association),
    status: association.status,
    createdBy: association.createdBy,
    securityGroupIds: association.securityGroupIds,
    privateDnsEnabled: association.privateDnsEnabled,
    dnsOptions: association.dnsOptions,
  };
}

function summaryOf(
  call: Call,
  association: Association,
): ServiceNetworkVpcAssociationSummary {
  const { serviceNetworkArn } = association;
  return {
    id: association.id,
    arn: associationArn(call, ARN_KIND, association),
    status: association.status,
    createdBy: association.createdBy,
    createdAt: new Date(association.createdAt),
    lastUpdatedAt: new Date(association.updatedAt),
    serviceNetworkId: idIn(serviceNetworkArn),
    serviceNetworkArn,
    serviceNetworkName: networkAt(call.world, serviceNetworkArn)?.name,
    vpcId: association.vpcId,
    privateDnsEnabled: association.privateDnsEnabled,
    dnsOptions: association.dnsOptions,
  };
}

function dnsOptionRules(operation: string) {
  const options = `${operation}.dnsOptions`;
  return {
    [`${options}.privateDnsPreference`]: { enum: PRIVATE_DNS_PREFERENCES },
    [`${options}.privateDnsSpecifiedDomains`]: {
      length: [1, 10] as [number, number],
    },
    [`${options}.privateDnsSpecifiedDomains[]`]: {
      length: [1, 255] as [number, number],
    },
  };
}

function startTimer(
  call: Call,
  { createdBy, id }: Association,
  what: 'created' | 'updated' | 'deleted',
  seconds: number,
): void {
  call.world.after(seconds, `vpc-lattice/vpc-association-${what}`, {
    accountId: createdBy,
    region: call.region,
    id,
  });
}

function withAssociation(
  world: World,
  payload: Record<string, string>,
  status: Association['status'],
  change: (association: Association, world: World, place: Place) => void,
): void {
  const place = { accountId: payload.accountId, region: payload.region };
  const association = vpcAssociationsOf(world, place)[payload.id];
  if (association?.status === status) {
    change(association, world, place);
  }
}

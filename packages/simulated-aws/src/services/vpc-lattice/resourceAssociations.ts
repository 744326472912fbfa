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

import { createHash } from 'crypto';
import type {
  CreateServiceNetworkResourceAssociationCommandInput,
  GetServiceNetworkResourceAssociationCommandOutput,
  ServiceNetworkResourceAssociationSummary,
} from '@aws-sdk/client-vpc-lattice';
import { AwsError } from '../../core/errors';
import type { Call, Permission } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import {
  privateNameOf,
  resourceAssociationName,
} from '../../network/networkDestinations';
import { childrenOf } from './childConfigurations';
import {
  configurationAt,
  isOwn,
  readableConfiguration,
} from './configurationAccess';
import { arnMeant, idIn, parseLatticeArn } from './identifiers';
import { createOnce } from './idempotency';
import { associableNetwork, networkAt } from './networkAccess';
import {
  allResourceAssociations,
  associationArn,
  isPartyTo,
  partyAssociation,
  resourceAssociationsIn,
  resourceAssociationsOf,
} from './networkParties';
import { latticePage } from './paging';
import type { LatticePart } from './part';
import { toCreate, toTouch, toTouchArn } from './permissions';
import { conflict, invalid, notShared, quotaExceeded } from './refusals';
import { configurationsBehind, giveAddresses } from './resourceAddresses';
import {
  CONFIGURATION_IDENTIFIER,
  NETWORK_IDENTIFIER,
  PAGE_SIZE,
  RESOURCE_ASSOCIATION_IDENTIFIER,
  tagRules,
} from './rules';
import type {
  ResourceConfiguration,
  ServiceNetwork,
  ServiceNetworkResourceAssociation,
} from './state';

const KIND = 'SERVICE_NETWORK_RESOURCE_ASSOCIATION';
const ARN_KIND = 'servicenetworkresourceassociation';

/** AWS publishes none of these times (aws.md §8 question 5). */
const CREATION_SECONDS = 20;
const DELETION_SECONDS = 20;

/** Per service network (aws.md §1.6, L-6095700C). */
const MOST_RESOURCES = 500;

/** Resource configurations in service networks (aws.md §1.2 B5, §1.3). */
export const resourceAssociations: LatticePart = {
  rules: {
    'CreateServiceNetworkResourceAssociation.clientToken': { length: [1, 64] },
    'CreateServiceNetworkResourceAssociation.resourceConfigurationIdentifier':
      CONFIGURATION_IDENTIFIER,
    'CreateServiceNetworkResourceAssociation.serviceNetworkIdentifier': {
      length: [3, 2048],
    },
    ...tagRules('CreateServiceNetworkResourceAssociation'),
    'GetServiceNetworkResourceAssociation.serviceNetworkResourceAssociationIdentifier':
      RESOURCE_ASSOCIATION_IDENTIFIER,
    'DeleteServiceNetworkResourceAssociation.serviceNetworkResourceAssociationIdentifier':
      RESOURCE_ASSOCIATION_IDENTIFIER,
    'ListServiceNetworkResourceAssociations.serviceNetworkIdentifier':
      NETWORK_IDENTIFIER,
    'ListServiceNetworkResourceAssociations.resourceConfigurationIdentifier':
      CONFIGURATION_IDENTIFIER,
    'ListServiceNetworkResourceAssociations.maxResults': PAGE_SIZE,
  },

  permissions: {
    CreateServiceNetworkResourceAssociation: toAssociate,
    GetServiceNetworkResourceAssociation: (input, call) =>
      toTouch(
        call,
        'GetServiceNetworkResourceAssociation',
        ARN_KIND,
        input.serviceNetworkResourceAssociationIdentifier,
      ),
    DeleteServiceNetworkResourceAssociation: (input, call) =>
      toTouch(
        call,
        'DeleteServiceNetworkResourceAssociation',
        ARN_KIND,
        input.serviceNetworkResourceAssociationIdentifier,
      ),
  },

  handlers: {
    CreateServiceNetworkResourceAssociation(input, call) {
      const association = createOnce(call, {
        kind: KIND,
        input,
        existing: resourceAssociationsOf(call.world, call),
        make: () => createAssociation(input, call),
      });
      return {
        id: association.id,
        arn: associationArn(call, ARN_KIND, association),
        status: association.status,
        createdBy: association.createdBy,
        privateDnsEnabled: association.privateDnsEnabled,
      };
    },

    GetServiceNetworkResourceAssociation(input, call) {
      const association = meant(
        call,
        'GetServiceNetworkResourceAssociation',
        input.serviceNetworkResourceAssociationIdentifier!,
      );
      return answerOf(call, association);
    },

    /** Either owner may delete it, whoever made it (aws.md §1.2, teardown). From now on it carries nothing. */
    DeleteServiceNetworkResourceAssociation(input, call) {
      const association = meant(
        call,
        'DeleteServiceNetworkResourceAssociation',
        input.serviceNetworkResourceAssociationIdentifier!,
      );
      deleteAssociation(association, call);
      return {
        id: association.id,
        arn: associationArn(call, ARN_KIND, association),
        status: association.status,
      };
    },

    ListServiceNetworkResourceAssociations(input, call) {
      const {
        serviceNetworkIdentifier: network,
        resourceConfigurationIdentifier: configuration,
      } = input;
      if (!network && !configuration) {
        throw invalid(
          'serviceNetworkIdentifier',
          'A service network or a resource configuration is needed.',
        );
      }
      const found = allResourceAssociations(call.world)
        .filter(association => isPartyTo(call, association))
        .filter(a => !network || idIn(a.serviceNetworkArn) === idIn(network))
        .filter(
          a =>
            !configuration ||
            idIn(a.resourceConfigurationArn) === idIn(configuration),
        );
      const items = found.flatMap(association => [
        summaryOf(call, association),
        ...(input.includeChildren ? childSummaries(call, association) : []),
      ]);
      const page = latticePage(
        items.map(item => ({
          id: item.id!,
          createdAt: item.createdAt!.getTime(),
          item,
        })),
        input,
      );
      return { ...page, items: page.items.map(({ item }) => item) };
    },
  },

  timers: {
    'vpc-lattice/resource-association-created': (world, payload) =>
      withAssociation(world, payload, 'CREATE_IN_PROGRESS', finishCreation),
    'vpc-lattice/resource-association-deleted': (world, payload) =>
      withAssociation(
        world,
        payload,
        'DELETE_IN_PROGRESS',
        (_, place, { id }) => {
          delete resourceAssociationsOf(world, place)[id];
        },
      ),
  },
};

type Association = ServiceNetworkResourceAssociation;

/** Needed are the rights to the association, to the network and to the configuration (Service Authorization Reference). */
function toAssociate(
  input: CreateServiceNetworkResourceAssociationCommandInput,
  call: Call,
): Permission[] {
  const operation = 'CreateServiceNetworkResourceAssociation';
  const { tags } = input;
  const network = arnMeant(
    call,
    'servicenetwork',
    input.serviceNetworkIdentifier ?? '*',
  );
  const configuration = arnMeant(
    call,
    'resourceconfiguration',
    input.resourceConfigurationIdentifier ?? '*',
  );
  return [
    ...toCreate(call, operation, ARN_KIND, tags),
    ...toTouchArn(call, operation, network, { tags }),
    ...toTouchArn(call, operation, configuration, { tags }),
  ].map(permission => ({
    ...permission,
    context: {
      ...permission.context,
      'vpc-lattice:ServiceNetworkArn': network,
      'vpc-lattice:ResourceConfigurationArn': configuration,
    },
  }));
}

function createAssociation(
  input: CreateServiceNetworkResourceAssociationCommandInput,
  call: Call,
): Association {
  const { world } = call;
  const network = associableNetwork(call, input.serviceNetworkIdentifier!);
  const configuration = readableConfiguration(
    call,
    input.resourceConfigurationIdentifier!,
    'CreateServiceNetworkResourceAssociation',
  );
  refuseUnlessAssociable(call, network, configuration);
  refuseDuplicate(world, network, configuration);
  const association: Association = {
    id: world.ids.next('snra'),
    status: 'CREATE_IN_PROGRESS',
    createdBy: call.accountId,
    serviceNetworkArn: network.arn,
    resourceConfigurationArn: configuration.arn,
    // For a database private DNS is on and cannot be turned off (aws.md §0.1 item 2).
    privateDnsEnabled:
      configuration.type === 'ARN' || input.privateDnsEnabled === true,
    addresses: {},
    createdAt: call.now,
    updatedAt: call.now,
    tags: { ...input.tags },
  };
  resourceAssociationsOf(world, call)[association.id] = association;
  world.after(
    CREATION_SECONDS,
    'vpc-lattice/resource-association-created',
    timerPayload(call, association),
  );
  return association;
}

function refuseUnlessAssociable(
  call: Call,
  network: ServiceNetwork,
  configuration: ResourceConfiguration,
): void {
  const ownsNetwork =
    parseLatticeArn(network.arn)?.accountId === call.accountId;
  if (!ownsNetwork && !isOwn(call, configuration)) {
    throw refusal(
      call,
      configuration.arn,
      `${network.id} and ${configuration.id} are both shared with account ${call.accountId}: it has to own one of them.`,
    );
  }
  if (configuration.groupId) {
    throw invalid(
      'resourceConfigurationIdentifier',
      `${configuration.id} is a child: associate its group ${configuration.groupId}.`,
    );
  }
  if (
    network.sharingEnabled &&
    !configuration.allowAssociationToShareableServiceNetwork
  ) {
    throw refusal(
      call,
      configuration.arn,
      `${configuration.id} cannot be associated with ${network.id}: the service network is open to sharing, and allowAssociationToShareableServiceNetwork of the resource configuration is false.`,
    );
  }
  if (configuration.status !== 'ACTIVE') {
    throw conflict(
      'RESOURCE_CONFIGURATION',
      configuration.id,
      `${configuration.id} is ${configuration.status}; only an ACTIVE resource configuration can be associated.`,
    );
  }
}

/** That AWS refuses it is documented (aws.md §1.2 B4, B5), with which error is not. */
function refusal(call: Call, arn: string, message: string): AwsError {
  return call.world.doubts['refused-resource-association'] ===
    'ValidationException'
    ? invalid('resourceConfigurationIdentifier', message)
    : notShared(
        call,
        'vpc-lattice:CreateServiceNetworkResourceAssociation',
        arn,
      );
}

function refuseDuplicate(
  world: World,
  network: ServiceNetwork,
  configuration: ResourceConfiguration,
): void {
  const there = resourceAssociationsIn(world, network.arn);
  const same = there.find(
    other => other.resourceConfigurationArn === configuration.arn,
  );
  if (same) {
    throw conflict(
      KIND,
      same.id,
      `${configuration.id} is associated with ${network.id} already: ${same.id} is ${same.status}.`,
    );
  }
  if (there.length >= MOST_RESOURCES) {
    throw quotaExceeded({
      kind: KIND,
      quotaCode: 'L-6095700C',
      message: `${network.id} holds ${there.length} resource configurations, which is the quota.`,
    });
  }
}

/** What was true when it was asked for may not be true any more when AWS gets to it. */
function finishCreation(
  world: World,
  _place: Place,
  association: Association,
): void {
  const configuration = configurationAt(
    world,
    association.resourceConfigurationArn,
  );
  if (
    configuration?.status !== 'ACTIVE' ||
    !networkAt(world, association.serviceNetworkArn)
  ) {
    association.status = 'CREATE_FAILED';
    association.failureCode = 'RESOURCE_NOT_AVAILABLE';
    association.failureReason = `${idIn(
      association.resourceConfigurationArn,
    )} is ${configuration?.status ?? 'gone'}.`;
    return;
  }
  giveAddresses(world, association);
  const missing = childrenOf(
    world,
    parseLatticeArn(configuration.arn)!,
    configuration.id,
  ).filter(child => !association.addresses[child.id]);
  association.status = missing.length ? 'PARTIAL' : 'ACTIVE';
  if (missing.length) {
    association.failureCode = 'CHILD_NOT_AVAILABLE';
    association.failureReason = `Not associated: ${missing
      .map(child => child.id)
      .join(', ')}.`;
  }
}

function deleteAssociation(association: Association, call: Call): void {
  if (association.status === 'DELETE_IN_PROGRESS') {
    return;
  }
  if (association.status === 'CREATE_IN_PROGRESS') {
    throw conflict(
      KIND,
      association.id,
      `${association.id} is ${association.status}; wait until it has ended.`,
    );
  }
  association.status = 'DELETE_IN_PROGRESS';
  association.updatedAt = call.now;
  call.world.after(
    DELETION_SECONDS,
    'vpc-lattice/resource-association-deleted',
    timerPayload(call, association),
  );
}

function meant(call: Call, operation: string, identifier: string): Association {
  const all = allResourceAssociations(call.world);
  return partyAssociation(call, { all, kind: KIND, operation, identifier });
}

function answerOf(
  call: Call,
  association: Association,
): Omit<GetServiceNetworkResourceAssociationCommandOutput, '$metadata'> {
  return {
    ...summaryOf(call, association),
    failureReason: association.failureReason,
    lastUpdatedAt: new Date(association.updatedAt),
  };
}

function summaryOf(
  call: Call,
  association: Association,
): ServiceNetworkResourceAssociationSummary {
  const { world } = call;
  const configuration = configurationAt(
    world,
    association.resourceConfigurationArn,
  );
  return {
    id: association.id,
    arn: associationArn(call, ARN_KIND, association),
    status: association.status,
    createdBy: association.createdBy,
    createdAt: new Date(association.createdAt),
    serviceNetworkId: idIn(association.serviceNetworkArn),
    serviceNetworkArn: association.serviceNetworkArn,
    serviceNetworkName: networkAt(world, association.serviceNetworkArn)?.name,
    // Those that AWS's own services make are not simulated.
    isManagedAssociation: false,
    failureCode: association.failureCode,
    privateDnsEnabled: association.privateDnsEnabled,
    ...(configuration && resourceAnswer(world, association, configuration)),
  };
}

/** The names come with the association; a private one only where it has private DNS. */
function resourceAnswer(
  world: World,
  association: Association,
  configuration: ResourceConfiguration,
) {
  const carries = association.addresses[configuration.id] !== undefined;
  const privateName = privateNameOf(world, configuration);
  return {
    resourceConfigurationId: configuration.id,
    resourceConfigurationArn: configuration.arn,
    resourceConfigurationName: configuration.name,
    ...(carries && {
      dnsEntry: {
        domainName: resourceAssociationName(association, configuration),
      },
    }),
    ...(carries &&
      association.privateDnsEnabled &&
      privateName && { privateDnsEntry: { domainName: privateName } }),
  };
}

/** For each configuration that AWS made of the associated one (ListServiceNetworkResourceAssociations, includeChildren). */
function childSummaries(
  call: Call,
  association: Association,
): ServiceNetworkResourceAssociationSummary[] {
  const { world } = call;
  return configurationsBehind(world, association)
    .filter(({ groupId }) => groupId !== undefined)
    .map(child => {
      const digest = createHash('sha256')
        .update(`${association.id}/${child.id}`)
        .digest('hex');
      const id = `snra-0${digest.slice(0, 16)}`;
      return {
        ...summaryOf(call, association),
        id,
        arn: associationArn(call, ARN_KIND, { ...association, id }),
        isManagedAssociation: child.amazonManaged,
        ...resourceAnswer(world, association, child),
      };
    });
}

function timerPayload(
  { region }: Place,
  { createdBy, id }: Association,
): Record<string, string> {
  return { accountId: createdBy, region, id };
}

function withAssociation(
  world: World,
  payload: Record<string, string>,
  status: Association['status'],
  change: (world: World, place: Place, association: Association) => void,
): void {
  const place = { accountId: payload.accountId, region: payload.region };
  const association = resourceAssociationsOf(world, place)[payload.id];
  if (association?.status === status) {
    change(world, place, association);
  }
}

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
  CreateResourceConfigurationCommandInput,
  ResourceConfigurationSummary,
  UpdateResourceConfigurationCommandInput,
} from '@aws-sdk/client-vpc-lattice';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { dropSubscriptions } from './accessLogSubscriptions';
import { childrenOf, createChildren } from './childConfigurations';
import {
  ownConfiguration,
  readableConfiguration,
  visibleConfigurations,
} from './configurationAccess';
import {
  definitionOf,
  placeOf,
  targetOf,
  usablePorts,
} from './configurationTargets';
import { databaseAt } from './databases';
import { idIn, latticeArn } from './identifiers';
import { createOnce } from './idempotency';
import { allResourceAssociations } from './networkParties';
import { latticePage } from './paging';
import type { LatticePart } from './part';
import { toCreate, toTouch } from './permissions';
import { conflict, invalid, quotaExceeded } from './refusals';
import {
  CONFIGURATION_IDENTIFIER,
  GATEWAY_IDENTIFIER,
  IP_ADDRESS_TYPES,
  nameRule,
  tagRules,
} from './rules';
import { ResourceConfiguration, vpcLatticeState } from './state';

const KIND = 'RESOURCE_CONFIGURATION';

/** "~11 s" (aws.md §1.1 A4). */
const CREATION_SECONDS = 11;
const DELETION_SECONDS = 10;

/** Per Region (VPC Lattice User Guide, quotas). */
const MOST_CONFIGURATIONS = 2000;

const PORT_RANGE = /^(\d{1,5}-\d{1,5}|\d+)$/;

export const resourceConfigurations: LatticePart = {
  rules: {
    'CreateResourceConfiguration.name': nameRule('rcfg-'),
    'CreateResourceConfiguration.type': {
      enum: ['GROUP', 'CHILD', 'SINGLE', 'ARN', 'CIDR'],
    },
    'CreateResourceConfiguration.clientToken': { length: [1, 64] },
    'CreateResourceConfiguration.portRanges[]': {
      length: [1, 11],
      pattern: PORT_RANGE,
    },
    'CreateResourceConfiguration.protocol': { enum: ['TCP', 'TCP_UDP'] },
    'CreateResourceConfiguration.resourceGatewayIdentifier': GATEWAY_IDENTIFIER,
    'CreateResourceConfiguration.resourceConfigurationGroupIdentifier':
      CONFIGURATION_IDENTIFIER,
    'CreateResourceConfiguration.customDomainName': { length: [3, 255] },
    ...definitionRules('CreateResourceConfiguration'),
    ...tagRules('CreateResourceConfiguration'),
    'GetResourceConfiguration.resourceConfigurationIdentifier':
      CONFIGURATION_IDENTIFIER,
    'UpdateResourceConfiguration.resourceConfigurationIdentifier':
      CONFIGURATION_IDENTIFIER,
    'UpdateResourceConfiguration.portRanges[]': {
      length: [1, 11],
      pattern: PORT_RANGE,
    },
    ...definitionRules('UpdateResourceConfiguration'),
    'DeleteResourceConfiguration.resourceConfigurationIdentifier':
      CONFIGURATION_IDENTIFIER,
    'ListResourceConfigurations.resourceGatewayIdentifier': GATEWAY_IDENTIFIER,
    'ListResourceConfigurations.resourceConfigurationGroupIdentifier':
      CONFIGURATION_IDENTIFIER,
    'ListResourceConfigurations.maxResults': { range: [1, 100] },
  },

  permissions: {
    CreateResourceConfiguration: (input, call) =>
      toCreate(
        call,
        'CreateResourceConfiguration',
        'resourceconfiguration',
        input.tags,
      ),
    GetResourceConfiguration: (input, call) =>
      toTouch(
        call,
        'GetResourceConfiguration',
        'resourceconfiguration',
        input.resourceConfigurationIdentifier,
      ),
    UpdateResourceConfiguration: (input, call) =>
      toTouch(
        call,
        'UpdateResourceConfiguration',
        'resourceconfiguration',
        input.resourceConfigurationIdentifier,
      ),
    DeleteResourceConfiguration: (input, call) =>
      toTouch(
        call,
        'DeleteResourceConfiguration',
        'resourceconfiguration',
        input.resourceConfigurationIdentifier,
      ),
  },

  handlers: {
    CreateResourceConfiguration(input, call) {
      const configuration = createOnce(call, {
        kind: KIND,
        input,
        existing: vpcLatticeState.of(call.world, call).resourceConfigurations,
        make: () => createConfiguration(input, call),
      });
      return {
        ...coreOf(configuration),
        createdAt: new Date(configuration.createdAt),
        failureReason: configuration.failureReason,
        customDomainName: configuration.customDomainName,
      };
    },

    GetResourceConfiguration(input, call) {
      const configuration = readableConfiguration(
        call,
        input.resourceConfigurationIdentifier!,
      );
      return {
        ...coreOf(configuration),
        createdAt: new Date(configuration.createdAt),
        lastUpdatedAt: new Date(configuration.updatedAt),
        amazonManaged: configuration.amazonManaged,
        failureReason: configuration.failureReason,
        customDomainName: configuration.customDomainName,
      };
    },

    ListResourceConfigurations(input, call) {
      const gatewayId =
        input.resourceGatewayIdentifier &&
        idIn(input.resourceGatewayIdentifier);
      const groupId =
        input.resourceConfigurationGroupIdentifier &&
        idIn(input.resourceConfigurationGroupIdentifier);
      const found = visibleConfigurations(call)
        // Nothing here has a domain verification.
        .filter(() => input.domainVerificationIdentifier === undefined)
        .filter(c => !gatewayId || c.resourceGatewayId === gatewayId)
        .filter(c => !groupId || c.groupId === groupId);
      const page = latticePage(found, input);
      return { ...page, items: page.items.map(summaryOf) };
    },

    UpdateResourceConfiguration(input, call) {
      const configuration = ownConfiguration(
        call,
        'UpdateResourceConfiguration',
        input.resourceConfigurationIdentifier!,
      );
      updateConfiguration(configuration, input, call);
      return coreOf(configuration);
    },

    DeleteResourceConfiguration(input, call) {
      const configuration = ownConfiguration(
        call,
        'DeleteResourceConfiguration',
        input.resourceConfigurationIdentifier!,
      );
      deleteConfiguration(configuration, call);
      return {};
    },
  },

  timers: {
    'vpc-lattice/configuration-created': (world, payload) =>
      withConfiguration(world, payload, 'CREATE_IN_PROGRESS', finishCreation),
    'vpc-lattice/configuration-deleted': (world, payload) =>
      withConfiguration(world, payload, 'DELETE_IN_PROGRESS', finishDeletion),
  },
};

function createConfiguration(
  input: CreateResourceConfigurationCommandInput,
  call: Call,
): ResourceConfiguration {
  const state = vpcLatticeState.of(call.world, call);
  const target = targetOf(input, call);
  const namesake = Object.values(state.resourceConfigurations).find(
    configuration => configuration.name === input.name,
  );
  if (namesake) {
    throw conflict(
      KIND,
      namesake.id,
      `A resource configuration with the name ${input.name} exists already.`,
    );
  }
  demandRoom(call);
  const id = call.world.ids.next('rcfg');
  const configuration: ResourceConfiguration = {
    id,
    arn: latticeArn(call, 'resourceconfiguration', id),
    name: input.name!,
    status: 'CREATE_IN_PROGRESS',
    customDomainName: input.customDomainName,
    allowAssociationToShareableServiceNetwork:
      input.allowAssociationToShareableServiceNetwork ?? false,
    amazonManaged: false,
    createdAt: call.now,
    updatedAt: call.now,
    tags: { ...input.tags },
    ...target,
  };
  state.resourceConfigurations[id] = configuration;
  call.world.after(
    CREATION_SECONDS,
    'vpc-lattice/configuration-created',
    timerPayload(call, id),
  );
  return configuration;
}

function demandRoom(call: Call): void {
  const { resourceConfigurations: existing } = vpcLatticeState.of(
    call.world,
    call,
  );
  const count = Object.values(existing).filter(c => !c.amazonManaged).length;
  if (count >= MOST_CONFIGURATIONS) {
    throw quotaExceeded({
      kind: KIND,
      quotaCode: 'L-5FF8F9B9',
      message: `${call.region} holds ${count} resource configurations, which is the quota.`,
    });
  }
}

/** What was true when it was asked for may not be true any more when AWS gets to it. */
function finishCreation(
  world: World,
  place: Place,
  configuration: ResourceConfiguration,
): void {
  const failureReason = whyNotCreated(world, place, configuration);
  if (failureReason) {
    configuration.status = 'CREATE_FAILED';
    configuration.failureReason = failureReason;
    return;
  }
  configuration.status = 'ACTIVE';
  createChildren(world, place, configuration);
}

function whyNotCreated(
  world: World,
  place: Place,
  { resourceGatewayId, targetArn }: ResourceConfiguration,
): string | undefined {
  const { resourceGateways } = vpcLatticeState.of(world, place);
  if (resourceGateways[resourceGatewayId!]?.status !== 'ACTIVE') {
    return `The resource gateway ${resourceGatewayId} is not active.`;
  }
  if (targetArn && !databaseAt(world, place, targetArn)) {
    return `The database ${targetArn} does not exist.`;
  }
  return undefined;
}

function updateConfiguration(
  configuration: ResourceConfiguration,
  input: UpdateResourceConfigurationCommandInput,
  call: Call,
): void {
  refuseManaged(configuration);
  if (configuration.status !== 'ACTIVE') {
    throw conflict(
      KIND,
      configuration.id,
      `${configuration.id} is ${configuration.status}; only an ACTIVE resource configuration can be updated.`,
    );
  }
  const { resourceConfigurationDefinition: definition, portRanges } = input;
  if (configuration.type === 'ARN' && (definition || portRanges)) {
    throw invalid(
      definition ? 'resourceConfigurationDefinition' : 'portRanges',
      'A resource configuration of type ARN keeps its definition and its ports.',
    );
  }
  const place = definition && placeOf(definition);
  const ports = portRanges && usablePorts(portRanges);
  if (place) {
    configuration.dnsResource = place.dnsResource;
    configuration.ipResource = place.ipResource;
  }
  configuration.portRanges = ports ?? configuration.portRanges;
  configuration.allowAssociationToShareableServiceNetwork =
    input.allowAssociationToShareableServiceNetwork ??
    configuration.allowAssociationToShareableServiceNetwork;
  configuration.updatedAt = call.now;
}

function deleteConfiguration(
  configuration: ResourceConfiguration,
  call: Call,
): void {
  refuseManaged(configuration);
  if (configuration.status === 'DELETE_IN_PROGRESS') {
    return;
  }
  if (configuration.status.endsWith('_IN_PROGRESS')) {
    throw conflict(
      KIND,
      configuration.id,
      `${configuration.id} is ${configuration.status}; wait until it has ended.`,
    );
  }
  const inUse = usersOf(call.world, call, configuration);
  if (
    inUse &&
    call.world.doubts['delete-configuration-in-use'] === 'ConflictException'
  ) {
    throw conflict(
      KIND,
      configuration.id,
      `ResourceConfiguration ${configuration.id} has ${inUse} associated.`,
    );
  }
  configuration.status = 'DELETE_IN_PROGRESS';
  configuration.updatedAt = call.now;
  call.world.after(
    DELETION_SECONDS,
    'vpc-lattice/configuration-deleted',
    timerPayload(call, configuration.id),
  );
}

function refuseManaged(configuration: ResourceConfiguration): void {
  if (configuration.amazonManaged) {
    throw invalid(
      'resourceConfigurationIdentifier',
      `${configuration.id} is managed by AWS: it lives and dies with ${configuration.groupId}.`,
    );
  }
}

function finishDeletion(
  world: World,
  place: Place,
  configuration: ResourceConfiguration,
): void {
  const inUse = usersOf(world, place, configuration);
  if (inUse) {
    configuration.status = 'DELETE_FAILED';
    configuration.failureReason = `It has ${inUse} associated.`;
    return;
  }
  const state = vpcLatticeState.of(world, place);
  for (const gone of [
    ...childrenOf(world, place, configuration.id),
    configuration,
  ]) {
    delete state.resourceConfigurations[gone.id];
    dropSubscriptions(world, place, gone.id);
    delete state.resourcePolicies[gone.arn];
  }
}

/** What hinders that a configuration is deleted; undefined if nothing does. */
function usersOf(
  world: World,
  place: Place,
  configuration: ResourceConfiguration,
): string | undefined {
  const endpoints = Object.values(
    vpcLatticeState.of(world, place).resourceEndpointAssociations,
  ).filter(a => a.resourceConfigurationId === configuration.id);
  if (endpoints.length) {
    return 'resource endpoint(s)';
  }
  const isInNetwork = allResourceAssociations(world).some(
    association => association.resourceConfigurationArn === configuration.arn,
  );
  return isInNetwork ? 'service network(s)' : undefined;
}

function coreOf(configuration: ResourceConfiguration) {
  return {
    id: configuration.id,
    name: configuration.name,
    arn: configuration.arn,
    resourceGatewayId: configuration.resourceGatewayId,
    resourceConfigurationGroupId: configuration.groupId,
    type: configuration.type,
    portRanges: configuration.portRanges,
    protocol: configuration.protocol,
    status: configuration.status,
    resourceConfigurationDefinition: definitionOf(configuration),
    allowAssociationToShareableServiceNetwork:
      configuration.allowAssociationToShareableServiceNetwork,
  };
}

function summaryOf(
  configuration: ResourceConfiguration,
): ResourceConfigurationSummary {
  return {
    id: configuration.id,
    name: configuration.name,
    arn: configuration.arn,
    resourceGatewayId: configuration.resourceGatewayId,
    resourceConfigurationGroupId: configuration.groupId,
    type: configuration.type,
    status: configuration.status,
    amazonManaged: configuration.amazonManaged,
    createdAt: new Date(configuration.createdAt),
    lastUpdatedAt: new Date(configuration.updatedAt),
    customDomainName: configuration.customDomainName,
  };
}

function definitionRules(operation: string) {
  const definition = `${operation}.resourceConfigurationDefinition`;
  return {
    [`${definition}.dnsResource.domainName`]: {
      length: [3, 255] as [number, number],
    },
    [`${definition}.dnsResource.ipAddressType`]: { enum: IP_ADDRESS_TYPES },
    [`${definition}.ipResource.ipAddress`]: {
      length: [4, 39] as [number, number],
    },
    [`${definition}.arnResource.arn`]: {
      length: [20, 2048] as [number, number],
      pattern:
        /^arn:[a-z0-9][-.a-z0-9]*:[a-z0-9][-.a-z0-9]*:[-.a-z0-9]*:(\d{12})?:[^/].*$/,
    },
  };
}

function timerPayload(place: Place, id: string): Record<string, string> {
  return { accountId: place.accountId, region: place.region, id };
}

function withConfiguration(
  world: World,
  payload: Record<string, string>,
  status: ResourceConfiguration['status'],
  change: (
    world: World,
    place: Place,
    configuration: ResourceConfiguration,
  ) => void,
): void {
  const place = { accountId: payload.accountId, region: payload.region };
  const configuration = vpcLatticeState.of(world, place).resourceConfigurations[
    payload.id
  ];
  if (configuration?.status === status) {
    change(world, place, configuration);
  }
}

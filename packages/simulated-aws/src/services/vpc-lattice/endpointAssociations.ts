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

import type { ResourceEndpointAssociationSummary } from '@aws-sdk/client-vpc-lattice';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { rejectEndpoint } from '../ec2/rejectEndpoint';
import { configurationAt, readableConfiguration } from './configurationAccess';
import { latticeArn, ownId, parseLatticeArn } from './identifiers';
import { latticePage } from './paging';
import type { LatticePart } from './part';
import { toTouch } from './permissions';
import { notFound } from './refusals';
import { ASSOCIATION_IDENTIFIER, CONFIGURATION_IDENTIFIER } from './rules';
import { ResourceEndpointAssociation, vpcLatticeState } from './state';

const KIND = 'RESOURCE_ENDPOINT_ASSOCIATION';

export const endpointAssociations: LatticePart = {
  rules: {
    'ListResourceEndpointAssociations.resourceConfigurationIdentifier':
      CONFIGURATION_IDENTIFIER,
    'ListResourceEndpointAssociations.resourceEndpointAssociationIdentifier':
      ASSOCIATION_IDENTIFIER,
    'ListResourceEndpointAssociations.vpcEndpointId': {
      length: [22, 22],
      pattern: /^vpce-[0-9a-f]{17}$/,
    },
    'ListResourceEndpointAssociations.vpcEndpointOwner': {
      length: [12, 12],
      pattern: /^\d{12}$/,
    },
    'ListResourceEndpointAssociations.maxResults': { range: [1, 100] },
    'DeleteResourceEndpointAssociation.resourceEndpointAssociationIdentifier':
      ASSOCIATION_IDENTIFIER,
  },

  permissions: {
    DeleteResourceEndpointAssociation: (input, call) =>
      toTouch(
        call,
        'DeleteResourceEndpointAssociation',
        'resourceendpointassociation',
        input.resourceEndpointAssociationIdentifier,
      ),
  },

  handlers: {
    ListResourceEndpointAssociations(input, call) {
      const id = input.resourceEndpointAssociationIdentifier;
      const found = associationsOf(call, input.resourceConfigurationIdentifier!)
        .filter(a => !id || a.id === id || a.arn === id)
        .filter(
          a => !input.vpcEndpointId || a.vpcEndpointId === input.vpcEndpointId,
        )
        .filter(
          a =>
            !input.vpcEndpointOwner ||
            a.vpcEndpointOwner === input.vpcEndpointOwner,
        );
      const page = latticePage(found, input);
      return {
        ...page,
        items: page.items.map(a => summaryOf(call.world, a)),
      };
    },

    DeleteResourceEndpointAssociation(input, call) {
      const identifier = input.resourceEndpointAssociationIdentifier!;
      const id = ownId(call, identifier);
      const { resourceEndpointAssociations } = vpcLatticeState.of(
        call.world,
        call,
      );
      const association = id && resourceEndpointAssociations[id];
      if (!association) {
        throw notFound(KIND, identifier);
      }
      delete resourceEndpointAssociations[association.id];
      rejectEndpoint(call.world, association.vpcEndpointId);
      return {
        id: association.id,
        arn: association.arn,
        resourceConfigurationId: association.resourceConfigurationId,
        resourceConfigurationArn: association.resourceConfigurationArn,
        vpcEndpointId: association.vpcEndpointId,
      };
    },
  },
};

/**
 * Lattice's side of a VPC endpoint that was made for a resource configuration, own or shared. Whether the account may
 * use the configuration is for EC2 to ask before.
 */
export function associateEndpoint(
  world: World,
  endpoint: {
    configurationArn: string;
    vpcEndpointId: string;
    vpcEndpointOwner: string;
  },
): void {
  const { configurationArn, vpcEndpointId, vpcEndpointOwner } = endpoint;
  const configuration = configurationAt(world, configurationArn);
  const owner = parseLatticeArn(configurationArn);
  if (!configuration || !owner) {
    throw new Error(`There is no resource configuration ${configurationArn}`);
  }
  const id = world.ids.next('rea');
  vpcLatticeState.of(world, owner).resourceEndpointAssociations[id] = {
    id,
    arn: latticeArn(owner, 'resourceendpointassociation', id),
    resourceConfigurationId: configuration.id,
    resourceConfigurationArn: configuration.arn,
    vpcEndpointId,
    vpcEndpointOwner,
    createdAt: world.clock.now(),
  };
}

/** The endpoint is gone, and so is Lattice's side of it, if it still was there. */
export function dissociateEndpoint(
  world: World,
  endpoint: { configurationArn: string; vpcEndpointId: string },
): void {
  const owner = parseLatticeArn(endpoint.configurationArn);
  if (!owner) {
    return;
  }
  const { resourceEndpointAssociations } = vpcLatticeState.of(world, owner);
  for (const association of Object.values(resourceEndpointAssociations)) {
    if (association.vpcEndpointId === endpoint.vpcEndpointId) {
      delete resourceEndpointAssociations[association.id];
    }
  }
}

/** The owner of a configuration sees all its endpoints, whoever it is shared with only the own ones. */
function associationsOf(
  call: Call,
  identifier: string,
): ResourceEndpointAssociation[] {
  const ownConfigurationId = ownId(call, identifier);
  if (ownConfigurationId) {
    return associationsIn(call, call).filter(
      a => a.resourceConfigurationId === ownConfigurationId,
    );
  }
  const shared = readableConfiguration(
    call,
    identifier,
    'ListResourceEndpointAssociations',
  );
  return associationsIn(call, parseLatticeArn(shared.arn)!)
    .filter(a => a.resourceConfigurationId === shared.id)
    .filter(a => a.vpcEndpointOwner === call.accountId);
}

function associationsIn(call: Call, place: Place) {
  return Object.values(
    vpcLatticeState.of(call.world, place).resourceEndpointAssociations,
  );
}

function summaryOf(
  world: World,
  association: ResourceEndpointAssociation,
): ResourceEndpointAssociationSummary {
  return {
    id: association.id,
    arn: association.arn,
    resourceConfigurationId: association.resourceConfigurationId,
    resourceConfigurationArn: association.resourceConfigurationArn,
    resourceConfigurationName: configurationAt(
      world,
      association.resourceConfigurationArn,
    )?.name,
    vpcEndpointId: association.vpcEndpointId,
    vpcEndpointOwner: association.vpcEndpointOwner,
    createdBy: association.vpcEndpointOwner,
    createdAt: new Date(association.createdAt),
  };
}

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

import type { ResourceShareAssociation } from '@aws-sdk/client-ram';
import { AwsError } from '../../core/errors';
import type { Call } from '../../core/Service';
import type { World } from '../../core/World';
import { toChangeShare } from './authorization';
import { actOnce } from './idempotency';
import { invite, refuseBeyondPending, withdrawInvitation } from './invitations';
import { ownLiveShare, ownShares, shareAt } from './lookup';
import { addDefaultPermissions } from './managedPermissions';
import { ramPage } from './paging';
import type { RamPart } from './part';
import { isExternal, refuseUnlessPrincipal } from './principals';
import {
  invalidParameter,
  limitExceeded,
  notPermitted,
  unknownResource,
  unknownShare,
} from './refusals';
import { refuseUnlessShareable } from './shareableResources';
import { shareReaches } from './sharing';
import type { ResourceShare, ShareAssociation } from './state';

/** "s–1 min" (aws.md §1.1 A5): a while until the owner reads ASSOCIATED, and a while more until the consumer sees it. */
const ASSOCIATION_SECONDS = 5;
const VISIBILITY_SECONDS = 20;
const DISASSOCIATION_SECONDS = 5;

/** "You can associate up to 100 resources per call" (AWS RAM API Reference). */
const MOST_RESOURCES = 100;

interface Entities {
  resourceArns?: string[];
  principals?: string[];
}

export const associations: RamPart = {
  rules: {
    'GetResourceShareAssociations.associationType': {
      enum: ['PRINCIPAL', 'RESOURCE', 'SOURCE'],
    },
    'GetResourceShareAssociations.maxResults': { range: [1, 500] },
  },

  permissions: {
    AssociateResourceShare: (input, call) =>
      toChangeShare(call, input.resourceShareArn, input),
    DisassociateResourceShare: (input, call) =>
      toChangeShare(call, input.resourceShareArn, input),
  },

  handlers: {
    AssociateResourceShare(input, call) {
      const arn = actOnce(call, input, () => {
        const share = ownLiveShare(call, input.resourceShareArn!);
        refuseUnlessAssociable(call, share, input);
        associate(call.world, share, input);
        return share.arn;
      });
      return {
        resourceShareAssociations: answersFor(call.world, arn, input),
        clientToken: input.clientToken,
      };
    },

    DisassociateResourceShare(input, call) {
      const arn = actOnce(call, input, () => {
        const share = shareToLeave(call, input.resourceShareArn!, input);
        disassociate(call.world, share, input);
        return share.arn;
      });
      return {
        resourceShareAssociations: answersFor(call.world, arn, input),
        clientToken: input.clientToken,
      };
    },

    GetResourceShareAssociations(input, call) {
      const { associationType, resourceShareArns, resourceArn, principal } =
        input;
      if (
        (associationType === 'PRINCIPAL' && resourceArn) ||
        (associationType === 'RESOURCE' && principal)
      ) {
        throw invalidParameter(
          `Associations of type ${associationType} cannot be looked up by ${
            resourceArn ? 'resourceArn' : 'principal'
          }.`,
        );
      }
      const entity = resourceArn ?? principal;
      const own = ownShares(call);
      for (const arn of resourceShareArns ?? []) {
        if (!own.some(share => share.arn === arn)) {
          throw unknownShare(arn);
        }
      }
      const everything = own.flatMap(share =>
        share.associations.map(association => ({
          arn: `${share.arn}/${association.type}/${association.associatedEntity}`,
          createdAt: association.createdAt,
          share,
          association,
        })),
      );
      const page = ramPage(
        everything,
        input,
        ({ share, association }) =>
          association.type === associationType &&
          (!resourceShareArns?.length ||
            resourceShareArns.includes(share.arn)) &&
          (!entity || association.associatedEntity === entity) &&
          (!input.associationStatus ||
            association.status === input.associationStatus),
      );
      return {
        resourceShareAssociations: page.items.map(item =>
          answerOf(item.share, item.association),
        ),
        nextToken: page.nextToken,
      };
    },
  },

  timers: {
    'ram/association-made': (world, payload) =>
      withAssociation(world, payload, 'ASSOCIATING', association => {
        association.status = 'ASSOCIATED';
        if (association.type === 'PRINCIPAL') {
          association.visibleAt = world.deadline(VISIBILITY_SECONDS);
        }
      }),
    'ram/association-ended': (world, payload) =>
      withAssociation(world, payload, 'DISASSOCIATING', association => {
        association.status = 'DISASSOCIATED';
      }),
  },
};

/** Throws if AWS would refuse any of this; nothing has been changed then. */
export function refuseUnlessAssociable(
  call: Call,
  share: Pick<
    ResourceShare,
    'ownerAccountId' | 'allowExternalPrincipals' | 'associations'
  >,
  { resourceArns = [], principals = [] }: Entities,
): void {
  if (resourceArns.length > MOST_RESOURCES) {
    throw limitExceeded(
      `You can associate up to ${MOST_RESOURCES} resources per call.`,
    );
  }
  for (const arn of resourceArns) {
    refuseUnlessShareable(call.world, call, arn);
  }
  for (const principal of principals) {
    refuseUnlessPrincipal(call.world, share, principal);
  }
  for (const entity of [...resourceArns, ...principals]) {
    const leaving = share.associations.find(
      a => a.associatedEntity === entity && a.status === 'DISASSOCIATING',
    );
    if (leaving) {
      throw new AwsError(
        'InvalidStateTransitionException',
        `${entity} is being disassociated from the resource share; wait until it is DISASSOCIATED.`,
      );
    }
  }
  const invitations = principals
    .filter(principal => !isHeld(share, principal))
    .filter(principal =>
      isExternal(call.world, share.ownerAccountId, principal),
    );
  refuseBeyondPending(call, invitations.length);
}

/** Adds what is not in the share yet; what is needs no second time. */
export function associate(
  world: World,
  share: ResourceShare,
  { resourceArns = [], principals = [] }: Entities,
): void {
  for (const arn of resourceArns) {
    if (!isHeld(share, arn)) {
      begin(world, share, { type: 'RESOURCE', entity: arn, external: false });
      finishSoon(world, share, 'RESOURCE', arn);
    }
  }
  addDefaultPermissions(share, resourceArns);
  for (const principal of principals) {
    if (isHeld(share, principal)) {
      continue;
    }
    const external = isExternal(world, share.ownerAccountId, principal);
    begin(world, share, { type: 'PRINCIPAL', entity: principal, external });
    if (external) {
      invite(world, share, principal);
    } else {
      finishSoon(world, share, 'PRINCIPAL', principal);
    }
  }
}

/** Lets an association that nothing hinders any more become ASSOCIATED. */
export function finishSoon(
  world: World,
  share: ResourceShare,
  type: ShareAssociation['type'],
  entity: string,
): void {
  world.after(ASSOCIATION_SECONDS, 'ram/association-made', {
    shareArn: share.arn,
    type,
    entity,
  });
}

/**
 * Takes resources and principals out of a share. VPC endpoints that use them stay: "Unsharing does not cut existing
 * access" (VPC Lattice User Guide).
 */
export function disassociate(
  world: World,
  share: ResourceShare,
  { resourceArns = [], principals = [] }: Entities,
): void {
  for (const entity of [...resourceArns, ...principals]) {
    const association = share.associations.find(
      a => a.associatedEntity === entity,
    );
    if (!association || association.status === 'DISASSOCIATED') {
      continue;
    }
    association.status = 'DISASSOCIATING';
    association.visibleAt = undefined;
    association.updatedAt = world.clock.now();
    withdrawInvitation(world, share, entity);
    world.after(DISASSOCIATION_SECONDS, 'ram/association-ended', {
      shareArn: share.arn,
      type: association.type,
      entity,
    });
  }
}

/** The owner may take out whatever is in the share. A consumer may at most leave it, and only alone. */
function shareToLeave(
  call: Call,
  arn: string,
  entities: Entities,
): ResourceShare {
  const share = shareAt(call.world, arn);
  const leaves =
    share !== undefined &&
    share.ownerAccountId !== call.accountId &&
    shareReaches(call.world, share, call.accountId) &&
    !entities.resourceArns?.length &&
    entities.principals?.length === 1 &&
    entities.principals[0] === call.accountId;
  if (leaves) {
    if (call.world.doubts['consumer-may-disassociate'] !== 'yes') {
      throw notPermitted(
        `Account ${call.accountId} cannot leave the resource share ${arn} of account ${share.ownerAccountId}.`,
      );
    }
    refuseUnlessHeld(share, entities);
    return share;
  }
  const own = ownLiveShare(call, arn);
  refuseUnlessHeld(own, entities);
  return own;
}

function refuseUnlessHeld(
  share: ResourceShare,
  { resourceArns = [], principals = [] }: Entities,
): void {
  for (const entity of [...resourceArns, ...principals]) {
    if (!share.associations.some(a => a.associatedEntity === entity)) {
      throw unknownResource(
        `The association of ${entity} with the resource share ${share.arn}`,
      );
    }
  }
}

function isHeld(
  share: Pick<ResourceShare, 'associations'>,
  entity: string,
): boolean {
  return share.associations.some(
    a =>
      a.associatedEntity === entity &&
      (a.status === 'ASSOCIATING' || a.status === 'ASSOCIATED'),
  );
}

function begin(
  world: World,
  share: ResourceShare,
  options: {
    type: ShareAssociation['type'];
    entity: string;
    external: boolean;
  },
): void {
  const now = world.clock.now();
  share.associations = share.associations.filter(
    a => a.associatedEntity !== options.entity,
  );
  share.associations.push({
    type: options.type,
    associatedEntity: options.entity,
    status: 'ASSOCIATING',
    external: options.external,
    createdAt: now,
    updatedAt: now,
  });
}

function answersFor(
  world: World,
  shareArn: string,
  { resourceArns = [], principals = [] }: Entities,
): ResourceShareAssociation[] {
  const share = shareAt(world, shareArn);
  return (share?.associations ?? [])
    .filter(a => [...resourceArns, ...principals].includes(a.associatedEntity))
    .map(a => answerOf(share!, a));
}

function answerOf(
  share: ResourceShare,
  association: ShareAssociation,
): ResourceShareAssociation {
  return {
    resourceShareArn: share.arn,
    resourceShareName: share.name,
    associatedEntity: association.associatedEntity,
    associationType: association.type,
    status: association.status,
    statusMessage: association.statusMessage,
    external: association.external,
    creationTime: new Date(association.createdAt),
    lastUpdatedTime: new Date(association.updatedAt),
  };
}

function withAssociation(
  world: World,
  payload: Record<string, string>,
  status: ShareAssociation['status'],
  change: (association: ShareAssociation) => void,
): void {
  const association = shareAt(world, payload.shareArn)?.associations.find(
    a => a.type === payload.type && a.associatedEntity === payload.entity,
  );
  if (association?.status === status) {
    change(association);
    association.updatedAt = world.clock.now();
  }
}

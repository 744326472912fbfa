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
  CreateResourceShareCommandInput,
  GetResourceSharesCommandInput,
  ResourceShare as ResourceShareAnswer,
} from '@aws-sdk/client-ram';
import type { Call } from '../../core/Service';
import {
  associate,
  disassociate,
  refuseUnlessAssociable,
} from './associations';
import { toChangeShare, toCreateShare } from './authorization';
import { actOnce } from './idempotency';
import {
  ownLiveShare,
  ownShares,
  placeOf,
  shareAt,
  sharesFromOthers,
} from './lookup';
import { knownPermissions } from './managedPermissions';
import { ramPage } from './paging';
import type { RamPart } from './part';
import { invalidParameter, limitExceeded, unknownShare } from './refusals';
import { ramState, ResourceShare } from './state';

const DELETION_SECONDS = 8;

/** A deleted share is still shown for two hours (AWS RAM User Guide, deleting a resource share). */
const SHOWN_AFTER_DELETION_MILLISECONDS = 2 * 3600 * 1000;

/** Per Region (AWS RAM quotas). */
const MOST_SHARES = 5000;

export const shares: RamPart = {
  rules: {
    'GetResourceShares.resourceOwner': { enum: ['SELF', 'OTHER-ACCOUNTS'] },
    'GetResourceShares.resourceShareStatus': {
      enum: ['PENDING', 'ACTIVE', 'FAILED', 'DELETING', 'DELETED'],
    },
    'GetResourceShares.maxResults': { range: [1, 500] },
  },

  permissions: {
    CreateResourceShare: (input, call) => toCreateShare(call, input),
    UpdateResourceShare: (input, call) =>
      toChangeShare(call, input.resourceShareArn, {
        context:
          input.allowExternalPrincipals === undefined
            ? {}
            : {
                'ram:RequestedAllowsExternalPrincipals': String(
                  input.allowExternalPrincipals,
                ),
              },
      }),
    DeleteResourceShare: (input, call) =>
      toChangeShare(call, input.resourceShareArn),
  },

  handlers: {
    CreateResourceShare(input, call) {
      const arn = actOnce(call, input, () => createShare(input, call).arn);
      return {
        resourceShare: answerOf(call, shareAt(call.world, arn)!),
        clientToken: input.clientToken,
      };
    },

    UpdateResourceShare(input, call) {
      const arn = actOnce(call, input, () => {
        const share = ownLiveShare(call, input.resourceShareArn!);
        share.name = input.name ?? share.name;
        share.allowExternalPrincipals =
          input.allowExternalPrincipals ?? share.allowExternalPrincipals;
        share.updatedAt = call.now;
        return share.arn;
      });
      return {
        resourceShare: answerOf(call, shareAt(call.world, arn)!),
        clientToken: input.clientToken,
      };
    },

    DeleteResourceShare(input, call) {
      actOnce(call, input, () => {
        const share = ownLiveShare(call, input.resourceShareArn!);
        deleteShare(share, call);
        return share.arn;
      });
      return { returnValue: true, clientToken: input.clientToken };
    },

    GetResourceShares(input, call) {
      const visible =
        input.resourceOwner === 'SELF'
          ? ownShares(call)
          : sharesFromOthers(call);
      for (const arn of input.resourceShareArns ?? []) {
        if (!visible.some(share => share.arn === arn)) {
          throw unknownShare(arn);
        }
      }
      const page = ramPage(visible, input, share =>
        isWanted(share, input, call),
      );
      return {
        resourceShares: page.items.map(share => answerOf(call, share)),
        nextToken: page.nextToken,
      };
    },
  },

  timers: {
    'ram/share-deleted': (world, { shareArn }) => {
      const share = shareAt(world, shareArn);
      if (share?.status === 'DELETING') {
        share.status = 'DELETED';
        share.updatedAt = world.clock.now();
        world.at(
          world.clock.now() + SHOWN_AFTER_DELETION_MILLISECONDS,
          'ram/share-forgotten',
          { shareArn },
        );
      }
    },
    'ram/share-forgotten': (world, { shareArn }) => {
      const state = ramState.of(world, placeOf(shareArn)!);
      delete state.shares[shareArn];
      for (const invitation of Object.values(state.invitations)) {
        if (invitation.shareArn === shareArn) {
          delete state.invitations[invitation.arn];
        }
      }
    },
  },
};

function createShare(
  input: CreateResourceShareCommandInput,
  call: Call,
): ResourceShare {
  if (!input.name) {
    throw invalidParameter('A resource share needs a name.');
  }
  const state = ramState.of(call.world, call);
  const living = ownShares(call).filter(share => share.status !== 'DELETED');
  if (living.length >= MOST_SHARES) {
    throw limitExceeded(
      `Account ${call.accountId} has ${living.length} resource shares in ${call.region}, which is the quota.`,
    );
  }
  const share: ResourceShare = {
    arn: `arn:aws:ram:${call.region}:${
      call.accountId
    }:resource-share/${call.world.ids.uuid()}`,
    name: input.name,
    ownerAccountId: call.accountId,
    allowExternalPrincipals: input.allowExternalPrincipals ?? true,
    status: 'ACTIVE',
    permissionArns: knownPermissions(input.permissionArns),
    associations: [],
    createdAt: call.now,
    updatedAt: call.now,
    tags: Object.fromEntries(
      (input.tags ?? []).map(tag => [tag.key!, tag.value ?? '']),
    ),
  };
  refuseUnlessAssociable(call, share, input);
  state.shares[share.arn] = share;
  associate(call.world, share, input);
  return share;
}

function deleteShare(share: ResourceShare, call: Call): void {
  const entitiesOf = (type: 'PRINCIPAL' | 'RESOURCE') =>
    share.associations
      .filter(a => a.type === type)
      .map(a => a.associatedEntity);
  disassociate(call.world, share, {
    resourceArns: entitiesOf('RESOURCE'),
    principals: entitiesOf('PRINCIPAL'),
  });
  share.status = 'DELETING';
  share.updatedAt = call.now;
  call.world.after(DELETION_SECONDS, 'ram/share-deleted', {
    shareArn: share.arn,
  });
}

function isWanted(
  share: ResourceShare,
  input: GetResourceSharesCommandInput,
  call: Call,
): boolean {
  const { resourceShareArns, resourceShareStatus, name, permissionArn } = input;
  // The tags of a share are its owner's.
  const tags = share.ownerAccountId === call.accountId ? share.tags : {};
  return (
    (!resourceShareArns?.length || resourceShareArns.includes(share.arn)) &&
    (!resourceShareStatus || share.status === resourceShareStatus) &&
    (!name || share.name === name) &&
    (!permissionArn || share.permissionArns.includes(permissionArn)) &&
    (input.tagFilters ?? []).every(
      ({ tagKey, tagValues }) =>
        tagKey !== undefined &&
        tags[tagKey] !== undefined &&
        (!tagValues?.length || tagValues.includes(tags[tagKey])),
    )
  );
}

function answerOf(call: Call, share: ResourceShare): ResourceShareAnswer {
  const own = share.ownerAccountId === call.accountId;
  return {
    resourceShareArn: share.arn,
    name: share.name,
    owningAccountId: share.ownerAccountId,
    allowExternalPrincipals: share.allowExternalPrincipals,
    status: share.status,
    tags: own
      ? Object.entries(share.tags).map(([key, value]) => ({ key, value }))
      : undefined,
    creationTime: new Date(share.createdAt),
    lastUpdatedTime: new Date(share.updatedAt),
    featureSet: 'STANDARD',
  };
}

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

import type { ResourceShareInvitation } from '@aws-sdk/client-ram';
import { AwsError } from '../../core/errors';
import type { Call } from '../../core/Service';
import type { World } from '../../core/World';
import { finishSoon } from './associations';
import { toAnswerInvitation } from './authorization';
import { actOnce } from './idempotency';
import { placeOf, shareAt } from './lookup';
import { ramPage } from './paging';
import type { RamPart } from './part';
import { limitExceeded, malformedArn } from './refusals';
import { ramState, ResourceShare, ShareInvitation } from './state';

/** Until an invitation is to be seen in the account that it invites. */
const DELIVERY_SECONDS = 10;

/** Lattice's resources are not on RAM's list of those whose invitations last seven days (aws.md §1.1 A7). */
const EXPIRY_MILLISECONDS = 12 * 3600 * 1000;

/** Per sending account (AWS RAM quotas). */
const MOST_PENDING = 20;

export const invitations: RamPart = {
  rules: {
    'GetResourceShareInvitations.maxResults': { range: [1, 500] },
  },

  permissions: {
    AcceptResourceShareInvitation: (input, call) =>
      toAnswerInvitation(call, input.resourceShareInvitationArn),
    RejectResourceShareInvitation: (input, call) =>
      toAnswerInvitation(call, input.resourceShareInvitationArn),
  },

  handlers: {
    GetResourceShareInvitations(input, call) {
      const received = receivedBy(call);
      const { resourceShareInvitationArns, resourceShareArns } = input;
      for (const arn of resourceShareInvitationArns ?? []) {
        if (!received.some(invitation => invitation.arn === arn)) {
          throw notInvited(arn);
        }
      }
      const page = ramPage(
        received.map(invitation => ({
          ...invitation,
          createdAt: invitation.invitedAt,
        })),
        input,
        invitation =>
          (!resourceShareInvitationArns?.length ||
            resourceShareInvitationArns.includes(invitation.arn)) &&
          (!resourceShareArns?.length ||
            resourceShareArns.includes(invitation.shareArn)),
      );
      return {
        resourceShareInvitations: page.items.map(answerOf),
        nextToken: page.nextToken,
      };
    },

    AcceptResourceShareInvitation(input, call) {
      const arn = actOnce(call, input, () => {
        const invitation = pendingInvitation(
          call,
          input.resourceShareInvitationArn!,
        );
        accept(call.world, invitation);
        return invitation.arn;
      });
      return {
        resourceShareInvitation: answerOf(invitationFor(call, arn)),
        clientToken: input.clientToken,
      };
    },

    RejectResourceShareInvitation(input, call) {
      const arn = actOnce(call, input, () => {
        const invitation = pendingInvitation(
          call,
          input.resourceShareInvitationArn!,
        );
        end(call.world, invitation, 'REJECTED');
        return invitation.arn;
      });
      return {
        resourceShareInvitation: answerOf(invitationFor(call, arn)),
        clientToken: input.clientToken,
      };
    },
  },

  timers: {
    'ram/invitation-expired': (world, { arn }) => {
      const place = placeOf(arn);
      const invitation = place && ramState.of(world, place).invitations[arn];
      if (invitation?.status === 'PENDING') {
        end(world, invitation, 'EXPIRED');
      }
    },
  },
};

/** Asks an account outside the organisation whether it wants the share. */
export function invite(
  world: World,
  share: ResourceShare,
  receiverAccountId: string,
): void {
  const place = placeOf(share.arn)!;
  const now = world.clock.now();
  const arn = `arn:aws:ram:${place.region}:${
    place.accountId
  }:resource-share-invitation/${world.ids.uuid()}`;
  ramState.of(world, place).invitations[arn] = {
    arn,
    shareArn: share.arn,
    shareName: share.name,
    senderAccountId: place.accountId,
    receiverAccountId,
    status: 'PENDING',
    invitedAt: now,
    visibleAt: world.deadline(DELIVERY_SECONDS),
  };
  world.at(now + EXPIRY_MILLISECONDS, 'ram/invitation-expired', { arn });
}

export function refuseBeyondPending(call: Call, more: number): void {
  const pending = Object.values(
    ramState.of(call.world, call).invitations,
  ).filter(invitation => invitation.status === 'PENDING');
  if (more > 0 && pending.length + more > MOST_PENDING) {
    throw limitExceeded(
      `Account ${call.accountId} has ${pending.length} pending invitations; the quota is ${MOST_PENDING}.`,
    );
  }
}

/** Who is taken out of a share before answering is not asked any more. */
export function withdrawInvitation(
  world: World,
  share: ResourceShare,
  receiverAccountId: string,
): void {
  const state = ramState.of(world, placeOf(share.arn)!);
  for (const invitation of Object.values(state.invitations)) {
    if (
      invitation.shareArn === share.arn &&
      invitation.receiverAccountId === receiverAccountId &&
      invitation.status === 'PENDING'
    ) {
      delete state.invitations[invitation.arn];
    }
  }
}

function accept(world: World, invitation: ShareInvitation): void {
  invitation.status = 'ACCEPTED';
  const share = shareAt(world, invitation.shareArn);
  if (share) {
    finishSoon(world, share, 'PRINCIPAL', invitation.receiverAccountId);
  }
}

/** Without acceptance the association fails; associating the principal again makes a new invitation. */
function end(
  world: World,
  invitation: ShareInvitation,
  status: 'REJECTED' | 'EXPIRED',
): void {
  invitation.status = status;
  const association = shareAt(world, invitation.shareArn)?.associations.find(
    a =>
      a.type === 'PRINCIPAL' &&
      a.associatedEntity === invitation.receiverAccountId,
  );
  if (association?.status === 'ASSOCIATING') {
    association.status = 'FAILED';
    association.statusMessage = `The invitation was ${status.toLowerCase()}.`;
    association.updatedAt = world.clock.now();
  }
}

/** An invitation is visible to the account that it invites, and to no other, not even its sender. */
function receivedBy(call: Call): ShareInvitation[] {
  return ramState
    .all(call.world)
    .filter(({ region }) => region === call.region)
    .flatMap(({ state }) => Object.values(state.invitations))
    .filter(invitation => invitation.receiverAccountId === call.accountId)
    .filter(invitation => invitation.visibleAt <= call.now);
}

function invitationFor(call: Call, arn: string): ShareInvitation {
  if (!placeOf(arn)) {
    throw malformedArn(arn);
  }
  const invitation = receivedBy(call).find(received => received.arn === arn);
  if (!invitation) {
    throw notInvited(arn);
  }
  return invitation;
}

function pendingInvitation(call: Call, arn: string): ShareInvitation {
  const invitation = invitationFor(call, arn);
  switch (invitation.status) {
    case 'ACCEPTED':
      throw new AwsError(
        'ResourceShareInvitationAlreadyAcceptedException',
        `The invitation ${arn} has already been accepted.`,
      );
    case 'REJECTED':
      throw new AwsError(
        'ResourceShareInvitationAlreadyRejectedException',
        `The invitation ${arn} has already been rejected.`,
      );
    case 'EXPIRED':
      throw new AwsError(
        'ResourceShareInvitationExpiredException',
        `The invitation ${arn} has expired.`,
      );
    default:
      return invitation;
  }
}

function notInvited(arn: string): AwsError {
  return new AwsError(
    'ResourceShareInvitationArnNotFoundException',
    `The invitation ${arn} could not be found.`,
  );
}

function answerOf(invitation: ShareInvitation): ResourceShareInvitation {
  return {
    resourceShareInvitationArn: invitation.arn,
    resourceShareName: invitation.shareName,
    resourceShareArn: invitation.shareArn,
    senderAccountId: invitation.senderAccountId,
    receiverAccountId: invitation.receiverAccountId,
    invitationTimestamp: new Date(invitation.invitedAt),
    status: invitation.status,
  };
}

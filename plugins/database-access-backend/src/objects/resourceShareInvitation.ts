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

import {
  AcceptResourceShareInvitationCommand,
  paginateGetResourceShareInvitations,
  paginateGetResourceShares,
  ResourceShareInvitation,
} from '@aws-sdk/client-ram';
import { AwsCallError, LaneClients } from '../aws';
import { assessStatus } from './assessStatus';
import { awsCodeOf, isNotFound, notVisibleYet } from './awsAnswers';
import { defineObjectType } from './ObjectType';
import { isNamedAsOurs } from './ours';
import { unpublishedRate } from './rates';

export type InvitationSpec = {
  readonly resourceShareArn: string;
  /** Who invites. */
  readonly ownerAccountId: string;
};

export interface InvitationState {
  resourceShareArn: string;
  /** `ACTIVE` once the account sees the share, `ACCEPTED` from accepting until then. */
  status: string;
}

/**
 * That an account outside the organisation has accepted what is shared with it. Made by accepting an invitation, which
 * only the invited account sees; there as soon as it sees the share. What an invitation says of itself counts for
 * nothing: who was invited twice has an old answer and a new question. It ends with the share.
 */
export const resourceShareInvitation = defineObjectType<
  InvitationSpec,
  InvitationState
>({
  type: 'ram/invitation',
  title: 'Accepted invitation',
  // An invitation is accepted once.
  identity: 'name',
  endsWithParent: true,
  permissions: {
    read: [{ actions: ['ram:GetResourceShares'] }],
    provision: [
      // Which one to accept.
      { actions: ['ram:GetResourceShareInvitations'] },
      {
        actions: ['ram:AcceptResourceShareInvitation'],
        // It lives in the account that invites.
        resources: ['arn:${partition}:ram:*:*:resource-share-invitation/*'],
        // As those are named that the portal makes; anybody may send others.
        conditions: {
          StringLikeIfExists: {
            'ram:ResourceShareName': 'dba-${installation}-*',
          },
        },
      },
    ],
  },
  rates: {
    create: unpublishedRate('ram:AcceptResourceShareInvitation'),
    remove: unpublishedRate('ram:AcceptResourceShareInvitation'),
  },
  budgetSeconds: 10 * 60,
  isSetting: true,

  async find(aws, { spec: { resourceShareArn } }) {
    for await (const { status } of sharesSeen(aws, { resourceShareArn })) {
      if (status === 'ACTIVE') {
        return { resourceShareArn, status };
      }
    }
    return undefined;
  },

  async create(aws, { spec: { resourceShareArn, ownerAccountId } }) {
    const invitation = await newestInvitation(aws, resourceShareArn);
    if (invitation?.status !== 'PENDING') {
      throw nothingToAccept(aws, invitation?.status, ownerAccountId);
    }
    await accept(aws, invitation.resourceShareInvitationArn!);
    return { resourceShareArn, status: 'ACCEPTED' };
  },

  async remove() {},

  async *list(aws, installation) {
    for await (const state of sharesSeen(aws, {})) {
      // What is shared inside an organisation is not accepted by anybody.
      if (state.external && isNamedAsOurs(state.name, installation)) {
        yield {
          resourceShareArn: state.resourceShareArn,
          status: state.status,
        };
      }
    }
  },

  assess: ({ status }) =>
    assessStatus(
      {
        ready: ['ACTIVE'],
        pending: ['PENDING', 'ACCEPTED', 'DELETING'],
        broken: ['FAILED'],
        gone: ['DELETED'],
      },
      status,
      status === 'ACCEPTED'
        ? 'Accepted; AWS takes a while until the account sees the share.'
        : undefined,
    ),
  awsId: ({ resourceShareArn }) => resourceShareArn,
  outputs: () => ({}),
});

/** The shares of other accounts that this account sees; one that is not to be seen is not an error. */
async function* sharesSeen(
  { ram }: LaneClients,
  query: { resourceShareArn?: string },
): AsyncIterable<InvitationState & { name?: string; external: boolean }> {
  const { resourceShareArn } = query;
  const pages = paginateGetResourceShares(
    { client: ram, pageSize: 500 },
    {
      resourceOwner: 'OTHER-ACCOUNTS',
      ...(resourceShareArn ? { resourceShareArns: [resourceShareArn] } : {}),
    },
  );
  try {
    for await (const page of pages) {
      for (const share of page.resourceShares ?? []) {
        yield {
          resourceShareArn: share.resourceShareArn!,
          status: share.status!,
          name: share.name,
          external: share.allowExternalPrincipals === true,
        };
      }
    }
  } catch (error) {
    if (!isNotFound(awsCodeOf(error))) {
      throw error;
    }
  }
}

function nothingToAccept(
  aws: LaneClients,
  status: string | undefined,
  ownerAccountId: string,
): AwsCallError {
  const { accountId, name } = aws.account;
  const invited = `Account ${accountId} (${name})`;
  const sentences: Record<string, string> = {
    ACCEPTED: `${invited} has accepted an invitation of account ${ownerAccountId} and does not see the share yet; AWS takes a while.`,
    EXPIRED: `Nobody in account ${accountId} (${name}) accepted the invitation of account ${ownerAccountId} within 12 hours: retry, and it is invited again.`,
    REJECTED: `${invited} rejected the invitation of account ${ownerAccountId}: once it agrees, retry, and it is invited again.`,
  };
  return notVisibleYet(
    aws,
    'ram:AcceptResourceShareInvitation',
    sentences[status ?? ''] ??
      `${invited} does not see the invitation of account ${ownerAccountId} yet; AWS takes a while to deliver it.`,
  );
}

async function newestInvitation(
  { ram }: LaneClients,
  resourceShareArn: string,
): Promise<ResourceShareInvitation | undefined> {
  let newest: ResourceShareInvitation | undefined;
  const pages = paginateGetResourceShareInvitations(
    { client: ram, pageSize: 500 },
    { resourceShareArns: [resourceShareArn] },
  );
  const timeOf = (invitation: ResourceShareInvitation | undefined) =>
    invitation?.invitationTimestamp?.getTime() ?? 0;
  for await (const page of pages) {
    for (const invitation of page.resourceShareInvitations ?? []) {
      if (timeOf(invitation) >= timeOf(newest)) {
        newest = invitation;
      }
    }
  }
  return newest;
}

async function accept(
  { ram }: LaneClients,
  resourceShareInvitationArn: string,
): Promise<void> {
  try {
    await ram.send(
      new AcceptResourceShareInvitationCommand({ resourceShareInvitationArn }),
    );
  } catch (error) {
    const code = awsCodeOf(error);
    if (code !== 'ResourceShareInvitationAlreadyAcceptedException') {
      throw error;
    }
  }
}

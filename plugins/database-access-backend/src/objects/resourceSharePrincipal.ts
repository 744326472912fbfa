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
  AssociateResourceShareCommand,
  DisassociateResourceShareCommand,
  ResourceShareAssociation,
} from '@aws-sdk/client-ram';
import { LaneClients } from '../aws';
import { assessStatus } from './assessStatus';
import { removeOnce } from './awsAnswers';
import { defineObjectType, ObjectRef } from './ObjectType';
import { inOrderOf, isNamedAsOurs } from './ours';
import { ASSOCIATION_STATUS, associationsOf } from './ram';
import { unpublishedRate } from './rates';
import { arn, IS_OURS } from './statements';

export type PrincipalSpec = {
  readonly resourceShareArn: string;
  readonly accountId: string;
};

export interface PrincipalState {
  resourceShareArn: string;
  accountId: string;
  status: string;
  statusMessage?: string;
  /** Outside the organisation: nothing happens until the account accepts an invitation. */
  external: boolean;
  /** From asking the account until AWS last said something. */
  secondsOfAsking: number;
}

/** Invitations to Lattice's resources last 12 hours (AWS RAM User Guide, invitations). */
const INVITATION_SECONDS = 12 * 3600;

/**
 * One account that a share is for. Taking it out cuts nothing: endpoints that are there stay.
 *
 * Who is outside the organisation has to accept an invitation: `ram/invitation`. If nobody does, or somebody says no,
 * the association is FAILED; taking the account out and associating it again invites it again.
 */
export const resourceSharePrincipal = defineObjectType<
  PrincipalSpec,
  PrincipalState
>({
  type: 'ram/principal',
  title: 'Account of the resource share',
  // A token would make AWS remember the first association and not invite again.
  identity: 'neither',
  permissions: {
    read: [{ actions: ['ram:GetResourceShareAssociations'] }],
    provision: [
      {
        actions: [
          'ram:AssociateResourceShare',
          'ram:DisassociateResourceShare',
        ],
        resources: [arn('ram', 'resource-share/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: unpublishedRate('ram:AssociateResourceShare'),
    remove: unpublishedRate('ram:DisassociateResourceShare'),
  },
  budgetSeconds: 10 * 60,
  isSetting: true,

  async find(aws, ref) {
    const found = await findAssociation(aws, partsOf(ref));
    return found?.status === 'DISASSOCIATED' ? undefined : found;
  },

  async findMany({ ram }, refs) {
    const found: PrincipalState[] = [];
    const shares = refs.map(ref => partsOf(ref).resourceShareArn);
    for await (const association of associationsOf(ram, {
      associationType: 'PRINCIPAL',
      resourceShareArns: [...new Set(shares)],
    })) {
      found.push(toState(association));
    }
    return inOrderOf(
      refs,
      found.filter(({ status }) => status !== 'DISASSOCIATED'),
      idOf,
    );
  },

  async create(aws, { spec: { resourceShareArn, accountId } }) {
    const { resourceShareAssociations } = await aws.ram.send(
      new AssociateResourceShareCommand({
        resourceShareArn,
        principals: [accountId],
      }),
    );
    const made = resourceShareAssociations?.find(
      association => association.associatedEntity === accountId,
    );
    return toState(
      made ?? {
        resourceShareArn,
        associatedEntity: accountId,
        status: 'ASSOCIATING',
      },
    );
  },

  async remove(aws, _ref, { resourceShareArn, accountId, status }) {
    if (status === 'DISASSOCIATING') {
      return;
    }
    await removeOnce(
      () =>
        aws.ram.send(
          new DisassociateResourceShareCommand({
            resourceShareArn,
            principals: [accountId],
          }),
        ),
      async () => {
        const parts = { resourceShareArn, accountId };
        const found = await findAssociation(aws, parts);
        return found !== undefined && found.status !== 'DISASSOCIATED';
      },
    );
  },

  async *list({ ram }, installation) {
    for await (const association of associationsOf(ram, {
      associationType: 'PRINCIPAL',
    })) {
      const state = toState(association);
      const ours = isNamedAsOurs(association.resourceShareName, installation);
      if (ours && state.status !== 'DISASSOCIATED') {
        yield state;
      }
    }
  },

  assess: state =>
    assessStatus(ASSOCIATION_STATUS, state.status, reasonOf(state)),
  awsId: idOf,
  outputs: ({ accountId }) => ({ principal: accountId }),
});

interface Parts {
  resourceShareArn: string;
  accountId: string;
}

function idOf({ resourceShareArn, accountId }: Parts): string {
  return `${resourceShareArn}|${accountId}`;
}

function partsOf({ awsId, spec }: ObjectRef<PrincipalSpec>): Parts {
  const [resourceShareArn, accountId] = awsId?.split('|') ?? [];
  return accountId ? { resourceShareArn, accountId } : spec;
}

async function findAssociation(
  { ram }: LaneClients,
  { resourceShareArn, accountId }: Parts,
): Promise<PrincipalState | undefined> {
  for await (const association of associationsOf(ram, {
    associationType: 'PRINCIPAL',
    resourceShareArns: [resourceShareArn],
    principal: accountId,
  })) {
    return toState(association);
  }
  return undefined;
}

function reasonOf(state: PrincipalState): string | undefined {
  const { external, status, statusMessage, accountId } = state;
  if (external && status === 'ASSOCIATING') {
    return `Account ${accountId} is outside the organisation and has to accept the invitation.`;
  }
  if (external && status === 'FAILED') {
    return state.secondsOfAsking >= INVITATION_SECONDS
      ? `Nobody in account ${accountId} accepted the invitation within 12 hours: see that the portal may enter the account, then retry, and it is invited again.`
      : `Account ${accountId} rejected the invitation: once it agrees, retry, and it is invited again.`;
  }
  return statusMessage;
}

function toState(association: ResourceShareAssociation): PrincipalState {
  const { creationTime, lastUpdatedTime } = association;
  const asked = creationTime?.getTime() ?? 0;
  const answered = lastUpdatedTime?.getTime() ?? asked;
  return {
    resourceShareArn: association.resourceShareArn!,
    accountId: association.associatedEntity!,
    status: association.status!,
    statusMessage: association.statusMessage,
    external: association.external === true,
    secondsOfAsking: (answered - asked) / 1000,
  };
}

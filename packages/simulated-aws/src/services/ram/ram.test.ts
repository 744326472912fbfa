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
  AssociateResourceShareCommand,
  CreateResourceShareCommand,
  CreateResourceShareCommandInput,
  DeleteResourceShareCommand,
  DisassociateResourceShareCommand,
  EnableSharingWithAwsOrganizationCommand,
  GetResourceShareAssociationsCommand,
  GetResourceShareInvitationsCommand,
  GetResourceSharesCommand,
  GetResourceSharesCommandInput,
  ListPermissionsCommand,
  ListPrincipalsCommand,
  ListResourcesCommand,
  ListResourceSharePermissionsCommand,
  RAMClient,
  RejectResourceShareInvitationCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateResourceShareCommand,
} from '@aws-sdk/client-ram';
import {
  ANALYTICS,
  latticeCompany,
  ORDERS,
  PARTNER,
} from '../../testing/latticeCompany';
import { GLOBAL_REGION } from '../../core/state';
import { organizationsState } from '../organizations/state';
import { isSharedWith } from './sharing';

const MANAGEMENT = '111111111111';
const ORGANIZATION =
  'arn:aws:organizations::111111111111:organization/o-exampleorg';

async function setup(doubts?: Parameters<typeof latticeCompany>[0]) {
  const company = latticeCompany(doubts);
  const arn = await company.configuration(await company.gateway());
  const owner = company.ram(ORDERS);
  const create = async (
    input: Partial<CreateResourceShareCommandInput> = {},
  ) => {
    const { resourceShare } = await owner.send(
      new CreateResourceShareCommand({
        name: 'orders',
        resourceArns: [arn],
        ...input,
      }),
    );
    return resourceShare!.resourceShareArn!;
  };
  return {
    ...company,
    arn,
    owner,
    create,
    sees(accountId: string) {
      company.world.settle();
      return isSharedWith(company.world, { resourceArn: arn, accountId });
    },
    invitations: async (accountId: string) =>
      (
        await company
          .ram(accountId)
          .send(new GetResourceShareInvitationsCommand({}))
      ).resourceShareInvitations!,
    accept: (invitationArn: string | undefined, clientToken?: string) =>
      company.ram(PARTNER).send(
        new AcceptResourceShareInvitationCommand({
          resourceShareInvitationArn: invitationArn,
          clientToken,
        }),
      ),
    associations: async (type: 'PRINCIPAL' | 'RESOURCE') =>
      (
        await owner.send(
          new GetResourceShareAssociationsCommand({ associationType: type }),
        )
      ).resourceShareAssociations!.map(a => [a.associatedEntity, a.status]),
    organization: () =>
      organizationsState.of(company.world, {
        accountId: MANAGEMENT,
        region: GLOBAL_REGION,
      }).organization!,
  };
}

describe('sharing within the organisation', () => {
  it('associates after a while, and is visible a while after that', async () => {
    const { create, associations, sees, clock, arn, invitations } =
      await setup();
    await create({ principals: [ANALYTICS] });
    await expect(associations('PRINCIPAL')).resolves.toEqual([
      [ANALYTICS, 'ASSOCIATING'],
    ]);
    clock.advance(6);
    await expect(associations('PRINCIPAL')).resolves.toEqual([
      [ANALYTICS, 'ASSOCIATED'],
    ]);
    await expect(associations('RESOURCE')).resolves.toEqual([
      [arn, 'ASSOCIATED'],
    ]);
    expect(sees(ANALYTICS)).toBe(false);
    clock.advance(54);
    expect(sees(ANALYTICS)).toBe(true);
    expect(sees(PARTNER)).toBe(false);
    await expect(invitations(ANALYTICS)).resolves.toEqual([]);
  });

  it('covers every account by the organisation`s ARN', async () => {
    const { create, sees, clock } = await setup();
    await create({
      principals: [ORGANIZATION],
      allowExternalPrincipals: false,
    });
    clock.advance(60);
    expect(sees(ANALYTICS)).toBe(true);
    expect(sees(PARTNER)).toBe(false);
  });

  it('covers the accounts of a unit by the unit`s ARN', async () => {
    const { create, sees, clock, organization } = await setup();
    const unit =
      'arn:aws:organizations::111111111111:ou/o-exampleorg/ou-exam-analysts';
    organization().accounts.find(
      account => account.id === ANALYTICS,
    )!.organizationalUnitArns = [unit];
    await create({ principals: [unit] });
    clock.advance(60);
    expect(sees(ANALYTICS)).toBe(true);
    expect(sees('777777777777')).toBe(false);
  });

  it('needs invitations until the management account enables it', async () => {
    const { create, ram, invitations, clock, organization } = await setup();
    organization().trustedServices = [];
    await create({ principals: [ANALYTICS] });
    clock.advance(15);
    await expect(invitations(ANALYTICS)).resolves.toEqual([
      expect.objectContaining({ status: 'PENDING', senderAccountId: ORDERS }),
    ]);
    await expect(create({ principals: [ORGANIZATION] })).rejects.toMatchObject({
      name: 'OperationNotPermittedException',
    });

    const enable = (accountId: string) =>
      ram(accountId).send(new EnableSharingWithAwsOrganizationCommand({}));
    await expect(enable(ORDERS)).rejects.toMatchObject({
      name: 'OperationNotPermittedException',
    });
    await expect(enable(MANAGEMENT)).resolves.toMatchObject({
      returnValue: true,
    });
    await expect(create({ principals: [ORGANIZATION] })).resolves.toBeTruthy();
  });
});

describe('sharing with an account outside', () => {
  async function invited(doubts?: Parameters<typeof setup>[0]) {
    const company = await setup(doubts);
    const shareArn = await company.create({ principals: [PARTNER] });
    company.clock.advance(15);
    const [invitation] = await company.invitations(PARTNER);
    const associateAgain = () =>
      company.owner.send(
        new AssociateResourceShareCommand({
          resourceShareArn: shareArn,
          principals: [PARTNER],
        }),
      );
    return { ...company, shareArn, invitation, associateAgain };
  }

  it('invites it; the invitation is seen there alone, and not at once (aws.md §1.1 A6)', async () => {
    const { create, invitations, clock } = await setup();
    await create({ principals: [PARTNER] });
    await expect(invitations(PARTNER)).resolves.toEqual([]);
    clock.advance(15);
    await expect(invitations(PARTNER)).resolves.toHaveLength(1);
    await expect(invitations(ORDERS)).resolves.toEqual([]);
    await expect(invitations(ANALYTICS)).resolves.toEqual([]);
  });

  it('shows the resource when the invitation is accepted, after a while', async () => {
    const { accept, invitation, associations, sees, clock } = await invited();
    await expect(associations('PRINCIPAL')).resolves.toEqual([
      [PARTNER, 'ASSOCIATING'],
    ]);
    const { resourceShareInvitation } = await accept(
      invitation.resourceShareInvitationArn,
    );
    expect(resourceShareInvitation!.status).toBe('ACCEPTED');
    expect(sees(PARTNER)).toBe(false);
    clock.advance(60);
    expect(sees(PARTNER)).toBe(true);
    await expect(associations('PRINCIPAL')).resolves.toEqual([
      [PARTNER, 'ASSOCIATED'],
    ]);
  });

  it('lets an invitation be accepted once; the same token repeats the answer', async () => {
    const { accept, invitation } = await invited();
    const arn = invitation.resourceShareInvitationArn;
    await accept(arn, 'a7');
    await expect(accept(arn, 'a7')).resolves.toMatchObject({
      resourceShareInvitation: expect.objectContaining({ status: 'ACCEPTED' }),
    });
    await expect(accept(arn)).rejects.toMatchObject({
      name: 'ResourceShareInvitationAlreadyAcceptedException',
    });
  });

  it('lets the invitation expire after 12 hours; associating again makes a new one (aws.md §1.1 A7)', async () => {
    const { accept, invitation, invitations, associations, clock, ...rest } =
      await invited();
    clock.advance(12 * 3600 - 20);
    await expect(invitations(PARTNER)).resolves.toEqual([
      expect.objectContaining({ status: 'PENDING' }),
    ]);
    clock.advance(10);
    await expect(
      accept(invitation.resourceShareInvitationArn),
    ).rejects.toMatchObject({
      name: 'ResourceShareInvitationExpiredException',
    });
    await expect(associations('PRINCIPAL')).resolves.toEqual([
      [PARTNER, 'FAILED'],
    ]);

    await rest.associateAgain();
    clock.advance(15);
    const all = await invitations(PARTNER);
    expect(all.map(i => i.status)).toEqual(['EXPIRED', 'PENDING']);
    await accept(all[1].resourceShareInvitationArn);
    clock.advance(60);
    expect(rest.sees(PARTNER)).toBe(true);
  });

  it('does not invite again while the invitation waits', async () => {
    const { associateAgain, invitations, clock } = await invited();
    await associateAgain();
    clock.advance(15);
    await expect(invitations(PARTNER)).resolves.toHaveLength(1);
  });

  it('lets an invitation be rejected, and not be accepted then', async () => {
    const { ram, accept, invitation, associations } = await invited();
    const resourceShareInvitationArn = invitation.resourceShareInvitationArn;
    await ram(PARTNER).send(
      new RejectResourceShareInvitationCommand({ resourceShareInvitationArn }),
    );
    await expect(accept(resourceShareInvitationArn)).rejects.toMatchObject({
      name: 'ResourceShareInvitationAlreadyRejectedException',
    });
    await expect(associations('PRINCIPAL')).resolves.toEqual([
      [PARTNER, 'FAILED'],
    ]);
  });

  it('lets nobody else answer the invitation', async () => {
    const { ram, invitation } = await invited();
    await expect(
      ram(ANALYTICS).send(
        new AcceptResourceShareInvitationCommand({
          resourceShareInvitationArn: invitation.resourceShareInvitationArn,
        }),
      ),
    ).rejects.toMatchObject({
      name: 'ResourceShareInvitationArnNotFoundException',
    });
  });

  it('is refused where external principals are not allowed, and nothing is made', async () => {
    const { create, owner, invitations, clock } = await setup();
    await expect(
      create({ principals: [PARTNER], allowExternalPrincipals: false }),
    ).rejects.toMatchObject({
      name: 'OperationNotPermittedException',
      message: expect.stringContaining('within your AWS Organization'),
    });
    const { resourceShares } = await owner.send(
      new GetResourceSharesCommand({ resourceOwner: 'SELF' }),
    );
    expect(resourceShares).toEqual([]);
    clock.advance(60);
    await expect(invitations(PARTNER)).resolves.toEqual([]);
  });

  it('has at most 20 invitations pending (aws.md §1.6)', async () => {
    const { create } = await setup();
    const outsiders = Array.from({ length: 21 }, (_, i) =>
      String(800000000000 + i),
    );
    await create({ principals: outsiders.slice(0, 20) });
    await expect(
      create({ principals: outsiders.slice(20) }),
    ).rejects.toMatchObject({ name: 'ResourceShareLimitExceededException' });
  });

  it('withdraws the invitation of who is taken out', async () => {
    const { owner, shareArn, invitations } = await invited();
    await owner.send(
      new DisassociateResourceShareCommand({
        resourceShareArn: shareArn,
        principals: [PARTNER],
      }),
    );
    await expect(invitations(PARTNER)).resolves.toEqual([]);
  });
});

describe('resource shares', () => {
  it.each([
    [
      'an IAM role',
      'arn:aws:iam::666666666666:role/app',
      'InvalidParameterException',
    ],
    ['the owner', ORDERS, 'InvalidParameterException'],
    ['no principal at all', 'analytics', 'InvalidParameterException'],
    [
      'another organisation',
      'arn:aws:organizations::121212121212:organization/o-other',
      'UnknownResourceException',
    ],
  ])('refuse %s as principal', async (_what, principal, error) => {
    const { create } = await setup();
    await expect(create({ principals: [principal] })).rejects.toMatchObject({
      name: error,
    });
  });

  it.each([
    [
      'another account`s configuration',
      'arn:aws:vpc-lattice:us-east-1:444444444444:resourceconfiguration/rcfg-00000000000000000',
      'OperationNotPermittedException',
    ],
    [
      'a configuration that does not exist',
      'arn:aws:vpc-lattice:us-east-1:333333333333:resourceconfiguration/rcfg-00000000000000000',
      'UnknownResourceException',
    ],
    [
      'a database',
      'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
      'InvalidParameterException',
    ],
    ['what is no ARN', 'orders-postgres', 'MalformedArnException'],
  ])('refuse %s', async (_what, resourceArn, error) => {
    const { create } = await setup();
    await expect(create({ resourceArns: [resourceArn] })).rejects.toMatchObject(
      { name: error },
    );
  });

  it('may have the same name, and are told apart by tags', async () => {
    const { create, owner } = await setup();
    const first = await create({ tags: [{ key: 'share', value: '1' }] });
    const second = await create({ tags: [{ key: 'share', value: '2' }] });
    expect(second).not.toBe(first);
    const { resourceShares } = await owner.send(
      new GetResourceSharesCommand({
        resourceOwner: 'SELF',
        name: 'orders',
        tagFilters: [{ tagKey: 'share', tagValues: ['2'] }],
      }),
    );
    expect(resourceShares!.map(s => s.resourceShareArn)).toEqual([second]);
  });

  it('are made once for a client token, and refuse it with other parameters', async () => {
    const { create } = await setup();
    const first = await create({ clientToken: 'a5' });
    await expect(create({ clientToken: 'a5' })).resolves.toBe(first);
    await expect(
      create({ clientToken: 'a5', name: 'other' }),
    ).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  });

  it('are seen by others without tags, and not before AWS made them known', async () => {
    const { create, ram, clock } = await setup();
    const shareArn = await create({
      principals: [ANALYTICS],
      tags: [{ key: 'owner', value: 'orders' }],
    });
    const others = (input: Partial<GetResourceSharesCommandInput> = {}) =>
      ram(ANALYTICS).send(
        new GetResourceSharesCommand({
          resourceOwner: 'OTHER-ACCOUNTS',
          ...input,
        }),
      );
    await expect(others()).resolves.toMatchObject({ resourceShares: [] });
    await expect(
      others({ resourceShareArns: [shareArn] }),
    ).rejects.toMatchObject({ name: 'UnknownResourceException' });
    clock.advance(60);
    const { resourceShares } = await others({ resourceShareArns: [shareArn] });
    expect(resourceShares).toEqual([
      expect.objectContaining({ owningAccountId: ORDERS, status: 'ACTIVE' }),
    ]);
    expect(resourceShares![0].tags).toBeUndefined();
  });

  it('answer an empty page with a nextToken where a filter skips a whole page (aws.md §3.3)', async () => {
    const { create, owner, clock } = await setup();
    for (const name of ['a', 'b', 'c', 'wanted']) {
      await create({ name });
      clock.advance(1);
    }
    const page = (nextToken?: string) =>
      owner.send(
        new GetResourceSharesCommand({
          resourceOwner: 'SELF',
          name: 'wanted',
          maxResults: 2,
          nextToken,
        }),
      );
    const first = await page();
    expect(first.resourceShares).toEqual([]);
    expect(first.nextToken).toBeTruthy();
    const second = await page(first.nextToken);
    expect(second.resourceShares!.map(s => s.name)).toEqual(['wanted']);
    expect(second.nextToken).toBeUndefined();
    await expect(page('forged')).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    });
  });

  it('stay visible as DELETED for a while', async () => {
    const { create, owner, clock, sees } = await setup();
    const resourceShareArn = await create({ principals: [ANALYTICS] });
    clock.advance(60);
    const status = async () =>
      (
        await owner.send(
          new GetResourceSharesCommand({ resourceOwner: 'SELF' }),
        )
      ).resourceShares!.map(share => share.status);
    const remove = () =>
      owner.send(new DeleteResourceShareCommand({ resourceShareArn }));

    await expect(remove()).resolves.toMatchObject({ returnValue: true });
    await expect(status()).resolves.toEqual(['DELETING']);
    expect(sees(ANALYTICS)).toBe(false);
    clock.advance(30);
    await expect(status()).resolves.toEqual(['DELETED']);
    await expect(remove()).rejects.toMatchObject({
      name: 'UnknownResourceException',
    });
    clock.advance(3 * 3600);
    await expect(status()).resolves.toEqual([]);
  });

  it('lose a principal: DISASSOCIATING, DISASSOCIATED, and not visible any more', async () => {
    const { create, owner, associations, sees, clock } = await setup();
    const resourceShareArn = await create({ principals: [ANALYTICS] });
    clock.advance(60);
    expect(sees(ANALYTICS)).toBe(true);
    await owner.send(
      new DisassociateResourceShareCommand({
        resourceShareArn,
        principals: [ANALYTICS],
      }),
    );
    expect(sees(ANALYTICS)).toBe(false);
    await expect(associations('PRINCIPAL')).resolves.toEqual([
      [ANALYTICS, 'DISASSOCIATING'],
    ]);
    await expect(
      owner.send(
        new AssociateResourceShareCommand({
          resourceShareArn,
          principals: [ANALYTICS],
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidStateTransitionException' });
    clock.advance(6);
    await expect(associations('PRINCIPAL')).resolves.toEqual([
      [ANALYTICS, 'DISASSOCIATED'],
    ]);
  });

  it.each(['yes', 'OperationNotPermittedException'] as const)(
    'are left by a consumer, as that doubt is answered: %s',
    async answer => {
      const { create, ram, sees, clock } = await setup({
        'consumer-may-disassociate': answer,
      });
      const resourceShareArn = await create({ principals: [ANALYTICS] });
      clock.advance(60);
      const left = await ram(ANALYTICS)
        .send(
          new DisassociateResourceShareCommand({
            resourceShareArn,
            principals: [ANALYTICS],
          }),
        )
        .then(
          () => 'yes',
          (error: Error) => error.name,
        );
      expect(left).toBe(answer);
      expect(sees(ANALYTICS)).toBe(answer !== 'yes');
    },
  );

  it('are changed by their owner alone', async () => {
    const { create, owner, ram, clock } = await setup();
    const resourceShareArn = await create({ principals: [ANALYTICS] });
    clock.advance(60);
    await expect(
      ram(ANALYTICS).send(new DeleteResourceShareCommand({ resourceShareArn })),
    ).rejects.toMatchObject({ name: 'OperationNotPermittedException' });
    await expect(
      ram(PARTNER).send(new DeleteResourceShareCommand({ resourceShareArn })),
    ).rejects.toMatchObject({ name: 'UnknownResourceException' });
    await expect(
      owner.send(
        new UpdateResourceShareCommand({ resourceShareArn, name: 'renamed' }),
      ),
    ).resolves.toMatchObject({
      resourceShare: expect.objectContaining({ name: 'renamed' }),
    });
  });

  it('carry tags', async () => {
    const { create, owner } = await setup();
    const resourceShareArn = await create();
    await owner.send(
      new TagResourceCommand({
        resourceShareArn,
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
      }),
    );
    await owner.send(
      new UntagResourceCommand({ resourceShareArn, tagKeys: ['a'] }),
    );
    const { resourceShares } = await owner.send(
      new GetResourceSharesCommand({ resourceOwner: 'SELF' }),
    );
    expect(resourceShares![0].tags).toEqual([{ key: 'b', value: '2' }]);
  });

  it('list what is in them, and for whom, from both sides', async () => {
    const { create, owner, ram, arn, clock } = await setup();
    await create({ principals: [ANALYTICS] });
    clock.advance(60);
    const resourcesOf = (
      client: RAMClient,
      resourceOwner: 'SELF' | 'OTHER-ACCOUNTS',
    ) => client.send(new ListResourcesCommand({ resourceOwner }));
    const expected = {
      resources: [
        expect.objectContaining({
          arn,
          type: 'vpc-lattice:ResourceConfiguration',
          status: 'AVAILABLE',
        }),
      ],
    };
    await expect(resourcesOf(owner, 'SELF')).resolves.toMatchObject(expected);
    await expect(
      resourcesOf(ram(ANALYTICS), 'OTHER-ACCOUNTS'),
    ).resolves.toMatchObject(expected);
    await expect(
      owner.send(new ListPrincipalsCommand({ resourceOwner: 'SELF' })),
    ).resolves.toMatchObject({
      principals: [expect.objectContaining({ id: ANALYTICS, external: false })],
    });
    await expect(
      ram(ANALYTICS).send(
        new ListPrincipalsCommand({ resourceOwner: 'OTHER-ACCOUNTS' }),
      ),
    ).resolves.toMatchObject({
      principals: [expect.objectContaining({ id: ORDERS })],
    });
  });

  it('have the managed permission of their resources` type', async () => {
    const { create, owner } = await setup();
    const resourceShareArn = await create();
    const permission = expect.objectContaining({
      name: 'AWSRAMPermissionVpcLatticeResourceConfiguration',
      resourceType: 'vpc-lattice:ResourceConfiguration',
    });
    await expect(
      owner.send(new ListResourceSharePermissionsCommand({ resourceShareArn })),
    ).resolves.toMatchObject({ permissions: [permission] });
    await expect(
      owner.send(
        new ListPermissionsCommand({
          resourceType: 'vpc-lattice:ResourceConfiguration',
        }),
      ),
    ).resolves.toMatchObject({ permissions: [permission] });
    await expect(
      create({ permissionArns: ['arn:aws:ram::aws:permission/Nothing'] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('are listed as objects with their invitations', async () => {
    const { create, aws, world } = await setup();
    await create({ principals: [PARTNER] });
    const objects = aws.services.find(service => service.prefix === 'ram')!
      .objects!(world);
    expect(objects.map(o => [o.type, o.accountId, o.state])).toEqual([
      ['ram/resource-share', ORDERS, 'ACTIVE'],
      ['ram/resource-share-invitation', ORDERS, 'PENDING'],
    ]);
  });
});

describe('what a role must be allowed to share', () => {
  const create = {
    Effect: 'Allow',
    Action: 'ram:CreateResourceShare',
    Resource: '*',
    Condition: {
      StringEquals: {
        'aws:RequestTag/dbaccess:managed-by': 'backstage',
        'ram:RequestedResourceType': 'vpc-lattice:ResourceConfiguration',
      },
      Bool: { 'ram:RequestedAllowsExternalPrincipals': 'false' },
    },
  };
  const putPolicy = {
    Effect: 'Allow',
    Action: 'vpc-lattice:PutResourcePolicy',
    Resource: '*',
  };
  const change = {
    Effect: 'Allow',
    Action: ['ram:DeleteResourceShare'],
    Resource: `arn:*:ram:*:${ORDERS}:resource-share/*`,
    Condition: {
      StringEquals: { 'aws:ResourceTag/dbaccess:managed-by': 'backstage' },
    },
  };
  const managed = [{ key: 'dbaccess:managed-by', value: 'backstage' }];

  it.each([
    ['a share with our tag, inside', [create, putPolicy], {}, undefined],
    ['no PutResourcePolicy', [create], {}, 'AccessDeniedException'],
    ['no tag', [create, putPolicy], { tags: [] }, 'AccessDeniedException'],
    [
      'external principals',
      [create, putPolicy],
      { allowExternalPrincipals: true },
      'AccessDeniedException',
    ],
  ])('%s', async (_what, statements, input, error) => {
    const { asRole, arn } = await setup();
    const client = new RAMClient(await asRole(ORDERS, statements));
    const outcome = await client
      .send(
        new CreateResourceShareCommand({
          name: 'orders',
          resourceArns: [arn],
          allowExternalPrincipals: false,
          tags: managed,
          ...input,
        }),
      )
      .then(
        () => undefined,
        (e: Error) => e.name,
      );
    expect(outcome).toBe(error);
  });

  it('may delete only shares with our tag', async () => {
    const { asRole, create: make } = await setup();
    const client = new RAMClient(await asRole(ORDERS, [change]));
    const remove = (resourceShareArn: string) =>
      client.send(new DeleteResourceShareCommand({ resourceShareArn }));
    await expect(remove(await make())).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(remove(await make({ tags: managed }))).resolves.toMatchObject({
      returnValue: true,
    });
  });
});

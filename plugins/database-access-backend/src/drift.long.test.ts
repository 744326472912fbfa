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
import './__testUtils__/unpacedReads';
import {
  AuthorizeSecurityGroupEgressCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DeleteVpcEndpointsCommand,
  ModifySecurityGroupRulesCommand,
} from '@aws-sdk/client-ec2';
import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { OrphanRef } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { adminOf } from './__testUtils__/adminOf';
import { PathScene, VICTIM } from './__testUtils__/PathScene';
import { requester } from './__testUtils__/requestBench';
import { DriftTerms, Lane } from './config';
import { HealthWatch, Orphans, Person, ShareJournal } from './requests';

jest.setTimeout(600_000);

const owner: Person = {
  ...requester,
  ref: 'user:default/every-owner',
  ownerRefs: ['user:default/every-owner'],
};

async function begin(knex: Knex, drift?: Pick<DriftTerms, 'mode' | 'reopens'>) {
  const scene = await PathScene.create(
    knex,
    { connectVia: 'lattice-resource-endpoint' },
    { askCloudTrail: true },
  );
  const { store, shares, clock } = scene.world;
  const now = { now: () => new Date(clock.now()) };
  const watch = new HealthWatch({
    store,
    shares,
    journal: new ShareJournal({ store, clock: now }),
    clock: now,
    logger: mockServices.logger.mock(),
    accountName: id => `account-${id}`,
    platformTeam: 'group:default/platform-team',
    drift,
  });
  const orphans = new Orphans({
    store,
    journal: new ShareJournal({ store, clock: now }),
    clock: now,
    accountName: id => `account-${id}`,
    costOf: async () => 14.6,
  });
  await watch.look();
  const timelineOf = async (shareId: string) =>
    (await knex('timeline').where({ share_id: shareId }).orderBy('id')).map(
      ({ kind, message }) => ({ kind, message }),
    );
  const toldOf = async (kind: string) =>
    (await knex('outbox').where({ kind })).map(({ payload }) =>
      JSON.parse(payload),
    );
  const { id } = await scene.share(VICTIM);
  return { scene, watch, orphans, shares, timelineOf, toldOf, id };
}

const PROVIDER: Lane = { accountId: '200000000001', region: 'us-east-1' };
const CONSUMER: Lane = { accountId: '200000000002', region: 'us-east-1' };

/** What the page says of who it was, by the key of the object. */
const authorsOf = async (scene: PathScene) =>
  Object.fromEntries(
    (await scene.share(VICTIM)).drift!.objects.map(({ key, author }) => [
      key,
      author,
    ]),
  );

const deleteRule = async (scene: PathScene, key: string) => {
  const rule = await scene.idOf(key, 'securityGroupRuleId');
  delete scene.records('ec2', 'provider').securityGroupRules[rule];
  scene.changed();
  await scene.pass(60);
};

/** Somebody lets the gateway into the database's group at another port. */
async function moveDatabaseRule(scene: PathScene): Promise<void> {
  const rule = await scene.idOf('database-ingress', 'securityGroupRuleId');
  const { groupId, referencedGroupId } = scene.records('ec2', 'provider')
    .securityGroupRules[rule];
  await adminOf(scene.world, PROVIDER).ec2.send(
    new ModifySecurityGroupRulesCommand({
      GroupId: groupId,
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: rule,
          SecurityGroupRule: {
            IpProtocol: 'tcp',
            FromPort: 5433,
            ToPort: 5433,
            ReferencedGroupId: referencedGroupId,
          },
        },
      ],
    }),
  );
}

describe('What somebody changes in AWS without the portal', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())(
    'is told once, and well again is told, too, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const { scene, watch, timelineOf, toldOf, id } = await begin(knex);
      await moveDatabaseRule(scene);
      await scene.pass(60);
      await watch.look();
      await watch.look();

      const drifted = (await timelineOf(id)).filter(
        ({ kind }) => kind === 'share.drifted',
      );
      expect(drifted).toEqual([
        {
          kind: 'share.drifted',
          message: expect.stringContaining(
            'traffic was TCP 5432 and is TCP 5433',
          ),
        },
      ]);
      expect(await toldOf('share.drifted')).toHaveLength(1);
      expect(await toldOf('share.health-broken')).toEqual([
        expect.objectContaining({
          tell: expect.objectContaining({
            refs: expect.arrayContaining(['group:default/platform-team']),
            severity: 'high',
          }),
        }),
      ]);

      // CloudTrail hears of a call some minutes later, and is asked then.
      expect(await authorsOf(scene)).toEqual({
        'database-ingress': {
          status: 'asking',
          nextLookAt: expect.stringMatching(/Z$/),
        },
      });
      await scene.pass(300);
      expect(await authorsOf(scene)).toEqual({
        'database-ingress': {
          status: 'named',
          principal: `arn:aws:iam::${PROVIDER.accountId}:root`,
          call: 'ec2:ModifySecurityGroupRules',
          at: expect.stringMatching(/Z$/),
          eventId: expect.any(String),
        },
      });
      expect(await timelineOf(id)).toContainEqual({
        kind: 'object.author-named',
        message: expect.stringContaining(
          `CloudTrail names arn:aws:iam::${PROVIDER.accountId}:root for ec2:ModifySecurityGroupRules`,
        ),
      });

      await scene.heal();
      await watch.look();
      expect(await toldOf('share.health-healthy')).toHaveLength(1);
    },
  );

  it('has no name where CloudTrail may not be asked, or never hears of it, and all else goes on', async () => {
    const knex = await databases.init('SQLITE_3');
    const { scene } = await begin(knex);
    const { ec2, iam } = adminOf(scene.world, CONSUMER);
    await iam.send(
      new DeleteRolePolicyCommand({
        RoleName: 'database-access-read',
        PolicyName: 'read-trail',
      }),
    );
    await ec2.send(
      new DeleteVpcEndpointsCommand({
        VpcEndpointIds: [await scene.idOf('vpc-endpoint', 'vpcEndpointId')],
      }),
    );
    // Not by a call: AWS itself, for example.
    await deleteRule(scene, 'database-ingress');
    await scene.pass(60);
    await scene.pass(300);

    expect(await authorsOf(scene)).toMatchObject({
      'database-ingress': { status: 'asking' },
      'vpc-endpoint': {
        status: 'not-asked',
        message: expect.stringMatching(
          /^CloudTrail cannot be asked in account 200000000002 who it was: .*allow cloudtrail:LookupEvents in the role's policy/,
        ),
        remedy: expect.stringContaining(
          'arn:aws:iam::200000000002:role/database-access-read',
        ),
      },
    });
    // Each name has its turn at AWS's rate.
    for (const seconds of [600, 5, 5, 900, 5, 5]) {
      await scene.pass(seconds);
    }
    expect(await authorsOf(scene)).toMatchObject({
      'database-ingress': { status: 'nobody' },
      'vpc-endpoint': { status: 'not-asked' },
    });
    // Nothing is asked any more, and what was denied kept no lane from its work.
    const asked = () =>
      scene.world.world.calls
        .toJSON()
        .filter(({ operation }) => operation === 'cloudtrail:LookupEvents')
        .map(({ accountId, outcome, count }) => ({
          accountId,
          outcome,
          count,
        }));
    const before = asked();
    await scene.pass(3_600);
    expect(asked()).toEqual(before);
    expect(before).toContainEqual({
      accountId: CONSUMER.accountId,
      outcome: 'AccessDeniedException',
      count: 3,
    });
    expect((await scene.share(VICTIM)).sync).toBe('drifted');
  });

  it('is put back by who owns the database, because the path opens again, and by no one else', async () => {
    const knex = await databases.init('SQLITE_3');
    const { scene, shares, id } = await begin(knex);
    await deleteRule(scene, 'database-ingress');
    expect(scene.reaches()).toBe(false);
    expect(await scene.share(VICTIM)).toMatchObject({
      sync: 'drifted',
      drift: {
        reopens: true,
        objects: [{ key: 'database-ingress', what: 'gone' }],
      },
    });

    await expect(shares.retry(requester, id)).rejects.toThrow(
      /Database lets the gateway in is gone.*opens the path again: ask group:default\//,
    );
    await scene.pass(60);
    expect(scene.reaches()).toBe(false);

    await shares.retry(owner, id);
    await scene.pass(30);
    await scene.pass(60);
    expect(scene.reaches()).toBe(true);
    expect(await scene.share(VICTIM)).toMatchObject({
      health: 'healthy',
      sync: 'in-sync',
    });
  });

  it('T1: stands in one timeline with requests, decisions, steps and repairs: by whom, when, what it was and is, and AWS’s id of each call', async () => {
    const knex = await databases.init('SQLITE_3');
    const { scene, shares, watch, id } = await begin(knex);
    await deleteRule(scene, 'database-ingress');
    await watch.look();
    await shares.retry(owner, id);
    await scene.pass(30);
    await scene.pass(60);
    await watch.look();

    const { store } = scene.world;
    const { requestId } = await scene.share(VICTIM);
    const told = await store.read(tx => store.timeline.list(tx, { requestId }));
    expect(told.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'request.filed',
        'request.approved',
        'request.started',
        'object.creating',
        'object.created',
        'share.active',
        'share.drifted',
        'share.retried',
        'share.health-healthy',
      ]),
    );
    for (const entry of told) {
      expect(entry.actor).toMatch(/^(user:default\/.+|system)$/);
      expect(entry.at).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
    }
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).sort());

    const entriesOf = (kind: string) => told.filter(each => each.kind === kind);
    for (const call of entriesOf('object.created')) {
      expect(call).toMatchObject({
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        details: { call: { operation: expect.any(String) } },
      });
    }
    const { planDigest } = entriesOf('request.filed')[0];
    expect(entriesOf('request.approved')).toMatchObject([
      {
        planDigest,
        details: {
          before: { status: 'pending' },
          after: { status: 'approved' },
        },
      },
    ]);
    expect(entriesOf('share.health-healthy').pop()).toMatchObject({
      details: { before: { health: 'broken' }, after: { health: 'healthy' } },
    });
    expect(entriesOf('share.retried')).toMatchObject([{ actor: owner.ref }]);
    expect(entriesOf('object.gone')).toMatchObject([{ actor: 'system' }]);
    // The rule was made again after somebody had taken it away.
    const kinds = told
      .filter(({ objectKey }) => objectKey === 'database-ingress')
      .map(({ kind }) => kind);
    expect(kinds.slice(-4)).toEqual([
      'object.gone',
      'object.creating',
      'object.created',
      'object.ready',
    ]);
  });

  it('is put back by itself where config says so and nothing is opened by it', async () => {
    const knex = await databases.init('SQLITE_3');
    const { scene, watch } = await begin(knex, {
      mode: 'repair',
      reopens: 'decision',
    });
    const { securityGroupRules } = scene.records('ec2', 'provider');
    const groupId = await scene.idOf('gateway-group', 'groupId');
    // The gateway's group lets everything out again, as AWS makes new groups.
    securityGroupRules['sgr-0123456789abcdef0'] = {
      securityGroupRuleId: 'sgr-0123456789abcdef0',
      groupId,
      isEgress: true,
      ipProtocol: '-1',
      fromPort: -1,
      toPort: -1,
      cidrIpv4: '0.0.0.0/0',
      tags: {},
    };
    await scene.pass(60);
    expect((await scene.share(VICTIM)).drift).toMatchObject({ reopens: false });
    await watch.look();
    await scene.pass(10);
    await scene.pass(60);
    expect(
      Object.values(securityGroupRules).filter(
        rule => rule.groupId === groupId && rule.cidrIpv4 === '0.0.0.0/0',
      ),
    ).toEqual([]);

    // What opens the path waits for its owners all the same.
    await deleteRule(scene, 'database-ingress');
    await watch.look();
    await scene.pass(60);
    expect(scene.reaches()).toBe(false);
  });

  it('is put back at once where config trusts the portal with that, too', async () => {
    const knex = await databases.init('SQLITE_3');
    const { scene, watch } = await begin(knex, {
      mode: 'repair',
      reopens: 'automatic',
    });
    await deleteRule(scene, 'database-ingress');
    expect(await watch.look()).toBe(true);
    await scene.pass(30);
    expect(scene.reaches()).toBe(true);
    // Who it was is asked all the same, and not who put it back.
    await scene.pass(60);
    expect(await knex('drift_authors')).toEqual([
      expect.objectContaining({ what: 'gone', asked: 0 }),
    ]);
  });
});

describe('What somebody holds in AWS by a tag', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
  const Tags = [{ Key: 'database-access:hold', Value: 'incident 42' }];
  const held = (title: string) => ({
    says: 'incident 42',
    title,
    accountId: PROVIDER.accountId,
    accountName: `account-${PROVIDER.accountId}`,
  });

  it('SEC-17: is not reverted, by itself or by its owner, is as soon as the tag is gone, and ends with the access all the same', async () => {
    const knex = await databases.init('SQLITE_3');
    const { scene, watch, shares, timelineOf, id } = await begin(knex, {
      mode: 'repair',
      reopens: 'automatic',
    });
    const { ec2 } = adminOf(scene.world, PROVIDER);
    const rules = scene.records('ec2', 'provider').securityGroupRules;
    const rule = await scene.idOf('database-ingress', 'securityGroupRuleId');
    await ec2.send(new CreateTagsCommand({ Resources: [rule], Tags }));
    await moveDatabaseRule(scene);
    await scene.pass(60);
    expect(await watch.look()).toBe(false);
    const sentence =
      'Held in AWS: tag database-access:hold says “incident 42” on Database lets the gateway in in account 200000000001. Remove the tag there to have it put back.';
    await expect(shares.retry(owner, id)).rejects.toMatchObject({
      message: `Database lets the gateway in is not put back. ${sentence}`,
      code: 'held_in_aws',
    });
    expect(await scene.share(VICTIM)).toMatchObject({
      actions: { retry: false },
      drift: {
        objects: [
          {
            key: 'database-ingress',
            hold: held('Database lets the gateway in'),
          },
        ],
      },
    });
    expect(await timelineOf(id)).toContainEqual({
      kind: 'share.drifted',
      message: expect.stringContaining(sentence),
    });
    await scene.pass(60);
    expect(rules[rule]).toMatchObject({ toPort: 5433 });
    expect(scene.reaches()).toBe(false);

    await ec2.send(new DeleteTagsCommand({ Resources: [rule], Tags }));
    await scene.pass(60);
    expect(await watch.look()).toBe(true);
    // Taken away, seen to be gone, made anew.
    for (let i = 0; i < 10 && !scene.reaches(); i++) {
      await scene.pass(30);
    }
    expect(scene.reaches()).toBe(true);
    expect(Object.keys(rules)).not.toContain(rule);

    await scene.pass(60);
    await watch.look();

    // What is gone carries no tag: that on the group in which it was holds it.
    const group = await scene.idOf('gateway-group', 'groupId');
    await ec2.send(new CreateTagsCommand({ Resources: [group], Tags }));
    await ec2.send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId: group,
        IpPermissions: [
          { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        ],
      }),
    );
    await scene.pass(60);
    expect(await watch.look()).toBe(false);
    const isOpen = () =>
      Object.values(rules).some(
        each => each.groupId === group && each.cidrIpv4 === '0.0.0.0/0',
      );
    expect(isOpen()).toBe(true);
    expect((await scene.share(VICTIM)).drift).toMatchObject({
      objects: [{ what: 'gone', hold: { title: expect.any(String) } }],
    });

    await scene.world.revoke(id);
    for (let i = 0; i < 40; i++) {
      await scene.pass(30);
    }
    expect(await knex('shares').where({ id }).select('lifecycle')).toEqual([
      { lifecycle: 'revoked' },
    ]);
    expect(isOpen()).toBe(false);
  });
});

/** One of ours in the victim's account, as if a store that was restored knew nothing of it. */
async function leftBehind(
  scene: PathScene,
  tag: string = '00000000-0000-4000-8000-000000000000',
): Promise<OrphanRef> {
  const { vpcEndpoints } = scene.records('ec2', 'consumer');
  const [endpoint] = Object.values(vpcEndpoints);
  const awsId = 'vpce-0aaaaaaaaaaaaaaa0';
  vpcEndpoints[awsId] = {
    ...endpoint,
    vpcEndpointId: awsId,
    tags: { ...endpoint.tags, 'database-access:object': tag },
  };
  await nextFullSweep(scene);
  return { ...CONSUMER, type: 'ec2/vpc-endpoint', awsId };
}

async function nextFullSweep(scene: PathScene): Promise<void> {
  await scene.pass(600);
  await scene.pass(60);
}

describe('An object of ours that nobody claims', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
  const colleague: Person = { ...requester, ref: 'user:default/colleague' };

  it.each(databases.eachSupportedId())(
    'D2: goes once two people have said so, and nothing else does, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const { scene, orphans } = await begin(knex);
      const { vpcEndpoints } = scene.records('ec2', 'consumer');
      const [endpoint] = Object.values(vpcEndpoints);
      const left = {
        ...endpoint,
        vpcEndpointId: 'vpce-0aaaaaaaaaaaaaaa0',
        tags: {
          ...endpoint.tags,
          'database-access:object': '00000000-0000-4000-8000-000000000000',
        },
      };
      const foreign = {
        ...left,
        vpcEndpointId: 'vpce-0bbbbbbbbbbbbbbb0',
        tags: { Name: 'somebody-else' },
      };
      vpcEndpoints[left.vpcEndpointId] = left;
      vpcEndpoints[foreign.vpcEndpointId] = foreign;
      await scene.pass(600);
      await scene.pass(60);

      const ref = {
        accountId: '200000000002',
        region: 'us-east-1',
        type: 'ec2/vpc-endpoint',
        awsId: left.vpcEndpointId,
      };
      expect(await orphans.list()).toEqual([
        expect.objectContaining({
          ...ref,
          title: 'VPC endpoint',
          monthlyCost: 14.6,
          adoption: {
            shares: [],
            differences: [],
            refusal: expect.stringMatching(
              /^No living access has lost an object like this one in account 200000000002\. Remove it; or request/,
            ),
          },
        }),
      ]);
      await expect(
        orphans.propose(owner, {
          ...ref,
          action: 'adopt',
          reason: 'It is ours',
        }),
      ).rejects.toThrow(
        /^vpce-0aaaaaaaaaaaaaaa0 in account 200000000002 cannot be adopted\. No living access/,
      );
      await expect(orphans.confirm(owner, ref)).rejects.toThrow(
        /propose it first/,
      );
      await orphans.propose(owner, {
        ...ref,
        action: 'remove',
        reason: 'Left over from a test',
      });
      await expect(orphans.confirm(owner, ref)).rejects.toThrow(
        /somebody else has to agree/,
      );
      await scene.pass(60);
      expect(Object.keys(vpcEndpoints)).toContain(left.vpcEndpointId);

      await orphans.confirm(colleague, ref);
      await scene.pass(30);
      await scene.pass(300);
      const there = Object.values(
        scene.records('ec2', 'consumer').vpcEndpoints,
      ).filter(({ state }) => state !== 'deleted');
      expect(there.map(({ vpcEndpointId }) => vpcEndpointId).sort()).toEqual(
        [endpoint.vpcEndpointId, foreign.vpcEndpointId].sort(),
      );
      await scene.pass(600);
      await scene.pass(60);
      expect(await orphans.list()).toEqual([]);
      expect(scene.reaches()).toBe(true);
    },
  );

  it.each(databases.eachSupportedId())(
    'D2: is taken by the access that lost one like it once two people have said so, and goes with that access, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const { scene, orphans, shares, timelineOf, id } = await begin(knex);
      const rules = scene.records('ec2', 'provider').securityGroupRules;
      /** As if the store had been restored: the rule is there, of a row that nobody knows. */
      const swap = async (rule: string, other: string, row: string) => {
        rules[other] = {
          ...rules[rule],
          securityGroupRuleId: other,
          tags: { ...rules[rule].tags, 'database-access:object': row },
        };
        delete rules[rule];
        scene.changed();
        await scene.pass(60);
        await scene.pass(600);
        await scene.pass(60);
      };
      const ref = {
        accountId: '200000000001',
        region: 'us-east-1',
        type: 'ec2/security-group-rule',
        awsId: 'sgr-0aaaaaaaaaaaaaaa0',
      };
      const adopt = { ...ref, action: 'adopt' as const, reason: 'Restored' };
      const rule = await scene.idOf('database-ingress', 'securityGroupRuleId');
      await swap(rule, ref.awsId, '00000000-0000-4000-8000-000000000000');

      expect(await scene.share(VICTIM)).toMatchObject({ sync: 'drifted' });
      const adoption = {
        shares: [
          {
            shareId: id,
            network: 'net-a',
            databaseRef: 'resource:default/db-a',
          },
        ],
        differences: [],
      };
      expect(await orphans.list()).toEqual([
        expect.objectContaining({ ...ref, adoption }),
      ]);

      rules[ref.awsId].toPort = 5433;
      await scene.pass(600);
      await expect(orphans.propose(owner, adopt)).rejects.toMatchObject({
        message: expect.stringContaining(
          'It is not as the access needs it: traffic is TCP 5432-5433 and shall be TCP 5432. Remove it, then use Retry',
        ),
        code: 'orphan_not_adoptable',
      });
      rules[ref.awsId].toPort = 5432;
      await scene.pass(600);

      await orphans.propose(owner, adopt);
      await expect(orphans.confirm(owner, ref)).rejects.toThrow(
        /somebody else has to agree/,
      );
      expect(await scene.share(VICTIM)).toMatchObject({ sync: 'drifted' });
      expect(await orphans.confirm(colleague, ref)).toMatchObject({
        decision: { action: 'adopt', confirmedBy: colleague.ref },
      });
      await expect(orphans.confirm(colleague, ref)).rejects.toThrow(
        /look at it again/,
      );
      await scene.pass(1);
      await scene.pass(60);
      expect(await scene.share(VICTIM)).toMatchObject({
        health: 'healthy',
        sync: 'in-sync',
      });
      expect(await scene.idOf('database-ingress', 'securityGroupRuleId')).toBe(
        ref.awsId,
      );
      expect(await orphans.list()).toEqual([]);
      expect(await timelineOf(id)).toEqual(
        expect.arrayContaining([
          {
            kind: 'object.adopting',
            message: `${owner.ref} and ${colleague.ref} agree that this access takes ${ref.awsId} for the object that it lost: Restored`,
          },
          { kind: 'object.adopted', message: expect.any(String) },
        ]),
      );

      // Whoever has Retry make it anew has what is there by its name taken over, too.
      const third = 'sgr-0ccccccccccccccc0';
      await swap(ref.awsId, third, '00000000-0000-4000-8000-000000000001');
      await shares.retry(owner, id);
      await scene.pass(1);
      await scene.pass(60);
      expect(await scene.idOf('database-ingress', 'securityGroupRuleId')).toBe(
        third,
      );
      expect(await scene.share(VICTIM)).toMatchObject({ health: 'healthy' });

      await scene.world.revoke(id);
      for (let i = 0; i < 40; i++) {
        await scene.pass(30);
      }
      expect(Object.keys(rules)).not.toContain(third);
      expect(await knex('shares').where({ id }).select('lifecycle')).toEqual([
        { lifecycle: 'revoked' },
      ]);
    },
  );

  it('stays in the list while AWS refuses to remove it, with what it says, and is removed in the name of who agreed', async () => {
    const knex = await databases.init('SQLITE_3');
    const { scene, orphans } = await begin(knex);
    const ref = await leftBehind(scene);
    scene.world.world.faults.add({
      operation: 'ec2:DeleteVpcEndpoints',
      kind: 'error',
      code: 'UnauthorizedOperation',
      message: 'an explicit deny in a service control policy',
      count: 100,
    });
    await orphans.propose(owner, { ...ref, action: 'remove', reason: 'Left' });
    await orphans.confirm(colleague, ref);
    await scene.pass(30);
    for (let sweeps = 0; sweeps < 3; sweeps++) {
      await nextFullSweep(scene);
    }
    expect(await orphans.list()).toEqual([
      expect.objectContaining({
        ...ref,
        decision: expect.objectContaining({ confirmedBy: colleague.ref }),
        removal: {
          isStuck: true,
          reason: expect.stringContaining('refused ec2:DeleteVpcEndpoints'),
          nextTryAt: expect.stringMatching(/Z$/),
        },
      }),
    ]);
    await expect(
      orphans.propose(owner, { ...ref, action: 'keep', reason: 'Stays' }),
    ).rejects.toMatchObject({ code: 'orphan_decided' });

    scene.world.world.faults.clear();
    for (let hours = 0; hours < 3; hours++) {
      await scene.pass(3_600);
    }
    await nextFullSweep(scene);
    expect(await orphans.list()).toEqual([]);
    const events: Array<{ name: string; event: string }> = Object.values(
      scene.records('cloudtrail', 'consumer').eventHistory,
    );
    const removals = events
      .map(each => JSON.stringify(each))
      .filter(each => each.includes('DeleteVpcEndpoints'));
    expect(removals).toHaveLength(1);
    expect(removals[0]).toContain('user.default.colleague');
  });

  it('is seen though a row has its tag that lives no more', async () => {
    const knex = await databases.init('SQLITE_3');
    const { scene, orphans, id } = await begin(knex);
    const row = await knex('objects')
      .where({ type: 'ec2/vpc-endpoint', lane: '200000000002/us-east-1' })
      .first();
    const { vpcEndpoints } = scene.records('ec2', 'consumer');
    const copy = { ...vpcEndpoints[row.aws_id] };
    await scene.world.revoke(id);
    for (let i = 0; i < 40; i++) {
      await scene.pass(30);
    }
    expect(await knex('objects').where({ id: row.id })).toMatchObject([
      { condition: 'gone', aws_id: null },
    ]);
    // The answer of a creation was lost, and what it made shows only now.
    const awsId = 'vpce-0aaaaaaaaaaaaaaa0';
    vpcEndpoints[awsId] = { ...copy, vpcEndpointId: awsId };
    await nextFullSweep(scene);
    const ref = { ...CONSUMER, type: 'ec2/vpc-endpoint', awsId };
    expect(await orphans.list()).toEqual([expect.objectContaining(ref)]);

    await orphans.propose(owner, { ...ref, action: 'remove', reason: 'Late' });
    await orphans.confirm(colleague, ref);
    await scene.pass(30);
    await scene.pass(300);
    await nextFullSweep(scene);
    expect(await orphans.list()).toEqual([]);
    expect(vpcEndpoints[awsId]?.state ?? 'deleted').toBe('deleted');
  });

  it('goes though it carries the tag of a row that has an object of its own, which stays', async () => {
    const knex = await databases.init('SQLITE_3');
    const { scene, orphans } = await begin(knex);
    const row = await knex('objects')
      .where({ type: 'ec2/vpc-endpoint', lane: '200000000002/us-east-1' })
      .first();
    const ref = await leftBehind(scene, row.id);
    await orphans.propose(owner, { ...ref, action: 'remove', reason: 'Twin' });
    await orphans.confirm(colleague, ref);
    await scene.pass(30);
    await scene.pass(300);
    await nextFullSweep(scene);
    expect(await orphans.list()).toEqual([]);
    expect(scene.reaches()).toBe(true);
    expect(await scene.share(VICTIM)).toMatchObject({ health: 'healthy' });
  });

  it.each(databases.eachSupportedId())(
    'is no trouble once it is kept, until somebody says otherwise, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const { scene, orphans } = await begin(knex);
      const { store } = scene.world;
      const ref = await leftBehind(scene);
      const counted = async () =>
        Object.fromEntries(
          await store.read(tx => store.strays.countByLane(tx)),
        );
      const lane = '200000000002/us-east-1';
      expect(await counted()).toEqual({ [lane]: 1 });
      await orphans.propose(owner, { ...ref, action: 'keep', reason: 'Used' });
      expect(await counted()).toEqual({ [lane]: 1 });
      await orphans.confirm(colleague, ref);
      expect(await counted()).toEqual({});
      expect(await orphans.list()).toHaveLength(1);

      await orphans.propose(owner, {
        ...ref,
        action: 'remove',
        reason: 'Used no more',
      });
      expect(await counted()).toEqual({ [lane]: 1 });
      const [{ decision }] = await orphans.list();
      expect(decision).toMatchObject({
        action: 'remove',
        proposedBy: owner.ref,
      });
      expect(decision!.confirmedBy).toBeUndefined();
      await orphans.confirm(colleague, ref);
      await scene.pass(30);
      await scene.pass(300);
      await nextFullSweep(scene);
      expect(await orphans.list()).toEqual([]);
    },
  );
});

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
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { PathScene, VICTIM } from './__testUtils__/PathScene';
import { requester } from './__testUtils__/requestBench';
import { DriftTerms } from './config';
import { HealthWatch, Orphans, Person, ShareJournal } from './requests';

jest.setTimeout(600_000);

const owner: Person = {
  ...requester,
  ref: 'user:default/every-owner',
  ownerRefs: ['user:default/every-owner'],
};

async function begin(knex: Knex, drift?: DriftTerms) {
  const scene = await PathScene.create(knex, {
    connectVia: 'lattice-resource-endpoint',
  });
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

const deleteRule = async (scene: PathScene, key: string) => {
  const rule = await scene.idOf(key, 'securityGroupRuleId');
  delete scene.records('ec2', 'provider').securityGroupRules[rule];
  scene.changed();
  await scene.pass(60);
};

describe('What somebody changes in AWS without the portal', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())(
    'is told once, and well again is told, too, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const { scene, watch, timelineOf, toldOf, id } = await begin(knex);
      const rule = await scene.idOf('database-ingress', 'securityGroupRuleId');
      scene.records('ec2', 'provider').securityGroupRules[rule].fromPort = 5433;
      scene.records('ec2', 'provider').securityGroupRules[rule].toPort = 5433;
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

      await scene.heal();
      await watch.look();
      expect(await toldOf('share.health-healthy')).toHaveLength(1);
    },
  );

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
  });
});

describe('An object of ours that nobody claims', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
  const colleague: Person = { ...requester, ref: 'user:default/colleague' };

  it.each(databases.eachSupportedId())(
    'goes once two people have said so, and nothing else does, on %s',
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
        }),
      ]);
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
});

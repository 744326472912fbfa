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

import { TestDatabases } from '@backstage/backend-test-utils';
import { reachabilityScene } from './__testUtils__/reachabilityScene';
import { factsOf } from './__testUtils__/simulatedCompany';

jest.setTimeout(60_000);

const ORDERS = '333333333333';
const ANALYTICS = '666666666666';
const PAYMENTS = '777777777777';

type Options = Parameters<typeof reachabilityScene>[1];

describe('whether a share can be reached, asked of AWS', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const scene = async (options?: Options) =>
      reachabilityScene(await databases.init(databaseId), options);

    it.each(['lattice-resource-endpoint', 'privatelink'] as const)(
      'over %s: says so of both sides, and leaves nothing in any account',
      async way => {
        const { ask, settle, checks, checked, left, timeline, shareId } =
          await scene({ way });
        const [offer] = await checks.offers(await checked());
        expect(offer).toMatchObject({
          means: 'analyzer',
          mayCheck: true,
          cost: { analyses: 2, total: 0.2 },
        });
        expect(offer.parts.map(({ side }) => side)).toEqual([
          'consumer',
          'provider',
        ]);

        const asked = await ask();
        expect(asked).toMatchObject({ status: 'running' });
        const check = await settle(asked.id);
        expect(check).toMatchObject({
          status: 'done',
          verdict: 'reachable',
          cost: { analyses: 2, total: 0.2 },
          shareId,
        });
        expect(check.parts.map(part => part.verdict)).toEqual([
          'reachable',
          'reachable',
        ]);
        expect(left()).toEqual([]);

        const told = (await timeline()).filter(({ kind }) =>
          kind.startsWith('share.reachability'),
        );
        expect(told[0]).toMatchObject({
          kind: 'share.reachability-asked',
          actor: 'user:default/requester',
          message: expect.stringContaining('2 analyses, at most $0.20'),
        });
        expect(told.map(({ kind }) => kind)).toContain(
          'share.reachability-found',
        );
        const calls = told.flatMap(({ details }) => details?.call ?? []);
        expect(calls.map(({ operation }) => operation).sort()).toEqual([
          'ec2:DeleteNetworkInsightsPath',
          'ec2:DeleteNetworkInsightsPath',
          'ec2:StartNetworkInsightsAnalysis',
          'ec2:StartNetworkInsightsAnalysis',
        ]);
        expect(calls[0].sourceIdentity).toBe('user.default.requester');
      },
    );

    it('names the security group whose rule is gone, and the rule of ours that opens it', async () => {
      const { admin, check, facts, shareId, store } = await scene();
      const [group] = facts.database.shareableSecurityGroupIds;
      const objects = await store.read(tx =>
        store.shares.objectsOf(tx, shareId),
      );
      const rule = objects.find(({ key }) => key === 'database-ingress')!;
      await admin(ORDERS).revokeSecurityGroupIngress({
        GroupId: group,
        SecurityGroupRuleIds: [rule.outputs.securityGroupRuleId],
      });
      const found = await check();
      expect(found.verdict).toBe('not-reachable');
      const [consumer, provider] = found.parts;
      expect(consumer.verdict).toBe('reachable');
      expect(provider.explanations).toHaveLength(1);
      const [explanation] = provider.explanations;
      expect(explanation.code).toMatch(/^ENI_SG_RULES_MISMATCH$/);
      expect(explanation.message).toMatch(
        /^The security group sg-03333000000000018 of the database does not let TCP 5432 from the resource gateway \(10[.0-9]+\) in\.$/,
      );
      expect(explanation.remedy).toContain(
        'The rule "Database lets the gateway in" is made for this and is missing',
      );
      expect(found.message).toBe(explanation.message);
    });

    it('names the network ACL that stops the clients, and the rule that decides', async () => {
      const { admin, check, left } = await scene({
        // The client is in another zone than the endpoint, so its packets leave their subnet.
        facts: factsOf('payments', 'catalog-aurora'),
      });
      await admin(PAYMENTS).createNetworkAclEntry({
        NetworkAclId: 'acl-07777000000000001',
        RuleNumber: 7,
        Protocol: '6',
        RuleAction: 'deny',
        Egress: true,
        CidrBlock: '0.0.0.0/0',
        PortRange: { From: 5000, To: 6000 },
      });
      const found = await check();
      expect(found.verdict).toBe('not-reachable');
      expect(found.parts[0].explanations).toEqual([
        {
          code: 'SUBNET_ACL_RESTRICTION',
          message:
            'The network ACL acl-07777000000000001 of subnet-07777000000000011 does not let the packets of TCP 5432 or their answers pass (egress): its rule 7 decides, which says deny.',
          remedy: expect.stringContaining(
            'with a rule of a lower number than 7',
          ),
        },
      ]);
      expect(left()).toEqual([]);
    });

    it('runs one check of a share at a time', async () => {
      const { ask, settle } = await scene();
      const [first, second] = await Promise.all([ask(), ask()]);
      expect(second.id).toBe(first.id);
      await settle(first.id);
      expect((await ask()).id).not.toBe(first.id);
    });

    it('goes on where a process ended, whichever call it was in, and makes nothing twice', async () => {
      const { ask, calls, clock, left, replica, settle, world } = await scene();
      const { id } = await ask();
      const died: string[] = [];
      const existed: number[] = [];
      for (let life = 0; life < 12; life++) {
        const ended = new Promise<void>(resolve => {
          const work = replica(operation => {
            existed.push(left().length);
            if (died.includes(operation)) {
              return Promise.resolve();
            }
            died.push(operation);
            resolve();
            // It hears no answer and writes nothing any more.
            return new Promise(() => {});
          });
          work.work().then(resolve);
        });
        await ended;
        clock.advance(40);
        world.settle();
      }
      const check = await settle(id);
      expect(check).toMatchObject({
        verdict: 'reachable',
        cost: { analyses: 2 },
      });
      expect(died.sort()).toEqual([
        'CreateNetworkInsightsPath',
        'DeleteNetworkInsightsAnalysis',
        'DeleteNetworkInsightsPath',
        'StartNetworkInsightsAnalysis',
      ]);
      // Two paths and an analysis of each: the same token gives the same thing.
      expect(Math.max(...existed)).toBeLessThanOrEqual(4);
      expect(
        calls(operation => operation === 'ec2:StartNetworkInsightsAnalysis'),
      ).toBeGreaterThan(2);
      expect(left()).toEqual([]);
    });
  });

  describe('where something is in the way', () => {
    const scene = async (options?: Options) =>
      reachabilityScene(await databases.init('SQLITE_3'), options);

    it('names role, operation and fix where the role may not, and leaves nothing', async () => {
      const { check, left, world } = await scene();
      takePolicy(world, ANALYTICS, 'provision-analyzer');
      const found = await check();
      expect(found.verdict).toBe('unknown');
      const [consumer, provider] = found.parts;
      expect(consumer.message).toMatch(
        /666666666666 .*refused ec2:\w+ to its role database-access-provision .*: allow ec2:\w+ in the role's policy/,
      );
      expect(consumer.remedy).toContain('In account 666666666666, allow');
      expect(provider.verdict).toBe('reachable');
      expect(found.cost).toMatchObject({ analyses: 1, total: 0.1 });
      expect(left()).toEqual([]);
    });

    it('says that no client is there to begin with, and what to do', async () => {
      const { check } = await scene({ facts: factsOf('partner') });
      const found = await check();
      expect(found.verdict).toBe('unknown');
      expect(found.parts[0].message).toContain('No client runs in subnet-0888');
      expect(found.parts[0].remedy).toContain('Start a client there');
      expect(found.cost).toMatchObject({ analyses: 1 });
    });

    it('gives the words of AWS where it cannot analyse interfaces of VPC Lattice', async () => {
      const { check, left, world } = await scene();
      world.doubts['analyzer-lattice-interfaces'] = 'not-supported';
      const found = await check();
      expect(found.verdict).toBe('unknown');
      expect(found.parts.map(({ message }) => message)).toEqual(
        Array(2).fill(
          expect.stringContaining('The network configuration is not supported'),
        ),
      );
      expect(left()).toEqual([]);
    });

    it.each(['refused', 'analysis-fails'] as const)(
      'is not fooled where an end goes meanwhile, whether a path to it is %s',
      async answer => {
        const { admin, ask, clock, left, replica, ...rest } = await scene();
        const { settle, store, shareId, world } = rest;
        world.doubts['insights-path-of-missing'] = answer;
        const { id } = await ask();
        const objects = await store.read(tx =>
          store.shares.objectsOf(tx, shareId),
        );
        const endpoint = objects.find(({ key }) => key === 'vpc-endpoint')!;
        world.faults.add({
          operation: 'ec2:CreateNetworkInsightsPath',
          kind: 'throttle',
          accountId: ANALYTICS,
        });
        await replica().work();
        await admin(ANALYTICS).deleteVpcEndpoints({
          VpcEndpointIds: [endpoint.outputs.vpcEndpointId],
        });
        clock.advance(300);
        const found = await settle(id);
        expect(found.verdict).toBe('unknown');
        expect(found.message).toMatch(
          /InvalidNetworkInterfaceID.NotFound|missing component eni-/,
        );
        expect(left()).toEqual([]);
      },
    );

    it('takes away what it made although AWS never ends its analysis', async () => {
      const { ask, clock, left, read, replica, world } = await scene();
      world.faults.add({
        operation: 'ec2:DescribeNetworkInsightsAnalyses',
        kind: 'throttle',
        count: 1_000,
      });
      const { id } = await ask();
      for (let round = 0; round < 60; round++) {
        await replica().work();
        clock.advance(30);
      }
      const check = await read(id);
      expect(check).toMatchObject({ status: 'done', verdict: 'unknown' });
      expect(check.parts.map(({ state }) => state)).toEqual(['done', 'done']);
      expect(left()).toEqual([]);
    });

    it('says what remains in an account that does not let it be deleted, and deletes it later', async () => {
      const { ask, left, read, replica, clock, settle, world } = await scene();
      world.faults.add({
        operation: 'ec2:DeleteNetworkInsightsPath',
        kind: 'error',
        code: 'InternalError',
        accountId: ANALYTICS,
        count: 3,
      });
      const { id } = await ask();
      for (let round = 0; round < 9; round++) {
        await replica().work();
        clock.advance(5);
      }
      const check = await read(id);
      expect(check).toMatchObject({ status: 'done', verdict: 'reachable' });
      expect(check.parts[0].remains).toMatch(
        /^nip-\w+ is still in the account and is tried again: /,
      );
      expect(left()).toHaveLength(1);
      const later = await settle(id);
      expect(later.parts[0].remains).toBeUndefined();
      expect(left()).toEqual([]);
    });

    it('is not offered where config does not let AWS be asked', async () => {
      const { ask, checks, checked } = await scene({ analyzer: false });
      const offers = await checks.offers(await checked());
      expect(offers.map(({ mayCheck }) => mayCheck)).toEqual([false, false]);
      await expect(ask()).rejects.toMatchObject({
        code: 'reachability_unavailable',
        message: expect.stringContaining(
          'databaseAccess.reachability.analyzer.enabled',
        ),
      });
    });
  });
});

/** Somebody detached it. */
function takePolicy(
  { documents }: { documents: Record<string, object> },
  accountId: string,
  name: string,
) {
  for (const [key, state] of Object.entries(documents)) {
    const { roles = {} } = state as {
      roles?: Record<string, { inlinePolicies: Record<string, string> }>;
    };
    for (const role of Object.values(roles)) {
      if (key.includes(accountId)) {
        delete role.inlinePolicies[name];
      }
    }
  }
}

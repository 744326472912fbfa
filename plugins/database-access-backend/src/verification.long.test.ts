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
import { Knex } from 'knex';
import { toShare } from './routes/toShare';
import { requester } from './__testUtils__/requestBench';
import { REGION } from './__testUtils__/simulatedCompany';
import { OutlinedWorld, worldBench } from './__testUtils__/worldBench';

jest.setTimeout(240_000);

const ZONES = ['use1-az1', 'use1-az2'];

const OUTLINE: OutlinedWorld = {
  accounts: [{ name: 'provider' }, { name: 'consumer' }],
  databases: [
    { name: 'db', account: 'provider', engine: 'postgres', zoneIds: ZONES },
  ],
  networks: [{ name: 'net', account: 'consumer', zoneIds: ZONES }],
  zones: [],
};
const CONSUMER = '200000000002';

type Records = Record<string, Record<string, any>>;

/** S9: "Active" is set only after the verification step observed every hop. */
describe('S9: an access', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  async function begun(knex: Knex) {
    const scene = await worldBench(knex, OUTLINE);
    const { bench, store, clock, shares } = scene;
    const { id } = await scene.ask({
      network: 'net',
      database: 'db',
      connectVia: 'lattice-resource-endpoint',
    });
    await scene.approve(id!);
    await scene.starter.startDue();
    const engine = scene.engine();
    const share = async () => {
      const [found] = await shares.list({ limit: 1 }, requester);
      return toShare(found, {
        person: { ...requester, ownerRefs: [found.share.ownerRef] },
        now: new Date(clock.now()),
        accountName: accountId => `account-${accountId}`,
        certifySince: undefined,
        platformTeam: undefined,
      });
    };
    const { id: shareId } = await share();
    const kinds = async () =>
      (await store.read(tx => store.timeline.list(tx, { shareId })))
        .map(({ kind }) => kind)
        .filter(kind => kind.startsWith('share.'));
    const until = (isSo: () => Promise<boolean>) =>
      bench.drive(engine, isSo, 1_800);
    return { ...scene, engine, share, kinds, until };
  }

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    it('whose surroundings cannot be read is built and not active: it says what is not read, and why', async () => {
      const s = await begun(await databases.init(databaseId));
      // Read well while it was planned, and by the first sweep.
      await s.engine.runOnce();
      s.world.faults.add({
        operation: 'ec2:DescribeNetworkAcls',
        kind: 'error',
        code: 'UnauthorizedOperation',
        accountId: CONSUMER,
        count: 10_000,
      });
      await s.until(async () => (await s.share()).lifecycle === 'stuck');
      const stuck = await s.share();
      expect(stuck.objects.map(({ condition }) => condition)).toEqual(
        stuck.objects.map(() => 'ready'),
      );
      expect(stuck.activeAt).toBe(undefined);
      expect(stuck.reason).toMatch(
        /^All objects are ready, but nobody knows whether packets pass: Network ACLs of the clients’ subnets in account 200000000002, us-east-1, could not be read\. Account 200000000002 .* refused ec2:DescribeNetworkAcls/,
      );
      expect(stuck.verification?.waitsFor).toEqual([
        expect.objectContaining({
          name: 'Network ACLs of the clients’ subnets',
          accountId: CONSUMER,
          accountName: `account-${CONSUMER}`,
          problem: expect.stringContaining('ec2:DescribeNetworkAcls'),
          remedy: expect.any(String),
          nextLookAt: expect.any(String),
        }),
      ]);
      expect(await s.kinds()).toEqual([
        'share.building',
        'share.built',
        'share.stuck',
      ]);

      s.world.faults.clear();
      s.clock.advance(60);
      await s.engine.runOnce();
      const active = await s.share();
      expect([active.lifecycle, active.health]).toEqual(['active', 'healthy']);
      expect(active.verification).toBe(undefined);
    });

    it('that nothing passes over is never shown active and healthy: active, it is broken at the same moment', async () => {
      const s = await begun(await databases.init(databaseId));
      await s.engine.runOnce();
      const acls = (s.world.documents[`ec2/${CONSUMER}/${REGION}`] as Records)
        .networkAcls;
      for (const acl of Object.values(acls)) {
        acl.entries = [
          {
            ruleNumber: 1,
            protocol: '-1',
            ruleAction: 'deny',
            egress: true,
            cidrBlock: '0.0.0.0/0',
          },
          ...acl.entries,
        ];
      }
      s.world.changed();
      const shown: string[] = [];
      await s.until(async () => {
        const { lifecycle, health } = await s.share();
        shown.push(`${lifecycle} ${health}`);
        return lifecycle === 'active';
      });
      expect(shown.at(-1)).toBe('active broken');
      expect(shown).not.toContain('active healthy');
    });

    it('is verified at once, and not by the next usual sweep', async () => {
      const s = await begun(await databases.init(databaseId));
      await s.until(async () => (await s.share()).lifecycle === 'active');
      const entries = await s.store.read(async tx =>
        s.store.timeline.list(tx, {
          shareId: (await s.store.shares.list(tx))[0].id,
        }),
      );
      const at = (kind: string) =>
        Date.parse(entries.find(entry => entry.kind === kind)!.at);
      expect(at('share.active') - at('share.built')).toBeLessThanOrEqual(2_000);
    });
  });
});

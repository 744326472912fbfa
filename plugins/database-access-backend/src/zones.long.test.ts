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
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createDatabaseAccessRequestConditionalDecision,
  databaseAccessRequestConditions,
} from '@towpath/backstage-plugin-database-access-node';
import { PersonName, refOf, stopPortals } from './__testUtils__/startPortal';
import { pairsOf, zoneScene } from './__testUtils__/zoneScene';

// A portal starts, and AWS takes minutes of simulated time.
jest.setTimeout(240_000);

afterEach(stopPortals);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('a zone on %s', databaseId => {
  it('opens what AWS cannot part, each pair as an access of its own, and leaves exactly as it was said', async () => {
    const scene = await zoneScene({
      knex: await databases.init(databaseId),
    });
    const { portal, share, plan, ask, approve, reached, living } = scene;
    await share('analytics-databricks', 'orders-postgres');
    await share('payments', 'orders-postgres');
    expect(await reached()).toEqual([
      'analytics-databricks orders-postgres',
      'payments orders-postgres',
    ]);

    // Another database at the same port: both networks come to it.
    const second = await plan('analytics-databricks', 'catalog-aurora');
    const opened = (body: { opens: any[] }) =>
      [
        ...new Set(
          body.opens.map(
            each => `${each.network} ${each.databaseArn.split(':').pop()}`,
          ),
        ),
      ].sort();
    expect(opened(second)).toEqual([
      'analytics-databricks catalog-aurora',
      'payments catalog-aurora',
    ]);
    expect(second.findings.map((each: any) => each.code)).toContain(
      'zone_opens_more',
    );
    await share('analytics-databricks', 'catalog-aurora');
    const four = [
      'analytics-databricks catalog-aurora',
      'analytics-databricks orders-postgres',
      'payments catalog-aurora',
      'payments orders-postgres',
    ];
    expect(await reached()).toEqual(four);
    expect(pairsOf(await living())).toEqual(four);

    // One at another port: only the network that asked is let in there.
    const mysql = await plan('analytics-databricks', 'billing-mysql');
    expect(opened(mysql)).toEqual(['analytics-databricks billing-mysql']);
    await share('analytics-databricks', 'billing-mysql');
    expect(await reached()).toEqual(
      [...four, 'analytics-databricks billing-mysql'].sort(),
    );

    // Whoever joins comes to both, so both owners decide; and it leaves the organisation, so the platform team does, too.
    const request = await ask('partner', 'orders-postgres');
    expect(request.deciderRefs).toEqual([
      'group:default/orders-team',
      'group:default/catalog-team',
      'group:default/platform-team',
    ]);
    const half = await approve(request, 'owner');
    expect(half.status).toBe('pending');
    expect((await approve(request, 'everyOwner')).status).toBe('pending');
    expect((await approve(request, 'platformEngineer')).status).toBe(
      'approved',
    );
    await portal.until(async () => {
      await portal.run('start');
      const shares = await living();
      return shares.length === 7 &&
        shares.every(each => each.lifecycle === 'active')
        ? true
        : undefined;
    });
    expect(pairsOf(await living())).toEqual(await reached());

    // A network leaves: exactly what the dialog names.
    const [leaving] = (await living()).filter(
      each => pairsOf([each])[0] === 'payments catalog-aurora',
    );
    const { body: ending } = await portal
      .as('everyOwner')
      .get(`/shares/${leaving.id}/zone-ending`);
    const named = ending.network.map(
      (each: any) => `${each.network} ${each.databaseRef.split('/').pop()}`,
    );
    expect(named.sort()).toEqual([
      'payments catalog-aurora',
      'payments orders-postgres',
    ]);
    const before = await reached();
    await portal
      .as('everyOwner')
      .post(`/shares/${leaving.id}/revoke`, { reason: 'They leave' });
    await portal.until(async () =>
      (await living()).length === 5 ? true : undefined,
    );
    expect(await reached()).toEqual(
      before.filter(pair => !named.includes(pair)),
    );

    // A database leaves: the same.
    const [database] = (await living()).filter(
      each => pairsOf([each])[0] === 'partner catalog-aurora',
    );
    await portal.as('everyOwner').post(`/shares/${database.id}/revoke`, {
      reason: 'It leaves',
      leave: 'database',
    });
    await portal.until(async () =>
      (await living()).length === 3 ? true : undefined,
    );
    expect(await reached()).toEqual([
      'analytics-databricks billing-mysql',
      'analytics-databricks orders-postgres',
      'partner orders-postgres',
    ]);

    // Who is in, and outside of the organisation, would come to what another network adds.
    const again = await plan('analytics-databricks', 'catalog-aurora');
    expect(opened(again)).toContain('partner catalog-aurora');
    expect(again.deciders.refs).toContain('group:default/platform-team');
  });
});

describe('a zone', () => {
  it('lets nobody but the owners take a database out', async () => {
    const { portal, share } = await zoneScene();
    const { id } = await share('analytics-databricks', 'orders-postgres');
    const { status, body } = await portal
      .as('requester')
      .post(`/shares/${id}/revoke`, { reason: 'Over', leave: 'database' });
    expect(status).toBe(403);
    expect(body.error.message).toContain('let the network leave instead');
  });

  it('ends all of a network when the first of its accesses is over', async () => {
    const { portal, share, living, reached } = await zoneScene();
    await share('analytics-databricks', 'orders-postgres', {
      durationSeconds: 5 * 86_400,
    });
    await share('analytics-databricks', 'catalog-aurora', {
      durationSeconds: 86_400,
    });
    const ends = (await living()).map(each => each.expiresAt);
    expect(new Set(ends).size).toBe(1);
    portal.awsClock.advance(86_400);
    await portal.run('expire');
    await portal.until(async () =>
      (await living()).length === 0 ? true : undefined,
    );
    expect(await reached()).toEqual([]);
  });

  it('refuses a pair that is in no zone, and says what to do', async () => {
    const { plan } = await zoneScene({
      databaseAccess: { zones: [] },
    });
    const { findings, digest } = await plan(
      'analytics-databricks',
      'orders-postgres',
    );
    expect(digest).toBeUndefined();
    expect(findings[0]).toMatchObject({
      code: 'no_zone',
      severity: 'blocking',
      remedy: expect.stringContaining('databaseAccess.zones'),
    });
  });

  it('lets each owner of what it opens see and decide a request, where a policy shows people what is theirs', async () => {
    const groupsOf: Record<string, string[]> = {
      [refOf('secondOwner')]: ['group:default/catalog-team'],
      [refOf('stranger')]: ['group:default/visitors'],
    };
    const { portal, share, ask } = await zoneScene({
      people: { secondOwner: ['group:default/catalog-team'] },
      policy: (permission, ref) =>
        groupsOf[ref] && permission.name.startsWith('database-access.request.')
          ? createDatabaseAccessRequestConditionalDecision(
              permission as never,
              databaseAccessRequestConditions.isDatabaseOwner({
                ownerRefs: groupsOf[ref],
              }),
            )
          : { result: AuthorizeResult.ALLOW },
    });
    await share('analytics-databricks', 'orders-postgres');
    await share('analytics-databricks', 'catalog-aurora');
    const request = await ask('payments', 'orders-postgres');
    const waiting = async (name: PersonName) =>
      (await portal.as(name).get('/requests?toDecide=true')).body.items.map(
        (each: { id: string }) => each.id,
      );
    expect(await waiting('secondOwner')).toEqual([request.id]);
    expect(await waiting('stranger')).toEqual([]);
    const { status } = await portal
      .as('secondOwner')
      .post(`/requests/${request.id}/decisions`, {
        decision: 'approve',
        planDigest: request.planDigest,
      });
    expect(status).toBe(200);
  });
});

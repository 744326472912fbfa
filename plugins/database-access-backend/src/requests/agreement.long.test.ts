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

import { readdirSync } from 'fs';
import { CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import {
  cheaperBy,
  handOver,
  heir,
  HEIRS,
  networkOf,
  owner,
  requestBench,
  secondOwner,
} from '../__testUtils__/requestBench';
import { decide, fileRequest, Portal } from '../__testUtils__/requestSteps';
import { rowsOf } from '../__testUtils__/rowsOf';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';
import { NetworkConfig } from '../config';
import { StoredRequest } from './Requests';

jest.setTimeout(240_000);

afterEach(stopPortals);

const MIGRATIONS = resolvePackagePath(
  '@towpath/backstage-plugin-database-access-backend',
  'migrations',
);

type Bench = Awaited<ReturnType<typeof requestBench>>;

/** What somebody may change between a word and its use, and what the deciders are told of it. */
const CHANGES: Array<
  [what: string, change: (bench: Bench) => void, told: RegExp[]]
> = [
  [
    'the VPC of the network',
    bench =>
      moveNetwork(bench, {
        accountId: '777777777777',
        vpcId: 'vpc-07777000000000001',
        subnetIds: ['subnet-07777000000000011'],
        clientSecurityGroupIds: ['sg-07777000000000018'],
      }),
    [
      /It no longer opens \S+:5432 to analytics \(vpc-06666000000000001\)/,
      /It now opens \S+:5432 to analytics \(vpc-07777000000000001\)/,
    ],
  ],
  [
    'a subnet of the network',
    bench => moveNetwork(bench, { subnetIds: ['subnet-06666000000000011'] }),
    [
      /Subnets of the network: subnet-06666000000000011, subnet-06666000000000012 → subnet-06666000000000011/,
    ],
  ],
  [
    'the clients',
    bench =>
      moveNetwork(bench, { clientSecurityGroupIds: ['sg-06666000000000010'] }),
    [
      /Security groups of the clients: sg-06666000000000018 → sg-06666000000000010/,
    ],
  ],
];

describe('what was agreed', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  const setup = async (databaseId: TestDatabaseId) =>
    requestBench(await databases.init(databaseId));

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    describe.each(CHANGES)(
      'SEC-4: is not built after somebody has changed %s',
      (_, change, told) => {
        it.each([
          ['after', 'the last approval', false],
          ['before', 'the last approval', true],
        ])('%s %s', async (_when, _what, early) => {
          const bench = await setup(databaseId);
          const { approve, file, knex, replica, requests, store } = bench;
          const { starter } = replica();
          const filed = await file('analytics');
          const comesBack = early ? atTheWord : atTheStart;
          await comesBack(bench, { filed, change, told });

          const back = await requests.get(filed.id);
          expect(back).toMatchObject({ status: 'pending', generation: 2 });
          expect(back.planDigest).not.toBe(filed.planDigest);
          for (const table of ['request_starts', 'shares', 'objects']) {
            expect([table, await knex(table)]).toEqual([table, []]);
          }

          // Whoever still has the old page open says nothing by it, and is shown the way from the old to the new.
          const before = await rowsOf(knex);
          for (const by of [owner, secondOwner]) {
            const late = await approve(filed, by).catch(error => error);
            expect(late).toMatchObject({
              name: 'ConflictError',
              code: 'plan_changed',
              plan: { digest: back.planDigest },
            });
            for (const sentence of told) {
              expect(late.message).toMatch(sentence);
              expect(late.difference.join(' ')).toMatch(sentence);
            }
          }
          expect(await rowsOf(knex)).toEqual(before);

          // The old approval is worth nothing any more, however often it is tried.
          await expect(starter.start(filed.id)).rejects.toMatchObject({
            code: 'request_not_approved',
          });
          await approve(back);
          const started = await starter.start(filed.id);
          expect(started.status).toBe('started');
          const [share] = await store.read(tx => store.shares.list(tx));
          expect(share.plan.digest).toBe(back.planDigest);
          expect((await requests.get(filed.id)).decisions).toHaveLength(
            early ? 1 : 2,
          );
        });
      },
    );

    it('is approved while AWS cannot be read, since an account that is down delays nobody’s word, and waits for it at the start', async () => {
      const bench = await setup(databaseId);
      const { approve, clock, company, file, knex, replica } = bench;
      const filed = await file('analytics');
      const { faults } = company.world;
      faults.add({
        operation: 'rds:DescribeDBInstances',
        kind: 'error',
        code: 'AccessDenied',
        count: 100,
      });
      clock.advance(31);
      expect((await approve(filed)).status).toBe('approved');
      const { starter } = replica();
      expect((await starter.start(filed.id)).status).toBe('approved');
      const [{ message }] = await knex('timeline').where({
        kind: 'request.waits',
      });
      expect(message).toMatch(
        /Account 333333333333 .*refused rds:DescribeDBInstances to its role/,
      );

      faults.clear();
      clock.advance(31);
      expect((await starter.start(filed.id)).status).toBe('started');
    });

    it('is approved once it can be planned again, and a word on what is decided asks AWS nothing', async () => {
      const bench = await setup(databaseId);
      const { approve, clock, company, config, file } = bench;
      const filed = await file('analytics');
      const network = config.networks[0];
      config.networks.length = 0;
      await expect(approve(filed)).rejects.toMatchObject({
        code: 'plan_blocked',
        message:
          'It cannot be approved now, because nothing can be planned: the network does not exist any more',
      });
      config.networks.push(network);
      expect((await approve(filed)).status).toBe('approved');

      clock.advance(31);
      company.world.faults.add({
        operation: 'rds:DescribeDBInstances',
        kind: 'throttle',
        count: 100,
      });
      await expect(approve(filed, secondOwner)).rejects.toMatchObject({
        code: 'request_not_pending',
        message: expect.stringMatching(/^Already approved by user:default/),
      });
    });

    it('is decided by those whose it is at that moment', async () => {
      const bench = await setup(databaseId);
      const { approve, file, knex, requests } = bench;
      const filed = await file('analytics');
      handOver(bench);

      await expect(approve(filed)).rejects.toMatchObject({
        code: 'not_a_decider',
        message: expect.stringContaining(HEIRS),
      });
      expect(await knex('decisions')).toEqual([]);
      const back = await requests.get(filed.id);
      expect(back).toMatchObject({
        status: 'pending',
        generation: 2,
        deciderRefs: [HEIRS],
        planDigest: filed.planDigest,
      });
      expect((await approve(back, heir)).status).toBe('approved');
    });

    it('A6: is shown again, with its price, if it would cost more than a tenth more when somebody says yes', async () => {
      const bench = await setup(databaseId);
      const { approve, file, knex, prices, replica, requests } = bench;
      const filed = await file('analytics');
      prices.table = cheaperBy(1.2);
      const word = await approve(filed).catch(error => error);
      expect(word).toMatchObject({ code: 'plan_changed' });
      expect(word.message).toContain('35.04 USD a month');
      expect(await knex('decisions')).toEqual([]);
      const back = await requests.get(filed.id);
      expect(back.plan.cost.fixedMonthly).toBe(35.04);
      await approve(back);
      expect((await replica().starter.start(filed.id)).status).toBe('started');
    });

    it('SEC-5: is started once by one approval, and an old approval that comes back is refused', async () => {
      const bench = await setup(databaseId);
      const { approve, file, knex, replica, store } = bench;
      const filed = await file('analytics');
      await approve(filed);
      const replicas = [replica(), replica(), replica()];
      const together = await Promise.all(
        replicas.map(({ starter }) => starter.start(filed.id)),
      );
      expect(new Set(together.map(each => each.shareId)).size).toBe(1);
      expect(await knex('request_starts')).toHaveLength(1);
      expect(await knex('shares')).toHaveLength(1);
      // Those who came later say nothing of waiting.
      expect(await knex('timeline').where({ kind: 'request.waits' })).toEqual(
        [],
      );

      // Sent back since, with the same plan: the word of the first round stays one of the first round.
      await knex('shares').update({ lifecycle: 'revoked', living_key: null });
      await knex('access_requests').update({
        status: 'approved',
        generation: 2,
      });
      expect(await replicas[0].starter.start(filed.id)).toMatchObject({
        status: 'pending',
        generation: 3,
      });
      await knex('access_requests').update({ status: 'approved' });
      await replicas[0].starter.start(filed.id);
      expect(await store.read(tx => store.shares.list(tx))).toHaveLength(1);
    });

    it('stays so when prices are read anew, as long as they are no more than a tenth higher', async () => {
      const bench = await setup(databaseId);
      const { approve, file, prices, replica } = bench;
      const filed = await file('analytics');
      prices.table = cheaperBy(1.09);
      expect(await approve(filed)).toMatchObject({
        status: 'approved',
        generation: 1,
      });
      prices.table = cheaperBy(1.05);
      expect(await replica().starter.start(filed.id)).toMatchObject({
        status: 'started',
        generation: 1,
      });
    });

    it('stays so through a restart and an upgrade, decided or not', async () => {
      const knex = await databases.init(databaseId);
      const older = await startPortal({ knex });
      const approved = await fileRequest(older, { key: 'approved' });
      await decide(older, approved, { comment: 'Go on' });
      const pending = await fileRequest(older, {
        key: 'pending',
        wish: { databaseRef: 'resource:default/billing-mysql' },
      });
      await stopPortals();
      await forgetWhatCameLater(knex);

      const newer = await startPortal({ knex });
      // What AWS says of prices today, not the table that was agreed on.
      await newer.run('prices');
      for (const id of [approved.id, pending.id]) {
        const { status, body } = await newer.as('owner').get(`/requests/${id}`);
        expect([status, body.generation]).toEqual([200, 1]);
      }
      const started = await newer
        .as('requester')
        .post(`/requests/${approved.id}/start`);
      expect(started.body).toMatchObject({
        status: 'started',
        generation: 1,
        planDigest: approved.planDigest,
        decisions: [{ comment: 'Go on' }],
      });
      // Who had the page open before the restart goes on where they were.
      const word = await decide(newer, pending, { by: 'everyOwner' });
      expect(word.body.status).toBe('approved');
      await newer.as('requester').post(`/requests/${pending.id}/start`);
      expect(await knex('request_starts')).toHaveLength(2);
      const list = await newer.as('requester').get('/shares');
      expect(list.status).toBe(200);
      expect(list.body.items).toHaveLength(2);
    });
  });

  it('stays so when something else is tagged or added around it', async () => {
    const portal = await startPortal();
    const filed = await fileRequest(portal);
    await decide(portal, filed);
    await tagSubnet(portal);
    portal.awsClock.advance(3 * 86_400);
    const { body } = await portal
      .as('requester')
      .post(`/requests/${filed.id}/start`);
    expect(body).toMatchObject({ status: 'started', generation: 1 });
  });
});

interface Changed {
  filed: StoredRequest;
  change: (bench: Bench) => void;
  told: RegExp[];
}

/** A6: whoever says yes learns of it, and nothing is recorded but the new plan. */
async function atTheWord(bench: Bench, { filed, change, told }: Changed) {
  change(bench);
  bench.clock.advance(31);
  const word = await bench.approve(filed).catch(error => error);
  const { plan } = await bench.requests.get(filed.id);
  expect(word).toMatchObject({ code: 'plan_changed', plan });
  for (const sentence of told) {
    expect(word.message).toMatch(sentence);
  }
  expect(await bench.knex('decisions')).toEqual([]);
}

async function atTheStart(bench: Bench, { filed, change }: Changed) {
  await bench.approve(filed);
  change(bench);
  bench.clock.advance(31);
  await bench.replica().starter.start(filed.id);
}

function moveNetwork({ config }: Bench, to: Partial<NetworkConfig>): void {
  config.networks[0] = { ...networkOf('analytics'), ...to };
}

/** As a version wrote it that did not know what is optional today, in a schema of that time. */
async function forgetWhatCameLater(knex: Knex): Promise<void> {
  for (const row of await knex('access_requests')) {
    const { recommendation, overrideReason, deciders, ...plan }: Plan =
      JSON.parse(row.plan);
    const { pricesFrom, volumeGb, monthlyAtVolume, ...cost } = plan.cost;
    await knex('access_requests')
      .where({ id: row.id })
      .update({ plan: JSON.stringify({ ...plan, cost }) });
  }
  const names = readdirSync(MIGRATIONS).sort();
  const later = names.slice(
    names.indexOf('20261108000100_open_requests.js') + 1,
  );
  expect(later.length).toBeGreaterThan(2);
  for (const name of later.reverse()) {
    await knex.migrate.down({ directory: MIGRATIONS, name });
  }
}

async function tagSubnet(portal: Portal): Promise<void> {
  const ec2 = new EC2Client({
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: '333333333333', secretAccessKey: 'simulated' },
  });
  await ec2.send(
    new CreateTagsCommand({
      Resources: ['subnet-03333000000000011'],
      Tags: [{ Key: 'cost-centre', Value: '4711' }],
    }),
  );
  ec2.destroy();
}

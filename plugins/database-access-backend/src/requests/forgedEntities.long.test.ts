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
  AddTagsToResourceCommand,
  RDSClient,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  Finding,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import {
  decide,
  fileRequest,
  Portal,
  WISH,
} from '../__testUtils__/requestSteps';
import { rowsOf } from '../__testUtils__/rowsOf';
import {
  databaseEntity,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';

jest.setTimeout(240_000);

afterEach(stopPortals);

const ORDERS = 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';
const BILLING = 'arn:aws:rds:us-east-1:444444444444:db:billing-mysql';
const ARN = 'aws.amazon.com/arn';

/** In place of the example's entity, so that nothing but the entity itself speaks against it. */
const NOT_REGISTERED = databaseEntity('orders-postgres', { type: 'service' });

/** Everything that would have to be called to build anything. */
async function changesOfAws(portal: Portal): Promise<string[]> {
  const operations = await portal.aws.operations();
  return operations.filter(name =>
    /:(Create|Authorize|Associate|Put|Register|Modify|Accept)/.test(name),
  );
}

describe('a catalog entity proves nothing', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe('when a request is filed', () => {
    it.each<[string, Entity[], string[]]>([
      [
        'the ARN of others with the own team as owner',
        [
          NOT_REGISTERED,
          databaseEntity('mine', { arn: ORDERS, owner: 'analytics-team' }),
        ],
        ['owner_mismatch'],
      ],
      [
        'the same beside the true entity',
        [databaseEntity('mine', { arn: ORDERS, owner: 'analytics-team' })],
        ['arn_not_unique', 'owner_mismatch'],
      ],
      [
        'the true owner beside the true entity',
        [databaseEntity('mine', { arn: ORDERS })],
        ['arn_not_unique'],
      ],
      [
        'the same in another annotation and other letters',
        [
          databaseEntity('mine', {
            arn: ORDERS.toLocaleUpperCase('en-US').replace(
              /^ARN:AWS:RDS/,
              'arn:aws:rds',
            ),
            annotation: 'amazon.com/rds-instance-arn',
          }),
        ],
        ['arn_not_unique'],
      ],
      [
        'nobody as owner',
        [
          NOT_REGISTERED,
          {
            ...databaseEntity('mine', { arn: ORDERS }),
            spec: { type: 'database' },
          },
        ],
        ['owner_mismatch'],
      ],
      [
        'a database of an account that does not stand in config',
        [
          databaseEntity('mine', {
            arn: 'arn:aws:rds:us-east-1:121212121212:db:orders-postgres',
            owner: 'analytics-team',
          }),
        ],
        ['account_not_configured'],
      ],
    ])('with %s, nothing can be asked for', async (_, entities, codes) => {
      const portal = await startPortal({ entities });
      await expectRefused(portal, 'resource:default/mine', codes);
      await expect(
        portal.aws.countCalls({ accountId: '121212121212' }),
      ).resolves.toBe(0);
    });

    it('with a tag in AWS that names the own team, where config lets no tag speak', async () => {
      const portal = await startPortal({
        entities: [
          NOT_REGISTERED,
          databaseEntity('mine', { arn: ORDERS, owner: 'analytics-team' }),
        ],
      });
      await tag(portal, { 'database-access:owner': 'analytics-team' });
      await expectRefused(portal, 'resource:default/mine', ['owner_mismatch']);
    });

    it('for a database that its owners have not offered, nothing can be asked for', async () => {
      const portal = await startPortal();
      await portal.as('requester').post('/plans', WISH);
      await untag(portal, 'database-access:shareable');
      portal.awsClock.advance(31);
      await expectRefused(portal, WISH.databaseRef, ['database_not_shareable']);
    });
  });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    /** A filed request, and the entities that somebody could change in the catalog. */
    async function setup() {
      const knex = await databases.init(databaseId);
      const entity = databaseEntity('orders-postgres', { arn: ORDERS });
      const shadow = databaseEntity('shadow', { owner: 'analytics-team' });
      // Nothing else names its ARN.
      const billing = databaseEntity('billing-mysql', { type: 'service' });
      const portal = await startPortal({
        knex,
        entities: [entity, shadow, billing],
      });
      const filed = await fileRequest(portal, { start: 'manual' });
      return { knex, portal, entity, shadow, filed };
    }

    it('when it is decided: whoever writes the own team into it decides nothing', async () => {
      const { knex, portal, entity, filed } = await setup();
      entity.spec!.owner = 'analytics-team';
      portal.awsClock.advance(31);
      const before = await rowsOf(knex);
      for (const by of ['colleague', 'requester'] as const) {
        const word = await decide(portal, filed, { by });
        expect([by, word.status, word.body.error.code]).toEqual([
          by,
          403,
          by === 'requester' ? 'own_request' : 'not_a_decider',
        ]);
        const waiting = await portal.as(by).get('/requests?toDecide=true');
        expect(waiting.body.items).toEqual([]);
      }
      expect(await rowsOf(knex)).toEqual(before);
      // Those whose it is hear of it, and may say no.
      const yes = await decide(portal, filed);
      expect([yes.status, yes.body.error.code]).toEqual([409, 'plan_blocked']);
      expect(yes.body.error.message).toMatch(/says group:default\/orders-team/);
      expect(await rowsOf(knex)).toEqual(before);
      const no = await decide(portal, filed, {
        decision: 'deny',
        comment: 'Somebody has changed the entity',
      });
      expect(no.body.status).toBe('denied');
    });

    it.each<
      [string, (entities: { entity: Entity; shadow: Entity }) => void, RegExp]
    >([
      [
        'names the own team as owner',
        ({ entity }) => {
          entity.spec!.owner = 'analytics-team';
        },
        /says that group:default\/analytics-team owns orders-postgres/,
      ],
      [
        'has a double',
        ({ shadow }) => {
          shadow.metadata.annotations![ARN] = ORDERS;
        },
        /is not the only entity that names this ARN/,
      ],
      [
        'names another database of the same people',
        ({ entity }) => {
          entity.metadata.annotations![ARN] = BILLING;
          entity.spec!.owner = 'billing-team';
        },
        /names arn:aws:rds:us-east-1:444444444444:db:billing-mysql now, and arn:aws:rds:us-east-1:333333333333:db:orders-postgres was asked for/,
      ],
      [
        'names no database any more',
        ({ entity }) => {
          entity.spec!.type = 'service';
        },
        /is not a database/,
      ],
      [
        'is gone',
        ({ entity }) => {
          entity.metadata.name = 'gone';
        },
        /No entity resource:default\/orders-postgres/,
      ],
    ])(
      'when it is approved or started: nothing is built while it %s',
      async (_, forge, sentence) => {
        const { knex, portal, entity, shadow, filed } = await setup();
        const asItWas = [entity, shadow].map(each => structuredClone(each));
        const mend = () => {
          const [first, second] = structuredClone(asItWas);
          Object.assign(entity, first);
          Object.assign(shadow, second);
          portal.awsClock.advance(31);
        };
        forge({ entity, shadow });
        portal.awsClock.advance(31);
        const before = await rowsOf(knex);
        const word = await decide(portal, filed);
        expect([word.status, word.body.error.code]).toEqual([
          409,
          'plan_blocked',
        ]);
        expect(word.body.error.message).toMatch(sentence);
        expect(await rowsOf(knex)).toEqual(before);

        mend();
        expect((await decide(portal, filed)).body.status).toBe('approved');
        forge({ entity, shadow });
        portal.awsClock.advance(31);
        await expectNothingStarted(knex, portal, sentence);

        mend();
        const { body } = await portal
          .as('requester')
          .post(`/requests/${filed.id}/start`);
        expect(body).toMatchObject({ status: 'started', generation: 1 });
      },
    );
  });
});

/** Neither planned nor filed, whatever digest is sent, and each time with the reason. */
async function expectRefused(
  portal: Portal,
  databaseRef: string,
  codes: string[],
): Promise<void> {
  const wish = { ...WISH, databaseRef };
  const plan = await portal.as('requester').post('/plans', wish);
  expect(plan.body.digest).toBe(undefined);
  expect(blockingOf(plan.body.findings)).toEqual(codes);

  const filed = await portal.as('requester').post('/requests', {
    ...wish,
    purpose: 'Report',
    planDigest: '0'.repeat(64),
    idempotencyKey: 'forged',
  });
  expect([filed.status, filed.body.error.code]).toEqual([409, 'plan_blocked']);
  expect(blockingOf(filed.body.error.findings)).toEqual(codes);
  const list = await portal.as('everyOwner').get('/requests');
  expect(list.body.items).toEqual([]);
}

function blockingOf(findings: Finding[]): string[] {
  return findings
    .filter(({ severity }) => severity === 'blocking')
    .map(({ code }) => code)
    .sort();
}

async function expectNothingStarted(
  knex: Knex,
  portal: Portal,
  because: RegExp,
): Promise<void> {
  const [request] = (await portal.as('owner').get('/requests')).body.items;
  const { body: waiting } = await portal
    .as('requester')
    .post(`/requests/${request.id}/start`);
  expect(waiting).toMatchObject({ status: 'approved', generation: 1 });
  for (const table of ['request_starts', 'shares', 'objects']) {
    expect([table, await knex(table)]).toEqual([table, []]);
  }
  expect(await changesOfAws(portal)).toEqual([]);
  const { body } = await portal
    .as('owner')
    .get(`/requests/${request.id}/timeline`);
  const last: TimelineEntry = body.items[body.items.length - 1];
  expect(last.kind).toBe('request.waits');
  expect(last.message).toMatch(because);
}

async function tag(
  portal: Portal,
  tags: Record<string, string>,
): Promise<void> {
  const rds = ownersClient(portal);
  await rds.send(
    new AddTagsToResourceCommand({
      ResourceName: ORDERS,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  rds.destroy();
}

async function untag(portal: Portal, key: string): Promise<void> {
  const rds = ownersClient(portal);
  await rds.send(
    new RemoveTagsFromResourceCommand({
      ResourceName: ORDERS,
      TagKeys: [key],
    }),
  );
  rds.destroy();
}

/** With the keys of the database's account, not with the portal's. */
function ownersClient(portal: Portal): RDSClient {
  return new RDSClient({
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: '333333333333', secretAccessKey: 'simulated' },
  });
}

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
import { JsonObject } from '@backstage/types';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { exampleAccounts, EXTERNAL_IDS } from '../__testUtils__/exampleConfig';
import { decide, fileRequest, Portal } from '../__testUtils__/requestSteps';
import { tablesOf } from '../__testUtils__/rowsOf';
import {
  PersonName,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';

jest.setTimeout(240_000);

afterEach(stopPortals);

/** What only AWS can read, and what no page may repeat. */
const ENCODED = 'bm90LWZvci1wZW9wbGU_canary';

const CONFIGURED = exampleAccounts
  .map(account => (account as JsonObject).externalId)
  .filter((id): id is string => typeof id === 'string');

/** What no answer of one account should know: the ExternalIds of all. */
const ALL = `Not one of ${CONFIGURED.join(', ')}`;

describe('SEC-14: no ExternalId, key, token or encoded message of AWS', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())(
    'gets out of the backend in the whole life of an access, into an answer, a log, a message or a row of %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const portal = await startPortal({ knex });
      const seen: string[] = [];

      // Both sides let something slip on the way.
      await portal.aws.fault({
        operation: 'sts:AssumeRole',
        kind: 'error',
        code: 'ValidationError',
        message: `Value '${EXTERNAL_IDS.orders}' at 'externalId' failed to satisfy constraint. ${ALL}`,
      });
      const path = '/databases/default/orders-postgres';
      seen.push((await portal.as('requester').get(path)).text);
      await portal.aws.mend();
      portal.awsClock.advance(31);

      await portal.aws.fault({
        operation: 'ec2:CreateVpcEndpoint',
        kind: 'error',
        code: 'UnauthorizedOperation',
        message: `You are not authorized to perform this operation. ${ALL}. Encoded authorization failure message: ${ENCODED}`,
      });
      const filed = await fileRequest(portal, { start: 'automatic' });
      await decide(portal, filed, { comment: 'Go on' });
      await portal.run('start');
      const stuck = await shareThat(portal, 'stuck');
      seen.push(...(await everything(portal, filed.id, stuck.id)));

      await portal.as('owner').post(`/shares/${stuck.id}/retry`);
      await shareThat(portal, 'active');
      seen.push(...(await everything(portal, filed.id, stuck.id)));
      await portal.as('owner').post(`/shares/${stuck.id}/revoke`, {
        // People may let it slip, too.
        reason: `Over, says ${EXTERNAL_IDS.analytics}`,
      });
      await shareThat(portal, 'revoked');
      await portal.run('tell');
      seen.push(...(await everything(portal, filed.id, stuck.id)));

      const shown = [
        ...seen,
        ...portal.log,
        ...[
          portal.audit,
          portal.notifications,
          portal.events,
          portal.signals,
        ].map(told => JSON.stringify(told)),
        await everyRow(knex),
      ].join('\n');
      expect(CONFIGURED.length).toBeGreaterThan(4);
      // It is where the slips would be, with everything else of them.
      const tells = (text: string) => [text, shown.includes(text)];
      for (const text of [
        "Value '[secret]' at 'externalId'",
        'Not one of [secret], [secret]',
        'refused ec2:CreateVpcEndpoint',
      ]) {
        expect(tells(text)).toEqual([text, true]);
      }
      for (const told of [portal.audit, portal.notifications, portal.events]) {
        expect(told.length).toBeGreaterThan(2);
      }

      // Not by what the whole text is, which would be printed.
      for (const secret of [...Object.values(EXTERNAL_IDS), ENCODED]) {
        expect(tells(secret)).toEqual([secret, false]);
      }
      expect(
        shown.match(
          /ASIA[A-Z0-9]{8}|SessionToken|secretAccessKey|Bearer |eyJ[A-Za-z0-9_-]{20}/i,
        ),
      ).toBeNull();
    },
  );
});

/** What somebody pastes who does not look at it. */
const PASTED = `FATAL: password=${ENCODED} of ${EXTERNAL_IDS.orders}: Connection timed out`;

async function shareThat(
  portal: Portal,
  lifecycle: Share['lifecycle'],
): Promise<Share> {
  return portal.until(async () => {
    const { body } = await portal
      .as('requester')
      .get(`/shares?lifecycle=${lifecycle}`);
    return body.items[0];
  });
}

/** Every answer about this request and share, as different people get them. */
async function everything(
  portal: Portal,
  requestId: string,
  shareId: string,
): Promise<string[]> {
  const people: PersonName[] = ['requester', 'owner', 'stranger'];
  const paths = [
    '/installation',
    '/networks',
    '/databases/default/orders-postgres',
    '/requests',
    `/requests/${requestId}`,
    `/requests/${requestId}/timeline`,
    '/shares',
    `/shares/${shareId}`,
    `/shares/${shareId}/timeline`,
    `/shares/${shareId}/diagnosis`,
    `/shares/${shareId}/diagnosis?error=${encodeURIComponent(PASTED)}`,
    '/lanes',
    '/overview',
  ];
  const texts: string[] = [];
  for (const name of people) {
    for (const path of paths) {
      const answer = await portal.as(name).get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      texts.push(answer.text);
    }
  }
  return texts;
}

async function everyRow(knex: Knex): Promise<string> {
  const tables = await tablesOf(knex, { all: true });
  expect(tables.length).toBeGreaterThan(10);
  const rows = [];
  for (const table of tables) {
    rows.push(JSON.stringify(await knex(table)));
  }
  return rows.join('\n');
}

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

import { readFileSync } from 'fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { exampleAccounts } from './__testUtils__/exampleConfig';
import { startPortal, stopPortals } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

afterEach(stopPortals);

/** The actions of the permissions policy that the README gives. */
function documentedActions({ ofSweeps = false } = {}): string[] {
  const readme = readFileSync(
    resolvePackagePath(
      '@towpath/backstage-plugin-database-access-backend',
      'README.md',
    ),
    'utf8',
  );
  const [policy] = [...readme.matchAll(/```json\n(.*?)```/gs)]
    .map(([, json]) => JSON.parse(json))
    .filter(({ Statement }) => Statement[0].Sid === 'Databases');
  return policy.Statement.filter(
    ({ Sid }: { Sid: string }) => (Sid === 'Sweeps') === ofSweeps,
  ).flatMap((statement: { Action: string[] }) => statement.Action);
}

describe("the README's policy of the read role", () => {
  it('allows what the portal calls in other accounts, and nothing else', async () => {
    const {
      awsClock,
      get,
      describe: look,
      aws,
      tag,
    } = await startPortal({
      databaseAccess: {
        accounts: exampleAccounts.map(account => ({
          ...(account as object),
          allowNetworkTags: true,
        })),
      },
    });
    await tag('666666666666', 'vpc-06666000000000002', {
      'database-access:network': 'workshop',
      'database-access:owner': 'analytics-team',
    });
    // AWS lists a metric a quarter of an hour after its first minute.
    awsClock.advance(3_600);
    await look('orders-postgres');
    await look('catalog-aurora');
    await get('/v1/databases/default/orders-postgres/rds');
    await get('/v1/databases/default/orders-postgres/metrics');
    await get('/v1/networks');

    const called = (await aws.operations()).filter(
      name => !name.startsWith('sts:') && name !== 'ec2:CreateTags',
    );
    // Accounts are swept at their own times: by now some of them, or none.
    const ofSweeps = documentedActions({ ofSweeps: true });
    expect(called.filter(name => !ofSweeps.includes(name))).toEqual(
      documentedActions().sort(),
    );
  });
});

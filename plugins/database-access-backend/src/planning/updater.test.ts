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

import { JsonArray, JsonObject } from '@backstage/types';
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { exampleAccounts, ordersAccount } from '../__testUtils__/exampleConfig';
import { WISH } from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(60_000);

afterEach(stopPortals);

async function planned(databaseAccess: JsonObject): Promise<Plan> {
  const portal = await startPortal({ databaseAccess });
  const { body } = await portal.as('requester').post('/plans', {
    ...WISH,
    connectVia: 'privatelink',
    overrideReason: 'To see its updater',
  });
  return body;
}

function updaterOf({ objects }: Plan) {
  return objects.filter(({ key }) => key.startsWith('updater'));
}

const withRole: JsonArray = [
  { ...ordersAccount, roles: { updater: 'database-access-updater' } },
  ...exampleAccounts.slice(1),
];

describe('a plan for PrivateLink', () => {
  it('has no updater unless config wants one', async () => {
    const plan = await planned({ accounts: withRole });
    expect(plan.objects.length).toBeGreaterThan(10);
    expect(updaterOf(plan)).toEqual([]);
  });

  it('shows the updater and what it costs, and opens nothing more', async () => {
    const plain = await planned({});
    const plan = await planned({
      updater: { enabled: true },
      accounts: withRole,
    });
    expect(updaterOf(plan)).toMatchObject(
      [
        'events/rule',
        'lambda/function',
        'lambda/permission',
        'events/target',
      ].map(type => ({ type, verb: 'create', accountName: 'orders-prod' })),
    );
    expect(plan.opens).toEqual(plain.opens);
    expect(plan.enables).toEqual(plain.enables);
    expect(plan.findings).toEqual(plain.findings);
    expect(plan.digest).not.toBe(plain.digest);
    const ofUpdater = plan.cost.lines.filter(({ description }) =>
      description.startsWith('Updater'),
    );
    expect(ofUpdater.map(({ monthly }) => monthly)).toEqual([0.01, 0.09]);
    expect(plan.cost.fixedMonthly).toBeCloseTo(plain.cost.fixedMonthly! + 0.1);
  });

  it('says when the account has no role for it, and can be built without', async () => {
    const plan = await planned({ updater: { enabled: true } });
    expect(updaterOf(plan)).toEqual([]);
    expect(plan.digest).toBeDefined();
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        code: 'updater_role_missing',
        severity: 'warning',
        remedy: expect.stringContaining('roles.updater'),
      }),
    );
  });
});

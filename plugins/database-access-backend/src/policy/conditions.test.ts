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

import { AccessQuestion } from '@towpath/backstage-plugin-database-access-node';
import { AccessScope } from '../config';
import { conditionsOf } from './conditions';
import { questionOf } from './explain';

const question: AccessQuestion = {
  ...questionOf({
    requester: { groups: ['group:default/analytics-team'] },
    database: {
      environment: 'production',
      dataClassification: 'confidential',
      owner: 'group:default/orders-team',
      system: 'system:default/orders',
      accountId: '333333333333',
      organizationalUnit: 'workloads/prod',
      tags: { tier: 'gold' },
    },
    network: {
      accountId: '666666666666',
      organizationalUnit: 'analytics',
      owner: 'group:default/analytics-team',
    },
    pattern: 'privatelink',
    durationSeconds: 86_400,
    fixedMonthlyCost: 100,
    outsideOrganization: true,
  }),
};

type Part = Partial<Omit<AccessScope, 'database' | 'network'>> & {
  database?: AccessScope['database'];
  network?: AccessScope['network'];
};

function holds(when: Part, asked: AccessQuestion = question): boolean {
  const scope = { database: {}, network: {}, ...when };
  return conditionsOf(scope, asked).every(each => each.holds);
}

describe('what a rule asks for', () => {
  it('is nothing, and it holds everywhere', () => {
    expect(conditionsOf({ database: {}, network: {} }, question)).toEqual([]);
  });

  it.each<[string, Part, Part]>([
    [
      'the environment, in any case',
      { database: { environments: ['dev', 'Production'] } },
      { database: { environments: ['dev'] } },
    ],
    [
      'the class of the data',
      { database: { dataClassifications: ['confidential'] } },
      { database: { dataClassifications: ['public', 'unknown'] } },
    ],
    [
      'the owner',
      { database: { owners: ['group:default/orders-team'] } },
      { database: { owners: ['group:default/billing-team'] } },
    ],
    [
      'the system',
      { database: { systems: ['system:default/orders'] } },
      { database: { systems: ['system:default/billing'] } },
    ],
    [
      'the account of the database',
      { database: { accounts: ['333333333333'] } },
      { database: { accounts: ['666666666666'] } },
    ],
    [
      'the organisational unit of the database',
      { database: { organizationalUnits: ['workloads/prod'] } },
      { database: { organizationalUnits: ['analytics'] } },
    ],
    [
      'all of its tags',
      { database: { tags: { tier: 'gold' } } },
      { database: { tags: { tier: 'gold', pii: 'yes' } } },
    ],
    [
      'the account of the network',
      { network: { accounts: ['666666666666'] } },
      { network: { accounts: ['333333333333'] } },
    ],
    [
      'the organisational unit of the network',
      { network: { organizationalUnits: ['analytics'] } },
      { network: { organizationalUnits: ['workloads/prod'] } },
    ],
    [
      'the owner of the network',
      { network: { owners: ['group:default/analytics-team'] } },
      { network: { owners: ['group:default/orders-team'] } },
    ],
    [
      'the pattern',
      { patterns: ['privatelink'] },
      { patterns: ['lattice-resource-endpoint'] },
    ],
    [
      'SEC-20: whether it leaves the organisation',
      { outsideOrganization: true },
      { outsideOrganization: false },
    ],
    [
      'whether the requester owns the database',
      { requesterOwnsDatabase: false },
      { requesterOwnsDatabase: true },
    ],
    [
      'a longer time',
      { durationOverSeconds: 86_399 },
      { durationOverSeconds: 86_400 },
    ],
    ['a higher cost', { monthlyCostOver: 99 }, { monthlyCostOver: 100 }],
  ])('may be %s', (_what, fits, fitsNot) => {
    expect([holds(fits), holds(fitsNot)]).toEqual([true, false]);
  });

  it('knows what a database does not have as unknown, and a cost that nobody knows as high', () => {
    const bare = questionOf({});
    for (const key of [
      'environments',
      'dataClassifications',
      'systems',
      'organizationalUnits',
    ] as const) {
      expect(holds({ database: { [key]: ['unknown'] } }, bare)).toBe(true);
    }
    expect(holds({ monthlyCostOver: 1_000_000 }, bare)).toBe(true);
  });

  it('is all of it at once', () => {
    const both: Part = {
      database: { environments: ['production'] },
      outsideOrganization: false,
    };
    expect(holds(both)).toBe(false);
  });
});

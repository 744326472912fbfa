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

import { mockServices } from '@backstage/backend-test-utils';
import { readDatabaseAccessConfig } from './readDatabaseAccessConfig';

function read(policy: object) {
  return readDatabaseAccessConfig(
    mockServices.rootConfig({
      data: {
        databaseAccess: {
          installation: 'demo',
          accounts: [
            {
              accountId: '333333333333',
              regions: ['us-east-1'],
              organizationalUnit: 'prod',
            },
          ],
          policy,
        },
      } as never,
    }),
    {},
  ).policy!;
}

const rule = (says: object) => ({
  rules: [{ id: 'one', because: 'So we decided.', ...says }],
});

describe('the policy in config', () => {
  it('is read whole', () => {
    expect(
      read({
        rules: [
          {
            id: 'production',
            because: 'Two look at production.',
            when: {
              database: {
                environments: ['production', 'unknown'],
                owners: ['orders-team'],
                systems: ['System:default/Orders'],
                dataClassifications: ['confidential'],
                accounts: ['333333333333'],
                organizationalUnits: ['prod'],
                tags: { 'cost-center': '42' },
              },
              network: { owners: ['group:default/analytics-team'] },
              outsideOrganization: false,
              requesterOwnsDatabase: true,
              patterns: ['lattice'],
              durationOver: { days: 7 },
              monthlyCostOver: 100,
            },
            decide: [
              { by: 'database-owner' },
              { by: 'group:default/platform-team', count: 2, stage: 2 },
            ],
            longest: { days: 90 },
            default: { days: 30 },
            patterns: ['privatelink'],
            extending: 'within-longest',
            commentRequired: true,
          },
        ],
        emergency: { who: ['platform-team'], longest: { hours: 2 } },
      }),
    ).toEqual({
      classificationTag: 'data-classification',
      tags: [],
      rules: [
        {
          key: 'databaseAccess.policy.rules[0]',
          when: {
            database: {
              environments: ['production', 'unknown'],
              owners: ['group:default/orders-team'],
              systems: ['system:default/orders'],
              dataClassifications: ['confidential'],
              accounts: ['333333333333'],
              organizationalUnits: ['prod'],
              tags: { 'cost-center': '42' },
            },
            network: { owners: ['group:default/analytics-team'] },
            outsideOrganization: false,
            requesterOwnsDatabase: true,
            patterns: [
              'lattice-resource-endpoint',
              'lattice-service-network',
              'lattice-consumer-network',
            ],
            durationOverSeconds: 604_800,
            monthlyCostOver: 100,
          },
          opinion: {
            rule: 'production',
            because: 'Two look at production.',
            decide: [
              { by: 'database-owner', count: 1, stage: 1 },
              { by: 'group:default/platform-team', count: 2, stage: 2 },
            ],
            longestSeconds: 7_776_000,
            defaultSeconds: 2_592_000,
            patterns: ['privatelink'],
            extending: 'within-longest',
            commentRequired: true,
          },
        },
      ],
      emergency: {
        who: ['group:default/platform-team'],
        longestSeconds: 7_200,
        review: ['database-owner'],
        reviewWithinSeconds: 86_400,
      },
    });
  });

  it.each<[string, object, string]>([
    [
      'a rule without a name',
      { rules: [{ because: 'x', refuse: true }] },
      'rules[0].id is missing',
    ],
    [
      'a rule that is called as emergencies are',
      { rules: [{ id: 'emergency', because: 'x', refuse: true }] },
      "rules[0].id is 'emergency'",
    ],
    [
      'a rule without a reason',
      { rules: [{ id: 'a', refuse: true }] },
      'rules[0].because is missing',
    ],
    ['a rule that says nothing', rule({}), 'rules[0].refuse is missing'],
    [
      'a misspelt condition',
      rule({ refuse: true, when: { database: { enviroments: ['x'] } } }),
      'rules[0].when.database.enviroments is not known',
    ],
    [
      'a misspelt word',
      rule({ refuse: true, aprove: 'automatically' }),
      'rules[0].aprove is not known',
    ],
    [
      'another word than automatically',
      rule({ approve: 'always' }),
      "rules[0].approve must be 'automatically'",
    ],
    [
      'yes and no at once',
      rule({ approve: 'automatically', refuse: true }),
      'rules[0].approve stands beside refuse',
    ],
    [
      'yes and somebody at once',
      rule({ approve: 'automatically', decide: [{ by: 'database-owner' }] }),
      'rules[0].approve stands beside decide',
    ],
    [
      'a misspelt owner',
      rule({ decide: [{ by: 'databaseowner' }] }),
      "rules[0].decide[0].by is 'databaseowner'",
    ],
    [
      'no people',
      rule({ decide: [{ by: 'database-owner', count: 0 }] }),
      'rules[0].decide[0].count must be a whole number from 1',
    ],
    ['nobody', rule({ decide: [] }), 'rules[0].decide must not be empty'],
    [
      'an account that is not there',
      rule({ refuse: true, when: { network: { accounts: ['999999999999'] } } }),
      'rules[0].when.network.accounts names 999999999999',
    ],
    [
      'a unit that is not there',
      rule({
        refuse: true,
        when: { database: { organizationalUnits: ['dev'] } },
      }),
      "rules[0].when.database.organizationalUnits names 'dev'",
    ],
    [
      'a default beyond the longest',
      rule({ longest: { days: 1 }, default: { days: 2 } }),
      'rules[0].default must not be more than longest',
    ],
    [
      'a pattern that is none',
      rule({ patterns: ['vpn'] }),
      'rules[0].patterns must each be one of',
    ],
    [
      'one name twice',
      {
        rules: [
          ...rule({ refuse: true }).rules,
          ...rule({ refuse: true }).rules,
        ],
      },
      "rules[1].id is 'one' a second time",
    ],
    ['an emergency for nobody', { emergency: {} }, 'emergency.who is missing'],
    ['something else', { rule: [] }, 'policy.rule is not known'],
  ])('refuses %s, and says where it stands', (_what, policy, message) => {
    expect(() => read(policy)).toThrow(message);
  });
});

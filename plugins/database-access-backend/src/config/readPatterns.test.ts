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

import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readDatabaseAccessConfig } from './readDatabaseAccessConfig';

const accounts: JsonObject[] = [
  {
    accountId: '333333333333',
    regions: ['us-east-1'],
    organizationalUnit: 'workloads/prod',
  },
  { accountId: '888888888888', regions: ['us-east-1'] },
];

function read(patterns: JsonObject | undefined) {
  const databaseAccess = { installation: 'demo', accounts, patterns };
  return readDatabaseAccessConfig(new ConfigReader({ databaseAccess }), {})
    .patterns;
}

function readRule(rule: JsonObject) {
  return read({ rules: [{ because: 'Our rule.', ...rule }] })?.rules[0];
}

describe('databaseAccess.patterns', () => {
  it('forbids and prefers nothing if it is absent', () => {
    expect(read(undefined)).toBe(undefined);
    expect(read({})).toEqual({ environmentTag: 'environment', rules: [] });
  });

  it('forbids patterns, one by one or all of VPC Lattice', () => {
    expect(readRule({ forbid: ['privatelink'] })).toEqual({
      forbid: ['privatelink'],
      because: 'Our rule.',
      when: { database: {}, network: {}, outsideOrganization: false },
    });
    expect(readRule({ forbid: ['lattice'] })?.forbid).toEqual([
      'lattice-resource-endpoint',
      'lattice-service-network',
      'lattice-consumer-network',
    ]);
  });

  it('says where a rule holds', () => {
    const rule = {
      prefer: 'privatelink',
      when: {
        database: {
          environments: ['prod'],
          accounts: ['333333333333'],
          organizationalUnits: ['workloads/prod'],
          tags: { 'team:cost-center': 42, tier: 'gold' },
        },
        network: { accounts: ['888888888888'] },
        outsideOrganization: true,
      },
    };
    expect(readRule(rule)).toEqual({
      forbid: [],
      prefer: 'privatelink',
      because: 'Our rule.',
      when: {
        database: {
          environments: ['prod'],
          accounts: ['333333333333'],
          organizationalUnits: ['workloads/prod'],
          tags: { 'team:cost-center': '42', tier: 'gold' },
        },
        network: { accounts: ['888888888888'] },
        outsideOrganization: true,
      },
    });
  });

  it('may call the tag of the environment otherwise', () => {
    expect(read({ environmentTag: 'acme:stage' })?.environmentTag).toBe(
      'acme:stage',
    );
  });

  const rules = 'databaseAccess\\.patterns\\.rules\\[0\\]';

  it.each<[string, JsonObject, string]>([
    [
      'a rule that does nothing',
      {},
      `${rules}\\.forbid is missing, and so is prefer: a rule either forbids`,
    ],
    [
      'a rule that does both',
      { forbid: ['privatelink'], prefer: 'lattice-resource-endpoint' },
      `${rules}\\.forbid stands beside prefer`,
    ],
    [
      'a pattern that there is not',
      { forbid: ['peering'] },
      `${rules}\\.forbid must each be one of lattice, .*privatelink, but one is 'peering'`,
    ],
    [
      'the preference of a whole family',
      { prefer: 'lattice' },
      `${rules}\\.prefer must be one of lattice-resource-endpoint, .*but is 'lattice'`,
    ],
    [
      'a rule without a reason',
      { forbid: ['privatelink'], because: undefined },
      `${rules}\\.because is missing: say in one sentence why`,
    ],
    [
      'a reason that says nothing',
      { forbid: ['privatelink'], because: '   ' },
      `${rules}\\.because must not be empty`,
    ],
    [
      'a condition that nobody reads',
      {
        forbid: ['privatelink'],
        when: { database: { enviroments: ['prod'] } },
      },
      `${rules}\\.when\\.database\\.enviroments is not known: there are environments, accounts`,
    ],
    [
      'a side that there is not',
      { forbid: ['privatelink'], when: { consumer: {} } },
      `${rules}\\.when\\.consumer is not known: there are database, network, outsideOrganization here`,
    ],
    [
      'an account that is not listed',
      {
        forbid: ['privatelink'],
        when: { network: { accounts: ['121212121212'] } },
      },
      `${rules}\\.when\\.network\\.accounts names 121212121212, which databaseAccess\\.accounts does not have`,
    ],
    [
      'a unit in which no account lies',
      {
        forbid: ['privatelink'],
        when: { database: { organizationalUnits: ['sandbox'] } },
      },
      `${rules}\\.when\\.database\\.organizationalUnits names 'sandbox', in which no account lies: set organizationalUnit`,
    ],
    [
      'no environments',
      { forbid: ['privatelink'], when: { database: { environments: [] } } },
      `${rules}\\.when\\.database\\.environments must not be empty`,
    ],
    [
      'tags that are none',
      { forbid: ['privatelink'], when: { database: { tags: { a: ['b'] } } } },
      `${rules}\\.when\\.database\\.tags must each be the key of an AWS tag.* but one is 'a'`,
    ],
  ])('refuses %s, naming the key and the fix', (_, rule, sentence) => {
    expect(() => readRule(rule)).toThrow(new RegExp(sentence));
  });

  it('refuses a key that nobody reads', () => {
    expect(() => read({ forbid: ['lattice'] })).toThrow(
      'databaseAccess.patterns.forbid is not known: there are environmentTag, rules here',
    );
  });
});

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

import { PatternRule, PatternsConfig } from '../../config';
import { patternPolicy, PolicyPlace, tagsOfInterest } from './patternPolicy';

const place: PolicyPlace = {
  database: {
    environment: 'prod',
    accountId: '333333333333',
    organizationalUnit: 'workloads/prod',
    tags: { tier: 'gold' },
  },
  network: { accountId: '666666666666', organizationalUnit: 'analytics' },
  sameOrganization: true,
};

function rule(change: {
  forbid?: PatternRule['forbid'];
  prefer?: PatternRule['prefer'];
  because?: string;
  when?: {
    database?: PatternRule['when']['database'];
    network?: PatternRule['when']['network'];
    outsideOrganization?: boolean;
  };
}): PatternRule {
  return {
    forbid: [],
    because: 'So we decided.',
    ...change,
    when: {
      database: {},
      network: {},
      outsideOrganization: false,
      ...change.when,
    },
  };
}

function config(...rules: PatternRule[]): PatternsConfig {
  return { environmentTag: 'environment', rules };
}

const forbid: PatternRule['forbid'] = ['privatelink'];

describe('what config decides about ways to connect', () => {
  it('is nothing without rules', () => {
    expect(patternPolicy(undefined, place)).toEqual({ forbidden: new Map() });
    expect(patternPolicy(config(), place)).toEqual({ forbidden: new Map() });
  });

  it('forbids for the first reason that fits', () => {
    const rules = config(
      rule({ forbid, because: 'First.' }),
      rule({
        forbid: ['privatelink', 'lattice-service-network'],
        because: 'Second.',
      }),
    );
    expect([...patternPolicy(rules, place).forbidden]).toEqual([
      ['privatelink', 'First.'],
      ['lattice-service-network', 'Second.'],
    ]);
  });

  it('prefers what the first rule that fits prefers', () => {
    const rules = config(
      rule({
        prefer: 'lattice-service-network',
        when: { database: { environments: ['dev'] } },
      }),
      rule({ prefer: 'privatelink', because: 'We measure.' }),
      rule({ prefer: 'lattice-resource-endpoint' }),
    );
    expect(patternPolicy(rules, place).preferred).toEqual({
      pattern: 'privatelink',
      because: 'We measure.',
    });
  });

  it.each<[string, Parameters<typeof rule>[0]['when'], boolean]>([
    ['an environment', { database: { environments: ['dev', 'prod'] } }, true],
    ['another environment', { database: { environments: ['dev'] } }, false],
    [
      'the account of the database',
      { database: { accounts: ['333333333333'] } },
      true,
    ],
    [
      'another account of the database',
      { database: { accounts: ['666666666666'] } },
      false,
    ],
    [
      'the account of the network',
      { network: { accounts: ['666666666666'] } },
      true,
    ],
    [
      'another account of the network',
      { network: { accounts: ['333333333333'] } },
      false,
    ],
    [
      'the unit of the database',
      { database: { organizationalUnits: ['workloads/prod'] } },
      true,
    ],
    [
      'another unit of the database',
      { database: { organizationalUnits: ['analytics'] } },
      false,
    ],
    [
      'the unit of the network',
      { network: { organizationalUnits: ['analytics'] } },
      true,
    ],
    [
      'another unit of the network',
      { network: { organizationalUnits: ['sandbox'] } },
      false,
    ],
    ['a tag', { database: { tags: { tier: 'gold' } } }, true],
    [
      'a tag that has another value',
      { database: { tags: { tier: 'silver' } } },
      false,
    ],
    [
      'two tags of which one is missing',
      { database: { tags: { tier: 'gold', pii: 'yes' } } },
      false,
    ],
    ['accounts outside', { outsideOrganization: true }, false],
    [
      'two conditions of which one does not fit',
      {
        database: { environments: ['prod'] },
        network: { accounts: ['333333333333'] },
      },
      false,
    ],
  ])('looks at %s', (_, when, fits) => {
    const { forbidden } = patternPolicy(config(rule({ forbid, when })), place);
    expect(forbidden.has('privatelink')).toBe(fits);
    // To prefer holds in the same places as to forbid.
    const { preferred } = patternPolicy(
      config(rule({ prefer: 'privatelink', when })),
      place,
    );
    expect(preferred?.pattern).toBe(fits ? 'privatelink' : undefined);
  });

  it('holds outside the organisation, if it says so', () => {
    const rules = config(rule({ forbid, when: { outsideOrganization: true } }));
    const outside = { ...place, sameOrganization: false };
    expect(patternPolicy(rules, outside).forbidden.size).toBe(1);
  });

  it('does not take what is unknown for what fits', () => {
    const rules = config(
      rule({ forbid, when: { database: { environments: ['prod'] } } }),
    );
    const unknown = {
      ...place,
      database: { ...place.database, environment: undefined },
    };
    expect(patternPolicy(rules, unknown).forbidden.size).toBe(0);
  });
});

describe('the tags that are read of databases', () => {
  it('are those that rules look at, and the one of the environment', () => {
    expect(
      tagsOfInterest(
        config(
          rule({ forbid, when: { database: { tags: { tier: 'gold' } } } }),
          rule({
            forbid,
            when: { database: { tags: { pii: 'y', tier: 's' } } },
          }),
        ),
      ),
    ).toEqual(['data-classification', 'environment', 'pii', 'tier']);
  });

  it('are environment and class of the data without config', () => {
    expect(tagsOfInterest(undefined)).toEqual([
      'data-classification',
      'environment',
    ]);
  });
});

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
import { situation } from './__testUtils__/situations';
import {
  crossRegion,
  inCentralNetwork,
  loadBalancerInFront,
  manyDatabases,
  manyNetworks,
  noInvitations,
  oneDatabaseOneEndpoint,
  preferredByConfig,
  publiclyAccessible,
  RULES,
  zonesWithoutLattice,
} from './rules';

const CENTRAL =
  'arn:aws:vpc-lattice:us-east-1:222222222222:servicenetwork/sn-0123456789abcdef0';

const TESTS = readFileSync(__filename, 'utf8');

describe('publicly-accessible', () => {
  it('recommends nothing for a database that the internet may reach', () => {
    const verdict = publiclyAccessible(
      situation({ database: { publiclyAccessible: true } }),
    );
    expect(verdict.holds).toBe(true);
    expect(verdict.leadsTo).toBe(undefined);
    expect(verdict.because).toContain('publicly accessible');
    expect(verdict.otherwise).toContain('turned off');
    expect(publiclyAccessible(situation()).holds).toBe(false);
  });
});

describe('preferred-by-config', () => {
  it('leads where the portal’s config wants it, with its words', () => {
    const verdict = preferredByConfig(
      situation({
        preferred: {
          pattern: 'privatelink',
          because: 'We measure every connection.',
        },
      }),
    );
    expect(verdict).toMatchObject({ holds: true, leadsTo: 'privatelink' });
    expect(verdict.because).toContain('We measure every connection.');
    expect(preferredByConfig(situation()).holds).toBe(false);
  });
});

describe('cross-region', () => {
  it('leads to PrivateLink from another Region', () => {
    const verdict = crossRegion(
      situation({ network: { region: 'eu-west-1' } }),
    );
    expect(verdict).toMatchObject({ holds: true, leadsTo: 'privatelink' });
    expect(verdict.because).toContain('us-east-1');
    expect(verdict.because).toContain('eu-west-1');
    expect(verdict.otherwise).toBe(
      'From a network in us-east-1, VPC Lattice would be possible.',
    );
    expect(crossRegion(situation()).holds).toBe(false);
  });
});

describe('zones-without-lattice', () => {
  it.each(['database', 'network'] as const)(
    'leads to PrivateLink if no zone of the %s has VPC Lattice',
    side => {
      const verdict = zonesWithoutLattice(
        situation({ [side]: { zones: ['use1-az3'] } }),
      );
      expect(verdict).toMatchObject({ holds: true, leadsTo: 'privatelink' });
      expect(verdict.because).toContain('use1-az3');
    },
  );

  it('is content with one zone on each side', () => {
    const zones = ['use1-az3', 'use1-az2'];
    expect(zonesWithoutLattice(situation({ network: { zones } })).holds).toBe(
      false,
    );
    expect(
      zonesWithoutLattice(situation({ network: { zones: [] } })).holds,
    ).toBe(false);
  });
});

describe('load-balancer-in-front', () => {
  it('leads to PrivateLink where another share has paid for the load balancer', () => {
    const verdict = loadBalancerInFront(
      situation({ loadBalancerStands: true }),
    );
    expect(verdict).toMatchObject({ holds: true, leadsTo: 'privatelink' });
    expect(loadBalancerInFront(situation()).holds).toBe(false);
  });
});

describe('no-invitations', () => {
  const forbidden = new Map([
    ['lattice-resource-endpoint' as const, 'We share nothing with others.'],
  ]);

  it('leads to PrivateLink where nothing may be shared outside the organisation', () => {
    const verdict = noInvitations(
      situation({ sameOrganization: false, forbidden }),
    );
    expect(verdict).toMatchObject({ holds: true, leadsTo: 'privatelink' });
    expect(verdict.because).toContain('We share nothing with others.');
  });

  it('is about accounts outside, and about what is forbidden', () => {
    expect(noInvitations(situation({ forbidden })).holds).toBe(false);
    expect(noInvitations(situation({ sameOrganization: false })).holds).toBe(
      false,
    );
  });
});

describe('in-central-network', () => {
  it('leads to the service network of another account that the VPC is in', () => {
    const verdict = inCentralNetwork(
      situation({ network: { serviceNetwork: CENTRAL } }),
    );
    expect(verdict).toMatchObject({
      holds: true,
      leadsTo: 'lattice-service-network',
    });
    expect(verdict.because).toContain(CENTRAL);
  });

  it('does not mean a network of the consumer’s own', () => {
    const own = CENTRAL.replace('222222222222', '666666666666');
    expect(
      inCentralNetwork(situation({ network: { serviceNetwork: own } })).holds,
    ).toBe(false);
    expect(inCentralNetwork(situation()).holds).toBe(false);
  });
});

describe('many-networks', () => {
  it('leads to a shared service network from the third network on', () => {
    expect(manyNetworks(situation({ networks: 2 })).holds).toBe(false);
    const verdict = manyNetworks(situation({ networks: 3 }));
    expect(verdict).toMatchObject({
      holds: true,
      leadsTo: 'lattice-service-network',
    });
    expect(verdict.because).toContain('3 networks');
  });
});

describe('many-databases', () => {
  it('leads to the consumer’s own service network from the third database on', () => {
    expect(manyDatabases(situation({ databases: 2 })).holds).toBe(false);
    const verdict = manyDatabases(situation({ databases: 3 }));
    expect(verdict).toMatchObject({
      holds: true,
      leadsTo: 'lattice-consumer-network',
    });
    expect(verdict.because).toContain('3 databases');
  });
});

describe('one-database-one-endpoint', () => {
  it('always leads to a resource endpoint', () => {
    for (const each of [situation(), situation({ networks: 9 })]) {
      expect(oneDatabaseOneEndpoint(each)).toMatchObject({
        holds: true,
        leadsTo: 'lattice-resource-endpoint',
      });
    }
  });
});

describe('the rules', () => {
  it.each(RULES)('%s has a test of its own', name => {
    expect(TESTS).toContain(`\ndescribe('${name}', `);
  });

  it('are asked in the order of the table, each under its own name', () => {
    expect(RULES.map(([name]) => name)).toEqual([
      'publicly-accessible',
      'preferred-by-config',
      'cross-region',
      'zones-without-lattice',
      'load-balancer-in-front',
      'no-invitations',
      'in-central-network',
      'many-networks',
      'many-databases',
      'one-database-one-endpoint',
    ]);
  });

  it('hold for nothing out of the ordinary but the last', () => {
    const holding = RULES.filter(([, rule]) => rule(situation()).holds);
    expect(holding.map(([name]) => name)).toEqual([
      'one-database-one-endpoint',
    ]);
  });
});

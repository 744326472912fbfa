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
import { Pattern } from '@towpath/backstage-plugin-database-access-common';
import { situation } from './__testUtils__/situations';
import {
  acceptance,
  buildingRate,
  clientsBeyondVpc,
  commonZones,
  CRITERIA,
  Criterion,
  exposure,
  failover,
  hostName,
  manyDatabasesOfOneNetwork,
  manyNetworksOfOneDatabase,
  metrics,
  objectsNeeded,
  organizations,
  otherTargets,
  overlappingAddresses,
  regions,
  revocation,
  standingLoadBalancer,
  verifiedTls,
  zonesOfLattice,
} from './criteria';
import { Situation } from './Situation';

const A = 'lattice-resource-endpoint';
const B = 'lattice-service-network';
const C = 'lattice-consumer-network';
const D = 'privatelink';

/** For and against whom it speaks, e.g. `+privatelink`. */
function saysOf(criterion: Criterion, where: Situation = situation()) {
  return criterion(where)
    .map(({ pattern, speaks }) => `${speaks === 'for' ? '+' : '-'}${pattern}`)
    .sort();
}

describe('each row of the table', () => {
  it('objectsNeeded: a resource endpoint needs the fewest', () => {
    expect(saysOf(objectsNeeded)).toEqual([`+${A}`, `-${C}`, `-${B}`, `-${D}`]);
  });

  it('manyNetworksOfOneDatabase: from the third network on, what is shared is cheaper', () => {
    expect(
      saysOf(manyNetworksOfOneDatabase, situation({ networks: 2 })),
    ).toEqual([]);
    expect(
      saysOf(manyNetworksOfOneDatabase, situation({ networks: 3 })),
    ).toEqual([`+${B}`, `+${D}`, `-${C}`, `-${A}`]);
  });

  it('manyDatabasesOfOneNetwork: from the third database on, one association is enough', () => {
    expect(
      saysOf(manyDatabasesOfOneNetwork, situation({ databases: 2 })),
    ).toEqual([]);
    expect(
      saysOf(manyDatabasesOfOneNetwork, situation({ databases: 3 })),
    ).toEqual([`+${C}`, `+${B}`, `-${A}`, `-${D}`]);
  });

  it('exposure: a shared network opens all that is in it', () => {
    expect(saysOf(exposure)).toEqual([`+${A}`, `+${D}`, `-${B}`]);
  });

  it('acceptance: only PrivateLink asks for each endpoint', () => {
    expect(saysOf(acceptance)).toEqual([`+${D}`, `-${A}`]);
    expect(acceptance(situation())[0].sentence).toContain('666666666666');
  });

  it('revocation: nobody is cut off alone from a shared network', () => {
    expect(saysOf(revocation)).toEqual([`-${B}`]);
  });

  it('regions: only PrivateLink leaves one', () => {
    expect(saysOf(regions)).toEqual([]);
    expect(
      saysOf(regions, situation({ network: { region: 'eu-west-1' } })),
    ).toEqual([`+${D}`, `-${C}`, `-${A}`, `-${B}`]);
  });

  it('commonZones: an interface endpoint lies in zones of the load balancer only', () => {
    expect(saysOf(commonZones)).toEqual([]);
    const apart = { zones: ['use1-az2', 'use1-az5'] };
    expect(saysOf(commonZones, situation({ network: apart }))).toEqual([
      `-${D}`,
    ]);
    expect(
      saysOf(
        commonZones,
        situation({ network: { region: 'eu-west-1', zones: ['euw1-az1'] } }),
      ),
    ).toEqual([]);
  });

  it('zonesOfLattice: PrivateLink is in every zone', () => {
    expect(saysOf(zonesOfLattice)).toEqual([]);
    expect(
      saysOf(zonesOfLattice, situation({ network: { zones: ['use1-az3'] } })),
    ).toEqual([`+${D}`, `-${C}`, `-${A}`, `-${B}`]);
  });

  it('clientsBeyondVpc: never by the association of a VPC', () => {
    expect(saysOf(clientsBeyondVpc)).toEqual([`-${C}`, `-${B}`]);
  });

  it('overlappingAddresses: matter to none', () => {
    expect(saysOf(overlappingAddresses)).toEqual([]);
    const same = { cidrBlocks: ['10.20.0.0/20'] };
    expect(saysOf(overlappingAddresses, situation({ network: same }))).toEqual([
      `+${C}`,
      `+${A}`,
      `+${B}`,
      `+${D}`,
    ]);
  });

  it.each([
    ['hostName', hostName],
    ['verifiedTls', verifiedTls],
    ['failover', failover],
  ])('%s: AWS sees to it over a resource endpoint', (_, criterion) => {
    expect(saysOf(criterion)).toEqual([`+${A}`, `-${D}`]);
  });

  it('standingLoadBalancer: need not be built again', () => {
    expect(saysOf(standingLoadBalancer)).toEqual([]);
    expect(
      saysOf(standingLoadBalancer, situation({ loadBalancerStands: true })),
    ).toEqual([`+${D}`]);
  });

  it('otherTargets: AWS refuses public databases over VPC Lattice', () => {
    expect(saysOf(otherTargets)).toEqual([]);
    expect(
      saysOf(
        otherTargets,
        situation({ database: { publiclyAccessible: true } }),
      ),
    ).toEqual([`+${D}`, `-${C}`, `-${A}`, `-${B}`]);
  });

  it('organizations: outside, VPC Lattice needs an invitation', () => {
    expect(saysOf(organizations)).toEqual([`+${A}`]);
    expect(
      saysOf(organizations, situation({ sameOrganization: false })),
    ).toEqual([`+${D}`, `-${C}`, `-${A}`, `-${B}`]);
  });

  it('metrics: AWS has some of PrivateLink, within one Region', () => {
    expect(saysOf(metrics)).toEqual([`+${D}`, `-${A}`]);
    expect(
      saysOf(metrics, situation({ network: { region: 'eu-west-1' } })),
    ).toEqual([`-${A}`]);
  });

  it('buildingRate: load balancers are made slowly', () => {
    expect(saysOf(buildingRate)).toEqual([`-${D}`]);
  });
});

describe('the table', () => {
  it('has a test of each row', () => {
    const tests = readFileSync(__filename, 'utf8');
    for (const { name } of CRITERIA) {
      expect(name).not.toBe('');
      expect(tests).toMatch(
        new RegExp(`it\\('${name}: |\\['${name}', ${name}\\]`),
      );
    }
  });

  it('asks every row once', () => {
    expect(new Set(CRITERIA).size).toBe(CRITERIA.length);
    expect(CRITERIA).toHaveLength(19);
  });

  it('speaks in sentences', () => {
    for (const where of [
      situation(),
      situation({ networks: 3, databases: 3, sameOrganization: false }),
    ]) {
      for (const { sentence } of CRITERIA.flatMap(each => each(where))) {
        expect(sentence).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  it('has a word for each way to connect', () => {
    const named = CRITERIA.flatMap(each => each(situation())).map(
      ({ pattern }) => pattern,
    );
    expect([...new Set<Pattern>(named)].sort()).toEqual([C, A, B, D]);
  });
});

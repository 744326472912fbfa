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

import { GLOBAL_REGION } from '../core/state';
import { World } from '../core/World';
import { parseCidr, sizeOf } from '../core/ipv4';
import { freeAddressesOf } from '../services/ec2/interfaces';
import { ec2State } from '../services/ec2/state';
import { iamState } from '../services/iam/state';
import {
  inSameOrganization,
  sharesWithinOrganization,
} from '../services/organizations/membership';
import { rdsState } from '../services/rds/state';
import { exampleCompany } from './exampleCompany';
import { populate } from './populate';

const { accounts } = exampleCompany;

function companyWorld(): World {
  const world = new World();
  populate(world);
  return world;
}

const ec2Of = (world: World, accountId: string, region = 'us-east-1') =>
  ec2State.of(world, { accountId, region });
const rdsOf = (world: World, accountId: string) =>
  rdsState.of(world, { accountId, region: 'us-east-1' });

describe('the example company', () => {
  it.each([
    ['222222222222', 'us-east-1', ['shared']],
    ['333333333333', 'us-east-1', ['orders']],
    ['444444444444', 'us-east-1', ['billing']],
    ['555555555555', 'us-east-1', ['catalog']],
    ['666666666666', 'us-east-1', ['databricks', 'full']],
    ['777777777777', 'us-east-1', ['payments', 'edge']],
    ['777777777777', 'eu-west-1', ['dublin']],
    ['888888888888', 'us-east-1', ['partner']],
    ['999999999999', 'us-east-1', ['quarantine']],
  ])('gives %s in %s the VPCs %s', (accountId, region, names) => {
    const { vpcs } = ec2Of(companyWorld(), accountId, region);
    expect(Object.values(vpcs).map(vpc => vpc.tags.Name)).toEqual(names);
  });

  it.each([
    ['333333333333', 'orders-postgres', 'postgres', 5432],
    ['444444444444', 'billing-mysql', 'mysql', 3306],
    ['444444444444', 'billing-public', 'mysql', 3306],
    ['999999999999', 'quarantine-postgres', 'postgres', 5432],
  ])('gives %s the instance %s', (accountId, name, engine, port) => {
    const instance = rdsOf(companyWorld(), accountId).instances[name];
    expect(instance).toMatchObject({ engine, port, status: 'available' });
    expect(instance.tags['database-access:shareable']).toBe('true');
  });

  it('runs orders-postgres in two of three AZ IDs, with IAM authentication', () => {
    const world = companyWorld();
    const { instances, subnetGroups } = rdsOf(world, '333333333333');
    const orders = instances['orders-postgres'];
    expect(orders).toMatchObject({
      multiAz: true,
      iamAuthentication: true,
      publiclyAccessible: false,
      caCertificateIdentifier: 'rds-ca-rsa2048-g1',
    });
    const { subnets } = ec2Of(world, '333333333333');
    const zones = subnetGroups[orders.subnetGroupName].subnetIds.map(
      id => subnets[id].availabilityZoneId,
    );
    expect(zones).toEqual(['use1-az1', 'use1-az2', 'use1-az4']);
  });

  it('gives catalog-aurora a writer and a reader', () => {
    const { clusters, instances } = rdsOf(companyWorld(), '555555555555');
    expect(clusters['catalog-aurora']).toMatchObject({
      writerInstance: 'catalog-aurora-1',
      members: ['catalog-aurora-1', 'catalog-aurora-2'],
      tags: { 'database-access:shareable': 'true' },
    });
    expect(Object.keys(instances)).toEqual([
      'catalog-aurora-1',
      'catalog-aurora-2',
    ]);
  });

  it('lets nobody from outside in to any database', () => {
    const world = companyWorld();
    for (const account of Object.values(accounts)) {
      const { instances } = rdsOf(world, account.id);
      const { securityGroupRules, securityGroups } = ec2Of(world, account.id);
      for (const { securityGroupIds } of Object.values(instances)) {
        const ingress = Object.values(securityGroupRules).filter(
          rule => !rule.isEgress && securityGroupIds.includes(rule.groupId),
        );
        expect(ingress).toEqual([]);
        expect(securityGroups[securityGroupIds[0]].tags).toMatchObject({
          'database-access:shareable': 'true',
        });
      }
    }
  });

  it('leaves no address free in VPC full, overlaps orders in VPC payments, and keeps edge out of Lattice`s zones', () => {
    const world = companyWorld();
    const analytics = ec2Of(world, '666666666666');
    const full = accounts.analytics.vpcs.full.subnets.map(subnet =>
      freeAddressesOf(analytics, analytics.subnets[subnet.id]),
    );
    expect(full).toEqual([0, 0]);
    expect(accounts.payments.vpcs.payments.cidr).toBe(
      accounts['orders-prod'].vpcs.orders.cidr,
    );
    const edge = accounts.payments.vpcs.edge.subnets.map(s => s.zoneId);
    expect(new Set(edge)).toEqual(new Set(['use1-az3']));
  });

  it('puts everyone but the partner into an organisation that shares', () => {
    const world = companyWorld();
    expect(inSameOrganization(world, '333333333333', '666666666666')).toBe(
      true,
    );
    expect(inSameOrganization(world, '333333333333', '888888888888')).toBe(
      false,
    );
    expect(sharesWithinOrganization(world, '333333333333')).toBe(true);
  });

  it('lets the portal into each account by an ExternalId of its own, and not into quarantine', () => {
    const world = companyWorld();
    const externalIds = new Set<string>();
    for (const [name, account] of Object.entries(accounts)) {
      const { roles } = iamState.of(world, {
        accountId: account.id,
        region: GLOBAL_REGION,
      });
      const trust = roles['database-access-read'].trustPolicy;
      expect(account.readRole.externalId).toMatch(
        new RegExp(`^simulated-${name}-[0-9a-f]{16}$`),
      );
      expect(trust).toContain(account.readRole.externalId);
      externalIds.add(account.readRole.externalId);
      expect(trust.includes('arn:aws:iam::111111111111:root')).toBe(
        name !== 'quarantine',
      );
    }
    expect(externalIds.size).toBe(9);
  });

  it('declares subnets inside their VPC that do not overlap, and ids once', () => {
    const ids: string[] = [];
    for (const account of Object.values(accounts)) {
      for (const vpc of Object.values(account.vpcs)) {
        const outer = parseCidr(vpc.cidr)!;
        let next = outer.base;
        for (const subnet of vpc.subnets) {
          const inner = parseCidr(subnet.cidr)!;
          expect(inner.base).toBeGreaterThanOrEqual(next);
          next = inner.base + sizeOf(inner);
          ids.push(subnet.id);
        }
        expect(next).toBeLessThanOrEqual(outer.base + sizeOf(outer));
        ids.push(vpc.id, vpc.networkAclId, vpc.defaultSecurityGroupId);
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter(id => !/^[a-z]+-[0-9a-f]{17}$/.test(id))).toEqual([]);
  });

  it('is the same in every run', () => {
    const one = companyWorld().snapshot();
    const other = companyWorld().snapshot();
    expect(other.documents).toEqual(one.documents);
  });
});

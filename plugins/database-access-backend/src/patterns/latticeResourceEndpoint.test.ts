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

import { randomUUID } from 'crypto';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { policyFor } from '../aws/sessionTerms';
import { objectTypes } from '../objects';
import { naturalKey, ObjectGraph } from './ObjectGraph';
import { PatternFacts } from './PatternFacts';
import {
  commonZones,
  latticeResourceEndpoint,
} from './latticeResourceEndpoint';

const facts = factsOf();
const graph = latticeResourceEndpoint(facts);

function nodeOf(of: ObjectGraph, key: string) {
  return of.nodes.find(node => node.key === key)!;
}

function keysInBoth(one: ObjectGraph, other: ObjectGraph): string[] {
  const theirs = new Set(other.nodes.map(naturalKey));
  return one.nodes
    .filter(node => theirs.has(naturalKey(node)))
    .map(node => node.key)
    .sort();
}

function withNetwork(change: Partial<PatternFacts['network']>): PatternFacts {
  return { ...facts, network: { ...facts.network, ...change } };
}

function withDatabase(change: Partial<PatternFacts['database']>): PatternFacts {
  return { ...facts, database: { ...facts.database, ...change } };
}

describe('the graph of a resource endpoint', () => {
  it('is of known types, with names that every service of AWS takes', () => {
    for (const { type, name } of graph.nodes) {
      expect([...objectTypes.keys()]).toContain(type);
      expect(name).toMatch(/^dba-demo-[0-9a-f]{10}(-[a-z]+)+$/);
      expect(name.length).toBeLessThanOrEqual(40);
    }
  });

  it('has names that fit even for the longest installation', () => {
    const long = latticeResourceEndpoint({
      ...factsOf('partner'),
      installation: 'abcdefghijkl',
    });
    for (const { name } of long.nodes) {
      expect(name.length).toBeLessThanOrEqual(40);
    }
  });

  it('depends on nothing that it does not have, and on nothing in a circle', () => {
    const done = new Set<string>();
    let left = graph.nodes;
    for (let i = 0; i < graph.nodes.length; i++) {
      const ready = left.filter(n => n.dependsOn.every(key => done.has(key)));
      ready.forEach(node => done.add(node.key));
      left = left.filter(node => !done.has(node.key));
    }
    expect(left).toEqual([]);
  });

  it('takes outputs from what it depends on only', () => {
    const ancestors = (key: string): string[] =>
      nodeOf(graph, key).dependsOn.flatMap(k => [k, ...ancestors(k)]);
    for (const node of graph.nodes) {
      const taken = Object.values(node.spec).flatMap(value =>
        typeof value === 'object' && '$output' in value
          ? [(value.$output as { node: string }).node]
          : [],
      );
      expect(ancestors(node.key)).toEqual(expect.arrayContaining(taken));
    }
  });

  it.each(['analytics', 'partner'] as const)(
    'opens the path with the object that is built last, for %s',
    network => {
      const its = latticeResourceEndpoint(factsOf(network));
      const before = new Set<string>();
      const visit = (key: string) =>
        nodeOf(its, key).dependsOn.forEach(parent => {
          before.add(parent);
          visit(parent);
        });
      visit('vpc-endpoint');
      const after = its.nodes
        .map(node => node.key)
        .filter(key => !before.has(key));
      expect(after.sort()).toEqual(['association', 'vpc-endpoint']);
    },
  );

  it('has each object in exactly one hop, from the client to the database', () => {
    expect(graph.hops.flatMap(hop => hop.nodes).sort()).toEqual(
      graph.nodes.map(node => node.key).sort(),
    );
    expect(graph.hops.map(hop => hop.name)).toEqual([
      'Security group of the endpoint',
      'VPC endpoint',
      'Share with the account',
      'Resource configuration',
      'Resource gateway',
      'Security group of the gateway',
      'Security group of the database',
    ]);
  });

  it('says what it opens, and what the consumer’s account can do then', () => {
    expect(graph.opens).toEqual([
      {
        network: 'analytics',
        accountId: '666666666666',
        vpcId: facts.network.vpcId,
        databaseArn: facts.database.arn,
        host: facts.database.host,
        port: 5432,
      },
    ]);
    expect(graph.enables).toEqual([
      {
        accountId: '666666666666',
        description: expect.stringContaining('in any of its VPCs'),
      },
    ]);
  });

  it('says that the readers of a cluster open with its writer', () => {
    const cluster = latticeResourceEndpoint(
      withDatabase({ readerHost: 'readers.example.com' }),
    );
    expect(cluster.opens.map(opening => opening.host)).toEqual([
      facts.database.host,
      'readers.example.com',
    ]);
  });

  it('can be cut from either side, best from the consumer’s', () => {
    expect(graph.cuts.map(cut => [cut.lane.accountId, cut.how.kind])).toEqual([
      ['666666666666', 'remove-object'],
      ['333333333333', 'delete-resource-endpoint-association'],
    ]);
  });

  it('invites accounts outside the organisation only', () => {
    const outside = latticeResourceEndpoint(factsOf('partner'));
    expect(nodeOf(graph, 'invitation')).toBeUndefined();
    expect(nodeOf(graph, 'resource-share').spec).toMatchObject({
      allowExternalPrincipals: false,
    });
    expect(nodeOf(outside, 'invitation').lane.accountId).toBe('888888888888');
    expect(nodeOf(outside, 'resource-share').spec).toMatchObject({
      allowExternalPrincipals: true,
    });
  });
});

describe('the session that builds it', () => {
  it.each([1, 10, 25])(
    'has a policy that AWS takes, with %s client security groups',
    count => {
      const partner = factsOf('partner');
      const groups = Array.from({ length: count }, (_, i) => `sg-${i}`);
      const { nodes } = latticeResourceEndpoint({
        ...partner,
        network: { ...partner.network, clientSecurityGroupIds: groups },
      });
      const policy = policyFor(nodes.map(() => randomUUID()));
      expect(nodes.length).toBeGreaterThan(count + 10);
      expect(policy.length).toBeLessThanOrEqual(2048);
    },
  );
});

describe('its gateway', () => {
  it('has one subnet in each zone of the database that Lattice supports', () => {
    const subnet = (subnetId: string, availabilityZoneId: string) => ({
      subnetId,
      availabilityZoneId,
      cidrBlock: '10.0.0.0/24',
    });
    const its = latticeResourceEndpoint(
      withDatabase({
        subnets: [
          subnet('subnet-4', 'use1-az4'),
          subnet('subnet-3', 'use1-az3'),
          subnet('subnet-2', 'use1-az2'),
          subnet('subnet-1', 'use1-az2'),
        ],
      }),
    );
    expect(nodeOf(its, 'resource-gateway').spec.subnetIds).toEqual([
      'subnet-1',
      'subnet-4',
    ]);
  });

  it('has the endpoint only where both sides are', () => {
    expect(commonZones(factsOf('partner'))).toEqual(['use1-az2']);
    const its = latticeResourceEndpoint(factsOf('partner'));
    expect(nodeOf(its, 'vpc-endpoint').spec.subnetIds).toEqual([
      'subnet-08888000000000011',
    ]);
  });

  it('cannot be planned where no zone is common', () => {
    expect(() =>
      latticeResourceEndpoint(
        withNetwork({
          subnets: facts.network.subnets.map(subnet => ({
            ...subnet,
            availabilityZoneId: 'use1-az3',
          })),
        }),
      ),
    ).toThrow('no zone with VPC Lattice in common');
  });
});

describe('its clients', () => {
  it('are the security groups that the network names', () => {
    const its = latticeResourceEndpoint(
      withNetwork({ clientSecurityGroupIds: ['sg-b', 'sg-a'] }),
    );
    expect(
      its.nodes
        .filter(node => node.key.startsWith('endpoint-ingress'))
        .map(node => node.spec.peerGroupId),
    ).toEqual(['sg-a', 'sg-b']);
  });

  it('are everybody in the network’s subnets if it names none', () => {
    const its = latticeResourceEndpoint(
      withNetwork({ clientSecurityGroupIds: [] }),
    );
    expect(
      its.nodes
        .filter(node => node.key.startsWith('endpoint-ingress'))
        .map(node => node.spec.peerCidr),
    ).toEqual(['10.128.0.0/18', '10.128.64.0/18']);
  });
});

describe('who shares what', () => {
  const PROVIDER = [
    'database-ingress',
    'gateway-egress',
    'gateway-group',
    'gateway-no-egress',
    'resource-configuration',
    'resource-gateway',
  ];

  it('another network of the account shares the provider’s side and the principal', () => {
    const other = latticeResourceEndpoint(
      withNetwork({ name: 'other', vpcId: 'vpc-0other' }),
    );
    expect(keysInBoth(graph, other)).toEqual(
      [...PROVIDER, 'principal', 'resource-share'].sort(),
    );
  });

  it('another account of the organisation shares the provider’s side', () => {
    const other = latticeResourceEndpoint(
      withNetwork({ accountId: '777777777777' }),
    );
    expect(keysInBoth(graph, other)).toEqual(
      [...PROVIDER, 'resource-share'].sort(),
    );
  });

  it('an account outside shares no resource share with those inside', () => {
    const outside = latticeResourceEndpoint(factsOf('partner'));
    expect(keysInBoth(graph, outside)).toEqual(PROVIDER);
  });

  it('two networks of an account outside accept one invitation', () => {
    const partner = factsOf('partner');
    const one = latticeResourceEndpoint(partner);
    const other = latticeResourceEndpoint({
      ...partner,
      network: { ...partner.network, name: 'other', vpcId: 'vpc-0other' },
    });
    expect(keysInBoth(one, other)).toContain('invitation');
  });

  it('another database shares nothing, even behind the same security group', () => {
    const other = latticeResourceEndpoint(
      withDatabase({
        arn: `${facts.database.arn}-2`,
        identifier: 'orders-postgres-2',
      }),
    );
    expect(keysInBoth(graph, other)).toEqual([]);
  });

  it('another installation shares nothing', () => {
    const other = latticeResourceEndpoint({ ...facts, installation: 'other' });
    expect(keysInBoth(graph, other)).toEqual([]);
  });

  it('two plans never mean different things by one key', () => {
    const variants = [
      facts,
      factsOf('partner'),
      withNetwork({ name: 'other' }),
      withNetwork({ clientSecurityGroupIds: ['sg-other'] }),
      withNetwork({ subnets: facts.network.subnets.slice(0, 1) }),
      withDatabase({ port: 5433 }),
      withDatabase({ subnets: facts.database.subnets.slice(0, 2) }),
      withDatabase({ shareableSecurityGroupIds: ['sg-other'] }),
      { ...facts, sameOrganization: false },
    ];
    // The keys in a spec's outputs are this graph's; what they stand for is in the name.
    const meanings = new Map<string, string>();
    for (const node of variants
      .map(latticeResourceEndpoint)
      .flatMap(g => g.nodes)) {
      const key = naturalKey(node);
      const meaning = JSON.stringify(node.spec);
      expect(meanings.get(key) ?? meaning).toBe(meaning);
      meanings.set(key, meaning);
    }
  });
});

describe('the pattern', () => {
  it('says the same of the same facts, in whatever order AWS lists them', () => {
    const shuffled: PatternFacts = {
      ...facts,
      database: {
        ...facts.database,
        subnets: [...facts.database.subnets].reverse(),
      },
      network: {
        ...facts.network,
        subnets: [...facts.network.subnets].reverse(),
      },
    };
    expect(latticeResourceEndpoint(shuffled)).toEqual(graph);
  });

  it('leaves its facts as they are', () => {
    const frozen = JSON.stringify(facts);
    latticeResourceEndpoint(facts);
    expect(JSON.stringify(facts)).toBe(frozen);
  });

  it('cannot be planned without a security group that takes our rule', () => {
    expect(() =>
      latticeResourceEndpoint(withDatabase({ shareableSecurityGroupIds: [] })),
    ).toThrow('no security group that may take a rule');
  });
});

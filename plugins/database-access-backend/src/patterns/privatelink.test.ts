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
import { nodesUsedBy } from '../__testUtils__/SmallEngine';
import { policyFor } from '../aws/sessionTerms';
import { objectTypes } from '../objects';
import { latticeResourceEndpoint } from './latticeResourceEndpoint';
import { naturalKey, ObjectGraph } from './ObjectGraph';
import { PatternFacts } from './PatternFacts';
import { privatelink, privatelinkZones } from './privatelink';

const facts = factsOf();
const graph = privatelink(facts);
const cluster = factsOf('analytics', 'catalog-aurora');
const clusterGraph = privatelink(cluster);
const graphs: Array<[string, ObjectGraph]> = [
  ['an instance', graph],
  ['a cluster', clusterGraph],
  ['another Region', privatelink(factsOf('dublin'))],
  ['outside the organisation', privatelink(factsOf('partner'))],
];

function nodeOf(of: ObjectGraph, key: string) {
  return of.nodes.find(node => node.key === key)!;
}

function ancestorsOf(of: ObjectGraph, key: string): Set<string> {
  return new Set(
    nodeOf(of, key).dependsOn.flatMap(parent => [
      parent,
      ...ancestorsOf(of, parent),
    ]),
  );
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

describe.each(graphs)('the graph of PrivateLink for %s', (_, its) => {
  it('is of known types, with names that every service of AWS takes', () => {
    for (const { type, name } of its.nodes) {
      expect([...objectTypes.keys()]).toContain(type);
      expect(name).toMatch(/^dba-demo-[0-9a-f]{10}(-[a-z]+)+$/);
    }
  });

  it('depends on nothing that it does not have, and on nothing in a circle', () => {
    const done = new Set<string>();
    let left = its.nodes;
    for (let i = 0; i < its.nodes.length; i++) {
      const ready = left.filter(n => n.dependsOn.every(key => done.has(key)));
      ready.forEach(node => done.add(node.key));
      left = left.filter(node => !done.has(node.key));
    }
    expect(left).toEqual([]);
  });

  it('takes outputs from what it depends on; only names follow an endpoint that they do not hold', () => {
    for (const node of its.nodes.filter(n => n.type !== 'route53/record-set')) {
      const taken = nodesUsedBy(node).map(used => used.key);
      expect([...ancestorsOf(its, node.key)]).toEqual(
        expect.arrayContaining(taken),
      );
    }
    for (const node of its.nodes.filter(n => n.type === 'route53/record-set')) {
      expect(node.dependsOn).toEqual([node.key.replace('record', 'zone')]);
    }
  });

  it('opens the path with the object that is built last', () => {
    const before = ancestorsOf(its, 'connection');
    const after = its.nodes
      .filter(node => !before.has(node.key) && node.key !== 'connection')
      .map(node => node.type);
    // A name leads nowhere as long as nothing is accepted.
    expect(new Set(after)).toEqual(
      new Set(['route53/hosted-zone', 'route53/record-set']),
    );
  });

  it('has each object in exactly one hop', () => {
    expect(its.hops.flatMap(hop => hop.nodes).sort()).toEqual(
      its.nodes.map(node => node.key).sort(),
    );
  });

  it('goes through the account of the network, then of the database', () => {
    const sides = its.hops.map(
      hop => nodeOf(its, hop.nodes[0]).lane.accountId === '666666666666',
    );
    expect(sides.lastIndexOf(true)).toBeLessThan(
      sides.includes(false) ? sides.length : 0,
    );
    expect(its.hops.map(hop => hop.name)).toEqual([
      'Name of the database in the network',
      'Security group of the endpoint',
      'Interface endpoint',
      'Accepted in the account of the database',
      'Endpoint service',
      'Security group of the load balancer',
      'Network Load Balancer',
      'Addresses of the database',
      'Security group of the database',
    ]);
  });

  it('can be cut from either side, best from the consumer’s, by one removal', () => {
    const [consumer, provider] = its.cuts;
    expect(its.cuts).toHaveLength(2);
    expect(consumer.how).toEqual({
      kind: 'remove-object',
      node: 'interface-endpoint',
    });
    expect(provider.how).toEqual({ kind: 'remove-object', node: 'connection' });
    for (const cut of its.cuts) {
      expect(cut.lane).toEqual(nodeOf(its, cut.how.node).lane);
    }
  });
});

describe('the names', () => {
  it('fit even for the longest installation, and load balancers take 32 characters', () => {
    const long = privatelink({ ...cluster, installation: 'abcdefghijkl' });
    for (const { type, name } of long.nodes) {
      const isShort = /^elbv2\/(load-balancer|target-group)$/.test(type);
      expect(name.length).toBeLessThanOrEqual(isShort ? 32 : 40);
    }
  });
});

describe('what it opens', () => {
  it('is the database at its own name and port', () => {
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
  });

  it('is the readers of a cluster, too, at the next port', () => {
    expect(clusterGraph.opens.map(({ host, port }) => [host, port])).toEqual([
      [cluster.database.host, 5432],
      [cluster.database.readerHost, 5433],
    ]);
    expect(nodeOf(clusterGraph, 'reader-listener').spec.port).toBe(5433);
    expect(nodeOf(clusterGraph, 'reader-target-group').spec.port).toBe(5432);
    expect(nodeOf(clusterGraph, 'endpoint-reader-ingress-1').spec.port).toBe(
      5433,
    );
  });

  it('never asks for a port that does not exist', () => {
    const last = privatelink({
      ...cluster,
      database: { ...cluster.database, port: 65535 },
    });
    expect(last.opens.map(opening => opening.port)).toEqual([65535, 65534]);
  });

  it('is all that the account can do: what it makes more is not accepted', () => {
    expect(graph.enables).toEqual([
      {
        accountId: '666666666666',
        description: expect.stringContaining(
          'leads nowhere until it is accepted',
        ),
      },
    ]);
    expect(nodeOf(graph, 'connection').spec).toMatchObject({
      vpcEndpointId: {
        $output: { node: 'interface-endpoint', name: 'vpcEndpointId' },
      },
      ownerAccountId: '666666666666',
    });
  });

  it('lets nobody into the load balancer by address', () => {
    const ingress = graph.nodes.filter(
      node =>
        node.type === 'ec2/security-group-rule' &&
        node.spec.direction === 'ingress',
    );
    expect(ingress.map(node => node.key).sort()).toEqual([
      'database-ingress',
      'endpoint-ingress-1',
    ]);
    expect(ancestorsOf(graph, 'connection')).toContain('nlb-inbound');
  });
});

describe('the addresses behind it', () => {
  it('are followed by name: the writer’s by the cluster’s, the readers’ one by one', () => {
    expect(nodeOf(graph, 'targets').spec).toMatchObject({
      host: facts.database.host,
      readersOf: undefined,
      within: ['10.20.0.0/24', '10.20.1.0/24', '10.20.2.0/24'],
    });
    expect(nodeOf(clusterGraph, 'reader-targets').spec).toMatchObject({
      host: cluster.database.readerHost,
      readersOf: 'catalog-aurora',
    });
  });
});

describe('the names in the network', () => {
  it('are zones for one name each, so that no other database is hidden', () => {
    const zones = clusterGraph.nodes.filter(
      node => node.type === 'route53/hosted-zone',
    );
    expect(zones.map(node => node.spec.name)).toEqual([
      cluster.database.host,
      cluster.database.readerHost,
    ]);
  });
});

describe('its zones', () => {
  it('are those that the network has in common with the load balancer', () => {
    expect(privatelinkZones(factsOf('partner')).sort()).toEqual(
      factsOf('partner')
        .network.subnets.map(subnet => subnet.availabilityZoneId)
        .filter(zone => ['use1-az1', 'use1-az2', 'use1-az4'].includes(zone))
        .sort(),
    );
    expect(nodeOf(graph, 'load-balancer').spec.subnetIds).toEqual(
      facts.database.subnets.map(subnet => subnet.subnetId),
    );
  });

  it('include those that VPC Lattice does not have', () => {
    const subnet = (id: string) => ({
      subnetId: `subnet-${id}`,
      availabilityZoneId: 'use1-az3',
      cidrBlock: '10.0.0.0/24',
    });
    const its: PatternFacts = {
      ...facts,
      database: { ...facts.database, subnets: [subnet('there')] },
      network: { ...facts.network, subnets: [subnet('here')] },
    };
    expect(privatelinkZones(its)).toEqual(['use1-az3']);
    expect(
      nodeOf(privatelink(its), 'interface-endpoint').spec.subnetIds,
    ).toEqual(['subnet-here']);
  });

  it('need not be common from another Region', () => {
    const dublin = factsOf('dublin');
    expect(privatelinkZones(dublin)).toEqual(['euw1-az1', 'euw1-az2']);
    const its = privatelink(dublin);
    expect(nodeOf(its, 'interface-endpoint').spec.serviceRegion).toBe(
      'us-east-1',
    );
    expect(nodeOf(its, 'service-region').spec.region).toBe('eu-west-1');
    expect(nodeOf(graph, 'service-region')).toBeUndefined();
  });

  it.each([
    ['no zone is common', 'use1-az6', 'have no zone in common'],
    ['the network has none', undefined, 'have no zone in common'],
  ])('cannot be planned where %s', (_, zone, sentence) => {
    const its = withNetwork({
      subnets: zone
        ? facts.network.subnets.map(subnet => ({
            ...subnet,
            availabilityZoneId: zone,
          }))
        : [],
    });
    expect(privatelinkZones(its)).toEqual([]);
    expect(() => privatelink(its)).toThrow(sentence);
  });

  it('cannot be planned from a zone that AWS does not carry across Regions from', () => {
    const its = withNetwork({
      region: 'ap-northeast-1',
      subnets: facts.network.subnets.map(subnet => ({
        ...subnet,
        availabilityZoneId: 'apne1-az3',
      })),
    });
    expect(() => privatelink(its)).toThrow('no zone from which AWS reaches');
  });
});

describe('who shares what', () => {
  const PROVIDER = [
    'database-ingress',
    'listener',
    'load-balancer',
    'nlb-egress',
    'nlb-group',
    'nlb-inbound',
    'nlb-no-egress',
    'service',
    'target-attributes',
    'target-group',
    'targets',
  ];

  it('another network of the account shares the provider’s side and the principal', () => {
    const other = privatelink(
      withNetwork({ name: 'other', vpcId: 'vpc-0other' }),
    );
    expect(keysInBoth(graph, other)).toEqual(
      [...PROVIDER, 'service-principal'].sort(),
    );
  });

  it.each(['partner', 'payments', 'dublin'] as const)(
    'the network %s of another account shares the provider’s side, with nothing of it changed',
    network => {
      expect(keysInBoth(graph, privatelink(factsOf(network)))).toEqual(
        PROVIDER,
      );
    },
  );

  it('two networks of another Region share that it may be connected to from there', () => {
    const dublin = factsOf('dublin');
    const other = privatelink({
      ...dublin,
      network: { ...dublin.network, name: 'other', vpcId: 'vpc-0other' },
    });
    expect(keysInBoth(privatelink(dublin), other)).toContain('service-region');
  });

  it('another database shares nothing, even behind the same security group', () => {
    const other = privatelink(
      withDatabase({
        arn: `${facts.database.arn}-2`,
        identifier: 'orders-postgres-2',
      }),
    );
    expect(keysInBoth(graph, other)).toEqual([]);
  });

  it('another installation shares nothing', () => {
    const other = privatelink({ ...facts, installation: 'other' });
    expect(keysInBoth(graph, other)).toEqual([]);
  });

  it('another pattern shares nothing, so that neither can take away what the other needs', () => {
    expect(keysInBoth(graph, latticeResourceEndpoint(facts))).toEqual([]);
  });

  it('two plans never mean different things by one key', () => {
    const variants = [
      facts,
      factsOf('partner'),
      factsOf('dublin'),
      cluster,
      withNetwork({ name: 'other' }),
      withNetwork({ clientSecurityGroupIds: ['sg-other'] }),
      withNetwork({ subnets: facts.network.subnets.slice(0, 1) }),
      withDatabase({ port: 5433 }),
      withDatabase({ readerHost: 'readers.example.com' }),
      withDatabase({ subnets: facts.database.subnets.slice(0, 2) }),
      withDatabase({ shareableSecurityGroupIds: ['sg-other'] }),
      { ...facts, sameOrganization: false },
    ];
    const meanings = new Map<string, string>();
    for (const node of variants.map(privatelink).flatMap(g => g.nodes)) {
      const key = naturalKey(node);
      const meaning = JSON.stringify(node.spec);
      expect(meanings.get(key) ?? meaning).toBe(meaning);
      meanings.set(key, meaning);
    }
  });
});

describe('the session that builds it', () => {
  it.each([1, 10, 25])(
    'has a policy that AWS takes, with %s client security groups of a cluster in another Region',
    count => {
      const dublin = factsOf('dublin', 'catalog-aurora');
      const groups = Array.from({ length: count }, (_, i) => `sg-${i}`);
      const { nodes } = privatelink({
        ...dublin,
        network: { ...dublin.network, clientSecurityGroupIds: groups },
      });
      const policy = policyFor(nodes.map(() => randomUUID()));
      expect(nodes.length).toBeGreaterThan(2 * count + 20);
      expect(policy.length).toBeLessThanOrEqual(2048);
    },
  );
});

describe('the pattern', () => {
  it('says the same of the same facts, in whatever order AWS lists them', () => {
    const shuffled: PatternFacts = {
      ...cluster,
      database: {
        ...cluster.database,
        subnets: [...cluster.database.subnets].reverse(),
      },
      network: {
        ...cluster.network,
        subnets: [...cluster.network.subnets].reverse(),
      },
    };
    expect(privatelink(shuffled)).toEqual(clusterGraph);
  });

  it('leaves its facts as they are', () => {
    const frozen = JSON.stringify(facts);
    privatelink(facts);
    expect(JSON.stringify(facts)).toBe(frozen);
  });

  it('cannot be planned without a security group that takes our rule, nor without a subnet', () => {
    expect(() =>
      privatelink(withDatabase({ shareableSecurityGroupIds: [] })),
    ).toThrow('no security group that may take a rule');
    expect(() => privatelink(withDatabase({ subnets: [] }))).toThrow(
      'has no subnet',
    );
  });
});

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

import { behavesLikeAPattern } from '../__testUtils__/behavesLikeAPattern';
import {
  ancestorsOf,
  keysInBoth,
  nodeOf,
  withDatabase as changeDatabase,
  withNetwork as changeNetwork,
} from '../__testUtils__/graphs';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { nodesUsedBy } from '../__testUtils__/SmallEngine';
import { latticeResourceEndpoint } from './latticeResourceEndpoint';
import { PatternFacts } from './PatternFacts';
import { privatelink, privatelinkZones } from './privatelink';

const facts = factsOf();
const graph = privatelink(facts);
const cluster = factsOf('analytics', 'catalog-aurora');
const clusterGraph = privatelink(cluster);
const examples = {
  'an instance': facts,
  'a cluster': cluster,
  'another Region': factsOf('dublin', 'catalog-aurora'),
  'outside the organisation': factsOf('partner'),
};
const graphs = Object.entries(examples).map(
  ([of, example]) => [of, privatelink(example)] as const,
);

const withNetwork = (change: Partial<PatternFacts['network']>) =>
  changeNetwork(facts, change);
const withDatabase = (change: Partial<PatternFacts['database']>) =>
  changeDatabase(facts, change);

behavesLikeAPattern(privatelink, examples);

describe.each(graphs)('the graph of PrivateLink for %s', (_, its) => {
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

  it('another pattern shares nothing, so that neither can take away what the other needs', () => {
    expect(keysInBoth(graph, latticeResourceEndpoint(facts))).toEqual([]);
  });
});

it('cannot be planned without a subnet', () => {
  expect(() => privatelink(withDatabase({ subnets: [] }))).toThrow(
    'has no subnet',
  );
});

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
import { PatternFacts } from './PatternFacts';
import { commonZones } from './latticeProvider';
import { latticeConsumerNetwork } from './latticeConsumerNetwork';
import { latticeResourceEndpoint } from './latticeResourceEndpoint';

const facts = factsOf();
const graph = latticeResourceEndpoint(facts);

const withNetwork = (change: Partial<PatternFacts['network']>) =>
  changeNetwork(facts, change);
const withDatabase = (change: Partial<PatternFacts['database']>) =>
  changeDatabase(facts, change);

/** Of the account that the database is in, with another VPC. */
const ownAccount = changeNetwork(facts, {
  accountId: facts.database.accountId,
});

behavesLikeAPattern(latticeResourceEndpoint, {
  'an instance': facts,
  'a cluster': factsOf('analytics', 'catalog-aurora'),
  'outside the organisation': factsOf('partner'),
  'in the database’s own account': ownAccount,
});

describe('the graph of a resource endpoint', () => {
  it('shares nothing with the account that owns it already', () => {
    const own = latticeResourceEndpoint(ownAccount);
    expect(own.nodes.filter(({ type }) => type.startsWith('ram/'))).toEqual([]);
    expect(own.enables).toEqual([]);
    for (const { nodes } of own.hops) {
      expect(nodes).not.toEqual([]);
    }
  });

  it('keeps the access log where config names a log group, for which no path waits', () => {
    const logged = latticeResourceEndpoint({ ...facts, accessLogGroup: '/a' });
    const log = nodeOf(logged, 'access-log');
    expect(log).toMatchObject({
      lane: { accountId: facts.database.accountId },
      dependsOn: ['resource-configuration'],
    });
    expect(logged.nodes.filter(node => node !== log)).toEqual(graph.nodes);
    expect(logged.hops).toEqual(graph.hops);
    expect(ancestorsOf(logged, 'vpc-endpoint')).not.toContain('access-log');
    // Another log group is another place for the same log.
    const moved = latticeResourceEndpoint({ ...facts, accessLogGroup: '/b' });
    expect(nodeOf(moved, 'access-log').name).toBe(log.name);
    expect(
      nodeOf(
        latticeConsumerNetwork({ ...facts, accessLogGroup: '/a' }),
        'access-log',
      ),
    ).toEqual(log);
  });

  it('takes outputs from what it depends on only', () => {
    for (const node of graph.nodes) {
      const taken = Object.values(node.spec).flatMap(value =>
        typeof value === 'object' && '$output' in value
          ? [(value.$output as { node: string }).node]
          : [],
      );
      expect([...ancestorsOf(graph, node.key)]).toEqual(
        expect.arrayContaining(taken),
      );
    }
  });

  it.each(['analytics', 'partner'] as const)(
    'opens the path with the object that is built last, for %s',
    network => {
      const its = latticeResourceEndpoint(factsOf(network));
      const before = ancestorsOf(its, 'vpc-endpoint');
      const after = its.nodes
        .map(node => node.key)
        .filter(key => !before.has(key));
      expect(after.sort()).toEqual(['association', 'vpc-endpoint']);
    },
  );

  it('has its hops in order, from the client to the database', () => {
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
});

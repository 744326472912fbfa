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

import {
  Hop,
  ObjectCondition,
} from '@towpath/backstage-plugin-database-access-common';
import { sharedNetworkGraph } from '../__testUtils__/networkGraphs';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { latticeResourceEndpoint, privatelink } from '../patterns';
import { firstTrouble, hopsOf, KnownObject, shareHealth } from './hops';

const graph = latticeResourceEndpoint(factsOf());
const overPrivatelink = privatelink(factsOf());
const now = new Date('2026-11-02T09:00:00Z');
const terms = { now, secondsBetween: () => 60 };

const secondsAgo = (seconds: number) =>
  new Date(now.getTime() - seconds * 1000).toISOString();

/** All ready and just read, but for what is said otherwise. */
function objects(
  changes: Record<string, Partial<KnownObject>> = {},
  of = graph,
): KnownObject[] {
  return of.nodes.map(node => ({
    key: node.key,
    type: node.type,
    title: node.title,
    accountId: node.lane.accountId,
    accountName: 'orders-prod',
    region: node.lane.region,
    wanted: 'present',
    condition: 'ready',
    outputs: {},
    readAt: secondsAgo(10),
    ...changes[node.key],
  }));
}

function hopNamed(hops: Hop[], name: string): Hop {
  return hops.find(hop => hop.name === name)!;
}

describe('the hops of a path', () => {
  it('are healthy when every object was just read and is ready', () => {
    const hops = hopsOf(graph, objects(), terms);
    expect(hops.map(hop => hop.name)).toEqual(graph.hops.map(hop => hop.name));
    expect(hops.map(hop => hop.health)).toEqual(hops.map(() => 'healthy'));
    expect(shareHealth(hops)).toBe('healthy');
    expect(firstTrouble(hops)).toBeUndefined();
  });

  it.each<[ObjectCondition, string]>([
    ['ready', 'healthy'],
    ['pending', 'pending'],
    ['absent', 'pending'],
    ['degraded', 'degraded'],
    ['broken', 'broken'],
    ['gone', 'broken'],
    ['unknown', 'unknown'],
  ])('take an object that is %s for %s', (condition, health) => {
    const hops = hopsOf(
      graph,
      objects({ 'resource-gateway': { condition } }),
      terms,
    );
    expect(hopNamed(hops, 'Resource gateway').health).toBe(health);
    expect(shareHealth(hops)).toBe(health);
  });

  it('are as bad as the worst object, and say what AWS says of it', () => {
    const hops = hopsOf(
      graph,
      objects({
        'resource-share': { condition: 'pending', awsStatus: 'ASSOCIATING' },
        principal: {
          condition: 'broken',
          awsStatus: 'FAILED',
          reason: 'The invitation was rejected.',
        },
      }),
      terms,
    );
    expect(hopNamed(hops, 'Share with the account')).toMatchObject({
      health: 'broken',
      awsStatus: 'FAILED',
      reason: 'The invitation was rejected.',
      remedy: expect.stringContaining('account 333333333333 (orders-prod)'),
    });
  });

  it('point at the first broken one a packet meets', () => {
    const hops = hopsOf(
      graph,
      objects({
        'database-ingress': { condition: 'gone' },
        'resource-gateway': { condition: 'broken' },
      }),
      terms,
    );
    expect(firstTrouble(hops)?.name).toBe('Resource gateway');
    expect(hopNamed(hops, 'Security group of the database')).toMatchObject({
      health: 'broken',
      reason: 'Database lets the gateway in is gone.',
      remedy: expect.stringContaining('makes what is gone again'),
    });
  });

  it('rank broken over degraded over pending over unknown over healthy', () => {
    const order: Array<Hop['health']> = [
      'broken',
      'degraded',
      'pending',
      'unknown',
      'healthy',
    ];
    const hop = (health: Hop['health']): Hop => ({
      name: health,
      objects: [],
      health,
    });
    order.forEach((health, i) =>
      expect(shareHealth(order.slice(i).reverse().map(hop))).toBe(health),
    );
  });
});

describe('what was not read', () => {
  it('is unknown, whatever it was before', () => {
    const hops = hopsOf(
      graph,
      objects({ 'vpc-endpoint': { readAt: undefined } }),
      terms,
    );
    expect(hopNamed(hops, 'VPC endpoint').health).toBe('unknown');
    expect(shareHealth(hops)).toBe('unknown');
  });

  it.each([
    [119, 'healthy'],
    [120, 'healthy'],
    [121, 'unknown'],
  ])(
    'S2: is what was read %s seconds ago, at a sweep a minute: %s',
    (age, health) => {
      const hops = hopsOf(
        graph,
        objects({ 'vpc-endpoint': { readAt: secondsAgo(age) } }),
        terms,
      );
      expect(hopNamed(hops, 'VPC endpoint').health).toBe(health);
    },
  );

  it.each([
    [20, 'healthy'],
    [21, 'unknown'],
  ])(
    'S2: is by the interval of its own type: %s seconds old, every 10: %s',
    (age, health) => {
      const hops = hopsOf(
        graph,
        objects({ 'vpc-endpoint': { readAt: secondsAgo(age) } }),
        {
          now,
          secondsBetween: type => (type === 'ec2/vpc-endpoint' ? 10 : 3600),
        },
      );
      expect(hopNamed(hops, 'VPC endpoint').health).toBe(health);
      expect(shareHealth(hops)).toBe(health);
    },
  );

  it('is not taken for broken although it was broken once', () => {
    const hops = hopsOf(
      graph,
      objects({
        'vpc-endpoint': { condition: 'broken', readAt: secondsAgo(3600) },
      }),
      terms,
    );
    expect(hopNamed(hops, 'VPC endpoint')).toMatchObject({
      health: 'unknown',
      reason: expect.stringContaining('was last read at'),
    });
  });

  it('is unknown for objects that nobody knows, and for a share without hops', () => {
    const hops = hopsOf(graph, [], terms);
    expect(hops.map(hop => hop.health)).toEqual(hops.map(() => 'unknown'));
    expect(shareHealth([])).toBe('unknown');
  });

  it('does not hide what is not made yet', () => {
    const hops = hopsOf(
      graph,
      objects({ 'vpc-endpoint': { condition: 'absent', readAt: undefined } }),
      terms,
    );
    expect(hopNamed(hops, 'VPC endpoint')).toMatchObject({
      health: 'pending',
      reason: 'VPC endpoint is not made yet.',
    });
  });

  it('dates a hop by the object that was read longest ago', () => {
    const hops = hopsOf(
      graph,
      objects({ 'gateway-egress': { readAt: secondsAgo(50) } }),
      terms,
    );
    expect(hopNamed(hops, 'Security group of the gateway').readAt).toBe(
      secondsAgo(50),
    );
  });
});

describe('the hops of a path over a service network', () => {
  const overNetwork = sharedNetworkGraph();

  it.each([
    ['network-endpoint', 'account 666666666666', 'makes another one'],
    ['endpoint-association', 'account 666666666666', 'may both delete it'],
    ['resource-association', 'account 333333333333', 'may both delete it'],
    ['vpc-association', 'account 666666666666', 'in one service network only'],
    ['service-network', 'account 222222222222', "Retry on the share's page"],
  ])('say what to do when the %s is broken', (key, account, sentence) => {
    const hops = hopsOf(
      overNetwork,
      objects({ [key]: { condition: 'broken' } }, overNetwork),
      terms,
    );
    expect(firstTrouble(hops)?.remedy).toContain(sentence);
    expect(firstTrouble(hops)?.remedy).toContain(account);
  });
});

describe('the hops of a path over PrivateLink', () => {
  it('are as bad as the addresses behind the load balancer when the database moves', () => {
    const reason = 'No address of orders-postgres is healthy.';
    const hops = hopsOf(
      overPrivatelink,
      objects({ targets: { condition: 'degraded', reason } }, overPrivatelink),
      terms,
    );
    expect(shareHealth(hops)).toBe('degraded');
    expect(hopNamed(hops, 'Addresses of the database')).toMatchObject({
      health: 'degraded',
      reason,
      remedy: expect.stringContaining('followed by themselves'),
    });
  });

  it.each([
    ['connection', 'who rejected the endpoint'],
    ['record', 'who changed the private zone'],
    ['interface-endpoint', 'makes another one'],
    ['load-balancer', "Retry on the share's page"],
  ])('say what to do when the %s is broken', (key, sentence) => {
    const hops = hopsOf(
      overPrivatelink,
      objects({ [key]: { condition: 'broken' } }, overPrivatelink),
      terms,
    );
    expect(firstTrouble(hops)).toMatchObject({
      objects: expect.arrayContaining([key]),
      remedy: expect.stringContaining(sentence),
    });
  });
});

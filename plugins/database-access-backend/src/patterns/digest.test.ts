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

import { factsOf } from '../__testUtils__/simulatedCompany';
import { canonicalJson } from '../canonicalJson';
import { AgreedTerms, digestOf } from './digest';
import { latticeResourceEndpoint } from './latticeResourceEndpoint';

const facts = factsOf();
const graph = latticeResourceEndpoint(facts);
const terms: AgreedTerms = {
  databaseArn: facts.database.arn,
  network: {
    accountId: facts.network.accountId,
    region: facts.network.region,
    vpcId: facts.network.vpcId,
    subnetIds: facts.network.subnets.map(subnet => subnet.subnetId),
    clientSecurityGroupIds: facts.network.clientSecurityGroupIds,
  },
  login: 'password',
  durationSeconds: 30 * 86_400,
  monthlyCostCeiling: 32.12,
};
const digest = digestOf(graph, terms);

describe('canonical JSON', () => {
  it.each([
    [{ b: 1, a: [true, 'x'] }, '{"a":[true,"x"],"b":1}'],
    [{ a: undefined, b: 0 }, '{"b":0}'],
    // RFC 8785, section 3.2.3: by UTF-16 code units.
    [
      { '\u20ac': 1, '\r': 2, '1': 3, '\u00f6': 4 },
      '{"\\r":2,"1":3,"\u00f6":4,"\u20ac":1}',
    ],
    // RFC 8785, appendix B.
    [[1e21, 1e-7, 0.000001, -0], '[1e+21,1e-7,0.000001,0]'],
    ['\u000f\n"\\', '"\\u000f\\n\\"\\\\"'],
  ])('writes %j in one way', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([[NaN], [Infinity], ['\ud800'], [() => 1]])(
    'has no text for %p',
    value => {
      expect(() => canonicalJson(value)).toThrow();
    },
  );
});

describe('the digest of what is agreed', () => {
  it('is a SHA-256 in hex', () => {
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [
      'analytics',
      '50237568f4ed6c34f1e1aa26ab8fe1afbcb8d57900ff68bc1007308d0ce83f44',
    ],
    [
      'partner',
      '6c19ec0e34ac58d37936868e4fdcf256c7c3205ee1f561f41aef6e82a2ce558f',
    ],
  ] as const)(
    'is the one that was approved in earlier versions, for %s',
    (network, approved) => {
      const its = factsOf(network);
      const known = digestOf(latticeResourceEndpoint(its), {
        ...terms,
        network: {
          accountId: its.network.accountId,
          region: its.network.region,
          vpcId: its.network.vpcId,
          subnetIds: its.network.subnets.map(subnet => subnet.subnetId),
          clientSecurityGroupIds: its.network.clientSecurityGroupIds,
        },
      });
      // Whoever changes this voids every approval that waits for its start.
      expect(known).toBe(approved);
    },
  );

  it('does not depend on the order of members, objects, subnets or groups', () => {
    const turned = (value: object) =>
      Object.fromEntries(Object.entries(value).reverse());
    expect(
      digestOf(
        {
          ...graph,
          nodes: [...graph.nodes]
            .reverse()
            .map(node => ({ ...node, spec: turned(node.spec) as any })),
          opens: graph.opens.map(opening => turned(opening) as any),
        },
        {
          ...(turned(terms) as any),
          network: {
            ...terms.network,
            subnetIds: [...terms.network.subnetIds].reverse(),
          },
        },
      ),
    ).toBe(digest);
  });

  it('does not depend on words for people', () => {
    expect(
      digestOf(
        {
          ...graph,
          nodes: graph.nodes.map(node => ({ ...node, title: 'Renamed' })),
          hops: [],
          enables: [],
          cuts: [],
        },
        terms,
      ),
    ).toBe(digest);
  });

  it('does not depend on what else planning knows that day', () => {
    const withMore = {
      ...terms,
      estimate: 29.2,
      freeAddresses: 4000,
      findings: [{ code: 'some_finding' }],
    };
    expect(digestOf(graph, withMore)).toBe(digest);
  });

  it('is of what anybody would build, made already or not', () => {
    expect(digestOf(latticeResourceEndpoint(factsOf()), terms)).toBe(digest);
  });

  it.each<[string, Partial<AgreedTerms>]>([
    ['the database', { databaseArn: `${terms.databaseArn}-2` }],
    ['the duration', { durationSeconds: 86_400 }],
    ['the ceiling of the cost', { monthlyCostCeiling: 33 }],
    ['the login', { login: 'iam' }],
    ['the join', { join: 'endpoint' }],
    ['the VPC', { network: { ...terms.network, vpcId: 'vpc-0other' } }],
    [
      'the clients',
      { network: { ...terms.network, clientSecurityGroupIds: ['sg-0other'] } },
    ],
  ])('changes with %s', (_, change) => {
    expect(digestOf(graph, { ...terms, ...change })).not.toBe(digest);
  });

  it('changes with what is opened', () => {
    const opens = graph.opens.map(opening => ({ ...opening, port: 5433 }));
    expect(digestOf({ ...graph, opens }, terms)).not.toBe(digest);
    expect(
      digestOf({ ...graph, opens: [...graph.opens, ...opens] }, terms),
    ).not.toBe(digest);
  });

  it('changes with any object', () => {
    const [first, ...rest] = graph.nodes;
    expect(digestOf({ ...graph, nodes: rest }, terms)).not.toBe(digest);
    const changed = { ...first, spec: { ...first.spec, description: 'Other' } };
    expect(digestOf({ ...graph, nodes: [changed, ...rest] }, terms)).not.toBe(
      digest,
    );
  });
});

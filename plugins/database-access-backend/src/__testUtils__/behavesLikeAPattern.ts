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

// These tests are of all patterns; each pattern's own test file takes them in.
/* eslint-disable jest/no-export */

import { randomUUID } from 'crypto';
import { policyFor } from '../aws/sessionTerms';
import { objectTypes } from '../objects';
import { naturalKey, Pattern, PatternFacts } from '../patterns';
import { keysInBoth, withDatabase, withNetwork } from './graphs';
import { factsOf } from './simulatedCompany';

/** Load balancers and target groups have shorter names than all else. */
const SHORT = ['elbv2/load-balancer', 'elbv2/target-group'];

/**
 * What holds for the graphs of any pattern, whatever they are made of.
 *
 * @param examples - by what they are an example of; the first one is the usual one
 */
export function behavesLikeAPattern(
  plan: Pattern['plan'],
  examples: Record<string, PatternFacts>,
  options: {
    /** Keys of nodes that another database of the same network shares. */
    ofNetwork?: string[];
  } = {},
): void {
  const cases = Object.entries(examples);
  const [[, facts]] = cases;

  describe.each(cases)('its graph for %s', (_, example) => {
    const graph = plan(example);

    it('is of known types, with names that every service of AWS takes', () => {
      for (const { type, name } of graph.nodes) {
        expect([...objectTypes.keys()]).toContain(type);
        expect(name).toMatch(/^dba-demo-[0-9a-f]{10}(-[a-z]+)+$/);
      }
    });

    it('has names that fit even for the longest installation', () => {
      const long = plan({ ...example, installation: 'abcdefghijkl' });
      for (const { type, name } of long.nodes) {
        const most = SHORT.includes(type) ? 32 : 40;
        expect(name.length).toBeLessThanOrEqual(most);
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

    it('has each object in exactly one hop', () => {
      expect(graph.hops.flatMap(hop => hop.nodes).sort()).toEqual(
        graph.nodes.map(node => node.key).sort(),
      );
    });

    it('is the same of the same facts, in whatever order AWS lists them', () => {
      const shuffled = withNetwork(
        withDatabase(example, {
          subnets: [...example.database.subnets].reverse(),
        }),
        { subnets: [...example.network.subnets].reverse() },
      );
      expect(plan(shuffled)).toEqual(graph);
    });

    it('leaves its facts as they are', () => {
      const before = JSON.stringify(example);
      plan(example);
      expect(JSON.stringify(example)).toBe(before);
    });

    it.each([1, 10, 25])(
      'is built in a session whose policy AWS takes, with %s client security groups',
      count => {
        const groups = Array.from({ length: count }, (__, i) => `sg-${i}`);
        const { nodes } = plan(
          withNetwork(example, { clientSecurityGroupIds: groups }),
        );
        const policy = policyFor(nodes.map(() => randomUUID()));
        expect(nodes.length).toBeGreaterThan(count);
        expect(policy.length).toBeLessThanOrEqual(2048);
      },
    );
  });

  describe('who shares what', () => {
    const graph = plan(facts);

    it('another database shares nothing but what is the network’s, even behind the same security group', () => {
      const other = withDatabase(facts, {
        arn: `${facts.database.arn}-2`,
        identifier: `${facts.database.identifier}-2`,
      });
      expect(keysInBoth(graph, plan(other))).toEqual(
        [...(options.ofNetwork ?? [])].sort(),
      );
    });

    it('another installation shares nothing', () => {
      const other = plan({ ...facts, installation: 'other' });
      expect(keysInBoth(graph, other)).toEqual([]);
    });

    it('two plans never mean different things by one key', () => {
      const variants = [
        ...Object.values(examples),
        { ...facts, ...factsOf('partner') },
        withNetwork(facts, { name: 'other' }),
        withNetwork(facts, { clientSecurityGroupIds: ['sg-other'] }),
        withNetwork(facts, { subnets: facts.network.subnets.slice(0, 1) }),
        withDatabase(facts, { port: 5433 }),
        withDatabase(facts, { readerHost: 'readers.example.com' }),
        withDatabase(facts, { subnets: facts.database.subnets.slice(0, 2) }),
        withDatabase(facts, { shareableSecurityGroupIds: ['sg-other'] }),
        { ...facts, sameOrganization: false },
      ];
      // The keys in a spec's outputs are this graph's; what they stand for is in the name.
      const meanings = new Map<string, string>();
      for (const node of variants.map(plan).flatMap(({ nodes }) => nodes)) {
        const key = naturalKey(node);
        const meaning = JSON.stringify(node.spec);
        expect(meanings.get(key) ?? meaning).toBe(meaning);
        meanings.set(key, meaning);
      }
    });
  });

  it('cannot be planned without a security group that takes our rule', () => {
    const sealed = withDatabase(facts, { shareableSecurityGroupIds: [] });
    expect(() => plan(sealed)).toThrow(
      'no security group that may take a rule',
    );
  });
}

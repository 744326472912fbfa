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

import { GraphNode, naturalKey, ObjectGraph } from './ObjectGraph';

/**
 * Types that bring the database's name into a VPC, which holds it once: https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
 * A network's endpoint or association brings nothing until a database is in the service network: see `JOINS`.
 */
const NAMES: readonly string[] = [
  'ec2/vpc-endpoint',
  'route53/hosted-zone',
  'route53/record-set',
  'vpc-lattice/service-network-resource-association',
];

/** They bring the names of all that is in the service network already, where another way leads into the same one. */
const JOINS: readonly string[] = [
  'ec2/service-network-endpoint',
  'vpc-lattice/service-network-vpc-association',
];

const SERVICE_NETWORK = 'vpc-lattice/service-network';

/**
 * What of a graph waits until another one for the same pair is taken down: what brings the name that the other one still
 * holds, and all that is built on that. Everything else is built beside it.
 *
 * @returns keys of nodes; none if both have the same of it, so that nothing is interrupted
 */
export function heldBack(graph: ObjectGraph, former: ObjectGraph): string[] {
  const stands = new Set(former.nodes.map(naturalKey));
  const staysIn = graph.nodes.some(
    node => node.type === SERVICE_NETWORK && stands.has(naturalKey(node)),
  );
  const naming = staysIn ? [...NAMES, ...JOINS] : NAMES;
  const held = new Set(
    graph.nodes
      .filter(
        node => naming.includes(node.type) && !stands.has(naturalKey(node)),
      )
      .map(({ key }) => key),
  );
  // In whatever order nodes stand: until nothing more is built on what is held.
  for (let before = -1; before !== held.size; ) {
    before = held.size;
    graph.nodes
      .filter(({ dependsOn }) => dependsOn.some(key => held.has(key)))
      .forEach(({ key }) => held.add(key));
  }
  return [...held];
}

/** Of PrivateLink the endpoint has a name of its own, by which all behind it is used before the database's name leads there. */
const NAMED_BY_AWS = { type: 'ec2/interface-endpoint', output: 'dnsName' };

/** Whether what is built beside another way is a way already, by a name that AWS makes: then it is known to work before the cut. */
export function isProvenBefore(
  graph: ObjectGraph,
  held: readonly string[],
): boolean {
  return graph.nodes.some(
    ({ key, type }) => type === NAMED_BY_AWS.type && !held.includes(key),
  );
}

/** That name, once its objects are there. */
export function nameBefore(
  objects: readonly { type: string; outputs: Record<string, string> }[],
): string | undefined {
  return objects.find(({ type }) => type === NAMED_BY_AWS.type)?.outputs[
    NAMED_BY_AWS.output
  ];
}

/** Whether two graphs are of the same objects. */
export function isSame(one: ObjectGraph, other: ObjectGraph): boolean {
  const keysOf = (nodes: readonly GraphNode[]) =>
    nodes.map(naturalKey).sort().join();
  return keysOf(one.nodes) === keysOf(other.nodes);
}

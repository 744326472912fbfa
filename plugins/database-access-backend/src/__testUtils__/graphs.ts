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

import { naturalKey, ObjectGraph, PatternFacts } from '../patterns';

/** The node of that key. */
export function nodeOf(graph: ObjectGraph, key: string) {
  return graph.nodes.find(node => node.key === key)!;
}

/** The keys of all that must be there before a node is made. */
export function ancestorsOf(graph: ObjectGraph, key: string): Set<string> {
  return new Set(
    nodeOf(graph, key).dependsOn.flatMap(parent => [
      parent,
      ...ancestorsOf(graph, parent),
    ]),
  );
}

/** The keys of those nodes of one graph that are objects of another one, too. */
export function keysInBoth(one: ObjectGraph, other: ObjectGraph): string[] {
  const theirs = new Set(other.nodes.map(naturalKey));
  return one.nodes
    .filter(node => theirs.has(naturalKey(node)))
    .map(node => node.key)
    .sort();
}

/** The same facts with something else about the network. */
export function withNetwork(
  facts: PatternFacts,
  change: Partial<PatternFacts['network']>,
): PatternFacts {
  return { ...facts, network: { ...facts.network, ...change } };
}

/** The same facts with something else about the database. */
export function withDatabase(
  facts: PatternFacts,
  change: Partial<PatternFacts['database']>,
): PatternFacts {
  return { ...facts, database: { ...facts.database, ...change } };
}

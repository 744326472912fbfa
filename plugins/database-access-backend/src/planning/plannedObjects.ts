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

import { PlannedObject } from '@towpath/backstage-plugin-database-access-common';
import { GraphNode, ObjectGraph } from '../patterns';

/** A graph as people read it: what comes first is built first. */
export function plannedObjects(
  graph: ObjectGraph,
  options: {
    /** Keys of nodes whose objects another share uses. */
    reused: ReadonlySet<string>;
    accountName: (accountId: string) => string;
  },
): PlannedObject[] {
  return inOrderOfBuilding(graph.nodes).map(node => ({
    key: node.key,
    type: node.type,
    title: node.title,
    accountId: node.lane.accountId,
    accountName: options.accountName(node.lane.accountId),
    region: node.lane.region,
    name: node.name,
    verb: options.reused.has(node.key) ? 'reuse' : 'create',
    dependsOn: node.dependsOn,
  }));
}

/** What needs nothing first; otherwise the graph's own order. */
function inOrderOfBuilding(nodes: readonly GraphNode[]): GraphNode[] {
  const ordered: GraphNode[] = [];
  const placed = new Set<string>();
  let waiting = [...nodes];
  while (waiting.length) {
    const next = waiting.filter(node =>
      node.dependsOn.every(key => placed.has(key)),
    );
    if (next.length === 0) {
      throw new Error(
        `These nodes wait for each other: ${waiting
          .map(n => n.key)
          .join(', ')}`,
      );
    }
    for (const node of next) {
      ordered.push(node);
      placed.add(node.key);
    }
    waiting = waiting.filter(node => !placed.has(node.key));
  }
  return ordered;
}

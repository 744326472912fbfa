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

import type {
  Enabling,
  Opening,
  Pattern as PatternName,
} from '@towpath/backstage-plugin-database-access-common';
import type { Lane } from '../config';
import type { Json } from '../objects';
import type { Surrounding } from '../store';

/** Stands in a spec for what another node's object gives once it is ready. */
export interface OutputOf {
  $output: { node: string; name: string };
}

/** One object that a share needs. */
export interface GraphNode {
  /** Unique in the graph, e.g. `resource-gateway`. */
  key: string;
  /** An object type's name. */
  type: string;
  /** For people, e.g. `Resource gateway`. */
  title: string;
  lane: Lane;
  /**
   * The same for every share that may use the same object: `<type>|<account>|<region>|<name>` identifies it. Rules and
   * principals have one too, e.g. the name of their parent and their peer.
   */
  name: string;
  /** JSON; `{ $output: … }` where another node's output goes. Equal for all shares with the same natural key. */
  spec: { readonly [key: string]: Json | OutputOf | undefined };
  /** Keys of the nodes that must be ready first; on removal this one must be gone first. */
  dependsOn: string[];
  /** Where databases and networks are put together freely: what of them this object is for. */
  parts?: Part[];
}

/** A zone, a database in it, a network in it, or only these two together. */
export type Part = 'zone' | 'database' | 'network' | 'pair';

/** One link of the path, in the order a packet meets them. */
export interface GraphHop {
  name: string;
  /** Keys of the nodes that carry it. */
  nodes: string[];
}

/** A way to end the path at once: ONE call in one lane, by removing one node's object or by another call on it. */
export interface Cut {
  lane: Lane;
  /** For example `consumer: delete the VPC endpoint`. */
  title: string;
  how:
    | { kind: 'remove-object'; node: string }
    | {
        kind: 'delete-resource-endpoint-association';
        /** The node whose output `associationId` names it. */
        node: string;
      }
    /** The other side of an association may end it, too: the object's own removal, in the cut's lane. */
    | { kind: 'remove-from-other-side'; node: string };
}

/** What a pattern makes of the facts. The same graph drives building, health, cost, teardown and the picture. */
export interface ObjectGraph {
  pattern: PatternName;
  nodes: GraphNode[];
  hops: GraphHop[];
  opens: Opening[];
  enables: Enabling[];
  /** Best first. */
  cuts: Cut[];
  /** What packets meet beside the nodes; absent: nothing of it is watched. */
  surroundings?: Surrounding[];
}

/** What tells one object of ours from every other: the same for all shares that use the same object. */
export function naturalKey(
  node: Pick<GraphNode, 'type' | 'lane' | 'name'>,
): string {
  const { type, lane, name } = node;
  return [type, lane.accountId, lane.region, name].join('|');
}

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

import { GraphNode, ObjectGraph } from '../../patterns';

/** One thing that AWS bills, wherever it stands. */
export type BilledPart = {
  /** Who is billed. */
  accountId: string;
  region: string;
} & (
  | { kind: 'resource-endpoint' | 'interface-endpoint'; zones: number }
  | { kind: 'resource-gateway' | 'load-balancer' | 'hosted-zone' }
  /** Data that leaves its Region on the way. */
  | { kind: 'other-region'; to: string }
);

/** The types of objects that AWS bills. Everything else that Towpath makes costs nothing. */
const KINDS: Readonly<Record<string, BilledPart['kind']>> = {
  'ec2/vpc-endpoint': 'resource-endpoint',
  'vpc-lattice/resource-gateway': 'resource-gateway',
};

/** What of a graph AWS bills, in the graph's order. */
export function billedParts(graph: ObjectGraph): BilledPart[] {
  return graph.nodes.flatMap(({ type, lane, spec }): BilledPart[] => {
    const kind = KINDS[type];
    const { accountId, region } = lane;
    switch (kind) {
      case undefined:
        return [];
      case 'resource-endpoint':
      case 'interface-endpoint': {
        const subnetIds = (spec.subnetIds ?? []) as string[];
        return [{ kind, accountId, region, zones: subnetIds.length }];
      }
      default:
        return [{ kind, accountId, region } as BilledPart];
    }
  });
}

/** Whether AWS bills this object as a load balancer. */
export function isLoadBalancer({ type }: Pick<GraphNode, 'type'>): boolean {
  return KINDS[type] === 'load-balancer';
}

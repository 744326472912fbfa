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
  | {
      kind:
        | 'resource-gateway'
        | 'load-balancer'
        | 'hosted-zone'
        | 'network-resource'
        | 'network-data'
        | 'updater'
        | 'access-log';
    }
  /** Data that leaves its Region on the way. */
  | { kind: 'other-region'; to: string }
);

/** The types of objects that AWS bills. Everything else that Towpath makes costs nothing. */
const KINDS = {
  'ec2/vpc-endpoint': 'resource-endpoint',
  'vpc-lattice/resource-gateway': 'resource-gateway',
  'ec2/interface-endpoint': 'interface-endpoint',
  'elbv2/load-balancer': 'load-balancer',
  'route53/hosted-zone': 'hosted-zone',
  'lambda/function': 'updater',
  'vpc-lattice/access-log-subscription': 'access-log',
  // Its endpoints and associations cost nothing by the hour.
  'vpc-lattice/service-network-resource-association': 'network-resource',
  'ec2/service-network-endpoint': 'network-data',
  'vpc-lattice/service-network-vpc-association': 'network-data',
} as const satisfies Record<string, BilledPart['kind']>;

const SERVICE_NETWORK = 'vpc-lattice/service-network';

/** What of a graph AWS bills, in the graph's order. What other shares use, too, counts as if it were for this one alone. */
export function billedParts(graph: ObjectGraph): BilledPart[] {
  // Whoever owns a service network pays for the databases in it: https://aws.amazon.com/vpc/lattice/pricing/
  const owner = graph.nodes.find(({ type }) => type === SERVICE_NETWORK)?.lane;
  return graph.nodes.flatMap(node =>
    partsOf(
      kindOf(node.type) === 'network-resource' && owner
        ? { ...node, lane: owner }
        : node,
    ),
  );
}

/** Whether AWS bills this object as a load balancer. */
export function isLoadBalancer({ type }: Pick<GraphNode, 'type'>): boolean {
  return kindOf(type) === 'load-balancer';
}

function partsOf({ type, lane, spec }: GraphNode): BilledPart[] {
  const kind = kindOf(type);
  const { accountId, region } = lane;
  switch (kind) {
    case undefined:
      return [];
    case 'resource-endpoint':
      return [{ kind, accountId, region, zones: zonesOf(spec) }];
    case 'interface-endpoint': {
      const endpoint = { kind, accountId, region, zones: zonesOf(spec) };
      const from = spec.serviceRegion as string | undefined;
      return from === undefined
        ? [endpoint]
        : [
            endpoint,
            { kind: 'other-region', accountId, region: from, to: region },
          ];
    }
    default:
      return [{ kind, accountId, region }];
  }
}

function kindOf(type: string) {
  return (KINDS as Partial<Record<string, (typeof KINDS)[keyof typeof KINDS]>>)[
    type
  ];
}

/** Patterns give an endpoint one subnet for each zone. */
function zonesOf({ subnetIds }: GraphNode['spec']): number {
  return ((subnetIds ?? []) as string[]).length;
}

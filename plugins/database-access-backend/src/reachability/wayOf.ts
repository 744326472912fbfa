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

import type { ReachabilitySide } from '@towpath/backstage-plugin-database-access-common';
import type { Lane } from '../config';
import { GraphNode, ObjectGraph } from '../patterns';
import type { ObjectOfShare, StoredShare } from '../store';

/** What stands at one end of a part of the way. */
export type End =
  /** A machine of the network's, any of them. */
  | {
      kind: 'client';
      subnetIds: readonly string[];
      groupIds: readonly string[];
    }
  /** The endpoint, by the key of its object. */
  | { kind: 'endpoint'; node: string }
  /** What alone is in this security group of ours, by the group's key. */
  | { kind: 'group'; node: string; what: string }
  /** Where the database answers now. */
  | { kind: 'database'; host: string };

/** A part of the way that lies in one account and Region, so that AWS can analyse it. */
export interface PartOfWay {
  side: ReachabilitySide;
  title: string;
  lane: Lane;
  from: End;
  to: End;
  port: number;
}

/** What of a share's way AWS can analyse, and what it cannot. */
export interface Way {
  parts: PartOfWay[];
  /** One sentence each. */
  leavesOut: string[];
}

const ENDPOINTS = [
  'ec2/vpc-endpoint',
  'ec2/interface-endpoint',
  'ec2/service-network-endpoint',
];

/** What stands in front of a database, and alone in its security group. */
const FRONTS: Record<string, { group: string; what: string }> = {
  'vpc-lattice/resource-gateway': {
    group: 'gateway-group',
    what: 'resource gateway',
  },
  'elbv2/load-balancer': { group: 'nlb-group', what: 'load balancer' },
};

const NO_PACKETS =
  'AWS reads configuration and sends nothing: that the database runs, that its name leads here and that TLS is right is not looked at.';

/**
 * Reachability Analyzer follows a packet inside one account and Region
 * (https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html), so a way is looked at in two
 * parts: up to the endpoint, and from what stands in front of the database.
 */
export function wayOf(
  share: Pick<StoredShare<ObjectGraph>, 'graph' | 'plan'>,
  objects: ReadonlyArray<Pick<ObjectOfShare, 'key' | 'outcome'>>,
): Way {
  const { graph, plan } = share;
  const held = new Set(
    objects.filter(({ outcome }) => !outcome).map(({ key }) => key),
  );
  const nodes = graph.nodes.filter(({ key }) => held.has(key));
  const endpoint = nodes.find(({ type }) => ENDPOINTS.includes(type));
  const front = nodes.find(({ type }) => FRONTS[type]);
  return {
    parts: [
      ...(endpoint ? [toEndpoint(endpoint, share)] : []),
      ...(front ? [toDatabase(front, share)] : []),
    ],
    leavesOut: [
      ...(endpoint
        ? []
        : [
            `${plan.network.title} joins the service network without an endpoint of its own, so there is no network interface that AWS could analyse a path to.`,
          ]),
      'What lies between the two accounts is not looked at: AWS analyses paths inside one account. The path, hop by hop, shows what AWS reports of it.',
      NO_PACKETS,
    ],
  };
}

function toEndpoint(
  { key, lane }: GraphNode,
  { plan }: Pick<StoredShare, 'plan'>,
): PartOfWay {
  const { network, endpoint } = plan;
  return {
    side: 'consumer',
    title: 'From a client to the VPC endpoint',
    lane,
    from: {
      kind: 'client',
      subnetIds: network.subnetIds,
      groupIds: network.clientSecurityGroupIds,
    },
    to: { kind: 'endpoint', node: key },
    port: endpoint.port,
  };
}

function toDatabase(
  { type, lane }: GraphNode,
  { plan }: Pick<StoredShare, 'plan'>,
): PartOfWay {
  const { host, port } = plan.endpoint;
  const { group, what } = FRONTS[type];
  return {
    side: 'provider',
    title: `From the ${what} to the database`,
    lane,
    from: { kind: 'group', node: group, what },
    to: { kind: 'database', host },
    port,
  };
}

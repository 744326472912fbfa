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
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { ObjectGraph } from '../patterns';
import { blocking } from './findings';
import { BothSides } from './sides';

/** What takes addresses of its subnets when it is made, by type. */
const NEEDS: Readonly<Record<string, { what: string; addresses: number }>> = {
  // https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
  'vpc-lattice/resource-gateway': { what: 'gateway', addresses: 16 },
  'ec2/vpc-endpoint': { what: 'endpoint', addresses: 1 },
  // VPC Lattice User Guide (aws.md §1.6): it holds a /28 in each subnet, for the resources of its network.
  'ec2/service-network-endpoint': { what: 'endpoint', addresses: 16 },
  'ec2/interface-endpoint': { what: 'endpoint', addresses: 1 },
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html
  'elbv2/load-balancer': { what: 'load balancer', addresses: 1 },
};

/**
 * Whether what will be made finds a place. What is made already has its own.
 *
 * @param reused - keys of nodes whose objects another share uses
 */
export function roomFindings(
  graph: ObjectGraph,
  reused: ReadonlySet<string>,
  sides: BothSides,
): Finding[] {
  const subnets = [...sides.provider.subnets, ...sides.consumer.subnets];
  return graph.nodes.flatMap(({ key, type, lane, spec }) => {
    const need = NEEDS[type];
    if (!need || reused.has(key)) {
      return [];
    }
    const { what, addresses } = need;
    const subnetIds = (spec.subnetIds ?? []) as string[];
    return subnets
      .filter(
        ({ subnetId, freeAddresses }) =>
          subnetIds.includes(subnetId) && freeAddresses < addresses,
      )
      .map(({ subnetId, cidrBlock, freeAddresses }) =>
        blocking(ERROR_CODES.subnetFull, {
          message: `The subnet ${subnetId} (${cidrBlock}) in account ${lane.accountId} has ${freeAddresses} free addresses, and the ${what} needs ${addresses} there.`,
          remedy: `In account ${lane.accountId}, free addresses in ${subnetId}, or name another subnet of its zone.`,
        }),
      );
  });
}

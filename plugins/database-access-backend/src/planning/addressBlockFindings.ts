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
import { warning } from './findings';
import { BothSides, SubnetToday } from './sides';

/** What takes a /28 in each of its subnets: aws.md §1.0 F3, §1.2 B6b and §1.6. */
const NEEDS_BLOCK: Readonly<Record<string, string>> = {
  'vpc-lattice/resource-gateway': 'resource gateway',
  'ec2/service-network-endpoint': 'service network endpoint',
};

/** A /28. */
const BLOCK = 16;
/** "We recommend at least /26": aws.md §1.6. */
const ROOMY = 64;
/** The first four addresses of a subnet and the last: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const RESERVED = { addresses: 5, blocks: 2 };

/**
 * AWS wants 16 addresses in a row, and says of a subnet only how many are free. Where the free ones may be scattered and
 * are few, it may refuse although there are enough.
 *
 * @param reused - keys of nodes whose objects another share uses
 */
export function addressBlockFindings(
  graph: ObjectGraph,
  reused: ReadonlySet<string>,
  sides: BothSides,
): Finding[] {
  const subnets = [...sides.provider.subnets, ...sides.consumer.subnets];
  return graph.nodes.flatMap(({ key, type, lane, spec }) => {
    const what = NEEDS_BLOCK[type];
    if (!what || reused.has(key)) {
      return [];
    }
    const subnetIds = (spec.subnetIds ?? []) as string[];
    return subnets
      .filter(subnet => subnetIds.includes(subnet.subnetId))
      .filter(mayBeScattered)
      .map(({ subnetId, cidrBlock, freeAddresses }) =>
        warning(ERROR_CODES.subnetFull, {
          message: `The subnet ${subnetId} (${cidrBlock}) in account ${lane.accountId} has ${freeAddresses} free addresses, and the ${what} needs a /28 there, ${BLOCK} in a row: AWS does not say whether so many are.`,
          remedy: `In account ${lane.accountId}, keep a /28 of ${subnetId} free by a CIDR reservation, or name a subnet of its zone with more room, a /26 at least.`,
        }),
      );
  });
}

/** Fewer addresses than blocks are in use: then one block at least is free, however they lie. */
function mayBeScattered({ cidrBlock, freeAddresses }: SubnetToday): boolean {
  const size = 2 ** (32 - Number(cidrBlock.split('/')[1]));
  const inUse = size - freeAddresses - RESERVED.addresses;
  const isSure = inUse + RESERVED.blocks < size / BLOCK;
  return freeAddresses >= BLOCK && freeAddresses < ROOMY && !isSure;
}

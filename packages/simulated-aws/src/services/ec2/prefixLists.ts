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

import { createHash } from 'crypto';
import { describe } from './describe';
import { arnOf, PREFIX_LIST } from './ids';
import type { Ec2Part } from './part';

/** A list of addresses that AWS keeps, and that rules may name. */
export interface PrefixList {
  prefixListId: string;
  name: string;
  family: 'IPv4' | 'IPv6';
  cidrs: string[];
  tags: Record<string, string>;
}

/** Where a service network's VPC association answers (VPC Lattice User Guide, "Control traffic using security groups"). */
const LATTICE: Array<
  Pick<PrefixList, 'family' | 'cidrs'> & { suffix: string }
> = [
  {
    suffix: 'vpc-lattice',
    family: 'IPv4',
    cidrs: ['129.224.0.0/17', '169.254.171.0/24'],
  },
  { suffix: 'ipv6.vpc-lattice', family: 'IPv6', cidrs: ['fd00:ec2:80::/64'] },
];

/** The prefix lists that AWS manages in a Region; every account sees the same. */
export function prefixListsOf(region: string): Record<string, PrefixList> {
  const lists = LATTICE.map(({ suffix, family, cidrs }) => {
    const name = `com.amazonaws.${region}.${suffix}`;
    // One id for all Regions, where AWS has one for each: rules are judged without asking where they are.
    const digest = createHash('sha256').update(suffix).digest('hex');
    const prefixListId = `pl-0${digest.slice(0, 16)}`;
    return { prefixListId, name, family, cidrs, tags: {} };
  });
  return Object.fromEntries(lists.map(list => [list.prefixListId, list]));
}

/** The addresses that a rule means by this list; none if there is no such list. */
export function prefixListCidrs(prefixListId: string): string[] {
  return prefixListsOf('us-east-1')[prefixListId]?.cidrs ?? [];
}

const handlers: Ec2Part['handlers'] = {
  DescribeManagedPrefixLists(input, call) {
    const { items, NextToken } = describe({
      kind: PREFIX_LIST,
      objects: prefixListsOf(call.region),
      ids: input.PrefixListIds,
      input,
      limits: { min: 1, max: 100, byDefault: 100 },
      fields: {
        'owner-id': () => ['AWS'],
        'prefix-list-id': list => [list.prefixListId],
        'prefix-list-name': list => [list.name],
      },
    });
    return {
      PrefixLists: items.map(list => ({
        PrefixListId: list.prefixListId,
        PrefixListName: list.name,
        PrefixListArn: arnOf(
          { accountId: 'aws', region: call.region },
          PREFIX_LIST,
          list.prefixListId,
        ),
        AddressFamily: list.family,
        OwnerId: 'AWS',
        State: 'create-complete',
        Tags: [],
      })),
      NextToken,
    };
  },
};

export const prefixLists: Ec2Part = { handlers };

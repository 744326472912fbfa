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
  DescribeSecurityGroupsCommand,
  IpPermission,
  paginateDescribeSubnets,
  SecurityGroup,
  Subnet,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../../aws';
import { GroupRule } from '../../packets';
import { OWNER_TAGS, tagValue } from '../ownerTags';

/** A subnet of one side, today. */
export interface SubnetToday {
  subnetId: string;
  /** For example `use1-az1`: the same zone for every account, unlike its name. */
  availabilityZoneId: string;
  cidrBlock: string;
  freeAddresses: number;
}

/** A security group, as far as it says who may pass. */
export interface SecurityGroupFacts {
  id: string;
  name: string;
  /** The tag `database-access:shareable` says `true`. */
  shareable: boolean;
  /** How many rules let somebody in, as the quota of rules counts them. */
  inboundRules: number;
  egress: GroupRule[];
}

/** These subnets, in their order. Asked by filter, so that one that does not exist hides none of the others. */
export async function readSubnets(
  { ec2 }: LaneClients,
  ids: readonly string[],
): Promise<SubnetToday[]> {
  if (ids.length === 0) {
    return [];
  }
  const found = new Map<string, Subnet>();
  const pages = paginateDescribeSubnets(
    { client: ec2 },
    { Filters: [{ Name: 'subnet-id', Values: [...ids] }] },
  );
  for await (const { Subnets = [] } of pages) {
    for (const subnet of Subnets) {
      found.set(subnet.SubnetId!, subnet);
    }
  }
  return ids.flatMap(id => {
    const subnet = found.get(id);
    return subnet
      ? {
          subnetId: id,
          availabilityZoneId: subnet.AvailabilityZoneId ?? '',
          cidrBlock: subnet.CidrBlock ?? '',
          freeAddresses: subnet.AvailableIpAddressCount ?? 0,
        }
      : [];
  });
}

/** These security groups, in their order. */
export async function readSecurityGroups(
  { ec2 }: LaneClients,
  ids: readonly string[],
): Promise<SecurityGroupFacts[]> {
  if (ids.length === 0) {
    return [];
  }
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [{ Name: 'group-id', Values: [...ids] }],
    }),
  );
  const found = new Map(SecurityGroups.map(group => [group.GroupId, group]));
  return ids.flatMap(id => {
    const group = found.get(id);
    return group ? groupFacts(id, group) : [];
  });
}

function groupFacts(id: string, group: SecurityGroup): SecurityGroupFacts {
  return {
    id,
    name: group.GroupName ?? id,
    shareable: tagValue(group.Tags, OWNER_TAGS.shareable) === 'true',
    inboundRules: countRules(group.IpPermissions ?? []),
    egress: (group.IpPermissionsEgress ?? []).map(egressRule),
  };
}

/**
 * Rules of IPv4 and of IPv6 are counted apart, each source as one; one that names a group counts among both:
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups. What a prefix list
 * counts for is not read.
 */
function countRules(permissions: readonly IpPermission[]): number {
  const sum = (countOf: (permission: IpPermission) => number) =>
    permissions.reduce((count, permission) => count + countOf(permission), 0);
  const ofBoth = sum(
    ({ UserIdGroupPairs, PrefixListIds }) =>
      (UserIdGroupPairs?.length ?? 0) + (PrefixListIds?.length ?? 0),
  );
  return (
    ofBoth +
    Math.max(
      sum(({ IpRanges }) => IpRanges?.length ?? 0),
      sum(({ Ipv6Ranges }) => Ipv6Ranges?.length ?? 0),
    )
  );
}

function egressRule(permission: IpPermission): GroupRule {
  return {
    protocol: permission.IpProtocol ?? '-1',
    fromPort: permission.FromPort,
    toPort: permission.ToPort,
    peers: [
      ...(permission.IpRanges ?? []).flatMap(range => range.CidrIp ?? []),
      ...(permission.UserIdGroupPairs ?? []).flatMap(p => p.GroupId ?? []),
      ...(permission.PrefixListIds ?? []).flatMap(p => p.PrefixListId ?? []),
    ],
  };
}

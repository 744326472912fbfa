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

import type { IpPermission } from '@aws-sdk/client-ec2';
import { formatIpv4, parseIpv4 } from '../../core/ipv4';
import { missing, refuse } from './errors';
import type { SecurityGroupRule } from './state';

/** What a rule allows and to whom, without the group that it belongs to. */
export type RuleContent = Pick<
  SecurityGroupRule,
  | 'ipProtocol'
  | 'fromPort'
  | 'toPort'
  | 'cidrIpv4'
  | 'referencedGroupId'
  | 'prefixListId'
  | 'description'
>;

export const EVERYTHING = { ipProtocol: '-1', fromPort: -1, toPort: -1 };

const NAMED_PROTOCOLS: Record<string, string> = {
  '6': 'tcp',
  '17': 'udp',
  '1': 'icmp',
  '58': 'icmpv6',
  all: '-1',
};

/** The permissions of a call, which may also spell a single one in its own members. */
export function permissionsOf(input: {
  IpPermissions?: IpPermission[];
  IpProtocol?: string;
  FromPort?: number;
  ToPort?: number;
  CidrIp?: string;
  SourceSecurityGroupName?: string;
}): IpPermission[] {
  if (input.SourceSecurityGroupName) {
    throw refuse(
      'InvalidParameterCombination',
      'The parameter SourceSecurityGroupName is for groups of a default VPC only: name the group in IpPermissions.',
    );
  }
  if (input.IpPermissions?.length) {
    return input.IpPermissions;
  }
  if (!input.CidrIp) {
    throw missing('ipPermissions');
  }
  return [
    {
      IpProtocol: input.IpProtocol,
      FromPort: input.FromPort,
      ToPort: input.ToPort,
      IpRanges: [{ CidrIp: input.CidrIp }],
    },
  ];
}

/** One permission may name many peers; AWS makes a rule for each. */
export function rulesIn(permission: IpPermission): RuleContent[] {
  if (permission.Ipv6Ranges?.length) {
    throw refuse(
      'UnsupportedOperation',
      'Simulated AWS has no IPv6 networks: use IpRanges.',
    );
  }
  const traffic = trafficOf(permission);
  const rules: RuleContent[] = [
    ...(permission.IpRanges ?? []).map(range => ({
      ...traffic,
      cidrIpv4: networkOf(range.CidrIp ?? ''),
      ...described(range),
    })),
    ...(permission.UserIdGroupPairs ?? []).map(pair => ({
      ...traffic,
      referencedGroupId: groupIdOf(pair),
      ...described(pair),
    })),
    ...(permission.PrefixListIds ?? []).map(list => ({
      ...traffic,
      prefixListId: list.PrefixListId ?? '',
      ...described(list),
    })),
  ];
  if (!rules.length) {
    throw missing('CIDR block, security group or prefix list');
  }
  return rules;
}

function described({ Description: description }: { Description?: string }) {
  return description ? { description } : {};
}

function groupIdOf(pair: { GroupId?: string; GroupName?: string }): string {
  if (!pair.GroupId) {
    throw missing('GroupId');
  }
  return pair.GroupId;
}

function trafficOf(permission: IpPermission) {
  if (!permission.IpProtocol) {
    throw missing('ipProtocol');
  }
  const given = permission.IpProtocol.toLowerCase();
  const ipProtocol = NAMED_PROTOCOLS[given] ?? given;
  if (!/^(tcp|udp|icmp|icmpv6|-1|\d{1,3})$/.test(ipProtocol)) {
    throw refuse(
      'InvalidPermission.Malformed',
      `Invalid IP protocol: ${permission.IpProtocol}`,
    );
  }
  if (/^\d/.test(ipProtocol) || ipProtocol === '-1') {
    // Ports are a matter of TCP and UDP: of anything else a rule allows them all, whatever was asked.
    return { ipProtocol, fromPort: -1, toPort: -1 };
  }
  const { FromPort: fromPort, ToPort: toPort } = permission;
  if (fromPort === undefined || toPort === undefined) {
    throw refuse(
      'InvalidParameterValue',
      `Invalid value 'Must specify both from and to ports with ${ipProtocol.toUpperCase()}.' for portRange.`,
    );
  }
  const isIcmp = ipProtocol.startsWith('icmp');
  if (!isIcmp && (fromPort < 0 || toPort > 65535 || fromPort > toPort)) {
    throw refuse(
      'InvalidParameterValue',
      `Invalid value '${fromPort}-${toPort}' for portRange: no range of ${ipProtocol.toUpperCase()} ports.`,
    );
  }
  return { ipProtocol, fromPort, toPort };
}

/** AWS keeps the network of an address: 10.0.0.7/16 becomes 10.0.0.0/16. */
function networkOf(cidr: string): string {
  const [address, length] = cidr.split('/');
  const number = parseIpv4(address);
  const prefix = Number(length);
  if (number === undefined || !/^\d{1,2}$/.test(length ?? '') || prefix > 32) {
    throw refuse('InvalidParameterValue', `CIDR block ${cidr} is malformed`);
  }
  const size = 2 ** (32 - prefix);
  return `${formatIpv4(Math.floor(number / size) * size)}/${prefix}`;
}

/** Whether two rules allow the same, whatever their descriptions say. */
export function sameContent(a: RuleContent, b: RuleContent): boolean {
  return (
    a.ipProtocol === b.ipProtocol &&
    a.fromPort === b.fromPort &&
    a.toPort === b.toPort &&
    a.cidrIpv4 === b.cidrIpv4 &&
    a.referencedGroupId === b.referencedGroupId &&
    a.prefixListId === b.prefixListId
  );
}

/** Rules as DescribeSecurityGroups shows them: gathered by protocol and ports. */
export function toIpPermissions(
  accountId: string,
  rules: SecurityGroupRule[],
): IpPermission[] {
  const gathered = new Map<string, IpPermission>();
  for (const rule of rules) {
    const { ipProtocol, fromPort, toPort } = rule;
    const key = `${ipProtocol}/${fromPort}/${toPort}`;
    const permission: IpPermission = gathered.get(key) ?? {
      IpProtocol: ipProtocol,
      ...(ipProtocol !== '-1' && { FromPort: fromPort, ToPort: toPort }),
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
    gathered.set(key, permission);
    addPeer(permission, accountId, rule);
  }
  return [...gathered.values()];
}

function addPeer(
  permission: IpPermission,
  accountId: string,
  rule: SecurityGroupRule,
) {
  const Description = rule.description;
  if (rule.cidrIpv4) {
    permission.IpRanges?.push({ CidrIp: rule.cidrIpv4, Description });
  }
  if (rule.referencedGroupId) {
    permission.UserIdGroupPairs?.push({
      GroupId: rule.referencedGroupId,
      UserId: accountId,
      Description,
    });
  }
  if (rule.prefixListId) {
    permission.PrefixListIds?.push({
      PrefixListId: rule.prefixListId,
      Description,
    });
  }
}

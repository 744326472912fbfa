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
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  RevokeSecurityGroupEgressCommand,
  SecurityGroup,
  SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import { awsCodeOf, isNotFound, unlessNotFound } from './awsAnswers';
import { defineObjectType } from './ObjectType';
import { ec2ByIds, ec2OfInstallation, inOrderOf } from './ours';
import { ec2Rate } from './rates';
import { arn, IS_OURS, reading } from './statements';

export type DefaultEgressSpec = { readonly groupId: string };

export interface DefaultEgressState {
  groupId: string;
}

const EVERYBODY = ['0.0.0.0/0', '::/0'];

/**
 * The absence of the rules that let a new security group talk to everybody (one for IPv4, and one for IPv6 where the
 * VPC has it). It is made by revoking them, and nobody ever wants them back: it ends with the group.
 */
export const securityGroupDefaultEgress = defineObjectType<
  DefaultEgressSpec,
  DefaultEgressState
>({
  type: 'ec2/security-group-default-egress',
  title: 'No egress to everybody',
  // To revoke what is revoked changes nothing.
  identity: 'name',
  endsWithParent: true,
  permissions: {
    read: [
      reading('ec2:DescribeSecurityGroupRules', 'ec2:DescribeSecurityGroups'),
    ],
    provision: [
      {
        actions: ['ec2:RevokeSecurityGroupEgress'],
        resources: [arn('ec2', 'security-group/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: ec2Rate('RevokeSecurityGroupEgress'),
    remove: ec2Rate('RevokeSecurityGroupEgress'),
  },
  budgetSeconds: 5 * 60,
  isSetting: true,
  closes: true,

  async find({ ec2 }, { spec: { groupId } }) {
    const answer = await unlessNotFound(
      ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] })),
    );
    const [group] = answer?.SecurityGroups ?? [];
    return group && !isOpen(group) ? { groupId } : undefined;
  },

  async findMany({ ec2 }, refs) {
    const found: DefaultEgressState[] = [];
    const pages = paginateDescribeSecurityGroups(
      { client: ec2, pageSize: 1000 },
      { Filters: ec2ByIds('group-id', refs) },
    );
    for await (const page of pages) {
      found.push(
        ...(page.SecurityGroups ?? [])
          .filter(group => !isOpen(group))
          .map(group => ({ groupId: group.GroupId! })),
      );
    }
    return inOrderOf(refs, found, ({ groupId }) => groupId);
  },

  async create(aws, { spec: { groupId } }) {
    const rules = await openRules(aws, groupId);
    const ids = rules.flatMap(rule => rule.SecurityGroupRuleId ?? []);
    if (ids.length) {
      await revoke(aws, groupId, ids);
    }
    return { groupId };
  },

  async remove() {},

  async *list({ ec2 }, installation) {
    const pages = paginateDescribeSecurityGroups(
      { client: ec2, pageSize: 1000 },
      { Filters: ec2OfInstallation(installation) },
    );
    for await (const page of pages) {
      for (const group of page.SecurityGroups ?? []) {
        if (!isOpen(group)) {
          yield { groupId: group.GroupId! };
        }
      }
    }
  },

  assess: () => ({ condition: 'ready' }),
  trail: () => ({
    calls: ['AuthorizeSecurityGroupEgress', 'ModifySecurityGroupRules'],
  }),
  awsId: ({ groupId }) => groupId,
  outputs: () => ({}),
});

function isOpen({ IpPermissionsEgress = [] }: SecurityGroup): boolean {
  return IpPermissionsEgress.some(
    ({ IpProtocol, IpRanges = [], Ipv6Ranges = [] }) =>
      IpProtocol === '-1' &&
      [
        ...IpRanges.map(range => range.CidrIp),
        ...Ipv6Ranges.map(range => range.CidrIpv6),
      ].some(isEverybody),
  );
}

async function openRules(
  { ec2 }: LaneClients,
  groupId: string,
): Promise<SecurityGroupRule[]> {
  const open: SecurityGroupRule[] = [];
  const pages = paginateDescribeSecurityGroupRules(
    { client: ec2 },
    { Filters: [{ Name: 'group-id', Values: [groupId] }] },
  );
  for await (const page of pages) {
    for (const rule of page.SecurityGroupRules ?? []) {
      const letsOut =
        rule.IsEgress &&
        rule.IpProtocol === '-1' &&
        [rule.CidrIpv4, rule.CidrIpv6].some(isEverybody);
      if (letsOut) {
        open.push(rule);
      }
    }
  }
  return open;
}

function isEverybody(cidr: string | undefined): boolean {
  return cidr !== undefined && EVERYBODY.includes(cidr);
}

async function revoke(
  { ec2 }: LaneClients,
  groupId: string,
  ruleIds: string[],
): Promise<void> {
  try {
    await ec2.send(
      new RevokeSecurityGroupEgressCommand({
        GroupId: groupId,
        SecurityGroupRuleIds: ruleIds,
      }),
    );
  } catch (error) {
    const code = awsCodeOf(error);
    const wasRevoked = isNotFound(code) && !code?.startsWith('InvalidGroup');
    if (!wasRevoked) {
      throw error;
    }
  }
}

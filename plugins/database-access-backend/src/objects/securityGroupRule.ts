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
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupRulesCommandInput,
  paginateDescribeSecurityGroupRules,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import {
  awsCodeOf,
  foreign,
  notOurs,
  notVisibleYet,
  removeOnce,
  unlessNotFound,
} from './awsAnswers';
import { otherThan } from './differences';
import { defineObjectType, ObjectRef } from './ObjectType';
import {
  carriesOurTag,
  ec2ByIds,
  ec2ByName,
  ec2OfInstallation,
  ec2Tags,
  fromEc2Tags,
  inOrderOf,
  OBJECT_TAG,
  ownTags,
  type OwnTags,
} from './ours';
import { ec2Rate } from './rates';
import { arn, ec2TagOnCreate, IS_OURS, reading } from './statements';

/** One rule for TCP at one port. The peer is a security group of the same VPC, or a range of addresses. */
export type SecurityGroupRuleSpec = {
  readonly groupId: string;
  readonly direction: 'ingress' | 'egress';
  readonly port: number;
  readonly peerGroupId?: string;
  readonly peerCidr?: string;
  readonly description: string;
};

export interface SecurityGroupRuleState extends OwnTags {
  securityGroupRuleId: string;
  groupId: string;
  isEgress: boolean;
  /** As `TCP 5432`, or what else somebody made of it. */
  traffic: string;
  /** A security group, a range of addresses or a prefix list. */
  peer: string;
}

/** The owner of the database agreed, by tag, that its security group takes a rule of ours. */
const IS_SHAREABLE = {
  StringEquals: { 'aws:ResourceTag/database-access:shareable': 'true' },
};

export const securityGroupRule = defineObjectType<
  SecurityGroupRuleSpec,
  SecurityGroupRuleState
>({
  type: 'ec2/security-group-rule',
  title: 'Security group rule',
  // A group takes no two rules that say the same.
  identity: 'name',
  permissions: {
    read: [reading('ec2:DescribeSecurityGroupRules')],
    provision: [
      {
        actions: [
          'ec2:AuthorizeSecurityGroupEgress',
          'ec2:AuthorizeSecurityGroupIngress',
          'ec2:RevokeSecurityGroupEgress',
          'ec2:RevokeSecurityGroupIngress',
        ],
        resources: [
          arn('ec2', 'security-group/*'),
          arn('ec2', 'security-group-rule/*'),
        ],
        conditions: IS_OURS,
      },
      {
        actions: [
          'ec2:AuthorizeSecurityGroupIngress',
          'ec2:RevokeSecurityGroupIngress',
        ],
        resources: [arn('ec2', 'security-group/*')],
        conditions: IS_SHAREABLE,
      },
      ec2TagOnCreate('security-group-rule/*', [
        'AuthorizeSecurityGroupEgress',
        'AuthorizeSecurityGroupIngress',
      ]),
    ],
  },
  rates: {
    create: ec2Rate('AuthorizeSecurityGroupIngress'),
    remove: ec2Rate('RevokeSecurityGroupIngress'),
  },
  budgetSeconds: 5 * 60,

  find: (aws, ref) =>
    ref.awsId
      ? findOne(aws, { SecurityGroupRuleIds: [ref.awsId] })
      : findOne(aws, { Filters: ec2ByName(ref) }),

  async findMany({ ec2 }, refs) {
    const found: SecurityGroupRuleState[] = [];
    const pages = paginateDescribeSecurityGroupRules(
      { client: ec2, pageSize: 1000 },
      { Filters: ec2ByIds('security-group-rule-id', refs) },
    );
    for await (const page of pages) {
      found.push(...(page.SecurityGroupRules ?? []).map(toState));
    }
    return inOrderOf(refs, found, rule => rule.securityGroupRuleId);
  },

  async create(aws, ref) {
    try {
      return await authorize(aws, ref);
    } catch (error) {
      if (awsCodeOf(error) !== 'InvalidPermission.Duplicate') {
        throw error;
      }
      return sameRule(aws, ref, error);
    }
  },

  /** In a group that is not ours AWS asks for no tag of the rule: whose it is has to be seen here. */
  async remove(aws, ref, { securityGroupRuleId, groupId, isEgress }) {
    const ids = { SecurityGroupRuleIds: [securityGroupRuleId] };
    const rule = await ruleBy(aws, ids);
    if (!rule) {
      return;
    }
    const tags = fromEc2Tags(rule.Tags);
    if (!carriesOurTag(tags, ref) || tags[OBJECT_TAG] !== ref.objectId) {
      throw notOurs(
        aws,
        `ec2:RevokeSecurityGroup${isEgress ? 'Egress' : 'Ingress'}`,
        `The rule ${securityGroupRuleId} of ${groupId}`,
        'the tags of this portal and of its object',
      );
    }
    await removeOnce(
      () => {
        const input = { GroupId: groupId, ...ids };
        return isEgress
          ? aws.ec2.send(new RevokeSecurityGroupEgressCommand(input))
          : aws.ec2.send(new RevokeSecurityGroupIngressCommand(input));
      },
      async () => !!(await ruleBy(aws, ids)),
    );
  },

  async *list({ ec2 }, installation) {
    const pages = paginateDescribeSecurityGroupRules(
      { client: ec2, pageSize: 1000 },
      { Filters: ec2OfInstallation(installation) },
    );
    for await (const page of pages) {
      yield* (page.SecurityGroupRules ?? []).map(toState);
    }
  },

  differences: ({ spec }, state) => [
    ...otherThan('traffic', `TCP ${spec.port}`, state.traffic),
    ...otherThan('peer', spec.peerGroupId ?? spec.peerCidr ?? '', state.peer),
  ],

  assess: () => ({ condition: 'ready' }),
  // Who revokes a rule names its group.
  trail: ({ groupId }) => ({ names: [groupId] }),
  awsId: ({ securityGroupRuleId }) => securityGroupRuleId,
  outputs: ({ securityGroupRuleId }) => ({ securityGroupRuleId }),
});

async function authorize(
  { ec2 }: LaneClients,
  ref: ObjectRef<SecurityGroupRuleSpec>,
): Promise<SecurityGroupRuleState> {
  const { groupId, direction, port, peerGroupId, peerCidr, description } =
    ref.spec;
  const input = {
    GroupId: groupId,
    IpPermissions: [
      {
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        ...(peerGroupId
          ? {
              UserIdGroupPairs: [
                { GroupId: peerGroupId, Description: description },
              ],
            }
          : { IpRanges: [{ CidrIp: peerCidr, Description: description }] }),
      },
    ],
    TagSpecifications: ec2Tags(ref, 'security-group-rule'),
  };
  const { SecurityGroupRules } =
    direction === 'egress'
      ? await ec2.send(new AuthorizeSecurityGroupEgressCommand(input))
      : await ec2.send(new AuthorizeSecurityGroupIngressCommand(input));
  return toState(SecurityGroupRules![0]);
}

/** The rule that says the same. EC2 may know of it before it shows it to who asks by tag. */
async function sameRule(
  aws: LaneClients,
  ref: ObjectRef<SecurityGroupRuleSpec>,
  duplicate: unknown,
): Promise<SecurityGroupRuleState> {
  const { groupId, direction, port, peerGroupId, peerCidr } = ref.spec;
  const operation = `ec2:AuthorizeSecurityGroup${
    direction === 'egress' ? 'Egress' : 'Ingress'
  }`;
  const what = `A rule for ${direction} at TCP port ${port} of ${groupId} and ${
    peerGroupId ?? peerCidr
  }`;
  const rules = await rulesOf(aws, groupId);
  const ours = rules.find(({ Tags }) => {
    const tags = fromEc2Tags(Tags);
    return tags.Name === ref.name && carriesOurTag(tags, ref);
  });
  if (ours) {
    return toState(ours);
  }
  const isShown = rules.some(
    rule =>
      rule.IsEgress === (direction === 'egress') &&
      rule.FromPort === port &&
      (rule.ReferencedGroupInfo?.GroupId ?? rule.CidrIpv4) ===
        (peerGroupId ?? peerCidr),
  );
  if (isShown) {
    throw foreign(aws, operation, what, duplicate);
  }
  throw notVisibleYet(
    aws,
    operation,
    `${what} exists and is not to be seen yet in account ${aws.account.accountId} (${aws.account.name}).`,
  );
}

async function rulesOf(
  { ec2 }: LaneClients,
  groupId: string,
): Promise<SecurityGroupRule[]> {
  const rules: SecurityGroupRule[] = [];
  const pages = paginateDescribeSecurityGroupRules(
    { client: ec2 },
    { Filters: [{ Name: 'group-id', Values: [groupId] }] },
  );
  for await (const page of pages) {
    rules.push(...(page.SecurityGroupRules ?? []));
  }
  return rules;
}

async function findOne(
  aws: LaneClients,
  input: DescribeSecurityGroupRulesCommandInput,
): Promise<SecurityGroupRuleState | undefined> {
  const rule = await ruleBy(aws, input);
  return rule && toState(rule);
}

async function ruleBy(
  { ec2 }: LaneClients,
  input: DescribeSecurityGroupRulesCommandInput,
): Promise<SecurityGroupRule | undefined> {
  const answer = await unlessNotFound(
    ec2.send(new DescribeSecurityGroupRulesCommand(input)),
  );
  return answer?.SecurityGroupRules?.[0];
}

function toState(rule: SecurityGroupRule): SecurityGroupRuleState {
  return {
    securityGroupRuleId: rule.SecurityGroupRuleId!,
    groupId: rule.GroupId!,
    isEgress: rule.IsEgress === true,
    traffic: trafficOf(rule),
    ...ownTags(fromEc2Tags(rule.Tags)),
    peer:
      rule.ReferencedGroupInfo?.GroupId ??
      rule.CidrIpv4 ??
      rule.CidrIpv6 ??
      rule.PrefixListId ??
      '',
  };
}

function trafficOf({
  IpProtocol,
  FromPort,
  ToPort,
}: SecurityGroupRule): string {
  const protocol = (IpProtocol ?? '').toUpperCase();
  const ports = FromPort === ToPort ? `${FromPort}` : `${FromPort}-${ToPort}`;
  return protocol === '-1' ? 'everything' : `${protocol} ${ports}`;
}

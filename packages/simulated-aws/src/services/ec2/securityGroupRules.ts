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

import type {
  IpPermission,
  SecurityGroupRule as RuleAnswer,
  SecurityGroupRuleRequest,
  SecurityGroupRuleUpdate,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../core/Service';
import { describe } from './describe';
import { missing, refuse } from './errors';
import {
  arnOf,
  find,
  PREFIX_LIST,
  SECURITY_GROUP,
  SECURITY_GROUP_RULE,
} from './ids';
import {
  permissionsOf,
  RuleContent,
  rulesIn,
  sameContent,
} from './ipPermissions';
import type { Ec2Part } from './part';
import { onExisting, onTagWhileCreating } from './permissions';
import { prefixListsOf } from './prefixLists';
import { addRule, rulesOf } from './securityGroups';
import { ec2State, SecurityGroup, SecurityGroupRule } from './state';
import { tagsOnCreate, toTagList } from './tagging';

/** "Inbound or outbound rules per security group", the default quota. */
const MAX_RULES = 60;

interface AuthorizeInput {
  GroupId?: string;
  GroupName?: string;
  IpPermissions?: IpPermission[];
  TagSpecifications?: TagSpecification[];
}

interface ModifyInput {
  GroupId?: string;
  SecurityGroupRules?: SecurityGroupRuleUpdate[];
}

interface RevokeInput {
  GroupId?: string;
  GroupName?: string;
  IpPermissions?: IpPermission[];
  SecurityGroupRuleIds?: string[];
}

function groupOf(call: Call, input: { GroupId?: string }): SecurityGroup {
  if (!input.GroupId) {
    throw missing('GroupId');
  }
  const { securityGroups } = ec2State.of(call.world, call);
  return find(SECURITY_GROUP, securityGroups, input.GroupId);
}

/** A rule may name the groups of its own VPC only, as long as there is no peering. */
function checkPeer(call: Call, group: SecurityGroup, rule: RuleContent) {
  if (rule.prefixListId !== undefined) {
    find(PREFIX_LIST, prefixListsOf(call.region), rule.prefixListId);
  }
  if (rule.referencedGroupId === undefined) {
    return;
  }
  const { securityGroups } = ec2State.of(call.world, call);
  const peer = find(SECURITY_GROUP, securityGroups, rule.referencedGroupId);
  if (peer.vpcId !== group.vpcId) {
    throw refuse(
      'InvalidGroup.NotFound',
      'You have specified two resources that belong to different networks.',
    );
  }
}

function sentenceFor(rule: RuleContent): string {
  const peer = rule.cidrIpv4 ?? rule.referencedGroupId ?? rule.prefixListId;
  if (rule.ipProtocol === '-1') {
    return `peer: ${peer}, ALL, ALLOW`;
  }
  return `peer: ${peer}, ${rule.ipProtocol.toUpperCase()}, from port: ${
    rule.fromPort
  }, to port: ${rule.toPort}, ALLOW`;
}

/** All or nothing: one rule that is there already refuses the others, too. */
function authorize(input: AuthorizeInput, call: Call, isEgress: boolean) {
  const tags = tagsOnCreate(input.TagSpecifications, SECURITY_GROUP_RULE);
  const group = groupOf(call, input);
  const known = rulesOf(ec2State.of(call.world, call), group.groupId).filter(
    rule => rule.isEgress === isEgress,
  );
  const wanted: RuleContent[] = [];
  for (const rule of permissionsOf(input).flatMap(rulesIn)) {
    checkPeer(call, group, rule);
    if ([...known, ...wanted].some(other => sameContent(other, rule))) {
      throw refuse(
        'InvalidPermission.Duplicate',
        `the specified rule "${sentenceFor(rule)}" already exists`,
      );
    }
    wanted.push(rule);
  }
  if (known.length + wanted.length > MAX_RULES) {
    throw refuse(
      'RulesPerSecurityGroupLimitExceeded',
      'The maximum number of rules per security group has been reached.',
    );
  }
  const { groupId } = group;
  const made = wanted.map(rule =>
    addRule(call.world, call, {
      ...rule,
      groupId,
      isEgress,
      tags: { ...tags },
    }),
  );
  return {
    Return: true,
    SecurityGroupRules: made.map(rule => ruleAnswer(call, rule)),
  };
}

/**
 * "For a non-default VPC, if the values you specify do not match the existing rule's values, an
 * InvalidPermission.NotFound client error is returned, and no rules are revoked" (EC2 API Reference,
 * RevokeSecurityGroupIngress). `UnknownIpPermissions` is what a default VPC gets instead; nobody here has one.
 */
function revoke(input: RevokeInput, call: Call, isEgress: boolean) {
  const group = groupOf(call, input);
  const state = ec2State.of(call.world, call);
  const known = rulesOf(state, group.groupId).filter(
    rule => rule.isEgress === isEgress,
  );
  const revoked = input.SecurityGroupRuleIds?.length
    ? input.SecurityGroupRuleIds.map(id => ruleWithId(known, id))
    : permissionsOf(input)
        .flatMap(rulesIn)
        .map(rule => ruleLike(known, rule));
  for (const rule of revoked) {
    delete state.securityGroupRules[rule.securityGroupRuleId];
  }
  return {
    Return: true,
    RevokedSecurityGroupRules: revoked.map(rule => ({
      SecurityGroupRuleId: rule.securityGroupRuleId,
      GroupId: rule.groupId,
      IsEgress: rule.isEgress,
      IpProtocol: rule.ipProtocol,
      FromPort: rule.fromPort,
      ToPort: rule.toPort,
      CidrIpv4: rule.cidrIpv4,
      PrefixListId: rule.prefixListId,
      ReferencedGroupId: rule.referencedGroupId,
      Description: rule.description,
    })),
  };
}

/** Each rule becomes what is said of it as a whole; its id, direction and tags stay. All or nothing. */
function modify(input: ModifyInput, call: Call) {
  const group = groupOf(call, input);
  const state = ec2State.of(call.world, call);
  const known = rulesOf(state, group.groupId);
  const changes = (input.SecurityGroupRules ?? []).map(
    ({ SecurityGroupRuleId, SecurityGroupRule: wanted }) => {
      const rule = ruleWithId(known, SecurityGroupRuleId ?? '');
      const [content] = rulesIn(permissionFrom(wanted ?? {}));
      checkPeer(call, group, content);
      return { rule, content };
    },
  );
  for (const { rule, content } of changes) {
    const { securityGroupRuleId, groupId, isEgress, tags } = rule;
    state.securityGroupRules[securityGroupRuleId] = {
      ...{ securityGroupRuleId, groupId, isEgress, tags },
      ...content,
    };
  }
  return { Return: true };
}

function permissionFrom(wanted: SecurityGroupRuleRequest): IpPermission {
  const { IpProtocol, FromPort, ToPort, Description } = wanted;
  const { CidrIpv4: CidrIp, ReferencedGroupId: GroupId } = wanted;
  const { PrefixListId } = wanted;
  return {
    ...{ IpProtocol, FromPort, ToPort },
    IpRanges: CidrIp ? [{ CidrIp, Description }] : [],
    UserIdGroupPairs: GroupId ? [{ GroupId, Description }] : [],
    PrefixListIds: PrefixListId ? [{ PrefixListId, Description }] : [],
  };
}

/** The id has to be one of this group and direction. */
function ruleWithId(known: SecurityGroupRule[], id: string) {
  const byId = Object.fromEntries(
    known.map(rule => [rule.securityGroupRuleId, rule]),
  );
  return find(SECURITY_GROUP_RULE, byId, id);
}

function ruleLike(known: SecurityGroupRule[], content: RuleContent) {
  const found = known.find(rule => sameContent(rule, content));
  if (!found) {
    throw refuse(
      'InvalidPermission.NotFound',
      'The specified rule does not exist in this security group.',
    );
  }
  return found;
}

function ruleAnswer(call: Call, rule: SecurityGroupRule): RuleAnswer {
  const { securityGroups } = ec2State.of(call.world, call);
  return {
    SecurityGroupRuleId: rule.securityGroupRuleId,
    SecurityGroupRuleArn: arnOf(
      call,
      SECURITY_GROUP_RULE,
      rule.securityGroupRuleId,
    ),
    GroupId: rule.groupId,
    GroupOwnerId: call.accountId,
    IsEgress: rule.isEgress,
    IpProtocol: rule.ipProtocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    CidrIpv4: rule.cidrIpv4,
    PrefixListId: rule.prefixListId,
    ...(rule.referencedGroupId && {
      ReferencedGroupInfo: {
        GroupId: rule.referencedGroupId,
        UserId: call.accountId,
        VpcId: securityGroups[rule.referencedGroupId]?.vpcId,
      },
    }),
    Description: rule.description,
    Tags: toTagList(rule.tags),
  };
}

const handlers: Ec2Part['handlers'] = {
  DescribeSecurityGroupRules(input, call) {
    const { items, NextToken } = describe({
      kind: SECURITY_GROUP_RULE,
      objects: ec2State.of(call.world, call).securityGroupRules,
      ids: input.SecurityGroupRuleIds,
      input,
      fields: {
        'group-id': rule => [rule.groupId],
        'security-group-rule-id': rule => [rule.securityGroupRuleId],
      },
    });
    return {
      SecurityGroupRules: items.map(rule => ruleAnswer(call, rule)),
      NextToken,
    };
  },
  AuthorizeSecurityGroupIngress: (input, call) => authorize(input, call, false),
  AuthorizeSecurityGroupEgress: (input, call) => authorize(input, call, true),
  ModifySecurityGroupRules: modify,
  RevokeSecurityGroupIngress: (input, call) => revoke(input, call, false),
  RevokeSecurityGroupEgress: (input, call) => revoke(input, call, true),
};

function toAuthorize(input: AuthorizeInput, call: Call) {
  return [
    ...onExisting(call, SECURITY_GROUP, [input.GroupId ?? '*']),
    ...onTagWhileCreating(call, SECURITY_GROUP_RULE, input.TagSpecifications),
  ];
}

function toRevoke(input: { GroupId?: string }, call: Call) {
  return onExisting(call, SECURITY_GROUP, [input.GroupId ?? '*']);
}

export const securityGroupRules: Ec2Part = {
  handlers,
  permissions: {
    AuthorizeSecurityGroupIngress: toAuthorize,
    AuthorizeSecurityGroupEgress: toAuthorize,
    ModifySecurityGroupRules: toRevoke,
    RevokeSecurityGroupIngress: toRevoke,
    RevokeSecurityGroupEgress: toRevoke,
  },
};

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

import type { SecurityGroup as SecurityGroupAnswer } from '@aws-sdk/client-ec2';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { vpcAssociationsOf } from '../vpc-lattice/networkParties';
import { describe } from './describe';
import { invalidValue, missing, refuse } from './errors';
import { arnOf, find, SECURITY_GROUP, VPC } from './ids';
import type { Ec2Part } from './part';
import { onCreate, onExisting } from './permissions';
import { EVERYTHING, toIpPermissions } from './ipPermissions';
import { Ec2State, ec2State, SecurityGroup, SecurityGroupRule } from './state';
import { tagsOnCreate, toTagList } from './tagging';

const DEFAULT_GROUP = 'default';
const LONGEST = 255;

/** What names and descriptions may be made of (EC2 API Reference, CreateSecurityGroup, "Constraints for EC2-VPC"). */
const CHARACTERS = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;

/** The group that AWS makes with a VPC: its members reach each other and everybody else. */
export function createDefaultSecurityGroup(
  world: World,
  place: Place,
  vpcId: string,
): void {
  const group = addGroup(world, place, {
    groupName: DEFAULT_GROUP,
    description: 'default VPC security group',
    vpcId,
    tags: {},
  });
  addRule(world, place, {
    groupId: group.groupId,
    isEgress: false,
    ...EVERYTHING,
    referencedGroupId: group.groupId,
    tags: {},
  });
}

/** The group that AWS takes when none is named. */
export function defaultGroupOf(
  state: Ec2State,
  vpcId: string,
): SecurityGroup | undefined {
  return Object.values(state.securityGroups).find(
    group => group.vpcId === vpcId && group.groupName === DEFAULT_GROUP,
  );
}

/** AWS lets a new group talk to everybody; who wants less revokes that rule. */
function addGroup(
  world: World,
  place: Place,
  options: Omit<SecurityGroup, 'groupId'>,
): SecurityGroup {
  const group = { ...options, groupId: world.ids.next('sg') };
  ec2State.of(world, place).securityGroups[group.groupId] = group;
  addRule(world, place, {
    groupId: group.groupId,
    isEgress: true,
    ...EVERYTHING,
    cidrIpv4: '0.0.0.0/0',
    tags: {},
  });
  return group;
}

export function addRule(
  world: World,
  place: Place,
  options: Omit<SecurityGroupRule, 'securityGroupRuleId'>,
): SecurityGroupRule {
  const rule = { ...options, securityGroupRuleId: world.ids.next('sgr') };
  const { securityGroupRules } = ec2State.of(world, place);
  securityGroupRules[rule.securityGroupRuleId] = rule;
  return rule;
}

export function rulesOf(state: Ec2State, groupId: string): SecurityGroupRule[] {
  return Object.values(state.securityGroupRules).filter(
    rule => rule.groupId === groupId,
  );
}

function checkText(parameter: string, value: string) {
  if (value.length > LONGEST || !CHARACTERS.test(value)) {
    throw invalidValue(
      parameter,
      value,
      `Valid are up to ${LONGEST} characters of a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*.`,
    );
  }
}

function checkName(name: string) {
  checkText('GroupName', name);
  if (name.startsWith('sg-')) {
    throw invalidValue(
      'GroupName',
      name,
      'Group names may not be in the format sg-*.',
    );
  }
  if (name === DEFAULT_GROUP) {
    throw refuse(
      'InvalidParameterValue',
      `Cannot use reserved security group name: ${name}`,
    );
  }
}

/**
 * Who still needs the group: interfaces, also such that drain, rules of other groups, and associations of its VPC with a
 * service network.
 */
function checkUnused(call: Call, groupId: string) {
  const state = ec2State.of(call.world, call);
  const used =
    (call.world.doubts['association-security-group'] ===
      'DependencyViolation' &&
      Object.values(vpcAssociationsOf(call.world, call)).some(association =>
        association.securityGroupIds.includes(groupId),
      )) ||
    Object.values(state.networkInterfaces).some(eni =>
      eni.groupIds.includes(groupId),
    ) ||
    Object.values(state.securityGroupRules).some(
      rule => rule.referencedGroupId === groupId && rule.groupId !== groupId,
    );
  if (used) {
    throw refuse(
      'DependencyViolation',
      `resource ${groupId} has a dependent object`,
    );
  }
}

function groupAnswer(call: Call, group: SecurityGroup): SecurityGroupAnswer {
  const rules = rulesOf(ec2State.of(call.world, call), group.groupId);
  return {
    GroupId: group.groupId,
    GroupName: group.groupName,
    Description: group.description,
    VpcId: group.vpcId,
    OwnerId: call.accountId,
    SecurityGroupArn: arnOf(call, SECURITY_GROUP, group.groupId),
    IpPermissions: toIpPermissions(
      call.accountId,
      rules.filter(rule => !rule.isEgress),
    ),
    IpPermissionsEgress: toIpPermissions(
      call.accountId,
      rules.filter(rule => rule.isEgress),
    ),
    Tags: toTagList(group.tags),
  };
}

/** The filters `ip-permission.*` and `egress.ip-permission.*`. */
function ruleFilters(state: Ec2State, prefix: string, isEgress: boolean) {
  const valuesOf =
    (value: (rule: SecurityGroupRule) => string | number | undefined) =>
    (group: SecurityGroup) =>
      rulesOf(state, group.groupId)
        .filter(rule => rule.isEgress === isEgress)
        .map(value)
        .map(v => (v === undefined ? undefined : String(v)));
  return {
    [`${prefix}.cidr`]: valuesOf(rule => rule.cidrIpv4),
    [`${prefix}.from-port`]: valuesOf(rule => rule.fromPort),
    [`${prefix}.to-port`]: valuesOf(rule => rule.toPort),
    [`${prefix}.group-id`]: valuesOf(rule => rule.referencedGroupId),
    [`${prefix}.prefix-list-id`]: valuesOf(rule => rule.prefixListId),
    [`${prefix}.protocol`]: valuesOf(rule => rule.ipProtocol),
  };
}

/** A name is unique in its VPC only, and AWS looks names up in the default VPC; nobody here has one. */
function refuseNames(names: string[] | undefined) {
  if (names?.length) {
    throw refuse(
      'InvalidGroup.NotFound',
      `The security group '${names[0]}' does not exist in default VPC`,
    );
  }
}

const handlers: Ec2Part['handlers'] = {
  DescribeSecurityGroups(input, call) {
    refuseNames(input.GroupNames);
    const state = ec2State.of(call.world, call);
    const { items, NextToken } = describe({
      kind: SECURITY_GROUP,
      objects: state.securityGroups,
      ids: input.GroupIds,
      input,
      fields: {
        'group-id': group => [group.groupId],
        'group-name': group => [group.groupName],
        'vpc-id': group => [group.vpcId],
        'owner-id': () => [call.accountId],
        description: group => [group.description],
        ...ruleFilters(state, 'ip-permission', false),
        ...ruleFilters(state, 'egress.ip-permission', true),
      },
    });
    return {
      SecurityGroups: items.map(group => groupAnswer(call, group)),
      NextToken,
    };
  },

  CreateSecurityGroup(input, call) {
    const tags = tagsOnCreate(input.TagSpecifications, SECURITY_GROUP);
    const { GroupName: groupName, Description: description } = input;
    if (!groupName) {
      throw missing('GroupName');
    }
    if (!description) {
      throw missing('GroupDescription');
    }
    if (!input.VpcId) {
      throw refuse('VPCIdNotSpecified', 'No default VPC for this user');
    }
    checkName(groupName);
    checkText('GroupDescription', description);
    const state = ec2State.of(call.world, call);
    const { vpcId } = find(VPC, state.vpcs, input.VpcId);
    const taken = Object.values(state.securityGroups).some(
      group => group.vpcId === vpcId && group.groupName === groupName,
    );
    if (taken) {
      throw refuse(
        'InvalidGroup.Duplicate',
        `The security group '${groupName}' already exists for VPC '${vpcId}'`,
      );
    }
    const group = addGroup(call.world, call, {
      groupName,
      description,
      vpcId,
      tags,
    });
    return {
      GroupId: group.groupId,
      SecurityGroupArn: arnOf(call, SECURITY_GROUP, group.groupId),
      Tags: toTagList(tags),
    };
  },

  DeleteSecurityGroup(input, call) {
    if (!input.GroupId) {
      refuseNames(input.GroupName ? [input.GroupName] : undefined);
      throw missing('GroupName or GroupId');
    }
    const state = ec2State.of(call.world, call);
    const group = find(SECURITY_GROUP, state.securityGroups, input.GroupId);
    const { groupId } = group;
    if (group.groupName === DEFAULT_GROUP) {
      throw refuse(
        'CannotDelete',
        `the specified group: "${groupId}" name: "${DEFAULT_GROUP}" cannot be deleted by a user`,
      );
    }
    checkUnused(call, groupId);
    delete state.securityGroups[groupId];
    for (const rule of rulesOf(state, groupId)) {
      delete state.securityGroupRules[rule.securityGroupRuleId];
    }
    return { Return: true, GroupId: groupId };
  },
};

export const securityGroups: Ec2Part = {
  handlers,
  permissions: {
    CreateSecurityGroup: (input, call) => [
      ...onCreate(call, SECURITY_GROUP, input.TagSpecifications),
      ...(input.VpcId ? onExisting(call, VPC, [input.VpcId]) : []),
    ],
    DeleteSecurityGroup: (input, call) =>
      onExisting(call, SECURITY_GROUP, [input.GroupId ?? '*']),
  },
};

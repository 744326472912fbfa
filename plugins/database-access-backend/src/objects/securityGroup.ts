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
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  DescribeSecurityGroupsCommandInput,
  paginateDescribeSecurityGroups,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import {
  awsCodeOf,
  foreign,
  notVisibleYet,
  removeOnce,
  unlessNotFound,
} from './awsAnswers';
import { defineObjectType, ObjectRef } from './ObjectType';
import {
  carriesOurTag,
  ec2ByIds,
  ec2ByName,
  ec2OfInstallation,
  ec2Tags,
  fromEc2Tags,
  inOrderOf,
  ownTags,
  type OwnTags,
} from './ours';
import { ec2Rate } from './rates';
import {
  arn,
  ec2TagOnCreate,
  IS_OURS,
  reading,
  TAGGED_AS_OURS,
} from './statements';

export type SecurityGroupSpec = {
  readonly vpcId: string;
  readonly description: string;
};

export interface SecurityGroupState extends OwnTags {
  groupId: string;
  groupName: string;
  vpcId: string;
}

/** A security group. AWS lets a new one talk to everybody: see `ec2/security-group-default-egress`. */
export const securityGroup = defineObjectType<
  SecurityGroupSpec,
  SecurityGroupState
>({
  type: 'ec2/security-group',
  title: 'Security group',
  // A group's name is unique in its VPC.
  identity: 'name',
  permissions: {
    read: [reading('ec2:DescribeSecurityGroups')],
    provision: [
      {
        actions: ['ec2:CreateSecurityGroup'],
        resources: [arn('ec2', 'security-group/*')],
        conditions: TAGGED_AS_OURS,
      },
      {
        actions: ['ec2:CreateSecurityGroup'],
        resources: [arn('ec2', 'vpc/*')],
      },
      ec2TagOnCreate('security-group/*', ['CreateSecurityGroup']),
      {
        actions: ['ec2:DeleteSecurityGroup'],
        resources: [arn('ec2', 'security-group/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: ec2Rate('CreateSecurityGroup'),
    remove: ec2Rate('DeleteSecurityGroup'),
  },
  // A gateway's and an endpoint's interfaces drain for up to 20 minutes and hold the group meanwhile.
  budgetSeconds: 20 * 60,

  find: (aws, ref) =>
    ref.awsId
      ? findOne(aws, { GroupIds: [ref.awsId] })
      : findOne(aws, {
          Filters: [
            ...ec2ByName(ref),
            { Name: 'vpc-id', Values: [ref.spec.vpcId] },
          ],
        }),

  async findMany({ ec2 }, refs) {
    const found: SecurityGroupState[] = [];
    const pages = paginateDescribeSecurityGroups(
      { client: ec2, pageSize: 1000 },
      { Filters: ec2ByIds('group-id', refs) },
    );
    for await (const page of pages) {
      found.push(...(page.SecurityGroups ?? []).map(toState));
    }
    return inOrderOf(refs, found, ({ groupId }) => groupId);
  },

  async create(aws, ref) {
    const { vpcId, description } = ref.spec;
    try {
      const { GroupId } = await aws.ec2.send(
        new CreateSecurityGroupCommand({
          GroupName: ref.name,
          Description: description,
          VpcId: vpcId,
          TagSpecifications: ec2Tags(ref, 'security-group'),
        }),
      );
      return { groupId: GroupId!, groupName: ref.name, vpcId };
    } catch (error) {
      if (awsCodeOf(error) !== 'InvalidGroup.Duplicate') {
        throw error;
      }
      return namesake(aws, ref, error);
    }
  },

  remove: (aws, _ref, { groupId }) =>
    removeOnce(
      () => aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId: groupId })),
      async () => !!(await findOne(aws, { GroupIds: [groupId] })),
    ),

  async *list({ ec2 }, installation) {
    const pages = paginateDescribeSecurityGroups(
      { client: ec2, pageSize: 1000 },
      { Filters: ec2OfInstallation(installation) },
    );
    for await (const page of pages) {
      yield* (page.SecurityGroups ?? []).map(toState);
    }
  },

  assess: () => ({ condition: 'ready' }),
  awsId: ({ groupId }) => groupId,
  outputs: ({ groupId }) => ({ groupId }),
});

/** EC2 may say that a group is there before it shows it to who asks by tag. */
async function namesake(
  aws: LaneClients,
  ref: ObjectRef<SecurityGroupSpec>,
  duplicate: unknown,
): Promise<SecurityGroupState> {
  const operation = 'ec2:CreateSecurityGroup';
  const what = `A security group named ${ref.name} in ${ref.spec.vpcId}`;
  const { SecurityGroups: [group] = [] } = await aws.ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: 'group-name', Values: [ref.name] },
        { Name: 'vpc-id', Values: [ref.spec.vpcId] },
      ],
    }),
  );
  if (!group) {
    throw notVisibleYet(
      aws,
      operation,
      `${what} exists and is not to be seen yet in account ${aws.account.accountId} (${aws.account.name}).`,
    );
  }
  if (!carriesOurTag(fromEc2Tags(group.Tags), ref)) {
    throw foreign(aws, operation, what, duplicate);
  }
  return toState(group);
}

async function findOne(
  { ec2 }: LaneClients,
  input: DescribeSecurityGroupsCommandInput,
): Promise<SecurityGroupState | undefined> {
  const answer = await unlessNotFound(
    ec2.send(new DescribeSecurityGroupsCommand(input)),
  );
  const [group] = answer?.SecurityGroups ?? [];
  return group && toState(group);
}

function toState(group: SecurityGroup): SecurityGroupState {
  return {
    groupId: group.GroupId!,
    groupName: group.GroupName!,
    vpcId: group.VpcId!,
    ...ownTags(fromEc2Tags(group.Tags)),
  };
}

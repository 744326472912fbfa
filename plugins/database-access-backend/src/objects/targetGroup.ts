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
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetGroupsCommandInput,
  paginateDescribeTargetGroups,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LaneClients } from '../aws';
import { removeOnce, unlessNotFound } from './awsAnswers';
import {
  ELB_PAGE_SIZE,
  elbObjectTag,
  elbTags,
  makeInElb,
  oursInElb,
} from './elb';
import { findListed } from './findListed';
import { defineObjectType } from './ObjectType';
import { isNamedAsOurs } from './ours';
import { elbRate } from './rates';
import {
  arn,
  elbTagOnCreate,
  IS_OURS,
  reading,
  TAGGED_AS_OURS,
} from './statements';

export type TargetGroupSpec = {
  readonly vpcId: string;
  readonly port: number;
};

export interface TargetGroupState {
  arn: string;
  name: string;
}

const KIND = 'targetgroup/*';

/** A connection is tried this often, and two tries in a row decide: a failed-over database is noticed within 20 s. */
const HEALTH_CHECK = {
  HealthCheckProtocol: 'TCP',
  HealthCheckIntervalSeconds: 10,
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 2,
  UnhealthyThresholdCount: 2,
} as const;

/** What a load balancer sends connections to: addresses, which `elbv2/targets` keeps. */
export const targetGroup = defineObjectType<TargetGroupSpec, TargetGroupState>({
  type: 'elbv2/target-group',
  title: 'Target group',
  identity: 'name',
  permissions: {
    read: [
      reading(
        'elasticloadbalancing:DescribeTags',
        'elasticloadbalancing:DescribeTargetGroups',
      ),
    ],
    provision: [
      {
        actions: ['elasticloadbalancing:CreateTargetGroup'],
        resources: [arn('elasticloadbalancing', KIND)],
        conditions: TAGGED_AS_OURS,
      },
      elbTagOnCreate(KIND, 'CreateTargetGroup'),
      {
        actions: ['elasticloadbalancing:DeleteTargetGroup'],
        resources: [arn('elasticloadbalancing', KIND)],
        conditions: IS_OURS,
      },
      // ELB looks at these in its caller's name.
      reading('ec2:DescribeInternetGateways', 'ec2:DescribeVpcs'),
    ],
  },
  rates: {
    create: elbRate('CreateTargetGroup'),
    remove: elbRate('DeleteTargetGroup'),
  },
  budgetSeconds: 10 * 60,

  find: async (aws, ref) =>
    ref.awsId
      ? findOne(aws, { TargetGroupArns: [ref.awsId] })
      : oursInElb(aws, ref, await findOne(aws, { Names: [ref.name] })),

  findMany: (aws, refs): Promise<Array<TargetGroupState | undefined>> =>
    findListed(aws, targetGroup, refs),

  async create(aws, ref) {
    const { vpcId, port } = ref.spec;
    return makeInElb(aws, ref, {
      async make() {
        const { TargetGroups } = await aws.elasticLoadBalancing.send(
          new CreateTargetGroupCommand({
            Name: ref.name,
            Protocol: 'TCP',
            Port: port,
            VpcId: vpcId,
            TargetType: 'ip',
            IpAddressType: 'ipv4',
            ...HEALTH_CHECK,
            Tags: elbTags(ref),
          }),
        );
        return toState(TargetGroups![0]);
      },
      findThere: () => findOne(aws, { Names: [ref.name] }),
      what: `A target group named ${ref.name}`,
      operation: 'elasticloadbalancing:CreateTargetGroup',
    });
  },

  remove: (aws, _ref, state) =>
    removeOnce(
      () =>
        aws.elasticLoadBalancing.send(
          new DeleteTargetGroupCommand({ TargetGroupArn: state.arn }),
        ),
      async () => !!(await findOne(aws, { TargetGroupArns: [state.arn] })),
    ),

  async *list({ elasticLoadBalancing }, installation) {
    const pages = paginateDescribeTargetGroups(
      { client: elasticLoadBalancing, pageSize: ELB_PAGE_SIZE },
      {},
    );
    for await (const page of pages) {
      yield* (page.TargetGroups ?? [])
        .filter(group => isNamedAsOurs(group.TargetGroupName, installation))
        .map(toState);
    }
  },

  assess: () => ({ condition: 'ready' }),
  objectTag: elbObjectTag,
  awsId: state => state.arn,
  outputs: state => ({ targetGroupArn: state.arn }),
});

async function findOne(
  { elasticLoadBalancing }: LaneClients,
  input: DescribeTargetGroupsCommandInput,
): Promise<TargetGroupState | undefined> {
  const answer = await unlessNotFound(
    elasticLoadBalancing.send(new DescribeTargetGroupsCommand(input)),
  );
  const [group] = answer?.TargetGroups ?? [];
  return group && toState(group);
}

function toState(group: TargetGroup): TargetGroupState {
  return { arn: group.TargetGroupArn!, name: group.TargetGroupName! };
}

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
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  DescribeLoadBalancersCommandInput,
  LoadBalancer,
  paginateDescribeLoadBalancers,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LaneClients } from '../aws';
import { assessStatus, StatusWords } from './assessStatus';
import { removeOnce, unlessNotFound } from './awsAnswers';
import { otherMembers } from './differences';
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
import { createLoadBalancerRate, elbRate } from './rates';
import {
  arn,
  elbTagOnCreate,
  IS_OURS,
  reading,
  TAGGED_AS_OURS,
} from './statements';

export type LoadBalancerSpec = {
  /** One for each AZ. */
  readonly subnetIds: readonly string[];
  /** One that is made without a group can never have one. */
  readonly securityGroupId: string;
};

export interface LoadBalancerState {
  arn: string;
  name: string;
  dnsName?: string;
  status?: string;
  statusReason?: string;
  groupIds: string[];
}

const KIND = 'loadbalancer/net/*';

const STATES: StatusWords = {
  ready: ['active'],
  pending: ['provisioning'],
  degraded: ['active_impaired'],
  broken: ['failed'],
};

/** What an endpoint service stands on. It is internal: nobody comes in from outside its VPC but over PrivateLink. */
export const loadBalancer = defineObjectType<
  LoadBalancerSpec,
  LoadBalancerState
>({
  type: 'elbv2/load-balancer',
  title: 'Network Load Balancer',
  identity: 'name',
  permissions: {
    read: [
      reading(
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeTags',
      ),
    ],
    provision: [
      {
        actions: ['elasticloadbalancing:CreateLoadBalancer'],
        resources: [arn('elasticloadbalancing', KIND)],
        conditions: TAGGED_AS_OURS,
      },
      elbTagOnCreate(KIND, 'CreateLoadBalancer'),
      {
        actions: ['elasticloadbalancing:DeleteLoadBalancer'],
        resources: [arn('elasticloadbalancing', KIND)],
        conditions: IS_OURS,
      },
      // The first load balancer of an account makes ELB's service-linked role, in its caller's name.
      {
        actions: ['iam:CreateServiceLinkedRole'],
        resources: [
          'arn:${partition}:iam::${accountId}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*',
        ],
        conditions: {
          StringEquals: {
            'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com',
          },
        },
      },
      // ELB looks at these in its caller's name.
      reading(
        'ec2:DescribeAccountAttributes',
        'ec2:DescribeAddresses',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ),
    ],
  },
  rates: {
    create: createLoadBalancerRate(),
    remove: elbRate('DeleteLoadBalancer'),
  },
  // AWS's own waiter gives up after 10 minutes; its interfaces may drain longer when it goes.
  budgetSeconds: 15 * 60,

  find: async (aws, ref) =>
    ref.awsId
      ? findOne(aws, { LoadBalancerArns: [ref.awsId] })
      : oursInElb(aws, ref, await findOne(aws, { Names: [ref.name] })),

  findMany: (aws, refs): Promise<Array<LoadBalancerState | undefined>> =>
    findListed(aws, loadBalancer, refs),

  async create(aws, ref) {
    const { subnetIds, securityGroupId } = ref.spec;
    return makeInElb(aws, ref, {
      async make() {
        const { LoadBalancers } = await aws.elasticLoadBalancing.send(
          new CreateLoadBalancerCommand({
            Name: ref.name,
            Type: 'network',
            Scheme: 'internal',
            IpAddressType: 'ipv4',
            Subnets: [...subnetIds],
            SecurityGroups: [securityGroupId],
            Tags: elbTags(ref),
          }),
        );
        return toState(LoadBalancers![0]);
      },
      findThere: () => findOne(aws, { Names: [ref.name] }),
      what: `A load balancer named ${ref.name}`,
      operation: 'elasticloadbalancing:CreateLoadBalancer',
    });
  },

  remove: (aws, _ref, state) =>
    removeOnce(
      () =>
        aws.elasticLoadBalancing.send(
          new DeleteLoadBalancerCommand({ LoadBalancerArn: state.arn }),
        ),
      async () => !!(await findOne(aws, { LoadBalancerArns: [state.arn] })),
    ),

  async *list({ elasticLoadBalancing }, installation) {
    const pages = paginateDescribeLoadBalancers(
      { client: elasticLoadBalancing, pageSize: ELB_PAGE_SIZE },
      {},
    );
    for await (const page of pages) {
      yield* (page.LoadBalancers ?? [])
        .filter(found => isNamedAsOurs(found.LoadBalancerName, installation))
        .map(toState);
    }
  },

  assess: ({ status, statusReason }) =>
    assessStatus(STATES, status, statusReason),
  differences: ({ spec }, { groupIds }) =>
    otherMembers('security groups', {
      wanted: [spec.securityGroupId],
      is: groupIds,
    }),
  objectTag: elbObjectTag,
  awsId: state => state.arn,
  outputs: ({ arn: loadBalancerArn, dnsName }) => ({
    loadBalancerArn,
    ...(dnsName && { dnsName }),
  }),
});

async function findOne(
  { elasticLoadBalancing }: LaneClients,
  input: DescribeLoadBalancersCommandInput,
): Promise<LoadBalancerState | undefined> {
  const answer = await unlessNotFound(
    elasticLoadBalancing.send(new DescribeLoadBalancersCommand(input)),
  );
  const [found] = answer?.LoadBalancers ?? [];
  return found && toState(found);
}

function toState(found: LoadBalancer): LoadBalancerState {
  return {
    arn: found.LoadBalancerArn!,
    name: found.LoadBalancerName!,
    dnsName: found.DNSName,
    status: found.State?.Code,
    statusReason: found.State?.Reason,
    groupIds: [...(found.SecurityGroups ?? [])].sort(),
  };
}

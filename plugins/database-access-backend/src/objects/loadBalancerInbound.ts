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
  DescribeLoadBalancersCommand,
  LoadBalancer,
  paginateDescribeLoadBalancers,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { isOneOf } from './assessStatus';
import { unlessNotFound } from './awsAnswers';
import { ELB_PAGE_SIZE } from './elb';
import { defineObjectType } from './ObjectType';
import { isNamedAsOurs } from './ours';
import { elbRate } from './rates';
import { arn, IS_OURS, reading } from './statements';

export type LoadBalancerInboundSpec = {
  readonly loadBalancerArn: string;
  readonly securityGroupId: string;
};

export interface LoadBalancerInboundState {
  loadBalancerArn: string;
}

/**
 * That accepted endpoints come in without a rule of the load balancer's security group, so that the group needs none and
 * lets in nobody else. A rule could name nothing but addresses of the clients, and whoever has the same addresses in the
 * database's own VPC would come in by it.
 *
 * It ends with the load balancer.
 */
export const loadBalancerInbound = defineObjectType<
  LoadBalancerInboundSpec,
  LoadBalancerInboundState
>({
  type: 'elbv2/load-balancer-inbound',
  title: 'Only endpoints come in',
  // To set what is set changes nothing.
  identity: 'name',
  endsWithParent: true,
  permissions: {
    read: [reading('elasticloadbalancing:DescribeLoadBalancers')],
    provision: [
      {
        actions: ['elasticloadbalancing:SetSecurityGroups'],
        resources: [arn('elasticloadbalancing', 'loadbalancer/net/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: elbRate('SetSecurityGroups'),
    remove: elbRate('SetSecurityGroups'),
  },
  budgetSeconds: 5 * 60,
  isSetting: true,
  closes: true,

  async find({ elasticLoadBalancing }, { awsId, spec }) {
    const answer = await unlessNotFound(
      elasticLoadBalancing.send(
        new DescribeLoadBalancersCommand({
          LoadBalancerArns: [awsId ?? spec.loadBalancerArn],
        }),
      ),
    );
    const [found] = answer?.LoadBalancers ?? [];
    return found && isForEndpoints(found) ? toState(found) : undefined;
  },

  async create({ elasticLoadBalancing }, { spec }) {
    const { loadBalancerArn, securityGroupId } = spec;
    await elasticLoadBalancing.send(
      new SetSecurityGroupsCommand({
        LoadBalancerArn: loadBalancerArn,
        SecurityGroups: [securityGroupId],
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
      }),
    );
    return { loadBalancerArn };
  },

  async remove() {},

  async *list({ elasticLoadBalancing }, installation) {
    const pages = paginateDescribeLoadBalancers(
      { client: elasticLoadBalancing, pageSize: ELB_PAGE_SIZE },
      {},
    );
    for await (const page of pages) {
      yield* (page.LoadBalancers ?? [])
        .filter(found => isNamedAsOurs(found.LoadBalancerName, installation))
        .filter(isForEndpoints)
        .map(toState);
    }
  },

  assess: () => ({ condition: 'ready' }),
  awsId: ({ loadBalancerArn }) => loadBalancerArn,
  outputs: () => ({}),
});

function isForEndpoints(found: LoadBalancer): boolean {
  return isOneOf(
    found.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic,
    'off',
  );
}

function toState(found: LoadBalancer): LoadBalancerInboundState {
  return { loadBalancerArn: found.LoadBalancerArn! };
}

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
  CreateListenerCommand,
  DeleteListenerCommand,
  DescribeListenersCommand,
  Listener,
  paginateDescribeListeners,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LaneClients } from '../aws';
import {
  awsCodeOf,
  isNotFound,
  removeOnce,
  unlessNotFound,
} from './awsAnswers';
import { ELB_PAGE_SIZE, elbTags, makeInElb, oursInElb } from './elb';
import { loadBalancer } from './loadBalancer';
import { otherMembers, otherThan } from './differences';
import { defineObjectType } from './ObjectType';
import { elbRate } from './rates';
import {
  arn,
  elbTagOnCreate,
  IS_OURS,
  reading,
  TAGGED_AS_OURS,
} from './statements';

export type ListenerSpec = {
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
  readonly port: number;
};

export interface ListenerState {
  arn: string;
  port: number;
  /** ARNs of the target groups that it sends to. */
  targetGroupArns: string[];
}

/** One port of a load balancer: what comes in there goes to one target group, as it is. */
export const listener = defineObjectType<ListenerSpec, ListenerState>({
  type: 'elbv2/listener',
  title: 'Listener',
  // A load balancer has no two listeners at one port.
  identity: 'name',
  permissions: {
    read: [
      reading(
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeTags',
      ),
    ],
    provision: [
      {
        actions: ['elasticloadbalancing:CreateListener'],
        resources: [arn('elasticloadbalancing', 'loadbalancer/net/*')],
        conditions: {
          StringEquals: {
            ...TAGGED_AS_OURS.StringEquals,
            ...IS_OURS.StringEquals,
          },
        },
      },
      elbTagOnCreate('listener/net/*', 'CreateListener'),
      {
        actions: ['elasticloadbalancing:DeleteListener'],
        resources: [arn('elasticloadbalancing', 'listener/net/*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: elbRate('CreateListener'),
    remove: elbRate('DeleteListener'),
  },
  budgetSeconds: 5 * 60,
  oneByOne: true,
  isSetting: true,

  async find(aws, ref) {
    if (ref.awsId) {
      return findByArn(aws, ref.awsId);
    }
    return oursInElb(aws, ref, await findAtPort(aws, ref.spec));
  },

  async create(aws, ref) {
    const { loadBalancerArn, targetGroupArn, port } = ref.spec;
    return makeInElb(aws, ref, {
      async make() {
        const { Listeners } = await aws.elasticLoadBalancing.send(
          new CreateListenerCommand({
            LoadBalancerArn: loadBalancerArn,
            Protocol: 'TCP',
            Port: port,
            DefaultActions: [
              { Type: 'forward', TargetGroupArn: targetGroupArn },
            ],
            Tags: elbTags(ref),
          }),
        );
        return toState(Listeners![0]);
      },
      findThere: () => findAtPort(aws, ref.spec),
      what: `A listener at TCP port ${port} of ${loadBalancerArn}`,
      operation: 'elasticloadbalancing:CreateListener',
    });
  },

  remove: (aws, _ref, state) =>
    removeOnce(
      () =>
        aws.elasticLoadBalancing.send(
          new DeleteListenerCommand({ ListenerArn: state.arn }),
        ),
      async () => !!(await findByArn(aws, state.arn)),
    ),

  /** AWS lists them for one load balancer at a time. */
  async *list(aws, installation) {
    for await (const found of loadBalancer.list(aws, installation)) {
      yield* listenersOf(aws, found.arn);
    }
  },

  assess: () => ({ condition: 'ready' }),
  differences: ({ spec }, { port, targetGroupArns }) => [
    ...otherThan('port', `${spec.port}`, `${port}`),
    ...otherMembers('target groups', {
      wanted: [spec.targetGroupArn],
      is: targetGroupArns,
    }),
  ],
  awsId: state => state.arn,
  outputs: ({ arn: listenerArn, port }) => ({
    listenerArn,
    port: String(port),
  }),
});

async function findByArn(
  { elasticLoadBalancing }: LaneClients,
  listenerArn: string,
): Promise<ListenerState | undefined> {
  const answer = await unlessNotFound(
    elasticLoadBalancing.send(
      new DescribeListenersCommand({ ListenerArns: [listenerArn] }),
    ),
  );
  const [found] = answer?.Listeners ?? [];
  return found && toState(found);
}

async function findAtPort(
  aws: LaneClients,
  { loadBalancerArn, port }: ListenerSpec,
): Promise<ListenerState | undefined> {
  for await (const found of listenersOf(aws, loadBalancerArn)) {
    if (found.port === port) {
      return found;
    }
  }
  return undefined;
}

async function* listenersOf(
  { elasticLoadBalancing }: LaneClients,
  loadBalancerArn: string,
): AsyncIterable<ListenerState> {
  const pages = paginateDescribeListeners(
    { client: elasticLoadBalancing, pageSize: ELB_PAGE_SIZE },
    { LoadBalancerArn: loadBalancerArn },
  );
  try {
    for await (const page of pages) {
      yield* (page.Listeners ?? []).map(toState);
    }
  } catch (error) {
    if (!isNotFound(awsCodeOf(error))) {
      throw error;
    }
  }
}

function toState(found: Listener): ListenerState {
  return {
    arn: found.ListenerArn!,
    port: found.Port!,
    targetGroupArns: (found.DefaultActions ?? []).flatMap(
      ({ TargetGroupArn }) => TargetGroupArn ?? [],
    ),
  };
}

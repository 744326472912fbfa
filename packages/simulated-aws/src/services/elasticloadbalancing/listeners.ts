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
  Action,
  Listener as ListenerAnswer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Call } from '../../core/Service';
import {
  elbArn,
  ownListener,
  ownLoadBalancer,
  ownTargetGroup,
  pathIn,
} from './arns';
import { loadBalancerOf } from './health';
import { elbPage } from './paging';
import type { ElbPart } from './part';
import { requestTags, toTagWhileCreating, toTouch } from './permissions';
import { invalid, refuse } from './refusals';
import { pageRules, PORT, PROTOCOLS, tagRules } from './rules';
import { elbState, Listener, LoadBalancer } from './state';
import { checkedTags } from './tagging';

/** "Listeners per Network Load Balancer" (aws.md §1.6). */
const MAX_LISTENERS = 50;

function listenerAnswer(listener: Listener): ListenerAnswer {
  const { targetGroupArn: TargetGroupArn } = listener;
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerArn,
    Protocol: listener.protocol as 'TCP',
    Port: listener.port,
    DefaultActions: [
      {
        Type: 'forward',
        TargetGroupArn,
        ForwardConfig: { TargetGroups: [{ TargetGroupArn }] },
      },
    ],
  };
}

/** The group that a listener of a Network Load Balancer forwards to: one action, one group. */
function forwardedTo(
  call: Call,
  actions: Action[] | undefined,
  loadBalancer: LoadBalancer,
): string {
  if (actions?.length !== 1) {
    throw invalid('Exactly one default action must be specified');
  }
  const [action] = actions;
  if (action.Type !== 'forward') {
    throw refuse(
      'InvalidLoadBalancerAction',
      `The action type '${action.Type}' is not valid with network load balancer`,
    );
  }
  const inConfig = action.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn;
  const arn = action.TargetGroupArn ?? inConfig;
  if (!arn) {
    throw invalid('A target group ARN must be specified');
  }
  const group = ownTargetGroup(call, arn);
  const user = loadBalancerOf(elbState.of(call.world, call), group);
  if (user && user.arn !== loadBalancer.arn) {
    throw refuse(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${arn}`,
    );
  }
  if (group.vpcId !== loadBalancer.vpcId) {
    throw refuse(
      'InvalidConfigurationRequest',
      `The target group with targetGroupArn '${arn}' must be in the same VPC as the load balancer '${loadBalancer.arn}'`,
    );
  }
  return arn;
}

function checkProtocol(protocol: string | undefined) {
  if (!protocol) {
    throw invalid('A listener protocol must be specified');
  }
  if (!['TCP', 'TLS', 'UDP', 'TCP_UDP'].includes(protocol)) {
    throw invalid(
      `Listener protocol '${protocol}' must be one of 'TCP, TLS, UDP, TCP_UDP'`,
    );
  }
  if (protocol !== 'TCP') {
    throw refuse(
      'UnsupportedProtocol',
      `Simulated AWS has listeners for TCP, not for ${protocol}.`,
    );
  }
}

function listenersOf(call: Call, loadBalancerArn: string): Listener[] {
  return Object.values(elbState.of(call.world, call).listeners).filter(
    listener => listener.loadBalancerArn === loadBalancerArn,
  );
}

function portTaken(loadBalancerArn: string) {
  return refuse(
    'DuplicateListener',
    `A listener already exists on this port for this load balancer '${loadBalancerArn}'`,
  );
}

const handlers: ElbPart['handlers'] = {
  CreateListener(input, call) {
    const loadBalancer = ownLoadBalancer(call, input.LoadBalancerArn!);
    checkProtocol(input.Protocol);
    if (!input.Port) {
      throw invalid('A listener port must be specified');
    }
    const tags = checkedTags(input.Tags);
    const targetGroupArn = forwardedTo(
      call,
      input.DefaultActions,
      loadBalancer,
    );
    const siblings = listenersOf(call, loadBalancer.arn);
    const there = siblings.find(sibling => sibling.port === input.Port);
    if (there && there.targetGroupArn === targetGroupArn) {
      // "If you attempt to create multiple listeners with the same settings, each call succeeds" (API Reference).
      return { Listeners: [listenerAnswer(there)] };
    }
    if (there) {
      throw portTaken(loadBalancer.arn);
    }
    if (siblings.length >= MAX_LISTENERS) {
      throw refuse(
        'TooManyListeners',
        `The maximum number of listeners has been reached on load balancer '${loadBalancer.arn}'`,
      );
    }
    const arn = elbArn(
      call,
      'listener',
      `${pathIn(loadBalancer.arn)}/${call.world.ids.hex(16)}`,
    );
    const listener: Listener = {
      arn,
      loadBalancerArn: loadBalancer.arn,
      protocol: input.Protocol!,
      port: input.Port,
      targetGroupArn,
      tags,
    };
    elbState.of(call.world, call).listeners[arn] = listener;
    return { Listeners: [listenerAnswer(listener)] };
  },

  DescribeListeners(input, call) {
    if (!input.LoadBalancerArn && !input.ListenerArns?.length) {
      throw invalid(
        'You must specify either listener ARNs or a load balancer ARN',
      );
    }
    if (input.LoadBalancerArn && input.ListenerArns?.length) {
      throw invalid(
        'Listener ARNs and a load balancer ARN cannot be specified at the same time',
      );
    }
    const asked = input.LoadBalancerArn
      ? listenersOf(call, ownLoadBalancer(call, input.LoadBalancerArn).arn)
      : input.ListenerArns!.map(arn => ownListener(call, arn));
    const { items, NextMarker } = elbPage(asked, input);
    return { Listeners: items.map(listenerAnswer), NextMarker };
  },

  ModifyListener(input, call) {
    const listener = ownListener(call, input.ListenerArn!);
    const loadBalancer = ownLoadBalancer(call, listener.loadBalancerArn);
    if (input.Protocol) {
      checkProtocol(input.Protocol);
    }
    const port = input.Port ?? listener.port;
    const taken = listenersOf(call, loadBalancer.arn).some(
      sibling => sibling !== listener && sibling.port === port,
    );
    if (taken) {
      throw portTaken(loadBalancer.arn);
    }
    const targetGroupArn = input.DefaultActions
      ? forwardedTo(call, input.DefaultActions, loadBalancer)
      : listener.targetGroupArn;
    Object.assign(listener, { port, targetGroupArn });
    return { Listeners: [listenerAnswer(listener)] };
  },

  DeleteListener(input, call) {
    const { arn } = ownListener(call, input.ListenerArn!);
    delete elbState.of(call.world, call).listeners[arn];
    return {};
  },
};

export const listeners: ElbPart = {
  handlers,
  rules: {
    ...tagRules('CreateListener'),
    'CreateListener.Port': PORT,
    'CreateListener.Protocol': { enum: PROTOCOLS },
    'ModifyListener.Port': PORT,
    'ModifyListener.Protocol': { enum: PROTOCOLS },
    ...pageRules('DescribeListeners'),
  },
  permissions: {
    // The Service Authorization Reference judges it by the load balancer, and its tags by the listener.
    CreateListener: (input, call) => [
      ...toTouch(call, input.LoadBalancerArn, requestTags(input.Tags)),
      ...toTagWhileCreating(
        call,
        elbArn(call, 'listener', `${pathIn(input.LoadBalancerArn ?? '')}/*`),
        input.Tags,
      ),
    ],
    ModifyListener: (input, call) => toTouch(call, input.ListenerArn),
    DeleteListener: (input, call) => toTouch(call, input.ListenerArn),
  },
};

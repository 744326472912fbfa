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
  CreateTargetGroupCommandInput,
  ModifyTargetGroupCommandInput,
  TargetGroup as TargetGroupAnswer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Call } from '../../core/Service';
import { ec2State } from '../ec2/state';
import {
  elbArn,
  findTargetGroup,
  ownLoadBalancer,
  ownTargetGroup,
} from './arns';
import {
  checkedAttributes,
  defaultsOf,
  TARGET_GROUP_ATTRIBUTES,
  toAttributeList,
} from './attributes';
import { loadBalancerOf } from './health';
import { checkName } from './names';
import { elbPage } from './paging';
import type { ElbPart } from './part';
import { toCreate, toRead, toTouch } from './permissions';
import { invalid, refuse } from './refusals';
import {
  attributeRules,
  healthCheckRules,
  pageRules,
  PORT,
  PROTOCOLS,
  tagRules,
} from './rules';
import { elbState, HealthCheck, TargetGroup } from './state';
import { checkedTags } from './tagging';

/** "Target groups per Region" (aws.md §1.6). */
const MAX_TARGET_GROUPS = 3000;

/** What holds for TCP when nothing is said (API Reference, CreateTargetGroup). */
const HEALTH_CHECK: HealthCheck = {
  protocol: 'TCP',
  port: 'traffic-port',
  intervalSeconds: 30,
  timeoutSeconds: 10,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
};

type HealthCheckInput = Pick<
  ModifyTargetGroupCommandInput,
  | 'HealthCheckProtocol'
  | 'HealthCheckPort'
  | 'HealthCheckEnabled'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
>;

function targetGroupAnswer(call: Call, group: TargetGroup): TargetGroupAnswer {
  const loadBalancer = loadBalancerOf(elbState.of(call.world, call), group);
  const { healthCheck } = group;
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol as 'TCP',
    Port: group.port,
    VpcId: group.vpcId,
    TargetType: group.targetType,
    IpAddressType: 'ipv4',
    HealthCheckEnabled: true,
    HealthCheckProtocol: healthCheck.protocol as 'TCP',
    HealthCheckPort: healthCheck.port,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    LoadBalancerArns: loadBalancer ? [loadBalancer.arn] : [],
  };
}

/** The health check with what a call says of it. */
function changedHealthCheck(
  check: HealthCheck,
  input: HealthCheckInput,
): HealthCheck {
  const { HealthCheckProtocol: protocol = 'TCP' } = input;
  if (protocol !== 'TCP') {
    throw refuse(
      'InvalidConfigurationRequest',
      `Simulated AWS checks health by TCP, not by ${protocol}: nothing in it speaks that.`,
    );
  }
  if (input.HealthCheckEnabled === false) {
    throw invalid(
      'Health check enabled must be true for target groups of this target type',
    );
  }
  const port = input.HealthCheckPort ?? check.port;
  const isPort =
    /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
  if (port !== 'traffic-port' && !isPort) {
    throw invalid(
      `Health check port '${port}' must be 'traffic-port' or a number between 1 and 65535`,
    );
  }
  const changed = {
    protocol,
    port,
    intervalSeconds: input.HealthCheckIntervalSeconds ?? check.intervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds ?? check.timeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount ?? check.healthyThreshold,
    unhealthyThreshold:
      input.UnhealthyThresholdCount ?? check.unhealthyThreshold,
  };
  // A shorter interval brings its own shorter timeout, unless one is asked for.
  if (
    input.HealthCheckTimeoutSeconds === undefined &&
    changed.timeoutSeconds > changed.intervalSeconds
  ) {
    changed.timeoutSeconds = changed.intervalSeconds;
  }
  if (changed.timeoutSeconds > changed.intervalSeconds) {
    throw invalid(
      `Health check timeout '${changed.timeoutSeconds}' must be smaller than or equal to the interval '${changed.intervalSeconds}'`,
    );
  }
  return changed;
}

function checkedKind(input: CreateTargetGroupCommandInput, call: Call) {
  const { TargetType: targetType = 'instance', VpcId: vpcId } = input;
  if (targetType !== 'ip' && targetType !== 'instance') {
    throw refuse(
      'InvalidConfigurationRequest',
      `Simulated AWS has target groups of type ip and instance, not of type ${targetType}.`,
    );
  }
  if (!input.Protocol || !input.Port) {
    throw invalid(
      `A ${input.Protocol ? 'port' : 'protocol'} must be specified`,
    );
  }
  if (input.Protocol !== 'TCP') {
    throw refuse(
      'InvalidConfigurationRequest',
      `Simulated AWS has target groups for TCP, not for ${input.Protocol}.`,
    );
  }
  if (!vpcId) {
    throw invalid('A VPC ID must be specified');
  }
  if (!ec2State.of(call.world, call).vpcs[vpcId]) {
    throw invalid(`The VPC ID '${vpcId}' is not found`);
  }
  return { targetType, protocol: input.Protocol, port: input.Port, vpcId };
}

function createTargetGroup(
  input: CreateTargetGroupCommandInput,
  call: Call,
): TargetGroup {
  const name = input.Name!;
  checkName('Target group name', name);
  const settings = {
    ...checkedKind(input, call),
    healthCheck: changedHealthCheck(HEALTH_CHECK, input),
  };
  const tags = checkedTags(input.Tags);
  const { targetGroups: known } = elbState.of(call.world, call);
  const namesake = Object.values(known).find(group => group.name === name);
  if (namesake) {
    // "…with the same settings, each call succeeds" (API Reference); tags are no settings: a tool that tagged otherwise
    // was given the group that somebody else had made (terraform-provider-aws issue 32717).
    if (isSame(namesake, settings)) {
      return namesake;
    }
    throw refuse(
      'DuplicateTargetGroupName',
      `A target group with the same name '${name}' exists, but with different settings`,
    );
  }
  if (Object.keys(known).length >= MAX_TARGET_GROUPS) {
    throw refuse(
      'TooManyTargetGroups',
      `The maximum number of target groups has been reached: ${MAX_TARGET_GROUPS}`,
    );
  }
  const arn = elbArn(call, 'targetgroup', `${name}/${call.world.ids.hex(16)}`);
  known[arn] = {
    arn,
    name,
    ...settings,
    attributes: defaultsOf(TARGET_GROUP_ATTRIBUTES),
    targets: [],
    createdAt: call.now,
    tags,
  };
  return known[arn];
}

type Settings = Pick<
  TargetGroup,
  'targetType' | 'protocol' | 'port' | 'vpcId' | 'healthCheck'
>;

function isSame(group: TargetGroup, settings: Settings): boolean {
  const { healthCheck: one } = group;
  const { healthCheck: other } = settings;
  return (
    group.targetType === settings.targetType &&
    group.protocol === settings.protocol &&
    group.port === settings.port &&
    group.vpcId === settings.vpcId &&
    (Object.keys(one) as Array<keyof HealthCheck>).every(
      key => one[key] === other[key],
    )
  );
}

function askedGroups(
  input: {
    Names?: string[];
    TargetGroupArns?: string[];
    LoadBalancerArn?: string;
  },
  call: Call,
): TargetGroup[] {
  const state = elbState.of(call.world, call);
  const all = Object.values(state.targetGroups);
  const ways = [
    input.Names?.length,
    input.TargetGroupArns?.length,
    input.LoadBalancerArn,
  ].filter(Boolean);
  if (ways.length > 1) {
    throw invalid(
      'Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time',
    );
  }
  if (input.LoadBalancerArn) {
    const { arn } = ownLoadBalancer(call, input.LoadBalancerArn);
    return all.filter(group => loadBalancerOf(state, group)?.arn === arn);
  }
  const arns = input.TargetGroupArns ?? [];
  const names = input.Names ?? [];
  const missing =
    arns.some(arn => !findTargetGroup(call, arn)) ||
    names.some(name => !all.some(group => group.name === name));
  if (missing) {
    throw refuse('TargetGroupNotFound', 'One or more target groups not found');
  }
  return all.filter(
    group =>
      !ways.length || arns.includes(group.arn) || names.includes(group.name),
  );
}

const handlers: ElbPart['handlers'] = {
  CreateTargetGroup(input, call) {
    const made = createTargetGroup(input, call);
    return { TargetGroups: [targetGroupAnswer(call, made)] };
  },

  DescribeTargetGroups(input, call) {
    const { items, NextMarker } = elbPage(askedGroups(input, call), input);
    return {
      TargetGroups: items.map(group => targetGroupAnswer(call, group)),
      NextMarker,
    };
  },

  ModifyTargetGroup(input, call) {
    const group = ownTargetGroup(call, input.TargetGroupArn!);
    group.healthCheck = changedHealthCheck(group.healthCheck, input);
    return { TargetGroups: [targetGroupAnswer(call, group)] };
  },

  DescribeTargetGroupAttributes(input, call) {
    const { attributes } = ownTargetGroup(call, input.TargetGroupArn!);
    return { Attributes: toAttributeList(attributes) };
  },

  ModifyTargetGroupAttributes(input, call) {
    const { attributes } = ownTargetGroup(call, input.TargetGroupArn!);
    const change = checkedAttributes(
      TARGET_GROUP_ATTRIBUTES,
      input.Attributes,
      'Target group',
    );
    Object.assign(attributes, change);
    return { Attributes: toAttributeList(attributes) };
  },

  /** A group that is gone already is no error: the model has none for it. */
  DeleteTargetGroup(input, call) {
    const state = elbState.of(call.world, call);
    const group = findTargetGroup(call, input.TargetGroupArn!);
    if (group && loadBalancerOf(state, group)) {
      throw refuse(
        'ResourceInUse',
        `Target group '${group.arn}' is currently in use by a listener or a rule`,
      );
    }
    delete state.targetGroups[input.TargetGroupArn!];
    return {};
  },
};

export const targetGroups: ElbPart = {
  handlers,
  rules: {
    ...tagRules('CreateTargetGroup'),
    ...healthCheckRules('CreateTargetGroup'),
    'CreateTargetGroup.Protocol': { enum: PROTOCOLS },
    'CreateTargetGroup.Port': PORT,
    'CreateTargetGroup.TargetType': {
      enum: ['instance', 'ip', 'lambda', 'alb'],
    },
    'CreateTargetGroup.IpAddressType': { enum: ['ipv4', 'ipv6'] },
    ...healthCheckRules('ModifyTargetGroup'),
    ...attributeRules('ModifyTargetGroupAttributes'),
    ...pageRules('DescribeTargetGroups'),
  },
  permissions: {
    CreateTargetGroup: (input, call) => [
      ...toCreate(call, 'targetgroup', `${input.Name}/*`, input.Tags),
      ...toRead('DescribeInternetGateways', 'DescribeVpcs'),
    ],
    ModifyTargetGroup: (input, call) => toTouch(call, input.TargetGroupArn),
    ModifyTargetGroupAttributes: (input, call) =>
      toTouch(call, input.TargetGroupArn),
    DeleteTargetGroup: (input, call) => toTouch(call, input.TargetGroupArn),
  },
};

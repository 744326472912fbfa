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
  TargetDescription,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { cidrContains, parseIpv4 } from '../../core/ipv4';
import type { Call } from '../../core/Service';
import type { World } from '../../core/World';
import { ec2State } from '../ec2/state';
import { ownTargetGroup } from './arns';
import { healthOf, loadBalancerOf, observeGroup } from './health';
import type { ElbPart } from './part';
import { toRead, toTouch } from './permissions';
import { invalid, refuse } from './refusals';
import { PORT } from './rules';
import { elbState, Target, TargetGroup } from './state';

const DRAINED = 'elasticloadbalancing/target-drained';

/** "Targets per Availability Zone per Network Load Balancer" (aws.md §1.6). */
const MAX_TARGETS = 500;

/** The zone that a target is registered with; refuses what is no address, and what no load balancer may send to. */
function checkedZone(
  call: Call,
  group: TargetGroup,
  { Id: id, AvailabilityZone: asked }: TargetDescription,
): string | undefined {
  if (group.targetType === 'instance') {
    throw refuse('InvalidTarget', `Instance ID '${id}' is not valid`);
  }
  if (parseIpv4(id ?? '') === undefined) {
    throw invalid(`The IP address '${id}' is not a valid IPv4 address`);
  }
  const subnet = Object.values(ec2State.of(call.world, call).subnets).find(
    candidate =>
      candidate.vpcId === group.vpcId && cidrContains(candidate.cidrBlock, id!),
  );
  if (!subnet && asked !== 'all') {
    throw refuse(
      'InvalidTarget',
      `The IP address '${id}' is not within a subnet of ${group.vpcId}: the Availability Zone of such a target must be 'all'`,
    );
  }
  if (subnet && asked && asked !== subnet.availabilityZone) {
    throw refuse(
      'InvalidTarget',
      `The IP address '${id}' is in the Availability Zone '${subnet.availabilityZone}', not in '${asked}'`,
    );
  }
  return subnet?.availabilityZone ?? asked;
}

const isMeant = (
  target: Target,
  { Id: id, Port: port }: TargetDescription,
): boolean => target.id === id && (port === undefined || target.port === port);

function register(call: Call, group: TargetGroup, wanted: TargetDescription) {
  const availabilityZone = checkedZone(call, group, wanted);
  const port = wanted.Port ?? group.port;
  const there = group.targets.find(target =>
    isMeant(target, { ...wanted, Port: port }),
  );
  // Again is no change, unless it was on its way out.
  if (there && there.drainsUntil === undefined) {
    return;
  }
  group.targets = group.targets.filter(target => target !== there);
  group.targets.push({
    id: wanted.Id!,
    port,
    availabilityZone,
    registeredAt: call.now,
    health: 'initial',
  });
}

/** It gets no new connections from now on, and those that it has may end. */
function deregister(call: Call, group: TargetGroup, target: Target) {
  const { world } = call;
  const delay = Number(
    group.attributes['deregistration_delay.timeout_seconds'],
  );
  const used = loadBalancerOf(elbState.of(world, call), group) !== undefined;
  if (!used || delay === 0) {
    group.targets = group.targets.filter(other => other !== target);
    return;
  }
  if (target.drainsUntil !== undefined) {
    return;
  }
  target.drainsUntil = world.deadline(delay);
  world.after(delay, DRAINED, {
    accountId: call.accountId,
    region: call.region,
    arn: group.arn,
    id: target.id,
    port: String(target.port),
  });
}

function removeDrained(world: World, payload: Record<string, string>) {
  const { accountId, region, arn, id, port } = payload;
  const group = elbState.of(world, { accountId, region }).targetGroups[arn];
  if (group) {
    group.targets = group.targets.filter(
      target =>
        target.id !== id ||
        target.port !== Number(port) ||
        // Registered again meanwhile.
        target.drainsUntil === undefined ||
        target.drainsUntil > world.moment(),
    );
  }
}

function described(
  call: Call,
  group: TargetGroup,
  target: Target,
): TargetHealthDescription {
  const { port } = group.healthCheck;
  return {
    Target: {
      Id: target.id,
      Port: target.port,
      AvailabilityZone: target.availabilityZone,
    },
    HealthCheckPort: port === 'traffic-port' ? String(target.port) : port,
    TargetHealth: healthOf(call.world, call, group, target),
  };
}

function unknownTarget(
  group: TargetGroup,
  { Id, Port }: TargetDescription,
): TargetHealthDescription {
  return {
    Target: { Id, Port: Port ?? group.port },
    TargetHealth: {
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    },
  };
}

const handlers: ElbPart['handlers'] = {
  RegisterTargets(input, call) {
    const group = ownTargetGroup(call, input.TargetGroupArn!);
    const wanted = input.Targets ?? [];
    // All or nothing.
    const zones = wanted.map(target => checkedZone(call, group, target));
    const full = zones.find(
      zone =>
        zones.filter(z => z === zone).length +
          group.targets.filter(t => t.availabilityZone === zone).length >
        MAX_TARGETS,
    );
    if (full) {
      throw refuse(
        'TooManyTargets',
        `A load balancer can have ${MAX_TARGETS} targets in the Availability Zone ${full}`,
      );
    }
    for (const target of wanted) {
      register(call, group, target);
    }
    return {};
  },

  /** "If the specified target does not exist, the action returns successfully" (API Reference). */
  DeregisterTargets(input, call) {
    const group = ownTargetGroup(call, input.TargetGroupArn!);
    for (const wanted of input.Targets ?? []) {
      for (const target of group.targets.filter(t => isMeant(t, wanted))) {
        deregister(call, group, target);
      }
    }
    return {};
  },

  DescribeTargetHealth(input, call) {
    const group = ownTargetGroup(call, input.TargetGroupArn!);
    observeGroup(call.world, call, group);
    const asked = input.Targets?.length
      ? input.Targets.flatMap(wanted => {
          const found = group.targets.filter(target => isMeant(target, wanted));
          return found.length
            ? found.map(target => described(call, group, target))
            : [unknownTarget(group, wanted)];
        })
      : group.targets.map(target => described(call, group, target));
    return { TargetHealthDescriptions: asked };
  },
};

export const targets: ElbPart = {
  handlers,
  rules: {
    'RegisterTargets.Targets[].Port': PORT,
    'DeregisterTargets.Targets[].Port': PORT,
    'DescribeTargetHealth.Targets[].Port': PORT,
  },
  permissions: {
    RegisterTargets: (input, call) => [
      ...toTouch(call, input.TargetGroupArn),
      ...toRead(
        'DescribeInstances',
        'DescribeInternetGateways',
        'DescribeSubnets',
        'DescribeVpcs',
      ),
    ],
    DeregisterTargets: (input, call) => toTouch(call, input.TargetGroupArn),
  },
  timers: { [DRAINED]: removeDrained },
};

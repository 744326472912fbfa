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
  TargetHealth,
  TargetHealthReasonEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import {
  Balanced,
  checkTarget,
  nodesFor,
  zoneOfTarget,
} from '../../network/targetCheck';
import { elbState, ElbState, LoadBalancer, Target, TargetGroup } from './state';

/**
 * How long a new target is being made known to the nodes before the first check; an estimate.
 *
 * @public
 */
export const REGISTRATION_SECONDS = 15;

/** The load balancer that sends to this group; a group has one at most. */
export function loadBalancerOf(
  state: ElbState,
  group: TargetGroup,
): LoadBalancer | undefined {
  const listener = Object.values(state.listeners).find(
    candidate => candidate.targetGroupArn === group.arn,
  );
  return listener && state.loadBalancers[listener.loadBalancerArn];
}

/**
 * Lets the health checks notice what has changed. Nothing is checked in between: as long as nothing changes, each check
 * gets back what the last one got.
 */
export function observeTargets(world: World, where?: Place): void {
  for (const { state, ...place } of elbState.all(world)) {
    const meant =
      !where ||
      (where.accountId === place.accountId && where.region === place.region);
    if (meant) {
      for (const group of Object.values(state.targetGroups)) {
        observeGroup(world, place, group);
      }
    }
  }
}

export function observeGroup(
  world: World,
  place: Place,
  group: TargetGroup,
): void {
  const loadBalancer = loadBalancerOf(elbState.of(world, place), group);
  for (const target of group.targets) {
    if (loadBalancer?.state !== 'active') {
      forget(target);
    } else {
      observe({ world, place, loadBalancer, group }, target);
    }
  }
}

function forget(target: Target) {
  target.usedSince = undefined;
  target.answer = undefined;
  target.health = 'initial';
  target.healthSince = undefined;
}

function observe(balanced: Balanced, target: Target) {
  if (!isInEnabledZone(balanced, target)) {
    forget(target);
    return;
  }
  const { world, group } = balanced;
  const now = world.moment();
  target.usedSince ??= now;
  settleHealth(world, group, target, now);
  const is = checkTarget(balanced, target);
  if (target.answer?.is !== is) {
    const firstCheck = target.usedSince + scaled(world, REGISTRATION_SECONDS);
    // One refusal after another is one row of failures, whatever the reason of each.
    const stillFailing =
      target.answer && target.answer.is !== 'ok' && is !== 'ok';
    const since = stillFailing
      ? target.answer!.since
      : Math.max(now, firstCheck);
    target.answer = { is, since };
  }
}

/** So many answers of one kind in a row make a target healthy or unhealthy. */
function settleHealth(
  world: World,
  group: TargetGroup,
  target: Target,
  now: number,
) {
  if (!target.answer) {
    return;
  }
  const { intervalSeconds, healthyThreshold, unhealthyThreshold } =
    group.healthCheck;
  const ok = target.answer.is === 'ok';
  const checks = ok ? healthyThreshold : unhealthyThreshold;
  const needed = scaled(world, checks * intervalSeconds);
  const told = ok ? 'healthy' : 'unhealthy';
  if (now - target.answer.since >= needed && target.health !== told) {
    target.health = told;
    target.healthSince = target.answer.since + needed;
  }
}

function scaled(world: World, seconds: number): number {
  return seconds * 1000 * world.latencyScale;
}

function isInEnabledZone(balanced: Balanced, target: Target): boolean {
  return (
    zoneOfTarget(balanced, target) === undefined ||
    nodesFor(balanced, target).length > 0
  );
}

/** Where new connections go: the healthy ones; if all are unhealthy, all of them ("fails open", Network Load Balancer guide). */
export function targetsInService(group: TargetGroup): Target[] {
  const used = group.targets.filter(
    target => target.drainsUntil === undefined && target.usedSince,
  );
  const healthy = used.filter(target => target.health === 'healthy');
  if (healthy.length) {
    return healthy;
  }
  return used.every(target => target.health === 'unhealthy') ? used : [];
}

/** What DescribeTargetHealth says of a target, in the words of "Target health status" (Network Load Balancer guide). */
export function healthOf(
  world: World,
  place: Place,
  group: TargetGroup,
  target: Target,
): TargetHealth {
  if (target.drainsUntil !== undefined) {
    return say(
      'draining',
      'Target.DeregistrationInProgress',
      'Target deregistration is in progress',
    );
  }
  const loadBalancer = loadBalancerOf(elbState.of(world, place), group);
  if (!loadBalancer) {
    return say(
      'unused',
      'Target.NotInUse',
      'Target group is not configured to receive traffic from the load balancer',
    );
  }
  if (loadBalancer.state === 'provisioning') {
    return registering();
  }
  if (target.usedSince === undefined) {
    return say(
      'unused',
      'Target.NotInUse',
      'Target is in an Availability Zone that is not enabled for the load balancer',
    );
  }
  if (target.health === 'healthy') {
    return { State: 'healthy' };
  }
  if (target.health === 'unhealthy') {
    return target.answer?.is === 'timeout'
      ? say('unhealthy', 'Target.Timeout', 'Request timed out')
      : say('unhealthy', 'Target.FailedHealthChecks', 'Health checks failed');
  }
  const firstCheck = target.usedSince + scaled(world, REGISTRATION_SECONDS);
  return world.moment() < firstCheck
    ? registering()
    : say(
        'initial',
        'Elb.InitialHealthChecking',
        'Initial health checks in progress',
      );
}

function registering(): TargetHealth {
  return say(
    'initial',
    'Elb.RegistrationInProgress',
    'Target registration is in progress',
  );
}

function say(
  State: TargetHealth['State'],
  Reason: TargetHealthReasonEnum,
  Description: string,
): TargetHealth {
  return { State, Reason, Description };
}

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

import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import { invalid, refuse } from './refusals';
import { elbState, Listener, LoadBalancer, TargetGroup } from './state';

export type ElbKind = 'loadbalancer' | 'targetgroup' | 'listener';

/** `path` is what follows the kind, e.g. `net/<name>/<id>`. */
export function elbArn(place: Place, kind: ElbKind, path: string): string {
  return `arn:aws:elasticloadbalancing:${place.region}:${place.accountId}:${kind}/${path}`;
}

/** What follows the kind in an ARN: `net/<name>/<id>` of a load balancer. */
export function pathIn(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}

/** Names and ids: the last part of the path. */
export function idIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function checkArn(arn: string, kind: ElbKind, noun: string) {
  const parts = arn.split(':');
  const fits =
    parts.length === 6 &&
    parts[2] === 'elasticloadbalancing' &&
    parts[5].startsWith(`${kind}/`);
  if (!fits) {
    throw invalid(`'${arn}' is not a valid ${noun} ARN`);
  }
}

export function findLoadBalancer(
  call: Call,
  arn: string,
): LoadBalancer | undefined {
  checkArn(arn, 'loadbalancer', 'load balancer');
  return elbState.of(call.world, call).loadBalancers[arn];
}

export function ownLoadBalancer(call: Call, arn: string): LoadBalancer {
  const found = findLoadBalancer(call, arn);
  if (!found) {
    throw refuse('LoadBalancerNotFound', `Load balancer '${arn}' not found`);
  }
  return found;
}

export function findTargetGroup(
  call: Call,
  arn: string,
): TargetGroup | undefined {
  checkArn(arn, 'targetgroup', 'target group');
  return elbState.of(call.world, call).targetGroups[arn];
}

export function ownTargetGroup(call: Call, arn: string): TargetGroup {
  const found = findTargetGroup(call, arn);
  if (!found) {
    throw refuse('TargetGroupNotFound', `Target group '${arn}' not found`);
  }
  return found;
}

export function ownListener(call: Call, arn: string): Listener {
  checkArn(arn, 'listener', 'listener');
  const found = elbState.of(call.world, call).listeners[arn];
  if (!found) {
    throw refuse('ListenerNotFound', `Listener '${arn}' not found`);
  }
  return found;
}

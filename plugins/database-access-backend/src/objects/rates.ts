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

import type { Rate } from './ObjectType';

/** "Request throttling for the Amazon EC2 API": what changes something, unless the page names it. */
export function ec2Rate(operation: string): Rate {
  return { operation: `ec2:${operation}`, burst: 50, perSecond: 5 };
}

/** The same page: CreateVpcEndpoint, ModifyVpcEndpoint and DeleteVpcEndpoints are the slowest of all. */
export function ec2EndpointRate(operation: string): Rate {
  return { operation: `ec2:${operation}`, burst: 4, perSecond: 0.3 };
}

/** The same page: what changes an endpoint service and its connections. */
export function ec2EndpointServiceRate(operation: string): Rate {
  return { operation: `ec2:${operation}`, burst: 10, perSecond: 1 };
}

/**
 * "Request throttling for the Elastic Load Balancing API": what changes something, unless the page names it. The
 * operations of a category take from one bucket.
 */
export function elbRate(operation: string): Rate {
  return {
    operation: `elasticloadbalancing:${operation}`,
    burst: 20,
    perSecond: 3,
    bucket: 'elasticloadbalancing',
  };
}

/** The same page: RegisterTargets and DeregisterTargets. */
export function elbTargetsRate(operation: string): Rate {
  return {
    ...elbRate(operation),
    perSecond: 4,
    bucket: 'elasticloadbalancing/targets',
  };
}

/** The same page: the slowest of all. */
export function createLoadBalancerRate(): Rate {
  return {
    ...elbRate('CreateLoadBalancer'),
    burst: 10,
    perSecond: 0.2,
    bucket: undefined,
  };
}

/**
 * Route 53 Developer Guide, quotas: five requests a second for an account, reads and changes together. A look at an
 * object takes up to two of them, and who else lives there needs some.
 */
export function route53Rate(operation: string): Rate {
  return {
    operation: `route53:${operation}`,
    burst: 2,
    perSecond: 2,
    bucket: 'route53',
  };
}

/** AWS Lambda Developer Guide, "Lambda quotas": 15 a second for all calls of the control plane together. */
export function lambdaRate(operation: string): Rate {
  return { operation: `lambda:${operation}`, burst: 5, perSecond: 5 };
}

/** Amazon EventBridge User Guide, quotas: the slowest of its calls take 5 a second. */
export function eventsRate(operation: string): Rate {
  return { operation: `events:${operation}`, burst: 5, perSecond: 5 };
}

/** AWS publishes no rates for VPC Lattice and RAM: a careful guess, and what a throttle says moves the bucket. */
export function unpublishedRate(operation: string): Rate {
  return { operation, burst: 5, perSecond: 5 };
}

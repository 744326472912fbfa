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

import { defineState } from '../../core/state';

export interface LoadBalancer {
  arn: string;
  name: string;
  vpcId: string;
  subnetIds: string[];
  /** Of a load balancer that was made without groups always empty. */
  securityGroupIds: string[];
  /** Whether its groups' inbound rules hold for what comes over PrivateLink; absent without groups. */
  enforcesOnPrivateLink?: 'on' | 'off';
  state: 'provisioning' | 'active';
  attributes: Record<string, string>;
  /** One in each subnet: its nodes. */
  networkInterfaceIds: string[];
  createdAt: number;
  tags: Record<string, string>;
}

export interface HealthCheck {
  protocol: string;
  /** `traffic-port`, or a number. */
  port: string;
  intervalSeconds: number;
  timeoutSeconds: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
}

/** What a health check gets back. */
export type CheckAnswer = 'ok' | 'timeout' | 'refused';

export interface Target {
  /** An IP address. */
  id: string;
  port: number;
  /** As it was registered with; `all` for what is outside the VPC. */
  availabilityZone?: string;
  registeredAt: number;
  /** Set when it is deregistered; it is removed then. */
  drainsUntil?: number;
  /** Since when a load balancer has it; absent while none does. */
  usedSince?: number;
  health: 'initial' | 'healthy' | 'unhealthy';
  /** When so many checks had told it, which may be noticed later. */
  healthSince?: number;
  /** What the health checks get back, and since when without a break. */
  answer?: { is: CheckAnswer; since: number };
}

export interface TargetGroup {
  arn: string;
  name: string;
  protocol: string;
  port: number;
  vpcId: string;
  targetType: 'instance' | 'ip';
  healthCheck: HealthCheck;
  attributes: Record<string, string>;
  targets: Target[];
  createdAt: number;
  tags: Record<string, string>;
}

export interface Listener {
  arn: string;
  loadBalancerArn: string;
  protocol: string;
  port: number;
  targetGroupArn: string;
  tags: Record<string, string>;
}

export interface ElbState {
  /** By ARN, as are the others. */
  loadBalancers: Record<string, LoadBalancer>;
  targetGroups: Record<string, TargetGroup>;
  listeners: Record<string, Listener>;
}

export const elbState = defineState<ElbState>('elasticloadbalancing', () => ({
  loadBalancers: {},
  targetGroups: {},
  listeners: {},
}));

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

import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import type { Station } from '../../network/stations';
import { zoneOfTarget } from '../../network/targetCheck';
import { ec2State } from '../ec2/state';
import { pathIn } from '../elasticloadbalancing/arns';
import { loadBalancerOf } from '../elasticloadbalancing/health';
import { elbState, Target, TargetGroup } from '../elasticloadbalancing/state';
import type { Reading } from './levels';
import { addPassed, seriesOf } from './series';
import type { Passage } from './traffic';

const NAMESPACE = 'AWS/NetworkELB';

const UNITS = {
  ActiveFlowCount: 'Count',
  NewFlowCount: 'Count',
  ProcessedBytes: 'Bytes',
  TCP_Client_Reset_Count: 'Count',
  TCP_Target_Reset_Count: 'Count',
  TCP_ELB_Reset_Count: 'Count',
  PortAllocationErrorCount: 'Count',
} as const;

type Name = keyof typeof UNITS;

type Balancing = Extract<Station, { kind: 'load balancer' }>;

/**
 * What Elastic Load Balancing publishes of the Network Load Balancers here ("CloudWatch metrics for your Network Load
 * Balancer"): its flows "always", so zeros without any; the hosts of a group "if there are registered targets".
 */
export function loadBalancerLevels(world: World, place: Place): Reading[] {
  const { loadBalancers, targetGroups } = elbState.of(world, place);
  const { subnets } = ec2State.of(world, place);
  const ofFlows = Object.values(loadBalancers)
    .filter(({ state }) => state === 'active')
    .flatMap(({ arn, subnetIds }) => {
      const LoadBalancer = pathIn(arn);
      const zones = subnetIds.map(id => subnets[id].availabilityZone);
      const inZones = zones.map(AvailabilityZone => ({
        AvailabilityZone,
        LoadBalancer,
      }));
      return [{ LoadBalancer }, ...inZones];
    })
    .flatMap(dimensions =>
      (Object.keys(UNITS) as Name[]).map(name => ({
        namespace: NAMESPACE,
        name,
        unit: UNITS[name],
        dimensions,
        value: 0,
      })),
    );
  const ofHosts = Object.values(targetGroups).flatMap(group =>
    hostLevels(world, place, group),
  );
  return [...ofFlows, ...ofHosts];
}

function hostLevels(world: World, place: Place, group: TargetGroup): Reading[] {
  const loadBalancer = loadBalancerOf(elbState.of(world, place), group);
  const targets = group.targets.filter(
    target => target.drainsUntil === undefined,
  );
  if (loadBalancer?.state !== 'active' || !targets.length) {
    return [];
  }
  const dimensions = {
    LoadBalancer: pathIn(loadBalancer.arn),
    TargetGroup: `targetgroup/${pathIn(group.arn)}`,
  };
  const byZone = new Map<string, Target[]>();
  for (const target of targets) {
    const zone = zoneOfTarget({ world, place, group }, target);
    if (zone) {
      byZone.set(zone, [...(byZone.get(zone) ?? []), target]);
    }
  }
  return [
    ...healthOf(dimensions, targets),
    ...[...byZone].flatMap(([AvailabilityZone, inZone]) =>
      healthOf({ AvailabilityZone, ...dimensions }, inZone),
    ),
  ];
}

function healthOf(
  dimensions: Record<string, string>,
  targets: Target[],
): Reading[] {
  const changes = targets.flatMap(({ healthSince }) => healthSince ?? []);
  const common = {
    namespace: NAMESPACE,
    unit: 'Count' as const,
    dimensions,
    ...(changes.length && { changedAt: Math.max(...changes) }),
  };
  const count = (health: Target['health']) =>
    targets.filter(target => target.health === health).length;
  return [
    { ...common, name: 'HealthyHostCount', value: count('healthy') },
    { ...common, name: 'UnHealthyHostCount', value: count('unhealthy') },
  ];
}

/** What came to a node of a load balancer, and whatever became of it. */
export function countAtLoadBalancer(
  world: World,
  { place, loadBalancer, availabilityZone }: Balancing,
  { at, outcome, connections, bytesToDatabase, bytesToClient }: Passage,
): void {
  const LoadBalancer = pathIn(loadBalancer.arn);
  const passed: Partial<Record<Name, number>> = {
    passed: {
      ActiveFlowCount: connections,
      NewFlowCount: connections,
      ProcessedBytes: bytesToDatabase + bytesToClient,
    },
    'hung up': {
      NewFlowCount: connections,
      TCP_Client_Reset_Count: connections,
    },
    reset: { TCP_Target_Reset_Count: connections },
    dropped: {},
  }[outcome];
  const each: Array<Record<string, string>> = [
    { LoadBalancer },
    { AvailabilityZone: availabilityZone, LoadBalancer },
  ];
  for (const dimensions of each) {
    for (const [name, amount] of Object.entries(passed)) {
      const metric = {
        namespace: NAMESPACE,
        name,
        unit: UNITS[name as Name],
        dimensions,
      };
      addPassed(seriesOf(world, place, metric), at, amount);
    }
  }
}

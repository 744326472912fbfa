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
import { connectionsTo, servicesOf } from '../ec2/endpointServiceLookup';
import type { VpcEndpoint } from '../ec2/state';
import type { Reading } from './levels';
import { addPassed, seriesOf } from './series';
import type { Outcome, Passage } from './traffic';

const ENDPOINTS = 'AWS/PrivateLinkEndpoints';
const SERVICES = 'AWS/PrivateLinkServices';

type AtEndpoint = Extract<Station, { kind: 'endpoint' }>;
type AtService = Extract<Station, { kind: 'endpoint service' }>;
type AtLoadBalancer = Extract<Station, { kind: 'load balancer' }>;

/** How many endpoints are connected, each five minutes, if any is ("CloudWatch metrics for AWS PrivateLink"). */
export function endpointServiceLevels(world: World, place: Place): Reading[] {
  return Object.values(servicesOf(world, place)).flatMap(service => {
    const connected = connectionsTo(world, service).filter(
      ({ endpoint }) => endpoint.state === 'available',
    );
    return connected.length
      ? [
          {
            namespace: SERVICES,
            name: 'EndpointsCount',
            unit: 'Count' as const,
            intervalSeconds: 300,
            dimensions: { 'Service Id': service.serviceId },
            value: connected.length,
          },
        ]
      : [];
  });
}

/** An endpoint reports in the minutes in which it received traffic. */
export function countAtEndpoint(
  world: World,
  { place, endpoint, subnetId }: AtEndpoint,
  passage: Passage,
): void {
  const dimensions = dimensionsOf(world, place, endpoint);
  if (!dimensions) {
    return;
  }
  const lost: Partial<Record<Outcome, string>> = {
    dropped: 'PacketsDropped',
    reset: 'RstPacketsReceived',
  };
  const counted = {
    ...flowsOf(passage),
    PacketsDropped: 0,
    RstPacketsReceived: 0,
    ...(lost[passage.outcome] && {
      [lost[passage.outcome]!]: passage.connections,
    }),
  };
  const each = [dimensions, { ...dimensions, 'Subnet Id': subnetId }];
  count(world, place, ENDPOINTS, each, counted, passage.at);
}

/**
 * What an endpoint's metrics are named by; undefined if AWS publishes none: "They are not published for ... endpoint
 * service consumers that use cross-Region access". Of endpoints for resources and service networks its documents say
 * nothing, so neither do they say what the type is called.
 */
function dimensionsOf(
  world: World,
  { region }: Place,
  endpoint: VpcEndpoint,
): Record<string, string> | undefined {
  const { vpcEndpointType, vpcEndpointId, vpcId, serviceName } = endpoint;
  const published =
    vpcEndpointType === 'Interface'
      ? (endpoint.serviceRegion ?? region) === region
      : world.doubts['resource-endpoint-metrics'] === 'published';
  return published
    ? {
        'Endpoint Type': vpcEndpointType,
        ...(serviceName && { 'Service Name': serviceName }),
        'VPC Endpoint Id': vpcEndpointId,
        'VPC Id': vpcId,
      }
    : undefined;
}

/**
 * A service reports in the minutes in which an endpoint sent it something.
 *
 * @param balancing - the load balancer that it came to, if it did
 */
export function countAtService(
  world: World,
  { place, service, vpcEndpointId }: AtService,
  balancing: AtLoadBalancer | undefined,
  passage: Passage,
): void {
  const id = { 'Service Id': service.serviceId };
  const each: Array<Record<string, string>> = [
    id,
    { ...id, 'VPC Endpoint Id': vpcEndpointId },
  ];
  if (balancing) {
    const az = { Az: balancing.availabilityZone };
    const arn = { 'Load Balancer Arn': balancing.loadBalancer.arn };
    each.push({ ...id, ...az }, { ...id, ...arn }, { ...id, ...az, ...arn });
  }
  const reset = passage.outcome === 'reset' ? passage.connections : 0;
  const counted = { ...flowsOf(passage), RstPacketsSent: reset };
  count(world, place, SERVICES, each, counted, passage.at);
}

function flowsOf({
  outcome,
  connections,
  bytesToDatabase,
  bytesToClient,
}: Passage): Record<string, number> {
  const established = outcome === 'passed' || outcome === 'hung up';
  const stays = outcome === 'passed';
  return {
    ActiveConnections: stays ? connections : 0,
    BytesProcessed: stays ? bytesToDatabase + bytesToClient : 0,
    NewConnections: established ? connections : 0,
  };
}

function count(
  world: World,
  place: Place,
  namespace: string,
  each: Array<Record<string, string>>,
  counted: Record<string, number>,
  at: number,
) {
  for (const dimensions of each) {
    for (const [name, amount] of Object.entries(counted)) {
      const unit = name === 'BytesProcessed' ? 'Bytes' : 'Count';
      const metric = { namespace, name, unit, dimensions } as const;
      addPassed(seriesOf(world, place, metric), at, amount);
    }
  }
}

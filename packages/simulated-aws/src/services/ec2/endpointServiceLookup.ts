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

import type { Call, Caller } from '../../core/Service';
import { GLOBAL_REGION, Place } from '../../core/state';
import type { World } from '../../core/World';
import { iamState } from '../iam/state';
import { elbState } from '../elasticloadbalancing/state';
import { find, VPC_ENDPOINT_SERVICE } from './ids';
import { ec2State, EndpointService, VpcEndpoint } from './state';
import { zoneNameOf } from './zones';

/** A service, found wherever it lives. */
export interface FoundService {
  place: Place;
  service: EndpointService;
}

/** An endpoint that points at a service, found wherever it lives: the connection between the two. */
export interface Connection {
  place: Place;
  endpoint: VpcEndpoint;
}

export function servicesOf(
  world: World,
  place: Place,
): Record<string, EndpointService> {
  const state = ec2State.of(world, place);
  state.endpointServices ??= {};
  return state.endpointServices;
}

export function ownService(call: Call, serviceId: string): EndpointService {
  return find(VPC_ENDPOINT_SERVICE, servicesOf(call.world, call), serviceId);
}

/** `com.amazonaws.vpce.<region>.vpce-svc-…` */
export function serviceNameOf(region: string, serviceId: string): string {
  return `com.amazonaws.vpce.${region}.${serviceId}`;
}

/** The service that has this name, in whatever account. */
export function serviceNamed(
  world: World,
  serviceName: string,
): FoundService | undefined {
  for (const { state, accountId, region } of ec2State.all(world)) {
    const service = Object.values(state.endpointServices ?? {}).find(
      candidate => candidate.serviceName === serviceName,
    );
    if (service) {
      return { place: { accountId, region }, service };
    }
  }
  return undefined;
}

export function connectionsTo(
  world: World,
  service: EndpointService,
): Connection[] {
  return ec2State.all(world).flatMap(({ accountId, region, state }) =>
    Object.values(state.vpcEndpoints)
      .filter(endpoint => endpoint.serviceName === service.serviceName)
      .map(endpoint => ({ place: { accountId, region }, endpoint })),
  );
}

/** The AZ IDs in which the service's load balancers have a node. */
export function zoneIdsOf(
  world: World,
  { place, service }: FoundService,
): string[] {
  const { subnets } = ec2State.of(world, place);
  const { loadBalancers } = elbState.of(world, place);
  const ids = service.loadBalancerArns.flatMap(
    arn =>
      loadBalancers[arn]?.subnetIds.map(
        id => subnets[id]?.availabilityZoneId,
      ) ?? [],
  );
  return [...new Set(ids)].filter(Boolean).sort();
}

/** The same zones as this account calls them; only those that its Region has. */
export function zoneNames(accountId: string, region: string, ids: string[]) {
  return ids.flatMap(id => zoneNameOf(accountId, region, id) ?? []).sort();
}

/** Whether this caller sees a service and may make endpoints for it: its own account does, others by permission. */
export function isAllowed(
  world: World,
  { place, service }: FoundService,
  caller: Caller,
): boolean {
  if (service.state === 'Deleting') {
    return false;
  }
  if (place.accountId === caller.accountId) {
    return true;
  }
  const meant = ['*', ...principalsOf(world, caller)];
  return meant.some(principal => {
    const permission = service.principals[principal];
    return permission && permission.visibleAt <= world.moment();
  });
}

function principalsOf(world: World, { accountId, session }: Caller): string[] {
  const { roles } = iamState.of(world, { accountId, region: GLOBAL_REGION });
  const role = session && roles[session.roleName];
  return [`arn:aws:iam::${accountId}:root`, ...(role ? [role.arn] : [])];
}

/** Whether endpoints of this Region can be made for the service. */
export function isOfferedIn(
  world: World,
  { place, service }: FoundService,
  region: string,
): boolean {
  const since = service.supportedRegions[region];
  return (
    place.region === region || (since !== undefined && since <= world.moment())
  );
}

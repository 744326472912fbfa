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

import type { World } from '../core/World';
import { interfaceEndpointNames } from '../services/ec2/endpointNames';
import { ec2State, VpcEndpoint } from '../services/ec2/state';
import {
  dnsNameOf,
  hostedZoneOf,
} from '../services/elasticloadbalancing/loadBalancers';
import { elbState } from '../services/elasticloadbalancing/state';
import { isInDomain, normalName } from '../services/route53/lookup';
import {
  AliasTarget,
  HostedZone,
  RecordData,
  RecordSet,
  route53State,
} from '../services/route53/state';
import { namesHeldBy } from './heldNames';

export type FoundZone = HostedZone & { accountId: string };

function allZones(world: World): FoundZone[] {
  return route53State
    .all(world)
    .flatMap(({ accountId, state }) =>
      Object.values(state.zones).map(zone => ({ ...zone, accountId })),
    );
}

/** The private zones of a VPC, whoever owns them. */
export function privateZonesOf(world: World, vpcId: string): FoundZone[] {
  return allZones(world).filter(zone =>
    zone.vpcs.some(vpc => vpc.vpcId === vpcId),
  );
}

/** The names that endpoints of a VPC hold: for each AWS keeps a zone of that name. */
export function namesHeldByEndpoints(
  world: World,
  vpcId: string,
): Array<{ name: string; endpoint: VpcEndpoint }> {
  return ec2State
    .all(world)
    .flatMap(({ state }) => Object.values(state.vpcEndpoints))
    .filter(
      endpoint =>
        endpoint.vpcId === vpcId &&
        !['deleting', 'deleted', 'failed'].includes(endpoint.state),
    )
    .flatMap(endpoint =>
      namesHeldBy(world, endpoint).map(name => ({ name, endpoint })),
    );
}

/** Of several zones that hold a name the longest: the most specific one wins, even if it does not know the name. */
export function zoneFor<Z extends { name: string }>(
  zones: Z[],
  name: string,
): Z | undefined {
  const holding = zones.filter(zone => isInDomain(normalName(name), zone.name));
  return holding.sort((a, b) => b.name.length - a.name.length)[0];
}

/** The public zone that answers for a name. */
export function publicZoneFor(
  world: World,
  name: string,
): FoundZone | undefined {
  return zoneFor(
    allZones(world).filter(zone => !zone.isPrivate),
    name,
  );
}

/** What a zone answers now: the record of this name, else that of its wildcard. */
export function recordIn(
  world: World,
  zone: HostedZone,
  name: string,
  type: string,
): RecordData | undefined {
  const wanted = normalName(name);
  const [, ...parent] = wanted.split('.');
  const names = [wanted, `*.${parent.join('.')}`];
  for (const candidate of names) {
    const record: RecordSet | undefined = zone.records[`${candidate} ${type}`];
    const answer =
      record && (record.since <= world.moment() ? record : record.before);
    if (answer) {
      return answer;
    }
  }
  return undefined;
}

/** The values of a TXT record that the whole world sees, without their quotation marks. */
export function publicTexts(world: World, name: string): string[] {
  const zone = publicZoneFor(world, name);
  const record = zone && recordIn(world, zone, name, 'TXT');
  return (record?.values ?? []).map(value =>
    value.replace(/^"|"$/g, '').replace(/" "/g, ''),
  );
}

/** Whether an alias names something that is there, in the zone that it says. */
export function aliasTargetExists(
  world: World,
  zone: HostedZone,
  { dnsName, hostedZoneId }: AliasTarget,
): 'ok' | 'missing' | 'other-zone' {
  if (hostedZoneId === zone.id) {
    if (!isInDomain(dnsName, zone.name)) {
      return 'other-zone';
    }
    return Object.values(zone.records).some(r => r.name === dnsName)
      ? 'ok'
      : 'missing';
  }
  const known = awsNames(world).filter(
    ({ name }) => normalName(name) === dnsName,
  );
  if (!known.length) {
    return 'missing';
  }
  return known.some(target => target.hostedZoneId === hostedZoneId)
    ? 'ok'
    : 'other-zone';
}

/** The names that AWS makes for endpoints and load balancers. */
function awsNames(world: World): Array<{ name: string; hostedZoneId: string }> {
  const ofEndpoints = ec2State
    .all(world)
    .flatMap(({ state, ...place }) =>
      Object.values(state.vpcEndpoints).flatMap(endpoint =>
        interfaceEndpointNames(world, place, endpoint),
      ),
    );
  const ofLoadBalancers = elbState.all(world).flatMap(({ state, ...place }) =>
    Object.values(state.loadBalancers).map(loadBalancer => ({
      name: dnsNameOf(place, loadBalancer),
      hostedZoneId: hostedZoneOf(place),
    })),
  );
  return [...ofEndpoints, ...ofLoadBalancers];
}

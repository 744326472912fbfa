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

import { createHash } from 'crypto';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { ec2State, VpcEndpoint } from './state';

/**
 * The names that AWS generates for an endpoint's resource configuration: `<vpce>.<rcfg>.<hash>.vpc-lattice-rsc.<region>.on.aws`.
 * They resolve publicly, to private addresses.
 */
export function generatedEndpointName(options: {
  vpcEndpointId: string;
  resourceConfigurationId: string;
  region: string;
}): string {
  const { vpcEndpointId, resourceConfigurationId, region } = options;
  const hash = createHash('sha256')
    .update(resourceConfigurationId)
    .digest('hex')
    .slice(0, 7);
  return `${vpcEndpointId}.${resourceConfigurationId}.${hash}.vpc-lattice-rsc.${region}.on.aws`;
}

/** The id of what joins an endpoint and a resource. AWS makes it once; here it follows from what it joins. */
export function endpointAssociationId(
  { vpcEndpointId }: VpcEndpoint,
  resource: { id: string },
): string {
  const digest = createHash('sha256')
    .update(`${vpcEndpointId}/${resource.id}`)
    .digest('hex');
  return `vpce-rsc-asc-0${digest.slice(0, 16)}`;
}

/** A name of an Interface endpoint, and the zone of Route 53 that AWS keeps it in. */
export interface InterfaceEndpointName {
  name: string;
  hostedZoneId: string;
  /** The subnets whose interfaces answer to it. */
  subnetIds: string[];
}

/** The public zones in which AWS keeps the names of endpoints (AWS General Reference). */
const HOSTED_ZONES: Record<string, string> = {
  'us-east-1': 'Z7HUB22UULQXV',
  'eu-west-1': 'Z38GZ743OKFT7T',
};

/**
 * The names that AWS generates for an Interface endpoint: one for all of it, then one for each zone, as the endpoint's
 * account calls it: `vpce-<id>-<hash>[-<zone>].vpce-svc-<id>.<region>.vpce.amazonaws.com`. None of them is in a
 * database's certificate.
 */
export function interfaceEndpointNames(
  world: World,
  place: Place,
  endpoint: VpcEndpoint,
): InterfaceEndpointName[] {
  const { vpcEndpointId, serviceName, subnetIds } = endpoint;
  if (!serviceName) {
    return [];
  }
  const [, , , region, serviceId] = serviceName.split('.');
  const hash = createHash('sha256')
    .update(vpcEndpointId)
    .digest('hex')
    .slice(0, 8);
  const nameWith = (suffix: string) =>
    `${vpcEndpointId}-${hash}${suffix}.${serviceId}.${region}.vpce.amazonaws.com`;
  const hostedZoneId = HOSTED_ZONES[region] ?? 'Z000000VPCE';
  const { subnets } = ec2State.of(world, place);
  return [
    { name: nameWith(''), hostedZoneId, subnetIds },
    ...subnetIds.map(id => ({
      name: nameWith(`-${subnets[id]?.availabilityZone}`),
      hostedZoneId,
      subnetIds: [id],
    })),
  ];
}

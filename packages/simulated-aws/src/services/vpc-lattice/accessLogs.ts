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

import type { World } from '../../core/World';
import type { Way } from '../../network/attempt';
import type { Station } from '../../network/stations';
import type { Passage } from '../cloudwatch/traffic';
import { logGroupAt } from '../logs/state';
import { subscriptionsOf } from './accessLogSubscriptions';
import { idIn, parseLatticeArn } from './identifiers';
import { AccessLogSubscription, vpcLatticeState } from './state';

/** "VPC Lattice typically delivers logs to CloudWatch Logs within 2 minutes" (User Guide, "Access logs"). */
const DELIVERY_SECONDS = 100;

/** Ports that clients and gateways send from. */
const FIRST_PORT = 32_768;
const PORTS = 28_000;

type AtGateway = Extract<Station, { kind: 'gateway' }>;
type InNetwork = Extract<Station, { kind: 'service network' }>;

/**
 * A line for each connection through a resource gateway, for who keeps the log of the configuration or of the service
 * network ("Resource access log contents", User Guide; aws.md §3.2): it names both ends and no bytes. Connections that
 * nobody took are not logged here; whether AWS logs them, and whether when they begin or when they end, it does not say.
 */
export function logConnections(
  world: World,
  { stations = [], departure }: Way,
  { at, outcome, connections }: Passage,
): void {
  const gateway = stations.find(station => station.kind === 'gateway');
  const isTaken = outcome === 'passed' || outcome === 'hung up';
  if (!gateway || !departure || !isTaken) {
    return;
  }
  const network = stations.find(station => station.kind === 'service network');
  const endpoint = stations.find(station => station.kind === 'endpoint');
  const { client } = departure;
  const vpc = `arn:aws:ec2:${client.place.region}:${client.place.accountId}:vpc/${client.vpcId}`;
  const isVpcNamed =
    !endpoint || world.doubts['access-log-source-vpc'] === 'named';
  for (const { destinationArn, createdAt } of keeping(
    world,
    gateway,
    network,
  )) {
    const group = logGroupAt(world, destinationArn);
    for (let i = 0; group && at >= createdAt && i < connections; i++) {
      const port = FIRST_PORT + ((group.events.length * 7) % PORTS);
      group.events.push({
        id: world.ids.hex(56),
        at,
        ingestedAt: at + DELIVERY_SECONDS * 1000 * world.latencyScale,
        stream: 'VpcLattice_ResourceAccessLogs_0',
        message: JSON.stringify({
          eventTimestamp: new Date(at).toISOString(),
          ...(network && {
            serviceNetworkArn: network.networkArn,
            serviceNetworkResourceAssociationId: network.associationId,
          }),
          ...(endpoint && { vpcEndpointId: endpoint.endpoint.vpcEndpointId }),
          ...(isVpcNamed && { sourceVpcArn: vpc }),
          resourceConfigurationArn: namedConfiguration(world, gateway),
          protocol: 'tcp',
          sourceIpPort: `${client.address}:${port}`,
          destinationIpPort: departure.sendsTo,
          gatewayIpPort: `${gateway.address}:${port + 1}`,
          resourceIpPort: gateway.sendsTo,
        }),
      });
    }
  }
}

/** The subscriptions to CloudWatch Logs that this belongs into. */
function keeping(
  world: World,
  { place, configuration }: AtGateway,
  network: InNetwork | undefined,
): AccessLogSubscription[] {
  const { id, groupId } = configuration;
  const ofConfiguration = Object.values(subscriptionsOf(world, place)).filter(
    ({ resourceId }) => [id, groupId].includes(resourceId),
  );
  const owner = network && parseLatticeArn(network.networkArn);
  const ofNetwork = owner
    ? Object.values(subscriptionsOf(world, owner)).filter(
        ({ resourceId, serviceNetworkLogType }) =>
          resourceId === idIn(network.networkArn) &&
          serviceNetworkLogType === 'RESOURCE',
      )
    : [];
  return [...ofConfiguration, ...ofNetwork];
}

/** Clients reach a child of the configuration that their owner shared, if AWS made any. */
function namedConfiguration(
  world: World,
  { place, configuration }: AtGateway,
): string {
  const isChild = world.doubts['access-log-configuration'] === 'child';
  const { resourceConfigurations } = vpcLatticeState.of(world, place);
  const shared = resourceConfigurations[configuration.groupId ?? ''];
  const child = Object.values(resourceConfigurations).find(
    ({ groupId }) => groupId === configuration.id,
  );
  return (isChild ? child : shared)?.arn ?? configuration.arn;
}

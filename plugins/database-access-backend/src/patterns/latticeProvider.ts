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

import {
  Draft,
  idOf,
  onePerZone,
  output,
  shareableGroupOf,
  zoneOf,
} from './drafts';
import type { Enabling } from '@towpath/backstage-plugin-database-access-common';
import type { GraphHop, ObjectGraph } from './ObjectGraph';
import type { PatternFacts, SubnetFacts } from './PatternFacts';
import { latticeSupports } from './zones';

/** The zones that an endpoint of this network could be in: those of the gateway that the network has subnets in. */
export function commonZones(facts: PatternFacts): string[] {
  const there = inLatticeZones(facts.database.subnets).map(zoneOf);
  return inLatticeZones(facts.network.subnets)
    .map(zoneOf)
    .filter(zone => there.includes(zone));
}

/**
 * The database's side of every way over VPC Lattice: its resource configuration, the gateway that this is behind, and what
 * lets the gateway through to the database and to nothing else. It follows from the database alone, so all shares of the
 * database use the same gateway and rules.
 *
 * @param options - `forShareableNetworks`: the configuration may be in service networks that are shared with RAM
 */
export function latticeProvider(
  facts: PatternFacts,
  options: { forShareableNetworks?: true } = {},
): Draft[] {
  const { database } = facts;
  const { arn, identifier, port, vpcId } = database;
  const databaseGroupId = shareableGroupOf(facts);
  // Its subnets can never be changed: it spans every zone that it may ever be needed in.
  const subnetIds = inLatticeZones(database.subnets).map(idOf);
  if (subnetIds.length === 0) {
    throw new Error(`${arn} has no subnet in a zone that has VPC Lattice`);
  }
  const side = 'provider';
  return [
    {
      key: 'gateway-group',
      type: 'ec2/security-group',
      title: 'Security group of the gateway',
      side,
      what: 'gateway-sg',
      spec: {
        vpcId,
        description: `Resource gateway of ${identifier}: to the database and nowhere else`,
      },
      dependsOn: [],
    },
    {
      key: 'gateway-no-egress',
      type: 'ec2/security-group-default-egress',
      title: 'Gateway talks to nobody else',
      side,
      what: 'no-egress',
      spec: { groupId: output('gateway-group', 'groupId') },
      dependsOn: ['gateway-group'],
    },
    {
      key: 'gateway-egress',
      type: 'ec2/security-group-rule',
      title: 'From the gateway to the database',
      side,
      what: 'gateway-out',
      spec: {
        groupId: output('gateway-group', 'groupId'),
        direction: 'egress',
        port,
        peerGroupId: databaseGroupId,
        description: `To ${identifier}`,
      },
      dependsOn: ['gateway-group'],
    },
    {
      key: 'database-ingress',
      type: 'ec2/security-group-rule',
      title: 'Database lets the gateway in',
      side,
      what: 'database-in',
      spec: {
        groupId: databaseGroupId,
        direction: 'ingress',
        port,
        peerGroupId: output('gateway-group', 'groupId'),
        description: `From the resource gateway of ${identifier}`,
      },
      dependsOn: ['gateway-group'],
    },
    {
      key: 'resource-gateway',
      type: 'vpc-lattice/resource-gateway',
      title: 'Resource gateway',
      side,
      what: 'gateway',
      spec: {
        vpcId,
        subnetIds,
        securityGroupId: output('gateway-group', 'groupId'),
      },
      dependsOn: ['gateway-group'],
    },
    {
      key: 'resource-configuration',
      type: 'vpc-lattice/resource-configuration',
      title: 'Resource configuration',
      side,
      what: 'config',
      spec: {
        databaseArn: arn,
        resourceGatewayId: output('resource-gateway', 'gatewayId'),
        ...options,
      },
      dependsOn: ['resource-gateway'],
    },
    ...accessLog(facts),
  ];
}

/** Who connects, where config names a log group for it. No path waits for it, and none ends with it. */
function accessLog({ accessLogGroup }: PatternFacts): Draft[] {
  return accessLogGroup === undefined
    ? []
    : [
        {
          key: 'access-log',
          type: 'vpc-lattice/access-log-subscription',
          title: `Access log in ${accessLogGroup}`,
          side: 'provider',
          what: 'access-log',
          spec: {
            resourceConfigurationArn: output(
              'resource-configuration',
              'resourceConfigurationArn',
            ),
          },
          dependsOn: ['resource-configuration'],
        },
      ];
}

/** The resource share through which the network's account sees the configuration; none where it is that account's own. */
export function configurationSharing({
  database,
  network,
  sameOrganization,
}: PatternFacts): Draft[] {
  if (database.accountId === network.accountId) {
    return [];
  }
  const invitation: Draft = {
    key: 'invitation',
    type: 'ram/invitation',
    title: 'Accepted invitation',
    side: 'consumer',
    what: 'invitation',
    spec: {
      resourceShareArn: output('resource-share', 'resourceShareArn'),
      ownerAccountId: database.accountId,
    },
    // Not on the principal: that is ready only when the invitation is accepted.
    dependsOn: ['resource-share'],
  };
  return [
    {
      key: 'resource-share',
      type: 'ram/resource-share',
      title: 'Resource share',
      side: 'provider',
      what: 'share',
      spec: {
        resourceConfigurationArn: output(
          'resource-configuration',
          'resourceConfigurationArn',
        ),
        // Part of what the share is, and so of its name: accounts inside and outside never use the same one.
        allowExternalPrincipals: !sameOrganization,
      },
      dependsOn: ['resource-configuration'],
    },
    {
      key: 'principal',
      type: 'ram/principal',
      title: `Account ${network.accountId}`,
      side: 'provider',
      what: 'principal',
      spec: {
        resourceShareArn: output('resource-share', 'resourceShareArn'),
        accountId: network.accountId,
      },
      dependsOn: ['resource-share'],
    },
    ...(sameOrganization ? [] : [invitation]),
  ];
}

/** The way of a packet once it has come to the configuration. */
export const PROVIDER_HOPS: ObjectGraph['hops'] = [
  { name: 'Resource configuration', nodes: ['resource-configuration'] },
  { name: 'Resource gateway', nodes: ['resource-gateway'] },
  {
    name: 'Security group of the gateway',
    nodes: ['gateway-group', 'gateway-no-egress', 'gateway-egress'],
  },
  { name: 'Security group of the database', nodes: ['database-ingress'] },
];

/** The hop of what the provider shares; an account sees what is its own. */
export function sharingHop(nodes: string[]): GraphHop[] {
  return nodes.length ? [{ name: 'Share with the account', nodes }] : [];
}

/** What lets the gateway through; ready before a path is opened. */
export const PROVIDER_RULES: readonly string[] = [
  'gateway-no-egress',
  'gateway-egress',
  'database-ingress',
];

/** What becomes reachable: whoever reaches the configuration reaches all names of the database that AWS made children of. */
export function opensDatabase({
  database,
  network,
}: PatternFacts): ObjectGraph['opens'] {
  const { host, readerHost, port, arn } = database;
  return (readerHost ? [host, readerHost] : [host]).map(name => ({
    network: network.name,
    accountId: network.accountId,
    vpcId: network.vpcId,
    databaseArn: arn,
    host: name,
    port,
  }));
}

/** What a share of the configuration lets its account do. Nothing more than before where it is that account's own. */
export function enabledBySharing(
  { database, network }: PatternFacts,
  description: string,
): Enabling[] {
  const { accountId } = network;
  return accountId === database.accountId ? [] : [{ accountId, description }];
}

/** One subnet for each zone that has Lattice. */
export function inLatticeZones(subnets: readonly SubnetFacts[]): SubnetFacts[] {
  return onePerZone(subnets, latticeSupports);
}

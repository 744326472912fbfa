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
import { databaseAt, DatabaseEndpoint } from './databases';
import { latticeArn } from './identifiers';
import { ResourceConfiguration, vpcLatticeState } from './state';

const LONGEST_NAME = 40;

/** AWS makes a child configuration for each name of the database that a configuration of type ARN points at. */
export function createChildren(
  world: World,
  place: Place,
  parent: ResourceConfiguration,
): void {
  const database =
    parent.targetArn && databaseAt(world, place, parent.targetArn);
  if (!database) {
    return;
  }
  const { resourceConfigurations } = vpcLatticeState.of(world, place);
  for (const endpoint of database.endpoints) {
    const id = world.ids.next('rcfg');
    resourceConfigurations[id] = {
      id,
      arn: latticeArn(place, 'resourceconfiguration', id),
      name: childName(world, parent, endpoint),
      type: 'CHILD',
      status: 'ACTIVE',
      resourceGatewayId: parent.resourceGatewayId,
      targetArn: endpoint.arn,
      dnsResource: {
        domainName: endpoint.domainName,
        ipAddressType: 'IPV4',
      },
      portRanges: [String(endpoint.port)],
      protocol: 'TCP',
      groupId: parent.id,
      allowAssociationToShareableServiceNetwork:
        parent.allowAssociationToShareableServiceNetwork,
      amazonManaged: true,
      createdAt: world.clock.now(),
      updatedAt: world.clock.now(),
      tags: {},
    };
  }
}

/**
 * What a configuration carries: AWS manages the children of a database, so these go with it to another port. That is not
 * documented; a configuration of type ARN itself has no ports (aws.md §1.1 A4).
 */
export function portsOf(
  world: World,
  place: Place,
  { amazonManaged, targetArn, dnsResource, portRanges }: ResourceConfiguration,
): string[] {
  const endpoint =
    amazonManaged &&
    targetArn &&
    databaseAt(world, place, targetArn)?.endpoints.find(
      ({ domainName }) => domainName === dnsResource?.domainName,
    );
  return endpoint ? [String(endpoint.port)] : portRanges;
}

export function childrenOf(
  world: World,
  place: Place,
  parentId: string,
): ResourceConfiguration[] {
  return Object.values(
    vpcLatticeState.of(world, place).resourceConfigurations,
  ).filter(configuration => configuration.groupId === parentId);
}

/** `<rcfgId>-<dbIdentifier>` was seen on AWS (aws.md §1.1 A4), although AWS's own model forbids a name to start with `rcfg-`. */
function childName(
  world: World,
  parent: ResourceConfiguration,
  endpoint: DatabaseEndpoint,
): string {
  const prefix =
    world.doubts['child-configuration-name'] === 'rcfg-id'
      ? parent.id
      : parent.id.replace(/^rcfg-/, '');
  return `${prefix}-${endpoint.identifier}`.slice(0, LONGEST_NAME);
}

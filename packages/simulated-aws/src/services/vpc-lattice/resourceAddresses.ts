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

import { formatIpv4, parseIpv4 } from '../../core/ipv4';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { childrenOf } from './childConfigurations';
import { configurationAt } from './configurationAccess';
import { parseLatticeArn } from './identifiers';
import { resourceAssociationsIn } from './networkParties';
import type {
  ResourceConfiguration,
  ServiceNetworkResourceAssociation,
} from './state';

/** Where VPC associations answer: 129.224.0.0/17 (aws.md §1.2 B6a). */
const FIRST = parseIpv4('129.224.0.1')!;

/**
 * Gives each configuration that an association leads to an address of its own: TCP knows no names, so it is the address
 * that tells what a client wants. No two resources of a network have the same.
 */
export function giveAddresses(
  world: World,
  association: ServiceNetworkResourceAssociation,
): void {
  const taken = new Set(
    resourceAssociationsIn(world, association.serviceNetworkArn).flatMap(
      other => Object.values(other.addresses),
    ),
  );
  let next = FIRST;
  for (const { id } of configurationsBehind(world, association).filter(
    ({ status }) => status === 'ACTIVE',
  )) {
    while (taken.has(formatIpv4(next))) {
      next += 1;
    }
    association.addresses[id] = formatIpv4(next);
    taken.add(association.addresses[id]);
  }
}

/** The configuration of an association and those that AWS made from it for the names of a database. */
export function configurationsBehind(
  world: World,
  association: ServiceNetworkResourceAssociation,
): ResourceConfiguration[] {
  const arn = association.resourceConfigurationArn;
  const configuration = configurationAt(world, arn);
  const place: Place | undefined = parseLatticeArn(arn);
  return configuration && place
    ? [configuration, ...childrenOf(world, place, configuration.id)]
    : [];
}

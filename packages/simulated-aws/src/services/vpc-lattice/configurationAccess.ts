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

import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { isSharedWith, resourcesSharedWith } from '../ram/sharing';
import { childrenOf } from './childConfigurations';
import { latticeArn, ownId, parseLatticeArn } from './identifiers';
import { notFound, notShared } from './refusals';
import { ResourceConfiguration, vpcLatticeState } from './state';

const KIND = 'RESOURCE_CONFIGURATION';

/**
 * A configuration that this account may change.
 *
 * @param operation - what it wants to do, for the sentence of a refusal
 */
export function ownConfiguration(
  call: Call,
  operation: string,
  identifier: string,
): ResourceConfiguration {
  const configuration = readableConfiguration(call, identifier, operation);
  if (!isOwn(call, configuration)) {
    throw notShared(call, `vpc-lattice:${operation}`, configuration.arn);
  }
  return configuration;
}

/** A configuration that is this account's or shared with it now; another account's has to be named by its ARN. */
export function readableConfiguration(
  call: Call,
  identifier: string,
  operation: string = 'GetResourceConfiguration',
): ResourceConfiguration {
  const id = ownId(call, identifier);
  if (id) {
    const own = vpcLatticeState.of(call.world, call).resourceConfigurations[id];
    if (!own) {
      throw notFound(KIND, identifier);
    }
    return own;
  }
  const shared = configurationAt(call.world, identifier);
  // Whether it exists is nobody's business with whom it is not shared.
  if (
    !shared ||
    parseLatticeArn(identifier)?.region !== call.region ||
    !isConfigurationSharedWith(call.world, shared, call.accountId)
  ) {
    throw notShared(call, `vpc-lattice:${operation}`, identifier);
  }
  return shared;
}

export function configurationAt(
  world: World,
  arn: string,
): ResourceConfiguration | undefined {
  const parsed = parseLatticeArn(arn);
  return (
    parsed &&
    vpcLatticeState.of(world, parsed).resourceConfigurations[parsed.id]
  );
}

export function isOwn(place: Place, configuration: ResourceConfiguration): boolean {
  return parseLatticeArn(configuration.arn)?.accountId === place.accountId;
}

/** Who sees a configuration sees the children that AWS made of it. */
function isConfigurationSharedWith(
  world: World,
  configuration: ResourceConfiguration,
  accountId: string,
): boolean {
  const owner = parseLatticeArn(configuration.arn)!;
  const sharedId = configuration.groupId ?? configuration.id;
  const resourceArn = latticeArn(owner, 'resourceconfiguration', sharedId);
  return isSharedWith(world, { resourceArn, accountId });
}

/** Own ones and those that others share (VPC Lattice API Reference, ListResourceConfigurations). */
export function visibleConfigurations(call: Call): ResourceConfiguration[] {
  const own = Object.values(
    vpcLatticeState.of(call.world, call).resourceConfigurations,
  );
  const sharedIn = resourcesSharedWith(call.world, call.accountId)
    .filter(arn => parseLatticeArn(arn)?.region === call.region)
    .map(arn => configurationAt(call.world, arn))
    .filter(configuration => configuration !== undefined)
    .flatMap(configuration => [
      configuration,
      ...childrenOf(
        call.world,
        parseLatticeArn(configuration.arn)!,
        configuration.id,
      ),
    ]);
  return [...own, ...sharedIn];
}

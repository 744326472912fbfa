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
import { parseLatticeArn } from '../vpc-lattice/identifiers';
import { networkAt } from '../vpc-lattice/networkAccess';
import { vpcLatticeState } from '../vpc-lattice/state';
import {
  invalidParameter,
  malformedArn,
  notPermitted,
  unknownResource,
} from './refusals';

export const RESOURCE_CONFIGURATION = 'vpc-lattice:ResourceConfiguration';
export const SERVICE_NETWORK = 'vpc-lattice:ServiceNetwork';

/** RAM's names for what Lattice's ARNs call otherwise. */
const TYPES: Record<string, string> = {
  resourceconfiguration: RESOURCE_CONFIGURATION,
  servicenetwork: SERVICE_NETWORK,
};

/** The resource type by RAM's name; undefined for what RAM does not share or is not simulated. */
export function resourceTypeOf(arn: string): string | undefined {
  return TYPES[parseLatticeArn(arn)?.kind ?? ''];
}

/** Only what the account itself owns, exists and is of a shareable type can be put into a share. */
export function refuseUnlessShareable(
  world: World,
  place: Place,
  arn: string,
): void {
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn)) {
    throw malformedArn(arn);
  }
  if (!resourceTypeOf(arn)) {
    throw invalidParameter(
      `${arn} is not of a resource type that can be shared.`,
    );
  }
  const { accountId, region } = parseLatticeArn(arn)!;
  if (accountId !== place.accountId) {
    throw notPermitted(
      `${arn} belongs to account ${accountId}. You can share only resources that you own.`,
    );
  }
  if (region !== place.region || !resourceExists(world, arn)) {
    throw unknownResource(`Resource ${arn}`);
  }
  // In which words RAM refuses it, AWS does not say.
  if (networkAt(world, arn)?.sharingEnabled === false) {
    throw notPermitted(
      `${arn} was created with sharing turned off, and that cannot be changed.`,
    );
  }
}

export function resourceExists(world: World, arn: string): boolean {
  const parsed = parseLatticeArn(arn);
  if (!parsed) {
    return false;
  }
  const { resourceConfigurations } = vpcLatticeState.of(world, parsed);
  return (
    resourceConfigurations[parsed.id]?.arn === arn ||
    networkAt(world, arn) !== undefined
  );
}

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
import { vpcLatticeState } from './state';

export type LatticeKind =
  | 'resourcegateway'
  | 'resourceconfiguration'
  | 'resourceendpointassociation'
  | 'servicenetwork'
  | 'servicenetworkresourceassociation'
  | 'servicenetworkvpcassociation'
  | 'accesslogsubscription';

export interface LatticeArn extends Place {
  kind: string;
  id: string;
}

export function latticeArn(
  place: Place,
  kind: LatticeKind,
  id: string,
): string {
  return `arn:aws:vpc-lattice:${place.region}:${place.accountId}:${kind}/${id}`;
}

export function parseLatticeArn(arn: string): LatticeArn | undefined {
  const match =
    /^arn:[a-z0-9-]+:vpc-lattice:([a-z0-9-]+):(\d{12}):([a-z]+)\/(.+)$/.exec(
      arn,
    );
  if (!match) {
    return undefined;
  }
  const [, region, accountId, kind, id] = match;
  return { region, accountId, kind, id };
}

/** The ARN that an id or an ARN means when this account says it. */
export function arnMeant(
  place: Place,
  kind: LatticeKind,
  identifier: string,
): string {
  return identifier.startsWith('arn:')
    ? identifier
    : latticeArn(place, kind, identifier);
}

/**
 * The id of something of this account and Region, from its id or ARN; undefined if the ARN is of another account or
 * Region. Another account's resource has to be named by its ARN.
 */
export function ownId(place: Place, identifier: string): string | undefined {
  if (!identifier.startsWith('arn:')) {
    return identifier;
  }
  const arn = parseLatticeArn(identifier);
  return arn?.accountId === place.accountId && arn.region === place.region
    ? arn.id
    : undefined;
}

/** What an identifier ends with: the id, also of an ARN. */
export function idIn(identifier: string): string {
  return identifier.slice(identifier.lastIndexOf('/') + 1);
}

/** The tags of an existing Lattice resource, to be read and changed in place; undefined if there is no such resource. */
export function tagsOf(
  world: World,
  arn: string,
): Record<string, string> | undefined {
  const parsed = parseLatticeArn(arn);
  if (!parsed) {
    return undefined;
  }
  const state = vpcLatticeState.of(world, parsed);
  const tagged =
    state.resourceGateways[parsed.id] ??
    state.resourceConfigurations[parsed.id] ??
    state.serviceNetworks?.[parsed.id] ??
    state.accessLogSubscriptions?.[parsed.id];
  if (tagged) {
    return tagged.arn === arn ? tagged.tags : undefined;
  }
  const inNetwork =
    parsed.kind === 'servicenetworkvpcassociation'
      ? state.serviceNetworkVpcAssociations?.[parsed.id]
      : parsed.kind === 'servicenetworkresourceassociation' &&
        state.serviceNetworkResourceAssociations?.[parsed.id];
  if (inNetwork) {
    return inNetwork.tags;
  }
  const association = state.resourceEndpointAssociations[parsed.id];
  if (association?.arn !== arn) {
    return undefined;
  }
  association.tags ??= {};
  return association.tags;
}

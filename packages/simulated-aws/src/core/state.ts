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

import type { World } from './World';

/**
 * Where one account's part of a service's state lives. Global services use the Region `aws-global`.
 *
 * @public
 */
export interface Place {
  accountId: string;
  region: string;
}

export const GLOBAL_REGION = 'aws-global';

/**
 * One service's state: plain JSON (times are milliseconds since the epoch), one document for each account and Region,
 * so that the world can be written to disk and found again.
 */
export interface StateOf<S extends object> {
  readonly service: string;
  /** The document of this account and Region; made empty when first asked for. */
  of(world: World, place: Place): S;
  /** Every document there is, e.g. to find what another account shares with this one. */
  all(world: World): Array<Place & { state: S }>;
}

/** For example `defineState<Ec2State>('ec2', () => ({ vpcs: {} }))`. */
export function defineState<S extends object>(
  service: string,
  empty: () => S,
): StateOf<S> {
  const keyOf = (place: Place) =>
    `${service}/${place.accountId}/${place.region}`;
  return {
    service,
    of(world, place) {
      const key = keyOf(place);
      world.documents[key] ??= empty();
      return world.documents[key] as S;
    },
    all(world) {
      const found: Array<Place & { state: S }> = [];
      for (const [key, state] of Object.entries(world.documents)) {
        if (key.startsWith(`${service}/`)) {
          const [, accountId, region] = key.split('/');
          found.push({ accountId, region, state: state as S });
        }
      }
      return found;
    },
  };
}

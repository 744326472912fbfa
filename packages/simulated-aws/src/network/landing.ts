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

import type { Place } from '../core/state';
import type { World } from '../core/World';
import { ec2State, NetworkInterface } from '../services/ec2/state';
import { allInstances, FoundInstance } from './names';

/** Where a connection ends: an interface, and the database that answers at it. */
export interface Landing {
  place: Place;
  eni: NetworkInterface;
  found?: FoundInstance;
}

/** Words of RDS under which a database answers, some of them slower (aws.md §3.1). */
const ANSWERING = [
  /^available$/,
  /^backing-up$/,
  /^backtracking$/,
  /^configuring-/,
  /^maintenance$/,
  /^modifying$/,
  /^storage-(initialization|optimization)$/,
  /^upgrading$/,
];

/** Interfaces that still carry packets. */
export function interfacesIn(world: World, place: Place): NetworkInterface[] {
  return Object.values(ec2State.of(world, place).networkInterfaces).filter(
    eni => eni.drainsUntil === undefined,
  );
}

export function landingAt(
  world: World,
  place: Place,
  eni: NetworkInterface,
): Landing {
  const found = allInstances(world).find(
    candidate => candidate.eni?.networkInterfaceId === eni.networkInterfaceId,
  );
  return { place, eni, found };
}

/** RDS's words for how a database is. */
export function wordsOf({ instance, cluster }: FoundInstance): string[] {
  return cluster ? [cluster.status, instance.status] : [instance.status];
}

/** The word under which a database does not answer; none if it answers. */
export function silencingWord(found: FoundInstance): string | undefined {
  return wordsOf(found).find(
    word => !ANSWERING.some(known => known.test(word)),
  );
}

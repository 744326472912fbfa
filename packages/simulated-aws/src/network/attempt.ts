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

import type { World } from '../core/World';
import type { ReachabilityHop } from './filterHops';
import type { FoundInstance } from './names';
import type { Departure, Station } from './stations';
import type { Client, Target } from './question';

/** A client that tries to reach a database under a name, at a port. */
export interface Attempt {
  world: World;
  client: Client;
  target: Target;
  name: string;
  port: number;
  /** The client asks for the reader endpoint and says so by its port: then a reader is what it wants. */
  wantsReader: boolean;
}

/** One way that a packet may take, and where it ends if it ends at a database. */
export interface Way {
  hops: ReachabilityHop[];
  found?: FoundInstance;
  /** What stands between client and database, whether a packet comes so far or not; none on a direct way. */
  stations?: Station[];
  /** Absent where the name leads to no address. */
  departure?: Departure;
}

/** The same ways with more hops, and what stands there, before them. */
export function after(
  hops: ReachabilityHop[],
  ways: Way[],
  stations: Station[] = [],
): Way[] {
  return ways.map(way => ({
    ...way,
    hops: [...hops, ...way.hops],
    stations: [...stations, ...(way.stations ?? [])],
  }));
}

/** Of two ways the one whose first broken hop comes later, then the one with fewer broken hops. */
export function further(one: Way, other: Way): Way {
  const reach = ({ hops }: Way) => {
    const broken = hops.findIndex(hop => !hop.ok);
    return broken === -1 ? Infinity : broken;
  };
  if (reach(one) !== reach(other)) {
    return reach(one) > reach(other) ? one : other;
  }
  const breaks = ({ hops }: Way) => hops.filter(h => !h.ok).length;
  return breaks(other) < breaks(one) ? other : one;
}

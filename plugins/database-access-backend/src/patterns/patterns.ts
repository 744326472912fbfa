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

import type { Pattern as PatternName } from '@towpath/backstage-plugin-database-access-common';
import { latticeResourceEndpoint } from './latticeResourceEndpoint';
import type { KnownPattern, Pattern } from './Pattern';
import { privatelink } from './privatelink';

/** All ways to connect that there are, the one to prefer first where nothing speaks for another. */
export const knownPatterns: readonly KnownPattern[] = [
  {
    name: 'lattice-resource-endpoint',
    title: 'VPC Lattice resource endpoint',
    family: 'lattice',
  },
  { name: 'privatelink', title: 'PrivateLink', family: 'privatelink' },
  {
    name: 'lattice-service-network',
    title: 'Shared VPC Lattice service network',
    family: 'lattice',
  },
  {
    name: 'lattice-consumer-network',
    title: 'VPC Lattice service network of the consumer',
    family: 'lattice',
  },
];

/** How this version builds those that it can build. */
const PLANS: ReadonlyMap<PatternName, Pattern['plan']> = new Map([
  ['lattice-resource-endpoint', latticeResourceEndpoint],
  ['privatelink', privatelink],
]);

/** The ways to connect that this version can build, by name, in the order of preference. */
export const patterns: ReadonlyMap<PatternName, Pattern> = new Map(
  knownPatterns.flatMap(known => {
    const plan = PLANS.get(known.name);
    return plan ? [[known.name, { ...known, plan }] as const] : [];
  }),
);

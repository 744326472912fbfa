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
import { latticeConsumerNetwork } from './latticeConsumerNetwork';
import { latticeResourceEndpoint } from './latticeResourceEndpoint';
import { latticeServiceNetwork } from './latticeServiceNetwork';
import type { Pattern } from './Pattern';
import { privatelink } from './privatelink';

/** All ways to connect that there are, the one to prefer first where nothing speaks for another. */
export const knownPatterns: readonly Pattern[] = [
  {
    name: 'lattice-resource-endpoint',
    title: 'VPC Lattice resource endpoint',
    family: 'lattice',
    plan: latticeResourceEndpoint,
  },
  {
    name: 'privatelink',
    title: 'PrivateLink',
    family: 'privatelink',
    plan: privatelink,
  },
  {
    name: 'lattice-service-network',
    title: 'Shared VPC Lattice service network',
    family: 'lattice',
    plan: latticeServiceNetwork,
  },
  {
    name: 'lattice-consumer-network',
    title: 'VPC Lattice service network of the consumer',
    family: 'lattice',
    plan: latticeConsumerNetwork,
  },
];

/** The same by name, in the order of preference. */
export const patterns: ReadonlyMap<PatternName, Pattern> = new Map(
  knownPatterns.map(pattern => [pattern.name, pattern]),
);

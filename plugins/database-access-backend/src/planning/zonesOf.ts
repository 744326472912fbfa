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

import { BothSides, SubnetToday } from './sides';

/** The AZ IDs of both sides: `there` of the database, `here` of the network. */
export function zonesOf({ provider, consumer }: BothSides): {
  there: string[];
  here: string[];
} {
  return { there: idsOf(provider.subnets), here: idsOf(consumer.subnets) };
}

/** How sentences call the two sides. */
export function namesOfSides({ database, network }: BothSides) {
  return {
    database: `the database ${database.identifier}`,
    network: `the network ${network.name}`,
  };
}

function idsOf(subnets: readonly SubnetToday[]): string[] {
  return [...new Set(subnets.map(s => s.availabilityZoneId))].sort();
}

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

import type { World } from '../../core/World';
import type { Station } from '../../network/stations';
import { addPassed, seriesOf } from './series';
import type { Passage } from './traffic';

type AtGateway = Extract<Station, { kind: 'gateway' }>;

/**
 * What came to a resource gateway. AWS documents no metrics of it, and those of somebody who claims to have seen some have
 * no dimensions (aws.md §3.2); so its id stands for them.
 */
export function countAtGateway(
  world: World,
  { place, gateway }: AtGateway,
  { at, outcome, connections, bytesToDatabase, bytesToClient }: Passage,
): void {
  if (world.doubts['resource-gateway-metrics'] === 'none') {
    return;
  }
  const passed = outcome === 'passed';
  const established = passed || outcome === 'hung up';
  const counted = {
    BytesProcessed: passed ? bytesToDatabase + bytesToClient : 0,
    NewConnectionCount: established ? connections : 0,
    ConnectionErrors: established ? 0 : connections,
  };
  for (const [name, amount] of Object.entries(counted)) {
    const metric = {
      namespace: 'AWS/VpcLattice',
      name,
      unit: name === 'BytesProcessed' ? 'Bytes' : 'Count',
      dimensions: { ResourceGateway: gateway.id },
    } as const;
    addPassed(seriesOf(world, place, metric), at, amount);
  }
}

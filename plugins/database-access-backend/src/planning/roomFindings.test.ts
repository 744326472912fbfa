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

import { sharedNetworkGraph } from '../__testUtils__/networkGraphs';
import { roomFindings } from './roomFindings';
import type { BothSides } from './sides';

const graph = sharedNetworkGraph();
const [subnetId] = graph.nodes.find(({ key }) => key === 'network-endpoint')!
  .spec.subnetIds as string[];

/** Both sides with this much room in one subnet of the network, and plenty elsewhere. */
function withRoom(freeAddresses: number): BothSides {
  return {
    provider: { subnets: [] },
    consumer: {
      subnets: [
        {
          subnetId,
          availabilityZoneId: 'use1-az1',
          cidrBlock: '10.0.0.0/27',
          freeAddresses,
        },
      ],
    },
  } as unknown as BothSides;
}

describe('the room that an endpoint of a service network needs', () => {
  it('is sixteen addresses in each of its subnets', () => {
    expect(roomFindings(graph, new Set(), withRoom(15))).toMatchObject([
      {
        code: 'subnet_full',
        message: expect.stringContaining(
          'has 15 free addresses, and the endpoint needs 16 there',
        ),
      },
    ]);
    expect(roomFindings(graph, new Set(), withRoom(16))).toEqual([]);
  });

  it('is there where another share uses the endpoint', () => {
    const reused = new Set(['network-endpoint']);
    expect(roomFindings(graph, reused, withRoom(0))).toEqual([]);
  });
});

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

import { addressBlockFindings } from './addressBlockFindings';
import { graphOf, plantedSides } from './__testUtils__/plantedSides';

const LATTICE = graphOf('lattice-resource-endpoint');
const NOTHING = new Set<string>();

/** The findings if each subnet of the database has this size and as many free addresses. */
function findingsWith(prefix: number, freeAddresses: number, graph = LATTICE) {
  const { subnets } = plantedSides().provider;
  const sides = plantedSides({
    provider: {
      subnets: subnets.map(subnet => ({
        ...subnet,
        cidrBlock: subnet.cidrBlock.replace(/\d+$/, String(prefix)),
        freeAddresses,
      })),
    },
  });
  return addressBlockFindings(graph, NOTHING, sides);
}

describe('room for a /28', () => {
  it('is sure while fewer addresses than blocks are in use', () => {
    // A /26 has four blocks; AWS's own five addresses lie in two of them.
    expect(findingsWith(26, 58)).toEqual([]);
    expect(findingsWith(26, 57)).toHaveLength(
      plantedSides().provider.subnets.length,
    );
  });

  it('is a warning where the free addresses are few and may be scattered', () => {
    const [finding] = findingsWith(24, 40);
    expect(finding).toMatchObject({
      code: 'subnet_full',
      severity: 'warning',
      message: expect.stringMatching(
        /has 40 free addresses, and the resource gateway needs a \/28 there, 16 in a row/,
      ),
      remedy: expect.stringContaining('CIDR reservation'),
    });
  });

  it('is no matter where there are many, or where too few are said to block', () => {
    expect(findingsWith(24, 64)).toEqual([]);
    expect(findingsWith(24, 15)).toEqual([]);
  });

  it('is needed by no load balancer, and by no gateway that stands', () => {
    expect(findingsWith(24, 40, graphOf('privatelink'))).toEqual([]);
    const sides = plantedSides();
    sides.provider.subnets.forEach(subnet => {
      subnet.freeAddresses = 40;
    });
    expect(
      addressBlockFindings(LATTICE, new Set(['resource-gateway']), sides),
    ).toEqual([]);
  });
});

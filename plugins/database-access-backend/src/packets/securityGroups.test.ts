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

import { GroupRule, letsOut, letsOutToLattice } from './securityGroups';

function rule(...peers: string[]): GroupRule {
  return { protocol: 'tcp', fromPort: 5432, toPort: 5432, peers };
}

describe('A security group of clients', () => {
  it('lets out to ranges that its rules cover, each of them', () => {
    const rules = [rule('10.0.0.0/16')];
    expect(letsOut(rules, 5432, ['10.0.1.0/24'])).toBe(true);
    expect(letsOut(rules, 5432, ['10.0.1.0/24', '10.1.0.0/24'])).toBe(false);
    expect(letsOut(rules, 5433, ['10.0.1.0/24'])).toBe(false);
  });

  it('lets out to where nobody knows where it is only if it lets out to everywhere', () => {
    expect(letsOut([], 5432, [])).toBe(false);
    expect(letsOut([rule('10.0.0.0/16')], 5432, [])).toBe(false);
    expect(letsOut([rule('0.0.0.0/0')], 5432, [])).toBe(true);
    expect(letsOut([rule('sg-1')], 5432, [], 'sg-1')).toBe(true);
  });

  it.each([
    ['all of VPC Lattice', '129.224.0.0/17', true],
    ['more than that', '0.0.0.0/0', true],
    ['a prefix list', 'pl-0123456789abcdef0', true],
    ['one address of VPC Lattice', '129.224.1.1/32', false],
    ['half of VPC Lattice', '129.224.0.0/18', false],
    ['another group', 'sg-0123456789abcdef0', false],
  ])('lets out to VPC Lattice or not: %s', (_, peer, does) => {
    expect(letsOutToLattice([rule(peer)], 5432)).toBe(does);
  });
});

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

import { withDatabase, withNetwork } from '../__testUtils__/graphs';
import { factsOf, inZone } from '../__testUtils__/simulatedCompany';
import { latticeConsumerNetwork } from './latticeConsumerNetwork';
import { latticeServiceNetwork } from './latticeServiceNetwork';
import { heldBack } from './takeOver';

const facts = inZone(factsOf());
const graph = latticeServiceNetwork(facts);
const moreClients = withNetwork(facts, {
  clientSecurityGroupIds: [...facts.network.clientSecurityGroupIds, 'sg-2'],
});
const fewerSubnets = withNetwork(facts, {
  subnets: facts.network.subnets.slice(1),
});

describe('what waits until the former way is taken down', () => {
  it('is the way into a service network that stays, with what is behind it', () => {
    expect(heldBack(latticeServiceNetwork(fewerSubnets), graph)).toEqual([
      'network-endpoint',
      'endpoint-association',
    ]);
    const association = { join: 'association' as const };
    expect(
      heldBack(
        latticeServiceNetwork({ ...fewerSubnets, ...association }),
        latticeServiceNetwork({ ...facts, ...association }),
      ),
    ).toEqual(['vpc-association']);
  });

  it('is nothing where other clients of a network in a zone are let in', () => {
    expect(heldBack(latticeServiceNetwork(moreClients), graph)).toEqual([]);
  });

  it('is the database, and not the way, where the service network is another, too', () => {
    const held = heldBack(
      latticeConsumerNetwork(moreClients),
      latticeConsumerNetwork(facts),
    );
    expect(held).toContain('resource-association');
    expect(held).not.toContain('network-endpoint');
  });

  it('is nothing where a database is to be reached at another port', () => {
    const moved = latticeServiceNetwork(withDatabase(facts, { port: 6432 }));
    expect(heldBack(moved, graph)).toEqual([]);
  });
});

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

import { companyWithEngine } from '../__testUtils__/companyWithEngine';
import { leadsTheWholeWay } from '../__testUtils__/leadsTheWholeWay';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { latticeResourceEndpoint } from './index';

describe('the whole way over a resource endpoint', () => {
  leadsTheWholeWay(
    latticeResourceEndpoint,
    ['analytics', 'partner'],
    [
      { 'resource-endpoint-pending-acceptance': 'first' },
      { 'delete-configuration-in-use': 'DELETE_FAILED' },
      { 'shared-configuration-tags': 'visible' },
      { 'child-configuration-name': 'without-prefix' },
    ],
  );

  it('makes each object once', async () => {
    const { engine, calls } = await companyWithEngine();
    await engine.build(latticeResourceEndpoint(factsOf()));
    const made = (operation: string) => calls(o => o === operation);
    expect(made('ec2:CreateSecurityGroup')).toBe(2);
    expect(made('vpc-lattice:CreateResourceGateway')).toBe(1);
    expect(made('vpc-lattice:CreateResourceConfiguration')).toBe(1);
    expect(made('ram:CreateResourceShare')).toBe(1);
    expect(made('ec2:CreateVpcEndpoint')).toBe(1);
  });
});

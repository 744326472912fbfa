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

import { factsOf, simulatedCompany } from '../__testUtils__/simulatedCompany';
import { SmallEngine } from '../__testUtils__/SmallEngine';
import { latticeResourceEndpoint } from './index';

async function companyWithEngine() {
  const company = await simulatedCompany();
  const engine = new SmallEngine({
    sessions: company.sessions,
    installation: company.config.installation,
    advance: seconds => company.clock.advance(seconds),
  });
  return { ...company, engine };
}

describe('the whole way over a resource endpoint', () => {
  it.each([
    ['in the organisation', 'analytics'],
    ['outside the organisation', 'partner'],
  ] as const)(
    'opens when it is built and closes when it is taken away, %s',
    async (_, network) => {
      const { engine, reaches } = await companyWithEngine();
      const facts = factsOf(network);
      const graph = latticeResourceEndpoint(facts);
      expect(reaches(facts)).toBe(false);

      await engine.build(graph);
      expect(reaches(facts)).toBe(true);

      await engine.tearDown(graph);
      expect(reaches(facts)).toBe(false);
    },
  );
});

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

import { changedPlan, plan } from './__fixtures__/requests';
import { planDifference } from './planDifference';

describe('The difference of two plans', () => {
  it('names what opens now and did not before, and the other way round', () => {
    expect(planDifference(plan, changedPlan)).toMatchObject({
      added: [expect.stringMatching(/^analytics-databricks → .*:6543$/)],
      removed: [],
    });
    expect(planDifference(changedPlan, plan)).toMatchObject({
      added: [],
      removed: [expect.stringMatching(/:6543$/)],
    });
  });

  it('names objects, pattern and duration', () => {
    const after = {
      ...plan,
      pattern: 'privatelink' as const,
      durationSeconds: 86_400,
      objects: plan.objects.slice(1),
    };

    expect(planDifference(plan, after)).toEqual({
      added: [],
      removed: ['Resource gateway dba-test-orders-postgres (orders-prod)'],
      pattern: { before: 'lattice-resource-endpoint', after: 'privatelink' },
      durationSeconds: { before: 604_800, after: 86_400 },
    });
  });

  it('does not care whether an object is made or reused', () => {
    const objects = plan.objects.map(object => ({
      ...object,
      verb: 'reuse' as const,
    }));

    expect(planDifference(plan, { ...plan, objects })).toEqual({
      added: [],
      removed: [],
    });
  });
});

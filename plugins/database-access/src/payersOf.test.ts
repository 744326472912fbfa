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

import { plan, recommendation } from './__fixtures__/requests';
import { payersOf } from './payersOf';

const [lattice, privatelink] = recommendation.options;

it('Each account is billed the sum of its lines', () => {
  expect(payersOf(lattice.cost!)).toEqual([
    {
      accountId: '666666666666',
      monthly: 15.6,
      byUsage: false,
      unknown: false,
    },
    { accountId: '333333333333', monthly: 1, byUsage: false, unknown: false },
  ]);
});

it('What only use will tell comes on top, and a price that nobody knows is not nothing', () => {
  expect(payersOf(privatelink.cost!)[0]).toEqual({
    accountId: '333333333333',
    monthly: 16.43,
    byUsage: true,
    unknown: false,
  });
  expect(payersOf(plan.cost)).toEqual([
    { accountId: '666666666666', monthly: 14.6, byUsage: true, unknown: false },
    {
      accountId: '333333333333',
      monthly: undefined,
      byUsage: false,
      unknown: true,
    },
  ]);
});

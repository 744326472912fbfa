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

import { costCeiling, estimateCost } from './estimateCost';
import { PRICES } from './prices';

const path = {
  region: 'us-east-1',
  endpointZones: 2,
  consumerAccountId: '666666666666',
  providerAccountId: '333333333333',
};

describe('the cost of a resource endpoint', () => {
  it('is that of its zones for 730 hours, billed to the clients’ account', () => {
    const estimate = estimateCost(path);
    expect(estimate.fixedMonthly).toBe(29.2);
    expect(estimate.lines[0]).toEqual({
      description: 'VPC endpoint in 2 availability zones',
      unit: 'AZ-hour',
      unitPrice: 0.02,
      unitsPerMonth: 1460,
      monthly: 29.2,
      accountId: '666666666666',
    });
  });

  it('says the price of a GB for both accounts, and no sum that nobody can know', () => {
    const [, consumer, provider] = estimateCost(path).lines;
    expect(consumer).toMatchObject({
      unit: 'GB',
      unitPrice: 0.01,
      accountId: '666666666666',
    });
    expect(provider).toMatchObject({
      unit: 'GB',
      unitPrice: 0.01,
      accountId: '333333333333',
    });
    for (const line of [consumer, provider]) {
      expect(line.monthly).toBe(undefined);
      expect(line.unitsPerMonth).toBe(undefined);
    }
  });

  it('is unknown, and never 0, in a Region without prices', () => {
    const estimate = estimateCost({ ...path, region: 'eu-west-1' });
    expect(estimate.fixedMonthly).toBe(undefined);
    expect(estimate.lines.map(line => line.unitPrice)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(costCeiling(estimate)).toBe(undefined);
  });

  it('names the day and the pages of its prices', () => {
    expect(estimateCost(path)).toMatchObject({
      currency: 'USD',
      pricesOf: PRICES.pricesOf,
      source: expect.stringContaining('https://aws.amazon.com/'),
    });
    expect(PRICES.pricesOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('may grow by a tenth before somebody has to agree again', () => {
    expect(costCeiling(estimateCost(path))).toBe(32.12);
  });
});

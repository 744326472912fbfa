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

import { plan } from './__fixtures__/requests';
import { zoneChangePlan, zonePlan } from './__fixtures__/zones';
import { isOverServiceNetwork, openedPairs } from './serviceNetworks';

describe('What a plan opens', () => {
  it('is what was asked for alone, where nothing comes with it', () => {
    expect(openedPairs(plan)).toEqual({ asked: plan.opens, beside: [] });
  });

  it('is told apart by pairs, however many names a database has', () => {
    const { asked, beside } = openedPairs(zonePlan);

    expect(asked).toEqual(plan.opens);
    expect(
      beside.map(({ network, database, openings }) => [
        network,
        database,
        openings.length,
      ]),
    ).toEqual([
      ['payments', 'orders-postgres', 1],
      ['analytics-databricks', 'catalog-aurora', 2],
    ]);
  });

  it('is not told of an access again that changes with it', () => {
    const [, { network, databaseArn }] = zonePlan.opens;
    const { beside } = openedPairs({
      ...zonePlan,
      change: {
        ...zoneChangePlan.change!,
        together: [
          { ...zoneChangePlan.change!.together![0], network, databaseArn },
        ],
      },
    });

    expect(beside.map(pair => pair.database)).toEqual(['catalog-aurora']);
  });

  it('names what has no ARN of RDS by all of it', () => {
    const [opening] = plan.opens;
    const { beside } = openedPairs({
      ...plan,
      opens: [{ ...opening, databaseArn: 'arn:of:something' }],
    });

    expect(beside[0].database).toBe('arn:of:something');
  });
});

it('Two patterns lead over a service network, and two do not', () => {
  expect(
    (
      [
        'lattice-service-network',
        'lattice-consumer-network',
        'lattice-resource-endpoint',
        'privatelink',
      ] as const
    ).map(isOverServiceNetwork),
  ).toEqual([true, true, false, false]);
});

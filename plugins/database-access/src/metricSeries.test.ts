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

import { shareMetrics } from './__fixtures__/metrics';
import { formatValue, hasMoved, pointsOf, summaryOf } from './metricSeries';

const window = {
  from: '2026-08-06T11:00:00.000Z',
  to: '2026-08-06T11:10:00.000Z',
  periodSeconds: 60,
};

describe('The points of a chart', () => {
  const points = [{ at: '2026-08-06T11:02:00.000Z', value: 7 }];

  it('are 0 where PrivateLink says nothing, except where it may still say something', () => {
    const drawn = pointsOf(
      { namespace: 'AWS/PrivateLinkEndpoints', points },
      window,
    );
    expect(drawn.map(({ value }) => value)).toEqual([
      ...[0, 0, 7, 0, 0],
      ...[null, null, null, null, null],
    ]);
    expect(drawn[2].at).toBe(Date.parse(points[0].at));
  });

  it('are gaps where anything else says nothing', () => {
    const drawn = pointsOf({ namespace: 'AWS/RDS', points }, window);
    expect(drawn.filter(({ value }) => value !== null)).toHaveLength(1);
    expect(drawn).toHaveLength(10);
  });
});

describe('A series', () => {
  it('is not drawn if it is 0 all the time', () => {
    const [, endpoint] = shareMetrics.hops;
    expect(endpoint.series.map(hasMoved)).toEqual([true, false]);
  });

  it('comes to a highest and a last value, and is added up only where that means something', () => {
    const points = [3, 9, 4].map(value => ({ at: window.from, value }));
    expect(summaryOf({ points, statistic: 'Average' })).toEqual({
      highest: 9,
      last: 4,
    });
    expect(summaryOf({ points, statistic: 'Sum' })).toEqual({
      highest: 9,
      last: 4,
      total: 16,
    });
    expect(summaryOf({ points: [], statistic: 'Sum' })).toBeUndefined();
  });

  it.each([
    [0, 'bytes', '0 byte'],
    [1_234, 'bytes', '1.2 kB'],
    [79e9, 'bytes', '79 GB'],
    [5e18, 'bytes', '5,000,000 TB'],
    [2_500_000, 'bytes-per-second', '2.5 MB/s'],
    [12.34, 'percent', '12.3%'],
    [0.0032, 'seconds', '3.2 ms'],
    [90, 'seconds', '90 sec'],
    [12, 'count', '12'],
    [1.5, 'count-per-second', '1.5/s'],
  ] as const)('says of %d %s: %s', (value, unit, said) => {
    expect(formatValue(value, unit, 'en')).toBe(said);
  });
});

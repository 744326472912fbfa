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

import {
  addPassed,
  firstMinute,
  lastMinute,
  MINUTE_MS,
  pointsOf,
  setLevel,
} from './series';
import { byPeriod, statisticNamed } from './statistics';
import type { Series } from './state';

/** The same numbers each time (mulberry32). */
function randomOf(seed: number) {
  let state = seed;
  return (below: number) => {
    state = Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5;
    return ((state ^ (state >>> 14)) >>> 0) % below;
  };
}

function emptySeries(intervalSeconds = 60): Series {
  return {
    namespace: 'AWS/RDS',
    name: 'DatabaseConnections',
    dimensions: {},
    unit: 'Count',
    intervalSeconds,
    levels: [],
    passed: {},
  };
}

const NOW = 600 * MINUTE_MS + 17_000;

const ALL = { from: 0, to: NOW, now: NOW };

/** Levels that come and go, and traffic now and then. */
function randomSeries(seed: number): { series: Series; sent: number } {
  const random = randomOf(seed);
  const series = emptySeries(seed % 3 === 0 ? 300 : 60);
  let sent = 0;
  let moment = random(NOW);
  while (moment < NOW) {
    const value = random(3) === 0 ? null : 0;
    setLevel(series, { since: moment, value });
    moment += 1 + random(90 * MINUTE_MS);
  }
  for (let i = random(6); i > 0 && series.intervalSeconds === 60; i -= 1) {
    const amount = 1 + random(1000);
    addPassed(series, random(600 * MINUTE_MS), amount);
    sent += amount;
  }
  return { series, sent };
}

const seeds = Array.from({ length: 300 }, (_, i) => i + 1);

describe('a series', () => {
  it('begins with its first point and ends with its last', () => {
    for (const seed of seeds) {
      const { series } = randomSeries(seed);
      const points = pointsOf(series, ALL);
      expect([seed, lastMinute(series, NOW)]).toEqual([
        seed,
        points.at(-1)?.at ?? -Infinity,
      ]);
      expect(points.every(({ at }) => at >= firstMinute(series))).toBe(true);
    }
  });

  it('loses nothing of what passed, whatever the period', () => {
    const sum = statisticNamed('Sum')!;
    for (const seed of seeds) {
      const { series, sent } = randomSeries(seed);
      for (const seconds of [60, 300, 3600]) {
        const periods = byPeriod(pointsOf(series, ALL), 0, seconds);
        expect(sum(periods.map(({ values }) => sum(values)))).toBe(sent);
      }
    }
  });

  it('shows of a minute how it ended', () => {
    const series = emptySeries();
    setLevel(series, { since: 0, value: 1 });
    setLevel(series, { since: 2 * MINUTE_MS + 1, value: 5 });
    setLevel(series, { since: 4 * MINUTE_MS, value: null });
    const span = { from: 0, to: NOW, now: NOW };
    expect(pointsOf(series, span).map(({ value }) => value)).toEqual([
      1, 1, 5, 5,
    ]);
  });

  it('takes no level for what was before the last', () => {
    const series = emptySeries();
    setLevel(series, { since: 5 * MINUTE_MS, value: 1 });
    setLevel(series, { since: 3 * MINUTE_MS, value: 2 });
    expect(series.levels.map(({ since }) => since)).toEqual([
      5 * MINUTE_MS,
      5 * MINUTE_MS,
    ]);
  });
});

describe('statistics', () => {
  it.each([
    ['p0', 1],
    ['p50', 2],
    ['p99.9', 9],
    ['p100', 9],
  ])('%s of 1, 2 and 9 is %s', (name, value) => {
    expect(statisticNamed(name)!([9, 1, 2])).toBe(value);
  });

  it.each(['p101', 'p', 'average', 'toString', 'tm90', ''])(
    'knows no %s',
    name => {
      expect(statisticNamed(name)).toBeUndefined();
    },
  );
});

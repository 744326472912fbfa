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
  formatAge,
  formatDayAge,
  formatDuration,
  formatTimeLeft,
} from './time';

const NOON = '2026-08-06T12:00:00.000Z';

describe('The age of a moment', () => {
  it.each([
    ['2026-08-06T12:00:00.400Z', '0 seconds ago'],
    ['2026-08-06T12:00:59.999Z', '59 seconds ago'],
    ['2026-08-06T12:01:00.000Z', '1 minute ago'],
    ['2026-08-06T13:59:59.000Z', '1 hour ago'],
    ['2026-08-09T12:00:00.000Z', '3 days ago'],
  ])('at %s is %s', (now, age) => {
    expect(formatAge(NOON, Date.parse(now), 'en')).toBe(age);
  });

  it('is nothing for a moment that a faster clock puts in the future', () => {
    expect(formatAge(NOON, Date.parse(NOON) - 5_000, 'en')).toBe(
      '0 seconds ago',
    );
  });

  it('is told in the language of the portal', () => {
    expect(formatAge(NOON, Date.parse(NOON) + 12_000, 'de')).toBe(
      'vor 12 Sekunden',
    );
  });
});

describe('The time left', () => {
  it.each([
    [0, 'in 0 seconds'],
    [59, 'in 59 seconds'],
    [3 * 3600, 'in 3 hours'],
    [6.9 * 86_400, 'in 6 days'],
    [7 * 86_400 - 40, 'in 7 days'],
    [86_400 - 1800, 'in 1 day'],
    [86_400 - 1801, 'in 23 hours'],
    [40 * 60, 'in 40 minutes'],
    [-5, 'in 0 seconds'],
  ])('of %d seconds is %s', (seconds, words) => {
    const now = Date.parse('2026-08-06T09:12:03.000Z');
    const moment = new Date(now + seconds * 1000).toISOString();

    expect(formatTimeLeft(moment, now, 'en')).toBe(words);
  });
});

describe('The age of a date', () => {
  it.each([
    ['2026-08-06T00:00:00.000Z', 'today'],
    ['2026-08-06T23:59:59.000Z', 'today'],
    ['2026-08-07T00:00:00.000Z', 'yesterday'],
    ['2026-08-16T10:00:00.000Z', '10 days ago'],
    ['2026-08-05T23:59:59.000Z', 'today'],
  ])('at %s is %s', (now, age) => {
    expect(formatDayAge('2026-08-06', Date.parse(now), 'en')).toBe(age);
  });
});

describe('A duration', () => {
  it.each([
    [604_800, '7 days'],
    [86_400, '1 day'],
    [5400, '90 minutes'],
    [45, '45 seconds'],
  ])('of %d seconds is %s', (seconds, words) => {
    expect(formatDuration(seconds, 'en')).toBe(words);
  });
});

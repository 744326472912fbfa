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

import { DateTime } from 'luxon';

const UNITS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `12 seconds ago`. A moment in the future, as a server's clock may give, counts as now. */
export function formatAge(
  moment: string,
  now: number,
  language?: string,
): string {
  const age = Math.max(0, now - Date.parse(moment));
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  for (const [unit, length] of UNITS) {
    if (age >= length) {
      return format.format(-Math.floor(age / length), unit);
    }
  }
  return format.format(-Math.floor(age / 1000), 'second');
}

/**
 * `in 6 days`. What has only just begun is not shorter for that: a moment short of 7 days is 7 days. A moment in the past
 * counts as now.
 */
export function formatTimeLeft(
  moment: string,
  now: number,
  language?: string,
): string {
  const left = Math.max(0, Date.parse(moment) - now);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  for (const [index, [unit, length]] of UNITS.entries()) {
    const [, smaller] = UNITS[index + 1] ?? ['second', 1000];
    const rounded = Math.round(left / smaller) * smaller;
    if (rounded >= length) {
      return format.format(Math.floor(rounded / length), unit);
    }
  }
  return format.format(Math.floor(left / 1000), 'second');
}

/** `today`, `3 days ago`: how old something is that has a date and no time. */
export function formatDayAge(
  date: string,
  now: number,
  language?: string,
): string {
  const days = Math.floor((now - Date.parse(date)) / 86_400_000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return format.format(-Math.max(0, days), 'day');
}

/** `7 days`, in the largest unit that divides it. */
export function formatDuration(seconds: number, language?: string): string {
  const [unit, length] = UNITS.find(
    ([, milliseconds]) => (seconds * 1000) % milliseconds === 0,
  ) ?? ['second', 1000];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format((seconds * 1000) / length);
}

/** The moment in UTC and in the reader's time zone. */
export function formatExactly(
  moment: string,
  language?: string,
): { utc: string; local: string } {
  const time = DateTime.fromISO(moment, { zone: 'utc' });
  return {
    utc: time.toFormat('yyyy-MM-dd HH:mm:ss'),
    local: time
      .toLocal()
      .reconfigure({ locale: language })
      .toLocaleString(DateTime.DATETIME_FULL_WITH_SECONDS),
  };
}

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

import { ConfigSection } from './ConfigSection';

const DAY = 86_400;

/** What nobody may ask for, whatever config says. */
const LONGEST_SECONDS = 365 * DAY;

/** How long access lasts. */
export interface ShareTerms {
  /** The most that one request may ask for. */
  longestSeconds: number;
  /** The most that one extension may add. */
  longestExtensionSeconds: number;
  /** How often a share may be extended. */
  mostExtensions: number;
  /** How long before the end people are told of it; the longest first. */
  remindBeforeSeconds: readonly number[];
  /** After how long somebody has to say that a share is still needed. Absent: never. */
  recertify?: RecertifyTerms;
  /** After how long without use people are asked whether a share should end. Absent: never. */
  idleAfterSeconds?: number;
}

/** When it has to be said that a share is still needed, and what happens otherwise. */
export interface RecertifyTerms {
  everySeconds: number;
  withinSeconds: number;
  /** What happens to a share of which nobody has said so in time. */
  otherwise: 'remind' | 'revoke';
}

/** What holds where config says nothing. */
export const DEFAULT_SHARE_TERMS: ShareTerms = {
  longestSeconds: 90 * DAY,
  longestExtensionSeconds: 90 * DAY,
  mostExtensions: 3,
  remindBeforeSeconds: [7 * DAY, DAY, 3_600],
};

const KEYS = [
  'longestDuration',
  'longestExtension',
  'mostExtensions',
  'remindBefore',
  'recertifyEvery',
  'recertifyWithin',
  'recertifyOtherwise',
  'idleAfter',
];

/** Reads `databaseAccess.shares`; what is absent is as in DEFAULT_SHARE_TERMS. */
export function readShareTerms(root: ConfigSection): ShareTerms {
  const shares = root.section('shares');
  if (!shares) {
    return DEFAULT_SHARE_TERMS;
  }
  shares.refuseOtherKeys(KEYS);
  const recertify = readRecertify(shares);
  const idleAfterSeconds = shares.optionalSeconds('idleAfter', {
    least: DAY,
    must: 'of a day or more, e.g. { days: 30 }',
  });
  return {
    longestSeconds:
      readLongest(shares, 'longestDuration') ??
      DEFAULT_SHARE_TERMS.longestSeconds,
    longestExtensionSeconds:
      readLongest(shares, 'longestExtension') ??
      DEFAULT_SHARE_TERMS.longestExtensionSeconds,
    mostExtensions:
      shares.wholeNumber('mostExtensions', { from: 0, to: 999 }) ??
      DEFAULT_SHARE_TERMS.mostExtensions,
    remindBeforeSeconds: readRemindBefore(shares),
    ...(recertify && { recertify }),
    ...(idleAfterSeconds !== undefined && { idleAfterSeconds }),
  };
}

function readLongest(
  shares: ConfigSection,
  key: 'longestDuration' | 'longestExtension',
): number | undefined {
  const must = 'from an hour to a year, e.g. { days: 90 }';
  const seconds = shares.optionalSeconds(key, { least: 3_600, must });
  if (seconds !== undefined && seconds > LONGEST_SECONDS) {
    throw shares.error(
      key,
      `must be a duration ${must}, but is ${seconds} seconds`,
    );
  }
  return seconds;
}

/** An empty list is an answer, too: nobody is told. */
function readRemindBefore(shares: ConfigSection): number[] {
  if (!shares.has('remindBefore')) {
    return [...DEFAULT_SHARE_TERMS.remindBeforeSeconds];
  }
  const seconds = shares.listOfSeconds('remindBefore', {
    least: 300,
    must: 'of five minutes or more, e.g. { days: 7 }',
  });
  return [...new Set(seconds)].sort((a, b) => b - a);
}

function readRecertify(shares: ConfigSection): RecertifyTerms | undefined {
  const everySeconds = shares.optionalSeconds('recertifyEvery', {
    least: DAY,
    must: 'of a day or more, e.g. { days: 90 }',
  });
  if (everySeconds === undefined) {
    const idle = ['recertifyWithin', 'recertifyOtherwise'].find(key =>
      shares.has(key),
    );
    if (idle) {
      throw shares.error(
        idle,
        'means nothing without recertifyEvery: set that, too, or remove this',
      );
    }
    return undefined;
  }
  const otherwise = shares.optionalString('recertifyOtherwise') ?? 'remind';
  if (otherwise !== 'remind' && otherwise !== 'revoke') {
    throw shares.error(
      'recertifyOtherwise',
      `must be remind or revoke, but is '${otherwise}'`,
    );
  }
  return {
    everySeconds,
    withinSeconds:
      shares.optionalSeconds('recertifyWithin', {
        least: 3_600,
        must: 'of an hour or more, e.g. { days: 14 }',
      }) ?? 14 * DAY,
    otherwise,
  };
}

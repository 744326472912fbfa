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

import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readDatabaseAccessConfig } from './readDatabaseAccessConfig';

const DAY = 86_400;

const read = (databaseAccess: JsonObject) =>
  readDatabaseAccessConfig(
    new ConfigReader({
      databaseAccess: { installation: 'demo', ...databaseAccess },
    }),
    { environment: 'development' },
  );

const termsOf = (shares: JsonObject) => read({ shares }).shareTerms;

describe('databaseAccess.shares', () => {
  it('says how long access lasts, when people are told, and when it is asked about again', () => {
    expect(
      termsOf({
        longestDuration: { days: 365 },
        longestExtension: 'P30D',
        mostExtensions: 0,
        remindBefore: [{ hours: 1 }, 'P14D', { days: 14 }],
        recertifyEvery: { days: 90 },
        recertifyWithin: { days: 7 },
        recertifyOtherwise: 'revoke',
        idleAfter: { days: 30 },
      }),
    ).toEqual({
      longestSeconds: 365 * DAY,
      longestExtensionSeconds: 30 * DAY,
      mostExtensions: 0,
      remindBeforeSeconds: [14 * DAY, 3_600],
      recertify: {
        everySeconds: 90 * DAY,
        withinSeconds: 7 * DAY,
        otherwise: 'revoke',
      },
      idleAfterSeconds: 30 * DAY,
    });
  });

  it('needs to say nothing', () => {
    expect(termsOf({})).toEqual({
      longestSeconds: 90 * DAY,
      longestExtensionSeconds: 90 * DAY,
      mostExtensions: 3,
      remindBeforeSeconds: [7 * DAY, DAY, 3_600],
    });
    expect(termsOf({ recertifyEvery: { days: 90 } })?.recertify).toEqual({
      everySeconds: 90 * DAY,
      withinSeconds: 14 * DAY,
      otherwise: 'remind',
    });
    expect(termsOf({ remindBefore: [] })?.remindBeforeSeconds).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [
      { longestDuration: { days: 366 } },
      'databaseAccess.shares.longestDuration must be a duration from an hour to a year',
    ],
    [
      { longestExtension: { minutes: 1 } },
      'databaseAccess.shares.longestExtension must be a duration from an hour to a year',
    ],
    [
      { mostExtensions: 'often' },
      "databaseAccess.shares.mostExtensions must be a whole number from 0 to 999, but is 'often'",
    ],
    [
      { remindBefore: [{ days: 7 }, { seconds: 3 }] },
      'databaseAccess.shares.remindBefore[1] must be a duration of five minutes or more',
    ],
    [
      { remindBefore: 'P7D' },
      'databaseAccess.shares.remindBefore must be a list of durations',
    ],
    [
      { remindBefore: ['soon'] },
      'databaseAccess.shares.remindBefore[0] must be a duration',
    ],
    [
      { recertifyWithin: { days: 7 } },
      'databaseAccess.shares.recertifyWithin means nothing without recertifyEvery',
    ],
    [
      { recertifyEvery: { days: 90 }, recertifyOtherwise: 'ignore' },
      "databaseAccess.shares.recertifyOtherwise must be remind or revoke, but is 'ignore'",
    ],
    [
      { idleAfter: { hours: 3 } },
      'databaseAccess.shares.idleAfter must be a duration of a day or more',
    ],
    [{ remind: [] }, 'databaseAccess.shares.remind is not known'],
  ])('refuses %j and says what it must be', (shares, sentence) => {
    expect(() => termsOf(shares)).toThrow(sentence);
  });

  it('names the platform team beside it', () => {
    expect(read({ platformTeam: 'platform-team' }).platformTeam).toBe(
      'group:default/platform-team',
    );
    expect(() => read({ platformTeam: 'a:b:c' })).toThrow(
      'databaseAccess.platformTeam must be the entity ref of a group or user',
    );
  });
});

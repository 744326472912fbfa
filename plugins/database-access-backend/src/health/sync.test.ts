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

import type {
  ObjectCondition,
  ShareSync,
} from '@towpath/backstage-plugin-database-access-common';
import { ComparedObject, syncOf } from './sync';

const now = new Date('2026-11-02T09:00:00Z');
const terms = {
  now,
  secondsBetween: (type: string) => (type === 'restless' ? 10 : 60),
};

const secondsAgo = (seconds: number) =>
  new Date(now.getTime() - seconds * 1000).toISOString();

function object(change: Partial<ComparedObject> = {}): ComparedObject {
  return {
    type: 'calm',
    wanted: 'present',
    condition: 'ready',
    readAt: secondsAgo(10),
    ...change,
  };
}

describe('whether AWS has what was made for a share', () => {
  it.each<[ObjectCondition, ShareSync]>([
    ['ready', 'in-sync'],
    ['degraded', 'in-sync'],
    ['broken', 'in-sync'],
    ['gone', 'drifted'],
    ['unknown', 'unknown'],
  ])('takes an object that is %s for %s', (condition, sync) => {
    expect(syncOf([object({ condition })], terms)).toBe(sync);
    expect(syncOf([object(), object({ condition })], terms)).toBe(sync);
  });

  it.each<ObjectCondition>(['absent', 'pending'])(
    'does not call it drift that something is %s',
    condition => {
      const unmade = object({ condition, readAt: undefined });
      expect(syncOf([object(), unmade], terms)).toBe('in-sync');
      expect(syncOf([unmade], terms)).toBe('unknown');
    },
  );

  it.each([
    ['calm', 120, 'in-sync'],
    ['calm', 121, 'unknown'],
    ['restless', 20, 'in-sync'],
    ['restless', 21, 'unknown'],
  ])(
    'is unknown once a reading is older than two intervals: %s, %s s: %s',
    (type, age, sync) => {
      const old = object({ type, readAt: secondsAgo(age) });
      expect(syncOf([object(), old], terms)).toBe(sync);
    },
  );

  it('does not call it drift on hearsay, and lets nothing unread hide a drift', () => {
    const old = object({ condition: 'gone', readAt: secondsAgo(3600) });
    expect(syncOf([old], terms)).toBe('unknown');
    expect(
      syncOf([object({ readAt: undefined }), object({ condition: 'gone' })], {
        ...terms,
      }),
    ).toBe('drifted');
  });

  it('is what was wanted when everything was taken away', () => {
    const removed = object({
      wanted: 'absent',
      condition: 'gone',
      readAt: secondsAgo(86_400),
    });
    const going = object({ wanted: 'absent', condition: 'pending' });
    const stays = object({ wanted: 'absent', condition: 'ready' });
    expect(syncOf([removed, removed], terms)).toBe('in-sync');
    expect(syncOf([removed, going, stays], terms)).toBe('in-sync');
  });

  it('is unknown of nothing', () => {
    expect(syncOf([], terms)).toBe('unknown');
  });
});

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

import { toneOfDatabaseStatus } from './databaseStatus';

describe('The tone of an RDS status word', () => {
  it.each([
    ['available', 'ok'],
    ['configuring-enhanced-monitoring', 'ok'],
    ['failing-over', 'progress'],
    ['stopped', 'warning'],
    ['storage-full', 'error'],
    ['incompatible-parameters', 'error'],
    ['Available', 'ok'],
  ])('%s is %s', (word, tone) => {
    expect(toneOfDatabaseStatus(word)).toBe(tone);
  });

  it.each(['quantum-entangling', '', 'constructor', 'unavailable'])(
    'is unknown for "%s"',
    word => {
      expect(toneOfDatabaseStatus(word)).toBeUndefined();
    },
  );
});
